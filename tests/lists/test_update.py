from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import FetchError, UnknownId, UsageError
from penstock.lists.update import deliveries_for, update

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from penstock.lists.records import Roster
    from penstock.lists.store import ListStore

TODAY = date(2026, 11, 25)
SDN = "us-ofac-sdn"


@pytest.fixture
def web(tmp_path: Path, ofac: Callable[..., Path]) -> Callable[[str, Path], None]:
    """Return a fetch that finds OFAC's files, 5,000 entries, on the disk, and no other."""
    ofac([[n, f"COMPANY {n}", "", "CUBA"] for n in range(1, 5001)], folder="web")

    def fetch(url: str, path: Path) -> None:
        found = tmp_path / "web" / url.rpartition("/")[2].lower()
        if not found.is_file():
            message = f"{url} answered 404 (Not Found)."
            raise FetchError(message, remedy="Try again later.")
        shutil.copyfile(found, path)

    return fetch


def test_a_list_is_fetched_and_kept_as_of_today(store: ListStore, web: Callable[[str, Path], None]) -> None:
    (one,) = update(store, [SDN], fetch=web, today=TODAY)
    assert one.error is None
    assert store.vintages(SDN) == [TODAY]
    assert one.as_dict()["imported"][0]["counts"]["entries"] == 5000
    assert one.as_dict()["error"] is None


def test_by_default_the_lists_that_are_stored_are_fetched(
    store: ListStore, web: Callable[[str, Path], None], make_roster: Callable[..., Roster]
) -> None:
    store.save(make_roster("2026-07-11", "1"))
    store.save(make_roster("2026-07-11", "1", list_id="eu-fsf"))
    assert [one.delivery for one in update(store, [], fetch=web, today=TODAY)] == [SDN]


def test_one_failure_does_not_stop_the_others(store: ListStore, web: Callable[[str, Path], None]) -> None:
    failed, done = update(store, ["un-sc", SDN], fetch=web, today=TODAY)
    assert isinstance(failed.error, FetchError)
    assert failed.as_dict()["error"]["code"] == "fetch"
    assert done.error is None
    assert store.lists() == [SDN]


def test_a_list_that_fails_its_counts_leaves_the_good_one(
    store: ListStore, web: Callable[[str, Path], None], make_roster: Callable[..., Roster], ofac: Callable[..., Path]
) -> None:
    good = make_roster("2026-07-11", *map(str, range(6000)))
    store.save(good)
    ofac([[n, f"COMPANY {n}", "", "CUBA"] for n in range(1, 4500)], folder="web")
    (one,) = update(store, [SDN], fetch=web, today=TODAY)
    assert "expected at least 80% of the 6000" in str(one.error)
    assert store.vintages(SDN) == [date(2026, 7, 11)]
    assert store.roster(SDN) == good


def test_a_bundle_is_fetched_once_for_its_lists(store: ListStore) -> None:
    assert deliveries_for(store, ["us-bis-entity-list", "us-bis-denied-persons", "us-csl"]) == ["us-csl"]


def test_nothing_is_fetched_that_was_not_asked_for(store: ListStore, make_roster: Callable[..., Roster]) -> None:
    with pytest.raises(UsageError, match=r"No list is stored that Penstock fetches\. Name the lists to fetch: us-ofac"):
        deliveries_for(store, [])
    with pytest.raises(UsageError, match="Penstock does not fetch eu-fsf"):
        deliveries_for(store, ["eu-fsf"])
    with pytest.raises(UnknownId):
        deliveries_for(store, ["nothing"])
    store.save(make_roster("2026-07-11", "1", list_id="eu-fsf"))
    with pytest.raises(UsageError, match="No list is stored that Penstock fetches"):
        deliveries_for(store, [])
