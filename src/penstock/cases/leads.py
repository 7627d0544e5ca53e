"""A lead: what one authority asks another to look into, on which ground, and what became of it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from penstock.cases.verification import Evidence, Verification, check_answer
from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

Basis = Literal["intelligence", "seizure", "laboratory", "open_source", "financial"]
"""What a lead rests on."""

Reliability = Literal["A", "B", "C", "D", "E", "F"]
"""How reliable a source is, from A, completely, to E, not; F: it cannot be judged (the Admiralty scale)."""

Credibility = Literal[1, 2, 3, 4, 5, 6]
"""How credible what it says is, from 1, confirmed by others, to 5, improbable; 6: it cannot be judged."""

Tlp = Literal["red", "amber+strict", "amber", "green", "clear"]
"""The label of the Traffic Light Protocol 2.0 (FIRST, August 2022), the strictest first."""


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the parts of a lead."""


class Identifier(_Part, frozen=True):
    """A number of a subject: ``scheme`` says of what kind, e.g. ``uscc``, ``lei``, ``iban``, ``wallet``."""

    scheme: str
    value: str


class Subject(_Part, frozen=True):
    """What a lead is about; ``name`` is the party's, or what the consignment, listing or account is known by."""

    kind: Literal["party", "consignment", "listing", "account"]
    name: str
    country: str | None = None
    address: str | None = None
    identifiers: tuple[Identifier, ...] = ()


class Goods(_Part, frozen=True):
    """Goods a lead names: in words, and by a number where one is known."""

    description: str
    cas: str | None = None
    quantity: str | None = None


class Period(_Part, frozen=True):
    """The days a lead is about, both among them."""

    since: date
    until: date


class Handling(_Part, frozen=True):
    """How a lead may be passed on, and what it may be used for."""

    tlp: Tlp
    purpose: str


class Feedback(_Part, frozen=True):
    """What one side told the other about an answer or what came of it."""

    said_on: date
    text: str


class Tried(_Part, frozen=True):
    """One test before sending: which, how it came out, why, and what to do about it."""

    test: str
    result: Literal["passed", "failed", "unknown"]
    why: str
    remedy: str


class Precheck(_Part, frozen=True):
    """What the tests before sending said, on one day, by which register and lists."""

    checked_on: date
    tests: tuple[Tried, ...]
    stamp: dict[str, Any]

    @property
    def failed(self) -> tuple[str, ...]:
        """The tests that failed; each stops the lead."""
        return tuple(one.test for one in self.tests if one.result == "failed")


class Lead(_Part, frozen=True):
    """A lead. What it alleges is an allegation, whatever became of it.

    ``reference`` is the sender's own; ``request`` what the recipient is asked, where the usual words do not do;
    ``place`` the jurisdiction of the recipient; ``source`` who or what told, which no form for the recipient shows;
    ``due`` the day an answer is asked for.
    """

    reference: str
    from_authority: str
    to_authority: str
    place: str
    subject: Subject
    allegation: str
    basis: Basis
    source: str
    reliability: Reliability
    credibility: Credibility
    handling: Handling
    goods: tuple[Goods, ...] = ()
    period: Period | None = None
    evidence: tuple[Evidence, ...] = ()
    due: date | None = None
    request: str | None = None
    precheck: Precheck | None = None
    override: str | None = None
    sent_on: date | None = None
    acknowledged_on: date | None = None
    started_on: date | None = None
    verification: Verification | None = None
    feedback: tuple[Feedback, ...] = ()
    late_answers: tuple[Verification, ...] = ()


_AHEAD = timedelta(hours=14)
"""How far the first place on Earth is ahead of UTC: no day later than there has begun."""


def check(step: str, lead: Lead, moment: datetime) -> None:
    """Refuse a lead that cannot be.

    Raises:
        UsageError: It is about nobody, says nothing, or tells of a day that has not come; an answer is older than
            what it answers; the precheck is another than the step says.
    """
    for name, value in _texts(lead):
        if not value.strip():
            message = f"The lead's {name} is empty."
            raise UsageError(message, remedy="A lead about nobody, or that says nothing, is not kept: fill it in.")
    latest = (moment + _AHEAD).date()
    for name, day in _days(lead):
        if day > latest:
            message = f"The lead's {name} is {day}, which has not come yet."
            raise UsageError(message, remedy="Give a day that is past, or today.")
    for answer in (lead.verification, *lead.late_answers):
        if answer is not None:
            check_answer(answer)
    _check_order(lead)
    _check_precheck(step, lead)


def _check_precheck(step: str, lead: Lead) -> None:
    failed = lead.precheck.failed if lead.precheck is not None else ()
    if step == "pass_precheck" and failed:
        message = f"The tests {', '.join(failed)} failed."
        raise UsageError(message, remedy="Take the step 'stop'; somebody with the role may override it afterwards.")
    if step == "stop" and not failed:
        message = "No test failed."
        raise UsageError(message, remedy="Take the step 'pass_precheck'.")


def _texts(lead: Lead) -> list[tuple[str, str]]:
    names = ("reference", "from_authority", "to_authority", "place", "allegation", "source")
    return [
        *((name, getattr(lead, name)) for name in names),
        ("subject.name", lead.subject.name),
        ("handling.purpose", lead.handling.purpose),
    ]


def _days(lead: Lead) -> list[tuple[str, date]]:
    named: list[tuple[str, date | None]] = [
        ("period.until", lead.period.until if lead.period else None),
        ("sent_on", lead.sent_on),
        ("acknowledged_on", lead.acknowledged_on),
        ("started_on", lead.started_on),
        ("verification.answered_on", lead.verification.answered_on if lead.verification else None),
        *(("late_answers.answered_on", one.answered_on) for one in lead.late_answers),
        *(("feedback.said_on", one.said_on) for one in lead.feedback),
        *(("evidence.dated", one.dated) for one in lead.evidence),
    ]
    return [(name, day) for name, day in named if day is not None]


def _check_order(lead: Lead) -> None:
    if lead.period is not None and lead.period.until < lead.period.since:
        message = f"The lead's period ends on {lead.period.until}, before it begins on {lead.period.since}."
        raise UsageError(message, remedy="Give the first day as 'since' and the last as 'until'.")
    answered = lead.verification.answered_on if lead.verification else None
    order = (("sent_on", lead.sent_on), ("acknowledged_on", lead.acknowledged_on), ("answered_on", answered))
    known = [(name, day) for name, day in order if day is not None]
    for (before, first), (name, then) in pairwise(known):
        if then < first:
            message = f"The lead's {name}, {then}, is earlier than its {before}, {first}."
            raise UsageError(message, remedy="Look at both days again.")
