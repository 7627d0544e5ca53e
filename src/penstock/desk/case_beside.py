"""What is shown beside a case: clocks, balances, the place in the schedule, a claim beside the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from penstock import __version__
from penstock.cases.beside import rows_of
from penstock.cases.inspections import Enterprise
from penstock.cases.schedule import Scheduler
from penstock.cases.verification import read_answer, told_to_sender
from penstock.kernel.errors import PenstockError
from penstock.store.cases import Link
from penstock.store.draws import Draws
from penstock.store.inspections import Inspections, inspection_of
from penstock.store.notices import Notices

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from penstock.cases.schedule import Place
    from penstock.desk.cases import CaseDesk
    from penstock.law.register import Register
    from penstock.store.cases import Case

MOST_ROWS = 2_000
"""Rows of claims beside the register that one statement may come to."""

SETTLED = 10
"""Letters of a day that is settled."""


def beside_case(desk: CaseDesk, register: Register, case: Case) -> dict[str, Any]:
    """Return what is shown beside a case, by its kind: ``{}`` where there is nothing."""
    return _BESIDE[case.kind](desk, register, case) if case.kind in _BESIDE else {}


def beside_line(desk: CaseDesk, register: Register, case: Case) -> dict[str, Any]:
    """Return what is shown beside a line of a list."""
    if case.kind == "notification":
        return _notice(desk, register, case)
    if case.kind == "authorisation":
        return {"balance": Draws(desk.store).balance(case.id).as_dict()}
    return {}


def _lead(_desk: CaseDesk, _register: Register, case: Case) -> dict[str, Any]:
    answer = case.body.get("verification")
    if answer is None:
        return {}
    return {"for_sender": told_to_sender(case.body["reference"], read_answer(answer))}


def _notice(desk: CaseDesk, register: Register, case: Case) -> dict[str, Any]:
    """Return how the clocks stand; where the days of a calendar cannot be counted it says so."""
    try:
        told = Notices(desk.store, register).standing(case, desk.today()).as_dict()
    except PenstockError as error:
        return {"notice": None, "why_not": error.message}
    return {"notice": {name: value for name, value in told.items() if name != "notification"}}


def _authorisation(desk: CaseDesk, _register: Register, case: Case) -> dict[str, Any]:
    draws = Draws(desk.store)
    drawn = [msgspec.to_builtins(one) for one in draws.of(case.id)]
    return {"balance": draws.balance(case.id).as_dict(), "draws": drawn}


def _enterprise(desk: CaseDesk, register: Register, case: Case) -> dict[str, Any]:
    visits = [one for one in desk.cases.linked(Link("case", case.id), "inspection") if one.state != "cancelled"]
    enterprise = msgspec.convert(case.body, Enterprise)
    scheduler = Scheduler(register, desk.today(), __version__)
    try:
        place = scheduler.place(case.id, enterprise, [inspection_of(one) for one in visits]).as_dict()
    except PenstockError as error:
        return {"place": None, "why_not": error.message}
    return {"place": place}


def _inspection(desk: CaseDesk, _register: Register, case: Case) -> dict[str, Any]:
    late = inspection_of(case).late(desk.today())
    return {"late": [msgspec.to_builtins(one) for one in late]}


def _statement(_desk: CaseDesk, register: Register, case: Case) -> dict[str, Any]:
    return {"beside": claims_beside(register, case.id, case.body, None)}


_BESIDE: dict[str, Callable[[CaseDesk, Register, Case], dict[str, Any]]] = {
    "lead": _lead,
    "notification": _notice,
    "authorisation": _authorisation,
    "enterprise": _enterprise,
    "inspection": _inspection,
    "statement": _statement,
}


def claims_beside(register: Register, entry: str, said: Mapping[str, Any], on: date | None) -> dict[str, Any] | None:
    """Return the claims of a statement beside the register; ``None`` where its day is not settled or they are too many.

    Args:
        register: The register.
        entry: The id of the statement.
        said: Its fields, plain values.
        on: The day of law; its own when ``None``.
    """
    is_settled = on is not None or len(str(said["day"])) == SETTLED
    rows = sum(len(one["subjects"]) * len(one["places"]) for one in said.get("claims", ()))
    return rows_of(register, entry, said, on) if is_settled and rows <= MOST_ROWS else None


def scheduled(desk: CaseDesk, register: Register) -> list[Place]:
    """Return the enterprises in the order in which they are to be inspected."""
    return Inspections(desk.store).schedule(register, desk.today(), __version__)
