from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.store.replay import replayed

STAMP = {"as_of": "2026-11-22", "register": "r1", "rosters": {"un-sc": "u1"}, "engine": "0.1.0"}
HERE = {"register": "r1", "rosters": {"un-sc": "u1", "eu-fsf": "e1"}, "engine": "0.1.0"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=8,
)


def test_the_same_bytes_are_the_same() -> None:
    found = replayed("id", STAMP, b'{"a":1}', b'{"a":1}', HERE)
    assert (found.is_same, found.absent, found.differs) == (True, (), ())


@pytest.mark.parametrize(
    ("kept", "again", "at"),
    [
        ({"a": 1, "b": [1, {"c": 2}]}, {"a": 1, "b": [1, {"c": 3}]}, ("/b/1/c",)),
        ({"a": [1]}, {"a": [1, 2]}, ("/a/1",)),
        ({"a/b": 1}, {"c~d": 1}, ("/a~1b", "/c~0d")),
        ({"a": 1}, {"a": True}, ("/a",)),
        (1, [], ("/",)),
    ],
)
def test_what_differs_is_named(kept: Any, again: Any, at: tuple[str, ...]) -> None:  # noqa: ANN401  # any JSON value
    found = replayed("id", STAMP, json.dumps(kept).encode(), json.dumps(again).encode(), HERE)
    assert (found.is_same, found.differs) == (False, at)


def test_the_same_values_written_another_way_differ() -> None:
    assert replayed("id", STAMP, b'{"a":1}', b'{"a": 1}', HERE).differs == ("/",)
    assert replayed("id", STAMP, b"\xff", b"\xfe", HERE).differs == ("/",)


def test_what_the_stamp_names_and_is_not_at_hand_is_said() -> None:
    there = {"register": "r2", "rosters": {"un-sc": "u2"}, "engine": "0.2.0"}
    assert replayed("id", STAMP, b"1", b"1", there).absent == ("register r1", "engine 0.1.0", "roster un-sc u1")
    assert replayed("id", STAMP, b"1", b"1", HERE | {"rosters": {}}).absent == ("roster un-sc u1",)


@given(JSON, JSON)
def test_an_answer_differs_somewhere_or_nowhere(one: Any, other: Any) -> None:  # noqa: ANN401  # any JSON value
    kept, again = json.dumps(one).encode(), json.dumps(other).encode()
    found = replayed("id", STAMP, kept, again, HERE)
    assert found.is_same == (kept == again) == (not found.differs)
    assert len(found.differs) <= 20
