"""How old each stored list is, and whether it is stale or shrinking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import ListMissing
from penstock.lists.sources import source_of

if TYPE_CHECKING:
    from datetime import date

    from penstock.lists.store import ListStore

_SHRINKS = 0.97
"""Share of the entries of the vintage before below which a list is said to shrink."""


@dataclass(frozen=True, slots=True)
class ListStatus:
    """What is stored of one list: its latest vintage, its age in days, its vintages, and what should alarm."""

    list: str
    title: str
    vintage: date
    age: int
    vintages: int
    entries: int
    alarms: tuple[str, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the status as plain values."""
        return {
            "list": self.list,
            "title": self.title,
            "vintage": self.vintage.isoformat(),
            "age_days": self.age,
            "vintages": self.vintages,
            "entries": self.entries,
            "alarms": list(self.alarms),
            "warnings": list(self.warnings),
        }


def status_of(store: ListStore, list_id: str, today: date) -> ListStatus:
    """Return the status of one list on a day.

    Raises:
        ListMissing: No vintage of it is stored, or one is damaged.
    """
    source, stored = source_of(list_id), store.vintages(list_id)
    latest = store.opened(list_id, store.vintage_for(list_id)).head
    entries = latest.counts["entries"]
    alarms = []
    age = (today - latest.vintage).days
    if age > source.stale:
        alarms.append(f"stale: {age} days old, expected at most {source.stale}")
    if len(stored) > 1:
        before = store.opened(list_id, stored[-2]).head.counts["entries"]
        if entries < _SHRINKS * before:
            alarms.append(f"shrinking: {entries} entries, {before} on {stored[-2]}")
    return ListStatus(
        list_id, source.title, latest.vintage, age, len(stored), entries, tuple(alarms), tuple(latest.warnings)
    )


def statuses(store: ListStore, today: date) -> tuple[list[ListStatus], list[ListMissing]]:
    """Return the status of every stored list, and the refusals of those that are damaged."""
    found, damaged = [], []
    for list_id in store.lists():
        try:
            found.append(status_of(store, list_id, today))
        except ListMissing as error:
            damaged.append(error)
    return found, damaged
