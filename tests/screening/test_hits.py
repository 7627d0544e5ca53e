from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.shipped import REGISTER

from penstock.law.contradictions import contradictions
from penstock.law.hits import Hit, Line
from penstock.law.identify import by_name
from penstock.screening.consignment import GoodsItem
from penstock.screening.judge import Judge

if TYPE_CHECKING:
    from penstock.screening.decide import Decision

JUDGE = Judge(REGISTER)
TO_US = {"export_country": "CN", "destination_country": "US"}
TO_DE = {"export_country": "CN", "destination_country": "DE"}
PIPERIDONE = "O=C1CCNCC1"
ANILIDE = "N-cyclohexyl-N-phenylbenzamide"
ANILIDE_DRAWN = "O=C(c1ccccc1)N(c1ccccc1)C1CCCCC1"
READ = {
    ANILIDE: ANILIDE_DRAWN,
    "carbonic diamide": "NC(N)=O",
    "acetone oxime": "CC(C)=NO",
    "urea": PIPERIDONE,
    "caesium difluoridoiodate": "[Cs+].F[I-]F",
}
"""Names and the structures a reader of names gave for them; the register knows none of the names but urea."""

READING = Judge(REGISTER, names=READ)
CODES = {"name_cas", "name_structure", "cas_structure"}


def judged(**fields: Any) -> Decision:  # noqa: ANN401  # any column of the contract
    return JUDGE.item(GoodsItem(consignment_id="C-1", item_no=1, **fields), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("fields", "code", "says"),
    [
        (
            {"goods_description": "calcium chloride", "cas_number": "79099-07-3"},
            "name_cas",
            "The name says calcium chloride, the cas says 1-boc-4-piperidone.",
        ),
        (
            {"goods_description": "urea", "smiles": PIPERIDONE},
            "name_structure",
            "The name says urea, the structure says 4-piperidone.",
        ),
        (
            {"cas_number": "57-13-6", "smiles": PIPERIDONE},
            "cas_structure",
            "The cas says urea, the structure says 4-piperidone.",
        ),
        (
            {"cas_number": "41661-47-6", "smiles": "CCCCCCC"},
            "cas_structure",
            "The cas says 4-piperidone, the structure says another structure.",
        ),
    ],
)
def test_fields_that_contradict_each_other_are_held(fields: dict[str, str], code: str, says: str) -> None:
    decision = judged(**fields, **TO_US)
    assert decision.outcome == "hold"
    assert says in {one.message for one in decision.findings if one.code == code}


def test_fields_that_agree_contradict_nothing() -> None:
    agreeing = judged(cas_number="41979-39-9", goods_description="4-piperidone HCl", smiles=PIPERIDONE, **TO_DE)
    assert not {one.code for one in agreeing.findings} & {"name_cas", "name_structure", "cas_structure"}
    assert agreeing.outcome == "licence"


def test_short_forms_contradict_nothing() -> None:
    short = [Hit(one, "goods_description", "4-AP", 0, 4) for one in by_name(REGISTER, "4-AP")]
    known = [Hit(one, "cas_number", "57-13-6", 0, 7) for one in by_name(REGISTER, "urea")]
    assert all(hit.is_near for hit in short)
    assert contradictions(REGISTER, Line(hits=[*short, *known])) == []


# --- names read as structures


def contradicting(judge: Judge, **fields: Any) -> dict[str, str]:  # noqa: ANN401  # any column of the contract
    item = GoodsItem(consignment_id="C-1", item_no=1, export_country="CN", destination_country="US", **fields)
    decision = judge.item(item, date(2026, 11, 1))
    found = {one.code: one.message for one in decision.findings if one.code in CODES}
    assert decision.outcome == "hold" or not found
    return found


@pytest.mark.parametrize(
    ("name", "smiles"),
    [
        (ANILIDE, ANILIDE_DRAWN),
        (ANILIDE, "C1CCCCC1N(C(=O)c1ccccc1)c1ccccc1"),
        (ANILIDE, f"Cl.{ANILIDE_DRAWN}"),
        ("carbonic diamide", "NC(N)=O"),
        ("carbonic diamide", "NC(=[NH2+])O.[Cl-]"),
        ("acetone oxime", "CC(C)=NO"),
    ],
)
def test_a_name_that_agrees_with_the_structure_beside_it_is_no_finding(name: str, smiles: str) -> None:
    assert contradicting(READING, goods_description=name, smiles=smiles) == {}


@pytest.mark.parametrize(
    ("name", "smiles", "says"),
    [
        (ANILIDE, "CCC(=O)N(C)c1ccccc1", "another structure"),
        (ANILIDE, "NC(N)=O", "urea"),
        ("carbonic diamide", PIPERIDONE, "4-piperidone"),
        ("carbonic diamide", "CNC(N)=O", "another structure"),
        ("acetone oxime", "CC(C)=O", "acetone"),
        ("caesium difluoridoiodate", "[K+].[Cl-]", "another structure"),
    ],
)
def test_a_name_of_another_structure_is_a_finding_even_where_nobody_knows_either(
    name: str, smiles: str, says: str
) -> None:
    found = contradicting(READING, goods_description=name, smiles=smiles)
    assert list(found) == ["name_structure"]
    assert found["name_structure"].startswith("The name, as OPSIN reads it, says ")
    assert found["name_structure"].endswith(f", the structure says {says}. OPSIN reads {READ[name]}.")


def test_a_finding_of_a_name_shows_its_characters() -> None:
    decision = READING.item(
        GoodsItem(consignment_id="C-1", item_no=1, goods_description=ANILIDE, smiles="CCO"), date(2026, 11, 1)
    )
    (found,) = (one for one in decision.findings if one.code == "name_structure")
    assert (found.field, found.matched, found.start, found.end) == ("goods_description", ANILIDE, 0, len(ANILIDE))


@pytest.mark.parametrize(
    ("name", "cas", "wanted"),
    [
        ("carbonic diamide", "57-13-6", set()),
        ("carbonic diamide", "41661-47-6", {"name_cas"}),
        (ANILIDE, "57-13-6", {"name_cas"}),
        (ANILIDE, "10043-52-4", set()),  # the record of calcium chloride has no structure to compare with
        (ANILIDE, "50-00-0", set()),  # the register has no record of it
    ],
)
def test_a_name_is_compared_with_the_structure_of_the_record_its_cas_number_names(
    name: str, cas: str, wanted: set[str]
) -> None:
    assert set(contradicting(READING, goods_description=name, cas_number=cas)) == wanted


def test_each_field_is_compared_with_the_name_for_itself() -> None:
    fields = {"goods_description": "carbonic diamide", "cas_number": "57-13-6", "smiles": PIPERIDONE}
    assert set(contradicting(READING, **fields)) == {"name_structure", "cas_structure"}


def test_names_the_register_knows_contradict_with_and_without_a_reader() -> None:
    fields = {"goods_description": "urea", "smiles": "CCCCCCC"}
    for judge in (JUDGE, READING):
        assert contradicting(judge, **fields) == {
            "name_structure": "The name says urea, the structure says another structure."
        }
    assert contradicting(READING, goods_description="urea", smiles="NC(N)=O") == {}


def test_nothing_is_read_where_no_reader_was_asked() -> None:
    assert contradicting(JUDGE, goods_description=ANILIDE, smiles="CCO") == {}


# --- customs codes, units, vague words


@pytest.mark.parametrize(
    ("fields", "code", "places"),
    [
        (
            {"goods_description": "rotary tablet press", "commodity_code": "9503.00"},
            "equipment_heading",
            ("goods_description", "rotary tablet press", "commodity_code", "9503.00"),
        ),
        (
            {"goods_description": "bicycle parts", "cas_number": "41661-47-6", "commodity_code": "8714.99"},
            "cas_hs",
            ("cas_number", "41661-47-6", "commodity_code", "8714.99"),
        ),
        (
            {"goods_description": "drum of acetone", "quantity": 40.0, "quantity_unit": "pcs"},
            "unit_form",
            ("goods_description", "acetone", "quantity_unit", "pcs"),
        ),
        (
            {"goods_description": "压片机 9冲", "quantity_unit": "升"},
            "unit_form",
            ("goods_description", "压片机", "quantity_unit", "升"),
        ),
        (
            {"goods_description": "spare accessories; parts", "commodity_code": "8479.90"},
            None,
            (),
        ),
        (
            {"goods_description": "accessories; parts", "commodity_code": "8479.90"},
            "vague_description",
            ("goods_description", "accessories; parts", None, None),
        ),
        (
            {"goods_description": "calcium chloride", "cas_number": "79099-07-3"},
            "name_cas",
            ("goods_description", "calcium chloride", "cas_number", "79099-07-3"),
        ),
    ],
)
def test_a_contradiction_of_a_row_names_both_fields(
    fields: dict[str, Any], code: str | None, places: tuple[str | None, ...]
) -> None:
    decision = judged(**fields, **TO_DE)
    told = {"name_cas", "cas_hs", "equipment_heading", "unit_form", "vague_description"}
    found = [one for one in decision.findings if one.code in told]
    assert [one.code for one in found] == ([code] if code else [])
    for one in found:
        assert (one.field, one.matched, one.other_field, one.other_matched) == places
        assert fields[one.field or ""][one.start : one.end] == one.matched
        assert one.other_field is None or fields[one.other_field][one.other_start : one.other_end] == one.other_matched
        assert decision.outcome in {"hold", "licence", "prohibited"}


@pytest.mark.parametrize(
    "fields",
    [
        {"goods_description": "rotary tablet press", "commodity_code": "8479.89", "quantity_unit": "台"},
        {"goods_description": "acetone", "commodity_code": "2914.11", "quantity_unit": "L"},
        {"goods_description": "acetone", "quantity_unit": "drums"},
        {"goods_description": "potassium permanganate", "quantity_unit": "L", "concentration_percent": 5.0},
        {"cas_number": "41661-47-6", "commodity_code": "2933399090", "quantity_unit": "kg"},
        {"goods_description": "toys", "commodity_code": "9503.00", "quantity_unit": "pcs"},
        {"goods_description": "cotton T-shirts", "commodity_code": "6109.10", "quantity_unit": "pcs"},
    ],
)
def test_a_row_that_agrees_with_itself_has_no_such_finding(fields: dict[str, Any]) -> None:
    told = {"cas_hs", "equipment_heading", "unit_form", "vague_description"}
    assert not {one.code for one in judged(**fields, **TO_DE).findings} & told


def test_nothing_but_vague_words_is_held() -> None:
    assert judged(goods_description="parts", **TO_DE).outcome == "hold"
    assert judged(goods_description="brake pads", **TO_DE).outcome == "clear"
