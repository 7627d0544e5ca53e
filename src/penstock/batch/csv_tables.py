"""The rows of a CSV file, many at a time: what is surely well formed is read by polars, all else the plain way.

A row is well formed where it stands on one line, has the right number of cells and no NUL, and each of its quotes opens
a cell, closes one, or is doubled inside one. Then nothing about it can be read in two ways.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from penstock.batch.csv_rows import records_of
from penstock.batch.laid import Frame, interleaved, lay_out
from penstock.batch.text import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from penstock.batch.sources import Record

    Places = NDArray[np.int64]
    Bytes = NDArray[np.uint8]

CHUNK = 1 << 22
"""Bytes that are looked at together, at most."""

FEW = 1 << 16
"""Bytes that are looked at together behind a row whose quotes are not well formed, for others may follow."""

PLAIN = 20
"""Rows that are read the plain way from such a row on."""

_QUOTE, _LF, _CR, _NUL = b'"\n\r\0'


class _Chunk(NamedTuple):
    """Whole rows: their bytes, how many lines, where each begins and ends, on which line, and if it is fit."""

    data: bytes
    lines: int
    begins: Places
    ends: Places
    line: Places
    is_fit: NDArray[np.bool_]


class CsvTables:
    """Reads the rows below the headers of one file."""

    def __init__(self, file: str, lines: Lines, delimiter: str, *, has_nul: bool) -> None:
        """Take the name of the file, all its lines, what parts cells, and whether the text may hold NUL characters."""
        self._file = file
        self._lines = lines
        self._delimiter = delimiter
        self._has_nul = has_nul
        self._records = records_of(lines, delimiter, has_nul=has_nul)
        self._width = len(next(self._records)[1])  # type: ignore[arg-type]  # the headers, which were read before

    def __iter__(self) -> Iterator[Frame]:
        """Yield tables of the rows, each counting its own from 1.

        Raises:
            InputError: See `records_of`.
        """
        size = CHUNK
        while following := self._lines.peek(size):
            is_last = self._lines.is_over and len(following) <= size
            chunk = _rows_of(following[:size], ord(self._delimiter), self._width, is_last=is_last)
            if chunk is None:
                size = min(FEW, CHUNK)
                plain = list(islice(self._records, PLAIN))
                yield lay_out(plain, self._width, is_typed=False)
            else:
                size = min(2 * size, CHUNK)
                first = self._lines.number
                self._lines.skip(len(chunk.data), chunk.lines)
                yield self._laid_out(chunk, first)

    def _laid_out(self, chunk: _Chunk, first: int) -> Frame:
        is_row = chunk.is_fit.copy()
        others: dict[int, Record] = {}
        for nth in np.flatnonzero(~chunk.is_fit).tolist():
            for record in self._plainly(chunk, nth):
                others[nth], is_row[nth] = record, True
        numbers = np.cumsum(is_row)
        table = _fit_rows(chunk, self._delimiter, self._width)
        found = Frame(table, pl.Series(numbers[chunk.is_fit]), pl.Series((chunk.line + first)[chunk.is_fit]))
        if not others:
            return found
        places = {nth: int(chunk.line[nth]) + first for nth in others}
        laid = lay_out([(places[nth], cells) for nth, (_, cells) in others.items()], self._width, is_typed=False)
        own = np.array([numbers[nth] for nth in others])
        rough = [(int(own[row - 1]), place, cells) for row, place, cells in laid.rough]
        rows = pl.Series(own[laid.rows.to_numpy() - 1])
        return interleaved(found, Frame(laid.table, rows, laid.places, rough))

    def _plainly(self, chunk: _Chunk, nth: int) -> Iterator[Record]:
        text = chunk.data[int(chunk.begins[nth]) : int(chunk.ends[nth]) + 1]
        lines = Lines(self._file, iter([text]))
        return records_of(lines, self._delimiter, self._width, has_nul=self._has_nul)


def _rows_of(block: bytes, delimiter: int, width: int, *, is_last: bool) -> _Chunk | None:
    """Return the rows that a block begins with; ``None`` where the first of them is not well quoted, or does not end.

    Args:
        block: Bytes from the beginning of a row on.
        delimiter: What parts cells.
        width: How many headers there are.
        is_last: Nothing follows the block.
    """
    if is_last and block[-1] != _LF:
        block += b"\n"
    data = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(data == _QUOTE)
    feeds = np.flatnonzero(data == _LF)
    sure = min(_ill_quoted(data, quotes, delimiter), _lone_return(block, data))
    is_end = ~_quoted(quotes, feeds) & (feeds < sure)
    ends = feeds[is_end]
    if not len(ends):
        return None
    begins = np.concatenate(([0], ends[:-1] + 1))
    count = np.flatnonzero(is_end) + 1  # lines up to each end
    line = np.concatenate(([0], count[:-1]))
    size = int(ends[-1]) + 1
    parting = np.flatnonzero(data[:size] == delimiter)
    cells = np.diff(np.searchsorted(parting[~_quoted(quotes, parting)], ends), prepend=0) + 1
    is_fit = (cells == width) & (count - line == 1) & (ends > begins)
    is_fit[(data[ends - 1] == _CR) & (ends == begins + 1)] = False
    nuls = np.flatnonzero(data[:size] == _NUL) if b"\0" in block else ()
    is_fit[np.searchsorted(ends, nuls)] = False
    return _Chunk(block[:size], int(count[-1]), begins, ends, line, is_fit)


def _quoted(quotes: Places, places: Places) -> NDArray[np.bool_]:
    """Tell which places stand inside quotes, where all are well formed."""
    inside: NDArray[np.bool_] = (np.searchsorted(quotes, places) & 1) == 1
    return inside


def _ill_quoted(data: Bytes, quotes: Places, delimiter: int) -> int:
    """Return the place of the first quote that neither opens a cell, nor closes one, nor is doubled inside one."""
    may_stand_beside = np.zeros(256, bool)
    may_stand_beside[[delimiter, _QUOTE, _LF, _CR]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    is_ill_opened = ~may_stand_beside[data[opening - 1]] & (opening > 0)
    behind = np.minimum(closing + 1, len(data) - 1)
    is_ill_closed = ~may_stand_beside[data[behind]]
    ill = [*opening[is_ill_opened][:1], *closing[is_ill_closed][:1]]
    return int(min(ill, default=len(data)))


def _lone_return(block: bytes, data: Bytes) -> int:
    """Return the place of the first carriage return without a line feed behind it."""
    if b"\r" not in block:
        return len(data)
    returns = np.flatnonzero(data[:-1] == _CR)
    lone = returns[data[returns + 1] != _LF]
    return int(lone[0]) if len(lone) else len(data)


def _fit_rows(chunk: _Chunk, delimiter: str, width: int) -> pl.DataFrame:
    names = [f"c{place}" for place in range(width)]
    if not chunk.is_fit.any():
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    data = chunk.data
    if not chunk.is_fit.all():
        bounds = zip(chunk.begins[chunk.is_fit].tolist(), (chunk.ends[chunk.is_fit] + 1).tolist(), strict=True)
        data = b"".join([data[begin:end] for begin, end in bounds])
    # Under a line of headers, for polars passes over white space at the very beginning.
    head = delimiter.join(names).encode() + b"\n"
    table = pl.read_csv(head + data.replace(b"\r\n", b"\n"), separator=delimiter, infer_schema=False)
    return table.with_columns(pl.all().fill_null(""))
