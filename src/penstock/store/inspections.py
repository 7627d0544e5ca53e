"""Key enterprises and their inspections in the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.cases.inspections import Enterprise, Inspection
from penstock.cases.kinds import read_body
from penstock.cases.schedule import Place, Scheduler
from penstock.kernel.errors import UsageError
from penstock.store.cases import Case, Cases, Link

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from penstock.law.register import Register
    from penstock.store.store import Store


@dataclass(frozen=True, slots=True)
class Inspections:
    """The enterprises and inspections of a store."""

    store: Store

    @property
    def cases(self) -> Cases:
        """The cases of the store."""
        return Cases(self.store)

    def add(self, actor: str, fields: Mapping[str, Any]) -> Case:
        """Keep an enterprise; the same name and number at the same place is there once.

        Raises:
            UsageError: It is no enterprise, or has no name or place.
        """
        body = read_body("enterprise", fields)
        key = " ".join(f"{body['place']} / {body['number'] or ''} / {body['name']}".split()).casefold()
        return self.cases.open(actor, "enterprise", body, key=key)

    def plan(self, actor: str, enterprise: str, due: date, why: str, *, on: date) -> Case:
        """Plan an inspection of an enterprise for a day; the same day for the same reason is planned once.

        Args:
            actor: Who plans it.
            enterprise: The id of its case.
            due: The day it is planned for.
            why: What it is planned for.
            on: The day on which it is planned.

        Raises:
            UnknownId: There is no such enterprise.
            UsageError: The case is no enterprise, or is struck; it is not said why; the day is past.
        """
        if due < on:
            message = f"An inspection cannot be planned for {due}, which is before {on}, the day of planning."
            raise UsageError(
                message, remedy="Name a day to come. One that was planned before has its own day of planning."
            )
        case = self.cases.get(enterprise)
        if case.kind != "enterprise" or case.state != "listed":
            message = f"{enterprise} is no enterprise that is inspected, but a case {case.kind} that is {case.state}."
            raise UsageError(message, remedy="Take the id from 'penstock inspection schedule'.")
        body = {"enterprise": case.id, "name": case.body["name"], "why": why, "due": due.isoformat()}
        key = f"{case.id} / {due} / {' '.join(why.split())}".casefold()[:500]
        return self.cases.open(actor, "inspection", body, key=key, links=[Link("case", case.id)])

    def correct(self, actor: str, inspection: str, number: int, on: date, note: str) -> Case:
        """Say that a finding was put right on a day; the inspection is due when the next one has to be.

        Raises:
            UnknownId: There is no such inspection.
            UsageError: It has no finding of that number, counted from 1, or nothing has to be put right in it.
        """
        case = self.cases.get(inspection)
        findings = case.body.get("findings") or []
        if not 1 <= number <= len(findings):
            message = f"The inspection {inspection} has no finding {number}."
            raise UsageError(message, remedy=f"It has {len(findings)}; see 'penstock inspection show'.")
        changed = [
            one | {"corrected_on": on.isoformat()} if place == number else one
            for place, one in enumerate(findings, start=1)
        ]
        left = [one["correct_by"] for one in changed if one["corrected_on"] is None]
        said: dict[str, Any] = {"findings": changed, "note": note} | ({"due": min(left)} if left else {})
        return self.cases.take(actor, inspection, "correct", version=case.version, detail=said)

    def schedule(self, register: Register, on: date, engine: str) -> list[Place]:
        """Return which enterprises are to be inspected next, and why, those overdue first."""
        listed = [one for one in self.cases.every("enterprise") if one.state == "listed"]
        enterprises = [(one.id, msgspec.convert(one.body, type=Enterprise)) for one in listed]
        inspections = [inspection_of(one) for one in self.cases.every("inspection") if one.state != "cancelled"]
        return Scheduler(register, on, engine).schedule(enterprises, inspections)


def inspection_of(case: Case) -> Inspection:
    """Return the inspection of a case."""
    return msgspec.convert(case.body, type=Inspection)


def why_late(case: Case, on: date) -> str:
    """Say what of an inspection is overdue on a day: it was not carried out, or a finding was not put right."""
    if case.state != "correcting":
        return f"planned for {case.due}, {case.state.replace('_', ' ')}"
    late = inspection_of(case).late(on)
    return "; ".join(f"{one.what}, by {one.correct_by}" for one in late) or f"to be put right by {case.due}"
