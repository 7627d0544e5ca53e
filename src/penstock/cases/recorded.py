"""Acts and statements as rows: those of the register's record, and those that a person accepted into the store."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from penstock.cases.beside import STATUSES, beside
from penstock.cases.document import ActRow, ClaimRow, EventRow, StatementRow
from penstock.cases.record import ActEntry, StatementEntry
from penstock.cases.timeline import cited, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from penstock.cases.beside import Said
    from penstock.cases.known import KnownCase
    from penstock.law.act_records import Statement
    from penstock.law.register import Register

ACCEPTED = "accepted"
"""The state of an entry that is part of the record."""


class Recorded(NamedTuple):
    """Acts, statements, and the claims of these beside the register."""

    acts: tuple[ActRow, ...]
    statements: tuple[StatementRow, ...]
    claims: tuple[ClaimRow, ...]

    def events(self) -> Iterator[EventRow]:
        """Yield the days of acts and statements."""
        for act in self.acts:
            text = f"{act.author}: {act.text}"
            yield EventRow(
                day=act.day, what=act.what, place=act.side, text=text, citation=act.citation, record=act.record
            )
        for one in self.statements:
            text = f"{one.speaker}: {one.says}"
            yield EventRow(
                day=one.day, what="statement", place=one.side, text=text, citation=one.citation, record=one.record
            )


def recorded(
    register: Register, cases: Sequence[KnownCase], holds: Callable[[str], bool], meant: str | None = None
) -> Recorded:
    """Return what is on the record of some days, about a subject or party or about anything.

    Args:
        register: The register with its record.
        cases: The records of the store, of whatever kind.
        holds: Tells whether a day, month or year is asked about.
        meant: The id of a subject or party; everything when ``None``.
    """
    acts = sorted([*_acts(register, meant), *_acts_kept(cases, meant)], key=lambda row: (row.day, row.record))
    told = sorted(
        [*_statements(register, meant), *_statements_kept(register, cases, meant)],
        key=lambda one: (one[0].day, one[0].record),
    )
    kept = [(row, claims) for row, claims in told if holds(row.day)]
    return Recorded(
        tuple(row for row in acts if holds(row.day)),
        tuple(row for row, _ in kept),
        tuple(claim for _, claims in kept for claim in claims if meant in {None, claim.subject}),
    )


def _acts(register: Register, meant: str | None) -> Iterator[ActRow]:
    for key, act in register.packed.acts.items():
        if meant is None or meant in act.subjects or meant in act.parties:
            source = cited(register, act.sources[0])
            is_official = any(cited(register, one).source in {"official", "copy"} for one in act.sources)
            status = act.status if act.status == "allegation" or is_official else "reported"
            yield ActRow(
                record=key,
                day=shortened(act.day, act.grain),
                side=act.place,
                author=act.by,
                what=act.kind,
                text=act.what,
                certainty=status,
                citation=source.citation,
                url=source.url,
            )


def _acts_kept(cases: Sequence[KnownCase], meant: str | None) -> Iterator[ActRow]:
    for case in cases:
        if case.kind != "act" or case.state != ACCEPTED:
            continue
        act = msgspec.convert(case.body, ActEntry)
        if meant is None or meant in act.subjects or meant in act.parties:
            yield ActRow(
                record=case.id,
                day=act.day,
                side=act.place,
                author=act.by,
                what=act.kind,
                text=act.what,
                certainty=act.status,
                citation=act.origin.citation,
                url=act.origin.url,
            )


Told = tuple[StatementRow, tuple[ClaimRow, ...]]


def _statements(register: Register, meant: str | None) -> Iterator[Told]:
    for key, one in register.packed.statements.items():
        if _is_about(one, meant):
            source = cited(register, one.sources[0])
            days = [(claim, claim.since or one.day) for claim in one.claims]
            claims = tuple(_claims(register, key, shortened(one.day, one.grain), one.speaker, days))
            yield (
                StatementRow(
                    record=key,
                    day=shortened(one.day, one.grain),
                    side=one.place,
                    speaker=f"{one.speaker}, {one.on_behalf}" if one.on_behalf else one.speaker,
                    says=one.says,
                    quote=one.quote,
                    beside=_counted(claims),
                    citation=source.citation,
                    url=source.url,
                ),
                claims,
            )


def _statements_kept(register: Register, cases: Sequence[KnownCase], meant: str | None) -> Iterator[Told]:
    for case in cases:
        if case.kind != "statement" or case.state != ACCEPTED:
            continue
        one = msgspec.convert(case.body, StatementEntry)
        if not _is_about(one, meant):
            continue
        day = _first_day(one.day)
        days = [(claim, day) for claim in one.claims if day is not None]
        claims = tuple(_claims(register, case.id, one.day, one.speaker, days))
        yield (
            StatementRow(
                record=case.id,
                day=one.day,
                side=one.place,
                speaker=f"{one.speaker}, {one.on_behalf}" if one.on_behalf else one.speaker,
                says=one.says or one.quote or "",
                quote=one.quote if one.says else None,
                beside=_counted(claims),
                citation=one.origin.citation,
                url=one.origin.url,
            ),
            claims,
        )


def _is_about(one: Statement | StatementEntry, meant: str | None) -> bool:
    return meant is None or meant in one.about or any(meant in claim.subjects for claim in one.claims)


def _first_day(text: str) -> date | None:
    """Return the first day of a day, month or year; ``None`` of an unknown one."""
    parts = text.split("-")
    return date(*map(int, (*parts, "1", "1")[:3])) if parts[0].isdigit() else None


def _claims(
    register: Register, record: str, day: str, speaker: str, claims: Sequence[tuple[Said, date]]
) -> Iterator[ClaimRow]:
    for claim, on in claims:
        for row in beside(register, claim, on):
            yield ClaimRow(
                record=record,
                day=day,
                speaker=speaker,
                claim=row.predicate,
                subject=row.subject,
                name=row.name,
                place=row.place,
                shows=row.register,
                beside=row.status,
                citation="; ".join(dict.fromkeys(text.citation for text in row.texts)) or None,
                note=row.note,
            )


def _counted(claims: Sequence[ClaimRow]) -> tuple[str, ...]:
    number = Counter(claim.beside for claim in claims)
    return tuple(f"{status} {number[status]}" for status in STATUSES if number[status])
