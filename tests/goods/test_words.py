from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import Folder
from penstock.goods.units import PART, AsciiReader, WideReader
from penstock.goods.words import Words

FOLDER = Folder({"壓": "压"})
ASCII, WIDE = AsciiReader(), WideReader(FOLDER)


def words_of(reader: AsciiReader | WideReader, *texts: str) -> Words:
    read = reader.read(PART.join(texts), len(texts))
    assert read is not None
    return Words(read)


@given(st.lists(st.text("aZ9 -é壓机я,", max_size=12), min_size=1, max_size=5))
def test_the_folded_form_of_each_text_is_that_of_the_folder(texts: list[str]) -> None:
    words = words_of(WIDE, *texts)
    assert words.folded(np.arange(len(texts))) == [FOLDER.fold(text) for text in texts]
    assert words.folded(np.array([len(texts) - 1])) == [FOLDER.fold(texts[-1])]


@given(st.lists(st.text("aZ9 -,", max_size=12), min_size=1, max_size=5))
def test_plain_texts_fold_alike_by_both_readers(texts: list[str]) -> None:
    rows = np.arange(len(texts))
    assert words_of(ASCII, *texts).folded(rows) == words_of(WIDE, *texts).folded(rows)


def test_a_word_stands_where_it_is_in_what_was_read_and_in_the_folded_text() -> None:
    words = words_of(WIDE, "Ab 压片", "c1")
    assert words.start.tolist() == [1, 4, 5, 7]
    assert words.length.tolist() == [2, 1, 1, 2]
    assert words.begin.tolist() == [0, 2, 3, 4, 6]
    assert words.at(np.array([1, 3, 5, 8])).tolist() == [0, 0, 2, 3]


def test_words_say_cas_with_more_of_a_label_or_none() -> None:
    for reader in (ASCII, WIDE):
        words = words_of(reader, "CAS 67", "casno 67", "cas67", "casio 67", "cast", "castor")
        said = words.read.rows_of(words.saying_cas(reader)).tolist()
        assert {0, 1, 2} <= set(said)
        assert not {4, 5} & set(said)
        assert words_of(reader, "", " ").saying_cas(reader).tolist() == []
