from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from penstock.batch import csv_rows, csv_tables, text
from penstock.batch.csv_tables import CsvTables
from penstock.batch.formats import FORMATS
from penstock.batch.laid import gathered
from penstock.batch.sources import BadRow
from penstock.batch.text import Lines
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.batch.laid import Frame

CELLS = st.lists(
    st.sampled_from([*'""",,\n\r\t ;|a长é😀\ufeff\u2028\u3000\0\x0b#', "\r\n", "null", '""']), max_size=6
).map("".join)
"""Cells as they stand in a file, with all that may part them or others."""

WELL = st.lists(
    st.sampled_from(["", "a", '""', '"a,b"', '" x"', '"a""b"', " ", "长", '"a\nb"', '"\r"', "null"]),
    min_size=3,
    max_size=3,
).map(",".join)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a text: rows that are well formed for the most part, with others between them."""
    odd = st.lists(CELLS, max_size=4).map(",".join)
    rows = draw(st.lists(st.one_of(WELL, WELL, WELL, odd), max_size=12))
    return "goods,b,c\n" + "".join(row + draw(ENDS) for row in rows) + draw(st.one_of(st.just(""), CELLS))


def whole(content: str) -> list[tuple[int, Any]]:
    """Return the records of a text as `csv` has them, all at once: where each begins, and its cells or code."""
    lines = list(io.StringIO(content, newline=""))
    found: list[tuple[int, Any]] = []
    start = 0
    while start < len(lines):
        reader = csv.reader(lines[start:], strict=True)
        try:
            cells = next(reader)
        except csv.Error:
            found.append((start + 1, "bad_quote"))
            start += 1
        else:
            if cells:
                found.append((start + 1, "nul_byte" if "\0" in "".join(cells) else cells))
            start += reader.line_num
    return found


def plain(path: Path) -> list[tuple[int, Any]]:
    """Return the records of a file, one by one, with its headers."""
    source = FORMATS[".csv"][1](path)
    records = ((place, one.code if isinstance(one, BadRow) else one) for place, one in source.records())
    return [(1, source.headers), *records]


def laid(frames: Iterator[Frame]) -> list[tuple[int, Any]]:
    """Return the records of tables, after seeing that each counts its rows."""
    found: list[tuple[int, Any]] = []
    for frame in frames:
        told: list[tuple[int, int, Any]] = [
            (row, place, list(cells))
            for row, place, cells in zip(frame.rows, frame.places, frame.table.rows(), strict=True)
        ]
        told += [(row, place, one.code if isinstance(one, BadRow) else one) for row, place, one in frame.rough]
        told.sort(key=lambda one: one[0])
        assert frame.rows.is_sorted()
        assert [row for row, *_ in told] == [frame.first + nth for nth in range(1, len(frame) + 1)]
        assert frame.table.columns == [f"c{place}" for place in range(frame.table.width)]
        found += [(place, cells) for _, place, cells in told]
    return found


@settings(max_examples=400)
@given(
    content=texts(),
    encoding=st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16"]),
    block=st.integers(4, 40),
    chunk=st.integers(1, 80),
    many=st.integers(1, 3),
)
@example(content='goods,b,c\na,b,"\nx', encoding="utf-8", block=4, chunk=80, many=1)
@example(content="goods,b,c\n\ufeffa,b,c", encoding="utf-8", block=40, chunk=1, many=1)
@example(content='goods,b,c\na,4" x,c\na,"b"x,c\n1,2,3', encoding="utf-8", block=40, chunk=80, many=1)
def test_many_rows_at_a_time_are_what_csv_reads_one_by_one(
    content: str, encoding: str, block: int, chunk: int, many: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder, "f.csv")
        path.write_bytes(content.encode(encoding))
        for module, name, value in ((text, "BLOCK", block), (csv_tables, "CHUNK", chunk), (csv_tables, "PLAIN", many)):
            patch.setattr(module, name, value)
        try:
            source = FORMATS[".csv"][1](path)
        except InputError as refused:
            assert "UTF-16 without" in refused.message  # noqa: PT017  # more NULs than a text has
            return
        assert source.tables is not None
        told = whole(content)
        assert plain(path) == told
        assert [(1, source.headers), *laid(source.tables())] == told


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 100])
def test_tables_of_a_given_number_of_rows_are_cut_from_others(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "f.csv"
    lines = [f"{nth},b,c\n" if nth % 3 else f"{nth},b\n" for nth in range(1, 15)]
    path.write_text("goods,b,c\n" + "".join(lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_tables, "CHUNK", 30)
        patch.setattr(text, "BLOCK", 10)
        tables = FORMATS[".csv"][1](path).tables
        assert tables is not None
        frames = list(gathered(tables(), rows))
    assert [len(frame) for frame in frames] == [min(rows, 14 - first) for first in range(0, 14, rows)]
    assert [frame.first for frame in frames] == list(range(0, 14, rows))
    told = laid(iter(frames))
    assert told == [(nth + 1, line.strip().split(",")) for nth, line in enumerate(lines, start=1)]


def test_rows_that_are_well_formed_are_not_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ['a,"b, b",c', '"a ""b""",,', ' a,"",长', "\ufeff,b,c"]
    content = "goods,b,c\n" + "\r\n".join(rows) + "\na,b\n" + "x,y,z\n" * 3
    lines = Lines("f.csv", iter([content.encode()]))
    tables = CsvTables("f.csv", lines, ",", has_nul=False)
    asked: list[str] = []
    rest = csv_rows.records_of

    def told(some: Lines, *how: Any, **more: Any) -> Any:  # noqa: ANN401  # whatever it takes and gives
        asked.append(some.peek(1).decode())
        return rest(some, *how, **more)

    monkeypatch.setattr(csv_tables, "records_of", told)
    (frame,) = tables
    assert asked == ["a,b\n"]
    assert frame.table.rows() == [
        ("a", "b, b", "c"), ('a "b"', "", ""), (" a", "", "长"), ("\ufeff", "b", "c"), *[("x", "y", "z")] * 3,
    ]  # fmt: skip
    assert frame.rough == [(5, 6, ["a", "b"])]


def test_what_is_held_does_not_grow_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.csv"
    row = 'urea,"' + "x" * 90 + '",c\n'
    path.write_text("goods,b,c\n" + row * 20_000, encoding="utf-8")
    monkeypatch.setattr(text, "BLOCK", 1 << 10)
    monkeypatch.setattr(csv_tables, "CHUNK", 1 << 12)
    held: list[int] = []
    peek = Lines.peek

    def told(lines: Lines, size: int) -> bytes:
        found = peek(lines, size)
        held.append(len(found))
        return found

    monkeypatch.setattr(Lines, "peek", told)
    tables = FORMATS[".csv"][1](path).tables
    assert tables is not None
    assert sum(map(len, tables())) == 20_000
    assert max(held) <= (1 << 10) + (1 << 12)
