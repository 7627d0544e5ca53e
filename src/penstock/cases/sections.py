"""The sections that several documents share: each of rows, with the numbers that are counted from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.cases.document import EventRow, Figure, Row, Section, SourceRow, Table
from penstock.cases.figures import count, counts, figure, middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from penstock.cases.document import (
        ChangeRow,
        ChargeRow,
        ClaimRow,
        DecisionRow,
        LagRow,
        LeadRow,
        ListingRow,
        NoticeRow,
        OverdueRow,
        PermitRow,
        RemovalRow,
        ScoreRow,
        SpanRow,
        StatementRow,
        VisitRow,
    )
    from penstock.cases.recorded import Recorded


def table(name: str, rows: Iterable[Row]) -> tuple[Table, ...]:
    """Return a table of rows; none where there are no rows."""
    found = tuple(rows)
    return (Table(name=name, rows=found),) if found else ()


def timeline(events: Iterable[EventRow]) -> Section:
    """Return what happened, in the order of time."""
    rows = sorted(dict.fromkeys(events), key=lambda row: (row.day, row.place or "", row.what, row.text))
    return Section(name="timeline", figures=(count("events", rows),), tables=table("events", rows))


def control(spans: Sequence[SpanRow], lags: Sequence[LagRow]) -> Section:
    """Return the spans of a subject, and each place beside the UN."""
    return Section(
        name="control",
        figures=(count("spans", spans), *of_lags(lags)),
        tables=(*table("spans", spans), *table("lag", lags)),
    )


def of_lags(lags: Sequence[LagRow]) -> tuple[Figure, ...]:
    """Return the days of each place beside the UN; ``None`` where a day is not known."""
    return tuple(figure("lag.days", row.days, [row], {"subject": row.subject, "place": row.place}) for row in lags)


def listings(standing: Sequence[ListingRow], spans: Sequence[ListingRow], charges: Sequence[ChargeRow]) -> Section:
    """Return how a party stands on each list, when it was listed, and what it is charged with: three tables."""
    return Section(
        name="listings",
        figures=(
            *counts("lists", standing, "verdict", lambda row: row.verdict),
            count("listings", spans),
            count("charges", charges),
        ),
        tables=(*table("standing", standing), *table("listings", spans), *table("charges", charges)),
        notes=("allegation",) if charges else (),
    )


def changes(rows: Sequence[ChangeRow]) -> Section:
    """Return what law changed."""
    return Section(name="law", figures=of_changes(rows), tables=table("changes", rows))


def of_changes(rows: Sequence[ChangeRow]) -> tuple[Figure, ...]:
    """Return for how many subjects law began, ended or changed: in all, and in each place."""
    places = {row.place: [one for one in rows if one.place == row.place] for row in rows}
    return (
        figure("changes", sum(row.number for row in rows), rows),
        *(
            figure("changes", sum(one.number for one in own), own, {"place": place})
            for place, own in sorted(places.items())
        ),
    )


def leads(rows: Sequence[LeadRow], scores: Sequence[ScoreRow], *, lists: bool = True) -> Section:
    """Return leads, what became of them, and how those of each group came out.

    Args:
        rows: The leads that are counted.
        scores: How the groups came out.
        lists: Whether each lead is shown.
    """
    return Section(
        name="leads",
        figures=(*of_leads(rows), *of_scores(scores)),
        tables=(*table("scores", scores), *(table("leads", rows) if lists else ())),
        notes=("allegation",) if rows else (),
    )


def of_leads(rows: Sequence[LeadRow]) -> tuple[Figure, ...]:
    """Return how many leads there are, in each state, with each result, by each test that failed, and answer times."""
    failed = sorted({test for row in rows for test in row.failed})
    return (
        count("leads", rows),
        *counts("leads", rows, "case_state", lambda row: row.state),
        *counts("leads", rows, "result", lambda row: row.result),
        *(count("leads.failed", [row for row in rows if test in row.failed], {"test": test}) for test in failed),
        middle("leads.days", rows, lambda row: row.days),
    )


def of_scores(rows: Sequence[ScoreRow]) -> tuple[Figure, ...]:
    """Return the share confirmed of each group that had a decided lead."""
    return tuple(figure("leads.share", row.share, [row], {row.by: row.value}) for row in rows if row.decided)


def notices(rows: Sequence[NoticeRow], *, lists: bool = True) -> Section:
    """Return pre-export notifications: by state, by reply, and those that left without one."""
    return Section(name="notices", figures=of_notices(rows), tables=table("notices", rows) if lists else ())


def of_notices(rows: Sequence[NoticeRow]) -> tuple[Figure, ...]:
    """Return how many notifications there are, in each state, with each reply and reason, and without one."""
    return (
        count("notices", rows),
        *counts("notices", rows, "case_state", lambda row: row.state),
        *counts("notices", rows, "reply", lambda row: row.reply),
        *counts("notices", rows, "reason", lambda row: row.reason),
        count("notices.silence", [row for row in rows if row.silence is not None]),
    )


def permits(rows: Sequence[PermitRow]) -> Section:
    """Return authorisations and what is drawn of them."""
    return Section(name="permits", figures=of_permits(rows), tables=table("permits", rows))


def of_permits(rows: Sequence[PermitRow]) -> tuple[Figure, ...]:
    """Return how many authorisations there are, and in each state."""
    return (count("permits", rows), *counts("permits", rows, "case_state", lambda row: row.state))


def visits(rows: Sequence[VisitRow]) -> Section:
    """Return inspections and what was found."""
    return Section(name="visits", figures=of_visits(rows), tables=table("visits", rows))


def of_visits(rows: Sequence[VisitRow]) -> tuple[Figure, ...]:
    """Return how many inspections there are, in each state, and how grave what was found is."""
    done = [row for row in rows if row.done_on is not None]
    return (
        count("visits", rows),
        *counts("visits", rows, "case_state", lambda row: row.state),
        *counts("visits.found", done, "gravity", lambda row: row.gravest),
    )


def removals(rows: Sequence[RemovalRow]) -> Section:
    """Return web listings that were referred."""
    return Section(name="removals", figures=of_removals(rows), tables=table("removals", rows))


def of_removals(rows: Sequence[RemovalRow]) -> tuple[Figure, ...]:
    """Return how many web listings there are, in each state, how many were taken down, and stand again."""
    return (
        count("removals", rows),
        *counts("removals", rows, "case_state", lambda row: row.state),
        count("removals.down", [row for row in rows if row.down_on is not None]),
        count("removals.again", [row for row in rows if row.again_on is not None]),
    )


def statements(told: Recorded) -> Section:
    """Return acts, statements, and their claims beside the register."""
    return Section(
        name="statements",
        figures=(count("acts", told.acts), *of_statements(told.statements, told.claims)),
        tables=(
            *table("acts", told.acts),
            *table("statements", told.statements),
            *table("claims", told.claims),
        ),
        notes=("beside",) if told.claims else (),
    )


def of_statements(statements: Sequence[StatementRow], claims: Sequence[ClaimRow]) -> tuple[Figure, ...]:
    """Return how many statements and claims there are, and how these stand beside the register."""
    return (
        count("statements", statements),
        count("claims", claims),
        *counts("claims", claims, "beside", lambda row: row.beside),
    )


def overdue(rows: Sequence[OverdueRow]) -> tuple[Figure, ...]:
    """Return how many records of each kind are overdue."""
    return (count("overdue", rows), *counts("overdue", rows, "kind", lambda row: row.kind))


def decisions(rows: Sequence[DecisionRow]) -> Section:
    """Return the decisions that are kept."""
    return Section(name="decisions", figures=(count("decisions", rows),), tables=table("decisions", rows))


def sources(sections: Iterable[Section]) -> Section:
    """Return every source that rows of some sections cite, each once."""
    found: dict[str, str | None] = {}
    for section in sections:
        for one in section.tables:
            for row in one.rows:
                citation, url = getattr(row, "citation", None), getattr(row, "url", None)
                if citation is not None:
                    found[citation] = found.get(citation) or url
    rows = [SourceRow(citation=citation, url=url) for citation, url in sorted(found.items())]
    return Section(name="sources", figures=(count("sources", rows),), tables=table("sources", rows))
