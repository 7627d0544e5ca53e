"""Whom or what a question is about: by CAS, by name, by structure, by code, by what a text mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from penstock.substances.cas import read_cas, suggest_cas
from penstock.substances.structure import (
    WATER_BLOCK,
    WATER_GRAPH,
    WATER_SKELETON,
    Component,
    Unreadable,
    components,
    differences,
    formula_of,
    graphs,
    is_inchikey,
    key_of_inchi,
    looks_like_structure,
    parse,
    parse_fast,
    skeletons,
    whole,
    without_water,
)

if TYPE_CHECKING:
    from penstock.goods import Mention
    from penstock.law.records import IdentifiedName
    from penstock.law.register import Register

Kind = Literal["substance", "structure", "equipment", "code", "text"]
KINDS: tuple[Kind, ...] = ("substance", "structure", "equipment", "code", "text")

CONFIDENCE = {
    "cas": 1.0,
    "structure": 1.0,
    "name": 0.95,
    "abbreviation": 0.5,
    "mention": 0.8,
    "part": 0.3,
    "code": 0.1,
}
"""How far each way of recognising goes; a name, a short form or a customs code is never certainty."""

_CODE = re.compile(r"\d{4}(?:\.?\d{2}){0,3}|\d{4}\.?\d{2}\.?\d{4}")
_STRUCTURE_MARKS = re.compile(r"[=#@\\/\[\]]|\d.*\(|\(.*\d|[A-Za-z]\d[A-Za-z(]|^InChI")
_HEADING = 4  # digits of a heading; four digits alone are a code only if the register has them
_NAME_RUN = re.compile(r"[a-z]*[adefghijklmqrtuvwxyz][a-z]{2,}")
_PLAIN_LETTERS = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Identified:
    """One subject the question may be about.

    ``subject`` is ``None`` for a structure that is known as drawn but has no record. ``form`` names the salt
    or other form, ``differs`` how a structure differs from the register's drawing, ``relatives`` the controlled
    scaffolds it contains, ``near`` that the name is only part of a longer one.
    """

    subject: str | None
    name: str
    cas: str | None
    by: str
    confidence: float
    kind: Literal["substance", "equipment"] = "substance"
    form: str | None = None
    differs: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    near: bool = False
    is_candidate: bool = False

    @property
    def is_unlisted(self) -> bool:
        """Tell whether it is a structure that no record holds and that is no close relative of a controlled one."""
        return self.subject is None and not self.relatives

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


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from the input: its kind, the subjects, and what is wrong with it if it is invalid.

    ``is_partial`` tells that something in the input is known to nobody, so the rest of it cannot clear it.
    """

    kind: Kind
    identified: tuple[Identified, ...]
    invalid: str | None = None
    suggestions: tuple[str, ...] = ()
    note: str | None = None
    code: str | None = None
    is_partial: bool = False


def identify(register: Register, text: str, kind: Kind | None = None) -> Reading:
    """Read the input of a question, trying the surest way first."""
    text = text.strip()
    if kind is None:
        return _any_kind(register, text)
    return {
        "substance": _substance,
        "structure": _structure,
        "equipment": _equipment,
        "code": _code,
        "text": by_text,
    }[kind](register, text)


def _any_kind(register: Register, text: str) -> Reading:
    if read_cas(text) is not None:
        return by_cas(register, text)
    named = by_name(register, text)
    if named:
        return Reading(_kind_of(named), named)
    if _CODE.fullmatch(text) and (len(text) > _HEADING or text in register.packed.codes):
        return _code(register, text)
    if _is_structure(text):
        return _structure(register, text)
    reading = by_text(register, text)
    if not reading.identified and _PLAIN_LETTERS.fullmatch(text) and looks_like_structure(text):
        return replace(reading, note="Read as a name that nobody knows. If it is SMILES, say --kind structure.")
    return reading


def _is_structure(text: str) -> bool:
    """Tell whether a text is meant as a structure: its shape allows it, it has marks of one, and no words."""
    if text.startswith("InChI=") or is_inchikey(text):
        return True
    return looks_like_structure(text) and _STRUCTURE_MARKS.search(text) is not None and _NAME_RUN.search(text) is None


def _kind_of(identified: tuple[Identified, ...]) -> Kind:
    return "equipment" if all(one.kind == "equipment" for one in identified) else "substance"


def by_cas(register: Register, text: str) -> Reading:
    """Read a CAS number; a wrong check digit is invalid and gets suggestions, never a silent repair."""
    reading = read_cas(text)
    if reading is None:
        return Reading(
            "substance",
            (),
            invalid=f"{text!r} is not shaped like a CAS number (2-7 digits, 2 digits, 1 digit).",
        )
    if not reading.is_valid:
        suggestions = suggest_cas(reading.number, register.by_cas)
        said = f"CAS {reading.number} is invalid: its check digit should be {reading.expected_digit}."
        return Reading("substance", (), invalid=said, suggestions=tuple(suggestions))
    found = register.by_cas.get(reading.number)
    if found is None:
        said = f"CAS {reading.number} is well formed, and the register has no record of it."
        return Reading("substance", (), note=said)
    subject, form = found
    return Reading("substance", (_known(register, subject, "cas", CONFIDENCE["cas"], cas=reading.number, form=form),))


def _known(  # noqa: PLR0913  # the parts of one identification
    register: Register,
    subject: str,
    by: str,
    confidence: float,
    *,
    cas: str | None = None,
    form: str | None = None,
    near: bool = False,
) -> Identified:
    substance = register.packed.substances.get(subject)
    return Identified(
        subject=subject,
        name=register.name_of(subject),
        cas=cas or (substance.cas if substance else None),
        by=by,
        confidence=confidence,
        kind="substance" if substance else "equipment",
        form=form,
        relatives=register.relatives.get(subject, ()),
        near=near,
    )


def by_name(register: Register, text: str) -> tuple[Identified, ...]:
    """Return the subjects that bear exactly this name, in any spelling, with or without a salt word."""
    key = register.folder.key(text)
    found: list[tuple[IdentifiedName, str | None]] = [(name, None) for name in register.by_name.get(key, [])]
    if not found:
        found = [
            (name, form)
            for word, form in register.salts.items()
            for bare in (key.removesuffix(word), key.removeprefix(word))
            if bare not in {key, ""}
            for name in register.by_name.get(bare, [])
            if name.kind == "substance"
        ]
    identified = {
        name.subject: _known(
            register,
            name.subject,
            "abbreviation" if name.language == "abbreviation" else "name",
            CONFIDENCE["abbreviation" if name.language == "abbreviation" else "name"],
            form=form,
        )
        for name, form in found
    }
    return tuple(identified.values())


def _substance(register: Register, text: str) -> Reading:
    if read_cas(text) is not None:
        return by_cas(register, text)
    named = tuple(one for one in by_name(register, text) if one.kind == "substance")
    return _structure(register, text) if not named and _is_structure(text) else Reading("substance", named)


def _equipment(register: Register, text: str) -> Reading:
    named = tuple(one for one in by_name(register, text) if one.kind == "equipment")
    if not named:
        mentioned = by_text(register, text).identified
        named = tuple(one for one in mentioned if one.kind == "equipment")
    return Reading("equipment", named)


def _structure(register: Register, text: str) -> Reading:
    if is_inchikey(text):
        return _inchikey(register, text)
    try:
        return Reading("structure", by_structure(register, text))
    except Unreadable as error:
        return Reading("structure", (), invalid=str(error))


def _inchikey(register: Register, key: str) -> Reading:
    known = register.by_whole_block.get(key[:14], [])
    found = tuple(_known(register, one.substance, "structure", CONFIDENCE["structure"]) for one in known)
    note = None if found else "An InChIKey is a digest: a structure the register does not hold cannot be read from it."
    return Reading("structure", found, note=note)


def by_structure(register: Register, text: str) -> tuple[Identified, ...]:
    """Identify a SMILES or InChI the fast way; :func:`by_molecule` of :func:`parse` is the plain way.

    A structure none of whose components has the skeleton of a record, and that cannot contain a controlled
    scaffold, needs no aromaticity and no InChI.

    Raises:
        Unreadable: When the text is no readable structure.
    """
    mol = parse_fast(text)
    drawn = without_water(skeletons(mol, text), WATER_SKELETON)
    is_candidate = _is_among(drawn, register.skeletons) and _may_be_listed(register, text, mol)
    if not is_candidate and not text.startswith("InChI=") and not register.scaffolds.may_match(text, mol):
        return (_unlisted(formula_of(mol), ()),)
    mol = parse(text)
    wanted = None if whole(drawn) in register.skeletons else register.skeletons
    listed = _listed(register, components(mol, wanted)) if is_candidate else ()
    listed = listed or _by_own_key(register, text)
    return listed or (_unlisted(formula_of(mol), register.scaffolds.matches(mol)),)


def _may_be_listed(register: Register, text: str, mol: Any) -> bool:  # noqa: ANN401  # RDKit ships no types
    drawn = graphs(text, mol)
    return drawn is None or _is_among(without_water(drawn, WATER_GRAPH), register.graphs)


def _by_own_key(register: Register, text: str) -> tuple[Identified, ...]:
    """Look an InChI up by its own key, because what is drawn from it may have another."""
    key = key_of_inchi(text.strip())
    return _inchikey(register, key).identified if key else ()


def _is_among(parts: list[str], known: frozenset[str]) -> bool:
    """Tell whether some component, or all of them together, are known by this key."""
    return not known.isdisjoint(parts) or (len(parts) > 1 and whole(parts) in known)


def by_molecule(register: Register, mol: Any, text: str = "") -> tuple[Identified, ...]:  # noqa: ANN401  # RDKit ships no types
    """Identify a fully parsed molecule component by component; any component counts.

    Args:
        register: The register to look in.
        mol: The molecule.
        text: What it was read from, where that was an InChI.
    """
    listed = _listed(register, components(mol)) or _by_own_key(register, text)
    return listed or (_unlisted(formula_of(mol), register.scaffolds.matches(mol)),)


def _listed(register: Register, parts: list[Component]) -> tuple[Identified, ...]:
    found: dict[str, Identified] = {}
    solutes = [part for part in parts if part.block != WATER_BLOCK] or parts
    is_alone = len(solutes) == 1
    for part in solutes:
        for known in register.by_block.get(part.block, []):
            if is_alone or not known.alone:
                differs = differences(part, known.key, is_alone=len(parts) == 1)
                form = "salt or mixture" if "salt or mixture" in differs else None
                one = _known(register, known.substance, "structure", CONFIDENCE["structure"], form=form)
                found.setdefault(known.substance, replace(one, differs=differs))
    if not is_alone:
        for known in register.by_block.get(whole(part.block for part in solutes), []):
            found[known.substance] = _known(register, known.substance, "structure", CONFIDENCE["structure"])
    return tuple(found.values())


def _unlisted(formula: str, relatives: tuple[str, ...]) -> Identified:
    """Describe a molecule that no record holds: known as drawn, with the scaffolds it contains."""
    return Identified(
        subject=None,
        name=f"structure {formula}",
        cas=None,
        by="structure",
        confidence=CONFIDENCE["structure"],
        relatives=relatives,
    )


def _code(register: Register, text: str) -> Reading:
    digits = re.sub(r"\D", "", text)
    known = {code.replace(".", ""): code for code in register.packed.codes}
    found = next((known[digits[:n]] for n in range(len(digits), 3, -1) if digits[:n] in known), None)
    if found is None:
        return Reading("code", (), note=f"The register has no basket for the code {text}.")
    record = register.packed.codes[found]
    candidates = tuple(
        replace(_known(register, subject, "code", CONFIDENCE["code"]), is_candidate=True)
        for subject in record.candidates
    )
    note = f"{record.system} {found} ({record.title}) is a basket: it narrows and contradicts, it never decides."
    return Reading("code", candidates, note=note, code=found)


def by_text(register: Register, text: str) -> Reading:
    """Find what a line of goods text mentions."""
    found: dict[tuple[str | None, str], Identified] = {}
    numbers: list[Reading] = []
    for mention in register.scanner.scan(text):
        if mention.by == "cas":
            numbers.append(by_cas(register, mention.text))
            found |= {(one.subject, one.by): one for one in numbers[-1].identified}
        elif mention.by != "code":
            one = of_mention(register, mention)
            found.setdefault((one.subject, one.by), one)
    wrong = next((number for number in numbers if number.invalid), None)
    unknown = [number.note for number in numbers if number.note]
    return Reading(
        "text",
        tuple(found.values()),
        invalid=wrong.invalid if wrong else None,
        suggestions=wrong.suggestions if wrong else (),
        note=" ".join(unknown) or None,
        is_partial=bool(unknown),
    )


def of_mention(register: Register, mention: Mention) -> Identified:
    """Turn a mention in a text into an identification; part of a longer name is only near."""
    near = mention.stand == "part"
    how = "part" if near else "abbreviation" if mention.by == "abbreviation" else "mention"
    confidence = CONFIDENCE["name"] if mention.stand == "whole" and how == "mention" else CONFIDENCE[how]
    return _known(register, mention.subject, mention.by, confidence, form=mention.salt, near=near)
