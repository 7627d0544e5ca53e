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
        ('The ban starts on Monday, Ann Lee said, calling it "late".', None),
        ('Ann Lee called the ban "late" in a statement issued on Monday.', "2024-01-01"),
        ('Ann Lee called the ban "late" on Monday in a statement.', None),
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


@pytest.mark.parametrize(
    "again",
    [
        'She has previously called it "right".',
        'In the past she has said it was "right".',
        'She had long said it was "right".',
    ],
)
def test_a_day_does_not_go_on_for_what_was_said_another_time(again: str) -> None:
    first, second = read_news(f'Ann Lee told reporters on Monday it was "late". {again}', date(2024, 1, 3)).quotations
    assert first.day is not None
    assert second.day is None


def test_a_hearing_dates_what_those_say_whom_its_sentence_names() -> None:
    scene = 'A hearing turned testy on Tuesday when Ann Lee refused to answer. "Lost," she said.'
    (found,) = read_news(scene, date(2024, 1, 3)).quotations
    assert found.day is not None
    assert (found.day.value, found.day.inherited) == ("2024-01-02", True)
    (later,) = read_news('Ann Lee will testify on Tuesday. "Lost," she said.', date(2024, 1, 3)).quotations
    assert later.day is None


def test_a_spokesperson_s_day_is_that_of_the_government_named_before_but_of_no_other() -> None:
    for seat, day in (("Beijing", "2024-01-02"), ("Moscow", None)):
        text = f'{seat} on Tuesday denied it. "It is wrong," Chinese foreign ministry spokesman Li Gang said.'
        (found,) = read_news(text, date(2024, 1, 3)).quotations
        assert (found.day.value if found.day else None) == day


def test_the_venue_is_told_in_the_words_of_the_text() -> None:
    (found,) = read_news('Ann Lee told a press conference it was "late".', None).quotations
    assert found.venue == "a press conference"
