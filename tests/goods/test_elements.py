from __future__ import annotations

import pytest

from penstock.goods import Folder, Scanner, Term, scan
from penstock.goods.elements import METAL_GOODS, METALS, METALS_OF_SALTS, NO_BASE

FOLDER = Folder({})


def test_the_words_are_folded_so_that_they_are_met() -> None:
    words = {*METALS, *METALS_OF_SALTS, *NO_BASE, *METAL_GOODS.beside}
    assert {word for word in words if FOLDER.key(word) != word} == set()


@pytest.mark.parametrize(
    "text",
    [
        "iron pipe",
        "copper wire, 20 m",
        "aluminium foil",
        "zinc plated bolts",
        "carbon steel flange",
        "cadmium plated screws",
        "不锈钢管",
        "铜线",
    ],
)
def test_what_goods_are_made_of_is_not_the_goods(text: str) -> None:
    assert scan(text) == []


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("zinc powder", "7440-66-6"),
        ("铝粉 25kg", "7429-90-5"),
        ("cadmium powder", "7440-43-9"),
        ("argon, 10 cylinder", "7440-37-1"),
    ],
)
def test_an_element_sold_as_such_is_an_ordinary_chemical(text: str, subject: str) -> None:
    assert [(mention.subject, mention.ordinary) for mention in scan(text)] == [(subject, True)]


@pytest.mark.parametrize("metal", ["zinc", "iron", "lead", "sodium", "natrium", "calcium", "mercury"])
def test_an_ordinary_metal_takes_no_salt_word_and_another_base_does(metal: str) -> None:
    terms = [Term(name, "substance", name, ordinary=True) for name in (metal, "caffeine")]
    scanner = Scanner(terms, FOLDER, {"citrate": "citrate"}, [])
    assert [mention.salt for mention in scanner.scan(f"{metal} citrate")] == [None]
    assert [mention.salt for mention in scanner.scan("caffeine citrate")] == ["citrate"]
