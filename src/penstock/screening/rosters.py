"""One imported list with all its vintages, ready to be asked: who on it bears a name, and how he stood on a day."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from penstock.parties.index import Packed, PartyIndex
from penstock.screening.books import Found, Hit, Indexed, best
from penstock.screening.stands import Edition

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date

    from penstock.lists.history import History, Standing
    from penstock.lists.packed import OpenedRoster
    from penstock.lists.records import Entry
    from penstock.parties import Kind
    from penstock.parties.asked import Asked


class Names(msgspec.Struct, frozen=True, array_like=True):
    """The names of a list over all its vintages: whose each is, what sort of name, and the index over them."""

    uids: list[str]
    types: list[str]
    index: bytes

    def of(self, uids: Container[str]) -> list[tuple[str, Kind | None]]:
        """Return every name of some entries, with the kind of party it is compared as."""
        packed = msgspec.msgpack.decode(self.index, type=Packed)
        told = zip(self.uids, packed.names, packed.kinds, strict=True)
        return [(text, kind) for uid, text, kind in told if uid in uids]


def names_of(vintages: Iterable[OpenedRoster]) -> Names:
    """Index every name that some vintage has; a name that only an old vintage has still finds its entry."""
    found: dict[tuple[str, str], tuple[str, Kind | None]] = {}
    for opened in vintages:
        for entry in opened.roster().entries:
            found |= {(entry.uid, name.text): (name.kind, entry.kind) for name in entry.names}
    index = PartyIndex.build([text for _, text in found], [kind for _, kind in found.values()])
    return Names([uid for uid, _ in found], [how for how, _ in found.values()], index.pack())


def amended_names(names: Names, last: OpenedRoster, newer: Iterable[OpenedRoster]) -> Names:
    """Return the names of a list to which vintages were added, as ``names_of`` has them: only what changed is read.

    Args:
        names: The names of the vintages before.
        last: The latest of these.
        newer: The vintages after it, the oldest first.
    """
    index = PartyIndex.unpack(names.index)
    told = zip(names.types, index.kinds, strict=True)
    found = dict(zip(zip(names.uids, index.names, strict=True), told, strict=True))
    for opened in newer:
        for entry in map(opened.entry, opened.changed(last)):
            found |= {(entry.uid, name.text): (name.kind, entry.kind) for name in entry.names}
        last = opened
    amended = index.amended([text for _, text in found], [kind for _, kind in found.values()])
    return Names([uid for uid, _ in found], [how for how, _ in found.values()], amended.pack())


class ListHead(NamedTuple):
    """A list: its id, its name, what names this state of it in a stamp, where its publisher has it."""

    list: str
    title: str
    digest: str
    url: str | None = None


class Stored(Protocol):
    """The vintages of one list, read as they are asked for."""

    @property
    def days(self) -> Sequence[date]:
        """The days of the vintages, the oldest first."""

    def history(self) -> History:
        """Return who was on the list when."""

    def opened(self, day: date) -> OpenedRoster:
        """Return one vintage."""

    def names(self) -> Names:
        """Return the names of all vintages."""


class RosterBook:
    """One list: its vintages, their history and the names to search."""

    def __init__(self, head: ListHead, stored: Stored, *, lossless: bool = False) -> None:
        """Take what a list is, its vintages, and how its names are searched, see `Indexed`."""
        self.list = head.list
        self.title = head.title
        self.digest = head.digest
        self._url = head.url
        self._stored = stored
        self._lossless = lossless
        self._opened: dict[date, tuple[OpenedRoster, dict[str, int]]] = {}

    @cached_property
    def _names(self) -> Names:
        return self._stored.names()

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days of the vintages, the oldest first."""
        return tuple(self._stored.days)

    @cached_property
    def _index(self) -> PartyIndex:
        return PartyIndex.unpack(self._names.index)

    @cached_property
    def _search(self) -> Indexed:
        return Indexed(self._index, lossless=self._lossless)

    @cached_property
    def _history(self) -> History:
        return self._stored.history()

    def _of(self, day: date) -> tuple[OpenedRoster, dict[str, int]]:
        """Return a vintage and the place of each of its entries."""
        if day not in self._opened:
            opened = self._stored.opened(day)
            self._opened[day] = opened, {line.uid: place for place, line in enumerate(opened.lines())}
        return self._opened[day]

    def vintage(self, day: date) -> date | None:
        """Return the latest vintage on or before a day."""
        return max((one for one in self.days if one <= day), default=None)

    def is_in_order(self) -> bool:
        """Tell whether all its vintages can be put in order: none of an unknown day may be of the days of another."""
        return len(self._history.sights) == len(self.days)

    def edition(self, day: date) -> Edition:
        """Return the list as it is looked up for a day."""
        vintage = self.vintage(day)
        earliest = next((sight.earliest for sight in self._history.sights if sight.latest == vintage), None)
        return Edition(self.title, vintage, self._url, earliest)

    def named(self, uids: Container[str]) -> list[tuple[str, Kind | None]]:
        """Return every name that some vintage gives some entries, with the kind of party it is compared as."""
        return self._names.of(uids)

    def hits(self, name: str, kind: Kind | None) -> list[Hit]:
        """Return the best hit on each entry that matches, best first."""
        return self._best(name, self._search.matches(name, kind))

    def many(self, asked: Asked) -> dict[int, list[Hit]]:
        """Return what ``hits`` returns for each name that has some, by its place."""
        found = self._search.many(asked)
        return {place: self._best(asked.names[place], matches) for place, matches in found.items()}

    def _best(self, name: str, matches: Found) -> list[Hit]:
        found: dict[str, list[Hit]] = {}
        for place, comparison in matches:
            uid = self._names.uids[place]
            found.setdefault(uid, []).append(
                Hit(name, self._index.names[place], self._names.types[place], comparison, uid=uid)
            )
        return sorted(map(best, found.values()), key=lambda hit: (-hit.comparison.score, hit.uid or ""))

    def entry(self, uid: str, day: date) -> Entry | None:
        """Return an entry as the latest vintage up to a day has it, or the earliest that has it at all."""
        days = self.days
        for one in [*(d for d in reversed(days) if d <= day), *(d for d in days if d > day)]:
            opened, places = self._of(one)
            if uid in places:
                return opened.entry(places[uid])
        return None

    def standing(self, uid: str, day: date) -> Standing:
        """Return how an entry stood on a day."""
        return self._history.on(uid, day)

    def days_of(self, uid: str) -> Iterator[date]:
        """Yield the days that tell how an entry stood, besides those of the vintages."""
        for span in self._history.spans(uid):
            days = (span.since, span.after, span.seen, span.last_seen, span.absent_by, span.until, span.contradicted)
            yield from (day for day in days if day is not None)

    def days_of_vintages(self) -> Iterator[date]:
        """Yield the first and last day that each vintage can be of."""
        yield from self.days
        for sight in self._history.sights:
            yield from (sight.earliest, sight.latest)
