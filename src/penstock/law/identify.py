"""Whom or what a question is about: by CAS, by name, by structure, by code, by what a text mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from penstock.goods.numbers import number_of
from penstock.law.identified import CONFIDENCE, UNLISTED, Identified, on_record
from penstock.law.structures import by_key, by_structure
from penstock.substances.cas import read_cas, suggest_cas
from penstock.substances.structure import Unreadable, formula_of, is_inchikey, is_molecule, looks_like_structure, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.goods import Mention
    from penstock.law.records import IdentifiedName
    from penstock.law.register import Register

Kind = Literal["substance", "structure", "class", "equipment", "code", "text"]
KINDS: tuple[Kind, ...] = ("substance", "structure", "class", "equipment", "code", "text")

_CODE = re.compile(r"\d{4}(?:\.?\d{2}){0,3}|\d{4}\.?\d{2}\.?\d{4}")
_STRUCTURE_MARKS = re.compile(r"[=#@\\/\[\]]|\d.*\(|\(.*\d|[A-Za-z]\d[A-Za-z(]|^InChI")
MAY_DRAW = r"[=#@\\/\[\]]|\d\S*\(|\(\S*\d|[A-Za-z]\d[A-Za-z(]|InChI|[A-Z]{14}"
"""Every text with a word that draws a molecule matches this; it looks neither ahead nor behind."""

_MAY_DRAW = re.compile(MAY_DRAW)
_HEADING = 4  # digits of a heading; four digits alone are a code only if the register has them
_NAME_RUN = re.compile(r"[a-z]*[adefghijklmqrtuvwxyz][a-z]{2,}")
_WORD = re.compile(r"""InChI=\S+|[^\s,;"']+?(?=[.:!]*(?:[\s,;"']|$))""")
_PLAIN_LETTERS = re.compile(r"[A-Za-z]+")
_EXTENSION = re.compile(r"\s+\|\S*\|$")  # of CXSMILES: labels and the like behind the structure


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from the input: its kind, the subjects, and what is wrong with it if it is invalid.

    ``is_partial`` tells that something in the input is known to nobody, so the rest of it cannot clear it.
    ``mentions`` are what a line of goods text mentions, with their spans.
    """

    kind: Kind
    identified: tuple[Identified, ...]
    invalid: str | None = None
    suggestions: tuple[str, ...] = ()
    note: str | None = None
    code: str | None = None
    is_partial: bool = False
    mentions: tuple[Mention, ...] = ()


def identify(register: Register, text: str, kind: Kind | None = None) -> Reading:
    """Read the input of a question, trying the surest way first."""
    text = text.strip()
    if kind is None:
        return _any_kind(register, text)
    return {
        "substance": _substance,
        "structure": _structure,
        "class": _class,
        "equipment": _equipment,
        "code": _code,
        "text": by_text,
    }[kind](register, text)


def _any_kind(register: Register, text: str) -> Reading:
    if read_cas(text) is not None:
        return by_cas(register, text)
    named = by_name(register, text) or _class(register, text).identified
    if named:
        return Reading(_kind_of(named), named)
    if _CODE.fullmatch(text) and (len(text) > _HEADING or text in register.packed.codes):
        return _code(register, text)
    if is_structure(text):
        return _structure(register, text)
    return _words(register, text)


def _words(register: Register, text: str) -> Reading:
    """Read a text that is nothing else; a structure among its words is not read and not forgotten."""
    reading = by_text(register, text)
    drawn = next((word[0] for word in drawn_in(text)), None)
    if drawn is not None:
        note = f"{drawn} is a structure, and only one structure without other words is read. Ask for it by itself."
        return replace(reading, note=note, is_partial=True)
    if not reading.identified and _PLAIN_LETTERS.fullmatch(text) and looks_like_structure(text):
        return replace(reading, note="Read as a name that nobody knows. If it is SMILES, say --kind structure.")
    return reading


def drawn_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text that draw a molecule."""
    if _MAY_DRAW.search(text) is None:
        return iter(())
    return (word for word in _WORD.finditer(text) if is_structure(word[0]) and is_molecule(word[0]))


def is_structure(text: str) -> bool:
    """Tell whether a text is meant as a structure: its shape allows it, it has marks of one, and no words."""
    text = _EXTENSION.sub("", text)
    if text.startswith("InChI=") or is_inchikey(text):
        return True
    return looks_like_structure(text) and _STRUCTURE_MARKS.search(text) is not None and _NAME_RUN.search(text) is None


def _kind_of(identified: tuple[Identified, ...]) -> Kind:
    kinds = {one.kind for one in identified}
    return kinds.pop() if len(kinds) == 1 else "substance"


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
    return Reading(
        "substance", (on_record(register, subject, "cas", CONFIDENCE["cas"], cas=reading.number, form=form),)
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
        name.subject: on_record(
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
    return _structure(register, text) if not named and is_structure(text) else Reading("substance", named)


def _class(register: Register, text: str) -> Reading:
    """Read the name of a class that a law describes in words, or its id."""
    key = text.casefold()
    if key in register.packed.classes:
        return Reading("class", (on_record(register, key, "name", CONFIDENCE["name"]),))
    return Reading("class", tuple(one for one in by_name(register, text) if one.kind == "class"))


def _equipment(register: Register, text: str) -> Reading:
    named = tuple(one for one in by_name(register, text) if one.kind == "equipment")
    if not named:
        mentioned = by_text(register, text).identified
        named = tuple(one for one in mentioned if one.kind == "equipment")
    return Reading("equipment", named)


def _structure(register: Register, text: str) -> Reading:
    if is_inchikey(text):
        found = by_key(register, text)
        said = "An InChIKey is a digest: a structure the register does not hold cannot be read from it."
        return Reading("structure", found, note=None if found else said)
    try:
        found = by_structure(register, text)
    except Unreadable as error:
        return Reading("structure", (), invalid=str(error))
    if found == (UNLISTED,):
        found = (replace(UNLISTED, name=f"structure {formula_of(parse(text))}"),)
    return Reading("structure", found)


def _code(register: Register, text: str) -> Reading:
    digits = re.sub(r"\D", "", text)
    basket = register.basket(digits)
    if basket is None:
        return Reading("code", (), note=f"The register has no basket for the code {text}.")
    found, record = basket
    candidates = tuple(
        replace(on_record(register, subject, "code", CONFIDENCE["code"]), is_candidate=True)
        for subject in record.candidates
    )
    note = f"{record.system} {found} ({record.title}) is a basket: it narrows and contradicts, it never decides."
    return Reading("code", candidates, note=note, code=found)


def by_text(register: Register, text: str) -> Reading:
    """Find what a line of goods text mentions."""
    found: dict[tuple[str | None, str], Identified] = {}
    numbers: list[Reading] = []
    mentions = register.scanner.scan(text)
    for mention in mentions:
        if mention.by == "cas":
            numbers.append(by_cas(register, number_of(mention.text)))
            found |= {(one.subject, one.by): one for one in numbers[-1].identified}
        elif mention.record is not None:
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
        mentions=tuple(mentions),
    )


def of_mention(register: Register, mention: Mention) -> Identified:
    """Turn a mention of a record in a text into an identification; part of a longer name is only near.

    Raises:
        ValueError: No record of the register is mentioned.
    """
    if mention.record is None:
        message = f"{mention.text!r} names no record of the register"
        raise ValueError(message)
    near = mention.stand == "part"
    if mention.kind == "class" and not near:
        return on_record(register, mention.record, "name", CONFIDENCE["member"], is_member=True)
    how = "part" if near else mention.by if mention.by in {"abbreviation", "slip"} else "mention"
    confidence = CONFIDENCE["name"] if mention.stand == "whole" and how == "mention" else CONFIDENCE[how]
    return on_record(
        register, mention.record, mention.by, confidence, form=mention.salt, near=near, is_test=mention.is_test
    )
