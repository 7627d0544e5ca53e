from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.cases.inspections import Enterprise, Gravity, Inspection, MachineKind
from penstock.cases.schedule import Place, Scheduler, weights

if TYPE_CHECKING:
    from penstock.law.register import Register

ON = date(2026, 11, 22)
LICENCE = {"kind": "production licence", "number": "L-1", "valid_until": "2027-12-31"}
RESPONSIBLE = {"role": "safety officer", "is_responsible": True}


def enterprise(**changed: Any) -> Enterprise:  # noqa: ANN401  # any JSON value
    body: dict[str, Any] = {"name": "Example Works", "place": "CN", "licences": [LICENCE], "staff": [RESPONSIBLE]}
    return msgspec.convert(body | changed, type=Enterprise)


def seen(on: date | None, enterprise: str = "e1", **changed: Any) -> Inspection:  # noqa: ANN401  # any JSON value
    told = {"enterprise": enterprise, "name": "x", "why": "x", "due": "2026-01-01", "carried_out_on": on}
    return msgspec.convert(msgspec.to_builtins(told | changed), type=Inspection)


def place(register: Register, told: Enterprise, *inspections: Inspection) -> Place:
    found = Scheduler(register, ON, "0").place("e1", told, inspections)
    assert found.points == round(sum(one.points for one in found.reasons), 1), "the reasons add up"
    return found


def reasons(found: Place) -> list[tuple[float, str]]:
    return [(one.points, one.why) for one in found.reasons]


def test_what_is_held_the_last_finding_and_the_time_since_make_the_points(register: Register) -> None:
    told = enterprise(
        substances=[
            {"name": "1-boc-4-piperidone", "cas": "79099-07-3"},
            {"name": "water", "cas": "7732-18-5"},
            {"name": "something nobody knows"},
        ],
        equipment=[{"kind": "tablet_press"}, {"kind": "tablet_press"}, {"kind": "capsule_filler"}],
    )
    finding = {"what": "no stock book", "gravity": "serious", "correct_by": "2026-11-01"}
    found = place(register, told, seen(ON - timedelta(60), findings=[finding]), seen(ON - timedelta(900)), seen(None))
    assert reasons(found) == [
        (4.0, "it holds 1-boc-4-piperidone, controlled in CN on 2026-11-22"),
        (2.0, "it holds something nobody knows, unknown in CN on 2026-11-22"),
        (6.0, "it has 2 of the kind tablet_press"),
        (2.0, "it has 1 of the kind capsule_filler"),
        (1.0, "60 days since the last inspection, of 2026-09-23"),
        (6.0, "the gravest finding of 2026-09-23 was serious"),
        (4.0, "not put right in time: no stock book, by 2026-11-01"),
    ]
    assert (found.points, found.interval_days) == (25.0, 90)
    assert (found.due, found.is_overdue) == (date(2026, 11, 1), True), "what was not put right in time is due"
    in_time = finding | {"correct_by": "2026-11-22"}
    found = place(register, told, seen(ON - timedelta(60), findings=[in_time]))
    assert (found.interval_days, found.due, found.is_overdue) == (180, date(2027, 3, 22), False)


def test_one_never_inspected_is_due_at_once(register: Register) -> None:
    found = place(register, enterprise(), seen(None), seen(ON - timedelta(1), enterprise="another"))
    assert reasons(found) == [(10.0, "it was never inspected")]
    assert (found.last, found.due, found.is_overdue) == (None, ON, True)


def test_a_licence_run_out_none_at_all_and_nobody_responsible_count(register: Register) -> None:
    old = LICENCE | {"valid_until": "2026-11-21"}
    whys = [why for _, why in reasons(place(register, enterprise(licences=[old], staff=[]), seen(ON)))]
    assert "its production licence L-1 ran out on 2026-11-21" in whys
    assert "nobody on the staff is named as responsible" in whys
    bare = enterprise(licences=[], substances=[{"name": "4-piperidone", "cas": "41661-47-6"}])
    assert (8.0, "no licence is given, and it holds 4-piperidone") in reasons(place(register, bare, seen(ON)))


def test_many_of_one_kind_count_up_to_the_most(register: Register) -> None:
    many = enterprise(equipment=[{"kind": "tablet_press"}] * 50)
    assert place(register, many, seen(ON)).points == weights().equipment["most"]


def test_those_overdue_come_first_then_the_riskiest(register: Register) -> None:
    held = [{"name": "1-boc-4-piperidone", "cas": "79099-07-3"}] * 2
    told = [("a", enterprise(name="A")), ("b", enterprise(name="B", substances=held)), ("c", enterprise(name="C"))]
    inspections = [seen(ON, "a"), seen(ON, "b"), seen(ON - timedelta(400), "c")]
    found = Scheduler(register, ON, "0").schedule(told, inspections)
    assert [one.id for one in found] == ["c", "b", "a"]
    assert [one.is_overdue for one in found] == [True, False, False]
    assert found[0].as_dict()["due"] == "2026-10-18"


def test_every_word_of_the_data_has_points() -> None:
    known = weights()
    assert set(get_args(MachineKind)) | {"most"} == set(known.equipment)
    assert set(get_args(Gravity)) | {"late"} == set(known.findings)
    assert [one.least for one in known.intervals] == sorted((one.least for one in known.intervals), reverse=True)
    assert known.intervals[-1].least == 0


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_the_longer_ago_the_more_pressing(register: Register, one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    scheduler = Scheduler(register, ON, "0")
    near, far = (scheduler.place("e1", enterprise(), [seen(ON - timedelta(days))]) for days in (fewer, more))
    assert near.points <= far.points
    assert near.due >= far.due


@pytest.mark.parametrize("gravity", ["minor", "serious", "critical"])
def test_a_graver_finding_is_worth_more(register: Register, gravity: str) -> None:
    finding = {"what": "x", "gravity": gravity, "correct_by": "2027-01-01"}
    found = place(register, enterprise(), seen(ON, findings=[finding]))
    assert found.points == weights().findings[gravity] > 0
