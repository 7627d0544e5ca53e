from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.batch import rosters
from penstock.batch.past_list import PastList, book_of, past_list
from penstock.batch.rosters import open_books

if TYPE_CHECKING:
    from collections.abc import Callable

    from penstock.lists.store import ListStore

SDN = "us-ofac-sdn"
FIRST, SECOND = date(2024, 1, 1), date(2025, 1, 1)


@pytest.fixture
def past(save_list: Callable[..., ListStore]) -> PastList:
    save_list("2024-01-01", {"1": "KESTREL BAY SHIPPING", "2": "AMBER RIDGE TEXTILES"})
    store = save_list("2025-01-01", {"2": "AMBER RIDGE TEXTILES", "3": "SORREL MOUNTAIN MINING"})
    return past_list(store, SDN, FIRST, {})


def test_later_vintages_are_not_known(past: PastList) -> None:
    book = book_of(past)
    assert past.days == [FIRST]
    assert not book.hits("Sorrel Mountain Mining", None)
    assert book.standing("1", FIRST).status == "listed"
    assert book.standing("3", FIRST).status == "not_listed"
    assert (book.entry("3", FIRST), book.vintage(SECOND)) == (None, FIRST)
    assert book.title == "Specially Designated Nationals and Blocked Persons List"


def test_as_of_the_latest_it_is_the_list_itself(past: PastList) -> None:
    latest = past_list(past.store, SDN, SECOND, {})
    (book,) = open_books(past.store)
    assert (latest.names(), book_of(latest).digest) == (book._names, book.digest)  # noqa: SLF001  # what is kept of it
    assert book_of(latest).standing("1", SECOND) == book.standing("1", SECOND)
    assert len(list((past.store.folder / "search").iterdir())) == 1


def test_the_index_made_before_a_vintage_came_is_used_after(
    save_list: Callable[..., ListStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = save_list("2024-01-01", {"1": "KESTREL BAY SHIPPING"})
    open_books(store)[0].hits("Kestrel Bay", None)
    save_list("2025-01-01", {"2": "AMBER RIDGE TEXTILES"})
    monkeypatch.setattr(rosters, "names_of", None)
    assert book_of(past_list(store, SDN, FIRST, {})).hits("Kestrel Bay Shipping", None)


def test_what_was_opened_is_shared(past: PastList) -> None:
    latest = past_list(past.store, SDN, SECOND, past.shared)
    assert latest.opened(FIRST) is past.opened(FIRST)
