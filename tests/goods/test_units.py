from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import Folder
from penstock.goods.units import DIGIT, INVISIBLE, LETTER, OWN, PART, SIGN, AsciiReader, Read, WideReader

FOLDER = Folder({"壓": "压"})
KEYS = ["acetone", "压片机", "acidecaféique", "αβ"]
ASCII = AsciiReader()
WIDE = WideReader(FOLDER)


def read(reader: AsciiReader | WideReader, *texts: str, is_odd: bool = False) -> Read:
    block = reader.read(PART.join(texts), len(texts), is_odd=is_odd)
    assert block is not None
    return block


@given(
    st.lists(st.text(st.characters(max_codepoint=127, exclude_characters="\0"), max_size=20), min_size=1, max_size=5)
)
def test_plain_texts_are_folded_as_the_folder_does_it_and_alike_by_both_readers(texts: list[str]) -> None:
    folded = "".join(map(FOLDER.key, texts))
    block, wide = read(ASCII, *texts), read(WIDE, *texts)
    assert block.spell(0, len(block.units)) == folded
    assert wide.units.tolist() == block.units.tolist()
    assert wide.kinds.tolist() == block.kinds.tolist()
    assert wide.signs.tolist() == block.signs.tolist()
    assert len(block.parts) == len(wide.parts) == len(texts) + 1


@given(st.lists(st.text("aZ9 é壓机α－\u200b½ﬁ！", max_size=12), min_size=1, max_size=5))
def test_texts_of_any_script_fold_to_as_many_units(texts: list[str]) -> None:
    block = read(WIDE, *texts, is_odd=True)
    folded = "".join(map(FOLDER.key, texts))
    assert len(block.units) == len(folded)
    assert INVISIBLE not in block.kinds
    units = dict(zip(folded, block.units.tolist(), strict=True))
    assert [units[char] for char in folded] == block.units.tolist()


def test_a_name_and_a_text_that_spells_it_have_the_same_units() -> None:
    keys = [FOLDER.key(key) for key in KEYS]
    units, lengths = WIDE.encode(keys)
    assert lengths.tolist() == list(map(len, keys))
    assert read(WIDE, *keys).units.tolist() == units.tolist()
    assert read(WIDE, "壓片机").units.tolist() == WIDE.encode(["压片机"])[0].tolist()
    assert ASCII.encode(["acetone", "ab"])[0].tobytes() == b"acetoneab"


def test_each_character_has_its_kind() -> None:
    assert read(WIDE, "a1压@ ").kinds.tolist() == [0, LETTER, DIGIT, OWN, SIGN, 0, 0]
    assert read(ASCII, "a1@ ").kinds.tolist() == [0, LETTER, DIGIT, SIGN, 0, 0]


def test_signs_between_letters_are_told_and_others_not() -> None:
    for reader in (ASCII, WIDE):
        assert read(reader, "p@ra", "@bc", "ab@").signs.tolist() == [2]
        assert read(reader, "@b a@ @", "$").signs.tolist() == []


@pytest.mark.parametrize(("text", "disguised"), [("асetone", [1]), ("1一苯", [1]), ("acetone", []), ("acétone", [])])
def test_the_texts_that_hold_look_alikes_are_told(text: str, disguised: list[int]) -> None:
    assert read(WIDE, "plain", text, "plain").disguised.tolist() == disguised


def test_a_text_that_holds_the_character_that_parts_them_is_not_read_in_a_block() -> None:
    assert ASCII.read("a\0b", 1) is None
    assert WIDE.read("压\0片", 1) is None


@pytest.mark.parametrize("reader", [ASCII, WIDE])
def test_places_belong_to_the_text_they_stand_in(reader: AsciiReader | WideReader) -> None:
    block = read(reader, "ab", "", "cd")
    assert block.parts.tolist() == [0, 3, 4, 7]
    assert block.rows_of(np.array([1, 2, 5, 6])).tolist() == [0, 0, 2, 2]


@pytest.mark.parametrize("reader", [ASCII, WIDE])
def test_the_window_shows_the_units_that_follow(reader: AsciiReader | WideReader) -> None:
    view = reader.viewed(np.array([1, 2, 3], reader.dtype))
    size = np.dtype(reader.dtype).itemsize * 8
    assert view[2] == 3
    assert view[1] & reader.masks[2] == 2 + (3 << size)
    assert view[0] & reader.masks[1] == 1
    assert view[3] == 0


def test_a_lone_surrogate_is_read_as_a_character_that_is_no_letter() -> None:
    assert len(read(WIDE, "a\ud800b").units) == 2
