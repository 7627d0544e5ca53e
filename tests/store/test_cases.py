from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases.samples import lead_body

from penstock.cases.states import TABLES
from penstock.kernel.errors import Conflict, NotAllowed, PenstockError, UnknownId, UsageError
from penstock.kernel.roles import ROLES
from penstock.store.case_counts import counts
from penstock.store.cases import Case, Cases, Link, steps_for
from penstock.store.decisions import Decisions
from penstock.store.matters import Matters
from penstock.store.store import Store
from penstock.store.trail import rows_of, verify

if TYPE_CHECKING:
    from penstock.store.accounts import Accounts
    from penstock.store.cases import LinkKind

STAMP = {"as_of": "2026-11-22", "register": "r1", "rosters": {}, "engine": "0.1.0"}
PEOPLE = [*ROLES, "second approver"]


def outcome(*results: str) -> dict[str, Any]:
    tests = [{"test": f"t{place}", "result": one, "why": "w", "remedy": "r"} for place, one in enumerate(results)]
    return {"checked_on": "2026-11-20", "tests": tests, "stamp": {}}


def opened(store: Store, key: str | None = "EX-1", by: str = "officer", **changed: Any) -> Case:  # noqa: ANN401  # any JSON value
    return Cases(store).open(by, "lead", lead_body(**changed), key=key)


def stopped(store: Store) -> Case:
    case = opened(store)
    return Cases(store).take("officer", case.id, "stop", version=1, detail={"precheck": outcome("failed")})


def test_a_case_is_opened_once_and_kept_whole(people: Accounts) -> None:
    store = people.store
    case = opened(store)
    assert (case.kind, case.state, case.version, case.is_new) == ("lead", "draft", 1, True)
    assert case.due == "2026-06-30"
    assert {name: case.body[name] for name in ("allegation", "period", "handling")} == {
        name: lead_body()[name] for name in ("allegation", "period", "handling")
    }
    again = opened(store)
    assert not again.is_new
    assert again.id == case.id
    assert Cases(store).get(case.id) == again
    (first,) = Cases(store).history(case.id)
    assert (first.step, first.by, first.detail) == ("open", "officer", case.body)
    assert [row.act for row in rows_of(store, of=case.id)] == ["lead.opened"], "the same again says nothing new"


def test_what_is_said_of_a_case_that_is_there_already_is_not_lost(people: Accounts) -> None:
    store = people.store
    case = opened(store)
    again = opened(store, by="approver", allegation="is said to have done something else")
    assert (again.id, again.is_new, again.body) == (case.id, False, case.body)
    row = rows_of(store, of=case.id, limit=1)[0]
    assert (row.act, row.actor) == ("lead.again", "approver")
    assert json.loads(row.detail)["body"]["allegation"] == "is said to have done something else"


def test_cases_without_a_key_are_each_their_own(people: Accounts) -> None:
    assert opened(people.store, key=None).id != opened(people.store, key=None).id


def test_a_body_that_cannot_be_is_refused_and_nothing_is_kept(people: Accounts) -> None:
    store, before = people.store, len(rows_of(people.store))
    with pytest.raises(UsageError, match=r"This is no lead: .*`\$.reliability`"):
        opened(store, reliability="Z")
    with pytest.raises(UsageError, match=r"unknown field `colour`"):
        opened(store, colour="red")
    with pytest.raises(UsageError, match=r"about nobody"):
        opened(store, subject={"kind": "party", "name": " "})
    with pytest.raises(UnknownId, match="'hunch' is no kind of case"):
        Cases(store).open("officer", "hunch", {})
    with pytest.raises(UsageError, match="at most 400,000"):
        opened(store, allegation="x" * 400_000)
    assert len(rows_of(store)) == before
    assert Cases(store).queue("lead") == []


# --- what it belongs to


def test_a_case_belongs_to_what_it_came_from(people: Accounts) -> None:
    store = people.store
    decision = Decisions(store).keep("officer", {"q": 1}, STAMP, b"hold")
    matter = Matters(store).open("officer", decision, "party", consignment="C", item="1", outcome="hold")
    links = [Link("decision", decision), Link("matter", matter.id), Link("party", "everbright")]
    case = Cases(store).open("officer", "lead", lead_body(), key="EX-1", links=[*links, links[0]])
    assert Cases(store).links(case.id) == links
    other = Cases(store).open("officer", "lead", lead_body(), key="EX-2", links=[Link("case", case.id)])
    assert [one.id for one in Cases(store).linked(Link("matter", matter.id), "lead")] == [case.id]
    assert [one.id for one in Cases(store).linked(Link("case", case.id))] == [other.id]
    assert Cases(store).linked(Link("matter", matter.id), "inspection") == []
    assert Cases(store).link("officer", other.id, [links[2]]) == [Link("case", case.id), links[2]]
    again = Cases(store).open("officer", "lead", lead_body(), key="EX-1", links=[Link("party", "another")])
    assert Link("party", "another") in Cases(store).links(again.id), "links that are new are added"


@pytest.mark.parametrize("of", ["decision", "matter", "case"])
def test_a_case_cannot_belong_to_what_is_not_there(people: Accounts, of: LinkKind) -> None:
    with pytest.raises(UnknownId, match=f"There is no {of} 'x' for a case to belong to"):
        Cases(people.store).open("officer", "lead", lead_body(), links=[Link(of, "x")])
    assert Cases(people.store).queue("lead") == []


# --- steps


def test_a_step_changes_the_body_and_stands_in_the_history(people: Accounts) -> None:
    store = people.store
    case = opened(store)
    ready = Cases(store).take("officer", case.id, "pass_precheck", version=1, detail={"precheck": outcome("passed")})
    assert (ready.state, ready.version, ready.is_new) == ("ready", 2, False)
    assert ready.body["precheck"]["tests"][0]["result"] == "passed"
    said = {"sent_on": "2026-11-21", "due": "2026-12-21", "note": "by pouch"}
    sent = Cases(store).take("approver", case.id, "send", version=2, detail=said)
    assert (sent.state, sent.body["sent_on"], sent.due) == ("sent", "2026-11-21", "2026-12-21")
    last = Cases(store).history(case.id)[-1]
    assert (last.version, last.by, last.step, last.state, last.detail) == (3, "approver", "send", "sent", said)
    assert [row.act for row in rows_of(store, of=case.id)] == ["lead.send", "lead.pass_precheck", "lead.opened"]
    assert verify(store) == []


def test_what_is_refused_stands_in_the_trail_with_what_was_said(people: Accounts) -> None:
    store = people.store
    case = stopped(store)
    said = {"override": "seen in person"}
    with pytest.raises(NotAllowed, match="takes the role 'approver'"):
        Cases(store).take("officer", case.id, "override", version=2, detail=said)
    with pytest.raises(UsageError, match=r"'send' cannot be done in a lead that is stopped: a test .* failed"):
        Cases(store).take("officer", case.id, "send", version=2, detail={"sent_on": "2026-11-21"})
    assert Cases(store).get(case.id) == case
    late, first = rows_of(store, of=case.id, limit=2)
    assert (first.act, late.act) == ("case.refused", "case.refused")
    assert json.loads(first.detail)["said"] == said
    assert json.loads(late.detail)["said"] == {"sent_on": "2026-11-21"}
    with pytest.raises(UnknownId, match="There is no case 'x'"):
        Cases(store).take("officer", "x", "send", version=1)


def test_another_than_who_opened_it_overrides_and_a_shell_may_do_all(people: Accounts) -> None:
    store = people.store
    case = opened(store, by="approver")
    case = Cases(store).take("approver", case.id, "stop", version=1, detail={"precheck": outcome("failed")})
    with pytest.raises(NotAllowed, match="opened this case"):
        Cases(store).take("approver", case.id, "override", version=2, detail={"override": "x"})
    ready = Cases(store).take("second approver", case.id, "override", version=2, detail={"override": "seen there"})
    assert (ready.state, ready.body["override"]) == ("ready", "seen there")
    edited = Cases(store).take("shell:li", case.id, "edit", version=3, detail={"note": "again", "credibility": 3})
    assert (edited.body["override"], edited.body["precheck"], edited.body["credibility"]) == (None, None, 3)


def test_a_disabled_account_takes_no_step(people: Accounts) -> None:
    case = opened(people.store)
    people.disable("administrator", "officer")
    with pytest.raises(NotAllowed, match="'officer' is disabled"):
        Cases(people.store).take("officer", case.id, "note", version=1, detail={"note": "x"})
    assert steps_for(case, people.get("officer")) == []


def test_the_steps_shown_are_those_that_may_be_taken(people: Accounts) -> None:
    case = stopped(people.store)
    shown = {name: [step.name for step in steps_for(case, people.get(name))] for name in PEOPLE}
    officer = ["edit", "pass_precheck", "stop", "withdraw", "note"]
    assert shown["viewer"] == []
    assert shown["officer"] == officer
    assert sorted(shown["approver"]) == sorted([*officer, "override"])


# --- two at once


def test_who_comes_late_is_told_who_changed_it_and_when(people: Accounts) -> None:
    case = stopped(people.store)
    first = Cases(people.store).take("approver", case.id, "override", version=2, detail={"override": "seen there"})
    with pytest.raises(Conflict) as late:
        Cases(people.store).take("officer", case.id, "withdraw", version=2, detail={"note": "no"})
    told = late.value
    assert (told.by, told.at, told.state, told.version) == ("approver", first.changed_at, "ready", 3)
    assert Cases(people.store).get(case.id) == first


def test_of_two_officers_at_once_one_wins(people: Accounts) -> None:
    case = stopped(people.store)
    url = people.store.engine.url.render_as_string(hide_password=False)
    stores = [Store.open(url), Store.open(url)]
    told: list[object] = []
    start = threading.Barrier(2)

    def take(store: Store, name: str, step: str, said: dict[str, Any]) -> None:
        start.wait()
        try:
            told.append(Cases(store).take(name, case.id, step, version=2, detail=said))
        except Conflict as conflict:
            told.append(conflict)

    tried = [("approver", "override", {"override": "x"}), ("officer", "withdraw", {"note": "x"})]
    threads = [threading.Thread(target=take, args=(store, *one)) for store, one in zip(stores, tried, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won,) = [one for one in told if isinstance(one, Case)]
    (lost,) = [one for one in told if isinstance(one, Conflict)]
    assert Cases(people.store).get(case.id) == won
    assert (lost.by, lost.state, lost.version) == (won.changed_by, won.state, 3)
    assert [one.version for one in Cases(people.store).history(case.id)] == [1, 2, 3]
    for store in stores:
        store.close()


def test_of_two_who_open_the_same_at_once_one_does(people: Accounts) -> None:
    url = people.store.engine.url.render_as_string(hide_password=False)
    stores = [Store.open(url), Store.open(url)]
    found: list[Case] = []
    start = threading.Barrier(2)

    def open_it(store: Store) -> None:
        start.wait()
        found.append(opened(store))

    threads = [threading.Thread(target=open_it, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.is_new for one in found) == [False, True]
    assert len({one.id for one in found}) == 1
    assert len(Cases(people.store).queue("lead")) == 1
    for store in stores:
        store.close()


SAYS: dict[str, dict[str, Any]] = {
    "edit": {"credibility": 3},
    "pass_precheck": {"precheck": outcome("passed", "unknown")},
    "stop": {"precheck": outcome("passed", "failed")},
    "override": {"override": "seen there"},
    "send": {"sent_on": "2026-11-10"},
    "receive": {"sent_on": "2026-11-10", "acknowledged_on": "2026-11-11"},
    "acknowledge": {"acknowledged_on": "2026-11-11"},
    "start": {"started_on": "2026-11-12"},
    "feed_back": {"feedback": [{"said_on": "2026-11-20", "text": "thanks"}]},
}
ANSWER = {"result": "declined", "explanation": "x", "for_sender": "x", "answered_on": "2026-11-19", "by": "office"}
SAYS["answer"] = SAYS["correct_answer"] = {"verification": ANSWER}
SAYS["late_answer"] = {"late_answers": [ANSWER]}
TRIES = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from([s.name for s in TABLES["lead"].steps]), st.integers(0, 2)),
    max_size=25,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=TRIES, number=st.integers(1, 10**9))
def test_whatever_is_tried_the_table_holds_and_the_history_is_whole(
    people: Accounts, tries: list[tuple[str, str, int]], number: int
) -> None:
    """Any steps by anybody, some of them late: what succeeds is in the history; no stopped lead was sent by one."""
    store, case = people.store, opened(people.store, key=f"EX-{number}")
    for name, step, behind in tries:
        before = Cases(store).get(case.id)
        said = SAYS.get(step, {}) | {"note": "seen"}
        fits = step in [one.name for one in steps_for(before, people.get(name))] and behind == 0
        try:
            after = Cases(store).take(name, case.id, step, version=before.version - behind, detail=said)
        except PenstockError:
            assert not fits
            assert Cases(store).get(case.id) == before
        else:
            assert fits
            assert after.version == before.version + 1
    history = Cases(store).history(case.id)
    assert [one.version for one in history] == list(range(1, len(history) + 1))
    for place, one in enumerate(history):
        if one.step == "send":
            passed = next(each for each in reversed(history[:place]) if each.state == "ready" and each.step != "note")
            assert passed.step == "pass_precheck" or passed.by in {"approver", "second approver", "administrator"}


# --- lists


def test_cases_are_given_page_by_page_by_state_and_counted(people: Accounts) -> None:
    store = people.store
    made = [opened(store, key=f"EX-{number}") for number in range(5)]
    Cases(store).take("officer", made[1].id, "withdraw", version=1, detail={"note": "x"})
    first = Cases(store).queue("lead", limit=3)
    then = Cases(store).queue("lead", limit=3, after=(first[-1].opened_at, first[-1].id))
    assert [one.id for one in [*first, *then]] == [one.id for one in made]
    assert [one.id for one in Cases(store).queue("lead", states=["withdrawn"])] == [made[1].id]
    assert Cases(store).queue("lead", states=[]) == []
    assert counts(store, "lead") == dict.fromkeys(TABLES["lead"].states, 0) | {"draft": 4, "withdrawn": 1}


def test_what_is_overdue_is_open_and_was_due_before(people: Accounts) -> None:
    store = people.store
    days = ["2026-12-03", "2026-12-01", "2026-12-02", None]
    made = [opened(store, key=f"EX-{place}", due=day) for place, day in enumerate(days)]
    assert [one.id for one in Cases(store).due_before("lead", "2026-12-02")] == [made[1].id]
    assert [one.due for one in Cases(store).due_before("lead", "2027-01-01")] == sorted(day for day in days if day)
    Cases(store).take("officer", made[1].id, "withdraw", version=1, detail={"note": "x"})
    assert Cases(store).due_before("lead", "2026-12-02") == [], "what is closed is not overdue"
