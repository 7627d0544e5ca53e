from __future__ import annotations

import pytest

from penstock.goods import Folder, Scanner, Term, scan
from penstock.goods.salts import Salts

FOLDER = Folder({"鹽": "盐"})
WORDS = {
    "hydrochloride": "hydrochloride",
    "hcl": "hydrochloride",
    "monohydrate": "hydrate",
    "sulfate": "sulphate",
    "clorhidratode": "hydrochloride",
    "clorhidrato": "hydrochloride",
    "盐酸": "hydrochloride",
    "盐酸盐": "hydrochloride",
    "一水": "hydrate",
}
NAMES = {"ephedrine": "ephedrine", "efedrina": "ephedrine", "麻黄碱": "ephedrine", "盐酸": "hydrochloric-acid"}
SCANNER = Scanner([Term(name, "substance", subject) for name, subject in NAMES.items()], FOLDER, WORDS, [])


def seen(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(mention.text, mention.subject, mention.salt) for mention in SCANNER.scan(text)]


@pytest.mark.parametrize(
    ("text", "shown", "salt"),
    [
        ("ephedrine hydrochloride", "ephedrine hydrochloride", "hydrochloride"),
        ("ephedrine HCl, 5 kg", "ephedrine HCl", "hydrochloride"),
        ("ephedrine-HCl", "ephedrine-HCl", "hydrochloride"),
        ("ephedrine (HCl) 5 kg", "ephedrine (HCl)", "hydrochloride"),
        ("ephedrine HCl monohydrate", "ephedrine HCl monohydrate", "hydrochloride hydrate"),
        ("ephedrine HCl hydrochloride", "ephedrine HCl hydrochloride", "hydrochloride"),
        ("hydrochloride ephedrine", "hydrochloride ephedrine", "hydrochloride"),
        ("clorhidrato de efedrina 5 kg", "clorhidrato de efedrina", "hydrochloride"),
        ("efedrina clorhidrato", "efedrina clorhidrato", "hydrochloride"),
        ("盐酸麻黄碱 5kg", "盐酸麻黄碱", "hydrochloride"),
        ("鹽酸麻黄碱", "鹽酸麻黄碱", "hydrochloride"),
        ("麻黄碱盐酸盐", "麻黄碱盐酸盐", "hydrochloride"),
        ("一水麻黄碱盐酸盐", "一水麻黄碱盐酸盐", "hydrate hydrochloride"),
    ],
)
def test_salt_words_before_and_behind_belong_to_the_name(text: str, shown: str, salt: str) -> None:
    assert seen(text) == [(shown, "ephedrine", salt)]


@pytest.mark.parametrize(
    "text",
    ["ephedrine", "ephedrine; HCl", "ephedrine / sulfate", "ephedrine + HCl", "ephedrine sulfated", "HCl\nephedrine"],
)
def test_a_list_or_a_longer_word_gives_no_salt(text: str) -> None:
    assert seen(text) == [("ephedrine", "ephedrine", None)]


def test_an_acid_listed_beside_a_base_is_a_second_substance() -> None:
    assert seen("麻黄碱、盐酸") == [("麻黄碱", "ephedrine", None), ("盐酸", "hydrochloric-acid", None)]
    assert seen("盐酸 麻黄碱") == [("盐酸", "hydrochloric-acid", None), ("麻黄碱", "ephedrine", None)]


def test_a_salt_word_behind_one_name_is_not_taken_by_the_next() -> None:
    assert seen("ephedrine HCl efedrina") == [
        ("ephedrine HCl", "ephedrine", "hydrochloride"),
        ("efedrina", "ephedrine", None),
    ]


def test_the_words_are_those_given() -> None:
    salts = Salts(WORDS, lambda _: False)
    assert "hcl" in salts
    assert "HCl" not in salts
    assert "ephedrine" not in salts


@pytest.mark.parametrize(
    ("text", "salt"),
    [
        ("ephedrine sulphate", "sulphate"),
        ("sulfato de efedrina", "sulphate"),
        ("Ephedrinhydrochlorid", "hydrochloride"),
        ("chlorhydrate d'éphédrine", "hydrochloride"),
        ("clorhidrato de efedrina", "hydrochloride"),
        ("麻黄碱盐酸盐", "hydrochloride"),
        ("ephedrine hydrochloride monohydrate", "hydrochloride hydrate"),
        ("ephedrine", None),
    ],
)
def test_the_shipped_vocabulary_knows_salts_in_five_languages(text: str, salt: str | None) -> None:
    assert [(mention.subject, mention.salt, mention.text) for mention in scan(text)] == [("299-42-3", salt, text)]
