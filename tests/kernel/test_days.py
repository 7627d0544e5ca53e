from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.days import Span, parse_day
from penstock.kernel.errors import BadDay

DAYS = st.dates(date(1988, 1, 1), date(2030, 12, 31))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    since = draw(DAYS)
    length = draw(st.none() | st.integers(1, 4000))
    return Span(since, None if length is None else since + timedelta(days=length))


@given(st.dates())
def test_every_day_written_in_iso_is_read_back(day: date) -> None:
    assert parse_day(day.isoformat()) == day


def test_a_leap_day_exists_only_in_leap_years() -> None:
    assert parse_day("2024-02-29") == date(2024, 2, 29)
    with pytest.raises(BadDay):
        parse_day("2023-02-29")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023",
        "2023-6-21",
        "20230621",
        "21/06/2023",
        "2023/06/21",
        "2023-13-01",
        "2023-06-31",
        "0000-01-01",
        "2023-W25-3",
        "2023-06-21T00:00",
        " 2023-06-21",
        "2023-06-21\n",
        "２０２３-０６-２１",
        "yesterday",
    ],
)
def test_anything_else_is_refused_with_what_was_seen_and_what_to_write(text: str) -> None:
    with pytest.raises(BadDay) as caught:
        parse_day(text)
    assert repr(text) in caught.value.message
    assert "YYYY-MM-DD" in caught.value.remedy


def test_a_span_holds_from_its_first_day_to_the_day_before_its_end() -> None:
    carbamate_only = Span(date(2020, 5, 15), date(2022, 11, 9))
    assert not carbamate_only.holds(date(2020, 5, 14))
    assert carbamate_only.holds(date(2020, 5, 15))
    assert carbamate_only.holds(date(2022, 11, 8))
    assert not carbamate_only.holds(date(2022, 11, 9))


def test_a_span_without_end_holds_on_the_last_day_there_is() -> None:
    assert Span(date(2023, 5, 12)).holds(date.max)
    assert not Span(date(2023, 5, 12)).holds(date(2023, 5, 11))


def test_spans_that_only_touch_share_no_day() -> None:
    before, after = Span(date(2020, 1, 1), date(2021, 1, 1)), Span(date(2021, 1, 1))
    assert not before.overlaps(after)
    assert not after.overlaps(before)
    assert Span(date(2020, 1, 1), date(2021, 1, 2)).overlaps(after)


@pytest.mark.parametrize("until", [date(2023, 5, 12), date(2023, 5, 11)])
def test_a_span_that_holds_no_day_is_refused(until: date) -> None:
    with pytest.raises(BadDay, match="holds no day"):
        Span(date(2023, 5, 12), until)


@given(spans(), spans())
def test_spans_overlap_exactly_when_one_begins_on_a_day_the_other_holds(one: Span, other: Span) -> None:
    shared = one.holds(other.since) or other.holds(one.since)
    assert one.overlaps(other) is shared
    assert other.overlaps(one) is shared


@given(spans())
def test_a_span_overlaps_itself_and_holds_no_day_outside_its_ends(span: Span) -> None:
    assert span.overlaps(span)
    assert not span.holds(span.since - timedelta(days=1))
    if span.until is not None:
        assert span.holds(span.until - timedelta(days=1))
        assert not span.holds(span.until)
