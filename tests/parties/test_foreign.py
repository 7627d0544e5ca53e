"""Other scripts in Latin letters, and what is left of a word whose vowels are not written."""

from __future__ import annotations

import doctest
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.parties import foreign
from penstock.parties.foreign import consonants, latin, plainly


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Владимир Петров", "vladimir petrov"),
        ("José Hernández", "jose hernandez"),
        ("Łódź Straße", "lodz strasse"),
        ("Γεώργιος", "georgios"),
        ("İstanbul", "istanbul"),
    ],
)
def test_other_letters_become_latin(name: str, said: str) -> None:
    assert latin(name) == said


def test_the_arabic_article_and_stray_marks_are_gone() -> None:
    assert latin("محمد علي").split() == ["mhmd", "ly"]
    assert not latin("النور").startswith("al")


@pytest.mark.parametrize("spelt", ["Muhammad", "mohamed", "Mohammed", "mhmd", "Mouhamad"])
def test_spellings_of_one_name_have_the_same_consonants(spelt: str) -> None:
    assert consonants(spelt.lower()) == consonants("muhammad")


def test_other_names_have_other_consonants() -> None:
    assert consonants("hassan") != consonants("muhammad")


@pytest.mark.parametrize(("one", "other"), [("yousuf", "iusuf"), ("khaled", "haled"), ("dzhamal", "jamal")])
def test_usual_spellings_have_one_plain_spelling(one: str, other: str) -> None:
    assert plainly(one) == plainly(other)


@given(st.text(max_size=60))
def test_what_comes_out_is_small_latin(name: str) -> None:
    said = latin(name)
    assert said.isascii()
    assert said == said.lower()


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_consonants_have_no_vowel_and_nothing_twice(word: str) -> None:
    bare = consonants(word)
    assert not set(bare) & set("aeiouyw")
    assert all(one != other for one, other in pairwise(bare))


def test_the_examples_hold() -> None:
    assert doctest.testmod(foreign).failed == 0
