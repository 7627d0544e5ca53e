"""Rows of a table that are judged alike: one number a row, equal where the decision must be equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from penstock.batch.columns import PARTIES
from penstock.batch.sorted_values import EMPTY, SILENT, Said, Values, mixed, numbered
from penstock.screening.alike import Sort

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from penstock.batch.sorted_values import Array
    from penstock.screening.alike import Alike

PLACES = ("consignor_country", "consignee_country", "export_country", "transit_countries", "destination_country")
AMOUNTS = ("quantity", "net_mass_kg", "concentration_percent", "declared_value", "currency")
BUSINESSES = ("consignor_name", "consignee_name")
GOODS = ("goods_description", "cas_number", "smiles")
_FILLED = (
    "consignor_name", "consignor_address", "consignee_name", "consignee_address", "notify_party_name",
    "goods_description", "commodity_code", "cas_number", "smiles", "quantity", "quantity_unit", "net_mass_kg",
    "concentration_percent", "declared_value", "currency",
)  # fmt: skip
WHOLE = 100.0
"""Per cent by mass of a substance that is nothing else."""


class Kinds(NamedTuple):
    """The kind of each row, and which rows are told apart by all they say."""

    numbers: Array
    is_loud: NDArray[np.bool_]


class Telling:
    """Tells the kinds of the rows of one run."""

    def __init__(self, alike: Alike, day: date, seed: int, *, reads_amounts: bool) -> None:
        """Take what sorts values, the day of rows without one, and the seed of the numbers."""
        self._alike = alike
        self._day = day
        self._seed = seed
        self._reads_amounts = reads_amounts
        self._texts = Values(seed, self._sort_texts)
        self._structures = Values(seed, alike.structures)
        self._numbers = Values(seed, lambda texts: [alike.of_number(text) for text in texts])
        self._names = Values(seed, alike.names)
        self._trades_said = Said(seed, alike.trades)
        self._codes = Values(seed, lambda codes: [Sort.QUIET if alike.is_basket(c) else Sort.SILENT for c in codes])

    def kinds(self, table: pl.DataFrame) -> Kinds:
        """Tell the kinds of the rows of a table of goods items' columns."""
        text = self._texts.tell(table["goods_description"])
        number, structure = self._numbers.tell(table["cas_number"]), self._structures.tell(table["smiles"])
        code = self._codes.tell(table["commodity_code"])
        names = {column: self._names.tell(table[column]) for column in PARTIES}
        has_goods = np.logical_or.reduce([table[column].is_not_null().to_numpy() for column in GOODS])
        has_other = (number.numbers != EMPTY) | (structure.numbers != EMPTY)
        sort = np.maximum.reduce([text.sorts, number.sorts, structure.sorts, has_other.astype(np.uint8)])
        is_loud = (sort == Sort.LOUD) | ~has_goods | self._reads_amounts
        speaks = (sort > Sort.SILENT) | is_loud
        known = np.logical_or.reduce([name.sorts == Sort.LOUD for name in names.values()])
        days = table["date"].fill_null(self._day)
        unit = numbered(table["quantity_unit"], self._seed)
        who = (_unless(name.sorts == Sort.LOUD, name.numbers) for name in names.values())
        dilute = ((table["concentration_percent"] < WHOLE).fill_null(value=False)).to_numpy().astype(np.uint64)
        columns = [
            _where(speaks, text.numbers, SILENT, text.numbers == EMPTY),
            number.numbers,
            structure.numbers,
            _where(speaks | (code.sorts > 0), code.numbers, SILENT, code.numbers == EMPTY),
            _where(speaks, unit, SILENT, unit == EMPTY),
            np.where(is_loud, self._of(table, AMOUNTS), dilute) if is_loud.any() else dilute,
            *(np.where(is_loud, name.numbers, some) for name, some in zip(names.values(), who, strict=True)),
            self._trades(table),
            self._of(table, PLACES),
            np.where(is_loud | known, numbered(days, self._seed), self._turns(days)),
            _filled(table),
        ]
        return Kinds(mixed(columns), is_loud)

    def whole(self, table: pl.DataFrame) -> Array:
        """Tell the kinds of rows by all they say."""
        return self._of(table, table.columns)

    def _of(self, table: pl.DataFrame, columns: Sequence[str]) -> Array:
        return mixed([numbered(table[column], self._seed) for column in columns])

    def _turns(self, days: pl.Series) -> Array:
        distinct = days.unique()
        turns = [self._alike.turn(day) for day in distinct.to_list()]
        return days.replace_strict(distinct, turns, return_dtype=pl.UInt64).to_numpy()

    def _trades(self, table: pl.DataFrame) -> Array:
        """Return what the parties' names say of their business, on the routes where that counts."""
        ends = table.select(
            origin=pl.col("export_country").fill_null(pl.col("consignor_country")),
            destination=pl.col("destination_country").fill_null(pl.col("consignee_country")),
        )
        routes = ends.unique()
        asked = routes.filter(
            pl.Series([self._alike.asks_for_trade(*route) for route in routes.iter_rows()], dtype=pl.Boolean)
        )
        found = np.zeros(len(table), np.uint64)
        if not len(asked):
            return found
        rows = ends.with_row_index().join(asked, on=["origin", "destination"], nulls_equal=True)["index"].sort()
        some = table[rows.to_list()] if len(rows) < len(table) else table
        found[rows.to_numpy()] = mixed([self._trades_said.tell(some[column]) for column in BUSINESSES])
        return found

    def _sort_texts(self, texts: Sequence[str]) -> list[Sort]:
        marked = pl.Series(texts, dtype=pl.String).str.contains(self._alike.marks)
        return self._alike.texts(texts, marked.to_list())


def _filled(table: pl.DataFrame) -> Array:
    """Return which columns say anything, as bits; a zero is an empty cell."""
    bits = np.zeros(len(table), np.uint64)
    for place, column in enumerate(_FILLED):
        cells = table[column]
        says = cells.is_not_null() if cells.dtype == pl.String else (cells != 0).fill_null(value=False)
        bits |= says.to_numpy().astype(np.uint64) << np.uint64(place)
    return bits


def _unless(is_known: NDArray[np.bool_], numbers: Array) -> Array:
    return _where(is_known, numbers, SILENT, numbers == EMPTY)


def _where(is_told: NDArray[np.bool_], numbers: Array, other: np.uint64, empty: NDArray[np.bool_]) -> Array:
    """Return the numbers of the rows told apart by them, another for the rest, and that of empty cells for those."""
    return np.where(is_told | empty, numbers, other)
