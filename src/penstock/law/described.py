"""How a class that a law describes in words stands in one place on one day: by its own name, or as a text names it.

A question about the class is answered by the entry of the class itself, with every clause of its wording. A text that
names the class means some member and does not say which: what holds for the class is open for the goods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.law.measures import Standing, day_open, force, measured
from penstock.law.routes import binds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from penstock.law.identified import Identified
    from penstock.law.measures import Measure
    from penstock.law.register import Placed, Register
    from penstock.law.routes import Route

SHOWN_MEMBERS = 5
"""How many members that a place names one by one are told by name."""


def class_standing(register: Register, one: Identified, place: str, day: date, route: Route | None) -> Standing:
    """Judge a class in one place on one day of law.

    Raises:
        ValueError: ``one`` is no record of the register.
    """
    if one.subject is None:
        message = "a class is a record of the register"
        raise ValueError(message)
    result = Standing()
    placed_here = register.entries_on(one.subject, place)
    for placed in placed_here:
        for measure in _measures(register, placed, one, day, route):
            if placed.file.list.kind == "watch":
                result.watch.append(measure)
            else:
                (result.measures if measure.open is None else result.open).append(measure)
    if not result.measures and not result.open:
        result.gaps.append(_said(register, one, placed_here, place, day))
    return result


def of_this_place(register: Register, subjects: Sequence[Identified], place: str) -> list[Identified]:
    """Return the subjects a place is asked about: of classes that share a name those on its lists, else the first."""
    kept: list[Identified] = []
    for one in subjects:
        alike = [other for other in subjects if one.kind == "class" and _share_a_name(register, one, other)]
        own = [other for other in alike if register.entries_on(other.subject or "", place)]
        if one.kind != "class" or one in (own or alike[:1]):
            kept.append(one)
    return kept


def cited_anywhere(register: Register, subject: str) -> Placed | None:
    """Return the first entry of a class on any control list, which shows whose law describes it."""
    placed = (one for one in register.every_entry() if one.subject == subject and one.entry.spans)
    return next((one for one in placed if one.file.list.kind == "control"), None)


def _share_a_name(register: Register, one: Identified, other: Identified) -> bool:
    records = [register.packed.classes[each.subject or ""] for each in (one, other) if each.kind == "class"]
    names = [{register.folder.key(name) for some in record.names.values() for name in some} for record in records]
    return bool(set.intersection(*names)) and len(names) > 1


def _measures(register: Register, placed: Placed, one: Identified, day: date, route: Route | None) -> Iterator[Measure]:
    clauses = tuple(clause.clause for clause in register.packed.classes[placed.subject].wording)
    for span in placed.entry.spans:
        state = force(span, day)
        if state == "no" or not binds(register, placed.file.list, route):
            continue
        why = [day_open(span)] if state == "open" else []
        if one.is_member:
            why.append(f"the text names the class {one.name} and does not say which member it is")
        reason = "; ".join(why) or None
        yield measured(register, placed, span, "class", (), route=route, day=day, why_open=reason, clauses=clauses)


def _said(register: Register, one: Identified, placed_here: Iterable[Placed], place: str, day: date) -> str:
    """Say why a place does not hold a class on a day, and which members its lists name one by one."""
    spans = [span for placed in placed_here for span in placed.entry.spans]
    later = min((span.since for span in spans if span.since is not None and span.since > day), default=None)
    ended = max((span.until for span in spans if span.until is not None and span.until <= day), default=None)
    if later is not None:
        said = f"{place} holds {one.name} as a class only from {later}"
    elif ended is not None:
        said = f"{place} held {one.name} as a class until {ended}"
    else:
        said = f"no list of {place} that was read holds {one.name} as a class"
    named = sorted(register.name_of(member) for member in _members(register, one.subject, place, day))
    if not named:
        return f"{said}; its members may be listed one by one"
    more = f" and {len(named) - SHOWN_MEMBERS} more" if len(named) > SHOWN_MEMBERS else ""
    return f"{said}; of its members it names {', '.join(named[:SHOWN_MEMBERS])}{more} one by one"


def _members(register: Register, subject: str | None, place: str, day: date) -> Iterator[str]:
    """Yield the substances that surely meet a class and that a control list of a place names on a day."""
    for structure in register.packed.structures:
        meets = any(reading.subject == subject and reading.verdict == "meets" for reading in structure.classes)
        if meets and any(
            placed.file.list.kind == "control" and any(force(span, day) == "yes" for span in placed.entry.spans)
            for placed in register.entries_on(structure.substance, place)
        ):
            yield structure.substance
