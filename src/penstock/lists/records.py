"""What a party list says, whoever publishes it: names, addresses, identifiers, entries, rosters."""

from __future__ import annotations

import hashlib
from datetime import date  # noqa: TC003  # msgspec reads the fields' types
from typing import Literal

import msgspec

Kind = Literal["person", "company", "vessel"]
NameKind = Literal["primary", "alias", "former", "weak", "original"]


_encode = msgspec.msgpack.Encoder().encode


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """Base of all records: frozen, by name, defaults left out of the packed form; no record can be part of a cycle."""


class ListedName(Record, frozen=True):
    """One name of an entry.

    ``weak`` is a name its publisher calls weak or of low quality; ``original`` one in the original script.
    ``script`` and ``language`` are the publisher's own words or codes, where it gives any.
    """

    text: str
    kind: NameKind
    script: str | None = None
    language: str | None = None


class Address(Record, frozen=True):
    """One address in one line, and its country as the publisher writes it."""

    text: str = ""
    country: str | None = None


class Identifier(Record, frozen=True):
    """A number that identifies the party: ``kind`` in the publisher's words, e.g. ``Passport``."""

    kind: str
    value: str
    country: str | None = None


class Link(Record, frozen=True):
    """A link to another party, in the publisher's words, e.g. ``Linked To``; ``uid`` where it gives one."""

    kind: str
    name: str
    uid: str | None = None


class Entry(Record, frozen=True):
    """A party's entry on a list.

    ``kind`` is ``None`` where the publisher says neither person nor company nor vessel (aircraft, for one).
    ``birth_dates`` are days, months or years as ISO 8601 writes them where they can be read, else as published.
    ``listed_on`` and ``until`` are only what the publisher says of this entry. ``digest`` changes with any field.
    """

    list: str
    uid: str
    kind: Kind | None
    names: tuple[ListedName, ...]
    programmes: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    titles: tuple[str, ...] = ()
    gender: str | None = None
    remarks: str | None = None
    listed_on: date | None = None
    until: date | None = None
    url: str | None = None
    digest: str = ""

    @property
    def name(self) -> str:
        """The primary name."""
        return next((name.text for name in self.names if name.kind == "primary"), self.names[0].text)


class SourceFile(Record, frozen=True):
    """A file a roster was read from."""

    name: str
    sha256: str
    size: int


class Roster(Record, frozen=True):
    """A list as it stood in one vintage.

    ``vintage`` is the day of the list, or the last day it can be of; ``earliest`` the first day it can be of.
    ``counts`` are entries by kind, names, addresses; ``warnings`` what was odd but no reason to refuse it; ``lacks``
    what the list publishes and this delivery came without, e.g. ``aliases``: of these nothing is known.
    """

    list: str
    vintage: date
    earliest: date
    publisher: str
    files: tuple[SourceFile, ...]
    entries: tuple[Entry, ...]
    counts: dict[str, int]
    warnings: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def sealed(entry: Entry) -> Entry:
    """Return the entry with its digest: the same fields give the same digest, in whatever order they were listed."""
    parts = {name: getattr(entry, name) for name in entry.__struct_fields__ if name != "digest"}
    plain = {name: sorted(map(_encode, part)) if isinstance(part, tuple) else part for name, part in parts.items()}
    return msgspec.structs.replace(entry, digest=hashlib.sha256(_encode(plain)).hexdigest()[:16])


def counts_of(entries: tuple[Entry, ...]) -> dict[str, int]:
    """Count entries, and entries by kind, names, addresses and identifiers."""
    kinds = {"person": 0, "company": 0, "vessel": 0, "other": 0}
    for entry in entries:
        kinds[entry.kind or "other"] += 1
    return {
        "entries": len(entries),
        **kinds,
        "names": sum(len(entry.names) for entry in entries),
        "addresses": sum(len(entry.addresses) for entry in entries),
        "identifiers": sum(len(entry.identifiers) for entry in entries),
    }
