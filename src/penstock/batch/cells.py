"""Whole columns of a file -> columns of goods items; the rows that only the plain reader can settle are told apart.

What a column means is written once, in `penstock.batch.fields`: here each distinct cell is read by it and its value put
wherever the cell stands. Plain numbers and days of typed files are read without looking at single cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from penstock.batch.columns import CONTRACT
from penstock.batch.fields import CONVERTERS, BadCell, read_quantity, read_text
from penstock.batch.sources import LONGEST_CELL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KEYS = ("consignment_id", "item_no")
NUMBERS = ("net_mass_kg", "concentration_percent", "declared_value")
MOST = {"concentration_percent": 100.0}
SPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""What Python calls white space, so that blank means the same here and there."""

_PRINTED = "!"
_WIDE = min(char for char in SPACE if char > _PRINTED), chr(ord(max(SPACE)) + 1)
"""What begins with white space, or is empty, stands before the first, or from one of the two to the other."""

LISTED = ";"
"""What parts the countries of transit in their column."""

_PLAIN_NUMBER = r"^[0-9]{1,15}(\.[0-9]{0,15})?$"
_MOST_REMEMBERED = 200_000


class Clean(NamedTuple):
    """The columns of goods items, and which rows hold a cell that needs the plain reader."""

    table: pl.DataFrame
    is_odd: pl.Series


class Cells:
    """Reads the columns of one run; remembers what each distinct cell became."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._read: dict[tuple[Callable[[object], object], str], dict[Any, Any]] = {}

    def clean(self, table: pl.DataFrame, known: Mapping[str, str]) -> Clean:
        """Read the known columns of a table.

        Args:
            table: Cells as the file gave them.
            known: ``{contract column: column of the table}``.
        """
        odd = nowhere(table)
        found: dict[str, pl.Series] = {}
        for column, header in known.items():
            if column in KEYS:
                continue
            values, is_odd = self._column(column, table[header])
            odd = odd if is_odd is None else odd | is_odd.fill_null(value=False)
            found[column] = values.alias(column)
        found |= self._quantity(table[known["quantity"]], found) if "quantity" in known else {}
        if "__unit_twice" in found:
            odd |= found.pop("__unit_twice")
        empty = {column: TYPES.get(column, pl.String) for column in CONTRACT if column not in (*found, *KEYS)}
        nothing = [pl.lit(None, dtype=kind).alias(column) for column, kind in empty.items()]
        whole = pl.DataFrame(list(found.values())) if found else pl.DataFrame({"": odd})
        return Clean(whole.with_columns(nothing).select(*(c for c in CONTRACT if c not in KEYS)), odd)

    def _column(self, column: str, cells: pl.Series) -> tuple[pl.Series, pl.Series | None]:
        kind = TYPES.get(column, pl.String)
        convert = CONVERTERS.get(column, read_text)
        most = MOST.get(column)
        if cells.dtype == pl.Null:
            return cells.cast(kind), None
        if column in NUMBERS and _is_number(cells):
            return _numbers(cells, most)
        if column in NUMBERS and cells.dtype == pl.String:
            return self._written(cells, convert, most)
        if column == "quantity" or (column == "date" and cells.dtype == pl.Date):
            return cells, None  # a quantity is read with its unit
        if cells.dtype == pl.String and column not in CONVERTERS:
            return _without_blanks(cells), None
        return self.mapped(cells, convert, kind)

    def _written(self, cells: pl.Series, convert: Callable[[object], object], most: float | None) -> _Read:
        plain = cells.str.contains(_PLAIN_NUMBER)
        values = cells.set(~plain, None).cast(pl.Float64)
        odd = None if most is None else (values > most).fill_null(value=False)
        if plain.all():
            return values, odd
        rest = cells.set(plain, None)
        other, unread = self.mapped(rest, convert, pl.Float64)
        return values.fill_null(other), odd if unread is None else unread if odd is None else odd | unread

    def _quantity(self, cells: pl.Series, found: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
        """Read the quantity, and the unit behind it as the unit of the row."""
        if _is_number(cells) or cells.dtype == pl.Null:
            values, odd = _numbers(cells, None)
            return {"quantity": values.alias("quantity"), "__unit_twice": odd}
        pairs, unread = self.mapped(cells, _pair, pl.Struct({"number": pl.Float64, "unit": pl.String}))
        number: pl.Series = pairs.struct.field("number")
        unit: pl.Series = pairs.struct.field("unit")
        own = found.get("quantity_unit")
        odd = nowhere(cells) if unread is None else unread
        both = odd if own is None else odd | (own.is_not_null() & unit.is_not_null())
        units = unit if own is None else own.fill_null(unit)
        return {
            "quantity": number.alias("quantity"),
            "quantity_unit": units.alias("quantity_unit"),
            "__unit_twice": both,
        }

    def mapped(self, cells: pl.Series, convert: Callable[[object], object], kind: Any) -> _Read:  # noqa: ANN401  # a polars type
        """Read each distinct cell by itself.

        Args:
            cells: The cells.
            convert: What reads one that is not blank.
            kind: The type of the values.

        Returns:
            The values, ``None`` where a cell is blank or cannot be read, and which cannot; ``None`` where all can.
        """
        if cells.dtype.is_nested() or cells.dtype in {pl.Binary, pl.Object}:
            return pl.Series([None] * len(cells), dtype=kind), cells.is_not_null()
        cells = cells.cast(pl.String) if cells.dtype in {pl.Categorical, pl.Enum} else cells
        known = self._read.setdefault((convert, str(cells.dtype)), {})
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        distinct = cells.unique()
        told = distinct.to_list()
        known |= {cell: _read(cell, convert) for cell in told if cell not in known}
        read = [known[cell] for cell in told]
        if read == told and cells.dtype == kind:
            return cells, None
        looked_up = pl.DataFrame(
            {
                "cell": distinct,
                "value": pl.Series([None if one is _ODD else one for one in read], dtype=kind),
                "odd": pl.Series([one is _ODD for one in read], dtype=pl.Boolean),
            }
        )
        joined = pl.DataFrame({"cell": cells}).join(
            looked_up, on="cell", how="left", nulls_equal=True, maintain_order="left"
        )
        return joined["value"], joined["odd"].fill_null(value=True)  # polars finds no NaN that stands alone


def _without_blanks(cells: pl.Series) -> pl.Series:
    """Return texts without those that are white space alone; few begin as white space does, which is seen soon."""
    may_be = ((cells < _PRINTED) | ((cells >= _WIDE[0]) & (cells < _WIDE[1]))).fill_null(value=False)
    if not may_be.any():
        return cells
    blank = (cells.filter(may_be).str.strip_chars(SPACE).str.len_bytes() == 0).to_numpy()
    return cells.scatter(may_be.arg_true().to_numpy()[blank], None)


_Read = tuple[pl.Series, pl.Series | None]
TYPES: dict[str, Any] = {
    "date": pl.Date,
    "quantity": pl.Float64,
    **dict.fromkeys(NUMBERS, pl.Float64),
}
"""Types of the columns that are not text."""

_ODD = object()


def _read(cell: object, convert: Callable[[object], object]) -> object:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        return _ODD
    try:
        value = convert(cell)
    except BadCell:
        return _ODD
    return LISTED.join(value) if isinstance(value, tuple) else value


def _pair(cell: object) -> object:
    number, unit = read_quantity(cell)
    return {"number": number, "unit": unit}


def _is_number(cells: pl.Series) -> bool:
    return cells.dtype.is_integer() or cells.dtype.is_float()


def _numbers(cells: pl.Series, most: float | None) -> tuple[pl.Series, pl.Series]:
    """Take typed numbers as they are; what is no measurement needs the plain reader."""
    values = cells.cast(pl.Float64)
    odd = values.is_nan() | values.is_infinite() | (values < 0)
    if most is not None:
        odd |= values > most
    return values, odd.fill_null(value=False)


def nowhere(rows: pl.Series | pl.DataFrame) -> pl.Series:
    """Return a column that is false for every row."""
    return pl.repeat(value=False, n=len(rows), eager=True, dtype=pl.Boolean)
