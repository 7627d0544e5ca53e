from __future__ import annotations

import pytest

from penstock.parties.business import NO_BUSINESS, families, families_of, is_like_a_person, trades_in


@pytest.mark.parametrize(
    ("name", "families"),
    [
        ("Hebei Example Chemical Co Ltd", {"chem"}),
        ("Textiles del Norte SA de CV", {"textile"}),
        ("深圳市鑫达纺织有限公司", {"textile"}),
        ("Hebei Yaxin Restaurant Management", {"food"}),
        ("Example Logistics Inc", {"logistics"}),
        ("Example Trading", set()),
        ("Wuhan Example Tech Co Ltd", set()),
        ("John Smith", set()),
        ("", set()),
    ],
)
def test_the_line_of_business_is_what_the_name_states(name: str, families: set[str]) -> None:
    assert families_of(name) == families


def test_words_that_tell_no_line_of_goods_are_no_family() -> None:
    assert {"chem", "health", "food", "logistics"} <= families()
    assert not families() & NO_BUSINESS


@pytest.mark.parametrize(
    ("name", "is_person"),
    [
        ("John Smith", True),
        ("Juan Pérez García", True),
        ("王天民", True),
        ("Acme", False),
        ("Example Trading", False),
        ("Smith & Sons Ltd", False),
        ("", None),
        ("???", None),
    ],
)
def test_a_name_without_trade_or_form_reads_as_a_person_s(name: str, is_person: bool | None) -> None:  # noqa: FBT001  # what is expected
    assert is_like_a_person(name) is is_person


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("自行车及零配件制造", ["BICYCLE", "PARTS", "MANUFACTURING"]),
        ("餐飲服務；餐饮", ["CATERING", "SERVICE", "CATERING"]),
        ("Fabricación de PRODUCTOS  QUÍMICOS", ["MANUFACTURING", "CHEM"]),
        ("bicycle parts", ["BICYCLE", "PARTS"]),
        ("bicycle,parts。餐饮", ["CATERING", "BICYCLE", "PARTS"]),
        ("zzz 12", []),
        ("", []),
    ],
)
def test_the_words_of_business_in_a_text_are_the_longest_that_fit(text: str, concepts: list[str]) -> None:
    assert [one.concept for one in trades_in(text)] == concepts
