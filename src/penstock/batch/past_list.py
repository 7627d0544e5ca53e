"""One stored list as it was known on a day: its vintages up to that day and no later one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from penstock.batch.rosters import StoredList, state_of
from penstock.lists.history import History, Sight
from penstock.lists.sources import source_of
from penstock.screening.rosters import ListHead, RosterBook

if TYPE_CHECKING:
    from datetime import date

    from penstock.lists.packed import OpenedRoster
    from penstock.lists.store import ListStore


@dataclass(frozen=True, slots=True)
class PastList(StoredList):
    """The vintages of a list up to a day; several of one list may share what was opened."""

    until: date
    shared: dict[date, OpenedRoster]

    @property
    def days(self) -> list[date]:
        """The days of the vintages, the oldest first."""
        return [day for day in self.store.vintages(self.list_id) if day <= self.until]

    def history(self) -> History:
        """Return who was on the list when, by these vintages.

        Raises:
            ListMissing: A vintage is damaged.
        """
        opened = [self.opened(day) for day in self.days]
        return History(Sight(one.head.earliest, one.head.vintage, one.lines()) for one in opened)

    def opened(self, day: date) -> OpenedRoster:
        """Return one vintage.

        Raises:
            ListMissing: It is damaged.
        """
        if day not in self.shared:
            self.shared[day] = self.store.opened(self.list_id, day)
        return self.shared[day]


def past_list(store: ListStore, list_id: str, until: date, shared: dict[date, OpenedRoster]) -> PastList:
    """Return a list as it was known on a day; the index over its names is the one that was made then, if it was."""
    return PastList(store, list_id, state_of(store.digest_of(list_id, until)), until, shared)


def book_of(past: PastList) -> RosterBook:
    """Return a list, ready to be asked as it was known on its day."""
    source = source_of(past.list_id)
    url = source.url[0] if source.url else None
    digest = past.store.digest_of(past.list_id, past.until)
    return RosterBook(ListHead(past.list_id, source.title, digest, url), past)
