from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from penstock.lists.records import ListedName, sealed
from penstock.lists.touched import Known, Vintage, touched

if TYPE_CHECKING:
    from collections.abc import Callable

    from penstock.lists.packed import OpenedRoster
    from penstock.lists.records import Entry, Roster
    from penstock.lists.store import ListStore

DAYS = ("2021-07-31", "2023-01-31", "2026-07-31")
FIRST, SECOND, THIRD = map(date.fromisoformat, DAYS)


@pytest.fixture
def vintages(store: ListStore, make_roster: Callable[..., Roster]) -> Callable[..., dict[date, OpenedRoster]]:
    """Return ``vintages(entries, entries, ...)``: one vintage for each, opened."""

    def of(*several: list[Entry], **roster: Any) -> dict[date, OpenedRoster]:  # noqa: ANN401  # fields of a record
        for day, entries in zip(DAYS, several, strict=False):
            store.save(make_roster(day, *entries, **roster))
        return {day: store.opened("us-ofac-sdn", day) for day in store.vintages("us-ofac-sdn")}

    return of


def names(found: Any) -> dict[str, set[str]]:  # noqa: ANN401  # what touched() returns
    return {one.uid: {text for text, _ in one.names} for one in found}


def test_an_entry_that_comes_or_goes_is_touched_with_all_its_names(
    vintages: Callable[..., Any], make_entry: Callable[..., Entry]
) -> None:
    stays, goes, comes = make_entry("1", "A"), make_entry("2", "B", "B1"), make_entry("3", "C", "C1")
    found = touched(vintages([stays, goes], [stays, comes]), FIRST, SECOND)
    assert names(found) == {"2": {"B", "B1"}, "3": {"C", "C1"}}
    assert {kind for one in found for _, kind in one.names} == {"company"}


def test_of_an_entry_that_gained_a_name_that_name_alone_is_touched(
    vintages: Callable[..., Any], make_entry: Callable[..., Entry]
) -> None:
    found = touched(vintages([make_entry("1", "A", "A1")], [make_entry("1", "A", "A2")]), FIRST, SECOND)
    assert names(found) == {"1": {"A2"}}  # A1 still finds the entry, as a name that an older list has


def test_a_name_that_turns_weak_is_touched(vintages: Callable[..., Any], make_entry: Callable[..., Entry]) -> None:
    before = make_entry("1", "A", "A1")
    weak = sealed(_with_names(before, before.names[0], ListedName(text="A1", kind="weak")))
    assert names(touched(vintages([before], [weak]), FIRST, SECOND)) == {"1": {"A1"}}


def _with_names(entry: Entry, *several: ListedName) -> Entry:
    return type(entry)(list=entry.list, uid=entry.uid, kind=entry.kind, names=several)


@pytest.mark.parametrize("field", [{"programmes": ("Y",)}, {"until": date(2022, 6, 1)}])
def test_other_programmes_or_days_touch_all_names(
    vintages: Callable[..., Any], make_entry: Callable[..., Entry], field: dict[str, Any]
) -> None:
    given = vintages([make_entry("1", "A", "A1")], [make_entry("1", "A", "A1", **field)])
    assert names(touched(given, FIRST, SECOND)) == {"1": {"A", "A1"}}


def test_a_published_end_that_passes_touches_an_entry_that_has_not_changed(
    vintages: Callable[..., Any], make_entry: Callable[..., Entry]
) -> None:
    ends = make_entry("1", "A", until=date(2022, 6, 1))
    assert names(touched(vintages([ends], [ends]), FIRST, SECOND)) == {"1": {"A"}}


@pytest.mark.parametrize("field", [{"remarks": "new"}, {"addresses": ()}, {"countries": ("Iran",)}])
def test_what_no_answer_takes_from_an_entry_touches_nothing(
    vintages: Callable[..., Any], make_entry: Callable[..., Entry], field: dict[str, Any]
) -> None:
    given = vintages([make_entry("1", "A", remarks="old")], [make_entry("1", "A", **field)])
    assert touched(given, FIRST, SECOND) == []


def test_a_vintage_between_the_two_is_not_passed_over(
    vintages: Callable[..., Any], make_entry: Callable[..., Entry]
) -> None:
    plain, named = make_entry("1", "A"), make_entry("1", "A", "A1")
    assert names(touched(vintages([plain], [named], [plain]), FIRST, THIRD)) == {"1": {"A1"}}
    assert names(touched(vintages([plain], [named], [plain]), SECOND, THIRD)) == {}


def test_what_came_after_the_newer_day_is_not_known(
    vintages: Callable[..., Any], make_entry: Callable[..., Entry]
) -> None:
    given = vintages([make_entry("1", "A")], [make_entry("1", "A")], [make_entry("1", "A", "A9")])
    assert touched(given, FIRST, SECOND) == []


def test_a_pair_cleared_of_the_entry_as_it_was_is_touched_when_any_field_changes(
    vintages: Callable[..., Any], make_entry: Callable[..., Entry]
) -> None:
    before, after = make_entry("1", "A", "A1", remarks="old"), make_entry("1", "A", "A1", remarks="new")
    given = vintages([before], [after])
    assert touched(given, FIRST, SECOND) == []
    for digest in (before.digest, after.digest):
        assert names(touched(given, FIRST, SECOND, cleared=[("1", digest)])) == {"1": {"A", "A1"}}
    assert touched(given, FIRST, SECOND, cleared=[("1", "of another time"), ("9", before.digest)]) == []


def test_what_something_else_touches_is_touched(vintages: Callable[..., Any], make_entry: Callable[..., Entry]) -> None:
    given = vintages([make_entry("1", "A")], [make_entry("1", "A")])
    assert names(touched(given, FIRST, SECOND, others=["1", "9"])) == {"1": {"A"}}


def test_of_a_name_counts_what_the_latest_vintage_that_has_it_says(
    vintages: Callable[..., Any], make_entry: Callable[..., Entry]
) -> None:
    given = vintages([make_entry("1", "A", "A1")], [make_entry("1", "A", programmes=("X",))])
    read = {day: Vintage(opened) for day, opened in given.items()}
    known = Known(read, SECOND)
    assert known.listed("1").names == {"A": ("primary", "company"), "A1": ("alias", "company")}
    assert (known.listed("1").kind, known.listed("1").programmes) == ("company", frozenset({"X"}))
    assert Known(read, FIRST).listed("9") == ({}, None, frozenset())
    assert known.stood("1").status == "listed"
    assert len(known.digests("1")) == 2
