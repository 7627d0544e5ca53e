from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.samples import lead_body

from penstock.cases.disclosure import Form, disclosed, rules
from penstock.cases.leads import Lead
from penstock.kernel.errors import NotAllowed, UsageError

RECIPIENT = "Example Narcotics Control Office"


def lead(**changed: Any) -> Lead:  # noqa: ANN401  # any JSON value
    return msgspec.convert(lead_body(**changed), type=Lead)


def test_the_form_asks_without_telling_who_told_or_what_is_alleged() -> None:
    form = disclosed(lead(), "ready", RECIPIENT).as_dict()
    assert tuple(form) == rules().fields
    assert form["subject"]["name"] == "Example Everbright Chemical Co., Ltd."
    assert form["request"].startswith("Does this party exist")
    assert form["tlp"] == "amber"
    text = json.dumps(form)
    assert "parcel examination" not in text
    assert "another name" not in text
    assert "seizure" not in text
    own = disclosed(lead(request="Which licences does it hold?"), "ready", RECIPIENT)
    assert own.request == "Which licences does it hold?"


def test_every_field_of_the_data_is_one_of_the_form() -> None:
    assert set(rules().fields) <= set(Form.__struct_fields__)
    secret = {"source", "reliability", "credibility", "allegation", "basis", "evidence", "precheck", "override"}
    assert not secret & set(rules().fields)
    assert set(rules().requests) == {"party", "consignment", "listing", "account"}


MARKS = st.text(st.characters(categories=["L", "Nd"]), min_size=4, max_size=12).map(lambda text: f"secret-{text}-told")


@given(MARKS, MARKS, MARKS, st.sampled_from(["A", "F"]), st.sampled_from(["seizure", "financial"]))
def test_nothing_outside_the_fields_is_in_the_form(
    source: str, allegation: str, evidence: str, reliability: str, basis: str
) -> None:
    told = {"checked_on": "2026-01-01", "tests": [], "stamp": {"mark": source}}
    full = lead(
        source=source,
        allegation=allegation,
        evidence=[{"what": evidence, "where": source}],
        reliability=reliability,
        basis=basis,
        precheck=told,
        override=allegation,
    )
    form = disclosed(full, "sent", RECIPIENT).as_dict()
    text = json.dumps(form, ensure_ascii=False)
    assert tuple(form) == rules().fields
    assert "secret-" not in text
    plain = lead(source="another", allegation="something else", reliability="C", basis="intelligence")
    assert disclosed(plain, "sent", RECIPIENT).as_dict() == form, "two leads that ask the same look the same"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"request": "As PARCEL-EXAMINATION, port office saw: who?"}, "request repeats its source"),
        (
            {"goods": [{"description": "it is said to have shipped the goods under another name"}]},
            "goods.description repeats its allegation",
        ),
        (
            {"handling": {"tlp": "green", "purpose": "for parcel examination, port office"}},
            "purpose repeats its source",
        ),
    ],
)
def test_a_field_that_repeats_what_is_kept_back_is_refused(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        disclosed(lead(**changed), "ready", RECIPIENT)


@pytest.mark.parametrize("state", ["draft", "stopped", "withdrawn"])
def test_a_lead_that_did_not_pass_is_given_to_nobody(state: str) -> None:
    with pytest.raises(UsageError, match=f"is {state} and is given to nobody"):
        disclosed(lead(), state, RECIPIENT)


MAY = {
    "red": {RECIPIENT},
    "amber+strict": {RECIPIENT},
    "amber": {RECIPIENT},
    "green": {RECIPIENT, "Another Authority"},
    "clear": {RECIPIENT, "Another Authority", "public"},
}


@pytest.mark.parametrize("tlp", MAY)
@pytest.mark.parametrize("recipient", [RECIPIENT, "Another Authority", "public"])
def test_a_label_keeps_the_form_from_whom_it_must(tlp: str, recipient: str) -> None:
    told = lead(handling={"tlp": tlp, "purpose": "verification"})
    if recipient in MAY[tlp]:
        assert disclosed(told, "ready", recipient.upper()).tlp == tlp
    else:
        with pytest.raises(NotAllowed, match=rf"{recipient}' may not be given this lead: TLP"):
            disclosed(told, "ready", recipient)
