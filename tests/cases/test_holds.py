from __future__ import annotations

import json

import pytest

from penstock.cases.holds import draft_of
from penstock.kernel.errors import UsageError

ROW = {
    "consignment_id": "C-1",
    "item_no": 2,
    "date": "2026-03-05",
    "consignor_name": "Example Everbright Chemical Co., Ltd.",
    "consignor_country": "CN",
    "consignee_name": "Example Norte SA de CV",
    "goods_description": "1-boc-4-piperidone",
    "cas_number": "79099-07-3",
    "quantity": 25,
    "quantity_unit": "kg",
}
QUESTION = {"ask": "screen", "items": [json.dumps({"consignment_id": "C-1", "item_no": 1}), json.dumps(ROW)]}


def test_what_is_held_says_subject_goods_and_days() -> None:
    body = draft_of(QUESTION, consignment="C-1", item="2", about="measure: cas_number")
    assert body == {
        "subject": {"kind": "party", "name": ROW["consignor_name"], "country": "CN"},
        "goods": [{"description": "1-boc-4-piperidone", "cas": "79099-07-3", "quantity": "25 kg"}],
        "period": {"since": "2026-03-05", "until": "2026-03-05"},
    }


def test_the_party_the_matter_is_about_is_the_subject() -> None:
    body = draft_of(QUESTION, consignment="C-1", item="2", about="party_listed: consignee_name")
    assert body["subject"] == {"kind": "party", "name": "Example Norte SA de CV"}


def test_an_item_that_names_nobody_is_about_the_consignment() -> None:
    body = draft_of(QUESTION, consignment="C-1", item="1", about="measure: cas_number")
    assert body == {"subject": {"kind": "consignment", "name": "C-1"}, "goods": []}


def test_a_consignment_the_decision_does_not_hold_is_refused() -> None:
    with pytest.raises(UsageError, match="says nothing of the consignment 'C-9'"):
        draft_of(QUESTION, consignment="C-9", item="1", about="x")
