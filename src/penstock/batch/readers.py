"""Read one file of consignments: every row becomes a goods item or a reject, none is lost.

CSV (any of four delimiters, five encodings), Parquet, JSON Lines and Excel give one stream of records; the
assembly into goods items is the same for all. What was detected or assumed stands in ``FileReading.notices``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from penstock.batch.collector import collector_paused
from penstock.batch.columns import map_headers
from penstock.batch.formats import FORMATS
from penstock.batch.rows import RejectedError, RowBuilder
from penstock.batch.sources import BadRow, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from penstock.batch.sources import Source
    from penstock.kernel.errors import InputError
    from penstock.screening.consignment import GoodsItem

_SEEN = 200


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read.

    ``row`` counts the rows of data from 1, ``column`` is the header as seen (empty when the whole row is
    meant), ``seen`` is cut at 200 characters, ``remedy`` says what to do and, where the file has lines,
    on which.
    """

    file: str
    row: int
    column: str
    code: str
    seen: str
    remedy: str


@dataclass(slots=True)
class FileReading:
    """What one file held: ``row_count == len(rows) + len(rejects)``, always.

    ``row_numbers`` and ``carried`` (the cells of unknown columns) are parallel to ``rows``; ``columns`` gives
    the header as seen for each contract column found; ``encoding`` and ``delimiter`` are ``None`` where the
    format has none.
    """

    file: str
    format: str
    encoding: str | None = None
    delimiter: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    unknown_columns: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    rows: list[GoodsItem] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)
    carried: list[dict[str, str]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    row_count: int = 0


def read_file(path: Path) -> FileReading:
    """Read a CSV, Parquet, JSON Lines or Excel file.

    Args:
        path: The file; its ending says the format.

    Raises:
        InputError: The file cannot be read at all; the sentence says why and what to do.
    """
    kind, open_source = format_of(path)
    source = open_source(path)
    reading = FileReading(str(path), kind, source.encoding, source.delimiter, notices=[*source.notices])
    _assemble(reading, source)
    if reading.row_count == 0:
        raise no_rows(str(path))
    return reading


def format_of(path: Path) -> tuple[str, Callable[[Path], Source]]:
    """Return the name of a file's format, and what opens it.

    Raises:
        InputError: The file is not there, or of no known ending.
    """
    file = str(path)
    known = FORMATS.get(path.suffix.lower())
    if path.is_dir():
        raise refusal(file, "is a folder", "Name the files in it.")
    if not path.exists():
        raise refusal(file, "does not exist", "Check the name and the folder.")
    if known is None:
        ending = f"has the unknown ending {path.suffix!r}" if path.suffix else "has no ending"
        raise refusal(file, ending, f"Use one of {' '.join(FORMATS)}; for JSON write one object a line.")
    return known


def no_rows(file: str) -> InputError:
    """Return the refusal of a file that holds headers alone."""
    return refusal(file, "holds no rows", "Add the rows below the line of headers.")


def _assemble(reading: FileReading, source: Source) -> None:
    columns = map_headers(reading.file, source.headers)
    reading.columns = {column: header for column, (header, _) in columns.known.items()}
    reading.unknown_columns = [name for name, _ in columns.carried]
    reading.notices += columns.notices
    if "consignment_id" not in columns.known:
        reading.notices.append("no consignment_id column: each row is a consignment of its own, row-1, row-2, ...")
    with collector_paused():
        _fill(reading, source, RowBuilder(source, columns))


def _fill(reading: FileReading, source: Source, build: RowBuilder) -> None:
    row = 0
    for row, (place, cells) in enumerate(source.records(), start=1):
        try:
            whole = whole_row(cells)
            item, extra = build.item(row, whole), build.carry(whole)
        except RejectedError as why:
            reading.rejects.append(rejected(reading.file, row, source, place, why))
        else:
            reading.rows.append(item)
            reading.row_numbers.append(row)
            reading.carried.append(extra)
    reading.row_count = row


def rejected(file: str, row: int, source: Source, place: int, why: RejectedError) -> Reject:
    """Return the reject of a row of a source; ``place`` is where it stands there."""
    where = "" if source.place == "row" else f"{source.place.capitalize()} {place}: "
    return Reject(file, row, why.column, why.code, _shorten(why.seen), where + why.remedy)


def across(file: str, row: int, consignment: str, number: int) -> Reject:
    """Return the refusal of a row whose key stands in a file before it."""
    return Reject(
        file=file,
        row=row,
        column="consignment_id",
        code="duplicate_item",
        seen=f"{consignment} item {number}",
        remedy="Another file of this run has the same consignment and item number: number the items anew.",
    )


def whole_row(cells: Sequence[Any] | BadRow) -> Sequence[Any]:
    """Return the cells of a row, or raise ``RejectedError`` where they could not be told apart."""
    if isinstance(cells, BadRow):
        raise RejectedError(code=cells.code, seen=cells.seen, remedy=cells.remedy)
    return cells


def _shorten(seen: object) -> str:
    text = seen if isinstance(seen, str) else "" if seen is None else str(seen)
    return text if len(text) <= _SEEN else text[: _SEEN - 1] + "…"
