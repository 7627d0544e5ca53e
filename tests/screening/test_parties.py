from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from penstock.batch.rosters import StoredList
from penstock.kernel.errors import UnreadableName
from penstock.lists.clearings import Clearings
from penstock.lists.records import Address, Entry, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore
from penstock.screening.parties import CONTRADICTED, WEAK, PartyJudge
from penstock.screening.party_answers import PartyQuestion
from penstock.screening.rosters import ListHead, RosterBook

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register
    from penstock.screening.party_answers import ListAnswer

SDN, BIS, CHARGES = "us-ofac-sdn", "us-bis-entity-list", "us-charges"
YAXIN_UID = "45407"


@pytest.fixture(scope="module")
def judge(register: Register, by_words: Any) -> PartyJudge:  # noqa: ANN401  # a search as the tests write it
    return PartyJudge(register, search=by_words)


def entry(uid: str, *names: str, **fields: Any) -> Entry:  # noqa: ANN401  # the fields of a record
    listed = tuple(ListedName(text=name, kind="alias" if place else "primary") for place, name in enumerate(names))
    fields = {"list": SDN, "kind": "company", "names": listed, **fields}
    return sealed(Entry(uid=uid, **fields))


def saved(store: ListStore, list_id: str, day: str, *entries: Entry) -> None:
    vintage = date.fromisoformat(day)
    roster = Roster(
        list=list_id,
        vintage=vintage,
        earliest=vintage,
        publisher="nobody",
        files=(),
        entries=entries,
        counts=counts_of(entries),
    )
    store.save(roster)


def book(store: ListStore, list_id: str = SDN) -> RosterBook:
    return RosterBook(ListHead(list_id, "A list", "digest"), StoredList(store, list_id, "state"))


@pytest.fixture
def store(tmp_path: Path) -> ListStore:
    return ListStore.open(tmp_path / "lists")


def asked(judge: PartyJudge, name: str, day: str = "2026-11-25", **known: Any) -> dict[str, ListAnswer]:  # noqa: ANN401
    found = judge.answers(PartyQuestion(name=name, **known), date.fromisoformat(day))
    return {answer.list: answer for answer in found}


def test_each_list_answers_by_itself_and_a_charge_is_no_listing(judge: PartyJudge) -> None:
    found = asked(judge, "Hubei Amarvel Biotech")
    verdicts = {key: answer.verdict for key, answer in found.items()}
    assert verdicts == {CHARGES: "charged", SDN: "not_listed", BIS: "unknown"}


def test_a_listing_says_for_what_since_when_and_by_which_notice(judge: PartyJudge) -> None:
    answer = asked(judge, "HEBEI YAXIN RESTAURANT MANAGEMENT")[SDN]
    (match,) = answer.matches
    shown = match.as_dict()
    assert (answer.verdict, shown["since"], shown["programmes"]) == ("listed", "2023-10-03", ["ILLICIT-DRUGS-EO14059"])
    assert shown["url"] == "https://ofac.treasury.gov/recent-actions/20231003"
    assert shown["uid"] == YAXIN_UID
    assert [owner["name"] for owner in shown["ownership"]] == ["WANG, Tianmin"]


@pytest.mark.parametrize(
    ("day", "verdict"),
    [("2020-06-04", "not_listed"), ("2020-06-05", "listed"), ("2023-11-15", "listed"), ("2023-11-16", "delisted")],
)
def test_the_institute_on_the_days_of_its_listing_and_removal(judge: PartyJudge, day: str, verdict: str) -> None:
    assert asked(judge, "Institute of Forensic Science", day)[BIS].verdict == verdict


def test_a_list_read_in_part_answers_unknown_to_a_name_that_matches_nothing(judge: PartyJudge) -> None:
    found = asked(judge, "Shanghai Best Trading")
    assert {answer.verdict for answer in found.values()} == {"unknown"}
    assert "parties of the fentanyl dispute only" in (found[SDN].note or "")


def test_that_one_person_was_not_on_a_list_read_in_part_clears_no_namesake(judge: PartyJudge) -> None:
    before = asked(judge, "Zhang Wei", "2023-10-02")[SDN]
    assert (before.verdict, before.matches[0].stand.verdict) == ("unknown", "not_listed")


def test_another_birth_date_leaves_a_match_open(judge: PartyJudge) -> None:
    alone, other = asked(judge, "Zhang Wei")[SDN], asked(judge, "Zhang Wei", born="1990")[SDN]
    assert (alone.verdict, other.verdict) == ("listed", "unknown")
    assert CONTRADICTED in other.matches[0].stand.notes
    assert "A name alone never convicts: compare birth date, country and address." in alone.matches[0].stand.notes


def test_a_weak_name_settles_nothing(judge: PartyJudge) -> None:
    answer = asked(judge, "Jessie Lee")[CHARGES]
    assert answer.verdict == "unknown"
    assert WEAK in answer.matches[0].stand.notes


def test_kind_and_place_narrow_the_question(judge: PartyJudge) -> None:
    assert not asked(judge, "Zhang Wei", kind="vessel")[SDN].matches
    assert judge.answers(PartyQuestion(name="Zhang Wei"), date(2026, 1, 1), ["UN"]) == ()


def test_a_roster_clears_what_it_lacks_and_says_of_which_day_it_is(
    register: Register,
    store: ListStore,
    by_words: Any,  # noqa: ANN401  # as above
) -> None:
    saved(store, SDN, "2026-07-11", entry("1", "SOMEBODY ELSE LTD"))
    judge = PartyJudge(register, [book(store)], search=by_words)
    answer = asked(judge, "Shanghai Best Trading")[SDN]
    assert (answer.verdict, answer.vintage, answer.age) == ("not_listed", date(2026, 7, 11), 137)
    early = asked(judge, "Shanghai Best Trading", "2020-01-01")[SDN]
    assert (early.verdict, early.vintage) == ("unknown", None)
    assert "No roster of a day up to 2020-01-01 was imported." in (early.note or "")


def test_an_entry_and_the_register_s_record_of_it_are_one_match(
    register: Register,
    store: ListStore,
    by_words: Any,  # noqa: ANN401  # as above
) -> None:
    yaxin = entry(YAXIN_UID, "HEBEI YAXIN RESTAURANT MANAGEMENT CO., LTD.", programmes=("ILLICIT-DRUGS-EO14059",))
    saved(store, SDN, "2026-07-11", yaxin)
    judge = PartyJudge(register, [book(store)], search=by_words)
    (match,) = asked(judge, "HEBEI YAXIN RESTAURANT MANAGEMENT")[SDN].matches
    assert (match.hit.party, match.hit.uid) == ("cn-hebei-yaxin-restaurant-management", YAXIN_UID)
    assert match.stand.since == date(2023, 10, 3)
    assert match.stand.notes[0] == "On the list of 2026-07-11."


def test_what_a_notice_listed_and_no_roster_since_holds_is_absent(
    register: Register,
    store: ListStore,
    by_words: Any,  # noqa: ANN401  # as above
) -> None:
    saved(store, SDN, "2026-07-11", entry("1", "SOMEBODY ELSE LTD"))
    judge = PartyJudge(register, [book(store)], search=by_words)
    found = asked(judge, "HEBEI YAXIN RESTAURANT MANAGEMENT")[SDN]
    assert (found.verdict, found.matches[0].stand.notes[0]) == ("not_listed", "Absent from the list of 2026-07-11.")
    assert asked(judge, "HEBEI YAXIN RESTAURANT MANAGEMENT", "2024-01-01")[SDN].verdict == "listed"


def test_an_entry_the_register_does_not_know_is_listed_by_its_vintages(
    register: Register,
    store: ListStore,
    by_words: Any,  # noqa: ANN401  # as above
) -> None:
    saved(store, "un-sc", "2026-02-27", entry("UN.1", "ODD CARAVAN TRADING", list="un-sc", programmes=("X",)))
    judge = PartyJudge(register, [book(store, "un-sc")], search=by_words)
    answer = asked(judge, "Odd Caravan Trading", "2026-03-01")["un-sc"]
    assert (answer.verdict, answer.jurisdiction, answer.title) == ("listed", "UN", "A list")
    assert answer.matches[0].as_dict()["since_basis"] == "vintage"


def test_a_uid_of_another_list_is_not_taken_for_the_register_s(
    register: Register,
    store: ListStore,
    by_words: Any,  # noqa: ANN401  # as above
) -> None:
    saved(store, "un-sc", "2026-02-27", entry(YAXIN_UID, "ODD CARAVAN TRADING", list="un-sc"))
    judge = PartyJudge(register, [book(store, "un-sc")], search=by_words)
    (match,) = asked(judge, "Odd Caravan Trading")["un-sc"].matches
    assert match.hit.party is None


def test_what_a_roster_knows_of_a_person_is_weighed(
    register: Register,
    store: ListStore,
    by_words: Any,  # noqa: ANN401  # as above
) -> None:
    known = {
        "kind": "person",
        "birth_dates": ("1970-01-01",),
        "countries": ("Iran",),
        "addresses": (Address(text="T"),),
    }
    saved(store, "un-sc", "2026-02-27", entry("1", "QASIM, Odd", list="un-sc", **known))
    judge = PartyJudge(register, [book(store, "un-sc")], search=by_words)
    same = asked(judge, "Odd Qasim", born="1970", country="IR")["un-sc"]
    other = asked(judge, "Odd Qasim", born="1971")["un-sc"]
    assert (same.verdict, other.verdict) == ("listed", "unknown")
    assert "The country agrees: IR." in same.matches[0].stand.notes


def test_a_cleared_pair_has_no_part_in_the_verdict_until_the_entry_changes(
    register: Register,
    store: ListStore,
    by_words: Any,  # noqa: ANN401  # as above
) -> None:
    odd = entry("1", "ODD CARAVAN TRADING", list="un-sc")
    saved(store, "un-sc", "2026-02-27", odd)
    clearings = Clearings(store.folder)
    clearings.clear("Odd Caravan Trading", odd, reason="another address", by="Ana", on=date(2026, 3, 1))
    judge = PartyJudge(register, [book(store, "un-sc")], clearings, search=by_words)
    cleared = asked(judge, "Odd Caravan Trading", "2026-03-02")["un-sc"]
    assert cleared.verdict == "not_listed"
    assert cleared.matches[0].is_cleared
    assert cleared.matches[0].stand.notes[0] == "Cleared by Ana on 2026-03-01 because: another address."
    saved(store, "un-sc", "2026-04-01", entry("1", "ODD CARAVAN TRADING", "ODD CARAVAN", list="un-sc"))
    again = PartyJudge(register, [book(store, "un-sc")], clearings, search=by_words)
    reopened = asked(again, "Odd Caravan Trading", "2026-04-02")["un-sc"]
    assert (reopened.verdict, reopened.matches[0].is_cleared) == ("listed", False)
    assert reopened.matches[0].stand.notes[0].startswith("The entry has changed since this pair was cleared by Ana")


def test_the_gravest_answer_comes_first(judge: PartyJudge) -> None:
    found = judge.answers(PartyQuestion(name="Hubei Amarvel Biotech"), date(2026, 11, 25))
    assert [answer.verdict for answer in found] == ["charged", "not_listed", "unknown"]
    assert judge.is_known(PartyQuestion(name="Amarvel"))
    assert not judge.is_known(PartyQuestion(name="Umbrella"))


def test_a_party_owned_by_listed_ones_is_open_before_it_is_named(judge: PartyJudge) -> None:
    named = asked(judge, "Guangzhou Tengyue Chemical", "2025-09-03")[SDN]
    assert named.verdict == "listed"
    assert (named.matches[0].ownership[0].percent, named.matches[0].ownership[0].is_listed) == (50, True)


@pytest.mark.parametrize(("score", "counts"), [(0.53, False), (0.9, True)])
def test_a_ship_counts_for_what_looks_like_a_company_only_where_nearly_the_same(
    *, register: Register, score: float, counts: bool
) -> None:
    ship = SimpleNamespace(
        score=score, likeness=score, is_near=False, explanation=(), right=SimpleNamespace(kind="vessel")
    )

    class OneShip:
        def many(self, asked: Any) -> dict[int, list[Any]]:  # noqa: ANN401  # as the protocol has it
            del asked  # whatever it is
            return {0: [(0, ship)]}

    judge = PartyJudge(register, search=lambda _names, _kinds: OneShip())  # type: ignore[arg-type,return-value]  # one ship alone
    assert judge.is_known(PartyQuestion(name="Hubei Amarvel Biotech")) is counts
    assert judge.is_known(PartyQuestion(name="Adrian Darya"))


def test_many_names_are_known_as_each_by_itself_is(register: Register, by_words: Any) -> None:  # noqa: ANN401  # as above
    names = ["HEBEI YAXIN RESTAURANT MANAGEMENT", "Nobody Whatever Umbrellas", "CO LTD", "Zhang Wei"]
    together, alone = (PartyJudge(register, search=by_words) for _ in range(2))
    assert together.are_known(names) == [True, False, True, True]
    assert together.are_known(names[::-1]) == [True, True, False, True]
    known = [name for name in names if name != "CO LTD"]
    assert [alone.is_known(PartyQuestion(name=name)) for name in known] == [True, False, True]
    together.read_ahead(names)
    assert together.are_known(names) == [True, False, True, True]
    for name in known:
        assert asked(together, name) == asked(alone, name)
    with pytest.raises(UnreadableName):
        asked(together, "CO LTD")
