"""Hanzi taken apart and said."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.parties.han import Said, segments, sound, sounds
from penstock.parties.lexicon import HAN, Mark

ANY = st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), min_size=1, max_size=12)


def told(name: str, kind: str | None = "company") -> list[tuple[str, str]]:
    return [
        (one.sort, one.spelling) if isinstance(one, Mark) else ("word", one.hanzi)
        for one in segments(name, kind)  # type: ignore[arg-type]  # one of the kinds
    ]


def test_a_company_has_place_brand_trade_and_form_in_order() -> None:
    assert told("湖北华瑞生物科技有限公司") == [
        ("place", "湖北"),
        ("word", "华瑞"),
        ("trade", "生物科技"),
        ("form", "有限公司"),
    ]


def test_the_traditional_name_is_the_simplified_one() -> None:
    assert segments("湖北華瑞生物科技有限公司", "company") == segments("湖北华瑞生物科技有限公司", "company")


def test_the_unit_of_a_place_is_passed_over() -> None:
    assert told("湖北省武汉市华瑞化工有限公司")[:3] == [("place", "湖北"), ("place", "武汉"), ("word", "华瑞")]


def test_a_brand_that_is_a_place_elsewhere_counts_as_a_place_at_the_start_alone() -> None:
    assert told("华瑞湖北有限公司")[0] == ("word", "华瑞湖北")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("王天民", [("王", "wang"), ("天民", "tianmin")]),
        ("張偉", [("张", "zhang"), ("伟", "wei")]),
        ("欧阳锋", [("欧阳", "ouyang"), ("锋", "feng")]),
        ("曾国藩", [("曾", "zeng"), ("国藩", "guofan")]),
        ("李", [("李", "li")]),
    ],
)
def test_a_person_has_a_surname_and_a_given_name(name: str, said: list[tuple[str, str]]) -> None:
    assert segments(name, "person") == [Said(*one) for one in said]
    assert segments(name, None) == [Said(*one) for one in said]


def test_a_run_with_a_trade_or_a_form_is_no_person() -> None:
    assert told("华瑞化工", None) == [("word", "华瑞"), ("trade", "化工")]
    assert told("有限公司", None) == [("form", "有限公司")]


def test_a_character_said_in_several_ways_has_every_sound() -> None:
    assert {"chongqing", "zhongqing"} <= sounds("重庆")
    assert sound("重庆") in sounds("重庆")
    assert sound("绿") == "lu"


def test_a_character_whose_sound_nobody_knows_stands_for_itself() -> None:
    (only,) = segments("謸", None)  # its simplified form is too rare for any table of readings
    assert isinstance(only, Said)
    assert only.sound == only.hanzi


@given(ANY)
def test_whatever_is_taken_apart_has_a_sound(name: str) -> None:
    assert HAN.fullmatch(name)
    for kind in (None, "person", "company"):
        found = segments(name, kind)
        assert found
        assert all(isinstance(one, Mark) or (one.hanzi and one.sound) for one in found)


@given(ANY)
def test_the_commonest_sound_is_one_of_all(name: str) -> None:
    assert sound(name) in sounds(name)
    assert len(sounds(name)) <= 64


def test_every_character_is_said_as_pypinyin_says_it() -> None:
    from pypinyin.contrib.tone_convert import to_normal  # noqa: PLC0415  # slow, and this test alone needs it
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415  # as above

    for place, readings in pinyin_dict.items():
        first = to_normal(readings.split(",")[0]).replace("v", "u").replace("ê", "e")
        assert sound(chr(place)) == first
        assert first in sounds(chr(place))


def test_no_phrases_of_pypinyin_are_loaded() -> None:
    code = "import sys; from penstock.parties.han import sound; print(sound('汉'), 'pypinyin' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["han", "False"]
