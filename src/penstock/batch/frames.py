"""Files as a stream of tables: some hundred thousand rows at a time, with the rows no table can hold beside them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl

from penstock.batch.columns import map_headers
from penstock.batch.laid import Frame, gathered, lay_out
from penstock.batch.readers import format_of, no_rows
from penstock.batch.sources import Source, read_bytes, refusal, unreadable

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from pathlib import Path

    from penstock.batch.columns import ColumnMap

ROWS = 125_000
"""Rows of a file that are judged together."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: what it is, its columns, and how many rows it has where that is known beforehand.

    ``source`` gives its records, but for a Parquet file, which is read by `frame_at`; ``types`` are those of the
    columns of a Parquet file, by their headers.
    """

    path: Path
    file: str
    format: str
    columns: ColumnMap
    source: Source
    rows: int | None
    notices: list[str] = field(default_factory=list)
    types: Mapping[str, pl.DataType] = field(default_factory=dict)

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
    source = open_source(path)
    sheet = _sheet(path, kind, source, None)
    if next(source.records(), None) is None:
        raise no_rows(str(path))
    return sheet


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
    if sheet.source.tables is not None:
        yield from (frame for frame in gathered(sheet.source.tables(), rows) if frame.first not in done)
        return
    first = 0
    records = sheet.source.records()
    while part := list(islice(records, rows)):
        if first not in done:
            yield lay_out(part, len(sheet.source.headers), before=first, is_typed=sheet.source.is_typed)
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
        schema = scan.collect_schema()
        headers = schema.names()
        count = int(scan.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise _damaged(str(path)) from error
    sheet = _sheet(path, "parquet", Source(headers, lambda: iter(()), "row", is_typed=True), count)
    if count == 0:
        raise no_rows(str(path))
    return replace(sheet, types=schema)


def _scan(path: Path) -> pl.LazyFrame:
    """Scan one file, whatever stands in its name."""
    return pl.scan_parquet(path, glob=False, hive_partitioning=False)


def _sheet(path: Path, kind: str, source: Source, count: int | None) -> Sheet:
    columns = map_headers(str(path), source.headers)
    notices = [*source.notices, *columns.notices]
    if "consignment_id" not in columns.known:
        notices.append("no consignment_id column: each row is a consignment of its own, row-1, row-2, ...")
    return Sheet(path, str(path), kind, columns, source, count, notices)
