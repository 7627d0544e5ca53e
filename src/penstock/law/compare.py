"""What changed between two days, and how far each place lags behind the UN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from penstock.law.identified import CONFIDENCE, on_record
from penstock.law.measures import Measure, scope_of
from penstock.law.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from penstock.law.identified import Identified
    from penstock.law.records import SpanRecord
    from penstock.law.register import Placed, Register

FENTANYL_PRECURSORS = (
    "npp",
    "4-anpp",
    "4-ap",
    "1-boc-4-ap",
    "norfentanyl",
    "4-piperidone",
    "1-boc-4-piperidone",
)
"""The seven fentanyl precursors of Table I of the 1988 Convention, in the order of their listing."""

LAG_PLACES = ("US", "CN", "MX", "CA", "EU")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that began, ended or changed its words for a subject of a list."""

    day: date
    jurisdiction: str
    list_name: str
    measure: str
    subject: str
    what: Literal["begins", "ends", "changes"]
    scope: tuple[str, ...]
    citation: str

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain values."""
        return {
            "day": self.day.isoformat(),
            "jurisdiction": self.jurisdiction,
            "list": self.list_name,
            "measure": self.measure,
            "subject": self.subject,
            "what": self.what,
            "scope": list(self.scope),
            "citation": self.citation,
        }


def changes(register: Register, after: date, until: date, places: Sequence[str]) -> list[Change]:
    """Return what changed after the first day, up to and including the second, by day and place."""
    found = [
        change
        for placed in register.every_entry()
        if placed.file.list.jurisdiction in places
        for change in _of_entry(register, placed)
        if after < change.day <= until
    ]
    return sorted(found, key=lambda c: (c.day, c.jurisdiction, c.measure))


def _of_entry(register: Register, placed: Placed) -> Iterator[Change]:
    spans = placed.entry.spans
    ends = {span.until for span in spans}
    starts = {span.since for span in spans}
    for span in spans:
        if span.since is not None:
            what: Literal["begins", "changes"] = "changes" if span.since in ends else "begins"
            yield _change(
                register, placed, span.since, what, scope=tuple(scope_of(placed, span)), text_id=span.by, at=span.at
            )
        if span.until is not None and span.until not in starts and span.ended_by is not None:
            yield _change(register, placed, span.until, "ends", scope=(), text_id=span.ended_by, at=span.ended_at)


def _change(  # noqa: PLR0913  # the parts of one change
    register: Register,
    placed: Placed,
    day: date,
    what: Literal["begins", "ends", "changes"],
    *,
    scope: tuple[str, ...],
    text_id: str,
    at: str | None,
) -> Change:
    citation = register.text(text_id).citation
    return Change(
        day=day,
        jurisdiction=placed.file.list.jurisdiction,
        list_name=placed.file.list.name,
        measure=placed.measure_id,
        subject=placed.subject,
        what=what,
        scope=scope,
        citation=f"{citation}, {at}" if at else citation,
    )


@dataclass(frozen=True, slots=True)
class First:
    """The first day a place controls a subject, and by what.

    ``since`` is ``None`` when no source settles it or the place does not control it; ``status`` says which:
    ``controlled``, ``unknown`` or ``not_controlled`` on the day asked about. ``known_by`` is then a day on which a
    source shows it in force.
    """

    jurisdiction: str
    status: str
    since: date | None
    basis: str | None
    scope: tuple[str, ...]
    citation: str | None
    known_by: date | None = None


@dataclass(frozen=True, slots=True)
class LagRow:
    """One subject: the UN's day and each place's, with the days between.

    ``lags`` maps a place to the number of days it did not control the subject while the UN did: negative when
    it was ahead, counted to the day asked about where it still does not, ``None`` when a day is unknown.
    """

    subject: str
    name: str
    un: First
    firsts: tuple[First, ...]
    lags: dict[str, int | None]

    def as_dict(self) -> dict[str, Any]:
        """Return the row as plain values."""
        return {
            "subject": self.subject,
            "name": self.name,
            "un_since": self.un.since.isoformat() if self.un.since else None,
            "un_citation": self.un.citation,
            "places": [
                {
                    "jurisdiction": first.jurisdiction,
                    "status": first.status,
                    "since": first.since.isoformat() if first.since else None,
                    "known_by": first.known_by.isoformat() if first.known_by else None,
                    "basis": first.basis,
                    "scope": list(first.scope),
                    "citation": first.citation,
                    "days_not_controlled": self.lags[first.jurisdiction],
                }
                for first in self.firsts
            ],
        }


def lag(register: Register, subjects: Iterable[str], places: Sequence[str], on: date) -> list[LagRow]:
    """Set the UN's first day beside each place's, for each subject.

    Raises:
        UnknownId: A subject the register does not hold.
    """
    rows = []
    for subject in subjects:
        name = register.name_of(subject)
        un = first_control(register, subject, "UN", on)
        firsts = tuple(first_control(register, subject, place, on) for place in places)
        rows.append(LagRow(subject, name, un, firsts, {f.jurisdiction: _days(un, f, on) for f in firsts}))
    return rows


def _days(un: First, national: First, on: date) -> int | None:
    if un.since is None:
        return None
    if national.since is not None:
        return (national.since - un.since).days
    return (on - un.since).days if national.status == "not_controlled" else None


def first_control(register: Register, subject: str, place: str, on: date) -> First:
    """Return the first day of general control of a subject in a place, on whatever basis.

    Lists that bind only towards named counterparties do not count: they leave all other trade free.
    """
    one = on_record(register, subject, "cas", CONFIDENCE["cas"])
    result = standing(register, one, place, on, None)
    measures = [m for m in result.measures if not m.placed.file.list.counterparties]
    ever = [m for m in _ever(register, one, place, on) if not m.placed.file.list.counterparties]
    known = sorted((m for m in ever if m.since is not None), key=lambda m: (m.since, m.basis != "named"))
    is_open = bool(result.open or result.gaps or result.doubts)
    status = "controlled" if measures else "unknown" if is_open else "not_controlled"
    if not known or not all(_is_later(m, known[0]) for m in ever if m.since is None):
        open_day = next((m for m in ever if m.since is None), None)
        if open_day is None:
            return First(place, status, None, None, (), None)
        citation = register.text(open_day.span.by).citation
        return First(place, status, None, open_day.basis, open_day.scope, citation, open_day.span.known_by)
    first = known[0]
    text = register.text(first.span.by)
    return First(place, status, first.since, first.basis, first.scope, text.citation)


def _ever(register: Register, one: Identified, place: str, on: date) -> list[Measure]:
    """Collect the measures of every day on which some span of the subject or its parents begins."""
    days = {on}
    substance = register.packed.substances.get(one.subject or "")
    for subject in (one.subject, *(d.parent for d in (substance.derived_from if substance else ()))):
        for placed in register.entries_on(subject or "", place):
            days |= {day for span in placed.entry.spans for day in _telling_days(span) if day <= on}
    found = [m for day in sorted(days) for m in standing(register, one, place, day, None).measures]
    return list({(m.placed.measure_id, m.span.since, m.scope): m for m in found}.values())


def _telling_days(span: SpanRecord) -> Iterator[date]:
    """Yield days on which a span, if it ever holds, shows itself: its first, a known one, its last."""
    last = span.until - timedelta(days=1) if span.until else None
    yield from (day for day in (span.since, span.known_by, last) if day)


def _is_later(measure: Measure, first: Measure) -> bool:
    """Tell whether a measure of unknown first day is shown to have begun after a known one."""
    before = measure.span.not_before
    return before is not None and first.since is not None and before >= first.since
