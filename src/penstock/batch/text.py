"""The text of a file as a stream: blocks of UTF-8, whatever its encoding, and the lines in them; never the whole."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from penstock.batch.sources import refusal, unreadable
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

BLOCK = 1 << 20
"""Bytes of a file that are read at a time."""

LONGEST_ROW = 1 << 26
"""Bytes of the longest row that is read, as UTF-8; a file with a longer one is refused."""


class TooLongError(InputError):
    """A row is longer than any that is read."""


_MARK = b"\xef\xbb\xbf"


def blocks_of(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, a block at a time.

    Raises:
        InputError: The file cannot be opened or read.
    """
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                yield block
    except OSError as error:
        raise unreadable(str(path), error) from error


def utf8_of(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the text of blocks as UTF-8, without a byte order mark.

    Args:
        blocks: The bytes of a text.
        encoding: Their encoding, in which they were seen to be valid.
    """
    if encoding == "utf-8":
        yield from blocks
    elif encoding == "utf-8-sig":
        for nth, block in enumerate(blocks):
            yield block if nth else block.removeprefix(_MARK)
    else:
        decoder = codecs.getincrementaldecoder(encoding)()
        for block in blocks:
            yield decoder.decode(block).encode()


class Lines:
    """The lines of a text, each with its end; between two of them the bytes that follow may be taken as they are.

    ``number`` is that of the next line, from 1; ``is_over`` tells that no block is left to be read.
    """

    def __init__(self, file: str, blocks: Iterator[bytes], *, ends: bytes = b"\r\n") -> None:
        r"""Take the name of the file, its text as UTF-8, and whether ``\r`` and ``\n`` or ``\n`` alone end a line."""
        self.number = 1
        self.is_over = False
        self._file = file
        self._blocks = blocks
        self._is_cr = b"\r" in ends
        self._held = b""
        self._at = 0
        self._row = 0
        self._begin = 0

    def __iter__(self) -> Lines:
        """Return itself."""
        return self

    def __next__(self) -> str:
        """Return the next line.

        Raises:
            TooLongError: The row that it is of is longer than any that is read.
        """
        while (end := self._end()) < 0:
            if self.is_over:
                if self._at == len(self._held):
                    raise StopIteration
                end = len(self._held)
                break
            self._check(len(self._held) - self._at)
            self._fill()
        line = self._held[self._at : end].decode()
        self._row += end - self._at
        self._check(0)
        self._at = end
        self.number += 1
        return line

    def begin_row(self) -> int:
        """Begin to count the bytes of a row, and to keep them; return the number of the line it begins on."""
        self._row = 0
        self._begin = self._at
        return self.number

    def back(self, number: int) -> str:
        """Go back behind the first line of the row, whose number is told, and return that line."""
        self._at, self.number, self._row = self._begin, number, 0
        return next(self)

    def peek(self, size: int) -> bytes:
        """Return the bytes that follow, at least so many where there are."""
        self._begin = self._at
        while len(self._held) - self._at < size and not self.is_over:
            self._fill()
        return self._held[self._at :]

    def skip(self, size: int, lines: int) -> None:
        """Pass over bytes that hold so many lines; the last may want its end where nothing follows."""
        self._at = min(self._at + size, len(self._held))
        self.number += lines

    def _end(self) -> int:
        """Return where the line ends, -1 where that is not known yet."""
        end = self._held.find(b"\n", self._at)
        if self._is_cr:
            mark = self._held.find(b"\r", self._at, end if end >= 0 else len(self._held))
            if mark >= 0 and mark + 1 == len(self._held):
                return mark + 1 if self.is_over else -1
            if mark >= 0 and mark + 1 != end:
                return mark + 1
        return end + 1 if end >= 0 else -1

    def _fill(self) -> None:
        block = next(self._blocks, None)
        if block is None:
            self.is_over = True
        else:
            self._held = self._held[self._begin :] + block
            self._at -= self._begin
            self._begin = 0

    def _check(self, more: int) -> None:
        if self._row + more > LONGEST_ROW:
            what = f"has a row of more than {LONGEST_ROW >> 20} MiB that ends on line {self.number} or later"
            whole = refusal(self._file, what, "Close its quotes, and write each row on a line of its own.")
            raise TooLongError(whole.message, remedy=whole.remedy)
