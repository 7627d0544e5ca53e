"""Every span in which a list of a place concerns a subject, past, present and to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from penstock.law.identified import CONFIDENCE, on_record
from penstock.law.measures import scope_of
from penstock.law.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from penstock.law.records import SpanRecord
    from penstock.law.register import Placed, Register


class Span(NamedTuple):
    """One span of one list, and on which basis it concerns the subject."""

    placed: Placed
    record: SpanRecord
    basis: str
    scope: tuple[str, ...]


def spans_of(register: Register, subject: str, place: str, on: date) -> Iterator[Span]:
    """Yield every span of a subject by name, and what holds on the day on another basis."""
    named = register.entries_on(subject, place)
    for placed in named:
        for span in placed.entry.spans:
            yield Span(placed, span, "named", tuple(scope_of(placed, span)))
    if subject not in register.packed.substances:
        return
    own = {placed.measure_id for placed in named}
    one = on_record(register, subject, "cas", CONFIDENCE["cas"])
    for measure in standing(register, one, place, on, None).measures:
        if measure.placed.measure_id not in own:
            yield Span(measure.placed, measure.span, measure.basis, tuple(measure.scope))
