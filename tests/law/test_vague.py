from __future__ import annotations

import pytest
from tests.shipped import REGISTER

from penstock.law.vague import vague


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("parts", "parts"),
        ("PARTS", "PARTS"),
        ("part", "part"),
        ("  Spare   parts?", None),
        ("samples", "samples"),
        ("sample, 25 kg", "sample"),
        ("gifts and samples", "gifts and samples"),
        ("daily necessities", "daily necessities"),
        ("daily necessities of various kinds", None),
        ("100 pcs of parts, accessories", "parts, accessories"),
        ("零件", "零件"),
        ("配件 10件", "配件"),
        ("各种配件", "配件"),
        ("chemicals, hazardous", "chemicals, hazardous"),
        ("N/A", "N/A"),
        ("F.A.K.", None),
        ("FAK", "FAK"),
        ("said to contain: electronics", "said to contain: electronics"),
        ("ｐａｒｔｓ", "ｐａｒｔｓ"),
        ("machinery 2024", "machinery"),
        ("powder", "powder"),
        ("white powder", None),
        ("toy parts", None),
        ("machine parts", None),
        ("cotton T-shirts", None),
        ("100 pcs", None),
        ("other", None),
        ("", None),
        ("!?", None),
    ],
)
def test_a_description_of_nothing_but_vague_words(text: str, matched: str | None) -> None:
    found = vague(REGISTER, text)
    assert (found.one.matched if found else None) == matched
    if found is not None:
        assert text[found.one.start : found.one.end] == matched
        assert found.code == "vague_description"
        assert found.source.citation
        assert found.source.url
        assert found.other is None


def test_the_text_that_calls_it_vague_is_cited() -> None:
    found = vague(REGISTER, "daily necessities")
    assert found is not None
    assert found.source.citation == REGISTER.text("us-cbp-csms-60011750").citation
    assert found.source.citation in found.message


def test_a_long_description_is_not_read() -> None:
    assert vague(REGISTER, "parts " * 40) is not None
    assert vague(REGISTER, "parts " * 100) is None


def test_every_term_of_the_register_is_vague_by_itself() -> None:
    terms = [term.term for term in REGISTER.packed.word_lists["vague_terms"].terms]
    assert len(terms) > 100
    assert [term for term in terms if vague(REGISTER, term) is None] == []
