from __future__ import annotations

from penstock.reading.article import When
from penstock.reading.resolving import Voice
from penstock.reading.spoken_days import SpokenDays


def day(value: str) -> When:
    return When(value=value, grain="day", text=value, start=0, end=1)


FIRST, LAST = day("2024-01-01"), day("2024-01-02")


def test_the_last_day_before_a_place_counts() -> None:
    spoken = SpokenDays([("lee", 50, LAST), ("lee", 10, FIRST), ("ray", 30, LAST)], ())
    assert spoken.last({"lee"}, 40) == FIRST
    assert spoken.last({"lee", "ray"}, 40) == LAST
    assert spoken.last({"lee"}, 5) is None
    assert spoken.last({"nobody"}, 99) is None


def test_the_only_day_is_told_where_there_is_one() -> None:
    spoken = SpokenDays([("lee", 10, FIRST), ("lee", 50, LAST), ("ray", 30, LAST)], (50,))
    assert spoken.only({"ray"}, explicit=False) == LAST
    assert spoken.only({"lee"}, explicit=False) is None
    assert spoken.only({"lee"}, explicit=True) == LAST
    assert spoken.only({"ray"}, explicit=True) is None


def test_a_spokesperson_speaks_for_what_was_named_before() -> None:
    spoken = SpokenDays([("foreign ministry", 10, FIRST), ("china", 20, FIRST), ("us", 20, FIRST)], ())
    voice = Voice(None, "role", "a spokesman", "a Chinese ministry spokesman")
    assert set(spoken.spoken_for(voice, 30)) == {"foreign ministry", "china"}
    assert set(spoken.spoken_for(voice, 15)) == {"foreign ministry"}
    assert not set(spoken.spoken_for(Voice("Ann Lee", "person", "Lee", "a chemist"), 30))
