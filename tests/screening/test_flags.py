from __future__ import annotations

from dataclasses import fields
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.law.flag_records import FIELDS, Case, FlagFile, Publication, RedFlag
from penstock.law.register import Register
from penstock.screening.consignment import GoodsItem
from penstock.screening.decide import Finding, NotEvaluated
from penstock.screening.flag_rules import Facts, Met, Missing, ask, conditions_of, own_words
from penstock.screening.flags import RedFlags
from penstock.screening.judge import Judge

if TYPE_CHECKING:
    from penstock.screening.flags import Flagged

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Register.load())


def item_of(**columns: object) -> GoodsItem:
    known: dict[str, object] = {"consignment_id": "1", "item_no": 1, **columns}
    return GoodsItem(**known)  # type: ignore[arg-type]  # any columns


def flagged(judge: Judge, item: GoodsItem, day: date = DAY) -> Flagged:
    decision = judge.item(item, day)
    found = [finding for finding in decision.findings if finding.code != "red_flag"]
    hits, _ = judge.recognise(item)
    return judge.flags.of(item, hits, found, day)


def plain(judge: Judge, item: GoodsItem, day: date) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Put every flag to an item from the first test to the last, without any plan."""
    decision = judge.item(item, day)
    found = [finding for finding in decision.findings if finding.code != "red_flag"]
    hits, _ = judge.recognise(item)
    packed = judge.flags._register.packed  # noqa: SLF001  # as above
    named = judge.flags._spoken_of(hits, found)  # noqa: SLF001  # as above
    origin = item.export_country or item.consignor_country
    facts = Facts(item, found, named, origin, item.destination_country or item.consignee_country)
    raised: dict[str, str] = {}
    left: dict[str, frozenset[str]] = {}
    for key, file in packed.red_flags.items():
        head = file.publication
        if day < head.since or (head.until is not None and day >= head.until):
            continue
        for name, flag in file.flags.items():
            answers = [
                ask(conditions_of(case, key, own_words(packed.word_lists, file.publication)), facts)
                for case in flag.when
            ]
            met = [answer for answer in answers if answer is not None and not isinstance(answer, Missing)]
            missing = [answer.fields for answer in answers if isinstance(answer, Missing)]
            if met:
                raised[f"{key}.{name}"] = "; ".join(one.said for one in met[0])
            elif missing:
                left[f"{key}.{name}"] = frozenset().union(*missing)
    return raised, left


ITEMS = st.fixed_dictionaries(
    {},
    optional={
        "goods_description": st.sampled_from(
            ["parts", "gift, steel", "4-piperidone", "tablet press", "acetone", "exit and entry customs clearance"]
        ),
        "cas_number": st.sampled_from(["23056-29-3", "67-64-1", "437-38-7", "108-24-7"]),
        "smiles": st.sampled_from(["O=C1CCNCC1", "CC(C)=O"]),
        "commodity_code": st.just("8479.89"),
        "export_country": st.sampled_from(["CN", "US", "DE", "HK"]),
        "consignor_country": st.sampled_from(["CN", "US"]),
        "destination_country": st.sampled_from(["MX", "US", "CA", "DE"]),
        "consignee_country": st.sampled_from(["MX", "US"]),
        "transit_countries": st.sampled_from([("US",), ("MX",), ("CA", "US"), ()]),
        "consignor_name": st.sampled_from(["Example Chemicals Ltd", "Example Textiles Ltd", "Example Trading", "?"]),
        "consignee_name": st.sampled_from(["Ejemplo Alimentos SA", "Example Logistics Inc", "John Smith", "Acme"]),
        "consignor_address": st.sampled_from(["1 Street", ""]),
        "consignee_address": st.just("3 Street"),
        "quantity": st.sampled_from([0.0, 2000.0]),
        "quantity_unit": st.sampled_from(["g", "pcs"]),
        "net_mass_kg": st.sampled_from([2.0, 20.0]),
        "declared_value": st.sampled_from([0.0, 100.0, 900.0]),
        "currency": st.sampled_from(["USD", "CNY"]),
    },
)


@settings(max_examples=400, deadline=None)
@given(columns=ITEMS, day=st.sampled_from([date(2018, 1, 1), date(2024, 5, 1), date(2025, 8, 29), DAY]))
def test_the_fast_way_answers_as_the_plain_one(judge: Judge, columns: dict[str, object], day: date) -> None:
    item = item_of(**columns)
    fast, (raised, left) = flagged(judge, item, day), plain(judge, item, day)
    said = {finding.measure or "": finding.message.rpartition(": ")[2] for finding in fast.findings}
    assert said.keys() == raised.keys()
    assert all(raised[flag].endswith(words) for flag, words in said.items())
    assert {one.flag: frozenset(one.missing) for one in fast.not_evaluated} == left
    assert flagged(judge, item, day) == fast


def test_the_columns_a_flag_may_read_are_those_of_a_goods_item() -> None:
    columns = {one.name for one in fields(GoodsItem)} - {"consignment_id", "item_no", "date"}
    assert set(FIELDS) == columns


def test_a_raised_flag_is_a_finding_with_its_citation_and_the_characters(judge: Judge) -> None:
    item = item_of(destination_country="US", goods_description="parts, gift")
    decision = judge.item(item, DAY)
    (finding,) = (one for one in decision.findings if one.code == "red_flag")
    assert finding.measure == "us-cbp-vague-descriptions.vague-description"
    assert finding.citation == "CSMS # 60011750, second paragraph"
    assert (finding.jurisdiction, finding.since, finding.until) == ("US", "2024-04-01", None)
    assert (finding.field, finding.matched, finding.start, finding.end) == ("goods_description", "parts, gift", 0, 11)
    assert (finding.url or "").startswith("https://farrow.com/")
    assert decision.outcome == "hold"
    assert judge.table.outcome(finding) == "hold"


def test_a_flag_that_is_not_evaluated_holds_nothing(judge: Judge) -> None:
    decision = judge.item(item_of(goods_description="parts"), DAY)
    assert {one.code for one in decision.findings} == {"vague_description"}
    assert (
        NotEvaluated("us-cbp-vague-descriptions.vague-description", ("destination_country",)) in decision.not_evaluated
    )


def test_an_ordinary_whole_row_leaves_nothing_open(judge: Judge) -> None:
    item = item_of(
        goods_description="steel pipes",
        export_country="DE",
        destination_country="FR",
        consignor_name="Beispiel Stahl GmbH",
        consignee_name="Exemple SA",
    )
    decision = judge.item(item, DAY)
    assert decision.not_evaluated == ()
    assert [finding.code for finding in decision.findings] == ["no_mention"]


def test_goods_shown_by_a_measure_of_a_list_count_as_well(judge: Judge) -> None:
    item = item_of(smiles="CCN(CC)c1ccccc1", export_country="US", destination_country="DO")
    listed = Finding(code="obligation", message="listed", measure="us.list-i.piperidine", field="smiles", matched="C")
    asked = {one.flag for one in judge.flags.of(item, [], [listed], DAY).not_evaluated}
    assert "us-bis-know-your-customer.unfit-for-the-buyer" in asked
    doubtful = Finding(code="open", message="may be listed", measure="us.list-i.piperidine")
    assert "us-bis-know-your-customer.unfit-for-the-buyer" not in {
        one.flag for one in judge.flags.of(item, [], [doubtful], DAY).not_evaluated
    }


def test_a_flag_counts_from_its_publication_until_its_end(judge: Judge) -> None:
    item = item_of(destination_country="US", goods_description="punch and die set", declared_value=80.0, currency="USD")
    flag = "us-cbp-small-shipments-2023.small-shipment"
    days = (date(2023, 11, 29), date(2023, 11, 30), date(2025, 8, 28), date(2025, 8, 29))
    raised = [flag in {one.measure for one in judge.item(item, day).findings} for day in days]
    assert raised == [False, True, True, False]


def test_flags_that_read_what_no_consignment_has_are_told_apart(judge: Judge) -> None:
    never = judge.flags.without_field
    assert never["us-fincen-2024.many-to-one"] == ("payments",)
    assert never["cn-nncc-notice-2025.falsified-packaging"] == ("conduct_of_the_buyer", "packaging")
    assert not never.keys() & {one.flag for one in judge.item(item_of(goods_description="parts"), DAY).not_evaluated}


def test_of_several_cases_the_first_that_holds_counts_and_gaps_of_others_do_not() -> None:
    register = Register.load()
    case = Case(given=("consignee_address",), absent=("consignee_name",))
    flag = RedFlag(says="Odd.", at="page 1", reads=("currency",), when=(Case(to=("US",)), case))
    head = Publication(text="us-fin-2024-a002", since=DAY, checked_on=DAY, extent="complete")
    flags = RedFlags(register)
    before = dict(register.packed.red_flags)
    try:
        register.packed.red_flags.clear()
        register.packed.red_flags["us-odd"] = FlagFile(publication=head, flags={"odd": flag})
        flags = RedFlags(register)
        raised = flags.of(item_of(consignee_address="3 Street"), [], [], DAY)
        left = flags.of(item_of(), [], [], DAY)
    finally:
        register.packed.red_flags.clear()
        register.packed.red_flags.update(before)
    assert [one.message for one in raised.findings] == ["Odd: consignee_address without consignee_name"]
    assert raised.not_evaluated == ()
    assert left.not_evaluated == (NotEvaluated("us-odd.odd", ("destination_country",)),)


def test_rows_that_are_alike_share_a_plan_and_answer_for_themselves(judge: Judge) -> None:
    texts = ("parts", "steel pipes", "tablet press", "exit and entry customs clearance")
    answers = {}
    for text, place in product(texts, ("US", "CA", None)):
        answers[text, place] = flagged(judge, item_of(goods_description=text, destination_country=place))
    raised = {key: {one.measure for one in found.findings} for key, found in answers.items()}
    assert raised["parts", "US"] == {"us-cbp-vague-descriptions.vague-description"}
    assert raised["parts", "CA"] == raised["steel pipes", "US"] == set()
    assert raised["exit and entry customs clearance", None] == {"us-fincen-2024.clearance-offered"}


def test_what_met_a_rule_is_said_with_the_goods_it_names(judge: Judge) -> None:
    found = flagged(judge, item_of(export_country="CN", destination_country="MX", goods_description="压片机"))
    (finding,) = (one for one in found.findings if one.measure == "cn-nncc-notice-2025.high-risk-destination")
    assert finding.message.endswith("high-risk countries: from CN; to MX; tablet press")
    assert Met("tablet press", finding.field, finding.matched, finding.start, finding.end) == Met(
        "tablet press", "goods_description", "压片机", 0, 3
    )
