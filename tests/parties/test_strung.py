"""Numbers of words written together: those of the whole word, told from its parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from penstock.parties.keys import codes
from penstock.parties.strung import LONGEST, strung, written_together

WORD = st.text("abcdhkosty", min_size=1, max_size=6) | st.sampled_from(["zhang", "hui", "ai", "11", "𠮷", "shh", "o"])


@given(WORD, WORD, WORD)
def test_the_numbers_of_words_written_together_are_those_of_the_whole(one: str, other: str, third: str) -> None:
    if len(one + other + third) > LONGEST:
        return
    both, is_open = written_together(strung([one]), strung([other]))
    if not is_open[0]:
        assert [int(number[0]) for number in both.codes()] == list(codes(one + other)[:2])
    both.put(0, one + other)
    whole, is_open = written_together(both, strung([third]))
    if not is_open[0]:
        assert [int(number[0]) for number in whole.codes()] == list(codes(one + other + third)[:2])


def test_a_letter_that_meets_an_h_is_told() -> None:
    _, is_open = written_together(strung(["zhang", "li"]), strung(["hui", "hui"]))
    assert is_open.tolist() == [True, False]
