from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.cases.calendars import public_holidays
from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    import types

NEW_YEAR = date(2027, 1, 1)


def test_holidays_are_those_of_the_years_asked_about_by_their_english_names() -> None:
    found = public_holidays("DE", date(2026, 12, 1), NEW_YEAR)
    assert {day.year for day in found} == {2026, 2027}
    assert found[date(2026, 10, 3)] == "German Unity Day"
    assert list(found) == sorted(found)


def test_a_part_of_a_country_has_its_own() -> None:
    canberra = public_holidays("AU", NEW_YEAR, NEW_YEAR, "ACT")
    assert canberra[date(2027, 3, 8)] == "Canberra Day"
    assert date(2027, 3, 8) not in public_holidays("AU", NEW_YEAR, NEW_YEAR, "NSW")


@pytest.mark.parametrize(("country", "part"), [("QQ", None), ("AU", "QQ")])
def test_a_country_that_the_library_does_not_know_is_refused(country: str, part: str | None) -> None:
    with pytest.raises(UsageError, match=r"No public holidays of .* are known"):
        public_holidays(country, NEW_YEAR, NEW_YEAR, part)


def test_years_that_the_library_does_not_know_are_refused_with_those_it_knows() -> None:
    with pytest.raises(UsageError, match="known from 1991 to 2100") as refused:
        public_holidays("DE", date(1989, 1, 1), NEW_YEAR)
    assert "1989-01-01" in refused.value.remedy
    with pytest.raises(UsageError, match="known from"):
        public_holidays("DE", NEW_YEAR, date(2101, 1, 1))


def test_without_the_library_it_says_which_extra_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    absent: dict[str, types.ModuleType | None] = {"holidays": None}
    for name, module in absent.items():
        monkeypatch.setitem(sys.modules, name, module)
    with pytest.raises(UsageError, match="library of public holidays is missing") as refused:
        public_holidays("DE", NEW_YEAR, NEW_YEAR)
    assert "penstock[desk]" in refused.value.remedy
