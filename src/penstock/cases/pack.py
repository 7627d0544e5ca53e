"""The meeting pack of a period: situation, web removal, cases, chemical control, anti-money-laundering.

These five heads are the agenda of the information-exchange meeting of the working group of February 2026. Every number
is counted from records; both sides' statements stand beside the register, and nobody is judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.cases import control, gathered, sections
from penstock.cases.document import Dossier, Section
from penstock.cases.figures import count
from penstock.cases.recorded import recorded
from penstock.cases.sharing import shareable
from penstock.cases.told import overdue
from penstock.law.compare import FENTANYL_PRECURSORS, LAG_PLACES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from penstock.cases.asked import Ask
    from penstock.cases.document import OverdueRow
    from penstock.cases.gathered import Rows
    from penstock.cases.known import KnownCase, Store
    from penstock.cases.listed import Known
    from penstock.cases.recorded import Recorded
    from penstock.law.register import Register


def pack(known: Known, store: Store, ask: Ask) -> Dossier:
    """Return the meeting pack of a period.

    Records count that were opened in it or in which something was done in it; overdue is what its last day finds so.

    Raises:
        UsageError: The period holds no day, or one that has not come.
    """
    ask.checked(store.at)
    since, until = ask.since or ask.as_of, ask.until or ask.as_of
    asked = [case for case in store.cases if ask.is_in(case) or _is_late(case, until)]
    cases, left_out = shareable(asked, ask.tlp)
    inside = gathered.rows((case for case in cases if ask.is_in(case)), until)
    late = [row for case in cases if (row := overdue(case, until)) is not None]
    told = recorded(known.register, cases, ask.holds)
    parts = [
        _situation(inside, late, told),
        _web_removal(inside, late),
        _cases(inside, late, ask),
        _chemical_control(known.register, inside, late, told, ask),
        _money(inside, late),
    ]
    return Dossier(
        head=ask.head(f"{since} – {until}", store.at, left_out),
        sections=(*parts, sections.sources(parts)),
        records={case.id: case.digest() for case in cases},
    )


def _is_late(case: KnownCase, on: date) -> bool:
    return overdue(case, on) is not None


def _of(late: Sequence[OverdueRow], *kinds: str) -> list[OverdueRow]:
    return sorted((row for row in late if row.kind in kinds), key=lambda row: (row.due, row.record))


def _situation(rows: Rows, late: Sequence[OverdueRow], told: Recorded) -> Section:
    return Section(
        name="situation",
        figures=(
            count("leads", rows.leads),
            count("notices", rows.notices),
            count("removals", rows.removals),
            count("visits", rows.visits),
            *sections.overdue(late),
            count("acts", told.acts),
            count("statements", told.statements),
        ),
        tables=(*sections.table("acts", told.acts), *sections.table("statements", told.statements)),
    )


def _web_removal(rows: Rows, late: Sequence[OverdueRow]) -> Section:
    own = _of(late, "referral")
    return Section(
        name="web_removal",
        figures=(*sections.of_removals(rows.removals), *sections.overdue(own)),
        tables=(*sections.table("overdue", own), *sections.table("removals", rows.removals)),
    )


def _cases(rows: Rows, late: Sequence[OverdueRow], ask: Ask) -> Section:
    own = _of(late, "lead")
    scores = gathered.scored(rows.past, ask.until or ask.as_of, ask.tlp)
    return Section(
        name="cases",
        figures=(*sections.of_leads(rows.leads), *sections.of_scores(scores), *sections.overdue(own)),
        tables=(*sections.table("scores", scores), *sections.table("overdue", own)),
        notes=("allegation",),
    )


def _chemical_control(register: Register, rows: Rows, late: Sequence[OverdueRow], told: Recorded, ask: Ask) -> Section:
    changes = control.changed(register, ask.since or ask.as_of, ask.until or ask.as_of, ask.places)
    lags = control.lags(register, FENTANYL_PRECURSORS, [one for one in LAG_PLACES if one in ask.places], ask.as_of)
    own = _of(late, "notification", "inspection")
    return Section(
        name="chemical_control",
        figures=(
            *sections.of_changes(changes),
            *sections.of_lags(lags),
            *sections.of_notices(rows.notices),
            *sections.of_permits(rows.permits),
            *sections.of_visits(rows.visits),
            *sections.overdue(own),
            *sections.of_statements((), told.claims)[1:],
        ),
        tables=(
            *sections.table("changes", changes),
            *sections.table("lag", lags),
            *sections.table("notices", rows.notices),
            *sections.table("overdue", own),
            *sections.table("permits", rows.permits),
            *sections.table("visits", rows.visits),
            *sections.table("claims", told.claims),
        ),
        notes=("beside",) if told.claims else (),
    )


def _money(rows: Rows, late: Sequence[OverdueRow]) -> Section:
    own = [row for row in rows.leads if row.basis == "financial" or row.about == "account"]
    records = {row.record for row in own}
    return Section(
        name="anti_money_laundering",
        figures=(
            *sections.of_leads(own),
            *sections.overdue([row for row in late if row.record in records]),
        ),
        notes=("allegation",),
    )
