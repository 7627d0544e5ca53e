"""Rows that stay below a threshold alone and pass it together: one consignor, linked consignees, the days it counts."""

from __future__ import annotations

import calendar
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from penstock.law.periods import UNSTATED
from penstock.screening.decide import Finding
from penstock.screening.linked import Party, keys_of, linked
from penstock.screening.mass import kilograms, net_kilograms, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.law.period_records import Period
    from penstock.law.records import Obligation, Text
    from penstock.law.register import Register
    from penstock.screening.consignment import GoodsItem
    from penstock.screening.decide import Decision, Table
    from penstock.screening.linked import Key, Linked

MOST = 20
"""Rows that a finding names one by one."""


class Limit(NamedTuple):
    """A threshold of quantity of a duty, and the text that states it."""

    measure: str
    jurisdiction: str
    subject: str
    stage: str
    kilograms: str
    period: str
    is_reached_at: bool
    """Whether the duty applies at the quantity itself, or only above it."""
    text: str
    citation: str
    url: str


class Counted(NamedTuple):
    """A row that concerns a threshold: below it by its mass in kilograms, or without a mass (``None``)."""

    consignment_id: str
    item_no: int
    day: date
    mass: Decimal | None
    field: str
    consignor: Party
    consignee: Party
    limit: Limit


class _Sum(NamedTuple):
    """Rows whose masses pass the threshold together, by their places, and those of the same days without a mass."""

    total: Decimal
    places: list[int]
    unweighed: int


class Cumulation:
    """Adds up the rows of a run."""

    def __init__(self, register: Register) -> None:
        """Take the register: its periods say over which days quantities add up."""
        self._register = register
        self._periods = register.packed.periods

    def counted(self, item: GoodsItem, on: date, decision: Decision) -> list[Counted]:
        """Return an item against each threshold that it concerns and does not pass alone.

        Args:
            item: The item.
            on: The day of items without a date.
            decision: What was decided of it.
        """
        found: dict[tuple[str, str, str, bool], Limit] = {}
        for finding in decision.findings:
            limit = self._limit(finding, finding.limited) if finding.limited is not None else None
            if limit is not None and self._is_bound(item, limit):
                found.setdefault((limit.measure, limit.kilograms, limit.period, limit.is_reached_at), limit)
        consignee = Party(item.consignee_name, item.consignee_address, item.consignee_country)
        if not found or not (consignee.name or consignee.address):
            return []
        consignor = Party(item.consignor_name, item.consignor_address, item.consignor_country)
        mass, field = net_kilograms(item), "net_mass_kg" if item.net_mass_kg else "quantity"
        who = (consignor, consignee)
        return [
            Counted(item.consignment_id, item.item_no, item.date or on, mass, field, *who, limit)
            for limit in found.values()
            if mass is None or not _passes(mass, limit)
        ]

    def findings(self, rows: Sequence[Counted]) -> dict[int, list[Finding]]:
        """Return what there is to say of rows that pass a threshold together, by their places in ``rows``."""
        groups: dict[tuple[Limit, Key], list[int]] = {}
        for place, row in enumerate(rows):
            groups.setdefault((row.limit, _sender(row.consignor)), []).append(place)
        found: dict[int, list[Finding]] = {}
        for (limit, _), places in groups.items():
            if not _passes(sum((rows[place].mass or Decimal() for place in places), Decimal()), limit):
                continue
            for link in linked(rows[place].consignee for place in places):
                ones = set(link.parties)
                own = [place for place in places if rows[place].consignee in ones]
                for place, finding in self._of_linked(rows, own, link, limit):
                    found.setdefault(place, []).append(finding)
        return found

    def _limit(self, finding: Finding, duty: Obligation) -> Limit | None:
        """Return the threshold of a duty in kilograms; ``None`` where it is no mass, or rows never add up to it."""
        limit = duty.threshold
        mass = kilograms(limit.quantity, limit.unit) if limit is not None and limit.quantity is not None else None
        period = (limit.period if limit else None) or UNSTATED
        if limit is None or mass is None or limit.meaning == "capped_at" or not self._adds(period):
            return None
        text = self._register.text(duty.by)
        return Limit(
            finding.measure or "",
            finding.jurisdiction or "",
            finding.subject or "",
            duty.stage,
            f"{mass.normalize():f}",
            period,
            limit.meaning == "exempt_below",
            duty.text,
            _cited(text, duty.at),
            text.url or text.seen[0].url,
        )

    def _is_bound(self, item: GoodsItem, limit: Limit) -> bool:
        """Tell whether a threshold counts on the way of an item: it may count only for goods that stay in its place."""
        ends = (item.export_country or item.consignor_country, item.destination_country or item.consignee_country)
        if not self._periods[limit.period].within:
            return True
        return all(end is not None and limit.jurisdiction in self._register.binding(end) for end in ends)

    def _adds(self, period: str) -> bool:
        return period in self._periods and self._periods[period].adds != "never"

    def _of_linked(
        self, rows: Sequence[Counted], places: list[int], link: Linked, limit: Limit
    ) -> Iterator[tuple[int, Finding]]:
        """Yield a finding for each row of linked consignees that passes the threshold with others."""
        said: dict[int, Finding] = {}
        for one in _sums(rows, places, self._periods[limit.period], limit):
            finding = self._said(rows, one, link, limit)
            for place in one.places:
                said.setdefault(place, finding)
        for place, finding in said.items():
            row = rows[place]
            yield place, replace(finding, field=row.field, matched=shown(row.mass or Decimal()))

    def _said(self, rows: Sequence[Counted], one: _Sum, link: Linked, limit: Limit) -> Finding:
        period, first, last = self._periods[limit.period], rows[one.places[0]], rows[one.places[-1]]
        names = [f"{rows[place].consignment_id}/{rows[place].item_no}" for place in one.places]
        listed = ", ".join(names[:MOST]) + (f" and {len(names) - MOST} more" if len(names) > MOST else "")
        days = f"of {first.day}" + (f" to {last.day}" if last.day != first.day else "")
        what = self._register.name_of(limit.subject) if limit.subject else limit.measure
        message = (
            f"{what}: {len(names)} rows {days} add up to {shown(one.total)}; none alone passes the threshold of "
            f"{limit.kilograms} kg {period.said} in {limit.jurisdiction}. They go from "
            f"{first.consignor.name or 'a consignor without a name'} to {_link_said(link)}. The duty: {limit.text}"
        )
        if period.by is None:
            message += f" That rows within {period.days} days are added up is Penstock's own practice, not law."
        else:
            message += f" Added up by {_cited(self._register.text(period.by), period.at)}."
        if one.unweighed:
            message += f" Not counted, for want of a mass: {one.unweighed} more."
        return Finding(
            code="split_consignment",
            message=f"{message} Rows: {listed}.",
            stage=limit.stage,
            jurisdiction=limit.jurisdiction,
            subject=limit.subject or None,
            measure=limit.measure,
            citation=limit.citation,
            url=limit.url,
            other_field="consignment_id",
            other_matched=listed,
        )


def with_findings(table: Table, decision: Decision, more: Sequence[Finding]) -> Decision:
    """Return a decision with more findings, and the outcome of all of them."""
    outcome, ordered = table.decide([*decision.findings, *more])
    return replace(decision, outcome=outcome, findings=ordered)


def _passes(mass: Decimal, limit: Limit) -> bool:
    most = Decimal(limit.kilograms)
    return mass >= most if limit.is_reached_at else mass > most


def _sender(party: Party) -> Key:
    """Return what tells a consignor from others; rows without one are taken to be of one, whoever keeps the file."""
    return next(iter(keys_of(party)), ())


def _cited(text: Text, at: str | None) -> str:
    if at is None or at in text.citation:
        return text.citation
    return at if text.citation in at else f"{text.citation}, {at}"


def _link_said(link: Linked) -> str:
    if len(link.parties) == 1 or not (link.by_name or link.by_address):
        party = link.parties[0]
        return f"one consignee ({party.name or party.address})"
    names = (
        f"the same name but for its spelling or legal form: {', '.join(link.by_name[:MOST])}" if link.by_name else ""
    )
    doors = f"the same address: {'; '.join(link.by_address[:MOST])}" if link.by_address else ""
    return f"linked consignees ({'; '.join(filter(None, (names, doors)))})"


def _sums(rows: Sequence[Counted], places: list[int], period: Period, limit: Limit) -> Iterator[_Sum]:
    """Yield the sums that pass the threshold, the greatest first: no row needs a later one that has it already."""
    by_day: dict[date, list[int]] = {}
    for place in places:
        by_day.setdefault(rows[place].day, []).append(place)
    days = sorted(by_day)
    masses = [sum((rows[place].mass or Decimal() for place in by_day[day]), Decimal()) for day in days]
    before = list(accumulate(masses, initial=Decimal()))
    passing = [
        (before[end] - before[start], start, end)
        for start, end in _spans(days, period)
        if _passes(before[end] - before[start], limit)
    ]
    covered: set[int] = set()
    for total, start, end in sorted(passing, key=lambda one: (-one[0], one[1])):
        if covered.issuperset(range(start, end)):
            continue
        covered.update(range(start, end))
        own = [place for day in days[start:end] for place in by_day[day]]
        weighed = [place for place in own if rows[place].mass is not None]
        yield _Sum(total, weighed, len(own) - len(weighed))


def _spans(days: list[date], period: Period) -> Iterator[tuple[int, int]]:
    """Yield the runs of days that count together, as places in ``days``; none that another holds already."""
    latest = 0
    for day in days:
        first, last = _span(day, period)
        end = bisect_right(days, last)
        if end > latest:
            yield bisect_left(days, first), end
            latest = end


def _span(day: date, period: Period) -> tuple[date, date]:
    """Return the first and last day that count with a day: of its month or year, or from it on."""
    if period.adds == "calendar_month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if period.adds == "calendar_year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    return day, date.fromordinal(min(day.toordinal() + (period.days or 1) - 1, date.max.toordinal()))
