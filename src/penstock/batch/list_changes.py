"""By which names a run may be judged otherwise since its lists changed: those of every entry that is not what it was.

Who a name matches depends on the two names alone, so an answer about any other name is what it was. What is compared is
the lists as the stamp of the run names them and as they are stored now; where more than vintages was added to them, the
names cannot be told and everything must be judged again.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from penstock.batch.past_list import past_list
from penstock.screening.books import COMPARED_AS, uid_of
from penstock.screening.parties import UID_LIST

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from datetime import date

    from penstock.law.party_records import Party
    from penstock.law.register import Register
    from penstock.lists.clearings import Clearings
    from penstock.lists.packed import OpenedRoster
    from penstock.lists.store import ListStore
    from penstock.screening.rescreening import Name
    from penstock.screening.rosters import RosterBook


class WholeError(Exception):
    """Names alone do not tell what may be judged otherwise: the sentence says why. It never leaves this room."""


class ListsNow(NamedTuple):
    """The lists as they are stored now, what was cleared, and the register."""

    store: ListStore
    books: Sequence[RosterBook]
    clearings: Clearings
    register: Register


def changed_names(told: Mapping[str, str], now: ListsNow) -> list[Name]:
    """Return the names by which an answer may be another one than by the lists of a stamp.

    A pair of a name and an entry may have been cleared since: the names of every entry of such a pair are among them.

    Args:
        told: The digest of each list, as the stamp has it.
        now: The lists now.

    Raises:
        WholeError: A list came or went, or is no longer stored as it was, or its vintages cannot be put in order.
        ListMissing: A vintage is damaged.
    """
    books = {book.list: book for book in now.books}
    if told.keys() != books.keys():
        others = ", ".join(sorted(told.keys() ^ books.keys()))
        message = f"{others} is imported now and was not then, or the other way round"
        raise WholeError(message)
    found: dict[Name, None] = {}
    for list_id, digest in told.items():
        cleared = {one.uid for one in now.clearings.all() if one.list == list_id}
        found |= dict.fromkeys(_names(now, books[list_id], digest, cleared))
    return list(found)


def _names(now: ListsNow, book: RosterBook, digest: str, cleared: set[str]) -> Iterator[Name]:
    """Yield the names of the entries of one list that may stand otherwise, and of the register's parties they are."""
    uids, since = cleared, None
    if book.digest != digest:
        older = _day_of(now.store, book, digest)
        vintages = [now.store.opened(book.list, day) for day in book.days if day >= older]
        uids, since = cleared | _changed(vintages), vintages[0].head.earliest
        yield from past_list(now.store, book.list, older, {}).names().of(uids)
    if uids or since is not None:
        yield from book.named(uids)
        yield from _recorded(now.register, book.list, uids, since)


def _day_of(store: ListStore, book: RosterBook, digest: str) -> date:
    """Return the day of the latest vintage that a list had when it had some digest."""
    if not book.is_in_order():
        message = f"the days of the vintages of {book.list} overlap"
        raise WholeError(message)
    for day in book.days[:-1]:
        if store.digest_of(book.list, day) == digest:
            return day
    message = f"{book.list} is no longer stored as it was then, with nothing but later vintages added"
    raise WholeError(message)


def _changed(vintages: Sequence[OpenedRoster]) -> set[str]:
    """Return the entries that came, went or changed from one vintage to the next."""
    found: set[str] = set()
    for older, newer in pairwise(vintages):
        lines = newer.lines()
        found |= {line.uid for line in older.lines()} - {line.uid for line in lines}
        found |= {lines[place].uid for place in newer.changed(older)}
    return found


def _recorded(register: Register, list_id: str, uids: Container[str], since: date | None) -> Iterator[Name]:
    """Yield the names of the register's parties that are some entries, or of which a notice is newer than a vintage."""
    for party in register.packed.parties.values():
        uid = uid_of(party) if list_id == UID_LIST else None
        if uid is not None and (uid in uids or (since is not None and _is_newer(party, list_id, since))):
            yield from ((name.name, COMPARED_AS[party.kind]) for name in party.names)


def _is_newer(party: Party, list_id: str, day: date) -> bool:
    """Tell whether a notice about a party on a list took effect after a day: a vintage may overtake it."""
    spans = (span for listing in party.listings if listing.of == list_id for span in listing.spans)
    return any(one is not None and one > day for span in spans for one in (span.since, span.until))
