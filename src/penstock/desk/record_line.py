"""The record as one line of time: acts, statements with their claims beside the register, spans of control."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.cases.beside import STATUSES
from penstock.cases.timeline import act_event, statement_event, timeline
from penstock.desk.case_beside import claims_beside
from penstock.desk.cases import line_of
from penstock.desk.problems import Problem
from penstock.kernel.errors import UnknownId

if TYPE_CHECKING:
    from datetime import date

    from penstock.cases.timeline import Event
    from penstock.desk.actors import Actor
    from penstock.desk.cases import CaseDesk
    from penstock.law.register import Register
    from penstock.store.cases import Case

PAGE = 50
"""Events of a page."""

KINDS = ("statement", "act")
STATES = ("accepted", "proposed", "rejected", "withdrawn")
"""What may be asked for of what the store keeps; what people accepted is part of the record."""

MOST_OF = 20
"""Subjects or parties whose spans are shown at once."""


class RecordLine:
    """Shows the record of the register and of the store."""

    def __init__(self, desk: CaseDesk) -> None:
        """Take the cases."""
        self._desk = desk
        self._register: Register
        self._beside = lru_cache(maxsize=4_096)(self._claims)

    def entries(self, state: str) -> list[Case]:
        """Return the statements and acts of the store that are in a state.

        Raises:
            Problem: There is no such state.
        """
        if state not in STATES:
            raise Problem.of(code="invalid", detail=f"state: use one of {', '.join(STATES)}.")
        return [one for kind in KINDS for one in self._desk.cases.every(kind, states=[state])]

    def line(  # noqa: PLR0913  # what a page of it is asked for
        self,
        actor: Actor,
        register: Register,
        entries: list[Case],
        *,
        since: date | None,
        until: date | None,
        subjects: list[str],
        parties: list[str],
        after: int,
    ) -> dict[str, Any]:
        """Return a page of events by day, each statement with its claims beside the register.

        Args:
            actor: Who is shown them.
            register: The register.
            entries: What of the store is shown.
            since: The first day.
            until: The day before which it ends.
            subjects: Substances, classes and machines whose spans of control are shown.
            parties: Parties whose listings are shown.
            after: How many events stand before the page.

        Raises:
            UnknownId: The register knows no such subject or party.
            Problem: Too many of them.
        """
        _check(register, subjects, parties)
        kept = {one.id: one for one in entries}
        told = [(one.kind, one.id, one.state, one.body) for one in entries]
        events = timeline(register, subjects=subjects, parties=parties, entries=told, since=since, until=until)
        shown = events[after : after + PAGE]
        undated = [line_of(one) for one in entries if one.body["day"] == "unknown"][:PAGE] if after == 0 else []
        ids = [one.id for one in shown if one.id in kept]
        self._desk.store.saw(actor.name, *ids, *(one["id"] for one in undated))
        return {
            "events": [self._told(register, one, kept.get(one.id)) for one in shown],
            "undated": undated,
            "total": len(events),
            "before": max(0, after - PAGE) if after else None,
            "next": after + PAGE if after + PAGE < len(events) else None,
            "register": register.digest,
        }

    def _told(self, register: Register, event: Event, case: Case | None) -> dict[str, Any]:
        """Return an event, a statement with its claims beside the register and how often they stand in which way."""
        told = event.as_dict() | {"kept": case is not None, "beside": None, "counts": None, "has_claims": False}
        if event.kind != "statement":
            return told
        body = case.body if case is not None else msgspec.to_builtins(register.packed.statements[event.id])
        day = body["day"] if body.get("grain", "day") == "day" else event.day
        self._register = register
        found = self._beside(register.digest, event.id, msgspec.json.encode(body | {"day": day}))
        if found is None or not found["claims"]:
            return told | {"has_claims": bool(body.get("claims"))}
        counts = {one: sum(claim["counts"][one] for claim in found["claims"]) for one in STATUSES}
        return told | {"beside": found, "counts": counts, "has_claims": True}

    def _claims(self, _digest: str, entry: str, body: bytes) -> dict[str, Any] | None:
        return claims_beside(self._register, entry, msgspec.json.decode(body), None)

    def entry(self, register: Register, entry: str, on: date | None) -> dict[str, Any]:
        """Return an act or statement of the register's record, whole.

        Raises:
            UnknownId: The register's record has no such entry.
        """
        packed = register.packed
        if entry in packed.acts:
            event = act_event(register, entry, packed.acts[entry])
            return {"entry": msgspec.to_builtins(packed.acts[entry]), "event": event.as_dict(), "beside": None}
        if entry not in packed.statements:
            message = f"The record of the register has no entry {entry!r}."
            raise UnknownId(message, remedy="Take the id from the record.")
        body = msgspec.to_builtins(packed.statements[entry])
        event = statement_event(register, entry, packed.statements[entry])
        day = body | {"day": body["day"] if body.get("grain", "day") == "day" else event.day}
        return {"entry": body, "event": event.as_dict(), "beside": claims_beside(register, entry, day, on)}


def _check(register: Register, subjects: list[str], parties: list[str]) -> None:
    if len(subjects) + len(parties) > MOST_OF:
        raise Problem.of(code="invalid", detail=f"subject, party: {MOST_OF} at most.")
    for subject in subjects:
        register.subject(subject)
    for party in parties:
        if party not in register.packed.parties:
            message = f"The register has no party {party!r}."
            raise UnknownId(message, remedy="Look the name up: an answer shows the id.")
