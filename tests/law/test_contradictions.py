from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.shipped import REGISTER

import penstock
from penstock.law.contradictions import contradictions, in_text
from penstock.law.hits import Hit, Line, Place, line_of_text
from penstock.law.identified import Identified
from penstock.law.identify import by_cas
from penstock.screening.consignment import GoodsItem
from penstock.screening.judge import Judge

JUDGE = Judge(REGISTER)

TEXTS = {
    "calcium chloride, CAS 79099-07-3": {"name_cas"},
    "氯化钙 CAS 79099-07-3": {"name_cas"},
    "4-piperidone HCl, CAS 57-13-6": {"name_cas"},
    "urea, O=C1CCNCC1": {"name_structure"},
    "CAS 57-13-6, O=C1CCNCC1": {"cas_structure"},
    "tablet press, HS 9503.00": {"equipment_heading"},
    "压片机模具 税号 87149900": {"equipment_heading"},
    "4-piperidone, HS 6109.10": {"cas_hs"},
    "CAS 41661-47-6, customs code 2932.93": {"cas_hs"},
    "calcium chloride, CAS 79099-07-3, HS 9503": {"name_cas", "cas_hs"},
    "parts": {"vague_description"},
    "gifts and samples": {"vague_description"},
    "4-piperidone, CAS 41661-47-6, HS 2933.39": set(),
    "4-哌啶酮盐酸盐 CAS 41979-39-9": set(),
    "calcium chloride, CAS 10043-52-4": set(),
    "tablet press, HS 8479.89": set(),
    "tablet press parts": set(),
    "ephedrine hydrochloride, HS 2939.41": set(),
    "steel pipes, HS 7304.19": set(),
    "toys, HS 9503.00": set(),
    "4-AP, CAS 57-13-6": set(),
    "acetone 67-64-1 and toluene 108-88-3": set(),
    "acetone; CAS 108-88-3 toluene": set(),
    "acetone and urea; 108-88-3 of another maker": set(),
    "丙酮、尿素和 CAS 108-88-3": set(),
    "urea 57-13-6 and acetone 108-88-3": {"name_cas"},
    "acetone, urea, CAS 108-88-3": {"name_cas"},
    "caffeine, theophylline, CAS 58-08-2": set(),
}
"""Lines of goods and what contradicts what in each."""


@pytest.mark.parametrize(("text", "codes"), TEXTS.items())
def test_what_contradicts_what_in_a_text(text: str, codes: set[str]) -> None:
    found = in_text(REGISTER, text)
    assert {clash.code for clash in found} == codes
    for clash in found:
        for place in filter(None, (clash.one, clash.other)):
            assert text[place.start : place.end] == place.matched


@pytest.mark.parametrize(("text", "codes"), TEXTS.items())
def test_a_text_is_judged_alike_alone_and_in_a_row(text: str, codes: set[str]) -> None:
    decision = JUDGE.item(GoodsItem(consignment_id="C", item_no=1, goods_description=text), date(2026, 11, 1))
    told = {one.code: one for one in decision.findings if one.code in {clash.code for clash in in_text(REGISTER, text)}}
    assert set(told) == codes
    asked = penstock.check(text, kind="text", on="2026-11-01").as_dict()["subject"].get("contradictions", [])
    assert {one["message"] for one in asked} <= {one.message for one in decision.findings}
    assert {one["code"] for one in asked} == codes
    assert decision.outcome in {"hold", "prohibited"} or not codes


def test_a_contradiction_keeps_a_text_from_being_cleared() -> None:
    asked = penstock.check("urea, CAS 10043-52-4", kind="text", jurisdictions=["US"], on="2026-11-01").as_dict()
    assert asked["answers"][0]["verdict"] == "unknown"
    agreeing = penstock.check("urea, CAS 57-13-6", kind="text", jurisdictions=["US"], on="2026-11-01").as_dict()
    assert agreeing["answers"][0]["verdict"] == "not_controlled"
    assert "contradictions" not in agreeing["subject"]


def test_both_fields_are_named_with_their_characters() -> None:
    (one,) = by_cas(REGISTER, "79099-07-3").identified
    told = line_of_text(REGISTER, "drum of calcium chloride")
    line = replace(told, hits=[*told.hits, Hit(one, "cas_number", "79099-07-3", 0, 10)])
    (found,) = contradictions(REGISTER, line)
    assert found.message == "The name says calcium chloride, the cas says 1-boc-4-piperidone."
    assert found.one == Place("goods_description", "calcium chloride", 8, 24)
    assert found.other == Place("cas_number", "79099-07-3", 0, 10)
    assert found.subject == "calcium-chloride"


def test_the_columns_of_a_row_are_compared_with_each_other() -> None:
    codes = [Place.whole("commodity_code", "9503.00")]
    press = replace(line_of_text(REGISTER, "tablet press"), codes=codes, unit=Place.whole("quantity_unit", "L"))
    assert {clash.code for clash in contradictions(REGISTER, press)} == {"equipment_heading", "unit_form"}
    nothing = Line(text="steel pipes", codes=codes, unit=Place.whole("quantity_unit", "L"))
    assert contradictions(REGISTER, nothing) == []


def test_a_vague_description_beside_a_cas_number_is_vague_still() -> None:
    (one,) = by_cas(REGISTER, "57-13-6").identified
    line = Line(hits=[Hit(one, "cas_number", "57-13-6", 0, 7)], text="chemicals")
    assert [clash.code for clash in contradictions(REGISTER, line)] == ["vague_description"]


def test_a_chemical_without_a_record_is_known_by_its_number() -> None:
    (one,) = by_cas(REGISTER, "79099-07-3").identified
    ordinary = Identified(None, "sodium sulfate", "7757-82-6", "name", 0.95)
    named, own = Hit(ordinary, "goods_description", "sodium sulfate", 0, 14), replace(ordinary, by="cas")
    (found,) = contradictions(REGISTER, Line(hits=[named, Hit(one, "cas_number", "79099-07-3", 0, 10)]))
    assert found.message == "The name says sodium sulfate, the cas says 1-boc-4-piperidone."
    assert contradictions(REGISTER, Line(hits=[named, Hit(own, "cas_number", "7757-82-6", 0, 9)])) == []
    codes = [Place.whole("commodity_code", "2933.37")]
    (under,) = contradictions(REGISTER, Line(hits=[named], codes=codes))
    assert under.code == "cas_hs"
    assert under.message.startswith("The name says sodium sulfate, and customs code 2933.37 holds only")
    assert contradictions(REGISTER, Line(hits=[named], codes=[Place.whole("commodity_code", "9503.00")])) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("l-methamphetamine 33817-09-3", []),
        ("d-amphetamine 51-64-9, 1 mg", []),
        ("(+)-methamphetamine 299-42-3", ["name_cas"]),
        ("ephedrine 90-82-4", ["name_cas"]),
    ],
)
def test_the_number_of_a_mirror_image_contradicts_no_name_that_says_which(text: str, codes: list[str]) -> None:
    assert [clash.code for clash in in_text(REGISTER, text)] == codes
