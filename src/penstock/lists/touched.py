"""Which entries of a list an answer may depend on otherwise since newer vintages came, and by which names.

What is known up to a day are the vintages up to it: a name or an entry that only an older one has is still found.
An answer takes from an entry its names, its kind, its programmes and how it stood; nothing else is looked at.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from penstock.lists.history import History, Sight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from penstock.lists.packed import OpenedRoster
    from penstock.lists.records import Entry, Kind, NameKind


class Vintage:
    """One vintage, opened: where each entry is and the digest it has."""

    def __init__(self, opened: OpenedRoster) -> None:
        """Read its lines."""
        self.head = opened.head
        self.lines = opened.lines()
        self._opened = opened

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each entry."""
        return {line.uid: place for place, line in enumerate(self.lines)}

    def digest(self, uid: str) -> str | None:
        """Return the digest of an entry, ``None`` where the vintage lacks it."""
        place = self.places.get(uid)
        return None if place is None else self.lines[place].digest

    def entry(self, uid: str) -> Entry:
        """Return an entry."""
        return self._opened.entry(self.places[uid])


class Stood(NamedTuple):
    """How an entry stood on a day, as far as a later vintage that has it unchanged does not alter it."""

    status: str
    since: date | None
    seen: date | None
    until: date | None


class Listed(NamedTuple):
    """What an answer takes from an entry: its names with the sort and the kind of party of each, kind, programmes."""

    names: dict[str, tuple[NameKind, Kind | None]]
    kind: Kind | None
    programmes: frozenset[str]


class Known:
    """A list as it is known on a day."""

    def __init__(self, vintages: Mapping[date, Vintage], day: date) -> None:
        """Take the vintages of a list up to a day.

        Args:
            vintages: Those of the list, by day.
            day: The day.
        """
        self.day = day
        self._vintages = [vintages[one] for one in sorted(vintages) if one <= day]
        self._history = History(Sight(one.head.earliest, one.head.vintage, one.lines) for one in self._vintages)

    def uids(self) -> list[str]:
        """Return the id of every entry that some vintage has."""
        return self._history.uids()

    def stood(self, uid: str) -> Stood:
        """Return how an entry stood on the day."""
        standing = self._history.on(uid, self.day)
        span = standing.span
        return Stood(standing.status, *((span.since, span.seen, span.until) if span else (None, None, None)))

    def digests(self, uid: str) -> list[str]:
        """Return the digests of an entry in the vintages that have it, the oldest first."""
        found = (vintage.digest(uid) for vintage in self._vintages)
        return [digest for digest in found if digest is not None]

    def listed(self, uid: str) -> Listed:
        """Return what an answer takes from an entry; of each name what the latest vintage that has it says."""
        entries = [vintage.entry(uid) for vintage in self._vintages if uid in vintage.places]
        names = {name.text: (name.kind, entry.kind) for entry in entries for name in entry.names}
        if not entries:
            return Listed(names, None, frozenset())
        return Listed(names, entries[-1].kind, frozenset(entries[-1].programmes))


class Touched(NamedTuple):
    """An entry that a change touches, and the names by which it can touch an answer, with the kind of each."""

    uid: str
    names: tuple[tuple[str, Kind | None], ...]


def touched(
    vintages: Mapping[date, OpenedRoster],
    older: date,
    newer: date,
    *,
    cleared: Iterable[tuple[str, str]] = (),
    others: Iterable[str] = (),
) -> list[Touched]:
    """Return what the vintages after one day and up to another touch, as seen from these two days.

    Args:
        vintages: Those of one list, by day.
        older: The day before the change.
        newer: The day after it.
        cleared: Ids of entries that were cleared of some name, each with the digest that was looked at.
        others: Ids of entries that are touched by something else.
    """
    read = {day: Vintage(opened) for day, opened in vintages.items() if day <= newer}
    before, after = Known(read, older), Known(read, newer)
    whole = {uid for uid, digest in cleared if _last(before, uid, digest) != _last(after, uid, digest)} | {*others}
    found = (Touched(uid, tuple(_names(before, after, uid, is_whole=uid in whole))) for uid in after.uids())
    return [one for one in found if one.names]


def _last(known: Known, uid: str, digest: str) -> bool:
    """Tell whether the latest vintage that has an entry has it with this digest."""
    return known.digests(uid)[-1:] == [digest]


def _names(before: Known, after: Known, uid: str, *, is_whole: bool) -> Iterator[tuple[str, Kind | None]]:
    """Yield the names to look for: all of them where the entry stands otherwise, else those that changed."""
    is_whole = is_whole or before.stood(uid) != after.stood(uid)
    old, new = before.digests(uid), after.digests(uid)
    if not is_whole and {*new[len(old) :]} <= {*old[-1:]}:
        return
    was, now = before.listed(uid), after.listed(uid)
    is_whole = is_whole or was[1:] != now[1:]
    texts = [text for text, told in now.names.items() if is_whole or was.names.get(text) != told]
    kinds = ((text, names[text][1]) for names in (now.names, was.names) for text in texts if text in names)
    yield from dict.fromkeys(kinds)
