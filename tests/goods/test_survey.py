from __future__ import annotations

import pytest

from penstock.goods import Company, Folder, Scanner, Term, read_vocabulary
from penstock.goods.survey import survey
from penstock.goods.vocabulary import Terms

TERMS = [
    Term("pseudoephedrine", "substance", "90-82-4"),
    Term("4-PDO", "substance", "pdo", as_written=True),
    Term("lidocaine hydrochloride", "substance", "73-78-9", ordinary=True),
    Term("die set", "equipment", "tooling", company=Company(("tdp",), (), 12)),
    Term("ephédrine", "substance", "299-42-3", is_regular=True),
]


def test_a_survey_finds_what_needs_company_what_slips_may_hide_and_the_long_words() -> None:
    found = survey(TERMS, Folder({}))
    assert found.needy == [1, 3]
    assert found.named == [0, 3]
    assert found.words == ["ephedrine", "hydrochloride", "lidocaine", "pseudoephedrine"]


def test_the_shipped_vocabulary_was_surveyed_when_it_was_packed() -> None:
    words = read_vocabulary()
    assert words.survey == survey(tuple(words.terms), words.folder())


def test_terms_are_read_one_by_one_as_they_all_are() -> None:
    terms = read_vocabulary().terms
    assert isinstance(terms, Terms)
    every = tuple(terms)
    some = range(0, len(terms), 5_000)
    assert [terms[place] for place in some] == [every[place] for place in some]
    assert terms[10:13] == every[10:13]
    assert terms == every
    assert terms[7] is terms[7]
    with pytest.raises(IndexError):
        terms[len(terms)]


def test_a_scanner_surveys_terms_that_nobody_has() -> None:
    text = "pseudoephedrrine 5 kg, die set TDP 5"
    found = Scanner(TERMS, Folder({}), {}, []).scan(text)
    known = Scanner(TERMS, Folder({}), {}, [], known=survey(TERMS, Folder({}))).scan(text)
    assert found == known
    assert {one.subject for one in found} == {"90-82-4", "tooling"}
