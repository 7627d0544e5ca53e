"""Subjects recognised in the fields of a goods item, and the fields that contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from penstock.screening.decide import Finding
from penstock.substances.sameness import is_same_substance, is_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.law.identified import Identified
    from penstock.law.register import Register
    from penstock.law.standing import Measure

Field = Literal["cas_number", "smiles", "goods_description"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A subject recognised in one field, with the characters that show it."""

    one: Identified
    field: Field
    matched: str
    start: int
    end: int

    @property
    def is_near(self) -> bool:
        """Tell whether the hit is only near a subject: part of a longer name, or a short form."""
        return self.one.is_near

    @property
    def is_unconfirmed(self) -> bool:
        """Tell whether the hit rests on nothing but a structure read from a name."""
        return self.one.is_unconfirmed


def contradictions(register: Register, hits: list[Hit]) -> list[Finding]:
    """Find the fields of one item that name different subjects.

    Where a systematic name was read as a structure, that structure speaks for the name: it is compared with what
    stands beside it, whether or not the register knows either.
    """
    said: dict[str, set[str | None]] = {}
    for hit in hits:
        if hit.one.kind == "substance" and not hit.is_near and not hit.is_unconfirmed:
            how = {"cas": "cas", "structure": "structure"}.get(hit.one.by, "name")
            said.setdefault(how, set()).add(hit.one.subject)
    read = [hit for hit in hits if hit.is_unconfirmed]
    compared = dict(_compared(register, hits, read)) if read else {}
    found = [finding for finding in compared.values() if finding is not None]
    for one, other in (("name", "cas"), ("name", "structure"), ("cas", "structure")):
        code = f"{one}_{other}"
        if code in compared or one not in said or other not in said or said[one] & said[other]:
            continue
        if other == "structure" and not any(_has_structure(register, subject) for subject in said[one]):
            continue
        names = [" or ".join(sorted(_name(register, s) for s in said[side])) for side in (one, other)]
        message = f"The {one} says {names[0]}, the {other} says {names[1]}."
        found.append(Finding(code=code, message=message))
    return found


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


def _compared(register: Register, hits: list[Hit], read: list[Hit]) -> Iterator[tuple[str, Finding | None]]:
    """Yield what was compared with the structure read from a name, with the finding where the two differ."""
    smiles = read[0].one.smiles or ""
    for side in ("cas", "structure"):
        beside = [(hit, _structure_beside(register, hit)) for hit in hits if hit.one.by == side]
        shown = [(hit, structure) for hit, structure in beside if structure is not None]
        if shown:
            differ = not any(is_same_substance(smiles, structure) for _, structure in shown)
            yield f"name_{side}", _differing(read, side, [hit for hit, _ in shown]) if differ else None


def _structure_beside(register: Register, hit: Hit) -> str | None:
    """Return the structure a field shows: its own, or that of the record its CAS number names."""
    if hit.field == "smiles":
        return hit.matched
    substance = register.packed.substances.get(hit.one.subject or "")
    return substance.smiles if substance is not None else None


def _differing(read: list[Hit], side: str, others: list[Hit]) -> Finding:
    said = " and ".join(dict.fromkeys(hit.one.name for hit in read))
    other = " or ".join(sorted({hit.one.name if hit.one.subject else "another structure" for hit in others}))
    return Finding(
        code=f"name_{side}",
        message=f"The name, as OPSIN reads it, says {said}, the {side} says {other}. OPSIN reads {read[0].one.smiles}.",
        field=read[0].field,
        matched=read[0].matched,
        start=read[0].start,
        end=read[0].end,
    )


def _has_structure(register: Register, subject: str | None) -> bool:
    substance = register.packed.substances.get(subject or "")
    return substance is not None and substance.smiles is not None


def _name(register: Register, subject: str | None) -> str:
    return register.name_of(subject) if subject else "another structure"


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


def near(hit: Hit) -> Finding:
    """Return the finding that a text is only near a subject of the law."""
    if hit.one.near:
        message = f"{hit.matched!r} is part of a longer name; {hit.one.name} is controlled or watched"
        return about(hit, "name_part", message, None)
    return about(hit, "abbreviation", f"{hit.matched!r} can mean {hit.one.name}, which is controlled or watched", None)


def relative(register: Register, hit: Hit, kin: tuple[str, ...]) -> Finding:
    """Return the finding that a structure is a close relative of controlled ones."""
    names = ", ".join(dict.fromkeys(register.name_of(other) for other in kin))
    return about(hit, "close_relative", f"{hit.one.name} is a close relative of {names}", None)
