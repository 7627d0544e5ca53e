"""Records of the store as rows, one function a kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.cases.document import (
    DecisionRow,
    EventRow,
    LeadRow,
    NoticeRow,
    OverdueRow,
    PermitRow,
    RemovalRow,
    VisitRow,
)
from penstock.cases.sharing import mark_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from penstock.cases.authorisations import Authorisation
    from penstock.cases.inspections import Inspection
    from penstock.cases.known import KnownCase, KnownDecision
    from penstock.cases.leads import Lead
    from penstock.cases.notifications import Notification
    from penstock.cases.referrals import ListingReferral

WAITING = {
    "lead": ("sent", "acknowledged", "in_progress"),
    "notification": ("sent", "received"),
    "inspection": ("planned", "correcting"),
    "referral": ("sent",),
}
"""The states of each kind in which something is waited for until its day."""

_LONGEST = 300


def lead(case: KnownCase, told: Lead) -> LeadRow:
    """Return the row of a lead; who told of it and what it alleges are left out."""
    answer = told.verification
    return LeadRow(
        record=case.id,
        reference=told.reference,
        opened_on=case.opened_on,
        from_authority=told.from_authority,
        to_authority=told.to_authority,
        place=told.place,
        about=told.subject.kind,
        subject=told.subject.name,
        basis=told.basis,
        grade=f"{told.reliability}{told.credibility}",
        tlp=mark_of(case),
        state=case.state,
        failed=told.precheck.failed if told.precheck is not None else (),
        sent_on=_day(told.sent_on),
        due=_day(told.due),
        result=answer.result if answer is not None else None,
        answered_on=_day(answer.answered_on) if answer is not None else None,
        days=(answer.answered_on - told.sent_on).days if answer is not None and told.sent_on is not None else None,
    )


def notice(case: KnownCase, told: Notification) -> NoticeRow:
    """Return the row of a pre-export notification."""
    last = told.replies[-1] if told.replies else None
    return NoticeRow(
        record=case.id,
        opened_on=case.opened_on,
        exporting=told.exporting_country,
        importing=told.importing_country,
        exporter=told.exporter.name,
        importer=told.importer.name,
        substance=told.substance,
        quantity=_quantity(told.quantity, told.unit),
        state=case.state,
        sent_on=_day(told.sent_on),
        due=_day(told.due),
        replied_on=_day(last.on) if last is not None else None,
        reply=last.result if last is not None else None,
        reason=last.reason if last is not None else None,
        shipped_on=_day(told.shipped_on),
        silence="; ".join(one.citation for one in told.silence) or None,
    )


def permit(case: KnownCase, told: Authorisation) -> PermitRow:
    """Return the row of an authorisation."""
    return PermitRow(
        record=case.id,
        number=told.number,
        kind=told.kind,
        authority=told.issuer,
        holder=told.holder,
        substances=told.substances,
        granted=_quantity(told.quantity, told.unit),
        drawn=_quantity(told.drawn + Decimal(case.drawn or "0"), told.unit),
        since=told.valid_from.isoformat(),
        until=told.valid_until.isoformat(),
        state=case.state,
    )


def visit(case: KnownCase, told: Inspection) -> VisitRow:
    """Return the row of an inspection."""
    return VisitRow(
        record=case.id,
        subject=told.name,
        opened_on=case.opened_on,
        state=case.state,
        due=told.due.isoformat(),
        done_on=_day(told.carried_out_on),
        gravest=told.gravest,
        open=sum(one.corrected_on is None for one in told.findings),
    )


def removal(case: KnownCase, told: ListingReferral) -> RemovalRow:
    """Return the row of a web listing that was referred."""
    down = told.down_on
    again = [one.seen_on for one in told.sightings if down is not None and one.seen_on > down]
    return RemovalRow(
        record=case.id,
        subject=told.title or told.where,
        where=told.where,
        goods=told.goods,
        opened_on=case.opened_on,
        to_authority=told.sent_to,
        sent_on=_day(told.sent_on),
        state=case.state,
        due=_day(told.due),
        down_on=_day(down),
        again_on=_day(min(again)) if again else None,
    )


def overdue(case: KnownCase, on: date) -> OverdueRow | None:
    """Return the row of a record that waits for something whose day has passed; ``None`` where none has."""
    if case.due is None or case.state not in WAITING.get(case.kind, ()) or case.due[:10] >= on.isoformat():
        return None
    body, days = case.body, (on - date.fromisoformat(case.due[:10])).days
    named = {
        "lead": (body.get("reference"), body.get("to_authority")),
        "notification": (body.get("substance"), body.get("importing_authority") or body.get("importing_country")),
        "inspection": (body.get("name"), None),
        "referral": (body.get("title") or body.get("where"), body.get("sent_to")),
    }
    subject, waits_for = named[case.kind]
    return OverdueRow(
        record=case.id,
        kind=case.kind,
        subject=str(subject),
        waits_for=waits_for,
        state=case.state,
        due=case.due[:10],
        days=days,
    )


def events_of_leads(rows: Iterable[LeadRow]) -> Iterator[EventRow]:
    """Yield the days on which leads were opened, sent and answered."""
    for row in rows:
        text = f"{row.reference}: {row.subject}"
        told = (("lead_opened", row.opened_on), ("lead_sent", row.sent_on), ("lead_answered", row.answered_on))
        for what, day in told:
            if day is not None:
                said = f"{text} ({row.result})" if what == "lead_answered" else text
                yield EventRow(day=day, what=what, place=row.place, text=said, record=row.record)


def events_of_notices(rows: Iterable[NoticeRow]) -> Iterator[EventRow]:
    """Yield the days on which notifications were sent and answered, and on which their goods left."""
    for row in rows:
        text = f"{row.substance}, {row.quantity or ''}: {row.exporter} – {row.importer}"
        told = (("notice_sent", row.sent_on), ("notice_answered", row.replied_on), ("notice_shipped", row.shipped_on))
        for what, day in told:
            if day is not None:
                yield EventRow(day=day, what=what, place=row.exporting, text=text, record=row.record)


def events_of_removals(rows: Iterable[RemovalRow]) -> Iterator[EventRow]:
    """Yield the days on which web listings were referred, taken down and seen again."""
    for row in rows:
        told = (("listing_referred", row.sent_on), ("listing_down", row.down_on), ("listing_again", row.again_on))
        for what, day in told:
            if day is not None:
                yield EventRow(day=day, what=what, place=None, text=row.subject, record=row.record)


def decision(one: KnownDecision) -> DecisionRow:
    """Return the row of a decision: what was asked, by the law of which day."""
    asked = one.question
    said = "; ".join(f"{key}: {_said(asked[key])}" for key in sorted(asked) if asked[key] not in (None, "", [], {}))
    return DecisionRow(record=one.id, kept_on=one.kept_on, as_of=one.as_of, question=said[:_LONGEST])


def _said(value: Any) -> str:  # noqa: ANN401  # any JSON value
    """Return a value in words: an item that was sent as JSON as its fields, a list with semicolons between."""
    if isinstance(value, str):
        return _said(msgspec.json.decode(value)) if value[:1] == "{" and _is_json(value) else value
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_said(one)}" for key, one in value.items())
    return ", ".join(map(_said, value)) if isinstance(value, list) else msgspec.json.encode(value).decode()


def _is_json(text: str) -> bool:
    try:
        msgspec.json.decode(text)
    except msgspec.DecodeError:
        return False
    return True


def _quantity(number: Decimal | None, unit: str) -> str | None:
    return None if number is None else f"{number.normalize():f} {unit}".strip()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
