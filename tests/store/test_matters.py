from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.kernel.errors import Conflict, NotAllowed, PenstockError, UnknownId, UsageError
from penstock.kernel.roles import ROLES
from penstock.store.decisions import Decisions
from penstock.store.matters import Matter, Matters, Opening, steps_for
from penstock.store.runs import Runs
from penstock.store.steps import STATES, STEPS
from penstock.store.store import Store
from penstock.store.trail import rows_of, verify

if TYPE_CHECKING:
    from penstock.store.accounts import Accounts

STAMP = {"as_of": "2026-11-22", "register": "r1", "rosters": {}, "engine": "0.1.0"}
PEOPLE = [*ROLES, "second approver"]


def opened(store: Store, number: int = 0) -> Matter:
    decision = Decisions(store).keep("officer", {"q": number}, STAMP, b"hold")
    return Matters(store).open(
        "officer", decision, "party: consignee", consignment=f"C-{number}", item="1", outcome="hold"
    )


def asked(store: Store, by: str = "officer") -> Matter:
    matter = opened(store)
    return Matters(store).take(by, matter.id, "ask_release", version=1, reason="other_party", note="another city")


def test_a_matter_is_opened_once(people: Accounts) -> None:
    store = people.store
    matter = opened(store)
    assert (matter.state, matter.version, matter.asked_by) == ("open", 1, None)
    taken = Matters(store).take("officer", matter.id, "escalate", version=1, note="look")
    assert opened(store) == taken, "opening it again leaves it as it is"
    assert Matters(store).get(matter.id) == taken
    assert [one.step for one in Matters(store).history(matter.id)] == ["open", "escalate"]
    assert [row.act for row in rows_of(store, of=matter.id)] == ["matter.escalate", "matter.opened"]
    assert Matters(store).of_decision(matter.decision) == [taken]


def test_a_matter_of_no_decision_is_refused(people: Accounts) -> None:
    before = len(rows_of(people.store))
    with pytest.raises(UnknownId, match="There is no decision"):
        Matters(people.store).open("officer", "0" * 64, "x", consignment="C", item="1", outcome="hold")
    assert len(rows_of(people.store)) == before


def test_many_matters_are_opened_in_one_commit_or_none_is(people: Accounts) -> None:
    store = people.store
    before = opened(store)
    openings = [Opening(before.decision, f"C-{number}", "1", "party: consignee", "hold") for number in range(3)]
    matters = Matters(store).open_many("officer", [*openings, openings[1]])
    assert matters[0] == before
    assert [one.consignment for one in matters] == ["C-0", "C-1", "C-2", "C-1"]
    assert matters == Matters(store).open_many("officer", [*openings, openings[1]])
    assert sum(Matters(store).counts().values()) == 3
    assert [row.act for row in rows_of(store, of=matters[1].id)] == ["matter.opened"]
    rows = len(rows_of(store))
    with pytest.raises(UnknownId):
        Matters(store).open_many("officer", [openings[0]._replace(item="2"), openings[0]._replace(decision="nix")])
    assert (len(rows_of(store)), sum(Matters(store).counts().values())) == (rows, 3)
    assert Matters(store).open_many("officer", []) == []


def test_the_matters_of_a_run_are_in_the_order_of_its_rows_page_by_page(people: Accounts) -> None:
    store = people.store
    run, other = (Runs(store).start("officer", "a.csv", "/x").id for _ in range(2))
    matters = [opened(store, number) for number in range(5)]
    Runs(store).link("officer", run, {row: one.decision for row, one in zip((11, 2, 7, 5), matters[:4], strict=True)})
    Runs(store).link("officer", other, {1: matters[4].decision, 2: matters[0].decision})
    Matters(store).take("officer", matters[2].id, "escalate", version=1, note="look")
    pages, after = [], None
    while found := Matters(store).of_run(run, limit=3, after=after):
        pages += found
        after = (found[-1][0], found[-1][1].id)
    assert [(row, one.consignment) for row, one in pages] == [(2, "C-1"), (5, "C-3"), (7, "C-2"), (11, "C-0")]
    assert [row for row, _ in Matters(store).of_run(run, states=["escalated"])] == [7]
    counts = Matters(store).counts(run)
    assert (counts["open"], counts["escalated"], sum(counts.values())) == (3, 1, 4)


# --- four eyes


def test_a_release_takes_two_people(people: Accounts) -> None:
    matter = asked(people.store)
    assert (matter.state, matter.asked_by, matter.version) == ("release_asked", "officer", 2)
    released = Matters(people.store).take("approver", matter.id, "approve", version=2, reason="other_party")
    assert (released.state, released.changed_by, released.asked_by) == ("released", "approver", "officer")
    told = [(one.by, one.step, one.state, one.reason, one.note) for one in Matters(people.store).history(matter.id)]
    assert told == [
        ("officer", "open", "open", "", ""),
        ("officer", "ask_release", "release_asked", "other_party", "another city"),
        ("approver", "approve", "released", "other_party", ""),
    ]


@pytest.mark.parametrize("asker", ["approver", "Approver", "administrator"])
@pytest.mark.parametrize("step", ["approve", "refuse"])
def test_who_asked_for_a_release_cannot_decide_it(people: Accounts, asker: str, step: str) -> None:
    matter = asked(people.store, by=asker)
    with pytest.raises(NotAllowed, match=r"asked for this release. Another person has to decide"):
        Matters(people.store).take(asker.lower(), matter.id, step, version=2, reason="other_party")
    assert Matters(people.store).get(matter.id) == matter
    attempt = rows_of(people.store, limit=1)[0]
    assert (attempt.act, attempt.actor, attempt.of) == ("matter.not_allowed", asker.lower(), matter.id)
    assert json.loads(attempt.detail)["step"] == step
    assert Matters(people.store).take("second approver", matter.id, step, version=2, reason="other_party").version == 3


@pytest.mark.parametrize("name", ["viewer", "officer"])
def test_nobody_without_the_role_approves(people: Accounts, name: str) -> None:
    matter = asked(people.store, by="second approver")
    with pytest.raises(NotAllowed, match="that takes the role 'approver'"):
        Matters(people.store).take(name, matter.id, "approve", version=2, reason="other_party")
    assert Matters(people.store).get(matter.id).state == "release_asked"


def test_a_role_taken_away_or_an_account_disabled_counts_at_once(people: Accounts) -> None:
    matter = asked(people.store)
    people.set_role("administrator", "approver", "officer")
    people.disable("administrator", "second approver")
    for name in ("approver", "second approver"):
        with pytest.raises(NotAllowed):
            Matters(people.store).take(name, matter.id, "approve", version=2, reason="other_party")


def test_only_who_asked_withdraws(people: Accounts) -> None:
    matter = asked(people.store)
    with pytest.raises(NotAllowed, match=r"did not ask for this release. 'officer' did"):
        Matters(people.store).take("approver", matter.id, "withdraw", version=2)
    again = Matters(people.store).take("officer", matter.id, "withdraw", version=2)
    assert (again.state, again.asked_by) == ("open", None)


# --- two at once


def test_who_comes_late_is_told_who_decided_and_when(people: Accounts) -> None:
    matter = asked(people.store)
    first = Matters(people.store).take("approver", matter.id, "refuse", version=2, reason="evidence_short")
    with pytest.raises(Conflict) as late:
        Matters(people.store).take("second approver", matter.id, "approve", version=2, reason="other_party")
    told = late.value
    assert (told.by, told.at, told.state, told.version) == ("approver", first.changed_at, "refused", 3)
    assert str(told).startswith(f"'approver' changed this matter at {first.changed_at}: it is refused now.")
    assert Matters(people.store).get(matter.id) == first


def test_of_two_officers_who_decide_at_once_one_wins(people: Accounts) -> None:
    matter = asked(people.store)
    url = people.store.engine.url.render_as_string(hide_password=False)
    stores = [people.store, Store.open(url, clock=people.store.clock)]
    outcomes: list[Matter | Conflict] = []
    at_once = threading.Barrier(4)

    def decide(store: Store, name: str, step: str) -> None:
        at_once.wait()
        try:
            outcomes.append(Matters(store).take(name, matter.id, step, version=2, reason="other_party"))
        except Conflict as late:
            outcomes.append(late)

    wanted = [("approver", "approve"), ("second approver", "refuse"), ("administrator", "approve")]
    wanted.append(("second approver", "approve"))
    deciding = [threading.Thread(target=decide, args=(stores[place % 2], *one)) for place, one in enumerate(wanted)]
    for thread in deciding:
        thread.start()
    for thread in deciding:
        thread.join()
    (won,) = [one for one in outcomes if isinstance(one, Matter)]
    late = [one for one in outcomes if isinstance(one, Conflict)]
    assert len(late) == 3
    assert {(one.by, one.at, one.state) for one in late} == {(won.changed_by, won.changed_at, won.state)}
    assert len(Matters(people.store).history(matter.id)) == 3
    assert verify(people.store) == []
    stores[1].close()


# --- what is said


@pytest.mark.parametrize(
    ("step", "reason", "note", "found"),
    [
        ("delete", "", "", "'delete' is nothing that can be done"),
        ("ask_release", "", "a note", "'' is no reason"),
        ("ask_release", "because", "a note", "'because' is no reason"),
        ("ask_release", "other_party", " ", "The note is empty"),
        ("confirm", "other", "", "The note is empty"),
        ("confirm", "listed", "a\x00b", "The note holds a character"),
        ("confirm", "listed", "x" * 10_001, "The note has 10,001 characters"),
        ("approve", "other_party", "", "cannot be done in a matter that is open"),
        ("reopen", "", "a note", "cannot be done in a matter that is open"),
    ],
)
def test_a_step_that_says_too_little_or_does_not_fit_is_refused(
    people: Accounts, step: str, reason: str, note: str, found: str
) -> None:
    matter = opened(people.store)
    with pytest.raises(UsageError, match=found):
        Matters(people.store).take("administrator", matter.id, step, version=1, reason=reason, note=note)
    assert Matters(people.store).get(matter.id) == matter


def test_what_is_not_there_is_told(people: Accounts) -> None:
    matter = opened(people.store)
    take = Matters(people.store).take
    for unknown in ("", "' OR 1=1 --", "x" * 200):
        with pytest.raises(UnknownId, match="There is no matter"):
            take("officer", unknown, "note", version=1, note="x")
    with pytest.raises(UnknownId, match="There is no account"):
        take("nobody", matter.id, "note", version=1, note="x")
    with pytest.raises(UnknownId):
        Matters(people.store).history("nothing")


def test_the_buttons_shown_are_the_steps_that_are_allowed(people: Accounts) -> None:
    matter = asked(people.store)
    buttons = {name: steps_for(matter, people.get(name)) for name in PEOPLE}
    assert buttons == {
        "viewer": [],
        "officer": ["withdraw", "note"],
        "approver": ["approve", "refuse", "note"],
        "administrator": ["approve", "refuse", "note"],
        "second approver": ["approve", "refuse", "note"],
    }


TRIES = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(STEPS)), st.integers(0, 2)), max_size=25)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=TRIES, number=st.integers(1, 10**9))
def test_whatever_is_tried_a_release_took_two_people(
    people: Accounts, tries: list[tuple[str, str, int]], number: int
) -> None:
    """Any steps by anybody, some of them late: what succeeds is in the history, and the rules held."""
    store, matter = people.store, opened(people.store, number)
    for name, step, behind in tries:
        before = Matters(store).get(matter.id)
        fits = step in steps_for(before, people.get(name)) and behind == 0
        try:
            Matters(store).take(name, matter.id, step, version=before.version - behind, reason="other", note="seen")
        except PenstockError:
            assert not fits
            assert Matters(store).get(matter.id) == before
        else:
            assert fits
    history = Matters(store).history(matter.id)
    assert [one.version for one in history] == list(range(1, len(history) + 1))
    for place, one in enumerate(history):
        if one.state == "released" and one.step == "approve":
            asking = next(each for each in reversed(history[:place]) if each.step == "ask_release")
            assert asking.by != one.by
            assert people.get(one.by).may("approver")


# --- the queue


def test_the_queue_is_given_page_by_page_the_longest_open_first(people: Accounts) -> None:
    store = people.store
    made = [opened(store, number) for number in range(5)]
    Matters(store).take("officer", made[1].id, "escalate", version=1, note="look")
    first = Matters(store).queue(limit=3)
    then = Matters(store).queue(limit=3, after=(first[-1].opened_at, first[-1].id))
    assert [one.id for one in [*first, *then]] == [one.id for one in made]
    assert [one.id for one in Matters(store).queue(states=["escalated"])] == [made[1].id]
    assert Matters(store).queue(states=[]) == []
    assert Matters(store).counts() == dict.fromkeys(STATES, 0) | {"open": 4, "escalated": 1}
