from __future__ import annotations

from datetime import date

import pytest

from penstock.reading.news import read_news


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ('On Monday, Ann Lee said it was "late".', "2024-01-01"),
        ('Ann Lee said on Monday it was "late".', "2024-01-01"),
        ('After Monday\'s meeting, Ann Lee said it was "late".', None),
        ('Ann Lee said the ban announced on Monday was "late".', None),
        ('Ann Lee said in 2019 that it was "late".', "2019"),
        ('Ann Lee, who came in 2019, said it was "late".', None),
    ],
)
def test_the_day_is_that_of_speaking(text: str, day: str | None) -> None:
    (found,) = read_news(text, date(2024, 1, 3)).quotations
    assert (found.day.value if found.day else None) == day


def test_a_day_goes_on_for_the_same_speaker_and_says_so() -> None:
    first, second = read_news(
        'Ann Lee said on Monday it was "late". "Far too late," Lee said.', date(2024, 1, 3)
    ).quotations
    assert first.day is not None
    assert second.day is not None
    assert (first.day.inherited, second.day.inherited) == (False, True)


def test_the_venue_is_told_in_the_words_of_the_text() -> None:
    (found,) = read_news('Ann Lee told a press conference it was "late".', None).quotations
    assert found.venue == "a press conference"
