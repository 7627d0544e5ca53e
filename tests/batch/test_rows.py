from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.batch.readers import Reject
from penstock.batch.rows import make_item
from penstock.batch.sources import LONGEST_CELL
from penstock.screening.consignment import GoodsItem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from penstock.batch.readers import FileReading

HEADER = "consignment_id,goods_description,cas_number\n"


@pytest.mark.parametrize(("row", "seen"), [("A2,only", 2), ("A2,one,50-00-0,more", 4)])
def test_a_ragged_row_is_a_reject(tmp_path: Path, read: Callable[..., FileReading], row: str, seen: int) -> None:
    reading = read(f"{HEADER}A1,a,\n{row}\nA3,b,\n")
    assert [item.consignment_id for item in reading.rows] == ["A1", "A3"]
    assert reading.row_numbers == [1, 3]
    [reject] = reading.rejects
    assert reject == Reject(
        file=str(tmp_path / "f.csv"),
        row=2,
        column="",
        code="ragged_row",
        seen=row.replace(",", " | "),
        remedy=f"Line 3: Expected 3 fields, saw {seen}; quote fields that hold the delimiter.",
    )


@pytest.mark.parametrize("column", ["goods_description", "note"])
def test_a_cell_of_ten_megabytes_is_a_reject(read: Callable[..., FileReading], column: str) -> None:
    big = "x" * 10_000_000
    reading = read(f"consignment_id,{column},cas_number\nA1,{big},\nA2,fine,50-00-0\n")
    [reject] = reading.rejects
    assert (reject.row, reject.column, reject.code) == (1, column, "cell_too_long")
    assert len(reject.seen) == 200
    assert reject.remedy == "Line 2: The cell has 10000000 characters; 100000 is the most that is read."
    assert reading.rows[0].consignment_id == "A2"


def test_the_longest_cell_is_read(read: Callable[..., FileReading]) -> None:
    assert len(read(f"{HEADER}A1,{'x' * LONGEST_CELL},\n").rows) == 1


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("date", "03/04/2025", "ambiguous_date"),
        ("date", "2025-02-30", "bad_date"),
        ("CAS", "5-Oct-12", "cas_as_date"),
        ("CAS", "2012-10-05", "cas_as_date"),
        ("HS code", "8.47989E+07", "code_as_number"),
        ("destination", "Atlantis", "bad_country"),
        ("transit", "PA Atlantis", "bad_country"),
        ("quantity", "-5", "negative_number"),
        ("quantity", "nan", "bad_number"),
        ("net_mass_kg", '"1,000"', "ambiguous_number"),
        ("net_mass_kg", "25 g", "bad_unit"),
        ("purity", "120%", "bad_percent"),
        ("value", "ten", "bad_number"),
        ("line", "0", "bad_item_no"),
    ],
)
def test_a_bad_cell_rejects_its_row_only(read: Callable[..., FileReading], column: str, cell: str, code: str) -> None:
    reading = read(f"consignment_id,goods,{column}\nA1,a,{cell}\nA2,b,\n")
    [reject] = reading.rejects
    assert (reject.row, reject.column, reject.code, reject.seen) == (1, column, code, cell.strip('"'))
    assert reject.remedy.startswith("Line 2: ")
    assert [item.consignment_id for item in reading.rows] == ["A2"]


def test_a_unit_in_both_places_is_a_reject(read: Callable[..., FileReading]) -> None:
    reading = read("id,goods,qty,unit\nA1,a,25 kg,kg\nA2,a,25 kg,\nA3,a,25,kg\n")
    [reject] = reading.rejects
    assert (reject.row, reject.column, reject.code, reject.seen) == (1, "qty", "unit_twice", "25.0 kg")
    assert [(item.quantity, item.quantity_unit) for item in reading.rows] == [(25.0, "kg")] * 2


def test_a_row_without_an_id_is_a_reject(read: Callable[..., FileReading]) -> None:
    reading = read(f"{HEADER}A1,a,\n  ,b,\n")
    [reject] = reading.rejects
    assert (reject.row, reject.column, reject.code, reject.seen) == (2, "consignment_id", "missing_id", "")


def test_rows_without_an_id_column_are_numbered(read: Callable[..., FileReading]) -> None:
    reading = read("name,cas\na,\nb,5-Oct-12\nc,\n")
    assert [(item.consignment_id, item.item_no) for item in reading.rows] == [("row-1", 1), ("row-3", 1)]
    notice = "no consignment_id column: each row is a consignment of its own, row-1, row-2, ..."
    assert reading.notices == [notice]


def test_items_are_counted_for_each_consignment_and_rejects_keep_their_number(read: Callable[..., FileReading]) -> None:
    reading = read(f"{HEADER}A,a,\nB,b,\nA,c,5-Oct-12\nA,d,\n A ,e,\n")
    numbers = [(item.consignment_id, item.item_no) for item in reading.rows]
    assert numbers == [("A", 1), ("B", 1), ("A", 3), ("A", 4)]


def test_an_item_number_used_twice_is_a_reject(read: Callable[..., FileReading]) -> None:
    reading = read("id,item_no,goods\nA,1,a\nB,1,b\nA,01,c\nA,,d\nA,7,e\nA,,f\n")
    [reject] = reading.rejects
    assert (reject.row, reject.column, reject.code, reject.seen) == (
        3,
        "item_no",
        "duplicate_item",
        "A item 1",
    )
    numbers = [(item.consignment_id, item.item_no) for item in reading.rows]
    assert numbers == [("A", 1), ("B", 1), ("A", 2), ("A", 7), ("A", 8)]


def test_a_row_that_says_nothing_is_a_reject(read: Callable[..., FileReading]) -> None:
    reading = read("id,goods,consignee,to\nA,,,MX\nB,,ACME,MX\nC,press,,\n")
    [reject] = reading.rejects
    assert (reject.row, reject.code, reject.seen) == (1, "nothing_to_screen", "A")
    assert [item.consignment_id for item in reading.rows] == ["B", "C"]


@given(
    goods=st.text(),
    item_no=st.integers(1),
    transit=st.tuples(st.text()),
    mass=st.none() | st.floats(0, allow_infinity=False),
)
def test_items_are_filled_as_their_constructor_fills_them(
    goods: str, item_no: int, transit: tuple[str, ...], mass: float | None
) -> None:
    values = {"goods_description": goods, "transit_countries": transit, "net_mass_kg": mass}
    values |= {"consignment_id": "A", "item_no": item_no}
    assert not hasattr(GoodsItem, "__post_init__")
    plain = GoodsItem(**values)  # type: ignore[arg-type]  # values of several types
    assert make_item(values) == plain
    assert hash(make_item(values)) == hash(plain)
