from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from penstock.kernel.errors import UnknownId, UsageError
from penstock.store.cases import Case, Cases, Link
from penstock.store.inspections import Inspections, why_late

if TYPE_CHECKING:
    from penstock.law.register import Register
    from penstock.store.accounts import Accounts
    from penstock.store.store import Store

ON = date(2026, 11, 20)
WORKS = {"name": "Example Works", "place": "CN", "number": "EX-1", "staff": [{"role": "a", "is_responsible": "true"}]}
FINDINGS = [
    {"what": "stock book", "gravity": "serious", "correct_by": "2026-11-10"},
    {"what": "label", "gravity": "minor", "correct_by": "2026-11-15"},
]


def carried_out(store: Store, enterprise: str) -> Case:
    planned = Inspections(store).plan("officer", enterprise, date(2026, 11, 1), "yearly", on=date(2026, 10, 1))
    said = {"carried_out_on": "2026-11-02", "inspectors": ["somebody"]}
    return Cases(store).take("officer", planned.id, "carry_out", version=1, detail=said)


def reported(store: Store, enterprise: str) -> Case:
    said: dict[str, Any] = {"findings": FINDINGS, "due": "2026-11-10"}
    return Cases(store).take("officer", carried_out(store, enterprise).id, "report", version=2, detail=said)


def test_an_enterprise_is_kept_once_and_read_as_it_was_written(people: Accounts) -> None:
    works = Inspections(people.store).add("officer", WORKS)
    assert works.body["staff"][0]["is_responsible"] is True
    assert Inspections(people.store).add("officer", WORKS | {"name": "EXAMPLE  works"}).id == works.id
    with pytest.raises(UsageError, match="This is no enterprise"):
        Inspections(people.store).add("officer", {"name": "Example"})


def test_from_plan_to_close_an_inspection_moves_its_enterprise_in_the_schedule(
    people: Accounts, register: Register
) -> None:
    store = people.store
    works = Inspections(store).add("officer", WORKS)
    (first,) = Inspections(store).schedule(register, ON, "0")
    assert (first.id, first.last, first.is_overdue) == (works.id, None, True)
    case = reported(store, works.id)
    assert Cases(store).links(case.id) == [Link("case", works.id)]
    (then,) = Inspections(store).schedule(register, ON, "0")
    assert (then.last, then.due, then.is_overdue) == (date(2026, 11, 2), date(2026, 11, 10), True)
    case = Inspections(store).correct("officer", case.id, 1, ON, "seen")
    assert (case.due, case.body["findings"][0]["corrected_on"]) == ("2026-11-15", "2026-11-20")
    with pytest.raises(UsageError, match="Not put right yet: label"):
        Cases(store).take("approver", case.id, "close", version=case.version, detail={"note": "x"})
    case = Inspections(store).correct("officer", case.id, 2, ON, "seen")
    Cases(store).take("approver", case.id, "close", version=case.version, detail={"note": "all put right"})
    (last,) = Inspections(store).schedule(register, ON, "0")
    assert not last.is_overdue


def test_what_is_overdue_says_why(people: Accounts) -> None:
    store = people.store
    works = Inspections(store).add("officer", WORKS)
    case = reported(store, works.id)
    Inspections(store).plan("officer", works.id, date(2026, 11, 19), "complaint", on=date(2026, 11, 19))
    found = Cases(store).due_before("inspection", ON.isoformat())
    assert [why_late(one, ON) for one in found] == [
        "stock book, by 2026-11-10; label, by 2026-11-15",
        "planned for 2026-11-19, planned",
    ]
    assert found[0].id == case.id


def test_what_is_no_enterprise_is_not_inspected(people: Accounts) -> None:
    store = people.store
    works = Inspections(store).add("officer", WORKS)
    with pytest.raises(UnknownId):
        Inspections(store).plan("officer", "none", ON, "x", on=ON)
    with pytest.raises(UsageError, match=f"for 2020-01-01, which is before {ON}"):
        Inspections(store).plan("officer", works.id, date(2020, 1, 1), "x", on=ON)
    planned = Inspections(store).plan("officer", works.id, ON, "x", on=ON)
    with pytest.raises(UsageError, match="is no enterprise that is inspected, but a case inspection that is planned"):
        Inspections(store).plan("officer", planned.id, ON, "x", on=ON)
    with pytest.raises(UsageError, match="has no finding 1"):
        Inspections(store).correct("officer", planned.id, 1, ON, "x")
    Cases(store).take("approver", works.id, "strike", version=1, detail={"note": "moved away"})
    with pytest.raises(UsageError, match="a case enterprise that is struck"):
        Inspections(store).plan("officer", works.id, ON, "x", on=ON)
