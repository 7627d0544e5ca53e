"""What is told of a word once: its letters as bits, its sound, what it may be a spelling of."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from penstock.parties.spelt import Words, letters

LATIN = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)


@given(LATIN, LATIN)
def test_letters_lacked_are_never_more_than_edits(one: str, other: str) -> None:
    ours, theirs = letters([one, other])
    fewest = max(np.bitwise_count(ours & ~theirs), np.bitwise_count(theirs & ~ours))
    assert fewest <= OSA.distance(one, other)


def test_a_second_letter_of_a_kind_has_its_own_bit() -> None:
    once, twice, thrice = np.bitwise_count(letters(["ana", "anna", "annna"]))
    assert (once, twice, thrice) == (3, 4, 4)


def test_words_are_numbered_as_they_come_and_told_with_those_before() -> None:
    words = Words()
    assert words.numbers(["petrov", "petroff", "petrov"]) == [0, 1, 0]
    assert words.table["sound"][0] == words.table["sound"][1]
    assert words.number("huarui", "华瑞") == 2
    assert words.table["is_han"].tolist() == [False, False, True]
    assert words.table["written"][2] != words.table["whole"][2]
    assert (words.texts, words.plain) == (["petrov", "petroff", "huarui"], ["petrov", "petrof", "huarui"])
    assert len(words.coded.codes) == 3


def test_a_word_spelt_nearly_as_a_trade_may_be_a_mark() -> None:
    words = Words()
    words.numbers(["tradng", "zuqvex"])
    assert words.table["may_be_mark"].tolist() == [True, False]
