from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from penstock.law.identify import by_name
from penstock.law.register import Register
from penstock.screening.consignment import GoodsItem
from penstock.screening.hits import Hit, contradictions
from penstock.screening.judge import Judge

if TYPE_CHECKING:
    from penstock.screening.decide import Decision

REGISTER = Register.load()
JUDGE = Judge(REGISTER)
TO_US = {"export_country": "CN", "destination_country": "US"}
TO_DE = {"export_country": "CN", "destination_country": "DE"}
PIPERIDONE = "O=C1CCNCC1"


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
    assert contradictions(REGISTER, [*short, *known]) == []
