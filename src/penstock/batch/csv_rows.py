"""The records of a CSV file, one by one: the plain way, which says of every row what it is."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from penstock.batch.columns import count_known
from penstock.batch.sources import LONGEST_CELL, BadRow
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from penstock.batch.sources import Record
    from penstock.batch.text import Lines

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
"""What may part the cells of a row, with the word for it."""

_WIDE = 4  # columns from which a cell whose every line counts as a row gives a swallowed row away


def sniff(blocks: Iterable[bytes]) -> str:
    """Return the delimiter under which the first line gives most known columns, then most columns.

    Args:
        blocks: The text, as UTF-8.
    """
    start = b""
    for block in blocks:
        start = (start + block).lstrip(b"\r\n")
        if len(start) >= 4 * LONGEST_CELL:  # bytes of the longest character
            break
    first = start.decode(errors="ignore")[:LONGEST_CELL]

    def worth(delimiter: str) -> tuple[int, int]:
        headers = next(csv.reader(io.StringIO(first, newline=""), delimiter=delimiter), [])
        return count_known(headers), len(headers)

    return max(DELIMITERS, key=worth)


def records_of(lines: Lines, delimiter: str, width: int = 0, *, has_nul: bool) -> Iterator[Record]:
    """Yield the records of lines; between two of them, others may take lines, until `Lines.is_lost`.

    Where a quote opens and does not close as it should within its line, nobody knows which rows its cell runs over:
    every line from there on is a `BadRow`.

    Args:
        lines: The lines.
        delimiter: What parts cells.
        width: How many headers there are; that of the first record where 0.
        has_nul: The text may hold NUL characters.
    """
    csv.field_size_limit(2**31 - 1)  # a long cell is rejected with its row; csv itself would lose its place
    row = _Row(lines)
    reader = csv.reader(row, delimiter=delimiter, strict=True)
    while True:
        start = row.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if len(row.lines) > 1:
                yield from _lost(row, start)
                return
            yield start, _bad_quote("")
            continue
        width = width or len(cells)
        if lines.number - start > 1 and _swallows(cells, delimiter, width):
            yield start, _bad_quote(delimiter.join(cells))
        elif has_nul and "\0" in "".join(cells):
            yield (
                start,
                BadRow("nul_byte", delimiter.join(cells), "The row holds NUL bytes; export the file again as text."),
            )
        elif cells:
            yield start, cells


class _Row:
    """The lines of one row, kept until the next begins."""

    def __init__(self, lines: Lines) -> None:
        self._from = lines
        self.lines: list[str] = []

    def __iter__(self) -> _Row:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._from)
        except InputError as error:
            if not self.lines:
                raise
            message = "the row does not end"
            raise csv.Error(message) from error
        self.lines.append(line)
        return line

    def begin(self) -> int:
        self.lines.clear()
        return self._from.begin_row()

    def lose(self) -> None:
        """Say that no line that follows is of a row."""
        self._from.is_lost = True

    def rest(self) -> Iterator[str]:
        """Yield the lines of the row, then all that follow."""
        yield from self.lines
        self._from.begin_row()
        for line in self._from:
            yield line
            self._from.begin_row()


def _lost(row: _Row, start: int) -> Iterator[Record]:
    """Yield every line from one on whose quote does not close."""
    row.lose()
    remedy = (
        f"A quote opened on line {start} does not close there, so nothing from there on is read; close or double it."
    )
    for number, line in enumerate(row.rest(), start):
        if seen := line.rstrip("\r\n"):
            yield number, BadRow("bad_quote", seen, remedy)


def _swallows(cells: list[str], delimiter: str, width: int) -> bool:
    lines = re.split(r"\r\n|\r|\n", delimiter.join(cells))
    return width >= _WIDE and len(lines) > 1 and all(line.count(delimiter) + 1 == width for line in lines)


def _bad_quote(seen: str) -> BadRow:
    return BadRow("bad_quote", seen, "A quote is open or stray here; double the quotes inside a quoted cell.")
