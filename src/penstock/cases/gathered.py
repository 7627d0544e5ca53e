"""The records of the store that a document is made of, read once and turned into rows by kind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from penstock.cases import told
from penstock.cases.document import ScoreRow
from penstock.cases.kinds import KINDS
from penstock.cases.scores import By, Past, scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from penstock.cases.document import (
        EventRow,
        LeadRow,
        NoticeRow,
        OverdueRow,
        PermitRow,
        RemovalRow,
        Tlp,
        VisitRow,
    )
    from penstock.cases.known import KnownCase

OPEN_TO_ALL: tuple[By, ...] = ("basis", "reliability", "from_authority", "to_authority")
"""What leads are grouped by in every document."""

WITHIN_ONE_HOUSE: tuple[By, ...] = ("source",)
"""What they are grouped by besides where the document stays with the sender: who told is nobody else's business."""


class Rows(NamedTuple):
    """Rows by kind, in the order in which the records were opened."""

    leads: tuple[LeadRow, ...] = ()
    notices: tuple[NoticeRow, ...] = ()
    permits: tuple[PermitRow, ...] = ()
    visits: tuple[VisitRow, ...] = ()
    removals: tuple[RemovalRow, ...] = ()
    overdue: tuple[OverdueRow, ...] = ()
    past: tuple[Past, ...] = ()

    def events(self) -> Iterator[EventRow]:
        """Yield what was done on which day."""
        yield from told.events_of_leads(self.leads)
        yield from told.events_of_notices(self.notices)
        yield from told.events_of_removals(self.removals)


def rows(cases: Iterable[KnownCase], on: date) -> Rows:
    """Turn records into rows.

    Args:
        cases: The records.
        on: The day on which something is overdue.
    """
    read: dict[str, list[tuple[KnownCase, Any]]] = {}
    late = []
    for case in cases:
        read.setdefault(case.kind, []).append((case, msgspec.convert(case.body, KINDS[case.kind].shape)))
        if (row := told.overdue(case, on)) is not None:
            late.append(row)
    leads = read.get("lead", [])
    return Rows(
        leads=tuple(told.lead(*one) for one in leads),
        notices=tuple(told.notice(*one) for one in read.get("notification", [])),
        permits=tuple(told.permit(*one) for one in read.get("authorisation", [])),
        visits=tuple(told.visit(*one) for one in read.get("inspection", [])),
        removals=tuple(told.removal(*one) for one in read.get("referral", [])),
        overdue=tuple(sorted(late, key=lambda row: (row.due, row.kind, row.record))),
        past=tuple(Past(lead, case.state, date.fromisoformat(case.changed_on)) for case, lead in leads),
    )


def scored(past: Sequence[Past], on: date, tlp: Tlp) -> tuple[ScoreRow, ...]:
    """Return how leads came out, group by group; by who told only where the document stays with the sender.

    Args:
        past: The leads.
        on: The day up to which open leads count as open.
        tlp: The mark of the document.
    """
    by = OPEN_TO_ALL + (WITHIN_ONE_HOUSE if tlp in {"red", "amber+strict"} else ())
    return tuple(
        ScoreRow(
            by=name,
            value=one.group,
            leads=one.sent,
            stopped=one.stopped,
            answered=one.times.answered,
            decided=one.confirmed.of,
            confirmed=one.confirmed.hits,
            share=None if one.confirmed.share is None else round(one.confirmed.share, 3),
            low=round(one.confirmed.low, 3),
            high=round(one.confirmed.high, 3),
            median_days=one.times.median,
        )
        for name in by
        for one in scores(past, name, on)
    )
