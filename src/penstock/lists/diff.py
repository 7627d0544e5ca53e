"""What changed between two vintages of a list, to the entry and the field.

A field that one of the vintages does not publish at all is not compared: a file without aliases takes no alias away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from penstock.lists.records import Entry, Roster


def _names(*kinds: str) -> Callable[[Entry], frozenset[Hashable]]:
    return lambda entry: frozenset(name.text for name in entry.names if name.kind in kinds)


def _parts(field: str) -> Callable[[Entry], frozenset[Hashable]]:
    return lambda entry: frozenset(getattr(entry, field))


def _one(field: str) -> Callable[[Entry], frozenset[Hashable]]:
    return lambda entry: frozenset({getattr(entry, field)} - {None})


FIELDS: dict[str, Callable[[Entry], frozenset[Hashable]]] = {
    "name": _names("primary"),
    "aliases": _names("alias", "former"),
    "weak_aliases": _names("weak"),
    "original_names": _names("original"),
    "kind": _one("kind"),
    **{name: _parts(name) for name in ("programmes", "addresses", "countries", "birth_dates")},
    **{name: _parts(name) for name in ("identifiers", "links", "titles")},
    **{name: _one(name) for name in ("gender", "remarks", "listed_on", "until")},
}
"""Every field that is compared, and the set of what an entry has in it."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field lost and what it gained, in a settled order."""

    field: str
    lost: tuple[Any, ...]
    gained: tuple[Any, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain values."""
        return {
            "field": self.field,
            "lost": [msgspec.to_builtins(value) for value in self.lost],
            "gained": [msgspec.to_builtins(value) for value in self.gained],
        }


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that both vintages have, and the fields in which they differ."""

    before: Entry
    after: Entry
    fields: tuple[FieldChange, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain values."""
        return {"uid": self.after.uid, "name": self.after.name, "fields": [one.as_dict() for one in self.fields]}


@dataclass(frozen=True, slots=True)
class RosterDiff:
    """Entries that only the newer vintage has, that only the older has, and that differ; by id, in the list's order."""

    older: Roster
    newer: Roster
    added: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    changed: tuple[EntryChange, ...]
    not_compared: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as plain values."""
        return {
            "list": self.newer.list,
            "older": self.older.vintage.isoformat(),
            "newer": self.newer.vintage.isoformat(),
            "added": [_brief(entry) for entry in self.added],
            "gone": [_brief(entry) for entry in self.gone],
            "changed": [change.as_dict() for change in self.changed],
            "not_compared": list(self.not_compared),
        }


def diff(older: Roster, newer: Roster) -> RosterDiff:
    """Return what changed from one vintage of a list to another."""
    before = {entry.uid: entry for entry in older.entries}
    after = {entry.uid: entry for entry in newer.entries}
    compared = _published(older) & _published(newer)
    readers = {name: read for name, read in FIELDS.items() if name in compared}
    changes = (_change(before[uid], entry, readers) for uid, entry in after.items() if uid in before)
    return RosterDiff(
        older,
        newer,
        added=tuple(entry for uid, entry in after.items() if uid not in before),
        gone=tuple(entry for uid, entry in before.items() if uid not in after),
        changed=tuple(change for change in changes if change.fields),
        not_compared=tuple(sorted(_published(older) ^ _published(newer))),
    )


def _published(roster: Roster) -> set[str]:
    """Return the fields that at least one entry of a roster fills."""
    return {name for name, read in FIELDS.items() if any(map(read, roster.entries))}


def _change(before: Entry, after: Entry, readers: dict[str, Callable[[Entry], frozenset[Hashable]]]) -> EntryChange:
    if before.digest == after.digest:
        return EntryChange(before, after, ())
    read = ((name, reader(before), reader(after)) for name, reader in readers.items())
    fields = [FieldChange(name, _settled(old - new), _settled(new - old)) for name, old, new in read if old != new]
    return EntryChange(before, after, tuple(fields))


def _settled(values: frozenset[Hashable]) -> tuple[Hashable, ...]:
    return tuple(sorted(values, key=repr))


def _brief(entry: Entry) -> dict[str, Any]:
    return {"uid": entry.uid, "name": entry.name, "kind": entry.kind, "programmes": list(entry.programmes)}
