"""A measure knows the first span of its unbroken run, and whether it is in force."""

from __future__ import annotations

from datetime import date

import pytest
from tests.shipped import REGISTER

from penstock.law.identified import on_record
from penstock.law.measures import Measure, Standing, day_open, force, scope_of
from penstock.law.records import SpanRecord
from penstock.law.standing import standing


def measure_of(subject: str, place: str, day: date) -> Measure:
    one = on_record(REGISTER, subject, "cas", 1.0)
    return next(m for m in standing(REGISTER, one, place, day, None).measures if m.placed.subject == subject)


def test_a_measure_knows_the_text_that_began_its_run() -> None:
    later = measure_of("4-piperidone", "CA", date(2026, 11, 1))
    assert later.begun is not None
    assert (later.since, later.begun.since) == (date(2016, 11, 30), date(2016, 11, 30))
    assert later.begun.by != later.span.by
    first = measure_of("4-piperidone", "CA", date(2020, 1, 1))
    assert first.begun is first.span
    assert "derivative" in scope_of(later.placed, later.span)


@pytest.mark.parametrize(
    ("day", "state"), [(date(2026, 3, 9), "no"), (date(2026, 3, 10), "open"), (date(2026, 5, 1), "yes")]
)
def test_a_span_of_unsettled_first_day_is_open_between_its_bounds(day: date, state: str) -> None:
    span = SpanRecord(since=None, by="x", not_before=date(2026, 3, 10), known_by=date(2026, 5, 1))
    assert force(span, day) == state
    assert "2026-03-10" in day_open(span)


def test_what_was_not_read_is_unknown_and_nothing_found_is_not_controlled() -> None:
    assert Standing().verdict == "not_controlled"
    assert Standing(gaps=["a list was not read"]).verdict == "unknown"
