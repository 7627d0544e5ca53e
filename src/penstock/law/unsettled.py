"""Spans whose first day no source settles, which no comparison of two days can place: shown beside what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from penstock.law.measures import scope_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from penstock.law.records import SpanRecord
    from penstock.law.register import Placed, Register


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A span that may have begun between two days.

    ``not_before`` is the day it cannot have begun before, ``known_by`` a day a source shows it in force; each ``None``
    where no source shows one.
    """

    jurisdiction: str
    list_name: str
    measure: str
    subject: str
    scope: tuple[str, ...]
    not_before: date | None
    known_by: date | None
    citation: str

    def as_dict(self) -> dict[str, Any]:
        """Return the span as plain values."""
        return {
            "jurisdiction": self.jurisdiction,
            "list": self.list_name,
            "measure": self.measure,
            "subject": self.subject,
            "scope": list(self.scope),
            "not_before": self.not_before.isoformat() if self.not_before else None,
            "known_by": self.known_by.isoformat() if self.known_by else None,
            "citation": self.citation,
        }


def unsettled(register: Register, after: date, until: date, places: Sequence[str]) -> list[Unsettled]:
    """Return the spans that may have begun after the first day, up to and including the second, latest bound last.

    A span with neither bound, or with none before and shown in force only on a later day, may have begun on any day:
    it tells nothing of these and is left out.
    """
    found = [
        _shown(register, placed, span)
        for placed in register.every_entry()
        if placed.file.list.jurisdiction in places
        for span in placed.entry.spans
        if may_begin(span, after, until)
    ]
    return sorted(found, key=lambda one: ((one.not_before or one.known_by), one.jurisdiction, one.measure))


def may_begin(span: SpanRecord, after: date, until: date) -> bool:
    """Tell whether a span of unsettled first day, bounded on one side at least, may have begun between two days."""
    if span.since is not None or (span.not_before is None and span.known_by is None):
        return False
    is_over = span.until is not None and span.until <= after
    is_late = span.not_before is not None and span.not_before > until
    is_early = span.known_by is not None and span.known_by <= after
    is_vague = span.not_before is None and span.known_by is not None and span.known_by > until
    return after < until and not (is_over or is_late or is_early or is_vague)


def _shown(register: Register, placed: Placed, span: SpanRecord) -> Unsettled:
    citation = register.text(span.by).citation
    return Unsettled(
        jurisdiction=placed.file.list.jurisdiction,
        list_name=placed.file.list.name,
        measure=placed.measure_id,
        subject=placed.subject,
        scope=tuple(scope_of(placed, span)),
        not_before=span.not_before,
        known_by=span.known_by,
        citation=f"{citation}, {span.at}" if span.at else citation,
    )
