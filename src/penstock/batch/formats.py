"""The formats a file may have: CSV, JSON Lines, Parquet and Excel, each opened as one stream of records."""

from __future__ import annotations

import io
import json
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

from penstock.batch.csv_rows import DELIMITERS, records_of, sniff
from penstock.batch.decoding import encoding_of
from penstock.batch.sources import BadRow, Source, blank, read_bytes, refusal
from penstock.batch.text import Lines, blocks_of, utf8_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from penstock.batch.decoding import Encoding
    from penstock.batch.laid import Frame
    from penstock.batch.sources import Record


# --- CSV


def _open_csv(path: Path) -> Source:
    file = str(path)
    encoding = _encoding_of(path)
    delimiter = sniff(utf8_of(blocks_of(path), encoding.name))
    notices = encoding.notices
    if delimiter != ",":
        notices += (f"delimiter read as {DELIMITERS[delimiter]} (detected)",)

    def lines() -> Lines:
        return Lines(file, utf8_of(blocks_of(path), encoding.name))

    def records() -> Iterator[Record]:
        return records_of(lines(), delimiter, has_nul=encoding.has_nul)

    def tables() -> Iterator[Frame]:
        from penstock.batch.csv_tables import CsvTables  # noqa: PLC0415  # polars is slow to import

        yield from CsvTables(file, lines(), delimiter, has_nul=encoding.has_nul)

    _, headers = next(records(), (0, None))
    if headers is None:
        raise refusal(file, "holds no rows", "Export it again, with a line of headers and the rows.")
    if isinstance(headers, BadRow):
        raise refusal(file, "has a line of headers with a stray quote", headers.remedy)
    return Source(
        headers=[str(header) for header in headers],
        records=lambda: islice(records(), 1, None),
        place="line",
        is_typed=False,
        encoding=encoding.name,
        delimiter=delimiter,
        notices=notices,
        tables=tables,
    )


def _encoding_of(path: Path) -> Encoding:
    """Tell the encoding of a file of text.

    Raises:
        InputError: The file cannot be opened, is empty or no text, or its encoding cannot be told.
    """
    if not any(block.strip() for block in blocks_of(path)):
        raise blank(str(path))
    return encoding_of(str(path), partial(blocks_of, path))


# --- JSON Lines


def _open_jsonl(path: Path) -> Source:
    file = str(path)
    encoding = _encoding_of(path)

    def rows() -> Iterator[tuple[int, str]]:
        lines = Lines(file, utf8_of(blocks_of(path), encoding.name), ends=b"\n")
        for number, line in enumerate(lines, start=1):
            lines.begin_row()
            if line.strip():
                yield number, line.removesuffix("\n")

    headers = _keys_of(line for _, line in rows())
    if not headers:
        raise refusal(file, "holds no JSON object", "Write one JSON object a line, without a list around them.")

    def records() -> Iterator[Record]:
        for number, line in rows():
            row = object_in(line)
            yield number, row if isinstance(row, BadRow) else [row.get(header) for header in headers]

    return Source(headers, records, "line", is_typed=True, encoding=encoding.name, notices=encoding.notices)


def _keys_of(lines: Iterable[str]) -> list[str]:
    """Return the keys of the objects, in the order in which they first stand."""
    found: dict[str, None] = {}
    for line in lines:
        try:
            keys = json.loads(line)
        except (ValueError, RecursionError):
            continue  # which `object_in` says of it when it comes to be read
        if isinstance(keys, dict) and not keys.keys() <= found.keys() and isinstance(row := object_in(line), dict):
            found |= dict.fromkeys(row)
    return list(found)


def object_in(line: str) -> dict[str, Any] | BadRow:
    """Return the JSON object of a line, or why there is none: a key that stands twice, half a surrogate pair, NaN."""
    try:
        value = _STRICTLY.decode(line)
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


_STRICTLY = json.JSONDecoder(object_pairs_hook=_unique_keys, parse_constant=_no_constant)


# --- tables: Parquet, Excel


def _open_parquet(path: Path) -> Source:
    import polars as pl  # noqa: PLC0415  # slow to import, and CSV does without

    data = read_bytes(path)
    try:
        table = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise refusal(str(path), "is damaged, or no Parquet file", "Write it again; CSV is read as well.") from error
    return Source(table.columns, lambda: enumerate(table.iter_rows(), start=1), "row", is_typed=True)


def _open_excel(path: Path) -> Source:
    import fastexcel  # noqa: PLC0415  # slow to import, and CSV does without

    file, data = str(path), read_bytes(path)
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

    def rows() -> Iterator[tuple[int, list[str]]]:
        cells = enumerate(table.iter_rows(), start=1)
        return ((number, [cell or "" for cell in row]) for number, row in cells if any(row))

    _, headers = next(rows(), (0, None))
    if headers is None:
        raise refusal(file, "holds no rows", "Put the headers and rows on the first sheet.")
    return Source(headers, lambda: islice(rows(), 1, None), "sheet row", is_typed=False, notices=notices)


FORMATS: dict[str, tuple[str, Callable[[Path], Source]]] = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), ("csv", _open_csv)),
    **dict.fromkeys((".parquet", ".pq"), ("parquet", _open_parquet)),
    **dict.fromkeys((".jsonl", ".ndjson"), ("jsonl", _open_jsonl)),
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), ("excel", _open_excel)),
}
"""For each ending of a file: the name of its format, and what opens it."""
