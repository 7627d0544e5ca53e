"""Subjects recognised in the fields of a goods item, and the fields that contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from penstock.screening.decide import Finding

if TYPE_CHECKING:
    from penstock.law.identified import Identified
    from penstock.law.register import Register

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
        return self.one.near or self.one.by == "abbreviation"


def contradictions(register: Register, hits: list[Hit]) -> list[Finding]:
    """Find the fields of one item that name different subjects."""
    said: dict[str, set[str | None]] = {}
    for hit in hits:
        if hit.one.kind == "substance" and not hit.is_near:
            how = {"cas": "cas", "structure": "structure"}.get(hit.one.by, "name")
            said.setdefault(how, set()).add(hit.one.subject)
    found = []
    for one, other in (("name", "cas"), ("name", "structure"), ("cas", "structure")):
        if one not in said or other not in said or said[one] & said[other]:
            continue
        if other == "structure" and not any(_has_structure(register, subject) for subject in said[one]):
            continue
        names = [" or ".join(sorted(_name(register, s) for s in said[side])) for side in (one, other)]
        message = f"The {one} says {names[0]}, the {other} says {names[1]}."
        found.append(Finding(code=f"{one}_{other}", message=message))
    return found


def _has_structure(register: Register, subject: str | None) -> bool:
    substance = register.packed.substances.get(subject or "")
    return substance is not None and substance.smiles is not None


def _name(register: Register, subject: str | None) -> str:
    return register.name_of(subject) if subject else "another structure"
