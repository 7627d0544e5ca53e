from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.batch.cells import Cells, nowhere
from penstock.batch.columns import ColumnMap
from penstock.batch.keys import keys_of
from penstock.batch.laid import Frame
from penstock.batch.rows import RejectedError, RowBuilder
from penstock.batch.sources import Source

IDS = ["A", "A", "A", "B", " A", "", None]
NUMBERS = ["", "", None, "1", "2", "2.0", "7", "0", "x"]


def frame_of(rows: list[tuple[Any, ...]], start: int, mixed: tuple[int, ...] = ()) -> Frame:
    width = len(rows[0])
    columns = [pl.Series(f"c{place}", [row[place] for row in rows], pl.String, strict=False) for place in range(width)]
    numbers = pl.int_range(start, start + len(rows), eager=True, dtype=pl.Int64)
    return Frame(pl.DataFrame(columns), numbers, numbers, cells=rows if mixed else None, mixed=mixed)


def plain_keys(rows: list[tuple[Any, ...]], known: dict[str, tuple[str, int]]) -> list[tuple[str, int] | str]:
    """Return the keys of rows as the plain reader counts them, or the code of its refusal."""
    headers = [*known, "goods"]
    known = {**known, "goods_description": ("goods", len(known))}
    builder = RowBuilder(Source(headers, lambda: iter(()), "row", is_typed=True), ColumnMap(known, [], []))
    found: list[tuple[str, int] | str] = []
    for number, row in enumerate(rows, start=1):
        try:
            item = builder.item(number, (*row, "urea"))
            found.append((item.consignment_id, item.item_no))
        except RejectedError as why:
            found.append(why.code)
    return found


def highest_of(keys: list[tuple[str, int]], ids: pl.Series) -> dict[str, int]:
    """Return the highest number so far of some consignments."""
    highest: dict[str, int] = {}
    for consignment, number in keys:
        if consignment in ids:
            highest[consignment] = max(highest.get(consignment, 0), number)
    return highest


def fast_keys(
    rows: list[tuple[Any, ...]], known: dict[str, tuple[str, int]], size: int
) -> list[tuple[str, int] | None]:
    """Return the keys of the same rows, some at a time; ``None`` where the plain reader says why there is none."""
    cells, found = Cells(), list[tuple[str, int] | None]()
    for start in range(0, len(rows), size):
        some = rows[start : start + size]
        frame = frame_of(some, start + 1)
        columns = {column: f"c{place}" for column, (_, place) in known.items()}
        keyed = keys_of(frame, columns, cells, nowhere(frame.rows), partial(highest_of, list(filter(None, found))))
        found += [
            None if odd else (one, number)
            for one, number, odd in zip(keyed.ids, keyed.numbers, keyed.is_odd, strict=True)
        ]
    return found


@settings(max_examples=150)
@given(
    rows=st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(NUMBERS)), min_size=1, max_size=12),
    columns=st.sampled_from([(), ("consignment_id",), ("item_no",), ("consignment_id", "item_no")]),
    size=st.integers(1, 5),
)
def test_items_are_counted_across_tables_as_the_plain_reader_counts_them(
    rows: list[tuple[str | None, str | None]], columns: tuple[str, ...], size: int
) -> None:
    places = [("consignment_id", "item_no").index(column) for column in columns]
    cut = [tuple(row[place] for place in places) or ("",) for row in rows]
    known = {column: (column, place) for place, column in enumerate(columns)}
    wanted = plain_keys([row[: len(columns)] for row in cut], known)
    found = fast_keys(cut, known, size)
    for plain, fast in zip(wanted, found, strict=True):
        if plain == "duplicate_item":
            assert fast in wanted  # it is refused once all keys are known
        else:
            assert fast == (None if isinstance(plain, str) else plain)


@pytest.mark.parametrize(
    ("numbers", "odd"),
    [
        (pl.Series([1, 0, None, 200], dtype=pl.UInt8), [False, True, False, False]),
        (pl.Series([2**64 - 1, 10**9, 10**9 - 1, None], dtype=pl.UInt64), [True, True, False, False]),
        (pl.Series([-1, 1, 2, 3], dtype=pl.Int8), [True, False, False, False]),
        (pl.Series([1.0, 2.5, None, float("nan")]), [False, True, False, True]),
        (pl.Series([None] * 4, dtype=pl.Null), [False] * 4),
        (pl.Series([["1"], None, None, None]), [True, False, False, False]),
        (pl.Series([True, None, None, None]), [True, False, False, False]),
    ],
)
def test_typed_numbers_are_read_and_those_out_of_bounds_are_odd(numbers: pl.Series, odd: list[bool]) -> None:
    table = pl.DataFrame({"c0": ["A"] * 4, "c1": numbers})
    rows = pl.int_range(1, 5, eager=True)
    known = {"consignment_id": "c0", "item_no": "c1"}
    keyed = keys_of(Frame(table, rows, rows), known, Cells(), nowhere(rows), lambda _: {})
    assert keyed.is_odd.to_list() == odd
    assert not keyed.numbers.filter(~keyed.is_odd).is_null().any()


@pytest.mark.parametrize(
    "ids", [pl.Series([None, None], dtype=pl.Null), pl.Series([["A"], ["B"]]), pl.Series(["", "\u3000"])]
)
def test_a_row_without_an_id_is_odd_and_counts_for_nothing(ids: pl.Series) -> None:
    rows = pl.int_range(1, 3, eager=True)
    keyed = keys_of(
        Frame(pl.DataFrame({"c0": ids}), rows, rows), {"consignment_id": "c0"}, Cells(), nowhere(rows), lambda _: {}
    )
    assert keyed.is_odd.to_list() == [True, True]


def test_whole_numbers_are_ids() -> None:
    rows = pl.int_range(1, 4, eager=True)
    frame = Frame(pl.DataFrame({"c0": [7, None, 7]}), rows, rows)
    keyed = keys_of(frame, {"consignment_id": "c0"}, Cells(), nowhere(rows), lambda _: {"7": 4})
    assert keyed.ids.to_list() == ["7", None, "7"]
    assert keyed.is_odd.to_list() == [False, True, False]
    assert [keyed.numbers[0], keyed.numbers[2]] == [5, 6]


def test_a_number_that_is_no_text_is_odd_and_a_row_left_out_is_not_counted() -> None:
    cells: list[tuple[Any, ...]] = [("A", ["1"]), ("A", None), ("A", None)]
    frame = frame_of([("A", None)] * 3, 1)
    frame = Frame(frame.table, frame.rows, frame.places, cells=cells, mixed=(0,))
    left_out = pl.Series([False, True, False])
    keyed = keys_of(frame, {"consignment_id": "c0", "item_no": "c1"}, Cells(), left_out, lambda _: {})
    assert keyed.is_odd.to_list() == [True, False, False]
    assert keyed.numbers[2] == 1
