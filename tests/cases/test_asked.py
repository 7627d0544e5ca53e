from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.cases.kept import AT, CASES, DAY, ask, lead

from penstock.kernel.errors import BadDay, UsageError

if TYPE_CHECKING:
    from penstock.law.register import Register


def test_a_period_needs_its_days_and_a_subject_its_name(register: Register) -> None:
    with pytest.raises(UsageError, match="needs its first and last day"):
        ask(register, "pack", since=DAY).checked(AT)
    with pytest.raises(UsageError, match="needs its subject"):
        ask(register, "party", " ").checked(AT)


def test_a_period_that_holds_no_day_or_a_day_to_come_is_refused(register: Register) -> None:
    with pytest.raises(BadDay, match="holds no day"):
        ask(register, "period", since=DAY, until=date(2026, 11, 21)).checked(AT)
    with pytest.raises(BadDay, match="2026-12-01 has not come yet"):
        ask(register, "period", since=DAY, until=date(2026, 12, 1)).checked(AT)
    with pytest.raises(BadDay, match="has not come yet"):
        ask(register, "substance", "4-ap", as_of=date(2027, 1, 1)).checked(AT)
    tomorrow = ask(register, "substance", "4-ap", as_of=date(2026, 11, 30))
    assert tomorrow.checked(AT) == tomorrow, "it has begun east of Greenwich"


def test_a_period_holds_both_its_days_and_what_is_dated_by_month(register: Register) -> None:
    asked = ask(register, "period", since=date(2026, 3, 1), until=date(2026, 3, 31))
    assert [asked.holds(day) for day in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")] == [
        False,
        True,
        True,
        False,
    ]
    assert asked.holds("2026-03")
    assert asked.holds("2026")
    assert not asked.holds("2025")
    assert not asked.holds("unknown")
    assert not asked.holds(None)


def test_a_record_is_of_a_period_by_any_day_on_which_something_was_done(register: Register) -> None:
    april = ask(register, "period", since=date(2026, 4, 1), until=date(2026, 4, 30))
    assert {case.id for case in CASES if april.is_in(case)} == {"1", "2", "3", "4"}
    june = ask(register, "period", since=date(2026, 6, 1), until=date(2026, 6, 30))
    assert not [case for case in CASES if june.is_in(case)]
    replied = {"on": "2026-06-02", "result": "objected", "reason": "other", "note": ""}
    assert june.is_in(CASES[4]._replace(body=CASES[4].body | {"replies": [replied]}))
    assert ask(register, "party", "x").is_in(lead("9"))
