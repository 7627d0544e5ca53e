from __future__ import annotations

from datetime import date

import pytest

from penstock.desk.reading import Answer, day_of, places_of
from penstock.kernel.errors import BadDay


def test_a_day_is_read_or_is_today() -> None:
    today = date(2026, 11, 22)
    assert day_of(None, lambda: today) == today
    assert day_of("2023-06-21", lambda: today) == date(2023, 6, 21)
    with pytest.raises(BadDay):
        day_of("", lambda: today)


def test_places_come_each_by_itself_or_with_commas() -> None:
    assert places_of(["CN, US", "MX"]) == ("CN", "US", "MX")
    assert places_of(None) is None


def test_an_answer_is_json_in_utf_8() -> None:
    assert Answer({"name": "氰", "share": float("nan")}).body == '{"name":"氰","share":null}'.encode()
