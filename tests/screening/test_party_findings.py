from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from penstock.batch.rosters import open_books
from penstock.lists.records import Entry, ListedName, Roster
from penstock.lists.store import ListStore
from penstock.screening import party_findings
from penstock.screening.consignment import GoodsItem
from penstock.screening.judge import Judge
from penstock.screening.parties import PartyJudge
from penstock.screening.party_findings import Named, PartyFindings, is_same, parties_of

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register
    from penstock.screening.decide import Decision, Finding

DAY = date(2026, 11, 25)
YAXIN = "HEBEI YAXIN RESTAURANT MANAGEMENT CO., LTD."
TO_US = {"export_country": "CN", "destination_country": "US"}
TO_MX = {"export_country": "CN", "destination_country": "MX"}
STEEL = {"goods_description": "steel pipes"}


def item(**fields: Any) -> GoodsItem:  # noqa: ANN401  # any column of the contract
    return GoodsItem(consignment_id="C-1", item_no=1, **fields)


@pytest.fixture(scope="module")
def parties(register: Register, by_words: Any) -> PartyFindings:  # noqa: ANN401  # a search as the tests write it
    return PartyFindings(register, PartyJudge(register, search=by_words))


@pytest.fixture(scope="module")
def judge(register: Register, parties: PartyFindings) -> Judge:
    return Judge(register, parties=parties)


def of(decision: Decision, code: str) -> Finding:
    return next(one for one in decision.findings if one.code == code)


def test_a_listed_party_is_prohibited_where_name_country_and_route_agree(judge: Judge) -> None:
    decision = judge.item(item(consignor_name=YAXIN, consignor_country="CN", **STEEL, **TO_US), DAY)
    assert decision.outcome == "prohibited"
    found = of(decision, "party_listed")
    assert (found.duty, found.jurisdiction, found.measure) == ("prohibited", "US", "us-ofac-sdn")
    assert (found.subject, found.since, found.until) == ("cn-hebei-yaxin-restaurant-management", "2023-10-03", None)
    assert (found.field, found.matched, found.start, found.end) == ("consignor_name", YAXIN, 0, len(YAXIN))
    assert found.score == 1.0
    assert found.url == "https://ofac.treasury.gov/recent-actions/20231003"
    assert "listed, Specially Designated Nationals" in found.message


@pytest.mark.parametrize(
    "fields",
    [
        {"consignor_name": YAXIN, "consignor_country": "DE", **TO_US},
        {"consignor_name": YAXIN, **TO_US},
        {"notify_party_name": YAXIN, **TO_US},
        {"consignor_name": YAXIN, "consignor_country": "CN", **TO_MX},
        {"consignor_name": "YAXIN RESTAURANT", "consignor_country": "CN", **TO_US},
        {"consignee_name": "Du Changgen", "consignee_country": "CN", **TO_US},
    ],
)
def test_a_name_alone_never_convicts(judge: Judge, fields: dict[str, str]) -> None:
    decision = judge.item(item(**STEEL, **fields), DAY)
    assert decision.outcome == "hold"
    assert of(decision, "party_listed").duty is None


def test_a_list_that_asks_for_a_licence_asks_for_one_while_the_entry_stands(judge: Judge) -> None:
    fields = {"consignee_name": "Institute of Forensic Science", "consignee_country": "CN", **STEEL}
    decision = judge.item(item(**fields, export_country="US"), date(2023, 11, 15))
    assert (decision.outcome, of(decision, "party_listed").duty) == ("licence", "licence")
    later = judge.item(item(**fields, export_country="US"), date(2023, 11, 16))
    assert (later.outcome, of(later, "party_delisted").until) == ("clear", "2023-11-16")


def test_a_charge_is_held(judge: Judge) -> None:
    decision = judge.item(item(consignor_name="Hubei Amarvel Biotech", consignor_country="CN", **STEEL, **TO_US), DAY)
    assert (decision.outcome, of(decision, "party_charged").measure) == ("hold", "us-charges")


def test_a_weak_name_is_open(judge: Judge) -> None:
    decision = judge.item(item(consignor_name="Jessie Lee", **STEEL, **TO_US), DAY)
    assert (decision.outcome, of(decision, "party_open").measure) == ("hold", "us-charges")


@pytest.mark.parametrize("name", ["CO LTD", "x" * 10_000, "."])
def test_a_name_that_cannot_be_read_is_held_with_the_reason(register: Register, name: str) -> None:
    judge = Judge(register, parties=PartyFindings(register, PartyJudge(register)))
    decision = judge.item(item(consignor_name=name, **STEEL, **TO_US), DAY)
    assert decision.outcome == "hold"
    assert of(decision, "party_unreadable").message


def test_a_party_nobody_knows_is_no_finding_and_the_lists_read_in_part_are_named(judge: Judge) -> None:
    decision = judge.item(item(consignor_name="Shanghai Best Umbrella", **STEEL, **TO_US), DAY)
    assert (decision.outcome, [one.code for one in decision.findings]) == ("clear", ["no_mention"])
    assert decision.unknown_in == ("us-ofac-sdn", "us-bis-entity-list")


def test_a_row_of_parties_alone_is_held_where_lists_were_not_looked_through(
    register: Register,
    judge: Judge,
    by_words: Any,  # noqa: ANN401  # as above
) -> None:
    alone = item(consignor_name="Shanghai Best Umbrella", **TO_US)
    held = judge.item(alone, DAY)
    assert (held.outcome, [one.code for one in held.findings]) == ("hold", ["party_unread"])
    elsewhere = PartyFindings(register, PartyJudge(register, search=by_words), ["CN"])
    assert Judge(register, ["CN"], parties=elsewhere).item(alone, DAY).findings[0].code == "party_unlisted"
    listed = judge.item(item(consignor_name=YAXIN, consignor_country="CN", **TO_US), DAY)
    assert [one.code for one in listed.findings] == ["party_listed"]


def test_a_ship_of_that_name_is_no_party_of_a_consignment(
    register: Register,
    tmp_path: Path,
    by_words: Any,  # noqa: ANN401  # as above
) -> None:
    store = ListStore.open(tmp_path)
    names = (ListedName(text="KESTREL", kind="primary"),)
    for uid, kind in (("1", "vessel"), ("2", "company")):
        entries = (Entry(list="un-sc", uid=uid, kind=kind, names=names),)  # type: ignore[arg-type]  # a kind of the lists
        roster = Roster(list="un-sc", vintage=DAY, earliest=DAY, publisher="p", files=(), entries=entries, counts={})
        store.save(roster)
        judge = PartyJudge(register, open_books(store), search=by_words)
        found = PartyFindings(register, judge).of(item(consignor_name="KESTREL", **STEEL), DAY, ("UN",))
        assert bool(found.findings) is (kind == "company")


def test_without_one_who_judges_parties_they_are_not_looked_at(register: Register) -> None:
    decision = Judge(register).item(item(consignor_name=YAXIN, **STEEL, **TO_US), DAY)
    assert [one.code for one in decision.findings] == ["no_mention"]


def test_names_searched_together_have_the_answers_of_names_searched_one_by_one(
    register: Register,
    by_words: Any,  # noqa: ANN401  # as above
) -> None:
    names = [YAXIN, "Hubei Amarvel Biotech", "Shanghai Best Umbrella", "Zhang Wei", YAXIN]
    items = [item(consignor_name=name, consignor_country="CN", **STEEL) for name in names]
    ahead, plain = (PartyFindings(register, PartyJudge(register, search=by_words)) for _ in range(2))
    ahead.read_ahead(items)
    assert [ahead.of(one, DAY, ("US",)) for one in items] == [plain.of(one, DAY, ("US",)) for one in items]


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("HEBEI YAXIN RESTAURANT MANAGEMENT", YAXIN, True),
        ("Hebei Yaxin Restaurant Management Company Limited", YAXIN, True),
        ("Hebei Yaxin Trading Co., Ltd.", YAXIN, False),
        ("Henan Yaxin Restaurant Management Co., Ltd.", YAXIN, False),
        ("Yaxin Restaurant Management Co., Ltd.", YAXIN, False),
    ],
)
def test_names_are_the_same_but_for_their_legal_form(one: str, other: str, *, are_same: bool) -> None:
    assert is_same(one, other) is are_same


def test_the_parties_of_an_item_come_with_their_countries() -> None:
    found = list(
        parties_of(item(consignor_name="A", consignor_country="CN", consignee_name=" ", notify_party_name="C"))
    )
    assert found == [Named("consignor_name", "A", "CN"), Named("notify_party_name", "C", None)]


def test_between_the_days_that_count_what_is_found_of_a_name_is_the_same(
    register: Register,
    parties: PartyFindings,
    tmp_path: Path,
    by_words: Any,  # noqa: ANN401  # as above
) -> None:
    store = ListStore.open(tmp_path)
    names = (ListedName(text="KESTREL BAY SHIPPING CO LTD", kind="primary"),)
    listed = Entry(list="un-sc", uid="1", kind="company", names=names, programmes=("P1",))
    again = Entry(list="un-sc", uid="1", kind="company", names=names, programmes=("P2",), listed_on=date(2024, 5, 5))
    for day, entries in ((date(2023, 3, 1), (listed,)), (date(2024, 3, 1), ()), (date(2025, 3, 1), (again,))):
        store.save(Roster(list="un-sc", vintage=day, earliest=day, publisher="p", files=(), entries=entries, counts={}))
    rosters = PartyFindings(register, PartyJudge(register, open_books(store), search=by_words))
    of_register = [(parties, party.name) for party in register.packed.parties.values()]
    seen = 0
    for findings, name in [*of_register, (rosters, "Kestrel Bay Shipping"), (rosters, "Nobody At All")]:
        turns = sorted({one for day in findings.days(name) for one in (day, day + timedelta(days=1))})
        seen += len(turns)
        for first, after in pairwise([date(2010, 1, 1), *turns, date(2030, 1, 1)]):
            days = {first, first + (after - first) / 2, after - timedelta(days=1)} if first < after else set()
            found = [findings.of(item(consignor_name=name, **STEEL), day, ("US", "UN")) for day in days]
            assert all(one == found[0] for one in found), (name, first, after)
    assert seen > len(of_register)


def test_names_on_no_list_are_told_together_and_forgotten_when_they_are_many(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, alone = (PartyFindings(register, PartyJudge(register)) for _ in range(2))
    judge, plain = Judge(register, parties=found), Judge(register, parties=alone)
    rows = [item(consignor_name=f"Velvet Kite {nth} LLC", consignee_name=YAXIN, **TO_US) for nth in range(4)]
    for most in (200_000, 2):
        monkeypatch.setattr(party_findings, "MOST_UNLISTED", most)
        for _ in range(2):
            found.tell_unlisted(rows)
            assert [found.is_unlisted(row.consignor_name or "") for row in rows] == [True] * 4
            assert not found.is_unlisted(YAXIN)
            assert [judge.item(row, DAY) for row in rows] == [plain.item(row, DAY) for row in rows]
    found.tell_unlisted([item(consignor_name="  ", consignee_name="Other Kite LLC", **STEEL)])
    assert found.is_unlisted("Other Kite LLC")
    assert not found.is_unlisted("Velvet Kite 1 LLC")
