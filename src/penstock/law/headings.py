"""Goods against customs codes: a code is a basket, so it never says what the goods are, only what they are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from penstock.law.clash import Clash, cited

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.law.clash import Cited
    from penstock.law.hits import Hit, Place
    from penstock.law.register import Register

_CHEMICAL_CHAPTERS = ("28", "29")
"""Chapters in which the structure of a single compound fixes its heading (chapter 29, note 1, of the nomenclature)."""


def against_codes(register: Register, hits: Sequence[Hit], codes: Sequence[Place]) -> Iterator[Clash]:
    """Yield what the customs codes of a line contradict; ``hits`` are the sure ones."""
    substances = [hit for hit in hits if hit.one.kind == "substance"]
    equipment = [hit for hit in hits if hit.one.kind == "equipment"]
    for code in codes:
        digits = re.sub(r"\D", "", code.matched)
        yield from _substances(register, substances, code, digits)
        yield from _equipment(register, equipment, code, digits, has_substance=bool(substances))


def _substances(register: Register, hits: Sequence[Hit], code: Place, digits: str) -> Iterator[Clash]:
    subjects = {hit.one.subject for hit in hits}
    chapters = register.chapters.get(digits[:2])
    if chapters is not None and "substance" in chapters.never:
        for hit in _one_a_subject(hit for hit in hits if _is_listed_compound(register, hit)):
            says = f"and chapter {digits[:2]} ({chapters.title}) never holds it: {chapters.never['substance']}"
            title = f"Harmonized System, chapter {digits[:2]}"
            yield _clash("cas_hs", hit, says, code, cited(register, title, chapters.sources))
        return
    basket = register.basket(digits)
    if basket is not None and subjects & set(basket[1].candidates):
        return
    if basket is not None and basket[1].only:
        name, record = basket
        for hit in _one_a_subject(hits):
            says = f"and customs code {name} holds only: {record.title}"
            yield _clash("cas_hs", hit, says, code, cited(register, f"{record.system} {name}", record.sources))
    elif digits[:2] in _CHEMICAL_CHAPTERS:
        yield from _other_heading(register, hits, code, digits[:4])


def _other_heading(register: Register, hits: Sequence[Hit], code: Place, heading: str) -> Iterator[Clash]:
    known = [(hit, register.headings.get(hit.one.subject or "", {})) for hit in _one_a_subject(hits)]
    if any(heading in own for _, own in known):
        return
    for hit, own in known:
        if own:
            says = f"which stands under heading {' or '.join(own)}; customs code {code.matched} is of heading {heading}"
            name = next(iter(own.values()))
            record = register.packed.codes[name]
            yield _clash("cas_hs", hit, says, code, cited(register, f"{record.system} {name}", record.sources))


def _equipment(
    register: Register, hits: Sequence[Hit], code: Place, digits: str, *, has_substance: bool
) -> Iterator[Clash]:
    """A machine under a chapter of other goods; a chapter of chemicals may be that of a chemical named beside it."""
    chapters = register.chapters.get(digits[:2])
    if chapters is None or "equipment" not in chapters.never or (has_substance and "substance" not in chapters.never):
        return
    for hit in _one_a_subject(hits):
        says = f"and chapter {digits[:2]} ({chapters.title}) never holds one: {chapters.never['equipment']}"
        title = f"Harmonized System, chapter {digits[:2]}"
        yield _clash("equipment_heading", hit, says, code, cited(register, title, chapters.sources))


def _is_listed_compound(register: Register, hit: Hit) -> bool:
    """Tell whether a hit is a single chemical that some list names, or falls under."""
    if hit.one.subject is None:
        return not hit.one.is_unlisted
    record = register.packed.substances.get(hit.one.subject)
    return record is not None and record.smiles is not None and register.is_ever_listed(hit.one.subject)


def _one_a_subject(hits: Iterator[Hit] | Sequence[Hit]) -> list[Hit]:
    kept: dict[str | None, Hit] = {}
    for hit in hits:
        kept.setdefault(hit.key, hit)
    return list(kept.values())


def _clash(code: str, hit: Hit, says: str, place: Place, source: Cited) -> Clash:
    return Clash(
        code=code,
        message=f"The {hit.how} says {hit.said}, {says}.",
        one=hit.place,
        other=place,
        subject=hit.one.subject,
        source=source,
    )
