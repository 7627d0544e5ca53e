from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import Company, Folder, Term
from penstock.goods.matching import Names
from penstock.goods.spelled import NOTHING, Beside
from penstock.goods.survey import survey

FOLDER = Folder({"機": "机", "壓": "压"})
SPELLED = ["acetone", "acetone oxime", "4-piperidone", "tablet press", "tablet press mould", "压片机", "压片", "ab"]
TERMS = [
    *(Term(name, "substance", name) for name in SPELLED),
    Term("acetone", "substance", "namesake"),
    Term("NPP", "substance", "npp", as_written=True),
    Term("die set", "equipment", "tooling", company=Company(("tdp",), (), 12)),
]
NAMES = Names(TERMS, [FOLDER.key(term.name) for term in TERMS], FOLDER, survey(TERMS, FOLDER))


def at_start(text: str) -> list[str] | None:
    match = NAMES.at(text, FOLDER.fold(text), 0, NOTHING, [])
    return None if match is None else [term.subject for term in match.terms]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("acetone", ["acetone", "namesake"]),
        ("acetone, oxime", ["acetone", "namesake"]),
        ("acetone oxime", ["acetone oxime"]),
        ("Acetone-Oxime 5 kg", ["acetone oxime"]),
        ("acetone oximes", ["acetone", "namesake"]),
        ("tablet press mould", ["tablet press mould"]),
        ("tablet press moulding", ["tablet press"]),
        ("tablet/press", None),
        ("壓片機", ["压片机"]),
        ("压片剂", ["压片"]),
        ("４－Piperidone", ["4-piperidone"]),
        ("ab", ["ab"]),
        ("abc", None),
        ("acet", None),
        ("NPP", ["npp"]),
        ("npp", None),
    ],
)
def test_the_longest_name_at_a_place_is_taken(text: str, subjects: list[str] | None) -> None:
    assert at_start(text) == subjects


def test_names_are_looked_for_only_where_they_are_asked_for() -> None:
    text = "two acetone"
    folded = FOLDER.fold(text)
    assert NAMES.at(text, folded, 0, NOTHING, []) is None
    match = NAMES.at(text, folded, 3, NOTHING, [])
    assert match is not None
    assert (match.first, match.last, match.key, match.is_spaced) == (3, 10, "acetone", False)


def test_letters_drawn_together_are_told() -> None:
    text = "a c e t o n e"
    match = NAMES.at(text, FOLDER.fold(text), 0, NOTHING, [])
    assert match is not None
    assert match.is_spaced


def test_a_name_without_the_company_it_needs_is_noted() -> None:
    text = "die set"
    lonely: list[str] = []
    assert NAMES.at(text, FOLDER.fold(text), 0, NOTHING, lonely) is None
    assert lonely == ["dieset"]
    lonely.clear()
    assert NAMES.at(text, FOLDER.fold(text), 0, Beside(has_machine=True), lonely) is not None
    assert NAMES.at("acetone", FOLDER.fold("acetone"), 0, NOTHING, lonely) is not None
    assert lonely == []


def test_keys_and_terms_are_those_given() -> None:
    assert set(NAMES.keys) == {FOLDER.key(term.name) for term in TERMS}
    assert "acetone" in NAMES
    assert "aceton" not in NAMES
    assert [term.subject for term in NAMES.terms_of("acetone")] == ["acetone", "namesake"]
    assert NAMES.terms_of("aceton") == ()


@given(st.sampled_from(SPELLED), st.sampled_from(["", " ", ", 25 kg", "; x", "。"]))
def test_every_name_is_met_in_its_own_spelling(name: str, behind: str) -> None:
    found = at_start(name.upper() + behind)
    assert found is not None
    assert name in found


@given(st.text("acetonxim -,;/压片机", max_size=30))
def test_a_match_is_the_text_between_two_bounds(text: str) -> None:
    folded = FOLDER.fold(text)
    for first in folded.bounds[:-1]:
        match = NAMES.at(text, folded, first, NOTHING, [])
        if match is not None:
            assert folded.text[match.first : match.last] == match.key
            assert match.first == first
            assert match.last in folded.bounds
            assert match.terms
