from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import Folder
from penstock.goods.beginnings import Beginnings
from penstock.goods.units import PART, AsciiReader, WideReader
from penstock.goods.words import Words

FOLDER = Folder({})
KEYS = [
    "a",
    "ab",
    "acetone",
    "acetoneoxime",
    "hydrochloricacid",
    "methylenedioxyphenyl2propanone",
    "压",
    "压片机",
    "苯乙酸乙酯",
]
KINDS = [1, 1, 2, 1, 1, 1, 1, 4, 1]
PIECES = st.sampled_from(
    ["a", "b", "ab", "acetone", "oxime", "hydrochloric", "acid", "压", "片", "机", "苯乙酸", "乙酯", "x", "2"]
)
GAPS = st.sampled_from([" ", "-", "", ", "])
ASCII = AsciiReader()
PLAIN = Beginnings(ASCII, KEYS[:6], np.array(KINDS[:6], np.uint8))
READER = WideReader(FOLDER)
WIDE = Beginnings(READER, sorted(KEYS), np.array([KINDS[KEYS.index(key)] for key in sorted(KEYS)], np.uint8))


def found(text: str, reader: AsciiReader | WideReader, beginnings: Beginnings) -> set[tuple[int, int, int]]:
    read = reader.read(text, 1)
    assert read is not None
    words = Words(read)
    hits = beginnings.hits(words)
    begins = words.begin.take(hits.words)
    return set(zip(begins.tolist(), hits.ends.tolist(), hits.kinds.tolist(), strict=True))


@given(st.lists(st.tuples(PIECES, GAPS), max_size=8))
def test_every_key_between_bounds_is_found_with_its_end_and_its_kind(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in pieces)
    folded = FOLDER.fold(text)
    there = {
        (first, last, KINDS[KEYS.index(key)])
        for first in folded.bounds
        for last in folded.bounds
        if (key := folded.text[first:last]) in KEYS and last > first
    }
    assert there <= found(text, READER, WIDE)
    if text.isascii():
        assert there <= found(text, ASCII, PLAIN)


def test_few_other_words_are_taken_for_a_beginning() -> None:
    text = " ".join(f"{a}{b}ort {b}{a}" for a in "abcdefgh" for b in "klmnopq")
    assert found(text, ASCII, PLAIN) == set()
    assert found(text, READER, WIDE) == set()


def test_hits_are_chosen_by_their_kinds_and_an_empty_vocabulary_has_none() -> None:
    read = READER.read(PART.join(["压片机 acetone", "ab"]), 2)
    assert read is not None
    words = Words(read)
    assert WIDE.hits(words).of(4).words.tolist() == [0]
    assert sorted(WIDE.hits(words).of(2 | 4).kinds.tolist()) == [2, 4]
    assert Beginnings(READER, [], np.zeros(0, np.uint8)).hits(words).words.tolist() == []
