from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from penstock.lists.status import status_of, statuses

if TYPE_CHECKING:
    from collections.abc import Callable

    from penstock.lists.records import Roster
    from penstock.lists.store import ListStore

SDN = "us-ofac-sdn"


def test_a_fresh_list_alarms_nobody(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    store.save(make_roster("2026-07-11", "1", "2"))
    status = status_of(store, SDN, date(2026, 7, 25))
    assert status.as_dict() == {
        "list": SDN,
        "title": "Specially Designated Nationals and Blocked Persons List",
        "vintage": "2026-07-11",
        "age_days": 14,
        "vintages": 1,
        "entries": 2,
        "alarms": [],
        "warnings": [],
    }


def test_an_old_list_is_stale(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    store.save(make_roster("2026-07-11", "1"))
    assert status_of(store, SDN, date(2026, 7, 26)).alarms == ("stale: 15 days old, expected at most 14",)


def test_a_list_that_lost_entries_is_shrinking(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    store.save(make_roster("2026-07-10", *map(str, range(100))))
    store.save(make_roster("2026-07-11", *map(str, range(96))))
    assert status_of(store, SDN, date(2026, 7, 11)).alarms == ("shrinking: 96 entries, 100 on 2026-07-10",)


def test_a_damaged_list_does_not_hide_the_others(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    store.save(make_roster("2026-07-11", "1"))
    store.save(make_roster("2026-07-11", "1", list_id="un-sc"))
    path = store.folder / "rosters" / "un-sc" / "2026-07-11.roster"
    path.write_bytes(b"x")
    found, damaged = statuses(store, date(2026, 7, 11))
    assert [one.list for one in found] == [SDN]
    assert len(damaged) == 1
