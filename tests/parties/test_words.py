"""How alike two words are, and by what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.parties.words import are_joined, are_nearly, similar

WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=16)


def alike(one: str, other: str, *, is_person: bool = True, are_chinese: bool = False) -> tuple[float, str]:
    return similar(one, other, is_person, are_chinese)


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        ("vladimir", "vladimri", "spelling"),
        ("v", "vladimir", "initial"),
        ("chan", "chen", "surname"),
        ("cheung", "zhang", "surname"),
        ("william", "bill", "name"),
        ("kuzgunbayev", "kzgnbv", "consonants"),
    ],
)
def test_words_of_persons_are_alike_by_one_thing(one: str, other: str, by: str) -> None:
    how_much, found = alike(one, other)
    assert found == by
    assert 0.5 < how_much < 1
    assert alike(other, one) == (how_much, found)


def test_numbers_are_not_alike_because_neither_says_a_sound() -> None:
    assert alike("12345", "67890")[0] == 0


def test_an_initial_says_nothing_of_a_company() -> None:
    assert alike("v", "vladimir", is_person=False) == (0.0, "")
    assert alike("v", "sergey") == (0.0, "")


def test_two_syllables_of_chinese_names_are_not_alike_for_sharing_letters() -> None:
    assert alike("huarui", "huatai", is_person=False, are_chinese=True) == (0.0, "")


def test_one_letter_of_a_long_chinese_word_may_be_a_slip() -> None:
    assert alike("guanlang", "guanlong", is_person=False, are_chinese=True)[1] == "one letter"
    assert alike("yaxin", "yaxing", is_person=False, are_chinese=True)[1] == "one letter"


def test_one_slip_in_a_long_word_weighs_less_than_in_a_short_one() -> None:
    long, _ = alike("zephyrlane", "zephyrlame", is_person=False)
    short, _ = alike("zek", "zez", is_person=False)
    assert 0 < short < long < 1


def test_two_known_words_are_less_alike_than_a_slip() -> None:
    known, by = alike("marine", "martin", is_person=False)
    slip, _ = alike("zephyrane", "zephyrant", is_person=False)
    assert by == "two known words"
    assert known < slip


def test_long_words_that_share_nothing_are_not_alike() -> None:
    assert alike("comercializadora", "quarrystonewhite", is_person=False) == (0.0, "spelling")
    assert alike("x" * 500, "zephyrlane", is_person=False)[0] == 0


@given(WORD, WORD, st.booleans(), st.booleans())
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str, is_person: bool, are_chinese: bool) -> None:  # noqa: FBT001  # drawn
    found = alike(one, other, is_person=is_person, are_chinese=are_chinese)
    assert 0 <= found[0] <= 1
    assert alike(other, one, is_person=is_person, are_chinese=are_chinese)[0] == found[0]


def test_joined_words_are_the_same_or_one_slip_away() -> None:
    assert are_joined("bluewave", "bluewave") == 1
    assert 0 < are_joined("zephyrlane", "zephyrlame") < 1
    assert are_joined("bluewave", "redwave") == 0
    assert are_joined("kangnuo", "kangnua") == 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("trading", "tradng", True),
        ("petrochemical", "eptrochemical", True),
        ("development", "dhivelopment", True),
        ("star", "str", False),
        ("bank", "baank", True),
        ("bank", "tank", False),
        ("bank", "bulky", False),
        ("shipping", "shopings", False),
    ],
)
def test_words_are_nearly_the_same_but_for_a_slip_or_two(one: str, other: str, expected: bool) -> None:  # noqa: FBT001
    assert are_nearly(one, other) is are_nearly(other, one) is expected
