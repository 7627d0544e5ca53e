from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from penstock.kernel.errors import BadDay, UsageError
from penstock.lists.vintages import Vintage, parse_vintage, vintage_of

TODAY = date(2026, 11, 25)


def day(text: str) -> Vintage:
    return Vintage(date.fromisoformat(text), date.fromisoformat(text))


JULY = Vintage(date(2021, 7, 1), date(2021, 7, 31))


def test_a_month_is_some_day_of_it() -> None:
    assert parse_vintage("2021-07", TODAY) == JULY
    assert parse_vintage("2024-02", TODAY).latest == date(2024, 2, 29)
    assert parse_vintage("2026-07-11", TODAY) == day("2026-07-11")


def test_no_list_is_of_a_day_to_come() -> None:
    assert parse_vintage("2026-11", TODAY) == Vintage(date(2026, 11, 1), TODAY)
    for text in ("2026-11-26", "2026-12"):
        with pytest.raises(BadDay, match="lies in the future"):
            parse_vintage(text, TODAY)


@pytest.mark.parametrize("text", ["2021", "2021-13", "07/2021", "2021-7", "2021-02-30", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadDay):
        parse_vintage(text, TODAY)


@pytest.mark.parametrize(
    ("path", "stated", "asked", "expected"),
    [
        ("2021-07/sdn.csv", None, None, JULY),
        ("2021-07/sdn.csv", None, "2021-07-15", day("2021-07-15")),
        ("2021-07/list-2026-02-27.xml", None, None, day("2026-02-27")),
        ("2021-07/list.xml", date(2026, 2, 27), None, day("2026-02-27")),
        ("x/list.xml", date(2026, 2, 27), "2026-02", day("2026-02-27")),
        ("sdn_2026-07-11/sdn.csv", None, None, day("2026-07-11")),
    ],
)
def test_the_day_is_that_of_the_file_or_asked_or_named(
    path: str, stated: date | None, asked: str | None, expected: Vintage
) -> None:
    assert vintage_of(Path(path), stated, asked, TODAY) == expected


def test_a_day_that_contradicts_the_file_is_refused() -> None:
    with pytest.raises(UsageError, match=r"is of 2026-02-27, not of 2026-02-26\. Leave --vintage out"):
        vintage_of(Path("list.xml"), date(2026, 2, 27), "2026-02-26", TODAY)


@pytest.mark.parametrize("path", ["ofac/sdn.csv", "12021-07/sdn.csv", "2021-071/sdn.csv"])
def test_no_day_is_guessed(path: str) -> None:
    with pytest.raises(UsageError, match="Nothing says which day"):
        vintage_of(Path(path), None, None, TODAY)


def test_a_file_of_a_day_to_come_is_refused_beyond_time_zones() -> None:
    assert vintage_of(Path("list.xml"), date(2026, 11, 26), None, TODAY) == day("2026-11-26")
    with pytest.raises(UsageError, match="says it is of 2026-11-27, a day to come"):
        vintage_of(Path("list.xml"), date(2026, 11, 27), None, TODAY)
