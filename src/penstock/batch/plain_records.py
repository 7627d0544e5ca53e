"""Records of a small file: CSV, JSON, JSON Lines or YAML, each as nested values that are all texts.

A header ``a.b`` of a CSV file is the field ``b`` of ``a``; ``a[].b`` is the field ``b`` of the one element of the list
``a``. Empty cells are left out.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from penstock.batch.plain_file import text_of, values_of
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_DELIMITERS = ",;\t"


def records_of(path: Path, what: str) -> list[dict[str, Any]]:
    """Return the records of a file; one record, or a list of them, in JSON and YAML.

    Args:
        path: The file, UTF-8; its ending tells what it is.
        what: What it should hold, for the error.

    Raises:
        InputError: It cannot be read, or holds no records.
    """
    text, kind = text_of(path, what), path.suffix.lower()
    if kind == ".csv":
        return _of_csv(path, text)
    if kind == ".jsonl":
        values: Any = [_of_line(path, number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    else:
        values = values_of(path, text, what)
    found = values if isinstance(values, list) else [values]
    if not found or not all(isinstance(one, dict) for one in found):
        message = f"{path} holds no {what}."
        raise InputError(message, remedy="Write a mapping of fields, or a list of such mappings.")
    return found


def _of_line(path: Path, number: int, line: str) -> Any:  # noqa: ANN401  # any JSON value
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        message = f"{path}: line {number} is no JSON."
        raise InputError(message, remedy="Write one JSON object a line.") from None


def _of_csv(path: Path, text: str) -> list[dict[str, Any]]:
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        message = f"{path} is no CSV file: {error}."
        raise InputError(message, remedy="Close every quote, and write one record a row.") from None
    if len(rows) < 2:  # noqa: PLR2004  # the headers and a row
        message = f"{path} holds no rows."
        raise InputError(message, remedy="Write the headers in the first row and one record in each row after it.")
    headers = [one.strip() for one in rows[0]]
    if len(set(headers)) != len(headers) or not all(headers):
        message = f"{path} has a header twice, or an empty one."
        raise InputError(message, remedy="Give every column a name of its own.")
    return [_nested(path, number, headers, row) for number, row in enumerate(rows[1:], start=2) if any(row)]


def _nested(path: Path, number: int, headers: list[str], row: list[str]) -> dict[str, Any]:
    if len(row) != len(headers):
        message = f"{path}: row {number} has {len(row)} cells and the file {len(headers)} headers."
        raise InputError(message, remedy="Quote cells that hold the delimiter.")
    record: dict[str, Any] = {}
    for header, cell in zip(headers, row, strict=True):
        if cell.strip():
            _put(record, header.split("."), cell.strip())
    return record


def _put(record: dict[str, Any], path: list[str], cell: str) -> None:
    name, is_list = path[0].removesuffix("[]"), path[0].endswith("[]")
    if len(path) == 1:
        record[name] = [cell] if is_list else cell
        return
    inner = record.setdefault(name, [{}] if is_list else {})
    _put(inner[0] if isinstance(inner, list) else inner, path[1:], cell)
