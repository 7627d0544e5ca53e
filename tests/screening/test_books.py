from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from penstock.kernel.errors import UnreadableName
from penstock.parties.asked import Asker
from penstock.screening.books import Everyone, Hit, Indexed, RegisterBook, best, uid_of

if TYPE_CHECKING:
    from penstock.law.register import Register

CLEAR = 0.8
"""A score well above the alert line: near it, an index may pass over what it cannot see."""

QUERIES = [
    "HEBEI YAXIN RESTAURANT MANAGEMENT",
    "河北雅新餐饮管理有限公司",
    "Hubei Amarvel",
    "Wuhan Shuokang Biological Technology Co Ltd",
    "Zhang Wei",
    "Sumilab SA de CV",
    "Institute of Forensic Science",
    "Shanghai Best Trading Co., Ltd.",
    "Chuen Fat Yip",
]


def hit(name: str, how: str, score: float, asked: str = "ODD") -> Hit:
    comparison: Any = type("Scored", (), {"score": score, "is_near": False})()
    return Hit(asked, name, how, comparison)


def test_a_weak_name_counts_only_where_no_other_matches() -> None:
    weak, other = hit("A", "weak", 0.99), hit("B", "alias", 0.6)
    assert best([weak, other]) is other
    assert best([weak]) is weak
    assert weak.is_weak
    assert not other.is_weak


def test_of_equal_names_the_one_as_asked_is_shown() -> None:
    assert best([hit("ODD LTD", "primary", 0.981), hit("ODD", "original", 0.979)]).name == "ODD"


@pytest.mark.parametrize("name", QUERIES)
def test_the_index_finds_the_best_that_comparing_with_every_name_finds(register: Register, name: str) -> None:
    plain, fast = RegisterBook(register, Everyone), RegisterBook(register, Indexed.over)
    every, found = (
        {one.party: round(one.comparison.score, 9) for one in book.hits(name, None)} for book in (plain, fast)
    )
    assert all(score <= every[party] for party, score in found.items())
    assert {party for party, score in every.items() if score >= CLEAR} <= found.keys()


def test_a_lossless_search_compares_names_that_share_no_key() -> None:
    names, asked = ["GLIMMERSTONE MARINE", "KESTREL BAY SHIPPING"], "GLIMMESQSTONE MARINE"
    for lossless, found in ((False, []), (True, [0])):
        search = Indexed.over(names, ["company", "company"], lossless=lossless)
        assert [place for place, _ in search.matches(asked, None)] == found
        (together,) = Asker().asked([asked, "Ltd"])
        assert [place for place, _ in search.many(together).get(0, [])] == found
        assert 1 not in search.many(together)
        with pytest.raises(UnreadableName):
            search.matches("Ltd", None)


def test_kinds_that_differ_are_not_compared(register: Register) -> None:
    names = RegisterBook(register, Everyone)
    assert not names.hits("Zhang Wei", "vessel")
    assert names.hits("Zhang Wei", "person")


def test_the_number_of_a_party_is_the_list_s_own(register: Register) -> None:
    assert uid_of(register.packed.parties["cn-hebei-yaxin-restaurant-management"]) == "45407"
    assert uid_of(register.packed.parties["cn-hubei-amarvel-biotech"]) is None


@pytest.mark.parametrize("search", [Everyone, Indexed.over])
def test_many_names_have_the_hits_that_each_has_by_itself(register: Register, search: Any) -> None:  # noqa: ANN401  # either
    book = RegisterBook(register, search)
    names = [*QUERIES[:4], "有限公司", "Kestrel Umbrellas Nobody"]
    (asked,) = Asker().asked(names)
    found = book.many(asked)
    assert set(found) == {0, 1, 2, 3}
    for place, hits in found.items():
        told = [
            [(hit.party, hit.name, hit.comparison.score) for hit in some]
            for some in (hits, book.hits(names[place], None))
        ]
        assert told[0] == told[1]
