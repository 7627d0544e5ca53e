from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import UsageError
from penstock.store.texts import canonical, plain, plain_json, stamp_of, utc_now

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON)
def test_json_is_written_one_way_and_read_back_whole(value: object) -> None:
    written = canonical(value)
    assert written.isascii()
    assert "\n" not in written
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@pytest.mark.parametrize("value", [float("nan"), {"at": datetime(2026, 1, 1, tzinfo=UTC)}, b"x", {1: 1, "b": 2}])
def test_what_is_no_json_is_refused(value: object) -> None:
    with pytest.raises(UsageError, match="cannot be written as JSON"):
        canonical(value)


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_moments_sort_as_their_texts_do(one: datetime, other: datetime) -> None:
    assert (stamp_of(one) < stamp_of(other)) == (one < other)


def test_a_moment_is_written_in_utc_to_the_microsecond() -> None:
    beijing = timezone(timedelta(hours=8))
    assert stamp_of(datetime(2026, 11, 22, 8, tzinfo=beijing)) == "2026-11-22T00:00:00.000000Z"
    assert utc_now().tzinfo is UTC


@pytest.mark.parametrize("text", ["", "O'Brien", '"; DROP TABLE trail; --', "四氢大麻酚", "😀", "x" * 50])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(text, "note", 50) == text


@pytest.mark.parametrize(
    ("text", "found"), [("a\x00b", "no text"), ("\ud800", "no text"), ("x" * 51, "has 51 characters")]
)
def test_what_a_database_would_not_keep_is_refused(text: str, found: str) -> None:
    with pytest.raises(UsageError, match=f"The note .*{found}"):
        plain(text, "note", 50)


def test_a_json_value_is_kept_when_all_its_texts_may_be() -> None:
    assert plain_json({"b": ["x", 1], "a": ("é",)}, "record", 100) == '{"a":["\\u00e9"],"b":["x",1]}'
    for value in ({"a": ["\x00"]}, {"\ud800": 1}, ["\udfff"]):
        with pytest.raises(UsageError, match="The record holds a character that is no text"):
            plain_json(value, "record", 100)
    with pytest.raises(UsageError, match="at most 10"):
        plain_json({"a": "x" * 11}, "record", 10)
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(UsageError, match="nests too deep"):
        plain_json(deep, "record", 100)
