from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.shipped import REGISTER

from penstock.screening.alike import PLAIN, Alike, Sort
from penstock.screening.consignment import GoodsItem
from penstock.screening.judge import Judge
from penstock.screening.parties import PartyJudge
from penstock.screening.party_findings import PartyFindings

if TYPE_CHECKING:
    from penstock.screening.decide import Decision

PARTIES = PartyFindings(REGISTER, PartyJudge(REGISTER))
JUDGE = Judge(REGISTER, parties=PARTIES)
ALIKE = Alike(REGISTER, JUDGE, PARTIES, vintages=[date(2026, 9, 1)])
DAY = date(2026, 11, 22)
WORDS = [
    "steel",
    "pipes",
    "cotton",
    "lamp",
    "40",
    "no.",
    "red",
    "for",
    "cars",
    "brake",
    "pads",
    "parts",
    "玩具",
    "acid",
    "kg",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), st.text(min_size=1, max_size=12)
)
NAMES = st.one_of(
    st.sampled_from(
        ["Example Trading", "Ejemplo Textiles SA de CV", "Example Chemicals Co Ltd", "Maria Example", "Kpqz Ltd"]
    ),
    st.lists(
        st.sampled_from(["Alder", "Brunn", "Kiosk", "Foods", "Pharma", "Inc", "Lopez"]), min_size=1, max_size=3
    ).map(" ".join),
)
DAYS = st.one_of(st.dates(date(1990, 1, 1), date(2027, 1, 1)), st.sampled_from([date(2024, 4, 1), date(2023, 11, 30)]))
PLACES = st.sampled_from([None, "CN", "US", "MX", "DE"])
REST = st.fixed_dictionaries(
    {},
    optional={
        "export_country": PLACES,
        "destination_country": PLACES,
        "consignee_country": PLACES,
        "transit_countries": st.sampled_from([(), ("HK",)]),
        "commodity_code": st.sampled_from(["2933399073", "730411", "9503.00"]),
        "quantity": st.sampled_from([0.0, 5.0]),
        "quantity_unit": st.sampled_from(["kg", "pcs"]),
        "declared_value": st.sampled_from([80.0]),
        "currency": st.sampled_from(["USD"]),
        "consignor_address": st.sampled_from(["1 Example Road"]),
    },
)


def sort_of(text: str, alike: Alike = ALIKE) -> Sort:
    return alike.texts([text], [re.search(alike.marks, text) is not None])[0]


def is_silent(text: str) -> bool:
    return bool(text.strip()) and sort_of(text) == Sort.SILENT


def judged(**fields: Any) -> Decision:  # noqa: ANN401  # any column of the contract
    return JUDGE.item(GoodsItem(consignment_id="A", item_no=1, **fields), DAY)


def bare(decision: Decision) -> Decision:
    """Return a decision without the text that a finding of no mention repeats."""
    findings = (replace(one, message="") if one.code == "no_mention" else one for one in decision.findings)
    return replace(decision, findings=tuple(findings))


@settings(max_examples=150)
@given(TEXTS, TEXTS, REST)
def test_one_silent_text_is_as_good_as_another(one: str, other: str, rest: dict[str, Any]) -> None:
    assume(is_silent(one) and is_silent(other))
    first, second = judged(goods_description=one, **rest), judged(goods_description=other, **rest)
    assert bare(first) == bare(second)
    assert not ALIKE.is_shown(first)


@settings(max_examples=100)
@given(NAMES, NAMES, REST, st.sampled_from(["consignor_name", "consignee_name", "notify_party_name"]))
def test_one_silent_name_is_as_good_as_another_of_the_same_trades(
    one: str, other: str, rest: dict[str, Any], column: str
) -> None:
    assume(ALIKE.names([one]) == ALIKE.names([other]) == [Sort.SILENT])
    trades = ALIKE.trades([one, other])
    destination = rest.get("destination_country") or rest.get("consignee_country")
    assume(trades[0] == trades[1] or not ALIKE.asks_for_trade(rest.get("export_country"), destination))
    first, second = (judged(goods_description="steel pipes", **{**rest, column: name}) for name in (one, other))
    assert ALIKE.is_shown(first) == ALIKE.is_shown(second)
    assert ALIKE.is_shown(first) or first == second


@settings(max_examples=100)
@given(TEXTS, DAYS, st.integers(-400, 400), REST)
def test_one_day_is_as_good_as_another_of_its_turn_for_goods_no_list_ever_named(
    text: str, day: date, apart: int, rest: dict[str, Any]
) -> None:
    other = day + timedelta(apart)
    assume(text.strip() and sort_of(text) < Sort.LOUD and ALIKE.turn(day) == ALIKE.turn(other))
    assert judged(goods_description=text, date=day, **rest) == judged(goods_description=text, date=other, **rest)


QUIET = st.sampled_from(["urea", "calcium chloride", "sodium chloride", "glucose"])
AROUND = st.tuples(
    st.sampled_from(["pure {}", "best white {}", "no. 3 {}"]), st.sampled_from(["", " in bags", " 25 kg"])
).map("".join)


@settings(max_examples=100)
@given(QUIET, AROUND, AROUND, REST)
def test_quiet_texts_of_one_signature_differ_in_nothing_but_where_they_say_it(
    goods: str, before: str, after: str, rest: dict[str, Any]
) -> None:
    one, other = before.format(goods), after.format(goods)
    assume(sort_of(one) == sort_of(other) == Sort.QUIET)
    signatures = ALIKE.signatures([one, other])
    assume(signatures[0] == signatures[1])
    first, second = judged(goods_description=one, **rest), judged(goods_description=other, **rest)
    assert ALIKE.is_shown(first) == ALIKE.is_shown(second)
    assert ALIKE.is_shown(first) or without_places(first) == without_places(second)
    for text, decision in ((one, first), (other, second)):
        shown = {(f.start, f.end) for f in decision.findings if f.field == "goods_description"}
        assert shown <= {ALIKE.span(text)}


def without_places(decision: Decision) -> Decision:
    """Return a decision without the characters of the description that its findings show."""
    nothing: dict[str, Any] = {"matched": None, "start": None, "end": None}
    others: dict[str, Any] = {"other_matched": None, "other_start": None, "other_end": None}
    findings = [replace(f, **nothing) if f.field == "goods_description" else f for f in decision.findings]
    findings = [replace(f, **others) if f.other_field == "goods_description" else f for f in findings]
    return replace(decision, findings=tuple(findings))


LISTED = ["fentanyl", "4-piperidone", "acetone", "tablet press", "NPP", "benzylfentanyl", "xylazine", "ephedrine"]


@settings(max_examples=100)
@given(st.sampled_from(LISTED), DAYS, st.integers(-5, 5), REST)
def test_one_day_is_as_good_as_another_of_its_law_turn_for_listed_goods(
    text: str, day: date, apart: int, rest: dict[str, Any]
) -> None:
    other = day + timedelta(apart)
    assume(ALIKE.law_turn(day) == ALIKE.law_turn(other))
    first, second = (judged(goods_description=text, date=one, **rest) for one in (day, other))
    assert ALIKE.is_dated(first, day) == ALIKE.is_dated(second, other)
    assert ALIKE.is_dated(first, day) or first == second


@pytest.mark.parametrize("text", ["urea", "urea 57-13-6", "CCCCCCCCCCCCO drawn"])
@pytest.mark.parametrize("turn", range(5))
def test_quiet_goods_are_judged_alike_on_all_days_of_a_turn(text: str, turn: int) -> None:
    days = [date(2019, 1, 1) + timedelta(40 * nth) for nth in range(70)]
    some = [day for day in days if ALIKE.turn(day) % 5 == turn]
    by_turn: dict[int, Decision] = {}
    for day in some:
        decision = judged(goods_description=text, date=day, export_country="CN", destination_country="US")
        assert by_turn.setdefault(ALIKE.turn(day), decision) == decision


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("steel pipes", Sort.SILENT),
        ("brake pads 12 pcs", Sort.SILENT),
        ("urea", Sort.QUIET),
        ("parts", Sort.QUIET),
        ("lamps HS 9503.00", Sort.QUIET),
        ("aspirin 57-13-7", Sort.QUIET),
        ("clearance guaranteed, no questions", Sort.SILENT),
        ("fentanyl", Sort.LOUD),
        ("4-p\u0456peridone", Sort.LOUD),
        ("tablet press", Sort.LOUD),
        ("white solid O=C1CCNCC1", Sort.LOUD),
        ("NPP", Sort.LOUD),
        ("41661-47-6", Sort.LOUD),
    ],
)
def test_a_text_is_as_loud_as_what_it_means(text: str, sort: Sort) -> None:
    assert sort_of(text) == sort


def test_words_of_a_red_flag_are_quiet() -> None:
    phrases = REGISTER.packed.word_lists["evasive_phrases"].terms
    assert {sort_of(f"lamps, {phrase.term}") for phrase in phrases} <= {Sort.QUIET, Sort.LOUD}


@pytest.mark.parametrize(
    ("smiles", "sort"),
    [
        ("CCCCCCC", Sort.QUIET),
        ("C1CC(=O", Sort.SILENT),
        ("O=C1CCNCC1", Sort.LOUD),
        ("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", Sort.LOUD),
        ("CCN(CC)CCn1c(Cc2ccc(OCC)cc2)nc2cc([N+](=O)[O-])ccc21", Sort.LOUD),
    ],
)
def test_a_structure_is_loud_where_some_law_may_take_it(smiles: str, sort: Sort) -> None:
    assert ALIKE.structures([smiles]) == [sort]


@pytest.mark.parametrize(("number", "sort"), [("57-13-6", 1), ("41661-47-6", 2), ("57-13-7", 1), ("hello", 1)])
def test_a_number_is_never_silent(number: str, sort: int) -> None:
    assert ALIKE.of_number(number) == sort


def test_a_name_is_loud_where_a_list_has_one_like_it_or_it_cannot_be_read() -> None:
    names = ["BOTANICA 2000", "Botanica 2000 S.A.", "Ltd", "Example Trading"]
    assert ALIKE.names(names) == [Sort.LOUD, Sort.LOUD, Sort.LOUD, Sort.SILENT]
    assert Alike(REGISTER, JUDGE).names(names) == [Sort.SILENT] * 4


def test_a_day_of_a_vintage_begins_a_turn() -> None:
    assert ALIKE.turn(date(2026, 8, 31)) + 1 == ALIKE.turn(date(2026, 9, 1))
    assert ALIKE.turn(date(2024, 3, 31)) + 1 == ALIKE.turn(date(2024, 4, 1))  # a red flag was published


def test_names_are_read_before_texts_are_sorted() -> None:
    structures: dict[str, str] = {}
    judge = Judge(REGISTER, names=structures)
    alike = Alike(REGISTER, judge, read=lambda texts: structures.update(dict.fromkeys(texts, "CCO")))
    assert sort_of("a name", alike) == Sort.LOUD


def test_a_decision_that_shows_more_than_its_kind_is_told() -> None:
    trades = {"consignor_name": "Example Chemicals Co Ltd", "consignee_name": "Ejemplo Textiles SA de CV"}
    shown = judged(goods_description="steel pipes", export_country="CN", destination_country="MX", **trades)
    assert [one.code for one in shown.findings] == ["red_flag", "no_mention"]
    assert ALIKE.is_shown(shown)
    assert not ALIKE.is_shown(judged(goods_description="parts", destination_country="US"))


def test_every_plain_finding_is_one_of_the_decision_table() -> None:
    told = {row.finding for row in REGISTER.packed.decision_table.rows}
    assert told >= PLAIN
