from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from penstock.law.over_time import spans_of

if TYPE_CHECKING:
    from penstock.law.register import Register

DAY = date(2026, 11, 22)


def test_a_span_that_has_ended_and_one_that_follows_it_are_both_told(register: Register) -> None:
    found = list(spans_of(register, "4-piperidone", "CA", DAY))
    assert [(one.record.since, one.record.until, one.basis) for one in found] == [
        (date(2016, 11, 30), date(2024, 9, 3), "named"),
        (date(2024, 9, 3), None, "named"),
    ]
    assert "derivative" in found[1].scope
    assert "derivative" not in found[0].scope


def test_what_a_list_covers_without_naming_it_is_told_where_it_holds_on_the_day(register: Register) -> None:
    bases = {
        (place, one.basis)
        for place in register.packed.jurisdictions
        for one in spans_of(register, "1-boc-4-piperidone", place, DAY)
    }
    assert ("UN", "named") in bases
    assert {basis for _, basis in bases} - {"named"}, "a place covers it as a derivative of another"
    assert list(spans_of(register, "1-boc-4-piperidone", "UN", date(1990, 1, 1)))


def test_a_machine_is_covered_by_name_alone(register: Register) -> None:
    kinds = [key for key in register.packed.equipment for place in ("US",) if list(spans_of(register, key, place, DAY))]
    assert kinds
