from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from penstock.batch import rosters
from penstock.batch.rosters import copy_lists, imported, kept_search, open_books, store_at
from penstock.kernel.errors import ListMissing, UsageError
from penstock.lists.records import Entry, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore
from penstock.parties.index import PartyIndex

if TYPE_CHECKING:
    from penstock.parties import Kind
    from penstock.screening.books import Search

DAY = date(2026, 7, 11)


@pytest.fixture
def store(tmp_path: Path) -> ListStore:
    found = ListStore.open(tmp_path / "lists")
    add(found, DAY, "KESTREL BAY SHIPPING CO LTD")
    return found


def add(store: ListStore, day: date, *names: str) -> None:
    entries = tuple(
        sealed(Entry(list="un-sc", uid=str(uid), kind="company", names=(ListedName(text=name, kind="primary"),)))
        for uid, name in enumerate(names)
    )
    counts = counts_of(entries)
    roster = Roster(list="un-sc", vintage=day, earliest=day, publisher="p", files=(), entries=entries, counts=counts)
    store.save(roster)


def test_the_lists_of_a_folder_are_opened_with_title_digest_and_address(store: ListStore) -> None:
    (book,) = open_books(store)
    assert (book.list, book.title) == ("un-sc", "United Nations Security Council Consolidated List")
    assert book.digest == store.digests()["un-sc"]
    assert (book.edition(DAY).url or "").startswith("https://")


def test_the_index_is_made_once_and_again_when_a_vintage_comes(
    store: ListStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_books(store)[0].hits("Kestrel Bay Shipping", None)
    (kept,) = (store.folder / "search").iterdir()
    made = kept.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(rosters, "names_of", None)
        assert open_books(store)[0].hits("Kestrel Bay Shipping", None)
    add(store, date(2026, 8, 1), "AMBER RIDGE TEXTILES LLC")
    with monkeypatch.context() as patched:  # what is new is added to what was made
        patched.setattr(rosters, "names_of", None)
        assert open_books(store)[0].hits("Amber Ridge Textiles", None)
    assert len(list((store.folder / "search").iterdir())) == 2
    assert kept.read_bytes() == made


def test_an_index_that_is_damaged_is_made_again(store: ListStore) -> None:
    open_books(store)[0].hits("Kestrel Bay Shipping", None)
    (kept,) = (store.folder / "search").iterdir()
    kept.write_bytes(b"\xc1")
    assert open_books(store)[0].hits("Kestrel Bay Shipping", None)


def test_the_usual_folder_may_be_absent_and_is_not_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PENSTOCK_LISTS", str(tmp_path / "none"))
    found = imported(None)
    assert (found.rosters, found.clearings is not None) == ([], True)
    assert not (tmp_path / "none").exists()


def test_a_damaged_vintage_is_said_and_not_passed_over(store: ListStore) -> None:
    (path,) = (store.folder / "rosters" / "un-sc").iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    (book,) = open_books(store)
    with pytest.raises(ListMissing, match="is damaged"):
        book.hits("Kestrel Bay Shipping", None)


def test_the_folder_is_the_one_chosen_or_that_of_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PENSTOCK_LISTS", str(tmp_path / "by-variable"))
    assert store_at(None).folder == tmp_path / "by-variable"
    assert store_at(Path("here")).folder == Path("here")


def test_a_folder_of_lists_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not there"):
        imported(tmp_path / "mistyped")


def test_copied_lists_answer_alike_and_nothing_is_made_again(
    store: ListStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, date(2026, 8, 1), "KESTREL BAY SHIPPING CO LTD", "OTHER NAME LTD")
    (store.folder / "clearings.jsonl").write_text("", encoding="utf-8")
    copy_lists(store, tmp_path / "copy")
    monkeypatch.setattr(rosters, "names_of", None)
    (book,) = imported(tmp_path / "copy").rosters
    assert book.digest == store.digests()["un-sc"]
    assert [hit.uid for hit in book.hits("Other Name", "company")] == ["1"]
    assert (tmp_path / "copy" / "clearings.jsonl").exists()
    assert not (store.folder / "search").exists()


def test_what_was_made_beside_the_lists_is_copied(
    store: ListStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_books(store)[0].hits("Kestrel Bay Shipping", "company")
    monkeypatch.setattr(rosters, "names_of", None)
    copy_lists(store, tmp_path / "copy")
    assert open_books(ListStore.open(tmp_path / "copy"))[0].hits("Kestrel Bay Shipping", "company")


def places_in(search: Search) -> list[int]:
    return [place for place, _ in search.matches("Kestrel Bay Shipping", None)]


def test_an_index_over_other_names_is_kept_beside_the_lists_where_there_are_any(
    store: ListStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: tuple[list[str], list[Kind | None]] = (["KESTREL BAY SHIPPING"], ["company"])
    nowhere = ListStore.open(tmp_path / "none")
    assert kept_search(nowhere)(*asked).matches("Kestrel Bay Shipping", None)
    assert not nowhere.folder.exists()
    open_books(store)[0].hits("Kestrel Bay Shipping", None)
    made = places_in(kept_search(store)(*asked))
    assert made == [0]
    with monkeypatch.context() as patched:
        patched.setattr(PartyIndex, "build", None)
        assert places_in(kept_search(store)(*asked)) == made
    assert not kept_search(store)(["OTHER"], ["company"]).matches("Kestrel Bay Shipping", None)
    for path in (store.folder / "search").glob("names-*"):
        path.write_bytes(b"\xc1")
    assert places_in(kept_search(store)(*asked)) == made
