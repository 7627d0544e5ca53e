"""What the register says of the law, as rows: spans of a subject, places beside the UN, changes of a period."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from penstock.cases.document import ChangeRow, EventRow, LagRow, SpanRow
from penstock.law.check import address_of
from penstock.law.compare import changes, lag
from penstock.law.over_time import spans_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from penstock.law.compare import Change
    from penstock.law.over_time import Span
    from penstock.law.register import Register

_MOST_NAMED = 4


def spans(register: Register, subject: str, places: Sequence[str], on: date) -> tuple[SpanRow, ...]:
    """Return every span of a subject in some places, by place and day; a span may lie after ``on``.

    Raises:
        UnknownId: The register has no such subject.
    """
    register.subject(subject)
    found = [_span(register, place, one) for place in places for one in spans_of(register, subject, place, on)]
    return tuple(sorted(found, key=lambda row: (row.place, row.since or row.known_by or "", row.measure)))


def _span(register: Register, place: str, one: Span) -> SpanRow:
    told, text = one.record, register.text(one.record.by)
    return SpanRow(
        place=place,
        list=one.placed.file.list.name,
        measure=one.placed.measure_id,
        basis=one.basis,
        scope=one.scope,
        since=iso(told.since),
        until=iso(told.until),
        known_by=iso(told.known_by),
        not_before=iso(told.not_before),
        citation=f"{text.citation}, {told.at}" if told.at else text.citation,
        url=address_of(text)["url"],
    )


def lags(register: Register, subjects: Iterable[str], places: Sequence[str], on: date) -> tuple[LagRow, ...]:
    """Return each place beside the UN, subject by subject, up to a day.

    Raises:
        UnknownId: The register has no such subject.
    """
    beside = [place for place in places if place != "UN"]
    return tuple(
        LagRow(
            subject=row.subject,
            name=row.name,
            place=first.jurisdiction,
            status=first.status,
            un_since=iso(row.un.since),
            since=iso(first.since),
            days=row.lags[first.jurisdiction],
            citation=first.citation,
        )
        for row in lag(register, subjects, beside, on)
        for first in row.firsts
    )


def changed(register: Register, since: date, until: date, places: Sequence[str]) -> tuple[ChangeRow, ...]:
    """Return what law began, ended or changed in a period, both of its days among it; one row a list and day."""
    found: dict[tuple[str, str, str, str], list[Change]] = {}
    for one in changes(register, since - timedelta(days=1), until, places):
        found.setdefault((one.day.isoformat(), one.jurisdiction, one.list_name, one.what), []).append(one)
    return tuple(
        ChangeRow(
            day=day,
            place=place,
            list=name,
            what=what,
            number=len(several),
            subjects=tuple(register.name_of(one.subject) for one in several),
            citation=_common([one.citation for one in several]),
        )
        for (day, place, name, what), several in found.items()
    )


def _common(citations: Sequence[str]) -> str:
    """Return what several citations have in common, up to the last whole part; the first where they have nothing."""
    parts = zip(*(citation.split(", ") for citation in citations), strict=False)
    shared = [first for first, *others in parts if all(other == first for other in others)]
    return ", ".join(shared) or citations[0]


def events_of_changes(rows: Iterable[ChangeRow]) -> list[EventRow]:
    """Return the days on which law changed."""
    return [
        EventRow(
            day=row.day,
            what=f"law_{row.what}",
            place=row.place,
            text=f"{row.list}: {_named(row)}",
            citation=row.citation,
        )
        for row in rows
    ]


def _named(row: ChangeRow) -> str:
    shown = ", ".join(row.subjects[:_MOST_NAMED])
    return shown if row.number <= _MOST_NAMED else f"{shown} (+{row.number - _MOST_NAMED})"


def events_of_spans(rows: Iterable[SpanRow]) -> list[EventRow]:
    """Return the days on which spans begin and end."""
    found = []
    for row in rows:
        told = (("control_begins", row.since), ("control_ends", row.until))
        for what, day in told:
            if day is not None:
                found.append(EventRow(day=day, what=what, place=row.place, text=row.list, citation=row.citation))
    return found


def iso(day: date | None) -> str | None:
    """Write a day."""
    return None if day is None else day.isoformat()
