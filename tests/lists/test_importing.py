from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from penstock.kernel.errors import InputError, RosterError, UnknownId, UsageError
from penstock.lists.importing import FEEDS, check_counts, deliveries, import_path, passed_over
from penstock.lists.records import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from penstock.lists.records import Entry, Roster
    from penstock.lists.store import ListStore

TODAY = date(2026, 11, 25)
SDN = "us-ofac-sdn"


def row(number: int) -> list[object]:
    return [number, f"COMPANY {number}", "", "CUBA"]


def test_a_file_becomes_a_roster_of_its_vintage(store: ListStore, ofac: Callable[..., Path]) -> None:
    (one,) = import_path(store, ofac([row(1), row(2)]), today=TODAY, accepts_fewer=True)
    assert one.saved == "added"
    stored = store.roster(SDN)
    assert stored == one.roster
    assert (stored.earliest, stored.vintage) == (date(2021, 7, 1), date(2021, 7, 31))
    assert stored.publisher == "US Treasury, Office of Foreign Assets Control"
    assert [file.name for file in stored.files][:2] == ["sdn.csv", "alt.csv"]
    assert len(stored.files[0].sha256) == 64
    assert one.as_dict()["counts"]["entries"] == 2


def test_a_folder_of_vintages_is_imported_at_once(store: ListStore, ofac: Callable[..., Path], tmp_path: Path) -> None:
    ofac([row(1)], folder="2021-07")
    ofac([row(1), row(2)], folder="2026-07-11")
    imported = import_path(store, tmp_path, today=TODAY, accepts_fewer=True)
    assert [one.roster.vintage for one in imported] == [date(2021, 7, 31), date(2026, 7, 11)]
    assert store.vintages(SDN) == [date(2021, 7, 31), date(2026, 7, 11)]


def test_nothing_is_kept_when_one_file_is_refused(store: ListStore, ofac: Callable[..., Path], tmp_path: Path) -> None:
    ofac([row(1)], folder="2021-07")
    ofac([["x", "y"]], folder="2026-07-11")
    with pytest.raises(RosterError):
        import_path(store, tmp_path, today=TODAY, accepts_fewer=True)
    assert store.lists() == []


def test_too_few_entries_are_refused_and_the_good_roster_stays(store: ListStore, ofac: Callable[..., Path]) -> None:
    with pytest.raises(
        RosterError, match=r"found 1 entries; expected at least 4000 on us-ofac-sdn \(or --accept-fewer"
    ):
        import_path(store, ofac([row(1)]), today=TODAY)
    assert store.lists() == []


def test_a_list_that_lost_a_fifth_is_refused(make_roster: Callable[..., Roster]) -> None:
    before = make_roster("2026-07-11", *map(str, range(10_000)))
    roster = _filed(make_roster("2026-07-12", *map(str, range(5000))))
    with pytest.raises(RosterError, match=r"found 5000 entries; expected at least 80% of the 10000 of 2026-07-11"):
        check_counts(roster, None, before, is_lax=False)
    check_counts(roster, None, before, is_lax=True)
    check_counts(roster, None, make_roster("2026-07-11", *map(str, range(6250))), is_lax=False)


def test_a_list_that_lost_its_aliases_is_refused_unless_they_are_known_to_be_missing(
    make_roster: Callable[..., Roster], make_entry: Callable[..., Entry]
) -> None:
    numbers = range(5000)
    before = make_roster("2026-07-11", *(make_entry(str(n), f"N {n}", f"A {n}") for n in numbers))
    roster = _filed(make_roster("2026-07-12", *map(str, numbers)))
    with pytest.raises(RosterError, match="found 5000 names; expected at least 80% of the 10000"):
        check_counts(roster, None, before, is_lax=False)
    check_counts(msgspec.structs.replace(roster, lacks=("aliases",)), None, before, is_lax=False)


def test_the_number_a_file_states_must_be_there(make_roster: Callable[..., Roster]) -> None:
    roster = _filed(make_roster("2026-07-12", "1", "2"))
    with pytest.raises(RosterError, match="found 2 entries; expected 3, as the file says"):
        check_counts(roster, 3, None, is_lax=True)
    check_counts(roster, 2, None, is_lax=True)


def _filed(roster: Roster) -> Roster:
    return msgspec.structs.replace(roster, files=(SourceFile(name="sdn.csv", sha256="0", size=1),))


def test_a_file_that_is_no_list_is_refused(store: ListStore, ofac: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no list")
    with pytest.raises(UsageError, match="is no party list in a format Penstock reads"):
        import_path(store, tmp_path / "notes.txt", today=TODAY)
    beside = ofac([row(1)]).with_name("alt.csv")
    with pytest.raises(UsageError, match=r"Name sdn\.csv or cons_prim\.csv"):
        deliveries(beside)


def test_two_files_of_one_list_and_day_are_refused(store: ListStore, ofac: Callable[..., Path], tmp_path: Path) -> None:
    ofac([row(1)], folder="a")
    ofac([row(2)], folder="b")
    with pytest.raises(UsageError, match=r"sdn\.csv and sdn\.csv are both us-ofac-sdn of 2026-07-11\. Import one"):
        import_path(store, tmp_path, today=TODAY, vintage="2026-07-11", accepts_fewer=True)
    assert store.lists() == []


def test_files_that_look_like_lists_are_told(ofac: Callable[..., Path], tmp_path: Path) -> None:
    ofac([row(1)])
    for name in ("README.md", "other.csv", "cut.xml", ".hidden.csv"):
        (tmp_path / name).write_text("x\n")
    assert [file.name for file in passed_over(tmp_path)] == ["cut.xml", "other.csv"]


def test_a_file_that_may_not_be_read_is_an_input_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.csv"
    path.write_text("x\n")

    def forbid(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", forbid)
    with pytest.raises(InputError, match=r"list\.csv cannot be read \(Permission denied\)"):
        deliveries(path)


def test_no_two_feeds_claim_one_file(ofac: Callable[..., Path]) -> None:
    path = ofac([row(1)])
    assert sum(feed.claims(path) for feed in FEEDS) == 1


def test_one_list_alone_can_be_asked_for(store: ListStore, ofac: Callable[..., Path]) -> None:
    path = ofac([row(1)])
    assert import_path(store, path, today=TODAY, only=SDN, accepts_fewer=True)
    with pytest.raises(UsageError, match="holds no entry of un-sc"):
        import_path(store, path, today=TODAY, only="un-sc")
    with pytest.raises(UnknownId, match="is no list"):
        import_path(store, path, today=TODAY, only="nothing")


def test_the_real_lists_are_imported_in_one_go(store: ListStore, real_lists: Path) -> None:
    imported = import_path(store, real_lists, today=TODAY)
    found = {(one.roster.list, one.roster.vintage): one.roster.counts["entries"] for one in imported}
    assert found == {
        ("un-sc", date(2026, 2, 27)): 1003,
        (SDN, date(2021, 7, 31)): 8976,
        (SDN, date(2023, 1, 31)): 11443,
        (SDN, date(2026, 7, 31)): 19143,
    }
    again = import_path(store, real_lists, today=TODAY)
    assert {one.saved for one in again} == {"unchanged"}
