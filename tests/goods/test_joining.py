from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import shipped
from penstock.goods.joining import is_inside, is_joined, is_tested, plain, shown


def joined(text: str, name: str, *, is_gloss: bool = False) -> bool:
    start = text.index(name)
    return is_joined(text, start, start + len(name), is_gloss=is_gloss)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1-benzyl-4-piperidone", "4-piperidone"),
        ("1,4-piperidone", "4-piperidone"),
        ("methyl acetone", "acetone"),
        ("iso acetone", "acetone"),
        ("(R)-ephedrine", "ephedrine"),
        ("toluene diisocyanate", "toluene"),
        ("acetone peroxide", "acetone"),
        ("acetone-d6", "acetone"),
        ("toluene-2,4-diisocyanate", "toluene"),
        ("acetone-free", "acetone"),
        ("acetone free polish", "acetone"),
        ("二甲苯", "甲苯"),
        ("甲苯胺", "甲苯"),
        ("1‐benzyl‐4‐piperidone", "4‐piperidone"),
        ("１－ｂｅｎｚｙｌ－４－piperidone", "４－piperidone"),
    ],
)
def test_more_of_a_chemical_name_makes_it_another_substance(text: str, name: str) -> None:
    assert joined(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("acetone", "acetone"),
        ("25 kg acetone, technical", "acetone"),
        ("acetone-25kg", "acetone"),
        ("acetone-grade", "acetone"),
        ("acetone-based cleaner", "acetone"),
        ("toluene,acetone", "acetone"),
        ("grade 2,acetone", "acetone"),
        ("acetone free of charge", "acetone"),
        ("ephedrine free base", "ephedrine"),
        ("acetone free sample", "acetone"),
        ("（工业级）丙酮", "丙酮"),
        ("丙酮-工业级", "丙酮"),
        ("硫酸溶液", "硫酸"),
    ],
)
def test_a_grade_an_amount_or_a_list_joins_nothing(text: str, name: str) -> None:
    assert not joined(text, name)


def test_a_bracket_that_opens_a_synonym_joins_nothing_before_it() -> None:
    assert joined("dimethylketone(acetone)", "acetone")
    assert not joined("dimethylketone(acetone)", "acetone", is_gloss=True)
    assert joined("dimethylketone(acetone)oxime", "acetone", is_gloss=True)


@pytest.mark.parametrize(
    ("text", "inside"), [("阿苯达唑", True), ("苯胺", True), ("粗苯", False), ("纯苯 25kg", False)]
)
def test_a_name_of_one_character_inside_another_word_is_none(text: str, *, inside: bool) -> None:
    start = text.index("苯")
    assert is_inside(text, start, start + 1) is inside


def test_width_and_dashes_are_made_plain_and_invisible_characters_dropped_only_when_asked() -> None:
    assert plain("４－ＰＤＯ–①㎏") == "4-PDO-1㎏"  # what would need two characters stays
    assert plain("a\u200bb") == "a\u200bb"
    assert shown("e\u0301\u200bx４") == "ex4"


@given(st.text(max_size=60))
def test_plain_text_keeps_its_length_and_is_plain_already(text: str) -> None:
    once = plain(text)
    assert len(once) == len(text)
    assert plain(once) == once
    assert len(shown(text)) <= len(text)


@given(st.text("ab,;-()[]' 2苯甲胺d", max_size=30), st.text("ab,;-()[]' 2苯甲胺d", max_size=30))
def test_a_gloss_never_joins_more_than_the_same_without(before: str, behind: str) -> None:
    start, end = len(before), len(before) + len("acetone")
    text = f"{before}acetone{behind}"
    assert is_joined(text, start, end, is_gloss=False) >= is_joined(text, start, end, is_gloss=True)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("(-)-ephedrine, 25 kg", "(-)-ephedrine"),
        ("(−)‑ephedrine, 25 kg", "(−)‑ephedrine"),
        ("drum of (1R,2S)-(-)-ephedrine 5 kg", "(1R,2S)-(-)-ephedrine"),
        ("d-methamphetamine 1 g", "d-methamphetamine"),
        ("(±)-ephedrine 99%", "(±)-ephedrine"),
        ("rac-ephedrine 99%", "rac-ephedrine"),
    ],
)
def test_which_mirror_image_is_meant_is_said_by_the_name(text: str, span: str) -> None:
    (found,) = shipped().scan(text)
    assert (found.text, found.stand) == (span, "word")
    assert shipped().scan_many([text]) == [[found]]


@pytest.mark.parametrize("text", ["2-(S)-ephedrine 5 kg", "Class-L-ephedrine 5 kg", "N-ephedrine 5 kg"])
def test_what_else_stands_before_a_name_makes_it_another(text: str) -> None:
    (found,) = shipped().scan(text)
    assert found.stand == "part"


@pytest.mark.parametrize(
    ("text", "name", "is_so"),
    [
        ("fentanyl test strips", "fentanyl", True),
        ("Fentanyl rapid urine test cassette", "Fentanyl", True),
        ("fentanyl ELISA kit", "fentanyl", True),
        ("test strips for fentanyl", "fentanyl", True),
        ("tiras reactivas de fentanilo", "fentanilo", True),
        ("Fentanyl-Teststreifen", "Fentanyl", True),
        ("芬太尼胶体金检测试纸", "芬太尼", True),
        ("fentanyl, test strips", "fentanyl", False),
        ("fentanyl test sample 5 g", "fentanyl", False),
        ("fentanyl reference standard", "fentanyl", False),
        ("芬太尼试剂", "芬太尼", False),
    ],
)
def test_words_of_a_test_beside_a_name_say_that_the_goods_test_for_it(text: str, name: str, is_so: bool) -> None:  # noqa: FBT001  # a parameter
    start = text.index(name)
    assert is_tested(text, start, start + len(name)) is is_so
