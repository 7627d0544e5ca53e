from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import ListMissing
from penstock.lists.store import folder_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from penstock.lists.records import Roster
    from penstock.lists.store import ListStore

HOME = Path("/home/me")


@pytest.mark.parametrize(
    ("chosen", "environ", "platform", "expected"),
    [
        (Path("/x"), {"PENSTOCK_LISTS": "/y"}, "linux", "/x"),
        (None, {"PENSTOCK_LISTS": "/y", "XDG_DATA_HOME": "/z"}, "linux", "/y"),
        (None, {"PENSTOCK_LISTS": ""}, "linux", "/home/me/.local/share/penstock/lists"),
        (None, {"XDG_DATA_HOME": "/z"}, "linux", "/z/penstock/lists"),
        (None, {}, "darwin", "/home/me/Library/Application Support/Penstock/lists"),
        (None, {"LOCALAPPDATA": "/l"}, "win32", "/l/Penstock/lists"),
        (None, {}, "win32", "/home/me/AppData/Local/Penstock/lists"),
    ],
)
def test_the_folder_is_the_one_chosen_or_named_or_usual(
    chosen: Path | None, environ: dict[str, str], platform: str, expected: str
) -> None:
    assert folder_for(chosen, environ, HOME, platform) == Path(expected)


def test_a_folder_that_is_not_there_holds_no_lists(store: ListStore) -> None:
    assert store.lists() == []
    assert store.vintages("un-sc") == []
    assert store.digests() == {}
    with pytest.raises(ListMissing, match=r"un-sc was never imported\. Import it"):
        store.roster("un-sc")


def test_every_vintage_is_kept_and_found_by_day(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    late, early = make_roster("2026-07-11", "1", "2"), make_roster("2021-07-31", "1")
    assert [store.save(late), store.save(early)] == ["added", "added"]
    assert store.lists() == ["us-ofac-sdn"]
    assert store.vintages("us-ofac-sdn") == [date(2021, 7, 31), date(2026, 7, 11)]
    assert store.roster("us-ofac-sdn") == late
    assert store.roster("us-ofac-sdn", date(2026, 7, 11)) == late
    assert store.roster("us-ofac-sdn", date(2026, 7, 10)) == early
    with pytest.raises(ListMissing, match="never imported as of 2021-07-30"):
        store.roster("us-ofac-sdn", date(2021, 7, 30))


def test_the_same_delivery_twice_changes_nothing(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    store.save(make_roster("2026-07-11", "1"))
    digest = store.digest()
    assert store.save(make_roster("2026-07-11", "1")) == "unchanged"
    assert store.digest() == digest


def test_another_delivery_of_one_day_keeps_the_first_beside_it(
    store: ListStore, make_roster: Callable[..., Roster]
) -> None:
    first = make_roster("2026-07-11", "1")
    store.save(first)
    digest = store.digest()
    assert store.save(make_roster("2026-07-11", "1", "2")) == "replaced"
    assert len(store.roster("us-ofac-sdn").entries) == 2
    assert store.digest() != digest
    kept = list((store.folder / "rosters" / "us-ofac-sdn").glob("*.superseded-*"))
    assert len(kept) == 1
    assert store.vintages("us-ofac-sdn") == [date(2026, 7, 11)]


def test_a_list_of_a_family_has_its_own_folder(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    roster = make_roster("2026-07-11", "1", list_id="opensanctions:us_ofac_sdn")
    store.save(roster)
    assert store.lists() == ["opensanctions:us_ofac_sdn"]
    assert store.roster("opensanctions:us_ofac_sdn") == roster


def test_files_that_are_no_vintage_are_passed_over(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    store.save(make_roster("2026-07-11", "1"))
    folder = store.folder / "rosters" / "us-ofac-sdn"
    (folder / "notes.roster").write_text("x")
    (folder / ".2026-07-12.roster.77.partial").write_text("x")
    (store.folder / "rosters" / "empty").mkdir()
    assert store.lists() == ["us-ofac-sdn"]
    assert store.vintages("us-ofac-sdn") == [date(2026, 7, 11)]


def test_a_damaged_roster_is_told(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    store.save(make_roster("2026-07-11", "1"))
    path = store.folder / "rosters" / "us-ofac-sdn" / "2026-07-11.roster"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ListMissing, match="damaged"):
        store.roster("us-ofac-sdn")
