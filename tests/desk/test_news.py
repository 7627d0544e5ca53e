from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from penstock.desk.news import key_of, law_told, news
from penstock.law.compare import changes

if TYPE_CHECKING:
    from penstock.law.register import Register

TODAY = date(2026, 11, 22)
days = st.dates(date(1988, 1, 1), TODAY)


@given(since=days)
def test_what_a_register_told_of_is_news_by_its_day_alone(register: Register, since: date) -> None:
    plain = changes(register, since, TODAY, register.places(None))
    assert news(register, since, TODAY, law_told(register)) == plain == news(register, since, TODAY, None)


@given(since=days, hidden=st.sets(st.integers(0, 400), max_size=6))
def test_what_it_did_not_tell_of_is_news_whatever_its_day(register: Register, since: date, hidden: set[int]) -> None:
    every = changes(register, date.min, TODAY, register.places(None))
    new = [one for nth, one in enumerate(every) if nth in hidden]
    found = news(register, since, TODAY, law_told(register) - set(map(key_of, new)))
    assert found == [one for one in every if one in new or one.day > since]


def test_law_to_come_is_no_news_before_its_day(register: Register) -> None:
    coming = [one for one in changes(register, date.min, date.max, register.places(None)) if one.day > date(2020, 1, 1)]
    day = coming[-1].day
    assert coming[-1] not in news(register, day - timedelta(days=9), day - timedelta(days=1), frozenset())
    assert coming[-1] in news(register, day - timedelta(days=1), day, law_told(register))


def test_every_change_has_a_key_of_its_own(register: Register) -> None:
    every = changes(register, date.min, date.max, register.places(None))
    assert len(law_told(register)) == len(every) > 1000
