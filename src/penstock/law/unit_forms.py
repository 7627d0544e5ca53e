"""Goods against their unit of quantity: a liquid is not sold by the piece, and a machine not by the litre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.law.clash import NOWHERE, Clash, cited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.law.clash import Cited
    from penstock.law.goods_records import Form, UnitClash
    from penstock.law.hits import Hit, Line
    from penstock.law.register import Register

_SOLVED = ("solid", "volume")
"""The case that a concentration below 100 per cent explains: what is measured is a solution."""


def against_unit(register: Register, line: Line) -> Iterator[Clash]:
    """Yield what the unit of a line contradicts, where it fits none of the goods the line is sure to name.

    The form of a substance is its ``state``, and holds for the substance itself and not for its salts. Where the
    register does not know the form of one of the goods, nothing is said.
    """
    unit = None if line.unit is None else register.units.get(register.folder.key(line.unit.matched))
    sure = [hit for hit in line.hits if hit.is_sure]
    if unit is None or line.unit is None or not sure:
        return
    name, record = unit
    found = [(hit, _clash_of(register, line, _form(register, hit), record.measures)) for hit in sure]
    for hit, clash in {hit.key: (hit, clash) for hit, clash in reversed(found)}.values():
        if all(other is not None for _, other in found) and clash is not None:
            yield Clash(
                code="unit_form",
                message=f"The {hit.how} says {hit.said}, the unit says {name}: {clash.because}.",
                one=hit.place,
                other=line.unit,
                subject=hit.one.subject,
                source=_source(register, hit),
            )


def _clash_of(register: Register, line: Line, form: Form | None, measures: str) -> UnitClash | None:
    for clash in register.packed.units.clashes:
        if (clash.form, clash.measures) == (form, measures):
            is_solved = line.is_dilute and (clash.form, clash.measures) == _SOLVED
            return None if is_solved or register.says_one_of(clash.unless, line.text or "") else clash
    return None


def _form(register: Register, hit: Hit) -> Form | None:
    if hit.one.kind == "equipment":
        return "machine"
    record = register.packed.substances.get(hit.one.subject or "")
    return record.state if record is not None and hit.one.form is None else None


def _source(register: Register, hit: Hit) -> Cited:
    """Return the source of a substance's state; a machine needs none."""
    record = register.packed.substances.get(hit.one.subject or "")
    shown = [source for source in record.sources if "state" in source.shows] if record is not None else []
    return cited(register, f"state of {hit.one.name}", shown) if shown else NOWHERE
