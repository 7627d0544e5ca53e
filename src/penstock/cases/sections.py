"""The sections that several documents share: each of rows, with the numbers that are counted from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.cases.document import EventRow, Figure, Row, Section, SourceRow, Table
from penstock.cases.figures import count, counts, figure, middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from penstock.cases.document import ChangeRow, ChargeRow, DecisionRow, LagRow, LeadRow, ListingRow, SpanRow


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
        *(figure("changes", sum(one.number for one in own), own, {"place": place}) for place, own in sorted(places.items())),
    )


def leads(rows: Sequence[LeadRow], shown: Sequence[LeadRow] | None = None) -> Section:
    """Return leads with what became of them.

    Args:
        rows: The leads that are counted.
        shown: Those that are shown; all when ``None``.
    """
    return Section(
        name="leads",
        figures=of_leads(rows),
        tables=table("leads", rows if shown is None else shown),
        notes=("allegation",) if rows else (),
    )


def of_leads(rows: Sequence[LeadRow]) -> tuple[Figure, ...]:
    """Return how many leads there are, in each state, with each result, and how long answers took."""
    return (
        count("leads", rows),
        *counts("leads", rows, "state", lambda row: row.state),
        *counts("leads", rows, "result", lambda row: row.result),
        middle("leads.days", rows, lambda row: row.days),
    )


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
