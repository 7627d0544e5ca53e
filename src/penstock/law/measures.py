"""What the register says of a subject in one place on one day: measures in force, open ones, watch lists, gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from penstock.law.routes import duties

if TYPE_CHECKING:
    from datetime import date

    from penstock.law.records import Obligation, ScopeWord, SpanRecord
    from penstock.law.register import Placed, Register
    from penstock.law.routes import Route

Basis = Literal["named", "scope", "class"]
Force = Literal["yes", "no", "open"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure in force, or open, for the subject.

    ``since`` is the first day of the unbroken run of spans that this basis rests on, ``None`` when unknown.
    ``open`` says which word or fact leaves the answer open; ``None`` means it is settled. ``clauses`` are those of a
    class that are met, or that may be; ``atoms`` the matched atoms, by clause or by scope word. ``span`` is the span of
    the day asked about, ``begun`` the first of the run.
    """

    placed: Placed
    span: SpanRecord
    basis: Basis
    scope: tuple[str, ...]
    since: date | None
    until: date | None
    obligations: tuple[Obligation, ...]
    open: str | None = None
    clauses: tuple[str, ...] = ()
    atoms: tuple[tuple[str, tuple[int, ...]], ...] = ()
    begun: SpanRecord | None = None


@dataclass(slots=True)
class Standing:
    """Everything the register says of one subject in one place on one day.

    ``gaps`` are lists that were not fully read; ``doubts`` are gaps known to concern this very subject;
    ``exempt`` are measures whose words are met and that give way to one of ``measures``.
    """

    measures: list[Measure] = field(default_factory=list)
    open: list[Measure] = field(default_factory=list)
    watch: list[Measure] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    exempt: list[Measure] = field(default_factory=list)
    relatives: tuple[str, ...] = ()

    @property
    def verdict(self) -> Literal["controlled", "not_controlled", "unknown"]:
        """Controlled if a measure is in force; unknown if one may be, or if a list was not read; else not."""
        if self.measures:
            return "controlled"
        return "unknown" if self.open or self.gaps or self.doubts else "not_controlled"

    def kin(self, register: Register) -> tuple[str, ...]:
        """Return the controlled subjects whose scaffold it contains, when no measure settles how it stands."""
        return () if self.measures else tuple(r for r in self.relatives if register.is_ever_listed(r))


def scope_of(placed: Placed, span: SpanRecord) -> list[ScopeWord]:
    """Return the scope words of a span: its own, or its list's where it has none."""
    return placed.file.list.scope if span.scope is None else span.scope


def force(span: SpanRecord, day: date) -> Force:
    """Tell whether a span holds on a day; ``open`` where its first day is unknown and the day may be before."""
    if span.until is not None and day >= span.until:
        return "no"
    if span.since is not None:
        return "yes" if span.since <= day else "no"
    if span.not_before is not None and day < span.not_before:
        return "no"
    return "yes" if span.known_by is not None and day >= span.known_by else "open"


def day_open(span: SpanRecord) -> str:
    """Say that the first day of a span is not settled, and before which day it cannot lie."""
    if span.not_before is not None:
        return f"the first day is not settled by any source read; it is not before {span.not_before}"
    return "the first day is not settled by any source read"


def measured(  # noqa: PLR0913  # the parts of one measure
    register: Register,
    placed: Placed,
    span: SpanRecord,
    basis: Basis,
    scope: tuple[str, ...],
    *,
    route: Route | None,
    day: date,
    why_open: str | None,
    clauses: tuple[str, ...] = (),
    atoms: tuple[tuple[str, tuple[int, ...]], ...] = (),
) -> Measure:
    """Return the measure of a span, on a basis and with the scope words that apply; ``why_open`` leaves it open."""
    begun, last = _run(placed, span, scope)
    obligations = tuple(duties(register, placed, day, route))
    since, until = begun.since, last.until
    return Measure(placed, span, basis, scope, since, until, obligations, why_open, clauses, atoms, begun)


def _run(placed: Placed, span: SpanRecord, scope: tuple[str, ...]) -> tuple[SpanRecord, SpanRecord]:
    """Return the first and the last of the spans that follow each other without a day between on this basis."""
    spans = [s for s in placed.entry.spans if all(word in scope_of(placed, s) for word in scope)]
    begun = last = span
    while span in spans:
        before = (s for s in spans if begun.since is not None and s.until == begun.since)
        behind = (s for s in spans if last.until is not None and s.since == last.until)
        first, final = next(before, begun), next(behind, last)
        if (first, final) == (begun, last):
            break
        begun, last = first, final
    return begun, last
