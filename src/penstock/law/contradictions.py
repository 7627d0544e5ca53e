"""What contradicts what in one line of goods: names, CAS numbers, structures, customs codes, units, vague words.

A contradiction says nothing about the law of a subject. It says which two fields cannot both be true, and why.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from penstock.goods.joining import says_image
from penstock.law.clash import Clash
from penstock.law.headings import against_codes
from penstock.law.hits import TEXT, line_of_text
from penstock.law.unit_forms import against_unit
from penstock.law.vague import vague
from penstock.substances.sameness import is_same_substance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.law.hits import Hit, Line
    from penstock.law.register import Register

_NEXT_GOOD = re.compile(r"[;+\n、；]|\b(?:and|y|e|und|et)\b|[和与及]")
"""What stands between two goods of a list."""

PAIRS = (("name", "cas"), ("name", "structure"), ("cas", "structure"))


def in_text(register: Register, text: str) -> list[Clash]:
    """Find what contradicts what in a line of goods that is nothing but a text."""
    return contradictions(register, line_of_text(register, text))


def contradictions(register: Register, line: Line) -> list[Clash]:
    """Find what contradicts what in one line of goods.

    Where a systematic name was read as a structure, that structure speaks for the name: it is compared with what
    stands beside it, whether or not the register knows either.
    """
    found = list(_subjects(register, line.hits, line.text or "")) if len(line.hits) > 1 else []
    sure = [hit for hit in line.hits if hit.is_sure]
    if sure and line.codes:
        found += against_codes(register, sure, line.codes)
    if sure and line.unit is not None:
        found += against_unit(register, line)
    if line.text and not line.mentions and not any(hit.field == "goods_description" for hit in line.hits):
        nothing = vague(register, line.text)
        found += [] if nothing is None else [nothing]
    return found


def _subjects(register: Register, hits: Sequence[Hit], line_text: str) -> Iterator[Clash]:
    """Yield the fields that name different substances."""
    said: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.one.kind == "substance" and hit.is_sure:
            said.setdefault(hit.how, []).append(hit)
    read = [hit for hit in hits if hit.is_unconfirmed]
    compared = dict(_compared(register, hits, read)) if read else {}
    yield from (clash for clash in compared.values() if clash is not None)
    for one, other in PAIRS:
        both: tuple[Sequence[Hit], Sequence[Hit]] = (said.get(one, []), said.get(other, []))
        left, right = _belonging(line_text, *both) if (one, other) == PAIRS[0] else both
        if f"{one}_{other}" not in compared and _differ(register, left, right, is_drawn=other == "structure"):
            yield _of_two(one, other, left, right)


def _belonging(text: str, names: Sequence[Hit], numbers: Sequence[Hit]) -> tuple[Sequence[Hit], Sequence[Hit]]:
    """Return the names and the CAS numbers that speak of one good.

    In a text that lists several goods a number belongs to the name it stands behind, with nothing else said between.
    A number whose name stands in the text agrees with it, and a lone name and a lone number belong together.
    """
    inside = [hit for hit in (*names, *numbers) if hit.field == TEXT]
    keys = {hit.key for hit in names}
    if len(inside) < len(names) + len(numbers) or len(keys) == len({hit.key for hit in numbers}) == 1:
        return names, numbers
    for number in numbers:
        before = [hit for hit in inside if hit.end <= number.start]
        last = max((hit.end for hit in before), default=0)
        nearest = [hit for hit in before if hit.end == last and hit.how == "name"]
        if number.key not in keys and nearest and not _NEXT_GOOD.search(text[last : number.start]):
            return nearest, [number]
    return [], []


def _differ(register: Register, left: Sequence[Hit], right: Sequence[Hit], *, is_drawn: bool) -> bool:
    """Tell whether no subject of one side is one of the other; a drawing is compared with drawings alone."""
    if not left or not right or {hit.key for hit in left} & {hit.key for hit in right}:
        return False
    if any(says_image(hit.matched) for hit in left) and _blocks(register, left) & _blocks(register, right):
        return False  # which mirror image it is is said, and the number is that of one
    return not is_drawn or any(_has_structure(register, hit.one.subject) for hit in left)


def _blocks(register: Register, hits: Sequence[Hit]) -> set[str]:
    """Return the first blocks of the InChIKeys of what hits name: equal for mirror images."""
    keys = (register.structure_of.get(hit.one.subject or "") for hit in hits)
    return {key.block for key in keys if key is not None}


def _of_two(one: str, other: str, left: Sequence[Hit], right: Sequence[Hit]) -> Clash:
    names = [" or ".join(sorted({hit.said for hit in side})) for side in (left, right)]
    return Clash(
        code=f"{one}_{other}",
        message=f"The {one} says {names[0]}, the {other} says {names[1]}.",
        one=left[0].place,
        other=right[0].place,
        subject=left[0].one.subject,
    )


def _compared(register: Register, hits: Sequence[Hit], read: Sequence[Hit]) -> Iterator[tuple[str, Clash | None]]:
    """Yield what was compared with the structure read from a name, with the contradiction where the two differ."""
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


def _differing(read: Sequence[Hit], side: str, others: Sequence[Hit]) -> Clash:
    said = " and ".join(dict.fromkeys(hit.one.name for hit in read))
    other = " or ".join(sorted({hit.said for hit in others}))
    return Clash(
        code=f"name_{side}",
        message=f"The name, as OPSIN reads it, says {said}, the {side} says {other}. OPSIN reads {read[0].one.smiles}.",
        one=read[0].place,
        other=others[0].place,
        subject=read[0].one.subject,
    )


def _has_structure(register: Register, subject: str | None) -> bool:
    substance = register.packed.substances.get(subject or "")
    return substance is not None and substance.smiles is not None
