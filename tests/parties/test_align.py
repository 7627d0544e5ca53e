"""Which word stands for which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.parties.align import SAME, Aligned, align
from penstock.parties.names import take_apart

if TYPE_CHECKING:
    from penstock.parties import Kind


def laid(one: str, other: str, kind: Kind = "person") -> tuple[set[tuple[str, str, str]], list[str], list[str]]:
    """Return the pairs as (words, words, by) and the words left over."""
    left, right = take_apart(one, kind), take_apart(other, kind)
    aligned = align(left, right)
    pairs = {
        (" ".join(left.words[at] for at in pair.left), " ".join(right.words[at] for at in pair.right), pair.by)
        for pair in aligned.pairs
    }
    return pairs, [left.words[at] for at in aligned.left], [right.words[at] for at in aligned.right]


def test_the_same_words_are_paired_in_any_order() -> None:
    pairs, left, right = laid("Vladimir Petrov", "PETROV, Vladimir")
    assert pairs == {("vladimir", "vladimir", SAME), ("petrov", "petrov", SAME)}
    assert (left, right) == ([], [])


def test_what_nothing_answers_is_left_over() -> None:
    pairs, left, right = laid("Juan García López", "Juan García Pérez")
    assert {one for one, _, _ in pairs} == {"juan", "garcia"}
    assert (left, right) == (["lopez"], ["perez"])


def test_a_word_is_paired_once() -> None:
    _, left, right = laid("Ali Ali", "Ali")
    assert (left, right) == (["ali"], [])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bluewave Shipping", "Blue Wave Shipping"), ("Blue Wave Shipping", "Bluewave Shipping")],
)
def test_words_joined_and_parted_are_paired(one: str, other: str) -> None:
    pairs, left, right = laid(one, other, "company")
    assert {by for _, _, by in pairs} == {"joined"}
    assert (left, right) == ([], [])


def test_hanzi_are_paired_with_their_sound_however_it_is_parted() -> None:
    pairs, left, right = laid(
        "石家庄康诺医药科技有限公司", "Shijiazhuang Kang Nuo Pharmaceutical Technology", "company"
    )
    assert pairs == {("kangnuo", "kang nuo", "joined")}
    assert (left, right) == ([], [])


def test_the_same_sound_in_other_hanzi_is_another_word() -> None:
    pairs, left, right = laid("湖北华瑞生物科技有限公司", "湖北华睿生物科技有限公司", "company")
    assert (pairs, left, right) == (set(), ["huarui"], ["huarui"])


def test_a_word_may_stand_for_a_trade_of_the_other_name() -> None:
    pairs, left, right = laid("Hubei Huarui Wuhan Biotech", "Wuhan Huarui Biotech", "company")
    assert left == right == []
    assert {by for _, _, by in pairs} <= {SAME, "meaning"}


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["person", "company", "vessel"]))
def test_every_word_is_paired_or_left_over_and_never_both(one: str, other: str, kind: Kind) -> None:
    left, right = take_apart(f"Zephyr {one}", kind), take_apart(f"Zephir {other}", kind)
    aligned: Aligned = align(left, right)
    on_left = [place for pair in aligned.pairs for place in pair.left]
    on_right = [place for pair in aligned.pairs for place in pair.right]
    assert sorted([*on_left, *aligned.left]) == list(range(len(left.words)))
    assert sorted([*on_right, *aligned.right]) == list(range(len(right.words)))
    assert all(0 < pair.alike <= 1 for pair in aligned.pairs)
