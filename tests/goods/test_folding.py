from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import Folder

if TYPE_CHECKING:
    from penstock.law.register import Register

FOLDER = Folder({"麻": "麻", "黃": "黄", "鹼": "碱", "鹽": "盐", "壓": "压", "機": "机"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4-Piperidone", "4-PIPERIDONE"),
        ("４－Ｐｉｐｅｒｉｄｏｎｅ", "4-piperidone"),
        ("4‐piperidone", "4-piperidone"),
        ("4–piperidone", "4-piperidone"),
        ("4−piperidone", "4-piperidone"),
        ("4 piperidone", "4-piperidone"),
        ("anhídrido acético", "anhidrido acetico"),
        ("anhi\u0301drido ace\u0301tico", "anhídrido acético"),
        ("α-PVP", "alpha-PVP"),
        ("β-Phenethylamine", "beta-phenethylamine"),
        ("Δ9-THC", "delta9-THC"),
        ("γ-Butyrolactone", "gamma-butyrolactone"),
        ("µ-opioid", "μ-opioid"),
        ("鹽酸麻黃鹼", "盐酸麻黄碱"),
        ("壓片機", "压片机"),
        ("H₂SO₄", "h2so4"),
        ("N,N'-dimethyl", "NN dimethyl"),
        ("3,4-（methylenedioxy）", "3,4-(methylenedioxy)"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert FOLDER.key(one) == FOLDER.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4-piperidone", "3-piperidone"),
        ("alpha-PVP", "beta-PVP"),
        ("甲苯", "二甲苯"),
        ("acetone", "acetones"),
        ("麻黄碱", "麻黄"),
        ("H2SO4", "H2SO3"),
    ],
)
def test_names_of_different_things_keep_different_keys(one: str, other: str) -> None:
    assert FOLDER.key(one) != FOLDER.key(other)


def test_only_the_given_traditional_characters_are_folded() -> None:
    assert Folder({}).key("麻黃鹼") == "麻黃鹼"
    assert FOLDER.key("麻黃鹼") == "麻黄碱"


def test_a_place_points_to_the_character_that_was_folded() -> None:
    folded = FOLDER.fold("α - PVP, 鹽")
    assert folded.text == "alphapvp盐"
    assert folded.places == (0, 0, 0, 0, 0, 4, 5, 6, 9)


def test_a_text_of_punctuation_folds_to_nothing() -> None:
    assert FOLDER.fold(" -,;() ") == FOLDER.fold("")
    assert FOLDER.key("—·。") == ""


@given(st.text())
def test_places_are_sorted_and_each_folded_character_has_one(text: str) -> None:
    folded = FOLDER.fold(text)
    assert len(folded.places) == len(folded.text)
    assert list(folded.places) == sorted(folded.places)
    assert all(0 <= place < len(text) for place in folded.places)


@given(st.text())
def test_a_character_at_its_place_folds_to_what_stands_there(text: str) -> None:
    folded = FOLDER.fold(text)
    for place in set(folded.places):
        piece = "".join(c for c, p in zip(folded.text, folded.places, strict=True) if p == place)
        assert piece == FOLDER.key(text[place])


@given(st.text())
def test_the_key_is_the_folded_text_and_folds_to_itself(text: str) -> None:
    key = FOLDER.key(text)
    assert key == FOLDER.fold(text).text
    assert FOLDER.key(key) == key


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_ascii_case_and_decomposed_accents_never_matter(text: str) -> None:
    ascii_part = "".join(c for c in text if c.isascii())
    assert FOLDER.key(ascii_part.upper()) == FOLDER.key(ascii_part.lower())
    assert FOLDER.key(unicodedata.normalize("NFD", text)) == FOLDER.key(text)


def test_the_stored_keys_are_the_keys_of_the_names(register: Register) -> None:
    for name in register.packed.names:
        assert name.key == register.folder.key(name.name)
        assert name.key, name.name


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("麻黃鹼", "麻黄碱"),
        ("壓片機", "压片机"),
        ("鹽酸", "盐酸"),
        ("乙醚", "乙醚"),
        ("高錳酸鉀", "高锰酸钾"),
    ],
)
def test_the_register_folds_traditional_forms_of_its_names(
    register: Register, traditional: str, simplified: str
) -> None:
    assert register.folder.key(traditional) == register.folder.key(simplified)
