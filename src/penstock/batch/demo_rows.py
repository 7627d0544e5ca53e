"""Rows of demo data, a stretch at a time: each stretch is made of the seed and its own number, and of no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from penstock.batch.columns import CONTRACT
from penstock.batch.demo_consigned import Consignments
from penstock.batch.demo_goods import Goods
from penstock.batch.demo_lots import Planted, cover, free, generator, often, put

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from penstock.batch.demo_cases import Case
    from penstock.batch.demo_lots import Size, Stretch
    from penstock.batch.demo_words import DemoWords

    Numbers = NDArray[np.int64]

_NUMERIC = ("quantity", "net_mass_kg", "concentration_percent", "declared_value")
SCHEMA = {
    name: pl.Int64() if name == "item_no" else pl.Float64() if name in _NUMERIC else pl.String() for name in CONTRACT
}
"""The columns of the contract and their types."""

LABELS = {
    "consignment_id": pl.String(),
    "item_no": pl.Int64(),
    "kind": pl.String(),
    "subject": pl.String(),
    "expects": pl.String(),
    "never": pl.String(),
    "is_negative": pl.Boolean(),
    "group": pl.Int64(),
}
"""The columns of the labels and their types."""

_KEY = ("consignment_id", "item_no")

_FILLED = {
    "commodity_code": 0.9,
    "quantity": 0.97,
    "net_mass_kg": 0.8,
    "declared_value": 0.95,
    "cas_number": 0.4,
    "smiles": 0.05,
    "concentration_percent": 0.2,
}
"""How often a column is filled; the last three only where the goods are chemicals."""

_BULK = 5
"""Kilograms are sold in multiples of so many."""


class Table(NamedTuple):
    """The rows of a stretch and the labels of those planted in it."""

    rows: pl.DataFrame
    labels: pl.DataFrame


class Rows:
    """The rows of one seed."""

    def __init__(self, words: DemoWords, cases: Sequence[Case], size: Size, seed: int) -> None:
        """Make the words of the seed ready, and settle by lot which planted row is which case."""
        rng = generator(seed, 0)
        self._size, self._seed, self._cases = size, seed, cases
        self._goods = Goods(words, rng)
        self._consignments = Consignments(words, cases, size, rng)
        self._order = rng.permutation(size.planted)
        self._money = words.currencies
        self._origins = pl.Series([lane.origin for lane in words.every_lane()])
        self._fields = pl.DataFrame([case.fields for case in cases], schema=SCHEMA)
        self._labels = labels_of(cases)

    def make(self, stretch: Stretch) -> Table:
        """Make the rows of a stretch, in the order of the file."""
        rng = generator(self._seed, stretch.number + 1)
        planted = self._planted(stretch)
        fields = self._fields[planted.case]
        consigned = self._consignments.make(rng, stretch, planted, fields)
        goods = self._fill(rng, stretch, planted.at, self._origins.gather(consigned.lane))
        goods = put(goods, fields.select(goods.columns), planted.at, where_filled=False)
        told = consigned.told[consigned.of_row].with_columns(item_no=consigned.item)
        rows = pl.concat([told, goods], how="horizontal").select(pl.col(name).cast(SCHEMA[name]) for name in CONTRACT)
        labels = self._labels[planted.case].with_columns(
            *(rows[planted.at, name] for name in _KEY),
            group=pl.when(pl.col("group").is_not_null()).then(pl.Series(self._consignments.group(planted))),
        )
        return Table(rows, labels.select(*LABELS))

    def _planted(self, stretch: Stretch) -> Planted:
        """Spread the planted rows evenly over the data."""
        rows, planted = self._size.rows, self._size.planted
        start, stop = (-(-end * planted // rows) for end in (stretch.start, stretch.stop))
        nth = np.arange(start, stop, dtype=np.int64)
        chosen = self._order[nth]
        turn, case = np.divmod(chosen, max(1, len(self._cases)))
        return Planted(nth * rows // planted - stretch.start if planted else nth, case, turn)

    def _fill(self, rng: np.random.Generator, stretch: Stretch, at: Numbers, origins: pl.Series) -> pl.DataFrame:
        """Make the goods of a stretch, with how much there is of them."""
        texts = often(rng, self._size.texts, stretch.length, 3)
        cover(rng, texts, free(stretch.length, at), known=self._size.texts, stretch=stretch, rows=self._size.rows)
        unique, back = np.unique(texts, return_inverse=True)
        kind = self._goods.kind_of(texts)
        by_mass, price = self._goods.is_by_mass[kind], self._goods.price[kind]
        amount = np.ceil(rng.lognormal(1.0, 1.0, stretch.length)) * np.where(by_mass, _BULK, 1)
        value = amount * (price[:, 0] + (price[:, 1] - price[:, 0]) * rng.random(stretch.length))
        currency, rate = _money(rng, self._money, origins)
        table = self._goods.describe(unique)[back].with_columns(
            quantity=amount,
            net_mass_kg=np.round(amount * self._goods.mass[kind], 3),
            declared_value=np.round(value * rate, 2),
            currency=currency,
            concentration_percent=np.round(98 + rng.random(stretch.length) * 2, 1),
        )
        return _emptied(rng, table)


def _money(
    rng: np.random.Generator, known: Mapping[str, Mapping[str, float]], origins: pl.Series
) -> tuple[pl.Series, NDArray[np.float64]]:
    """Draw the currency of each row by its country, and how many of it there are to the dollar."""
    kinds = [(country, name, to_the_dollar) for country, told in known.items() for name, to_the_dollar in told.items()]
    place = np.zeros(len(origins), np.int64)
    drawn = rng.random(len(origins))
    first = 0
    for country, told in known.items():
        here = (origins == country).to_numpy()
        place[here] = first + (drawn[here] * len(told)).astype(np.int64)
        first += len(told)
    names, rates = pl.Series([name for _, name, _ in kinds]), np.array([rate for _, _, rate in kinds])
    return names.gather(place), rates[place]


def _emptied(rng: np.random.Generator, table: pl.DataFrame) -> pl.DataFrame:
    """Leave cells empty as often as shippers do; a unit or currency without its number says nothing."""
    lots = rng.random((len(_FILLED), len(table)))
    is_chemical = pl.col("cas_number").is_not_null()
    kept = {}
    for (name, share), lot in zip(_FILLED.items(), lots, strict=True):
        is_kept = pl.Series(lot < share)
        kept[name] = pl.when(is_chemical & is_kept if name == "concentration_percent" else is_kept).then(name)
    return table.with_columns(**kept).with_columns(
        quantity_unit=pl.when(pl.col("quantity").is_not_null()).then("quantity_unit"),
        currency=pl.when(pl.col("declared_value").is_not_null()).then("currency"),
    )


def labels_of(cases: Sequence[Case]) -> pl.DataFrame:
    """Return the labels of cases, without the row each one is planted in."""
    told = [
        {
            "kind": case.kind,
            "subject": case.subject,
            "expects": ",".join(case.expects) or None,
            "never": ",".join(case.never) or None,
            "is_negative": bool(case.never),
            "group": case.group,
        }
        for case in cases
    ]
    return pl.DataFrame(told, schema={name: kind for name, kind in LABELS.items() if name not in _KEY})
