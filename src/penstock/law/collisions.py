"""What cannot hold together: days that two spans share, lists that yield in a circle, rules that collide.

Two rules that collide are refused here, so that no reader of the register ever has to pick one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from penstock.kernel.days import Span
from penstock.kernel.errors import RegisterError
from penstock.law.shapes import Steps
from penstock.law.source import dotted

if TYPE_CHECKING:
    from penstock.law.records import ListFile, Obligation, SpanRecord
    from penstock.law.sources import Sources, Where

Refusals = Iterator[RegisterError]


def bad_yielding(sources: Sources) -> Refusals:
    """Refuse a list that yields to an unknown one, to another place, or in a circle, which leaves nothing."""
    for key, file in sources.lists.items():
        for i, other in enumerate(file.list.yields_to):
            path = ("list", "yields_to", i)
            if other not in sources.lists:
                said, code = "the id of a list", "unknown_list"
            elif sources.lists[other].list.jurisdiction != file.list.jurisdiction:
                said, code = "a list of the same place", "bad_yielding"
            elif key in _gives_way_to(sources, other):
                said, code = "a list that does not itself give way to this one", "bad_yielding"
            else:
                continue
            yield sources.where[key].refuse(*path, found=repr(other), expected=said, code=code)


def _gives_way_to(sources: Sources, list_id: str) -> set[str]:
    """Return a list with every list it gives way to, directly or by way of others."""
    reached: set[str] = set()
    open_ids = [list_id]
    while open_ids:
        one = open_ids.pop()
        if one not in reached and one in sources.lists:
            reached.add(one)
            open_ids += sources.lists[one].list.yields_to
    return reached


Days = tuple[Steps, date, date | None]
"""Where a span stands, its first day, and the first day after it."""


def colliding_days(sources: Sources) -> Refusals:
    """Refuse days without order: an end before its beginning, an end nobody cites, days two spans share."""
    for key, file in sources.lists.items():
        where = sources.where[key]
        coverage: list[Days] = [(("list", "coverage", i), c.since, c.until) for i, c in enumerate(file.list.coverage)]
        yield from ends_before_it_begins(where, coverage)
        yield from shared_days(where, coverage)
        for name, entry in file.entries.items():
            spans: list[Days] = []
            for i, span in enumerate(entry.spans):
                path: Steps = ("entries", name, "spans", i)
                yield from one_span(where, path, span)
                if (since := span.since or span.known_by) is not None:
                    spans.append((path, since, span.until))
            absences: list[Days] = [
                (("entries", name, "not_listed", i), a.since, a.until) for i, a in enumerate(entry.not_listed)
            ]
            yield from ends_before_it_begins(where, [*spans, *absences])
            yield from shared_days(where, [*spans, *absences])
        for above, duties in _obligations(file):
            periods: list[Days] = [
                ((*above, i), duty.since, duty.until) for i, duty in enumerate(duties) if duty.since is not None
            ]
            yield from ends_before_it_begins(where, periods)


def _obligations(file: ListFile) -> Iterator[tuple[Steps, list[Obligation]]]:
    yield ("list", "obligations"), file.list.obligations
    for name, entry in file.entries.items():
        yield ("entries", name, "obligations"), entry.obligations or []


def one_span(where: Where, path: Steps, span: SpanRecord) -> Refusals:
    """Refuse a span whose end cites nothing, or whose bounds do not fit each other."""
    if (span.until is None) != (span.ended_by is None):
        found = "until without ended_by" if span.ended_by is None else "ended_by without until"
        expected = "both or neither, because an end cites its text"
        yield where.refuse(*path, found=found, expected=expected, code="uncited")
    if span.since is not None and (span.not_before or span.known_by):
        expected = "them only with since: unknown"
        yield where.refuse(*path, found="not_before or known_by", expected=expected, code="bad_span")
    if span.not_before and span.known_by and span.known_by < span.not_before:
        expected = "the later day as known_by"
        yield where.refuse(*path, found="known_by before not_before", expected=expected, code="bad_span")
    if span.not_before and span.until and span.until <= span.not_before:
        expected = "an end after not_before"
        yield where.refuse(*path, found=f"until {span.until}", expected=expected, code="bad_span")


def ends_before_it_begins(where: Where, rows: list[Days]) -> Refusals:
    """Refuse a span that holds no day."""
    for path, since, until in rows:
        if until is not None and until <= since:
            found = f"a span from {since} until {until}, which holds no day"
            yield where.refuse(*path, found=found, expected="an end after the beginning", code="bad_span")


def shared_days(where: Where, rows: list[Days]) -> Refusals:
    """Refuse two spans that have a day in common."""
    held = sorted(
        ((since, path, Span(since, until)) for path, since, until in rows if until is None or since < until),
        key=lambda row: row[0],
    )
    for (_, path_one, one), (_, path_two, two) in combinations(held, 2):
        if one.overlaps(two):
            yield where.refuse(
                *path_two,
                found=f"a span from {two.since} that shares days with {dotted(path_one)} from {one.since}",
                expected="spans that do not overlap",
                code="overlapping_span",
            )


def colliding_rows(sources: Sources) -> Refusals:
    """Refuse two rows of the decision table for one case."""
    table = sources.decision_table
    if table is None:
        yield RegisterError(
            file="decision_table.yaml",
            line=1,
            key="(file)",
            found="no decision table",
            expected="outcomes and rows",
            code="missing_file",
        )
        return
    where = sources.where["decision_table"]
    seen: dict[tuple[str, str | None], str] = {}
    for i, row in enumerate(table.rows):
        if row.outcome not in table.outcomes:
            path = ("rows", i, "outcome")
            yield where.refuse(*path, found=repr(row.outcome), expected="one of outcomes", code="bad_value")
        case = (row.finding, row.duty)
        if case in seen:
            duty = f" with duty {row.duty!r}" if row.duty else ""
            found = f"a second row for {row.finding!r}{duty}: {row.outcome!r} beside {seen[case]!r}"
            yield where.refuse("rows", i, found=found, expected="one row for one case", code="conflicting_rows")
        seen.setdefault(case, row.outcome)


def colliding_obligations(sources: Sources) -> Refusals:
    """Refuse a subject that one list prohibits and another of the same place and day merely licenses."""
    by_subject: dict[tuple[str, str], list[tuple[str, ListFile, str]]] = {}
    for key, file in sources.lists.items():
        if file.list.kind == "control":
            for name, entry in file.entries.items():
                place = (file.list.jurisdiction, entry.subject or name)
                by_subject.setdefault(place, []).append((key, file, name))
    for (_, subject), places in by_subject.items():
        for (one, file_one, name_one), (two, file_two, name_two) in combinations(places, 2):
            if one in file_two.list.yields_to or two in file_one.list.yields_to:
                continue
            stages = _colliding_stages(file_one, name_one, file_two, name_two)
            if stages:
                said = f"{subject!r} prohibited by one of {one} and {two} and allowed by the other"
                yield sources.where[two].refuse(
                    "entries",
                    name_two,
                    found=f"{said} at {', '.join(stages)}",
                    expected="yields_to in the list that gives way",
                    code="conflicting_obligations",
                )


def _colliding_stages(one: ListFile, name_one: str, two: ListFile, name_two: str) -> list[str]:
    if not any(a.overlaps(b) for a in _held(one, name_one) for b in _held(two, name_two)):
        return []
    duties_one, duties_two = _duties(one, name_one), _duties(two, name_two)
    return sorted(
        stage
        for stage in duties_one.keys() & duties_two.keys()
        if ("prohibited" in duties_one[stage]) != ("prohibited" in duties_two[stage])
    )


def _held(file: ListFile, name: str) -> list[Span]:
    """Return the days on which an entry is surely in force."""
    days = ((span.since or span.known_by, span.until) for span in file.entries[name].spans)
    return [Span(since, until) for since, until in days if since and (until is None or since < until)]


def _duties(file: ListFile, name: str) -> dict[str, set[str]]:
    entry = file.entries[name]
    obligations: list[Obligation] = file.list.obligations if entry.obligations is None else entry.obligations
    duties: dict[str, set[str]] = {}
    for obligation in obligations:
        duties.setdefault(obligation.stage, set()).add(obligation.duty)
    return duties
