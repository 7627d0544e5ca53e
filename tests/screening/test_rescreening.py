from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from penstock.lists.history import History, Sight
from penstock.lists.packed import Line
from penstock.lists.records import Entry, ListedName
from penstock.parties.index import PartyIndex
from penstock.screening.parties import UID_LIST
from penstock.screening.party_answers import ListAnswer
from penstock.screening.rescreening import AT_ONCE, Parties, Recorded, Rescreening, Seen, Side
from penstock.screening.stands import Edition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from penstock.law.register import Register

YAXIN = "45407"
OLDER, NEWER = date(2021, 7, 31), date(2026, 7, 31)
NAMES = ["KESTREL BAY SHIPPING CO LTD", "AMBER RIDGE TEXTILES LLC", "CO LTD", "Kestral Bay Shiping", "Sorrel Mountain"]


class Judge:
    """Says that a name is listed when it is among those listed; keeps what it was asked."""

    def __init__(self, *listed: str) -> None:
        self.listed = listed
        self.ahead: list[str] = []
        self.asked: list[Any] = []

    def read_ahead(self, names: Iterable[str]) -> None:
        self.ahead += names

    def answers(self, question: Any, day: date) -> tuple[ListAnswer, ...]:  # noqa: ANN401, ARG002  # as the judge's own
        self.asked.append(question)
        told: Any = {"verdict": "listed" if question.name in self.listed else "not_listed", "matches": ()}
        own, other = (
            ListAnswer(list=name, title="", jurisdiction=None, vintage=None, age=None, note=None, **told)
            for name in ("the-list", "another")
        )
        return other, own


def parties(names: list[str], kind: Any = None) -> Parties:  # noqa: ANN401  # a kind
    return Parties(PartyIndex.build(names, [kind] * len(names)), ["CN"] * len(names))


def rescreening(given: Parties, before: Judge, after: Judge) -> Rescreening:
    sides: Any = Side(OLDER, before), Side(NEWER, after)  # type: ignore[arg-type]  # a judge of this test
    return Rescreening("the-list", given, *sides)


def test_only_the_parties_that_match_a_touched_name_are_judged() -> None:
    before, after = Judge(), Judge("KESTREL BAY SHIPPING CO LTD", "AMBER RIDGE TEXTILES LLC")
    found = rescreening(parties(NAMES), before, after).by_change([("KESTREL BAY SHIPPING LIMITED", "company")] * 2)
    assert [question.name for question in after.asked] == [NAMES[0], NAMES[3]]
    assert before.ahead == [NAMES[0], NAMES[3]]
    assert after.asked[0].country == "CN"
    assert (found.searched, found.judged) == (1, 2)
    assert {place: one.after for place, one in found.outcomes.items()} == {0: "listed"}


def test_everything_is_every_name_that_can_be_read() -> None:
    after = Judge("AMBER RIDGE TEXTILES LLC")
    found = rescreening(parties(NAMES), Judge(), after).everything()
    assert [question.name for question in after.asked] == [NAMES[0], NAMES[1], NAMES[3], NAMES[4]]
    assert (found.judged, list(found.outcomes)) == (4, [1])


def test_a_kind_that_is_said_is_searched_with_it() -> None:
    after = Judge()
    searching = rescreening(parties(NAMES, "vessel"), Judge(), after)
    assert searching.touched_by([("KESTREL BAY SHIPPING", "company")]) == []
    assert searching.touched_by([("KESTREL BAY SHIPPING", None)]) == [0, 3]
    searching.by_change([("KESTREL BAY SHIPPING", "vessel")])
    assert (after.ahead, [question.kind for question in after.asked]) == ([], ["vessel", "vessel"])


@pytest.mark.parametrize("names", [[], [("CO LTD", None)], [("", "person"), ("Nobody At All", None)]])
def test_a_change_that_touches_nobody_judges_nobody(names: list[tuple[str, Any]]) -> None:
    found = rescreening(parties(NAMES), Judge(), Judge()).by_change(names)
    assert (found.outcomes, found.judged) == ({}, 0)


def test_a_file_without_parties_and_one_of_more_than_a_portion() -> None:
    assert rescreening(parties([]), Judge(), Judge()).by_change([("KESTREL BAY", None)]).outcomes == {}
    many = [f"KESTREL BAY SHIPPING {number}" for number in range(AT_ONCE + 1)]
    found = rescreening(parties(many), Judge(), Judge(*many)).everything()
    assert list(found.outcomes) == [*range(AT_ONCE + 1)]


# --- what the register itself says of the list


def seen(day: date, *uids: str) -> Seen:
    """Return a list that holds entries of these numbers, with nothing but their name, and no others."""
    given = {
        uid: Entry(list=UID_LIST, uid=uid, kind="company", names=(ListedName(text="A", kind="primary"),))
        for uid in uids
    }
    history = History([Sight(day, day, [Line(uid, "") for uid in uids])])
    book: Any = SimpleNamespace(
        standing=history.on, entry=lambda uid, _: given.get(uid), edition=lambda day: Edition("A list", day)
    )
    return Seen(day, book)


def test_the_register_s_own_parties_are_touched_when_it_says_something_else(register: Register) -> None:
    older, newer = seen(date(2023, 1, 31)), seen(date(2026, 7, 31), YAXIN)
    recorded = Recorded(register, UID_LIST, older, newer)
    assert YAXIN in recorded.uids()  # listed on 3 October 2023
    names = [name for name, _ in recorded.names(())]
    assert "HEBEI YAXIN RESTAURANT MANAGEMENT CO., LTD." in names
    assert 0 < len(names) < sum(len(party.names) for party in register.packed.parties.values())


def test_an_entry_that_a_newer_list_lacks_is_said_otherwise(register: Register) -> None:
    recorded = Recorded(register, UID_LIST, seen(date(2026, 7, 30), YAXIN), seen(date(2026, 7, 31)))
    assert recorded.uids() == {YAXIN}


def test_a_touched_entry_brings_the_names_that_the_register_has_of_it(register: Register) -> None:
    same = Recorded(register, UID_LIST, seen(date(2026, 7, 30)), seen(date(2026, 7, 31)))
    assert same.uids() == set()
    assert list(same.names(())) == []
    assert {kind for _, kind in same.names({YAXIN})} == {"company"}


def test_numbers_are_those_of_one_list(register: Register) -> None:
    other = Recorded(register, "us-bis-entity-list", seen(date(2023, 11, 15)), seen(date(2023, 11, 16)))
    assert other.uids() == set()
    assert "Institute of Forensic Science" in [name for name, _ in other.names({YAXIN})]
    assert "HEBEI YAXIN RESTAURANT MANAGEMENT CO., LTD." not in [name for name, _ in other.names({YAXIN})]
