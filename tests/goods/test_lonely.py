from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import Company, Folder, Scanner, Term
from penstock.goods.lonely import trade_words
from penstock.goods.matching import Names
from penstock.goods.sieve import Sieve
from penstock.goods.survey import survey

FOLDER = Folder({})
PRESS = Company(("tablet", "tdp5", "药片"), ("coffee",), 12)
TERMS = [
    Term("PMK", "substance", "pmk", as_written=True),
    Term("AM-2201", "substance", "am2201", as_written=True),
    Term("acetone", "substance", "acetone"),
    Term("pill press", "equipment", "press"),
    Term("die", "equipment", "die", company=PRESS),
    Term("模具", "equipment", "die", company=PRESS),
]
SCANNER = Scanner(TERMS, FOLDER, {}, [], numbers={"67-64-1": ("acetone", False)})
PIECES = st.sampled_from(
    [
        *(
            "PMK",
            "P M K",
            "AM-2201",
            "acetone",
            "pill press",
            "die",
            "模具",
            "tablet",
            "TDP-5",
            "药片",
            "coffee",
            "handheld",
        ),
        *(
            "25 kg",
            "25kg",
            "5 Gâteau",
            "5 g",
            "99%",
            "３ｋｇ",
            "UN 1202",
            "UN1202",
            "powder",
            "powders",
            "crystals",
            "粉",
        ),
        *(
            "oil",
            "öl",
            "pure",
            "free base",
            "67-64-1",
            "Ａ",
            "\u200b",
            "x" * 15,
            "y" * 31,
            "lorem ipsum dolor",
            "μg",
            "½",
        ),
    ]
)


@given(st.lists(st.tuples(PIECES, st.sampled_from([" ", "", "-", ", "])), max_size=7))
def test_names_that_need_company_are_found_in_many_texts_as_in_one(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in pieces)
    texts = [text, "tablet powder 5 kg", text.lower(), text]
    assert SCANNER.scan_many(texts) == [SCANNER.scan(one) for one in texts]


@pytest.mark.parametrize(
    "text", ["PMK", "PMK 25kg", "PMK oil", "PMK and acetone", "tablet die", "die for TDP-5", "药片模具"]
)
def test_company_in_the_text_is_seen(text: str) -> None:
    assert SCANNER.scan_many([text])[0]


@pytest.mark.parametrize(
    "text", ["PMK holdings report", "die Jodler-CD", "PMK 5 Gâteau mit", "die tablets", f"die {'x ' * 30} tablet"]
)
def test_company_of_another_text_or_far_off_is_none(text: str) -> None:
    many = SCANNER.scan_many(["tablet powder 25 kg", text, "tablet powder 25 kg"])
    assert many[1] == SCANNER.scan(text)


@pytest.mark.parametrize("text", ["die Jodler-CD", "PMK holdings report", f"die {'x ' * 30} tablet"])
def test_texts_with_no_company_for_their_names_are_not_read(text: str) -> None:
    names = Names(TERMS, [FOLDER.key(term.name) for term in TERMS], FOLDER, survey(TERMS, FOLDER))
    sieve = Sieve(names, FOLDER, [], lambda _: False, [], [])
    assert sieve.flag([text, "tablet"]).names == {}
    assert list(sieve.flag([text, "tablet die"]).names) == [1]


def test_words_of_the_trade_are_folded() -> None:
    words = trade_words(FOLDER)
    assert {"powder", "liquido", "offwhite", "粉", "un"} <= words
    assert "líquido" not in words
