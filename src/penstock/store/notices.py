"""Pre-export notifications that are kept: drafted, sent, answered, shipped, and how their clocks stand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.cases.calendars import public_holidays
from penstock.cases.clocks import answer, applying
from penstock.cases.fitness import may_ship, problems
from penstock.cases.notifications import REPLIES, Notification, read_notification
from penstock.kernel.errors import UsageError
from penstock.store.cases import Case, Cases
from penstock.store.texts import canonical

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from penstock.cases.clocks import Answer
    from penstock.cases.fitness import Problem
    from penstock.cases.notifications import Reason, Result
    from penstock.law.register import Register
    from penstock.store.store import Store

KIND = "notification"
WAITING = ("sent", "received", "more_info")
"""The states in which somebody's reply is waited for."""

_STARTS = {"send": "sent_on", "receive": "received_on"}


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification as it stands on a day: its case, fields, clocks, and what keeps a draft from being sent."""

    case: Case
    notification: Notification
    clocks: tuple[Answer, ...]
    problems: tuple[Problem, ...]
    on: date

    @property
    def waits_for(self) -> str | None:
        """Why the goods may not leave yet; ``None`` where they may."""
        return may_ship(self.case.state, self.clocks, self.notification.authorisation)

    @property
    def days_late(self) -> int:
        """How many days of the calendar the reply is overdue."""
        due = self.notification.due
        return (self.on - due).days if due is not None and due < self.on and self.case.state in WAITING else 0

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        case = self.case
        return {
            "id": case.id,
            "state": case.state,
            "version": case.version,
            "on": self.on.isoformat(),
            "days_late": self.days_late,
            "may_ship": self.waits_for is None,
            "waits_for": self.waits_for,
            "problems": [problem.as_dict() for problem in self.problems],
            "clocks": [clock.as_dict() for clock in self.clocks],
            "notification": msgspec.to_builtins(self.notification),
        }


@dataclass(frozen=True, slots=True)
class Notices:
    """The notifications of a store, by the law of a register."""

    store: Store
    register: Register

    def draft(self, actor: str, told: Mapping[str, Any], on: date) -> Notice:
        """Keep a draft, whatever is still missing of it; the same again is the one that is there.

        Args:
            actor: Who writes it.
            told: Its fields, plain JSON.
            on: The day on which it would be sent, for what is told of its fitness.

        Raises:
            UsageError: A field is none of a notification, or says what cannot be.
        """
        body = msgspec.to_builtins(read_notification(told, self.register))
        key = hashlib.sha256(canonical(body).encode()).hexdigest()
        case = Cases(self.store).open(actor, KIND, body, key=key)
        return self.standing(case, on)

    def get(self, notice: str, on: date) -> Notice:
        """Return a notification as it stands on a day.

        Raises:
            UnknownId: There is none of that id.
        """
        return self.standing(self._case(notice), on)

    def all(self, on: date, states: Collection[str] | None = None, limit: int = 50) -> list[Notice]:
        """Return notifications as they stand on a day, the longest open first."""
        return [self.standing(case, on) for case in Cases(self.store).queue(KIND, states=states, limit=limit)]

    def overdue(self, on: date) -> list[Notice]:
        """Return those whose time is over on a day and nobody has answered, the longest overdue first."""
        found = Cases(self.store).due_before(KIND, on.isoformat())
        return [self.standing(case, on) for case in found if case.state in WAITING]

    def send(self, actor: str, notice: str, on: date, note: str = "") -> Notice:
        """Say that it was sent on a day; its clocks run from there.

        Raises:
            UsageError: It is not fit to be sent, or was sent already.
        """
        return self._dated(actor, notice, "send", on, note)

    def receive(self, actor: str, notice: str, on: date, note: str = "") -> Notice:
        """Say that its receipt was confirmed on a day."""
        return self._dated(actor, notice, "receive", on, note)

    def reply(  # noqa: PLR0913  # who answered what, when and why
        self, actor: str, notice: str, *, result: Result, reason: Reason, on: date, note: str = ""
    ) -> Notice:
        """Keep what the importing authority answered, with its reason.

        Raises:
            UsageError: It is closed, or was not sent yet.
        """
        said = {"on": on.isoformat(), "result": result, "reason": reason, "note": note}
        return self.take(actor, notice, REPLIES[result][0], on, {"replies": [said]})

    def answer(self, actor: str, notice: str, on: date, note: str) -> Notice:
        """Keep what was told the importing authority on its question."""
        return self.take(actor, notice, "answer", on, {"answers": [{"on": on.isoformat(), "note": note}]})

    def ship(self, actor: str, notice: str, on: date, note: str = "") -> Notice:
        """Say that the goods left on a day: on a reply without objection, or on a silence that lets them go.

        Raises:
            UsageError: They may not leave yet; it says why, and by which text.
        """
        stood = self.get(notice, on)
        if (why := stood.waits_for) is not None:
            raise UsageError(why, remedy="The goods stay until then.")
        said: dict[str, Any] = {"shipped_on": on.isoformat(), **({"note": note} if note else {})}
        if stood.case.state == "no_objection":
            return self.take(actor, notice, "ship", on, said)
        names = ("id", "state", "silence", "citation")
        silence = [
            {name: getattr(one, name) for name in names} | {"due": str(one.due) if one.due else None}
            for one in stood.clocks
        ]
        return self.take(actor, notice, "ship_on_silence", on, said | {"silence": silence})

    def take(self, actor: str, notice: str, step: str, on: date, detail: Mapping[str, Any]) -> Notice:
        """Take a step of the table as the notification stands now.

        Raises:
            UsageError, NotAllowed, Conflict, UnknownId: As `Cases.take`.
        """
        case = self._case(notice)
        taken = Cases(self.store).take(actor, case.id, step, version=case.version, detail=detail)
        return self.standing(taken, on)

    def _dated(self, actor: str, notice: str, step: str, on: date, note: str) -> Notice:
        """Take a step that starts clocks, and keep the last day of the one that runs longest."""
        case, field = self._case(notice), _STARTS[step]
        changed = msgspec.structs.replace(_notification(case), **{field: on})
        days = [clock.due for clock in self._clocks(changed, on) if clock.due is not None]
        said = {field: on.isoformat()} | ({"due": max(days).isoformat()} if days else {})
        return self.take(actor, notice, step, on, said | ({"note": note} if note else {}))

    def _case(self, notice: str) -> Case:
        case = Cases(self.store).get(notice)
        if case.kind != KIND:
            message = f"{notice!r} is a {case.kind}."
            raise UsageError(message, remedy="Take the id from 'penstock notice list'.")
        return case

    def standing(self, case: Case, on: date) -> Notice:
        """Return the notification of a case as it stands on a day."""
        one = _notification(case)
        unfit = problems(one, on) if case.state == "draft" else ()
        return Notice(case, one, tuple(self._clocks(one, on)), tuple(unfit), on)

    def _clocks(self, one: Notification, on: date) -> list[Answer]:
        country = one.exporting_country
        subjects = {one.subject} if one.subject else set()
        return [
            answer(
                self.register,
                clock,
                on,
                sent=one.sent_on,
                received=one.received_on,
                pauses=one.pauses,
                holidays=partial(public_holidays, country),
            )
            for clock in applying(self.register, country, subjects, one.sent_on or on)
        ]


def _notification(case: Case) -> Notification:
    return msgspec.convert(case.body, Notification)
