from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.reading.days import Calendar, day_of

FRIDAY = date(2023, 12, 22)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("On Wednesday he left. Two days earlier she came.", ["2023-12-20", "2023-12-18"]),
        ("a day after the November 15 summit", ["2023-11-16", "2023-11-15"]),
        ("in August last year", ["2022-08"]),
        ("last August", ["2023-08"]),
        ("late last month", ["2023-11"]),
        ("in 2019 and since 2021", ["2019", "2021"]),
        ("they will meet on Monday", ["2023-12-25"]),
        ("today and yesterday", ["2023-12-22", "2023-12-21"]),
        ("three weeks ago", ["2023-11-27"]),
        ("weeks later", ["unknown"]),
        ("3 March 2025 and Mar. 4, 2025", ["2025-03-03", "2025-03-04"]),
        ("February 30", ["unknown"]),
        ("el miércoles y el 21 de junio de 2023, hace dos semanas", ["2023-12-20", "2023-06-21", "2023-12-04"]),
        ("去年8月、6月21日、周三、昨天", ["2022-08", "2023-06-21", "2023-12-20", "2023-12-21"]),
        ("he may march with 2000 tablets, at $2019 or 1,999", []),
    ],
)
def test_days_have_the_grain_they_have(text: str, values: list[str]) -> None:
    assert [one.value for one in Calendar(FRIDAY).mentions(text)] == values


def test_without_a_day_of_publication_only_what_is_absolute_is_settled() -> None:
    found = Calendar(None).mentions("On Wednesday, last August, November 15, in 2019 and on 3 March 2025")
    assert [one.value for one in found] == ["unknown", "unknown", "unknown", "2019", "2025-03-03"]


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_weekday_is_one_of_the_last_seven_days(published: date) -> None:
    for name in ("Monday", "Sunday"):
        (one,) = Calendar(published).mentions(f"It rained on {name}.")
        assert one.since is not None
        assert timedelta() <= published - one.since < timedelta(days=7)
        assert f"{one.since:%A}" == name


def test_a_day_that_is_none_of_the_calendar() -> None:
    assert day_of(2023, 2, 30) is None
    assert day_of(2024, 2, 29) == date(2024, 2, 29)
