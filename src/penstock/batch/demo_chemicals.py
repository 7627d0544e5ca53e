"""Planted chemicals: controlled substances by name, number and structure, and fields that contradict each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from penstock.batch.demo_cases import Case, weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from penstock.batch.demo_cases import Source
    from penstock.law.records import Language, Threshold
    from penstock.law.register import Placed

LANGUAGES: tuple[Language, ...] = ("en", "zh", "es")
_BEHIND = {"en": "{}, 25 kg fibre drum", "zh": "{} 25公斤桶装", "es": "{}, tambor de 25 kg"}
_ALIKE = str.maketrans("aeopcAEOPC", "аеорсАЕОРС")
"""Latin letters and the Cyrillic ones that look the same (Unicode Technical Standard 39)."""

_LONG_NAME = 9
"""Letters of a name that is still itself in disguise."""

_CLOTHING = "610910"
_PARTS = 4
"""Rows into which a quantity is split."""

_SHARE = 0.4
"""What one of them holds, as a share of the threshold."""

_ADDING = ("calendar_month", "calendar_year")
"""Periods over which quantities add up, of thresholds that count across a border."""


def by_name(source: Source) -> Iterator[Case]:
    """Name controlled substances in English, Chinese and Spanish."""
    for language in LANGUAGES:
        named = source.drawn(source.names(language).items())
        made = (_by_name(source, language, subject, source.one_of(names)) for subject, names in named)
        yield from source.some(made)


def _by_name(source: Source, language: str, subject: str, name: str) -> Case | None:
    return controlled(source, f"name_{language}", subject, goods_description=_BEHIND[language].format(name))


def by_salt(source: Source) -> Iterator[Case]:
    """Name salts that have a CAS number of their own and fall under the law of what they are salts of."""
    salts = source.register.packed.salt_forms
    known = ((s, name, other) for s, told, name in source.substances() for other in told.other_cas)
    made = (
        controlled(
            source,
            "salt",
            subject,
            form=other.form,
            goods_description=f"{name} {salts[other.form].names['en'][0]}",
            cas_number=other.cas,
        )
        for subject, name, other in source.drawn(known)
        if other.form in salts
    )
    yield from source.some(made)


def disguised(source: Source) -> Iterator[Case]:
    """Write names with look-alike letters of another script, and with their letters set apart."""
    writings: dict[str, Callable[[str], str]] = {
        "homoglyph": lambda name: name.translate(_ALIKE),
        "spacing": " ".join,
    }
    for kind, write in writings.items():
        made = (
            controlled(source, f"disguised_{kind}", subject, goods_description=f"{write(name)}, 99%")
            for subject, _, name in source.drawn(source.substances())
            if name.isascii() and name.isalpha() and len(name) >= _LONG_NAME
        )
        yield from (replace(case, expects=("disguised_name",)) for case in source.some(made))


def by_cas(source: Source) -> Iterator[Case]:
    """Give CAS numbers in their column and in the text, and with a slip in the check digit."""
    known = [(subject, told.cas) for subject, told in source.register.packed.substances.items() if told.cas]
    in_column, in_text, slipped = (source.drawn(known) for _ in range(3))
    column = (_around(source, "cas_column", subject, cas_number=cas) for subject, cas in in_column)
    text = (_around(source, "cas_text", subject, f", CAS {cas}") for subject, cas in in_text)
    wrong = (_around(source, "cas_slip", subject, cas_number=slip(cas)) for subject, cas in slipped)
    yield from source.some(column)
    yield from source.some(text)
    yield from (replace(case, expects=("bad_cas",), subject=None) for case in source.some(wrong))


def slip(cas: str) -> str:
    """Return a CAS number with another check digit."""
    return f"{cas[:-1]}{(int(cas[-1]) + 1) % 10}"


def by_structure(source: Source) -> Iterator[Case]:
    """Draw substances that a list names, and members of a class that a law describes in words."""
    members = {structure.substance for structure in source.register.packed.structures if structure.classes}
    known = [(subject, told.smiles) for subject, told in source.register.packed.substances.items() if told.smiles]
    for kind, basis in (("structure_named", "named"), ("structure_class", "class")):
        made = (
            _around(source, kind, subject, basis=basis, smiles=smiles)
            for subject, smiles in source.drawn(known)
            if basis == "named" or subject in members
        )
        yield from source.some(made)


def contradicting(source: Source) -> Iterator[Case]:
    """Name one substance and give another's CAS number; put a compound under clothing; sell a liquid by the piece."""
    for kind, code, made in (
        ("name_against_cas", "name_cas", _crossed(source)),
        ("chemical_as_clothing", "cas_hs", _clothed(source)),
        ("liquid_by_piece", "unit_form", _by_piece(source)),
    ):
        yield from (replace(case, kind=kind, expects=(code,)) for case in source.some(made))


def _crossed(source: Source) -> Iterator[Case | None]:
    blocks = source.register.structure_of
    drawn = [(s, told.cas, name) for s, told, name in source.substances() if told.cas and s in blocks]
    for (subject, _, name), (other, cas, _) in zip(source.drawn(drawn), source.drawn(drawn), strict=True):
        if blocks[subject].block != blocks[other].block and cas is not None:
            yield controlled(source, "", subject, goods_description=name, cas_number=cas)


def _clothed(source: Source) -> Iterator[Case | None]:
    for subject, told, name in source.drawn(source.substances()):
        if told.smiles is not None:
            yield controlled(source, "", subject, goods_description=name, commodity_code=_CLOTHING)


def _by_piece(source: Source) -> Iterator[Case | None]:
    for subject, told, name in source.substances():
        if told.state == "liquid":
            fields = weighed(source, goods_description=name, quantity=20.0, quantity_unit="pcs")
            yield Case("", source.lanes()[0], fields, subject=subject)


def split(source: Source) -> Iterator[Case]:
    """Send one consignee from one consignor, on several days, what passes a threshold of a period only together."""
    for group, (subject, lane, limit) in enumerate(_limits(source)):
        mass = round(limit * _SHARE, 3)
        name = source.register.name_of(subject)
        fields = weighed(source) | {"goods_description": name, "quantity": mass, "net_mass_kg": mass}
        for part in range(_PARTS):
            yield Case("split", lane, fields, ("split_consignment",), subject, group=group, part=part)


def _limits(source: Source) -> Iterator[tuple[str, tuple[str, str], float]]:
    """Yield the subjects whose duties on a lane count what comes over a period, with that lane and the kilograms."""
    for subject in dict.fromkeys(placed.subject for placed in source.register.every_entry() if _counts(placed)):
        for lane in source.words.lanes:
            found = source.duties(subject, (lane.origin, lane.destination))
            limit = next((duty.threshold for duty in found if is_of_a_period(duty.threshold)), None)
            if limit is not None and limit.quantity is not None:
                yield subject, (lane.origin, lane.destination), limit.quantity
                break


def _counts(placed: Placed) -> bool:
    return any(is_of_a_period(duty.threshold) for duty in placed.entry.obligations or ())


def is_of_a_period(limit: Threshold | None) -> bool:
    """Tell whether a threshold counts kilograms over the days of a month or year, on a lane across a border."""
    return limit is not None and limit.unit == "kg" and limit.period in _ADDING


def _around(  # what stands around a number or a structure
    source: Source, kind: str, subject: str, behind: str = "", *, basis: str = "", **fields: str
) -> Case | None:
    text = source.one_of(source.words.carriers) + behind
    return controlled(source, kind, subject, basis=basis, goods_description=text, **fields)


def controlled(  # what makes a case of a controlled substance
    source: Source, kind: str, subject: str, *, form: str | None = None, basis: str = "", **fields: str
) -> Case | None:
    """Return a case on a lane on which a measure binds the subject; ``None`` where none does."""
    due = source.due(subject, form, basis)
    if due is None:
        return None
    lane, code = due
    return Case(kind, lane, weighed(source, **fields), (code,), subject)
