"""Rows of a table that are judged alike: each is put in the same words, and rows of the same words are one kind."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from penstock.batch.columns import PARTIES
from penstock.batch.sorted_values import Said, Values, mixed, numbered
from penstock.screening.alike import Sort

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from penstock.batch.cache import ValueCache
    from penstock.batch.pool import NamePool
    from penstock.batch.sorted_values import Array
    from penstock.screening.alike import Alike

AMOUNTS = ("quantity", "net_mass_kg", "declared_value")
BUSINESSES = ("consignor_name", "consignee_name")
GOODS = ("goods_description", "cas_number", "smiles")
OTHERS = ("consignor_address", "consignee_address", "currency")
WHOLE, HALF = 100.0, 50.0
"""Per cent by mass of a substance that is nothing else, and of one that is not alone."""

_SAYS = "-"
"""Stands for a cell of which it counts only that it says something."""


class Kinds(NamedTuple):
    """The rows in the words by which they are judged, the number of each row's kind, and which stand as they are."""

    table: pl.DataFrame
    numbers: Array
    is_loud: pl.Series
    said: pl.Series
    """The description of each row that is judged by another, which says the same elsewhere."""


class Telling:
    """Tells the kinds of the rows of one run."""

    def __init__(self, alike: Alike, day: date, seed: int) -> None:
        """Take what sorts values, the day of rows without one, and the seed of the numbers."""
        self._alike = alike
        self._day = day
        self._seed = seed
        self._texts = Values(seed, self._sort_texts)
        self._structures = Values(seed, alike.structures)
        self._numbers = Values(seed, lambda texts: [alike.of_number(text) for text in texts])
        self._names = Values(seed, alike.names)
        self._codes = Values(seed, lambda codes: [Sort.QUIET if alike.is_basket(c) else Sort.SILENT for c in codes])
        self._signatures = Said(seed, alike.signatures)
        self._trades = Said(seed, alike.trades)
        self._days: dict[tuple[bool, int], date] = {}

    def share_names(self, pool: NamePool) -> None:
        """Have new names sorted by a pool."""
        self._names.sort = partial(pool.names, self._alike)

    @property
    def _values(self) -> dict[str, Values]:
        return {
            "texts": self._texts,
            "structures": self._structures,
            "numbers": self._numbers,
            "names": self._names,
            "codes": self._codes,
        }

    def recall(self, cache: ValueCache) -> None:
        """Take over what runs before learnt of values; the cache must have the seed of this run."""
        for column, values in self._values.items():
            learnt = cache.learnt(column)
            if learnt is not None:
                values.recall(learnt)

    def keep(self, cache: ValueCache) -> None:
        """Keep what this run learnt of values.

        Raises:
            OutputError: The folder of the cache cannot be written.
        """
        for column, values in self._values.items():
            cache.keep(column, values.learnt())

    def kinds(self, table: pl.DataFrame) -> Kinds:
        """Put the rows of a table of goods items' columns in the words by which they are judged."""
        text = self._texts.sorts(table["goods_description"])
        number, structure = self._numbers.sorts(table["cas_number"]), self._structures.sorts(table["smiles"])
        has_goods = table.select(pl.any_horizontal(pl.col(GOODS).is_not_null())).to_series()
        is_loud = (text == Sort.LOUD) | (number == Sort.LOUD) | (structure == Sort.LOUD) | ~has_goods
        is_loud |= self._alike.reads_amounts
        speaks = (text > Sort.SILENT) | (number > Sort.SILENT) | table["smiles"].is_not_null() | is_loud
        names = {column: self._names.sorts(table[column]) == Sort.LOUD for column in PARTIES}
        is_known = pl.select(pl.any_horizontal(*names.values())).to_series()
        is_own = is_loud | is_known
        texts = self._signatures.tell(table["goods_description"].set(~((text == Sort.QUIET) & ~is_loud), None))
        plain = table.with_columns(
            pl.when(speaks | (self._codes.sorts(table["commodity_code"]) > Sort.SILENT))
            .then("commodity_code")
            .otherwise(self._says("commodity_code")),
            pl.when(speaks)
            .then(texts.fill_null(table["goods_description"]))
            .otherwise(self._example("goods_description", self._texts))
            .alias("goods_description"),
            pl.when(speaks).then("cas_number").otherwise(self._example("cas_number", self._numbers)),
            pl.when(speaks).then("quantity_unit").otherwise(self._says("quantity_unit")),
            pl.when(is_loud).then("concentration_percent").otherwise(self._concentration(speaks)),
            *(pl.when(is_loud).then(column).otherwise(self._says(column, 1.0)) for column in AMOUNTS),
            *(pl.when(is_loud).then(column).otherwise(self._says(column)) for column in OTHERS),
            *(
                pl.when(is_loud | names[column]).then(column).otherwise(self._who(table, column, names[column]))
                for column in PARTIES
            ),
            *self._ends(is_own),
            pl.when(is_known)
            .then(pl.col("date").fill_null(self._day))
            .otherwise(self._turns(table["date"], is_loud))
            .alias("date"),
        )
        said = table["goods_description"].set(texts.is_null() | (texts == table["goods_description"]), None)
        return Kinds(plain, self.whole(plain), is_loud, said)

    def whole(self, table: pl.DataFrame) -> Array:
        """Return the numbers of rows by all they say, but for their keys."""
        columns = [column for column in table.columns if column not in {"consignment_id", "item_no"}]
        return mixed([numbered(table[column], self._seed) for column in columns])

    def _says(self, column: str, value: float | str = _SAYS) -> pl.Expr:
        """Return what stands for a cell of which it counts at most whether it says something."""
        if column not in self._alike.columns and column != "commodity_code":
            return pl.lit(None)
        says = pl.col(column).is_not_null() if isinstance(value, str) else pl.col(column) != 0
        return pl.when(says).then(pl.lit(value))

    def _concentration(self, speaks: pl.Series) -> pl.Expr:
        is_dilute = speaks & pl.col("concentration_percent").lt(WHOLE)
        return pl.when(is_dilute).then(pl.lit(HALF)).otherwise(self._says("concentration_percent", WHOLE))

    def _example(self, column: str, values: Values) -> pl.Expr:
        return pl.when(pl.col(column).is_not_null()).then(pl.lit(values.silent))

    def _who(self, table: pl.DataFrame, column: str, is_known: pl.Series) -> pl.Expr:
        """Return what stands for a name nobody knows: another such, of the same business where that counts."""
        silent = self._example(column, self._names)
        if column not in BUSINESSES:
            return silent
        routes = table.select(origin=_origin(), destination=_destination()).unique()
        asked = [route for route in routes.iter_rows() if self._alike.asks_for_trade(*route)]
        if not asked:
            return silent
        is_asked = pl.any_horizontal(
            *(_origin().eq_missing(pl.lit(one)) & _destination().eq_missing(pl.lit(other)) for one, other in asked)
        )
        rows = table.select(is_asked).to_series()
        examples = self._trades.tell(table[column].set(~rows | is_known, None))
        return pl.when(rows).then(examples).otherwise(silent)

    def _ends(self, is_own: pl.Series) -> list[pl.Expr]:
        """Return the countries of a row: its own, or only where its route begins and ends."""
        return [
            pl.when(is_own).then("export_country").otherwise(_origin()).alias("export_country"),
            pl.when(is_own).then("destination_country").otherwise(_destination()).alias("destination_country"),
            pl.when(is_own).then("consignor_country"),
            pl.when(is_own).then("consignee_country"),
        ]

    def _turns(self, days: pl.Series, is_loud: pl.Series) -> pl.Expr:
        """Return for each day the first one met of the span of days in which rows are judged alike."""
        filled = days.fill_null(self._day)
        distinct = filled.unique()
        quiet, loud = (
            [self._days.setdefault((is_law, turn(day)), day) for day in distinct.to_list()]
            for is_law, turn in ((False, self._alike.turn), (True, self._alike.law_turn))
        )
        return (
            pl.when(is_loud)
            .then(filled.replace_strict(distinct, loud, return_dtype=pl.Date))
            .otherwise(filled.replace_strict(distinct, quiet, return_dtype=pl.Date))
        )

    def _sort_texts(self, texts: Sequence[str]) -> list[Sort]:
        marked = pl.Series(texts, dtype=pl.String).str.contains(self._alike.marks)
        return self._alike.texts(texts, marked.to_list())


def _origin() -> pl.Expr:
    return pl.col("export_country").fill_null(pl.col("consignor_country"))


def _destination() -> pl.Expr:
    return pl.col("destination_country").fill_null(pl.col("consignee_country"))
