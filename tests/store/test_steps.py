from __future__ import annotations

from penstock.kernel.roles import ROLES
from penstock.store.steps import FIRST, REASONS, STATES, STEPS, TABLE


def test_every_state_is_reached_and_every_step_leads_to_a_state() -> None:
    reached = {FIRST} | {step.to for step in STEPS.values() if step.to is not None}
    assert reached == set(STATES)
    assert {state for step in STEPS.values() for state in step.sources} == set(STATES)
    assert len(STEPS) == len(TABLE.steps)


def test_only_a_second_person_with_the_role_releases() -> None:
    (release,) = [step for step in STEPS.values() if step.to == "released"]
    assert (release.sources, release.role, release.asker) == (("release_asked",), "approver", "other")
    assert "reason" in release.needs


def test_nobody_who_only_views_takes_a_step() -> None:
    assert all(ROLES.index(step.role) >= ROLES.index("officer") for step in STEPS.values())
    assert "other" in REASONS
