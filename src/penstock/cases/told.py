"""Records of the store as rows, one function a kind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.cases.document import DecisionRow, EventRow, LeadRow
from penstock.cases.leads import Lead
from penstock.cases.sharing import mark_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from penstock.cases.asked import Ask
    from penstock.cases.known import KnownCase, KnownDecision


def is_in(case: KnownCase, ask: Ask) -> bool:
    """Tell whether a record is of the period that is asked about: opened in it, or told of a day in it."""
    answer = case.body.get("verification")
    days = [case.opened_on, *(case.body.get(name) for name in _DAYS), answer["answered_on"] if answer else None]
    return any(ask.holds(day) for day in days if isinstance(day, str))


_DAYS = ("day", "said_on", "sent_on", "replied_on", "done_on", "taken_down_on")
"""The fields of bodies that are days on which something was done."""


def lead(case: KnownCase) -> LeadRow:
    """Return the row of a lead; who told of it is left out, and so is what it alleges."""
    told = msgspec.convert(case.body, Lead)
    answer = told.verification
    asked = told.sent_on or told.acknowledged_on
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
        days=(answer.answered_on - asked).days if answer is not None and asked is not None else None,
    )


def events_of_leads(rows: Iterable[LeadRow]) -> Iterator[EventRow]:
    """Yield the days on which leads were opened and answered."""
    for row in rows:
        text = f"{row.reference}: {row.subject}"
        yield EventRow(day=row.opened_on, what="lead_opened", place=row.place, text=text, record=row.record)
        if row.answered_on is not None:
            answered = f"{text} ({row.result})"
            yield EventRow(
                day=row.answered_on, what="lead_answered", place=row.place, text=answered, record=row.record
            )


def decision(one: KnownDecision) -> DecisionRow:
    """Return the row of a decision: what was asked, by the law of which day."""
    asked = one.question
    said = "; ".join(f"{key}: {_said(asked[key])}" for key in sorted(asked) if asked[key] not in (None, "", [], {}))
    return DecisionRow(record=one.id, kept_on=one.kept_on, as_of=one.as_of, question=said[:_LONGEST])


_LONGEST = 300


def _said(value: Any) -> str:  # noqa: ANN401  # any JSON value
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
