from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tests.cases.samples import extract, lead_body

from penstock.cases.extracts import Extract
from penstock.cases.verification import Verification, read_answer
from penstock.kernel.errors import NotAllowed, UnknownId, UsageError
from penstock.store.cases import Case, Cases, Link
from penstock.store.decisions import Decisions
from penstock.store.leads import Leads
from penstock.store.matters import Matters
from penstock.store.trail import rows_of

if TYPE_CHECKING:
    from penstock.law.register import Register
    from penstock.store.accounts import Accounts
    from penstock.store.store import Store

STAMP = {"as_of": "2026-11-22", "register": "r1", "rosters": {}, "engine": "0.1.0"}
DAY = date(2026, 11, 20)
RECIPIENT = "Example Narcotics Control Office"


def drafted(store: Store, **changed: Any) -> Case:  # noqa: ANN401  # any JSON value
    return Leads(store).draft("officer", lead_body(**changed))


def put_to_tests(store: Store, lead: str, register: Register, **company: Any) -> Case:  # noqa: ANN401  # any JSON value
    given = [msgspec.convert(extract(**company), type=Extract)]
    return Leads(store).test("officer", lead, register, DAY, engine="0", extracts=given)


def answer(**changed: Any) -> Verification:  # noqa: ANN401  # any JSON value
    told: dict[str, Any] = {"result": "confirmed", "explanation": "seen", "for_sender": "it was found", "by": "office"}
    told |= {"answered_on": "2026-11-21", "evidence": [{"what": "record 3"}]}
    return read_answer(told | changed)


def sent(store: Store, register: Register) -> Case:
    case = put_to_tests(store, drafted(store).id, register)
    return Cases(store).take("officer", case.id, "send", version=case.version, detail={"sent_on": "2026-11-20"})


def test_a_hold_becomes_a_lead(people: Accounts) -> None:
    store = people.store
    row = {"consignment_id": "C-1", "item_no": 1, "date": "2026-03-05", "consignor_name": "Example Everbright Co."}
    question = {"ask": "screen", "items": [json.dumps(row | {"cas_number": "79099-07-3"})]}
    decision = Decisions(store).keep("officer", question, STAMP, b"hold")
    matter = Matters(store).open("officer", decision, "x: cas_number", consignment="C-1", item="1", outcome="hold")
    told = {name: value for name, value in lead_body().items() if name not in {"subject", "goods", "period"}}
    case = Leads(store).draft("officer", told, matter=matter.id)
    assert case.body["subject"]["name"] == "Example Everbright Co."
    assert case.body["goods"][0]["cas"] == "79099-07-3"
    assert case.body["period"] == {"since": "2026-03-05", "until": "2026-03-05"}
    links = Cases(store).links(case.id)
    assert {Link("decision", decision), Link("matter", matter.id)} < set(links)
    assert [one.to for one in links if one.kind == "party"] == ["exampleeverbrightco"]
    assert [one.id for one in Cases(store).linked(Link("matter", matter.id), "lead")] == [case.id]
    assert "saw" in [one.act for one in rows_of(store, of=decision)]
    with pytest.raises(UnknownId):
        Leads(store).draft("officer", told, matter="none")


def test_the_same_reference_of_the_same_sender_is_one_lead(people: Accounts) -> None:
    first = drafted(people.store)
    again = drafted(people.store, reference=" ex-2026-014 ", allegation="is said to have done more")
    assert (again.id, again.is_new) == (first.id, False)
    assert rows_of(people.store, of=first.id, limit=1)[0].act == "lead.again"
    assert drafted(people.store, from_authority="Another Authority").is_new


def test_a_lead_that_passes_is_ready_and_one_that_fails_is_stopped(people: Accounts, register: Register) -> None:
    store = people.store
    case = drafted(store)
    stopped = put_to_tests(store, case.id, register, ended_on="2024-05-17")
    assert stopped.state == "stopped"
    ready = put_to_tests(store, case.id, register)
    assert ready.state == "ready"
    assert [one.step for one in Cases(store).history(case.id)] == ["open", "stop", "pass_precheck"]
    kept = ready.body["precheck"]
    assert kept["stamp"]["register"] == register.digest
    assert kept["checked_on"] == "2026-11-20"


def test_the_same_asked_before_under_another_reference_is_stopped(people: Accounts, register: Register) -> None:
    first = sent(people.store, register)
    again = put_to_tests(people.store, drafted(people.store, reference="EX-2").id, register)
    assert again.state == "stopped"
    (why,) = [one["why"] for one in again.body["precheck"]["tests"] if one["result"] == "failed"]
    assert first.id in why


def test_an_answer_is_kept_and_one_that_comes_late_is_kept_beside(people: Accounts, register: Register) -> None:
    store = people.store
    case = sent(store, register)
    told = Leads(store).answer("officer", case.id, answer())
    assert (told.case.state, told.is_late) == ("answered", False)
    assert told.case.body["verification"]["result"] == "confirmed"
    closed = Cases(store).take("officer", case.id, "close", version=told.case.version, detail={"note": "done"})
    late = Leads(store).answer("officer", case.id, answer(result="declined"))
    assert (late.case.state, late.is_late) == ("closed", True)
    assert late.case.body["verification"] == closed.body["verification"], "what was answered stands"
    assert [one["result"] for one in late.case.body["late_answers"]] == ["declined"]
    with pytest.raises(UsageError, match="cannot be done in a lead that is draft"):
        Leads(store).answer("officer", drafted(store, reference="EX-9").id, answer())
    with pytest.raises(UsageError, match=r"This is no answer to a lead: .*result"):
        answer(result="maybe")


def test_leads_are_scored(people: Accounts, register: Register) -> None:
    store = people.store
    Leads(store).answer("officer", sent(store, register).id, answer())
    drafted(store, reference="EX-9", basis="financial")
    found = {one.group: one for one in Leads(store).scores("basis", DAY)}
    assert (found["seizure"].sent, found["seizure"].confirmed.hits, found["seizure"].times.median) == (1, 1, 1)
    assert (found["financial"].sent, found["financial"].confirmed.of) == (0, 0)


def test_that_a_form_was_made_and_for_whom_stands_in_the_trail(people: Accounts, register: Register) -> None:
    store = people.store
    case = sent(store, register)
    form = Leads(store).disclose("officer", case.id, RECIPIENT)
    assert form.subject.name == case.body["subject"]["name"]
    row = rows_of(store, of=case.id, limit=1)[0]
    assert (row.act, json.loads(row.detail)["to"]) == ("lead.disclosed", RECIPIENT)
    before = len(rows_of(store, limit=1000))
    with pytest.raises(NotAllowed):
        Leads(store).disclose("officer", case.id, "Another Authority")
    assert len(rows_of(store, limit=1000)) == before


def test_a_case_of_another_kind_is_no_lead(people: Accounts) -> None:
    other = Cases(people.store).open("officer", "enterprise", {"name": "Example Works", "place": "CN"})
    with pytest.raises(UsageError, match="is no lead but of the kind enterprise"):
        Leads(people.store).get(other.id)
