from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.cases.kinds import KINDS
from penstock.cases.states import TABLES, Step, after, allowed, check_actor, merged, steps_from, table_of
from penstock.kernel.errors import NotAllowed, UnknownId, UsageError
from penstock.kernel.roles import ROLES

EVERY = sorted(TABLES)


@pytest.mark.parametrize("kind", EVERY)
def test_every_state_is_reached_and_every_step_leads_from_and_to_states(kind: str) -> None:
    table = TABLES[kind]
    names = [step.name for step in table.steps]
    assert len(names) == len(set(names))
    assert all(step.sources and set(step.sources) <= set(table.states) for step in table.steps)
    assert {step.to for step in table.steps if step.to is not None} <= set(table.states)
    assert set(table.closed) < set(table.states)
    assert all(meaning.strip() for meaning in table.states.values())
    reached, before = {table.first}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {step.to for step in table.steps if step.to is not None and before & set(step.sources)}
    assert reached == set(table.states)


@pytest.mark.parametrize("kind", EVERY)
def test_from_every_state_that_is_not_closed_a_closed_one_can_be_reached(kind: str) -> None:
    table = TABLES[kind]
    ends, before = set(table.closed), set[str]()
    while ends != before:
        before = set(ends)
        ends |= {state for step in table.steps if step.to in before for state in step.sources}
    assert ends == set(table.states)


@pytest.mark.parametrize("kind", EVERY)
def test_nobody_who_only_views_takes_a_step_and_what_is_said_is_of_the_body(kind: str) -> None:
    fields = set(KINDS[kind].shape.__struct_fields__)
    for step in TABLES[kind].steps:
        assert ROLES.index(step.role) >= ROLES.index("officer")
        assert {*step.sets, *step.adds, *step.clears} <= fields, step.name
        assert set(step.needs) <= {*step.sets, *step.adds, "note"}, step.name
        assert not set(step.sets) & set(step.adds)


def test_every_kind_has_a_table_and_a_shape() -> None:
    assert set(KINDS) == set(TABLES)


STEPS = st.sampled_from(EVERY).flatmap(
    lambda kind: st.tuples(
        st.just(kind), st.lists(st.sampled_from([step.name for step in TABLES[kind].steps]), max_size=30)
    )
)


@given(STEPS)
def test_whatever_is_tried_only_the_rows_of_the_table_lead_on(tried: tuple[str, list[str]]) -> None:
    kind, names = tried
    table = TABLES[kind]
    state = table.first
    for name in names:
        row = table.step(name)
        assert row is not None
        if state in row.sources:
            assert row in steps_from(kind, state)
            state = after(kind, state, name)
            assert state == (row.to or state)
        else:
            assert row not in steps_from(kind, state)
            with pytest.raises(UsageError, match=f"'{name}' cannot be done in an? {kind} that is {state}: "):
                after(kind, state, name)
        assert state in table.states


def test_a_refusal_says_what_the_state_means_and_what_may_be_done() -> None:
    with pytest.raises(UsageError) as refused:
        after("lead", "closed", "answer")
    assert refused.value.message == "'answer' cannot be done in a lead that is closed: nothing more is expected."
    assert refused.value.remedy == "It may be one of feed_back, reopen, late_answer, note."


def test_what_is_no_kind_and_no_step_is_refused() -> None:
    with pytest.raises(UnknownId, match="'hunch' is no kind of case"):
        table_of("hunch")
    with pytest.raises(UsageError, match=r"'arrest' is nothing that can be done.* Use one of edit, "):
        allowed("lead", "draft", "arrest")


def test_steps_are_those_of_a_role() -> None:
    assert [one.name for one in steps_from("lead", "stopped", role="viewer")] == []
    officer = {one.name for one in steps_from("lead", "stopped", role="officer")}
    assert officer == {"edit", "pass_precheck", "stop", "withdraw", "note"}
    assert {one.name for one in steps_from("lead", "stopped", role="approver")} == officer | {"override"}


def test_who_opened_a_case_may_not_do_what_takes_another() -> None:
    row = allowed("lead", "stopped", "override")
    with pytest.raises(NotAllowed, match="takes the role 'approver'"):
        check_actor(row, "li", "officer", opened_by="wu")
    with pytest.raises(NotAllowed, match=r"'li' opened this case .* Another person has to"):
        check_actor(row, "li", "approver", opened_by="li")
    check_actor(row, "li", "approver", opened_by="wu")
    own = Step(name="take_back", sources=("a",), role="officer", by="same")
    with pytest.raises(NotAllowed, match=r"did not open this case. 'wu' did"):
        check_actor(own, "li", "administrator", opened_by="wu")
    check_actor(own, "wu", "officer", opened_by="wu")


STEP = Step(
    name="x", sources=("a",), role="officer", needs=("one",), sets=("one", "two"), adds=("many",), clears=("y",)
)
VALUES = st.one_of(st.text(min_size=1).filter(str.strip), st.integers(), st.booleans())
SAID = st.fixed_dictionaries(
    {"one": VALUES}, optional={"two": VALUES, "many": st.lists(VALUES, min_size=1), "note": st.text()}
)
BODIES = st.fixed_dictionaries(
    {}, optional={"one": VALUES, "two": VALUES, "many": st.lists(VALUES), "y": VALUES, "z": VALUES}
)


@given(BODIES, SAID)
def test_a_step_changes_what_it_says_and_nothing_else(body: dict[str, Any], said: dict[str, Any]) -> None:
    kept = dict(body)
    found = merged(STEP, body, said)
    assert body == kept, "the body before is left as it was"
    assert found["one"] == said["one"]
    assert found.get("two") == said.get("two", body.get("two"))
    assert found.get("many", []) == [*body.get("many", []), *said.get("many", [])]
    assert "y" not in found
    assert "note" not in found, "a note stands in the history"
    assert found.get("z") == body.get("z")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "'x' does not say one. Give one"),
        ({"one": "  "}, "does not say one"),
        ({"one": None}, "does not say one"),
        ({"one": 1, "three": 1}, "'x' says nothing called three. It may say one, two, many, note"),
        ({"one": 1, "many": "text"}, "'many' is no list"),
    ],
)
def test_what_says_too_little_or_too_much_is_refused(said: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        merged(STEP, {}, said)
