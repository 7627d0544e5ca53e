"""Strict reading of delimited files: encoding, quoting, columns."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from penstock.kernel.errors import InputError
from penstock.lists.feeds.drafts import Place, refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HIGH_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
END_OF_FILE = "\x1a"
_LARGEST_CELL = 1_000_000


def bytes_of(path: Path) -> bytes:
    """Read a file.

    Raises:
        InputError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})."
        raise InputError(message, remedy="Check the path and its permissions.") from None


def text_of(path: Path, fallback: str | None = None) -> str:
    """Decode a whole file: UTF-8, or the fallback its publisher used to write, never a mixture of the two.

    Raises:
        RosterError: The bytes are neither, are both, or hold control characters.
    """
    data = bytes_of(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _older(path.name, data, error.start, fallback)
    text = text.removesuffix(END_OF_FILE)
    if odd := _CONTROL.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        found = f"the control character 0x{ord(odd[0]):02x}"
        raise refusal(Place(path.name, f"line {line}"), found, "text")
    return text


def _older(name: str, data: bytes, start: int, fallback: str | None) -> str:
    """Decode what is not UTF-8 in the encoding its publisher used to write, if nothing in it is UTF-8 either."""
    is_mixed = _HIGH_PAIR.search(data) is not None
    if fallback is not None and not is_mixed:
        try:
            return data.decode(fallback)
        except UnicodeDecodeError as error:
            start = error.start
    line = data.count(b"\n", 0, start) + 1
    found = f"the byte 0x{data[start]:02x}" + (" beside UTF-8" if is_mixed else "")
    raise refusal(Place(name, f"line {line}"), found, "UTF-8 throughout")


def rows_of(name: str, text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield the line each record begins on and its cells; blank lines are left out.

    Raises:
        RosterError: A quote that never closes, text after one that did, or a last line that breaks off.
    """
    if text and not text.endswith("\n"):
        line = text.count("\n") + 1
        raise refusal(Place(name, f"line {line}"), "a line that breaks off", "its end of line")
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            place = Place(name, f"line {begins}")
            raise refusal(place, str(error), "cells quoted as in the published file") from None
        if cells:
            yield begins, cells
        begins = reader.line_num + 1


def check_header(name: str, line: int, found: list[str], handled: Collection[str], ignored: Collection[str]) -> None:
    """Refuse a header row with a column nobody knows, one twice, or without one that is read."""
    place = Place(name, f"line {line}")
    for column in found:
        if column not in handled and column not in ignored:
            raise refusal(place, f"the column {column!r}", "only columns this reader knows")
        if found.count(column) > 1:
            raise refusal(place, f"the column {column!r} twice", "it once")
    for column in handled:
        if column not in found:
            raise refusal(place, f"no column {column!r}", "every column of the published file")


def records_of(
    name: str,
    rows: Iterator[tuple[int, list[str]]],
    handled: Collection[str],
    ignored: Collection[str],
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line and the cells by column of each record after a header row.

    Raises:
        RosterError: The header is not the published one, or a row has more or fewer cells than it.
    """
    line, header = next(rows, (1, []))
    check_header(name, line, header, handled, ignored)
    for at, cells in rows:
        if len(cells) != len(header):
            raise refusal(Place(name, f"line {at}"), f"{len(cells)} cells", str(len(header)))
        yield at, dict(zip(header, cells, strict=True))
