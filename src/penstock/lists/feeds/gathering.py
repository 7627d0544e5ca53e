"""Entries that a publisher spreads over several rows: the parts of each, gathered under its id."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from penstock.lists.feeds.drafts import made

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from penstock.lists.feeds.drafts import Place
    from penstock.lists.records import Address, Entry, Identifier, Kind, Link, ListedName


@dataclass(slots=True)
class Gathered:
    """The parts of one entry as they come; ``place`` is where its first row stands."""

    place: Place
    uid: str
    kind: Kind | None
    names: list[ListedName | None] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    addresses: list[Address | None] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    birth_dates: list[str] = field(default_factory=list)
    identifiers: list[Identifier | None] = field(default_factory=list)
    links: list[Link | None] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    genders: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    listed_on: list[date | None] = field(default_factory=list)
    until: date | None = None
    url: str | None = None

    def entry(self, list_id: str) -> Entry:
        """Return the entry: each part once, the earliest of its days of listing, the primary name first.

        Raises:
            RosterError: It has no name.
        """
        days = [day for day in self.listed_on if day is not None]
        told: list[ListedName] = [name for name in self.names if name is not None]
        told.sort(key=lambda name: name.kind != "primary")
        return made(
            self.place,
            list_id=list_id,
            uid=self.uid,
            kind=self.kind,
            names=told,
            programmes=self.programmes,
            addresses=self.addresses,
            countries=self.countries,
            birth_dates=self.birth_dates,
            identifiers=self.identifiers,
            links=self.links,
            titles=self.titles,
            gender=next((gender.lower() for gender in self.genders if gender), None),
            remarks="; ".join(dict.fromkeys(filter(None, self.remarks))) or None,
            listed_on=min(days, default=None),
            until=self.until,
            url=self.url,
        )


def entries_of(gathered: Iterable[Gathered], list_id: str) -> list[Entry]:
    """Return the entries of what was gathered, in the order of their first rows."""
    return [one.entry(list_id) for one in gathered]
