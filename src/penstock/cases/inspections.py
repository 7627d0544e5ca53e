"""Key enterprises and their inspections: what each holds, what was found, and who is to be seen next, and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

Gravity = Literal["none", "minor", "serious", "critical"]
"""How grave a finding is."""

MachineKind = Literal["tablet_press", "capsule_filler", "punch_die_mould", "mixer_granulator"]


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the parts of an enterprise and of an inspection."""


class Licence(_Part, frozen=True):
    """A licence or registration; ``valid_until`` is its last day, ``None`` where it has none."""

    kind: str
    number: str
    valid_from: date | None = None
    valid_until: date | None = None


class Staff(_Part, frozen=True):
    """Somebody who works there, by what they do; ``is_responsible`` for what is controlled."""

    role: str
    name: str | None = None
    is_responsible: bool = False
    trained_on: date | None = None


class Machine(_Part, frozen=True):
    """A machine it has."""

    kind: MachineKind
    model: str | None = None
    serial: str | None = None


class Held(_Part, frozen=True):
    """A substance it makes, trades, stores or carries."""

    name: str
    cas: str | None = None
    yearly_kg: float | None = None


class Enterprise(_Part, frozen=True):
    """A key enterprise; ``place`` is the jurisdiction whose law it is under, ``number`` its registration."""

    name: str
    place: str
    number: str | None = None
    address: str | None = None
    licences: tuple[Licence, ...] = ()
    staff: tuple[Staff, ...] = ()
    equipment: tuple[Machine, ...] = ()
    substances: tuple[Held, ...] = ()


class Finding(_Part, frozen=True):
    """Something that was found; ``correct_by`` is the day it has to be put right, ``corrected_on`` the day it was."""

    what: str
    gravity: Literal["minor", "serious", "critical"]
    correct_by: date
    corrected_on: date | None = None


class Inspection(_Part, frozen=True):
    """One inspection of an enterprise; ``enterprise`` is the id of its case, ``why`` what it was planned for."""

    enterprise: str
    name: str
    why: str
    due: date
    inspectors: tuple[str, ...] = ()
    carried_out_on: date | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def gravest(self) -> Gravity:
        """The gravity of the gravest finding."""
        order: tuple[Gravity, ...] = ("none", "minor", "serious", "critical")
        return max((one.gravity for one in self.findings), key=order.index, default="none")

    def late(self, on: date) -> tuple[Finding, ...]:
        """Return the findings that should have been put right before a day and were not."""
        return tuple(one for one in self.findings if one.corrected_on is None and one.correct_by < on)


_AHEAD = timedelta(hours=14)
"""How far the first place on Earth is ahead of UTC."""


def check_enterprise(_step: str, enterprise: Enterprise, _moment: datetime) -> None:
    """Refuse an enterprise that cannot be.

    Raises:
        UsageError: It has no name or place.
    """
    _check_text("enterprise", "name", enterprise.name)
    _check_text("enterprise", "place", enterprise.place)


def check_inspection(step: str, inspection: Inspection, moment: datetime) -> None:
    """Refuse an inspection that cannot be.

    Raises:
        UsageError: It is of nobody, was carried out or corrected on a day that has not come, or is closed while
            something is not put right.
    """
    _check_text("inspection", "enterprise", inspection.enterprise)
    _check_text("inspection", "why", inspection.why)
    days = [("carried_out_on", inspection.carried_out_on)]
    days += [("findings.corrected_on", one.corrected_on) for one in inspection.findings]
    for name, day in days:
        if day is not None:
            _check_past("inspection", name, day, moment)
    waiting = [one.what for one in inspection.findings if one.corrected_on is None]
    if step == "close" and waiting:
        message = f"Not put right yet: {'; '.join(waiting)}."
        raise UsageError(message, remedy="Say on which day each was put right, with the step 'correct'.")


def _check_text(kind: str, name: str, value: str) -> None:
    if not value.strip():
        message = f"The {kind}'s {name} is empty."
        raise UsageError(message, remedy="Fill it in.")


def _check_past(kind: str, name: str, day: date, moment: datetime) -> None:
    if day > (moment + _AHEAD).date():
        message = f"The {kind}'s {name} is {day}, which has not come yet."
        raise UsageError(message, remedy="Give a day that is past, or today.")
