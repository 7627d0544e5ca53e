"""How much a Parquet file unpacks to, by what it says itself, without unpacking anything.

Read are its footer and the header of every page, both in Thrift's compact protocol, as Apache Parquet describes them
(https://parquet.apache.org/docs/file-format/ and ``parquet.thrift`` there). Polars shows neither.
"""

from __future__ import annotations

import mmap
import struct
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAGIC = b"PAR1"
_TAIL = 8
LARGEST_FOOTER = 1 << 20
"""Bytes of a footer that is read: some ten thousand pieces of columns."""

MOST_PAGES = 100_000
MOST_HEADERS = 8 << 20
"""Bytes of all headers of pages that are read, though several columns may say that they begin at one place."""

_DEEPEST = 16
_ROWS, _GROUPS, _COLUMNS, _CHUNK = 3, 4, 1, 3
_UNPACKED, _PACKED, _DATA, _DICTIONARY = 6, 7, 9, 11
_PAGE_UNPACKED, _PAGE_PACKED = 2, 3
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_LONG_LIST = 15
_WIDEST = 63


class Sizes(NamedTuple):
    """What a file holds: rows, and the bytes of all its pages unpacked."""

    rows: int
    unpacked: int


class Unreadable(ValueError):  # noqa: N818  # the name is what the file is
    """A file that is no whole Parquet file, or has more parts than are read."""


def sizes_of(file: Path) -> Sizes:
    """Return what a Parquet file says that it holds: of its footer and of its pages, the greater.

    Raises:
        Unreadable: It is damaged, encrypted, or no Parquet file, or in too many parts.
        OSError: It cannot be read.
    """
    with file.open("rb") as stream:
        if stream.seek(0, 2) < len(_MAGIC) + _TAIL:
            message = "shorter than a footer"
            raise Unreadable(message)
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                return _sizes(data)
            except (IndexError, KeyError, TypeError, AttributeError, struct.error) as error:
                message = f"no footer as described ({error})"
                raise Unreadable(message) from None


def _sizes(data: mmap.mmap) -> Sizes:
    (length,) = struct.unpack("<I", data[-_TAIL : -len(_MAGIC)])
    begins = len(data) - _TAIL - length
    if data[: len(_MAGIC)] != _MAGIC or data[-len(_MAGIC) :] != _MAGIC or begins < len(_MAGIC):
        message = "no footer"
        raise Unreadable(message)
    if length > LARGEST_FOOTER:
        message = f"a footer of more than {LARGEST_FOOTER} bytes"
        raise Unreadable(message)
    footer = _Thrift(data, begins, len(data) - _TAIL).record()
    chunks = [column[_CHUNK] for group in footer[_GROUPS] for column in group[_COLUMNS]]
    said = sum(_size(chunk[_UNPACKED]) for chunk in chunks)
    return Sizes(_size(footer[_ROWS]), max(said, sum(_pages(data, chunks))))


def _pages(data: mmap.mmap, chunks: list[dict[int, Any]]) -> Iterator[int]:
    """Yield the bytes that each page says it unpacks to."""
    pages = read = 0
    for chunk in chunks:
        place = min(offset for offset in (chunk.get(_DICTIONARY), chunk[_DATA]) if offset)
        end = place + _size(chunk[_PACKED])
        while place < end:
            pages += 1
            if pages > MOST_PAGES or read > MOST_HEADERS or place < len(_MAGIC):
                message = f"more than {MOST_PAGES} pages, too long headers, or one before the first"
                raise Unreadable(message)
            reader = _Thrift(data, place, min(place + LARGEST_FOOTER, len(data)))
            header = reader.record()
            read += reader.place - place
            yield _size(header[_PAGE_UNPACKED])
            place = reader.place + _size(header[_PAGE_PACKED])


def _size(told: int) -> int:
    if told < 0:
        message = "a size below zero"
        raise Unreadable(message)
    return told


class _Thrift:
    """Reads one record of the compact protocol: fields by their numbers; texts are passed over."""

    def __init__(self, data: mmap.mmap, place: int, end: int) -> None:
        self._data = data
        self.place = place
        self._end = end

    def record(self, depth: int = 0) -> dict[int, Any]:
        if depth > _DEEPEST:
            message = "records in records without end"
            raise Unreadable(message)
        found: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._signed()
            kind = head & 15
            found[number] = kind == _TRUE if kind in {_TRUE, _FALSE} else self._value(kind, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:  # noqa: ANN401, PLR0911  # any value of the protocol
        if kind == _STRUCT:
            return self.record(depth + 1)
        if kind in {_LIST, _SET}:
            return self._values(depth)
        if kind == _MAP:
            return self._pairs(depth)
        if kind == _BINARY:
            return self._skip(self._varint())
        if kind == _DOUBLE:
            return self._skip(8)
        if kind in {_TRUE, _FALSE, _BYTE}:
            return self._byte()
        if kind in {4, 5, 6}:  # whole numbers of 16, 32 and 64 bits
            return self._signed()
        message = f"a value of the unknown kind {kind}"
        raise Unreadable(message)

    def _values(self, depth: int) -> list[Any]:
        head = self._byte()
        count = self._varint() if head >> 4 == _LONG_LIST else head >> 4
        self._check(count)
        return [self._value(head & 15, depth + 1) for _ in range(count)]

    def _pairs(self, depth: int) -> None:
        count = self._varint()
        self._check(count)
        kinds = self._byte() if count else 0
        for _ in range(count):
            self._value(kinds >> 4, depth + 1)
            self._value(kinds & 15, depth + 1)

    def _skip(self, length: int) -> None:
        self._check(length)
        self.place += length

    def _check(self, count: int) -> None:
        """Refuse what is longer than all that is left: each value takes a byte at least."""
        if count > self._end - self.place:
            message = "more values than bytes"
            raise Unreadable(message)

    def _byte(self) -> int:
        self._check(1)
        self.place += 1
        return self._data[self.place - 1]

    def _varint(self) -> int:
        found = shift = 0
        while True:
            byte = self._byte()
            found |= (byte & 127) << shift
            shift += 7
            if byte < 128:  # noqa: PLR2004  # the last byte of a number has no eighth bit
                return found
            if shift > _WIDEST:
                message = "a number of more than 64 bits"
                raise Unreadable(message)

    def _signed(self) -> int:
        found = self._varint()
        return (found >> 1) ^ -(found & 1)
