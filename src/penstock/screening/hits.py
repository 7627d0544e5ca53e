"""What is found in the fields of a goods item, as findings: each with its field and the characters that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.law.identify import identify
from penstock.screening.decide import Finding
from penstock.substances.sameness import is_within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from penstock.law.clash import Clash
    from penstock.law.hits import Field, Hit
    from penstock.law.identified import Identified
    from penstock.law.identify import Reading
    from penstock.law.records import Obligation
    from penstock.law.register import Register
    from penstock.law.standing import Measure

SHOWN_CANDIDATES = 3
"""How many candidates of a customs code a message names."""


def is_confirmed(hit: Hit, sure: list[Hit]) -> bool:
    """Tell whether another field names the same subject, or shows all of the structure read from a name."""
    named = {one.one.subject for one in sure if one.one.subject is not None}
    shown = (other.matched for other in sure if other.field == "smiles")
    return hit.one.subject in named or any(is_within(hit.one.smiles or "", smiles) for smiles in shown)


def strongest(hits: list[Hit]) -> list[Hit]:
    """Keep one hit a subject, the surest; structures that no record holds are each a subject of its own."""
    if len(hits) < 2:  # noqa: PLR2004  # nothing to choose between
        return hits
    kept: dict[str | Identified, Hit] = {}
    for hit in sorted(hits, key=lambda h: (-h.one.confidence, h.one.form is None)):
        kept.setdefault(hit.one.subject or hit.one, hit)
    return list(kept.values())


def basis_of(register: Register, measure: Measure) -> str:
    """Say which class and clauses a measure rests on, or as what of which substance; nothing where it names."""
    name = register.name_of(measure.placed.subject)
    scope = f", as {' and '.join(measure.scope)}" if measure.scope else ""
    if measure.basis == "class":
        return f": {name}, clause {', '.join(measure.clauses)}{scope}" if measure.clauses else f": {name}{scope}"
    return f"{scope} of {name}" if scope else ""


def about(hit: Hit, code: str, message: str, place: str | None) -> Finding:
    """Return a finding about a hit, with the characters that show it."""
    return Finding(
        code=code,
        message=message,
        jurisdiction=place,
        subject=hit.one.subject,
        field=hit.field,
        matched=hit.matched,
        start=hit.start,
        end=hit.end,
    )


def cited(  # noqa: PLR0913, PLR0917  # what a finding says of the law
    register: Register,
    hit: Hit,
    place: str,
    measure: Measure,
    code: str,
    message: str,
    *,
    duty: Obligation | None = None,
    limited: Obligation | None = None,
) -> Finding:
    """Return a finding about what a measure says of a hit.

    Args:
        register: The register.
        hit: The subject, and the characters that show it.
        place: The jurisdiction.
        measure: The measure; its text is cited.
        code: The code of the finding.
        message: What it says.
        duty: The duty it is about.
        limited: The duty, where it has a threshold of quantity.
    """
    span, text = measure.span, register.text(measure.span.by)
    return Finding(
        code=code,
        message=message,
        duty=None if duty is None else duty.duty,
        stage=None if duty is None else duty.stage,
        jurisdiction=place,
        subject=hit.one.subject,
        measure=measure.placed.measure_id,
        basis=measure.basis,
        since=measure.since.isoformat() if measure.since else "unknown",
        citation=f"{text.citation}, {span.at}" if span.at else text.citation,
        url=text.url or text.seen[0].url,
        field=hit.field,
        matched=hit.matched,
        start=hit.start,
        end=hit.end,
        limited=limited,
    )


def near(hit: Hit) -> Finding:
    """Return the finding that a text is only near a subject of the law."""
    if hit.one.near:
        message = f"{hit.matched!r} is part of a longer name; {hit.one.name} is controlled or watched"
        return about(hit, "name_part", message, None)
    if hit.one.by == "slip":
        message = f"{hit.matched!r} may be {hit.one.name} with a slip of the pen; it is controlled or watched"
        return about(hit, "name_slip", message, None)
    return about(hit, "abbreviation", f"{hit.matched!r} can mean {hit.one.name}, which is controlled or watched", None)


def disguised(hit: Hit, undone: Iterable[str]) -> Finding:
    """Return the finding that the characters of a name had to be undone before it could be read."""
    message = f"{hit.matched!r} reads as {hit.one.name} once this is undone: {', '.join(undone)}"
    return about(hit, "disguised_name", message, None)


def relative(register: Register, hit: Hit, kin: tuple[str, ...]) -> Finding:
    """Return the finding that a structure is a close relative of controlled ones."""
    names = ", ".join(dict.fromkeys(register.name_of(other) for other in kin))
    return about(hit, "close_relative", f"{hit.one.name} is a close relative of {names}", None)


def clear(hit: Hit, read: tuple[str, ...], unknown: tuple[str, ...]) -> Finding:
    """Return the finding that no place read names a subject.

    Args:
        hit: The subject.
        read: The places whose lists were read and do not name it.
        unknown: The places where that is open.
    """
    if not read and not hit.one.is_unlisted:
        return about(hit, "no_law_read", f"{hit.one.name}: no place on the route is fully read", None)
    unread = f"; unknown in {', '.join(unknown)}" if unknown else ""
    if not read:
        return about(hit, "unrecorded", f"No record holds {hit.one.name}{unread}", None)
    message = f"{hit.one.name} is not named by the lists read of {', '.join(read)}{unread}"
    return about(hit, "not_controlled", message, None)


def contradicting(clash: Clash) -> Finding:
    """Return the finding that two fields contradict each other, or one says nothing, with the characters of each."""
    one, other = clash.one, clash.other
    return Finding(
        code=clash.code,
        message=clash.message,
        subject=clash.subject,
        citation=clash.source.citation,
        url=clash.source.url,
        field=one.field,
        matched=one.matched,
        start=one.start,
        end=one.end,
        other_field=other.field if other else None,
        other_matched=other.matched if other else None,
        other_start=other.start if other else None,
        other_end=other.end if other else None,
    )


def bad_cas(register: Register, reading: Reading, field: Field, text: str, start: int = 0) -> Finding:
    """Return the finding that a CAS number is invalid, with what may have been meant."""
    meant = [f"{cas} ({register.name_of(register.by_cas[cas][0])})" for cas in reading.suggestions]
    message = (reading.invalid or "") + (f" Did you mean {', '.join(meant)}?" if meant else "")
    return Finding(code="bad_cas", message=message, field=field, matched=text, start=start, end=start + len(text))


def bad_structure(text: str, why: str) -> Finding:
    """Return the finding that a structure cannot be read."""
    return Finding(code="bad_structure", message=why, field="smiles", matched=text, start=0, end=len(text))


def unidentified(reading: Reading, field: Field, text: str, start: int = 0) -> Finding:
    """Return the finding that nobody knows an identifier."""
    message = reading.note or "Nobody knows what it is."
    return Finding(code="unidentified", message=message, field=field, matched=text, start=start, end=start + len(text))


def baskets(register: Register, text: str) -> tuple[Finding, ...]:
    """Return the finding that a customs code is a basket of the register, where it is one."""
    reading = identify(register, text, "code")
    if not reading.identified:
        return ()
    names = [one.name for one in reading.identified]
    more = f" and {len(names) - SHOWN_CANDIDATES} more" if len(names) > SHOWN_CANDIDATES else ""
    message = f"{reading.note} Candidates in the register: {', '.join(names[:SHOWN_CANDIDATES])}{more}."
    found = Finding(code="code_basket", message=message, field="commodity_code", matched=text, start=0, end=len(text))
    return (found,)
