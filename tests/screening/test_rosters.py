from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from penstock.batch.rosters import StoredList
from penstock.lists.records import Entry, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore
from penstock.screening.rosters import ListHead, RosterBook, amended_names, names_of

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = date(2024, 1, 1), date(2025, 1, 1)


def entry(uid: str, *names: str, weak: str | None = None) -> Entry:
    listed = [ListedName(text=name, kind="alias" if place else "primary") for place, name in enumerate(names)]
    listed += [ListedName(text=weak, kind="weak")] if weak else []
    return sealed(Entry(list="un-sc", uid=uid, kind="company", names=tuple(listed), programmes=(f"P{len(names)}",)))


@pytest.fixture
def book(tmp_path: Path) -> RosterBook:
    store = ListStore.open(tmp_path)
    gone, stays = (
        entry("1", "KESTREL BAY SHIPPING CO LTD"),
        entry("2", "AMBER RIDGE TEXTILES LLC", weak="ORIOLE TEXTILES"),
    )
    later = entry("2", "AMBER RIDGE TEXTILES LLC", "SORREL MOUNTAIN TEXTILES")
    for day, entries in ((FIRST, (gone, stays)), (SECOND, (later,))):
        counts = counts_of(entries)
        store.save(
            Roster(list="un-sc", vintage=day, earliest=day, publisher="p", files=(), entries=entries, counts=counts)
        )
    return RosterBook(ListHead("un-sc", "UN list", "d", "https://un.org"), StoredList(store, "un-sc", "state"))


def test_a_name_that_only_an_old_vintage_has_still_finds_its_entry(book: RosterBook) -> None:
    (hit,) = book.hits("Kestrel Bay Shipping", None)
    assert (hit.uid, hit.name) == ("1", "KESTREL BAY SHIPPING CO LTD")
    assert book.standing("1", date(2024, 6, 1)).status == "unknown"
    assert book.standing("1", SECOND).status == "not_listed"


def test_an_entry_is_found_by_its_best_name_and_once(book: RosterBook) -> None:
    (hit,) = book.hits("Sorrel Mountain Textiles", "company")
    assert (hit.uid, hit.type, hit.name) == ("2", "alias", "SORREL MOUNTAIN TEXTILES")
    (weak,) = book.hits("Oriole Textiles", None)
    assert (weak.uid, weak.is_weak) == ("2", True)
    assert book.hits("Nobody At All", None) == []


def test_an_entry_is_as_the_vintage_of_the_day_has_it(book: RosterBook) -> None:
    programmes = [found.programmes for day in (date(2023, 1, 1), FIRST, SECOND) if (found := book.entry("2", day))]
    assert programmes == [("P1",), ("P1",), ("P2",)]
    assert book.entry("9", SECOND) is None


def test_the_edition_of_a_day_is_the_latest_vintage_up_to_it(book: RosterBook) -> None:
    assert book.edition(date(2023, 12, 31)) == ("UN list", None, "https://un.org", None)
    assert book.edition(date(2024, 12, 31)).vintage == FIRST
    assert book.edition(SECOND).vintage == SECOND


def test_the_names_of_entries_are_those_of_all_vintages(book: RosterBook) -> None:
    assert book.named({"1"}) == [("KESTREL BAY SHIPPING CO LTD", "company")]
    assert [name for name, _ in book.named({"2", "9"})] == [
        "AMBER RIDGE TEXTILES LLC",
        "ORIOLE TEXTILES",
        "SORREL MOUNTAIN TEXTILES",
    ]


@pytest.mark.parametrize(
    "later",
    [
        (),
        (entry("2", "AMBER RIDGE TEXTILES LLC", "SORREL MOUNTAIN TEXTILES"),),
        (entry("1", "KESTREL BAY SHIPPING CO LTD", weak="KESTREL"), entry("3", "JUNIPER WORKS")),
        (msgspec.structs.replace(entry("2", "ORIOLE TEXTILES"), kind="vessel"),),
    ],
)
def test_names_amended_by_later_vintages_are_those_of_all(tmp_path: Path, later: tuple[Entry, ...]) -> None:
    store = ListStore.open(tmp_path)
    days = [FIRST, SECOND, date(2026, 1, 1), date(2026, 2, 1)]
    first = (entry("1", "KESTREL BAY SHIPPING CO LTD"), entry("2", "AMBER RIDGE TEXTILES LLC", weak="ORIOLE TEXTILES"))
    for day, entries in zip(days, (first, first[1:], later, first), strict=True):
        counts = counts_of(entries)
        told = {"earliest": day, "publisher": "p", "files": (), "entries": entries, "counts": counts}
        store.save(Roster(list="un-sc", vintage=day, **told))  # type: ignore[arg-type]  # as they are
    opened = [store.opened("un-sc", day) for day in days]
    amended, made = amended_names(names_of(opened[:2]), opened[1], opened[2:]), names_of(opened)
    assert (amended.uids, amended.types) == (made.uids, made.types)
    assert amended.of({"1", "2", "3"}) == made.of({"1", "2", "3"})


def test_vintages_of_overlapping_days_are_not_in_order(book: RosterBook, tmp_path: Path) -> None:
    assert book.is_in_order()
    store = ListStore.open(tmp_path)
    day = date(2025, 1, 31)
    told = {"earliest": day.replace(day=1), "publisher": "p", "files": (), "entries": (), "counts": {}}
    store.save(Roster(list="un-sc", vintage=day, **told))  # type: ignore[arg-type]  # as they are
    again = RosterBook(ListHead("un-sc", "UN list", "d"), StoredList(store, "un-sc", "state"))
    assert not again.is_in_order()
