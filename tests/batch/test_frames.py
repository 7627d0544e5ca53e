from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from penstock.batch.frames import digest_of, frame_at, frames, open_sheet
from penstock.batch.sources import BadRow
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def put(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_a_csv_file_comes_in_tables_with_the_rows_no_table_holds_beside_them(tmp_path: Path) -> None:
    path = put(tmp_path / "f.csv", 'id,goods\nA,urea\n\nB\nC,"two\nlines"\nD,gift\n"E"x,gift\n')
    sheet = open_sheet(path)
    assert (sheet.format, sheet.rows, sheet.columns.known) == (
        "csv",
        None,
        {"consignment_id": ("id", 0), "goods_description": ("goods", 1)},
    )
    first, second, last = frames(sheet, 2)
    assert first.table.rows() == [("A", "urea")]
    assert (first.rows.to_list(), first.places.to_list()) == ([1], [2])
    assert first.rough == [(2, 4, ["B"])]
    assert second.table.rows() == [("C", "two\nlines"), ("D", "gift")]
    assert (second.rows.to_list(), second.places.to_list(), second.rough) == ([3, 4], [5, 7], [])
    assert second.row(1) == ("D", "gift")
    (number, place, bad), *others = last.rough
    assert (number, place, others) == (5, 8, [])
    assert isinstance(bad, BadRow)
    assert len(last.table) == 0
    assert last.table.columns == ["c0", "c1"]


@pytest.mark.parametrize("done", [set(), {0}, {2}, {4}, {0, 4}, {0, 2, 4}])
def test_rows_that_were_read_before_are_passed_over_and_keep_their_numbers(tmp_path: Path, done: set[int]) -> None:
    text = "goods\n" + "".join(f"lamp {nth}\n" for nth in range(1, 6))
    csv, parquet = put(tmp_path / "f.csv", text), tmp_path / "f.parquet"
    pl.read_csv(csv).write_parquet(parquet)
    for path in (csv, parquet):
        left = list(frames(open_sheet(path), 2, done=done))
        numbers = [number for frame in left for number in frame.rows.to_list()]
        assert numbers == [number for number in range(1, 6) if (number - 1) // 2 * 2 not in done]
        assert [frame.first for frame in left] == [first for first in (0, 2, 4) if first not in done]
        assert [cell for frame in left for cell in frame.table["c0"]] == [f"lamp {number}" for number in numbers]


@pytest.mark.parametrize(
    ("values", "cells", "kind", "mixed"),
    [
        (['"a"', '"b"'], ["a", "b"], pl.String, []),
        (["1.5", "2.0"], [1.5, 2.0], pl.Float64, []),
        (["1", "2.0"], ["1", "2"], pl.String, []),
        (["true", '"x"'], ["true", "x"], pl.String, []),
        (["null", "null"], [None, None], pl.String, []),
        (["[1]", '"x"'], [None, "x"], pl.String, [0]),
        (["1", '{"a": 1}'], ["1", None], pl.String, [1]),
        (['"x"', "1e999"], ["x", None], pl.String, [1]),
        (["9" * 40, "1"], ["9" * 40, "1"], pl.String, []),
    ],
)
def test_a_column_of_several_types_is_laid_out_as_text_and_what_is_none_is_told(
    tmp_path: Path,
    values: list[str],
    cells: list[Any],
    kind: type[pl.DataType],
    mixed: list[int],
) -> None:
    path = put(tmp_path / "f.jsonl", "\n".join(f'{{"goods": {value}}}' for value in values))
    (frame,) = frames(open_sheet(path))
    assert frame.table["c0"].to_list() == cells
    assert frame.table["c0"].dtype == kind
    assert frame.mixed == mixed
    assert frame.cells is not None
    assert all(frame.row(nth) is frame.cells[nth] for nth in range(len(values)))


def test_a_parquet_file_is_read_by_rows_and_says_how_many_it_has(tmp_path: Path) -> None:
    path = tmp_path / "f.pq"
    pl.DataFrame({"goods": ["a", "b", "c"], "n": [1, 2, None]}).write_parquet(path)
    sheet = open_sheet(path)
    assert (sheet.rows, sheet.format, sheet.source.headers, sheet.source.is_typed) == (
        3,
        "parquet",
        ["goods", "n"],
        True,
    )
    frame = frame_at(sheet, 1, 5)
    assert (frame.rows.to_list(), frame.places.to_list()) == ([2, 3], [2, 3])
    assert frame.row(1) == ("c", None)
    assert frame.table["c1"].dtype == pl.Int64


def test_a_sheet_says_what_run_json_tells_of_it(tmp_path: Path) -> None:
    path = put(tmp_path / "f.csv", "品名;note;note\nurea;a;b\n")
    sheet = open_sheet(path)
    digest = digest_of(path)
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert sheet.as_dict(digest, 1) == {
        "file": str(path),
        "sha256": digest,
        "format": "csv",
        "encoding": "utf-8",
        "rows": 1,
        "columns": {"goods_description": "品名"},
        "carried": ["note", "note (2)"],
        "notices": [
            "delimiter read as semicolon (detected)",
            "column 3 is carried through as 'note (2)'",
            "no consignment_id column: each row is a consignment of its own, row-1, row-2, ...",
        ],
    }


def test_headers_are_looked_at_before_rows(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no rows"):
        open_sheet(put(tmp_path / "f.csv", "goods\n"))
    with pytest.raises(InputError, match="no column says what the goods are"):
        open_sheet(put(tmp_path / "f.csv", "what\n"))
