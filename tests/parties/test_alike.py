"""Words of two names told alike in arrays: never less than one pair of words says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.parties.alike import Cells, Side, joins, likeness
from penstock.parties.lines import lines_of
from penstock.parties.names import take_apart
from penstock.parties.spelt import Words
from penstock.parties.words import similar

LEAST = 0.4
SPELLINGS = st.sampled_from(
    ["muhammad", "mohamed", "mhmd", "wang", "wong", "li", "lee", "liwei", "petrov", "petroff", "p", "kempes", "campos"]
)


def cells(one: str, other: str) -> Cells:
    """Put every word of one person beside every word of another."""
    words = Words()
    sides = [lines_of([take_apart(name, "person")], words) for name in (one, other)]
    first, second = (Side(lines, np.zeros(1, np.int64)) for lines in sides)
    return Cells(first, second)


@given(SPELLINGS | st.text("abeiklmnopsvz", min_size=1), SPELLINGS | st.text("abeiklmnopsvz", min_size=1))
def test_two_words_are_never_more_alike_than_they_are_told_to_be(one: str, other: str) -> None:
    left, right = take_apart(one, "person"), take_apart(other, "person")
    said = similar(one, other, True, left.is_chinese and right.is_chinese)[0] if one != other else 1.0  # noqa: FBT003
    for by_edits in (False, True):
        (value,) = likeness(cells(one, other), by_edits=by_edits).value
        assert value >= said - 1e-6 or (value == 0 and said < LEAST)


def test_words_far_apart_are_surely_no_pair() -> None:
    assert likeness(cells("vladimir petrov", "sergey ivanchuk"), by_edits=True).value.tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("one", "other", "are_joined"),
    [
        ("bluewave", "blue wave", True),
        ("bluewave", "blue stone", False),
        ("王小龙", "Wang Xiao Long", True),
        ("王小龙", "Xi Long", False),
    ],
)
def test_a_word_may_stand_for_several(one: str, other: str, *, are_joined: bool) -> None:
    assert joins(cells(one, other)).is_joined.any() == are_joined
    assert joins(cells(other, one)).is_joined.any() == are_joined
