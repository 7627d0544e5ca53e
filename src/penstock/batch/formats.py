"""The formats a file may have: CSV, JSON Lines, Parquet and Excel, each opened as one stream of records."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

from penstock.batch.columns import count_known
from penstock.batch.decoding import decode
from penstock.batch.sources import LONGEST_CELL, BadRow, Source, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from penstock.batch.sources import Record

_WIDE = 4  # columns from which a cell whose every line counts as a row gives a swallowed row away
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


# --- CSV


def _open_csv(file: str, data: bytes) -> Source:
    decoded = decode(file, data)
    delimiter = _sniff(decoded.text)
    notices = decoded.notices
    if delimiter != ",":
        notices += (f"delimiter read as {_DELIMITERS[delimiter]} (detected)",)
    records = _csv_records(file, decoded.text, delimiter)
    for _, headers in records:
        if isinstance(headers, BadRow):
            raise refusal(file, "has a line of headers with a stray quote", headers.remedy)
        return Source(
            headers=[str(header) for header in headers],
            records=records,
            place="line",
            is_typed=False,
            encoding=decoded.encoding,
            delimiter=delimiter,
            notices=notices,
        )
    raise refusal(file, "holds no rows", "Export it again, with a line of headers and the rows.")


def _sniff(text: str) -> str:
    """Return the delimiter under which the first line gives most known columns, then most columns."""
    first = text.lstrip("\r\n")[:LONGEST_CELL]

    def worth(delimiter: str) -> tuple[int, int]:
        headers = next(csv.reader(io.StringIO(first, newline=""), delimiter=delimiter), [])
        return count_known(headers), len(headers)

    return max(_DELIMITERS, key=worth)


def _csv_records(file: str, text: str, delimiter: str) -> Iterator[Record]:
    csv.field_size_limit(2**31 - 1)  # a long cell is rejected with its row; csv itself would lose its place
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    has_nul = "\0" in text
    width = 0
    start = 1
    while True:
        try:
            for cells in reader:
                width = width or len(cells)
                if reader.line_num > start and _swallows(cells, delimiter, width):
                    yield start, _bad_quote(delimiter.join(cells))
                elif has_nul and "\0" in "".join(cells):
                    remedy = "The row holds NUL bytes; export the file again as text."
                    yield start, BadRow("nul_byte", delimiter.join(cells), remedy)
                elif cells:
                    yield start, cells
                start = reader.line_num + 1
        except csv.Error as error:
            if reader.line_num > start:  # the cell ran over the rows behind it, nobody knows how many
                what = f"has a quote opened on line {start} that does not close there"
                raise refusal(file, what, "Close the quote, or double the quotes inside the cell.") from error
            yield start, _bad_quote("")
            start = reader.line_num + 1
        else:
            return


def _swallows(cells: list[str], delimiter: str, width: int) -> bool:
    lines = re.split(r"\r\n|\r|\n", delimiter.join(cells))
    return width >= _WIDE and len(lines) > 1 and all(line.count(delimiter) + 1 == width for line in lines)


def _bad_quote(seen: str) -> BadRow:
    return BadRow("bad_quote", seen, "A quote is open or stray here; double the quotes inside a quoted cell.")


# --- JSON Lines


def _open_jsonl(file: str, data: bytes) -> Source:
    decoded = decode(file, data)
    lines = enumerate(decoded.text.split("\n"), start=1)
    parsed = [(number, _parse_line(line)) for number, line in lines if line.strip()]
    headers = list(dict.fromkeys(key for _, row in parsed if isinstance(row, dict) for key in row))
    if not headers:
        raise refusal(file, "holds no JSON object", "Write one JSON object a line, without a list around them.")
    records = (
        (number, row if isinstance(row, BadRow) else [row.get(header) for header in headers]) for number, row in parsed
    )
    return Source(headers, records, "line", is_typed=True, encoding=decoded.encoding, notices=decoded.notices)


def _parse_line(line: str) -> dict[str, Any] | BadRow:
    try:
        value = json.loads(line, object_pairs_hook=_unique_keys, parse_constant=_no_constant)
        if "\\u" in line:
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair cannot be written anywhere
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", None) or "not plain JSON"
        return BadRow("bad_json", line, f"The line is not JSON ({reason}); write one object a line.")
    if not isinstance(value, dict):
        return BadRow("bad_json", line, "The line is not a JSON object; write the columns as keys of one object.")
    return value


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        message = "a key stands twice"
        raise ValueError(message)
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


# --- tables: Parquet, Excel


def _open_parquet(file: str, data: bytes) -> Source:
    import polars as pl  # noqa: PLC0415  # slow to import, and CSV does without

    try:
        table = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise refusal(file, "is damaged, or no Parquet file", "Write it again; CSV is read as well.") from error
    return Source(table.columns, enumerate(table.iter_rows(), start=1), "row", is_typed=True)


def _open_excel(file: str, data: bytes) -> Source:
    import fastexcel  # noqa: PLC0415  # slow to import, and CSV does without

    try:
        book = fastexcel.read_excel(data)
        sheets = book.sheet_names
        # As text: a column may hold text, numbers and dates; no row or column is dropped for being blank.
        table = book.load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise refusal(
            file,
            "is damaged, locked by a password or no Excel file",
            "Save it again as .xlsx or CSV.",
        ) from error
    others = ", ".join(repr(name) for name in sheets[1:])
    notices = (f"only the first sheet, {sheets[0]!r}, was read; not read: {others}",) if others else ()
    cells = enumerate(table.iter_rows(), start=1)
    rows = ((number, [cell or "" for cell in row]) for number, row in cells if any(row))
    _, headers = next(rows, (0, None))
    if headers is None:
        raise refusal(file, "holds no rows", "Put the headers and rows on the first sheet.")
    return Source(headers, rows, "sheet row", is_typed=False, notices=notices)


FORMATS: dict[str, tuple[str, Callable[[str, bytes], Source]]] = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), ("csv", _open_csv)),
    **dict.fromkeys((".parquet", ".pq"), ("parquet", _open_parquet)),
    **dict.fromkeys((".jsonl", ".ndjson"), ("jsonl", _open_jsonl)),
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), ("excel", _open_excel)),
}
"""For each ending of a file: the name of its format, and what opens it given the file's name and bytes."""
