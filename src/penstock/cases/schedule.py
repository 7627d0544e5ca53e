"""Which enterprise is to be inspected next: points by the data of ``risk.toml``, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.cases.local_law import LocalLaw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from penstock.cases.inspections import Enterprise, Held, Inspection, MachineKind
    from penstock.law.register import Register


class _Interval(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"least": "from"}):
    least: float
    days: int


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``risk.toml`` says: points by name, and intervals from the most points down."""

    substances: dict[str, float]
    equipment: dict[str, float]
    findings: dict[str, float]
    since: dict[str, float]
    licences: dict[str, float]
    staff: dict[str, float]
    intervals: tuple[_Interval, ...]


@cache
def weights() -> Weights:
    """Return by what enterprises are put in order."""
    return msgspec.toml.decode(files("penstock.cases").joinpath("risk.toml").read_bytes(), type=Weights)


@dataclass(frozen=True, slots=True)
class Reason:
    """Points and what they are for."""

    points: float
    why: str


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an enterprise in the schedule.

    ``due`` is the day by which it is to be inspected, or a finding was to be put right; ``is_overdue`` whether that
    day has passed; ``reasons`` add up to ``points``.
    """

    id: str
    name: str
    points: float
    reasons: tuple[Reason, ...]
    last: date | None
    interval_days: int
    due: date
    is_overdue: bool

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        shown: dict[str, Any] = msgspec.to_builtins(self)
        return shown


class Scheduler:
    """Puts enterprises in order by one register, on one day."""

    def __init__(self, register: Register, on: date, engine: str) -> None:
        """Make ready.

        Args:
            register: The register that says what is controlled.
            on: The day of the schedule.
            engine: Version of the program.
        """
        self._law, self._on = LocalLaw(register, engine), on

    def schedule(
        self, enterprises: Iterable[tuple[str, Enterprise]], inspections: Sequence[Inspection] = ()
    ) -> list[Place]:
        """Return a place for each enterprise, those overdue first, then by points, then by name.

        Args:
            enterprises: Each with the id of its case.
            inspections: Every inspection of them, planned ones too.
        """
        found = [self.place(name, one, inspections) for name, one in enterprises]
        return sorted(found, key=lambda one: (not one.is_overdue, -one.points, one.due, one.name, one.id))

    def place(self, case: str, enterprise: Enterprise, inspections: Sequence[Inspection] = ()) -> Place:
        """Return the place of one enterprise, whatever the others."""
        own = [one for one in inspections if one.enterprise == case]
        seen = [one for one in own if one.carried_out_on is not None]
        latest = max(seen, key=_carried_out, default=None)
        reasons = tuple(one for one in self._reasons(enterprise, own, latest) if one.points)
        points = round(sum(one.points for one in reasons), 1)
        days = next(one.days for one in weights().intervals if points >= one.least)
        last = latest.carried_out_on if latest is not None else None
        late = [one.correct_by for each in own for one in each.late(self._on)]
        due = min([self._on if last is None else last + timedelta(days=days), *late])
        return Place(case, enterprise.name, points, reasons, last, days, due, due < self._on or last is None)

    def _reasons(
        self, enterprise: Enterprise, inspections: Sequence[Inspection], latest: Inspection | None
    ) -> Iterator[Reason]:
        yield from self._of_substances(enterprise)
        yield from _of_machines(enterprise)
        yield from self._of_licences(enterprise)
        yield from self._of_time(latest)
        late = [one for each in inspections for one in each.late(self._on)]
        if late:
            told = "; ".join(f"{one.what}, by {one.correct_by}" for one in late)
            yield Reason(len(late) * weights().findings["late"], f"not put right in time: {told}")
        if not any(one.is_responsible for one in enterprise.staff):
            yield Reason(weights().staff["nobody_responsible"], "nobody on the staff is named as responsible")

    def _of_substances(self, enterprise: Enterprise) -> Iterator[Reason]:
        known, left = weights().substances, weights().substances["most"]
        for held in enterprise.substances:
            verdict = self._verdict(held, enterprise.place)
            points = known["controlled"] if verdict == "controlled" else known["open"] if verdict == "unknown" else 0.0
            yield Reason(min(points, left), f"it holds {held.name}, {verdict} in {enterprise.place} on {self._on}")
            left -= min(points, left)

    def _of_licences(self, enterprise: Enterprise) -> Iterator[Reason]:
        for one in enterprise.licences:
            if one.valid_until is not None and one.valid_until < self._on:
                why = f"its {one.kind} {one.number} ran out on {one.valid_until}"
                yield Reason(weights().licences["run_out"], why)
        holds = [one.name for one in enterprise.substances if self._verdict(one, enterprise.place) == "controlled"]
        if holds and not enterprise.licences:
            yield Reason(weights().licences["none"], f"no licence is given, and it holds {', '.join(holds)}")

    def _of_time(self, latest: Inspection | None) -> Iterator[Reason]:
        known = weights().since
        if latest is None:
            yield Reason(known["never"], "it was never inspected")
            return
        day, gravest = _carried_out(latest), latest.gravest
        days = max(0, (self._on - day).days)
        points = min(known["most"], round(days / 30 * known["each_30_days"], 1))
        yield Reason(points, f"{days} days since the last inspection, of {day}")
        yield Reason(weights().findings[gravest], f"the gravest finding of {day} was {gravest}")

    def _verdict(self, held: Held, place: str) -> str:
        return self._law.of(held.cas or held.name, place, self._on).verdict


def _carried_out(inspection: Inspection) -> date:
    return inspection.carried_out_on or date.min


def _of_machines(enterprise: Enterprise) -> Iterator[Reason]:
    known, left = weights().equipment, weights().equipment["most"]
    kinds: dict[MachineKind, int] = {}
    for one in enterprise.equipment:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    for kind, number in kinds.items():
        points = min(number * known[kind], left)
        left -= points
        yield Reason(points, f"it has {number} of the kind {kind}")
