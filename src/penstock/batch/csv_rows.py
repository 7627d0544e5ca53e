"""The records of a CSV file, one by one: the plain way, which says of every row what it is."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from penstock.batch.columns import count_known
from penstock.batch.sources import LONGEST_CELL, BadRow
from penstock.batch.text import TooLongError

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
    """Yield the records of lines; between two of them, others may take lines.

    A quote that does not close where it should makes a bad row of its line alone; those behind it are read anew.

    Args:
        lines: The lines.
        delimiter: What parts cells.
        width: How many headers there are; that of the first record where 0.
        has_nul: The text may hold NUL characters.

    Raises:
        InputError: A line is longer than any row that is read.
    """
    csv.field_size_limit(2**31 - 1)  # a long cell is rejected with its row; csv itself would lose its place
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = lines.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, TooLongError):
            if lines.number - start == 0:
                raise  # one line alone
            yield start, _bad_quote(lines.back(start).rstrip("\r\n"))
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


def _swallows(cells: list[str], delimiter: str, width: int) -> bool:
    lines = re.split(r"\r\n|\r|\n", delimiter.join(cells))
    return width >= _WIDE and len(lines) > 1 and all(line.count(delimiter) + 1 == width for line in lines)


def _bad_quote(seen: str) -> BadRow:
    return BadRow("bad_quote", seen, "A quote is open or stray here; double the quotes inside a quoted cell.")
