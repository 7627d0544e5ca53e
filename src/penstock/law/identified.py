"""One subject a question may be about, however it was recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from penstock.law.register import Register
    from penstock.substances.derivation import Derived
    from penstock.substances.wording import Reading as ClassReading

SYSTEMATIC = "systematic name"
"""How a subject is recognised whose structure OPSIN read from its name."""

CONFIDENCE = {
    "cas": 1.0,
    "structure": 1.0,
    "name": 0.95,
    "abbreviation": 0.5,
    "member": 0.5,
    "mention": 0.8,
    "slip": 0.4,
    SYSTEMATIC: 0.6,
    "part": 0.3,
    "code": 0.1,
}
"""How far each way of recognising goes; a name, a short form or a customs code is never certainty."""


@dataclass(frozen=True, slots=True)
class Identified:
    """One subject the question may be about.

    ``subject`` is ``None`` for a structure that is known as drawn but has no record. ``form`` names the salt
    or other form, ``differs`` how a structure differs from the register's drawing, ``relatives`` the controlled
    scaffolds it contains, ``classes`` and ``derived`` how it stands to classes a law describes in words and to the
    scope words of named substances, ``near`` that the name is only part of a longer one, ``smiles`` the structure
    that was read from a systematic name, ``is_member`` that a class is named and some member of it is meant,
    ``is_test`` that the goods test for the subject and are near it for no other reason.
    """

    subject: str | None
    name: str
    cas: str | None
    by: str
    confidence: float
    kind: Literal["substance", "equipment", "class"] = "substance"
    form: str | None = None
    differs: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    classes: tuple[ClassReading, ...] = ()
    derived: tuple[Derived, ...] = ()
    near: bool = False
    is_candidate: bool = False
    smiles: str | None = None
    is_member: bool = False
    is_test: bool = False

    @property
    def is_near(self) -> bool:
        """Tell whether it is only near a subject: part of a longer name, a short form, or a name with a slip."""
        return self.near or self.by in {"abbreviation", "slip"}

    @property
    def is_unconfirmed(self) -> bool:
        """Tell whether it rests on nothing but a structure read from a name."""
        return self.by == SYSTEMATIC

    @property
    def is_unlisted(self) -> bool:
        """Tell whether it is a structure of which no record, no class and no scaffold of the register speaks."""
        return self.subject is None and not (self.relatives or self.classes or self.derived)

    def as_dict(self) -> dict[str, Any]:
        """Return the ``identified`` object of an answer."""
        shown: dict[str, Any] = {
            "id": self.subject,
            "name": self.name,
            "cas": self.cas,
            "by": self.by,
            "confidence": self.confidence,
        }
        if self.form is not None:
            shown["form"] = self.form
        if self.differs:
            shown["differs"] = list(self.differs)
        return shown


UNLISTED = Identified(None, "this structure", None, "structure", CONFIDENCE["structure"])
"""Every structure of which the register says nothing: the law treats them alike."""


def on_record(  # noqa: PLR0913  # the parts of one identification
    register: Register,
    subject: str,
    by: str,
    confidence: float,
    *,
    cas: str | None = None,
    form: str | None = None,
    near: bool = False,
    is_member: bool = False,
    is_test: bool = False,
) -> Identified:
    """Describe a subject of the register, with all that its structure says of it."""
    substance = register.packed.substances.get(subject)
    structure = register.structure_of.get(subject)
    return Identified(
        subject=subject,
        name=register.name_of(subject),
        cas=cas or (substance.cas if substance else None),
        by=by,
        confidence=confidence,
        kind="substance" if substance else "class" if subject in register.packed.classes else "equipment",
        form=form,
        relatives=tuple(structure.relatives) if structure else (),
        classes=tuple(structure.classes) if structure else (),
        derived=tuple(structure.derived) if structure else (),
        near=near,
        is_member=is_member,
        is_test=is_test,
    )
