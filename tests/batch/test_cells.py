from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.batch.telling_files import KINDS, POOLS, TOO_LONG

from penstock.batch.cells import KEYS, LISTED, SPACE, Cells
from penstock.batch.columns import CONTRACT, ColumnMap
from penstock.batch.fields import read_number, read_text
from penstock.batch.rows import RejectedError, RowBuilder
from penstock.batch.sources import Source

COLUMNS = [column for column in CONTRACT if column not in KEYS]


def plainly(column: str, cells: pl.Series) -> list[Any]:
    """Read a column with the plain reader; ``...`` stands for a row that it refuses."""
    headers = [column, "cas", "id"]
    known = {header: (header, place) for place, header in enumerate([column, "cas_number", "consignment_id"])}
    builder = RowBuilder(Source(headers, lambda: iter(()), "row", is_typed=True), ColumnMap(known, [], []))
    found = []
    for cell in cells.to_list():
        try:
            found.append(getattr(builder.item_of(("A", 1), (cell, "57-13-6", "A")), column))
        except RejectedError:
            found.append(...)
    return found


@settings(max_examples=150)
@given(
    column=st.sampled_from([one for one in COLUMNS if one != "cas_number"]),
    kind=st.sampled_from(sorted(KINDS)),
    data=st.data(),
)
def test_a_column_is_read_as_the_plain_reader_reads_its_cells_or_is_left_to_it(
    column: str, kind: str, data: st.DataObject
) -> None:
    dtype, value = KINDS[kind]
    pool = [text for text in POOLS[column] if text != TOO_LONG]
    cells = pl.Series("c0", list(map(value, data.draw(st.lists(st.sampled_from(pool), max_size=6)))), dtype=dtype)
    clean = Cells().clean(pl.DataFrame([cells]), {column: "c0"})
    assert clean.table.columns == COLUMNS
    assert clean.is_odd.null_count() == 0
    for wanted, found, is_odd in zip(plainly(column, cells), clean.table[column].to_list(), clean.is_odd, strict=True):
        if column == "transit_countries":
            assert is_odd or tuple((found or "").split(LISTED) if found else ()) == wanted
        else:
            assert is_odd or found == wanted


@pytest.mark.parametrize(
    "written", ["5", "5.", "05.50", "0.1", "1e3", "٢", "1,5", " 7 ", "9" * 15 + ".5", "123456789012345678", "+1"]
)
def test_a_number_written_out_is_the_same_number(written: str) -> None:
    clean = Cells().clean(pl.DataFrame({"c0": [written, "2", None]}), {"declared_value": "c0"})
    assert clean.table["declared_value"].to_list() == [read_number(written), 2.0, None]
    assert clean.is_odd.to_list() == [False, False, False]


def test_blank_is_what_python_calls_blank() -> None:
    spaces = [chr(code) for code in range(0x110000) if chr(code).isspace()]
    assert set(SPACE) == set(spaces)
    table = pl.DataFrame({"c0": [*spaces, SPACE, "", None, f"{SPACE}x{SPACE}"]})
    found = Cells().clean(table, {"goods_description": "c0"}).table["goods_description"]
    assert found.to_list() == [None] * (len(spaces) + 3) + [f"{SPACE}x{SPACE}"]  # read as written


def test_a_unit_behind_a_quantity_is_the_unit_of_the_row_and_two_units_are_odd() -> None:
    table = pl.DataFrame({"c0": ["20 kg", "20 kg", "20", None], "c1": [None, "kg", "kg", "g"]})
    clean = Cells().clean(table, {"quantity": "c0", "quantity_unit": "c1"})
    assert clean.table["quantity"].to_list() == [20.0, 20.0, 20.0, None]
    assert clean.table["quantity_unit"].to_list() == ["kg", "kg", "kg", "g"]
    assert clean.is_odd.to_list() == [False, True, False, False]


@pytest.mark.parametrize(
    ("cells", "values", "odd"),
    [
        (pl.Series([1.5, None, float("nan"), float("inf"), -1.0]), [1.5, None, ..., ..., ...], 3),
        (pl.Series([1, 200, None], dtype=pl.UInt8), [1.0, ..., None], 1),
        (pl.Series([Decimal("1.5"), None]), [1.5, None], 0),
        (pl.Series([True, None]), [..., None], 1),
        (pl.Series([date(2026, 1, 1)]), [...], 1),
        (pl.Series([datetime(2026, 1, 1, 5)]), [...], 1),  # noqa: DTZ001  # as files hold it
        (pl.Series([["1"], None]), [..., None], 1),
        (pl.Series([None, None], dtype=pl.Null), [None, None], 0),
        (pl.Series(["100", "101", "5%"], dtype=pl.Categorical), [100.0, ..., 5.0], 1),
    ],
)
def test_typed_columns_are_read_at_once_and_what_is_no_measurement_is_odd(
    cells: pl.Series, values: list[Any], odd: int
) -> None:
    clean = Cells().clean(pl.DataFrame({"c0": cells}), {"concentration_percent": "c0"})
    assert sum(clean.is_odd) == odd
    found = zip(values, clean.table["concentration_percent"].to_list(), clean.is_odd, strict=True)
    assert all(is_odd if wanted is ... else got == wanted and not is_odd for wanted, got, is_odd in found)


def test_what_a_cell_became_is_remembered_for_the_next_table() -> None:
    calls: list[object] = []

    def read(cell: object) -> str:
        calls.append(cell)
        return read_text(cell).upper()

    cells = Cells()
    for _ in range(2):
        found, odd = cells.mapped(pl.Series(["a", "b", "a", " ", None]), read, pl.String)
        assert (found.to_list(), odd is None or odd.any()) == (["A", "B", "A", None, None], False)
    assert sorted(map(str, calls)) == ["a", "b"]


def test_a_day_is_a_day() -> None:
    days = [date(2026, 1, 1), date(999, 1, 1), None]
    clean = Cells().clean(pl.DataFrame({"c0": pl.Series(days, dtype=pl.Date)}), {"date": "c0"})
    assert clean.table["date"].to_list() == days


@pytest.mark.parametrize("kind", [pl.Float64, pl.Float32])
def test_what_is_no_number_is_odd_in_a_part_of_one_row_too(kind: pl.DataType) -> None:
    cells = Cells()
    for rows, odd in (([math.nan, 1.0], [True, True]), ([math.nan], [True]), ([None], [False])):
        table = pl.DataFrame({"c0": pl.Series(rows, dtype=kind)})
        clean = cells.clean(table, {"export_country": "c0"})
        assert clean.is_odd.to_list() == odd
