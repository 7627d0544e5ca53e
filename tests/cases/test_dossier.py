from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.kept import AMARVEL, AT, CASES, DAY, SINCE, STORE, UNTIL, ask, decision, lead

from penstock.cases.document import Dossier, LeadRow
from penstock.cases.dossier import find, of_party, of_period, of_substance
from penstock.cases.known import Store
from penstock.kernel.errors import UnknownId

if TYPE_CHECKING:
    from penstock.cases.listed import Known
    from penstock.law.register import Register


def figure(dossier: Dossier, key: str, **of: str) -> float | None:
    (value,) = {one.value for one in dossier.figures() if one.key == key and one.of == of}
    return value


def test_the_dossier_of_a_party_has_its_charge_its_lead_and_the_answer(known: Known, register: Register) -> None:
    made = of_party(known, STORE, ask(register, "party", "Hubei Amarvel Biotech"))
    assert (made.head.subject, made.head.title) == (AMARVEL, "Hubei Amarvel Biotech Co., Ltd.")
    assert (figure(made, "charges"), figure(made, "leads"), figure(made, "leads", result="confirmed")) == (1, 1, 1)
    events = [(row.day, row.what) for row in made.sections[0].tables[0].rows]  # type: ignore[union-attr]  # of events
    assert events == sorted(events)
    assert ("2023-06-23", "charged") in events
    assert ("2026-04-11", "lead_answered") in events
    assert set(made.records) == {"1"}
    assert all(row.citation for row in made.section("sources").tables[0].rows)  # type: ignore[union-attr]  # it is there


def test_a_party_of_whom_nobody_knows_anything_is_refused(known: Known, register: Register) -> None:
    with pytest.raises(UnknownId, match="Nothing is on record of 'Example Nobody Trading'"):
        of_party(known, STORE, ask(register, "party", "Example Nobody Trading"))
    told = of_party(known, STORE, ask(register, "party", "Example Everbright Chemical Co., Ltd."))
    assert figure(told, "leads") == 2, "the store knows it though no list does"


def test_the_dossier_of_a_substance_has_spans_lag_leads_and_statements(known: Known, register: Register) -> None:
    made = of_substance(known, STORE, ask(register, "substance", "79099-07-3"))
    assert made.head.subject == "1-boc-4-piperidone"
    assert figure(made, "leads") == 3
    assert figure(made, "lag.days", subject="1-boc-4-piperidone", place="GB") is None
    cn = figure(made, "lag.days", subject="1-boc-4-piperidone", place="CN")
    assert cn is not None
    assert cn > 0
    assert (figure(made, "statements") or 0) >= 1
    assert figure(made, "claims", beside="consistent")


def test_a_subject_nobody_knows_or_that_is_several_is_refused(register: Register) -> None:
    assert find(register, "4-ap") == "4-ap"
    assert find(register, "tablet press") == "tablet-press" or find(register, "tablet_press")
    with pytest.raises(UnknownId, match="nothing the register knows"):
        find(register, "no such thing at all")
    with pytest.raises(UnknownId, match="is one of 4-aminopyridine, 4-ap"):
        find(register, "4-AP")


def test_a_period_counts_what_is_of_it_alone(known: Known, register: Register) -> None:
    whole = of_period(known, STORE, ask(register, "period", since=SINCE, until=UNTIL))
    assert (figure(whole, "leads"), figure(whole, "notices"), figure(whole, "removals")) == (3, 1, 1)
    assert whole.head.left_out[0].number == 1
    before = of_period(known, STORE, ask(register, "period", since=date(2025, 1, 1), until=date(2025, 12, 31)))
    assert (figure(before, "leads"), before.head.left_out, before.records) == (0, (), {})


def test_no_red_lead_is_in_a_document_that_goes_further(known: Known, register: Register) -> None:
    made = of_substance(known, STORE, ask(register, "substance", "1-boc-4-piperidone"))
    text = msgspec.json.encode(made).decode()
    assert "EX-4" not in text
    assert [(one.kind, one.limit, one.number) for one in made.head.left_out] == [("lead", "red", 1)]
    red = of_substance(known, STORE, ask(register, "substance", "1-boc-4-piperidone", tlp="red"))
    assert "EX-4" in msgspec.json.encode(red).decode()
    clear = of_substance(known, STORE, ask(register, "substance", "1-boc-4-piperidone", tlp="clear"))
    assert not [row for row in clear.rows() if isinstance(row, LeadRow)]
    assert sum(one.number for one in clear.head.left_out) == 4


def test_decisions_are_for_those_who_deal_with_them(known: Known, register: Register) -> None:
    store = STORE._replace(decisions=(decision("d", subject="79099-07-3"),))
    amber = of_substance(known, store, ask(register, "substance", "1-boc-4-piperidone"))
    assert figure(amber, "decisions") == 1
    green = of_substance(known, store, ask(register, "substance", "1-boc-4-piperidone", tlp="green"))
    assert figure(green, "decisions") == 0
    assert ("decision", "amber", 1) in [(one.kind, one.limit, one.number) for one in green.head.left_out]


def test_the_same_gives_the_same_bytes_and_the_bytes_give_the_same(known: Known, register: Register) -> None:
    asked = ask(register, "period", since=SINCE, until=UNTIL)
    raw = msgspec.json.encode(of_period(known, STORE, asked))
    assert raw == msgspec.json.encode(of_period(known, Store(AT, CASES), asked))
    assert msgspec.json.encode(msgspec.json.decode(raw, type=Dossier)) == raw


@settings(max_examples=20)
@given(st.lists(st.sampled_from(["sent", "answered", "closed", "withdrawn"]), max_size=12))
def test_leads_by_state_add_up_to_all_leads(known: Known, register: Register, states: list[str]) -> None:
    cases = tuple(lead(f"{n}", state=state) for n, state in enumerate(states))
    made = of_period(known, Store(AT, cases), ask(register, "period", since=SINCE, until=DAY))
    by_state = [one.value or 0 for one in made.figures() if one.key == "leads" and "case_state" in one.of]
    assert sum(by_state) == figure(made, "leads") == len(states)
