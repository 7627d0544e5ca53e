from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases.samples import extract, lead_body

from penstock.cases.duplicates import Earlier
from penstock.cases.extracts import Extract
from penstock.cases.leads import Lead, Tried
from penstock.cases.precheck import TESTS, Known, precheck

if TYPE_CHECKING:
    from penstock.law.register import Register

DAY = date(2026, 11, 22)
CATERER = "Example Golden Wok Catering Co., Ltd."
BICYCLES = "Example Two Wheels Bicycle Parts Factory"


def lead(**changed: Any) -> Lead:  # noqa: ANN401  # any JSON value
    return msgspec.convert(lead_body(**changed), type=Lead)


def run(
    register: Register, told: Lead, *extracts: dict[str, Any], others: tuple[Earlier, ...] = ()
) -> dict[str, Tried]:
    given = [msgspec.convert(one, type=Extract) for one in extracts]
    known = Known(register=register, engine="0", extracts=given, others=others)
    found = precheck(told, known, DAY)
    assert tuple(one.test for one in found.tests) == TESTS
    assert all(one.why and one.remedy for one in found.tests)
    return {one.test: one for one in found.tests}


def results(tests: dict[str, Tried]) -> dict[str, str]:
    return {name: one.result for name, one in tests.items()}


def test_a_party_that_is_there_in_that_line_and_new_passes(register: Register) -> None:
    tests = run(register, lead(), extract())
    assert results(tests) == {
        "exists": "passed",
        "in_business": "passed",
        "business_fits": "passed",
        "identifiers_sound": "passed",
        "controlled_there": "passed",
        "not_listed_yet": "unknown",
        "new": "passed",
    }
    assert "controlled in CN on 2026-03-01" in tests["controlled_there"].why


def test_a_dissolved_caterer_is_stopped(register: Register) -> None:
    told = lead(subject={"kind": "party", "name": CATERER, "country": "CN"})
    gone = extract(name=CATERER, number=None, status="注销", ended_on="2024-05-17", business_scope="餐饮服务；食品销售")
    tests = run(register, told, gone)
    assert tests["in_business"].result == "failed"
    assert "ended on 2024-05-17, before the days the lead is about" in tests["in_business"].why
    assert tests["business_fits"].result == "failed"


def test_a_bicycle_parts_maker_is_stopped_for_its_business_alone(register: Register) -> None:
    told = lead(subject={"kind": "party", "name": BICYCLES, "country": "CN"})
    maker = extract(name=BICYCLES, number=None, business_scope="自行车及零配件制造、销售；五金产品零售")
    tests = run(register, told, maker)
    assert [name for name, one in results(tests).items() if one == "failed"] == ["business_fits"]
    assert "自行车, which does not fit goods of the kind substance" in tests["business_fits"].why


@pytest.mark.parametrize(
    ("company", "result", "words"),
    [
        ({"ended_on": "2026-02-28"}, "failed", "before the days"),
        ({"ended_on": "2026-03-15"}, "unknown", "it was there on days the lead is about"),
        ({"ended_on": "2026-06-01"}, "unknown", "it was there on days the lead is about"),
        ({"status": "注销"}, "unknown", "but not since when"),
        ({"status": "吊销，未注销"}, "failed", "it may not trade"),
        ({"status": "resting"}, "unknown", "no standing that is known here"),
        ({"registered_on": "2026-04-01"}, "failed", "after the days the lead is about"),
        ({"registered_on": "2020-04-01"}, "passed", "says '存续'"),
    ],
)
def test_whether_it_was_in_business_on_those_days(
    register: Register, company: dict[str, Any], result: str, words: str
) -> None:
    told = run(register, lead(), extract(**company))["in_business"]
    assert (told.result, words in told.why) == (result, True), told


def test_an_old_extract_says_nothing_of_today(register: Register) -> None:
    tests = run(register, lead(), extract() | {"extracted_on": "2025-01-01"})
    assert tests["in_business"].result == "unknown"
    assert "690 days ago" in tests["in_business"].why


def test_absence_is_no_evidence_unless_it_was_looked_for(register: Register) -> None:
    elsewhere = extract(name="Example Northern Textile Mill SA", number=None)
    assert run(register, lead())["exists"].result == "unknown"
    assert run(register, lead(), elsewhere)["exists"].result == "unknown"
    looked = elsewhere | {"searched": ["example everbright chemical co., ltd."]}
    tests = run(register, lead(), looked)
    assert tests["exists"].result == "failed"
    assert "it was looked for in Example Company Register" in tests["exists"].why
    assert tests["in_business"].result == "unknown"


def test_a_number_under_another_name_is_told(register: Register) -> None:
    tests = run(register, lead(), extract(name="Example Northern Textile Mill SA"))
    assert tests["exists"].result == "unknown"
    assert "under another name, 'Example Northern Textile Mill SA'" in tests["exists"].why


def test_a_party_is_found_by_a_name_it_had(register: Register) -> None:
    renamed = extract(name="Example Brightness Holding", number=None, other_names=[lead().subject.name])
    assert run(register, lead(), renamed)["exists"].result == "passed"


def test_a_number_that_cannot_be_stops_the_lead(register: Register) -> None:
    subject = lead_body()["subject"] | {"identifiers": [{"scheme": "uscc", "value": "91350100M000100Y44"}]}
    assert "check sign" in run(register, lead(subject=subject))["identifiers_sound"].why
    goods = [{"description": "1-boc-4-piperidone", "cas": "79099-07-4"}]
    tests = run(register, lead(goods=goods))
    assert tests["identifiers_sound"].result == "failed"
    assert tests["controlled_there"].result == "unknown", "an invalid number is never clear"


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ({"period": {"since": "2023-06-21", "until": "2023-06-21"}}, "failed"),
        ({"period": {"since": "2023-06-21", "until": "2026-03-01"}}, "unknown"),
        ({"goods": [{"description": "something nobody knows"}]}, "unknown"),
        ({"goods": []}, "unknown"),
    ],
)
def test_whether_the_goods_were_controlled_there_on_those_days(
    register: Register, changed: dict[str, Any], result: str
) -> None:
    assert run(register, lead(**changed))["controlled_there"].result == result


def test_the_same_lead_twice_is_stopped(register: Register) -> None:
    earlier = Earlier("abc", "sent", lead(reference="EX-2026-001"))
    told = run(register, lead(), extract(), others=(earlier,))["new"]
    assert (told.result, told.why) == (
        "failed",
        "the same party, goods and days are in lead abc (EX-2026-001), which is sent",
    )
    near = lead(subject={"kind": "party", "name": "Example Evergreen Chemical Co Ltd"})
    assert run(register, lead(), others=(Earlier("abc", "sent", near),))["new"].result == "unknown"


def test_a_party_that_is_charged_already_is_told_and_not_stopped(register: Register) -> None:
    subject = {"kind": "party", "name": "Hubei Amarvel Biotech Co., Ltd.", "country": "CN"}
    told = run(register, lead(subject=subject))["not_listed_yet"]
    assert told.result == "unknown"
    assert "us-charges: charged" in told.why


def test_what_is_no_party_has_no_register(register: Register) -> None:
    tests = run(register, lead(subject={"kind": "listing", "name": "offer 12 on example.org"}), extract())
    for name in ("exists", "in_business", "business_fits", "not_listed_yet"):
        assert tests[name].result == "unknown"
        assert "about a listing, not a party" in tests[name].why


def test_the_same_question_gives_the_same_answer_with_its_stamp(register: Register) -> None:
    known = Known(register=register, engine="0", extracts=[msgspec.convert(extract(), type=Extract)])
    one, other = precheck(lead(), known, DAY), precheck(lead(), known, DAY)
    assert msgspec.json.encode(one) == msgspec.json.encode(other)
    assert one.stamp["register"] == register.digest
    assert one.stamp["extracts"] == ["Example Company Register of 2026-11-01"]


def test_a_place_whose_law_nobody_looked_at_stops_nothing(register: Register) -> None:
    told = run(register, lead(place="ZZ"), extract())
    assert (told["controlled_there"].result, told["controlled_there"].why) == (
        "unknown",
        "the register holds no law of ZZ",
    )
    assert told["business_fits"].result == "passed", "what the goods are is known all the same"


DAYS = st.dates(date(2020, 1, 1), date(2026, 11, 1)).map(date.isoformat)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "ended_on": DAYS,
            "registered_on": DAYS,
            "status": st.sampled_from(["存续", "注销", "吊销", "?", ""]),
            "business_scope": st.text(max_size=30),
            "name": st.text(min_size=1, max_size=30),
        },
    )
)
def test_whatever_an_extract_says_one_that_ended_before_never_passes(
    register: Register, company: dict[str, Any]
) -> None:
    told = run(register, lead(), extract(**company))
    ended = company.get("ended_on")
    in_business = told["in_business"].result
    assert told["exists"].result in {"passed", "unknown"}, "the number is there"
    if ended is not None:
        assert in_business == ("failed" if ended <= "2026-03-01" else "unknown")
    elif company.get("status", "存续") != "存续":
        assert in_business != "passed"


def test_a_name_under_another_number_is_told(register: Register) -> None:
    told = run(register, lead(), extract(number="91110000600037341L"))["exists"]
    assert told.result == "unknown"
    assert "under another uscc, 91110000600037341L" in told.why
    spaced = run(register, lead(), extract(number="91350100 M000100Y43"))["exists"]
    assert spaced.result == "passed", "a number written with a space is the same"
    assert run(register, lead(), extract(number="4401 0001"))["exists"].result == "passed", "another kind of number"
