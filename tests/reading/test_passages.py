from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.reading.passages import Passage


def test_a_span_takes_in_what_stands_between_its_pieces() -> None:
    passage = Passage("body")
    passage.add("fen", 10, 13)
    passage.add("tan", 16, 19)
    passage.add("yl", 23, 25)
    assert passage.text == "fentanyl"
    assert passage.span(0, 8) == (10, 25)
    assert passage.span(3, 6) == (16, 19)


def test_a_decoded_entity_stands_for_all_of_its_characters() -> None:
    passage = Passage("body")
    passage.add("f", 0, 6)
    passage.add("ent", 6, 9)
    assert passage.span(0, 1) == (0, 6)
    assert passage.span(1, 2) == (6, 7)


def test_one_entity_may_stand_for_two_characters() -> None:
    passage = Passage("body")
    passage.add("fj", 4, 12)
    assert passage.span(0, 1) == passage.span(1, 2) == (4, 12)


def test_a_mark_between_two_pieces_stands_for_nothing_and_is_set_once() -> None:
    passage = Passage("body")
    passage.part_off(0)
    passage.add("a", 0, 1)
    passage.part_off(5)
    passage.part_off(6)
    passage.add("b", 9, 10)
    assert passage.text == "a\nb"
    assert len(passage) == 3
    passage.part_off(10, ": ")
    passage.add(" ", 10, 11)
    passage.part_off(11, ": ")
    passage.part_off(12)
    assert passage.text == "a\nb:  \n"
    assert passage.span(0, 3) == (0, 10)


def test_no_stretch_is_refused() -> None:
    passage = Passage("body")
    passage.add("ab", 0, 2)
    for start, end in ((1, 1), (0, 3), (-1, 1)):
        with pytest.raises(ValueError, match="no stretch of a text of 2 characters"):
            passage.span(start, end)


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=4), st.integers(0, 5), st.integers(0, 3)), min_size=1), st.data()
)
def test_every_span_begins_and_ends_where_its_characters_do(
    pieces: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    passage, at = Passage("body"), 0
    origins: list[tuple[int, int]] = []
    for text, gap, more in pieces:
        at += gap
        end = at + len(text) + more
        passage.add(text, at, end)
        origins += [(at + i, at + i + 1) if not more else (at, end) for i in range(len(text))]
        at = end
    start = data.draw(st.integers(0, len(origins) - 1))
    end = data.draw(st.integers(start + 1, len(origins)))
    assert passage.span(start, end) == (origins[start][0], origins[end - 1][1])
