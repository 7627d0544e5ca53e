"""A roster as one file: its head and a line an entry are read without the entries themselves."""

from __future__ import annotations

import hashlib
from datetime import date  # noqa: TC003  # msgspec reads the fields' types
from typing import TYPE_CHECKING

import msgspec

from penstock.kernel.errors import ListMissing
from penstock.lists.records import Entry, Record, Roster, SourceFile

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
"""Version of the packed layout; another number is refused."""

MAGIC = b"PENSTOCK-ROSTER\n"
_DIGEST_BYTES = 32
_REMEDY = "Import that vintage again with 'penstock lists import'."


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What history needs of an entry."""

    uid: str
    digest: str
    listed_on: date | None = None
    until: date | None = None


class Head(Record, frozen=True):
    """A roster without its entries."""

    list: str
    vintage: date
    earliest: date
    publisher: str
    files: tuple[SourceFile, ...]
    counts: dict[str, int]
    warnings: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


class _Sealed(Record, frozen=True):
    format: int
    head: Head
    lines: msgspec.Raw
    entries: list[msgspec.Raw]


_sealed_decoder = msgspec.msgpack.Decoder(_Sealed)
_lines_decoder = msgspec.msgpack.Decoder(list[Line])
_entry_decoder = msgspec.msgpack.Decoder(Entry)
_encode = msgspec.msgpack.Encoder().encode


class OpenedRoster:
    """A roster file, opened: its head at once, its lines and entries as they are asked for."""

    def __init__(self, sealed: _Sealed, digest: str) -> None:
        """Wrap what was read from the file."""
        self.head = sealed.head
        self.digest = digest
        self._sealed = sealed

    def lines(self) -> list[Line]:
        """Return what history needs of every entry, in the order of the list."""
        return _lines_decoder.decode(self._sealed.lines)

    def entry(self, place: int) -> Entry:
        """Return the entry at a place of ``lines()``."""
        return _entry_decoder.decode(self._sealed.entries[place])

    def changed(self, older: OpenedRoster) -> list[int]:
        """Return the places of the entries that another roster lacks, or has otherwise."""
        theirs = {line.uid: older.packed(place) for place, line in enumerate(older.lines())}
        return [place for place, line in enumerate(self.lines()) if theirs.get(line.uid) != self.packed(place)]

    def packed(self, place: int) -> bytes:
        """Return the bytes of the entry at a place of ``lines()``."""
        return bytes(self._sealed.entries[place])

    def roster(self) -> Roster:
        """Return the whole roster."""
        entries = tuple(map(_entry_decoder.decode, self._sealed.entries))
        head = {name: getattr(self.head, name) for name in self.head.__struct_fields__}
        return Roster(entries=entries, **head)


def pack(roster: Roster) -> bytes:
    """Return the bytes of a roster file: a mark, the digest of what follows, the packed roster."""
    head = Head(**{name: getattr(roster, name) for name in Head.__struct_fields__})
    lines = [Line(entry.uid, entry.digest, entry.listed_on, entry.until) for entry in roster.entries]
    entries = [msgspec.Raw(_encode(entry)) for entry in roster.entries]
    payload = _encode(_Sealed(format=FORMAT, head=head, lines=msgspec.Raw(_encode(lines)), entries=entries))
    return MAGIC + hashlib.sha256(payload).digest() + payload


def digest_in(content: bytes) -> str:
    """Return the digest a roster file carries, hexadecimal."""
    return content[len(MAGIC) : len(MAGIC) + _DIGEST_BYTES].hex()


def open_roster(path: Path) -> OpenedRoster:
    """Open a roster file.

    Raises:
        ListMissing: The file is absent, cut short, altered or of another format.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"The stored roster {path} cannot be read ({error.strerror})."
        raise ListMissing(message, remedy=_REMEDY) from None
    payload = memoryview(content)[len(MAGIC) + _DIGEST_BYTES :]
    digest = digest_in(content)
    if not content.startswith(MAGIC) or hashlib.sha256(payload).hexdigest() != digest:
        message = f"The stored roster {path} is damaged: its digest does not fit its content."
        raise ListMissing(message, remedy=_REMEDY)
    try:
        sealed = _sealed_decoder.decode(payload)
    except msgspec.DecodeError:
        sealed = None
    if sealed is None or sealed.format != FORMAT:
        message = f"The stored roster {path} was written by another version of Penstock."
        raise ListMissing(message, remedy=_REMEDY)
    return OpenedRoster(sealed, digest)
