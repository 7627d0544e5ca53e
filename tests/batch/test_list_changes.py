from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from penstock.batch.list_changes import ListsNow, WholeError, changed_names
from penstock.batch.rosters import open_books
from penstock.lists.clearings import Clearings
from penstock.lists.records import Entry, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore
from penstock.screening.books import uid_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from penstock.law.register import Register

SDN = "us-ofac-sdn"
FIRST, SECOND, THIRD = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
KNOWN = "45407"
"""The number of an entry that is a party of the register."""


def entry(uid: str, *names: str, **fields: Any) -> Entry:  # noqa: ANN401  # fields of an entry
    listed = tuple(ListedName(text=name, kind="primary" if not nth else "alias") for nth, name in enumerate(names))
    return sealed(Entry(list=SDN, uid=uid, kind=fields.pop("kind", "company"), names=listed, **fields))


STAYS, GOES = entry("1", "KESTREL BAY SHIPPING"), entry("2", "AMBER RIDGE TEXTILES", "RIDGE TEXTILES")


def keep(store: ListStore, day: date, *entries: Entry, earliest: date | None = None, list_id: str = SDN) -> None:
    told: dict[str, Any] = {"publisher": "p", "files": (), "counts": counts_of(entries)}
    store.save(Roster(list=list_id, vintage=day, earliest=earliest or day, entries=entries, **told))


@pytest.fixture
def store(tmp_path: Path) -> ListStore:
    """Return a store with one vintage of two entries."""
    made = ListStore.open(tmp_path)
    keep(made, FIRST, STAYS, GOES)
    return made


@pytest.fixture
def names_since(store: ListStore, register: Register) -> Callable[[dict[str, str]], list[tuple[str, str | None]]]:
    """Return what tells the names that changed since the lists had some digests."""

    def names(told: dict[str, str]) -> list[tuple[str, str | None]]:
        now = ListsNow(store, open_books(store), Clearings(store.folder), register)
        return sorted(changed_names(told, now), key=str)

    return names


def test_the_names_of_what_came_went_or_changed_are_told(
    store: ListStore, names_since: Callable[[dict[str, str]], list[tuple[str, str | None]]]
) -> None:
    before = store.digests()
    assert names_since(before) == []
    keep(store, SECOND, STAYS, entry("3", "SORREL MINING", kind="vessel"))
    assert names_since(before) == [
        ("AMBER RIDGE TEXTILES", "company"),
        ("RIDGE TEXTILES", "company"),
        ("SORREL MINING", "vessel"),
    ]
    between = store.digests()
    keep(store, THIRD, STAYS, GOES, entry("3", "SORREL MINING", kind=None))
    assert {name for name, _ in names_since(before)} == {"AMBER RIDGE TEXTILES", "RIDGE TEXTILES", "SORREL MINING"}
    assert {kind for name, kind in names_since(between) if name == "SORREL MINING"} == {"vessel", None}


def test_any_field_of_an_entry_counts(
    store: ListStore, names_since: Callable[[dict[str, str]], list[tuple[str, str | None]]]
) -> None:
    before = store.digests()
    keep(store, SECOND, entry("1", "KESTREL BAY SHIPPING", programmes=("X",)), GOES)
    assert names_since(before) == [("KESTREL BAY SHIPPING", "company")]


def test_the_entries_of_cleared_pairs_are_among_them(
    store: ListStore, names_since: Callable[[dict[str, str]], list[tuple[str, str | None]]]
) -> None:
    Clearings(store.folder).clear("Kestrel Bay", STAYS, reason="another", by="an officer", on=SECOND)
    assert names_since(store.digests()) == [("KESTREL BAY SHIPPING", "company")]


def test_a_party_of_the_register_that_is_an_entry_brings_its_own_names(
    store: ListStore, register: Register, names_since: Callable[[dict[str, str]], list[tuple[str, str | None]]]
) -> None:
    before = store.digests()
    keep(store, SECOND, STAYS, GOES, entry(KNOWN, "A NAME OF THE LIST ALONE"))
    known = next(party for party in register.packed.parties.values() if uid_of(party) == KNOWN)
    assert {"A NAME OF THE LIST ALONE", *(name.name for name in known.names)} <= {
        name for name, _ in names_since(before)
    }


def test_a_notice_newer_than_a_vintage_may_be_overtaken_by_the_next(
    store: ListStore, register: Register, names_since: Callable[[dict[str, str]], list[tuple[str, str | None]]]
) -> None:
    listings = [one for party in register.packed.parties.values() if uid_of(party) for one in party.listings]
    latest = max(span.since for one in listings if one.of == SDN for span in one.spans if span.since is not None)
    old = ListStore.open(store.folder / "old")
    keep(old, latest.replace(year=latest.year - 1), STAYS, earliest=latest.replace(year=latest.year - 1))
    before = old.digests()
    keep(old, THIRD, STAYS)
    now = ListsNow(old, open_books(old), Clearings(old.folder), register)
    assert changed_names(before, now)
    assert names_since(store.digests()) == []


def test_what_vintages_alone_do_not_tell_is_said(
    store: ListStore, names_since: Callable[[dict[str, str]], list[tuple[str, str | None]]]
) -> None:
    before = store.digests()
    with pytest.raises(WholeError, match="un-sc is imported now and was not then"):
        names_since({**before, "un-sc": "0"})
    with pytest.raises(WholeError, match="us-ofac-sdn is imported now"):
        names_since({})
    with pytest.raises(WholeError, match="is no longer stored as it was then"):
        names_since({SDN: "another"})
    keep(store, FIRST, STAYS)
    with pytest.raises(WholeError, match="is no longer stored as it was then"):
        names_since(before)
    between = store.digests()
    keep(store, date(2026, 3, 31), GOES, earliest=FIRST)
    with pytest.raises(WholeError, match="the days of the vintages of us-ofac-sdn overlap"):
        names_since(between)
