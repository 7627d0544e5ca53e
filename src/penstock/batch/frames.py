"""Files as a stream of tables: some hundred thousand rows at a time, with the rows no table can hold beside them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import polars as pl

from penstock.batch.columns import map_headers
from penstock.batch.fields import BadCell, read_text
from penstock.batch.readers import format_of, no_rows, read_bytes, unreadable
from penstock.batch.sources import BadRow, Source, refusal

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from pathlib import Path

    from penstock.batch.columns import ColumnMap

ROWS = 250_000
"""Rows of a file that are judged together."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: what it is, its columns, and how many rows it has where that is known beforehand.

    ``source`` has its headers and no records of its own.
    """

    path: Path
    file: str
    format: str
    columns: ColumnMap
    source: Source
    rows: int | None
    notices: list[str] = field(default_factory=list)

    def as_dict(self, digest: str, rows: int) -> dict[str, Any]:
        """Return the object of ``run.json`` that describes the file, given its SHA-256 and how many rows it has."""
        return {
            "file": self.file,
            "sha256": digest,
            "format": self.format,
            "encoding": self.source.encoding,
            "rows": rows,
            "columns": {column: header for column, (header, _) in self.columns.known.items()},
            "carried": [name for name, _ in self.columns.carried],
            "notices": self.notices,
        }


@dataclass(frozen=True, slots=True)
class Frame:
    """Some rows of a file that follow each other; ``first`` counts the rows before them.

    ``table`` has a column ``c0``, ``c1``, ... for each header; ``rows`` the numbers of its rows and ``places`` where
    each stands in the file. ``rough`` are the rows that no table can hold: number, place, cells. ``cells`` are those
    of the rows as they were read, ``None`` where the table has them; ``mixed`` the places, from 0, of rows with a cell
    of another type than its column.
    """

    table: pl.DataFrame
    rows: pl.Series
    places: pl.Series
    rough: Sequence[tuple[int, int, Sequence[Any] | BadRow]] = ()
    cells: Sequence[Sequence[Any]] | None = None
    mixed: Sequence[int] = ()
    first: int = 0

    def row(self, place: int) -> Sequence[Any]:
        """Return the cells of a row as they were read; ``place`` counts the rows of the table from 0."""
        return self.table.row(place) if self.cells is None else self.cells[place]


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_sheet(path: Path) -> Sheet:
    """Open a file as far as its headers.

    Raises:
        InputError: The file cannot be read at all, or holds no rows.
    """
    kind, open_source = format_of(path)
    if kind == "parquet":
        return _open_parquet(path)
    source = open_source(str(path), read_bytes(path))
    sheet = _sheet(path, kind, source, None)
    first = next(source.records, None)
    if first is None:
        raise no_rows(str(path))
    return replace(sheet, source=replace(source, records=chain([first], source.records)))


def frames(sheet: Sheet, rows: int = ROWS, *, done: Container[int] = ()) -> Iterator[Frame]:
    """Yield a file's rows, some at a time; ``done`` are those left out, told by how many rows stand before them.

    Raises:
        InputError: The rest of the file is damaged.
    """
    if sheet.rows is not None:
        for first in range(0, sheet.rows, rows):
            if first not in done:
                yield frame_at(sheet, first, rows)
        return
    first = 0
    while part := list(islice(sheet.source.records, rows)):
        if first not in done:
            yield _laid_out(sheet, first, part)
        first += len(part)


def frame_at(sheet: Sheet, first: int, rows: int = ROWS) -> Frame:
    """Return some rows of a Parquet file, from a row on.

    Raises:
        InputError: The file is damaged.
    """
    try:
        table = _scan(sheet.path).slice(first, rows).collect()
    except OSError as error:
        raise unreadable(sheet.file, error) from error
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _damaged(sheet.file) from error
    table.columns = [f"c{place}" for place in range(table.width)]
    numbers = pl.int_range(first + 1, first + len(table) + 1, eager=True)
    return Frame(table, numbers, numbers, first=first)


def _damaged(file: str) -> Exception:
    return refusal(file, "is damaged, or no Parquet file", "Write it again; CSV is read as well.")


def _open_parquet(path: Path) -> Sheet:
    read_bytes(path, 4096)
    try:
        scan = _scan(path)
        headers = scan.collect_schema().names()
        count = int(scan.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise _damaged(str(path)) from error
    sheet = _sheet(path, "parquet", Source(headers, iter(()), "row", is_typed=True), count)
    if count == 0:
        raise no_rows(str(path))
    return sheet


def _scan(path: Path) -> pl.LazyFrame:
    """Scan one file, whatever stands in its name."""
    return pl.scan_parquet(path, glob=False, hive_partitioning=False)


def _sheet(path: Path, kind: str, source: Source, count: int | None) -> Sheet:
    columns = map_headers(str(path), source.headers)
    notices = [*source.notices, *columns.notices]
    if "consignment_id" not in columns.known:
        notices.append("no consignment_id column: each row is a consignment of its own, row-1, row-2, ...")
    return Sheet(path, str(path), kind, columns, source, count, notices)


def _laid_out(sheet: Sheet, before: int, records: Sequence[tuple[int, Sequence[Any] | BadRow]]) -> Frame:
    """Lay records out in columns; those of another width are rough."""
    width = len(sheet.source.headers)
    numbered = [(before + nth, place, cells) for nth, (place, cells) in enumerate(records, start=1)]
    rough = [one for one in numbered if isinstance(one[2], BadRow) or len(one[2]) != width]
    whole = [(*one[:2], one[2]) for one in numbered if not isinstance(one[2], BadRow) and len(one[2]) == width]
    cells = [row for _, _, row in whole]
    columns = list(zip(*cells, strict=True)) or [()] * width
    mixed: set[int] = set()
    laid = [_column(place, column, mixed, is_typed=sheet.source.is_typed) for place, column in enumerate(columns)]
    return Frame(
        pl.DataFrame(laid),
        pl.Series([number for number, _, _ in whole], dtype=pl.Int64),
        pl.Series([place for _, place, _ in whole], dtype=pl.Int64),
        rough,
        cells,
        sorted(mixed),
        before,
    )


def _column(place: int, cells: Sequence[Any], mixed: set[int], *, is_typed: bool) -> pl.Series:
    """Make a column of cells; where they are of several types, all are written as text that can be."""
    kinds = {type(cell) for cell in cells if cell is not None} if is_typed else {str}
    if kinds <= {str}:
        return pl.Series(f"c{place}", cells, pl.String)
    if kinds == {float}:
        return pl.Series(f"c{place}", cells, pl.Float64)
    written: list[str | None] = []
    for nth, cell in enumerate(cells):
        try:
            written.append(None if cell is None else read_text(cell))
        except BadCell:
            mixed.add(nth)
            written.append(None)
    return pl.Series(f"c{place}", written, pl.String)
