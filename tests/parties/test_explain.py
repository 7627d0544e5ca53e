"""Why a score is what it is: also of two names that are no match."""

from __future__ import annotations

import runpy
from math import log
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import UnreadableName
from penstock.parties import Part, compare
from penstock.parties.explain import explain
from penstock.parties.features import FEATURES

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.parties import Comparison, Kind

MEANINGS = {"words", "places", "trades", "forms", "numbers"}


def logit(found: Comparison) -> float:
    return log(found.score / (1 - found.score))


def adds_up(found: Comparison) -> bool:
    return abs(sum(part.effect for part in found.explanation) - logit(found)) < 0.0005 * len(FEATURES) + 1e-6


def notes(found: Comparison, measure: str) -> list[tuple[str, str, str]]:
    return [(part.left, part.right, part.note) for part in found.explanation if part.measure == measure]


@pytest.mark.parametrize(
    ("one", "other", "is_match"),
    [
        ("湖北华瑞生物科技有限公司", "Hubei Huarui Biotech Co., Ltd.", True),
        ("湖北华瑞生物科技有限公司", "Hubei Yuanhong Biotech Co., Ltd.", False),
        ("Vladimir Petrov", "V. Petrov", True),
        ("Vladimir Petrov", "Sergey Petrov", False),
        ("Zephyrlane Trading", "Quarrystone Weaving", False),
    ],
)
def test_the_parts_of_a_match_and_of_a_non_match_add_up_to_the_score(one: str, other: str, is_match: bool) -> None:  # noqa: FBT001  # expected
    found = compare(one, other)
    assert found.is_match is is_match
    assert adds_up(found)
    assert [part.effect for part in found.explanation if part.measure == "base"]


def test_the_strongest_measure_stands_first_after_the_words() -> None:
    found = compare("Hubei Huarui Biotech Co., Ltd.", "湖北远宏生物科技有限公司")
    parts = found.explanation
    said = [part.measure in MEANINGS for part in parts]
    assert said == sorted(said, reverse=True)
    effects = [abs(part.effect) for part in parts if part.measure not in MEANINGS]
    assert effects == sorted(effects, reverse=True)
    assert all(part.effect == 0 for part in parts if part.measure in MEANINGS)


def test_a_non_match_says_which_words_stand_alone_and_what_is_shared_all_the_same() -> None:
    found = compare("Hubei Huarui Biotech Co., Ltd.", "湖北远宏生物科技有限公司", "company")
    assert notes(found, "words") == [("huarui", "", "only in the first name"), ("", "远宏", "only in the second name")]
    assert notes(found, "places") == [("hubei", "hubei", "places in common")]
    assert notes(found, "trades") == [("BIO TECH", "BIO TECH", "trades in common")]
    assert notes(found, "forms") == [("LLC", "LLC", "forms in common")]
    against = [part for part in found.explanation if part.effect < 0 and part.measure != "base"]
    assert against


def test_a_match_says_which_word_stands_for_which_and_by_what() -> None:
    assert notes(compare("华瑞化工有限公司", "Huarui Chemical", "company"), "words") == [
        ("华瑞", "huarui", "the same word")
    ]
    ((_, _, note),) = [
        one for one in notes(compare("V. Petrov", "Vladimir Petrov", "person"), "words") if one[0] == "v"
    ]
    assert note.startswith("an initial")
    ((_, _, note),) = [one for one in notes(compare("Chan Wei", "Chen Wei", "person"), "words") if one[0] == "chan"]
    assert note.startswith("spellings of one Chinese surname")


def test_what_one_name_alone_says_is_said() -> None:
    found = compare("Wuhan Huarui Chemical 12", "Huarui", "company")
    for measure, left in (("places", "wuhan"), ("trades", "CHEM"), ("numbers", "12")):
        assert notes(found, measure) == [(left, "", f"{measure} in one name alone")]
    other = compare("Wuhan Huarui 12", "Shanghai Huarui 21", "company")
    assert notes(other, "numbers") == [("12", "21", "other numbers")]
    assert notes(other, "places") == [("wuhan", "shanghai", "other places")]
    assert notes(compare("Wuhan Huarui", "Hubei Huarui", "company"), "places") == [
        ("wuhan", "hubei", "places in common")
    ]


def test_every_measure_has_words_for_it() -> None:
    found = compare("Vladimir Petrov", "V. Petrov")
    found.values = [1.0] * len(FEATURES)
    parts = explain(found, [1.0] * len(FEATURES))
    measured = {part.measure: part.note for part in parts if part.measure not in MEANINGS}
    assert set(measured) == set(FEATURES)
    assert all(measured.values())
    assert len(set(measured.values())) == len(FEATURES)


def test_the_order_of_the_names_turns_the_explanation_round() -> None:
    one, other = compare("Chan Wei", "Chen Wei Ming", "person"), compare("Chen Wei Ming", "Chan Wei", "person")
    turned = {Part(p.measure, p.right, p.left, p.effect, p.note.replace("second", "first")) for p in one.explanation}
    assert turned == set(other.explanation)


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from([None, "person", "company", "vessel"]))
def test_the_parts_of_any_two_texts_add_up(one: str, other: str, kind: Kind | None) -> None:
    try:
        found = compare(f"Zephyr {one}", f"Zephir {other}", kind)
    except UnreadableName:  # not reached unless a text makes the words a legal form
        return
    assert adds_up(found)


def test_the_page_on_names_shows_what_the_program_says(root: Path) -> None:
    written = runpy.run_path(str(root / "scripts" / "names_page.py"))["written"]
    page = (root / "docs" / "names.md").read_text(encoding="utf-8")
    assert written(page) == page, "run make method"
    assert ": a match" in page
    assert ": no match" in page
