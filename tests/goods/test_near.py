from __future__ import annotations

import pytest

from penstock.goods import Folder
from penstock.goods.near import NearWords
from penstock.goods.units import PART, AsciiReader, WideReader
from penstock.goods.words import Words

READERS = [AsciiReader(), WideReader(Folder({}))]
ASKED: list[str] = []
NEAR = {"fentaanyl", "xylofentanyl", "ephedrnie", "x" * 70 + "fentanyl"}


def is_near(word: str) -> bool:
    ASKED.append(word)
    return word in NEAR


def rows(near: NearWords, reader: AsciiReader | WideReader, *texts: str) -> list[int]:
    read = reader.read(PART.join(texts), len(texts))
    assert read is not None
    words = Words(read)
    found: list[int] = read.rows_of(words.start.take(near.hits(words))).tolist()
    return found


@pytest.mark.parametrize("reader", READERS)
def test_the_texts_are_told_that_hold_a_word_with_a_slip(reader: AsciiReader | WideReader) -> None:
    near = NearWords(reader, ["ephedrine", "fentanyl"], is_near)
    texts = ["a fentaanyl b", "fentanyl", "xylofentanyl", "ephedrnie", "short", "x" * 70 + "fentanyl", "y" * 80]
    for _ in range(2):
        assert rows(near, reader, *texts) == [0, 2, 3, 5]


@pytest.mark.parametrize("reader", READERS)
def test_a_word_that_was_denied_is_not_asked_for_again(reader: AsciiReader | WideReader) -> None:
    near = NearWords(reader, ["fentanyl"], is_near)
    ASKED.clear()
    for _ in range(3):
        assert rows(near, reader, "fentesting fentesting", "fentested") == []
    assert sorted(ASKED) == ["fentested", "fentesting"]


@pytest.mark.parametrize("reader", READERS)
def test_no_words_no_slips(reader: AsciiReader | WideReader) -> None:
    assert rows(NearWords(reader, [], is_near), reader, "fentaanyl", "") == []
