from __future__ import annotations

from datetime import date

from penstock.reading.news import read_news


def test_words_of_a_body_are_those_of_the_one_person_who_says_them_too() -> None:
    text = 'The ministry said it was "very late indeed". "It was very late indeed," Ann Lee said. {}'
    first, *_ = read_news(text.format(""), date(2024, 1, 3)).quotations
    assert first.speaker.spoken_by == "Ann Lee"
    other = read_news(text.format('"It is very late indeed," Bob Ray said.'), date(2024, 1, 3)).quotations
    assert other[0].speaker.spoken_by is None
