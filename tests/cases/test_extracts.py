from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.cases.extracts import business_fit, rules, standing_of
from penstock.parties.business import families

if TYPE_CHECKING:
    from penstock.cases.extracts import GoodsKind

FITS = [
    ("化工产品销售（不含危险化学品）；货物进出口", "substance", "fits"),
    ("Manufacture of pharmaceutical preparations", "substance", "fits"),
    ("Fabricación de productos químicos", "substance", "fits"),
    ("餐饮服务；食品销售；外卖递送服务", "substance", "does_not_fit"),
    ("餐飲服務", "substance", "does_not_fit"),
    ("Restaurant and catering services; food sales", "substance", "does_not_fit"),
    ("Servicios de banquetes y restaurante", "substance", "does_not_fit"),
    ("自行车及零配件制造、销售；五金产品零售", "substance", "does_not_fit"),
    ("Manufacture and sale of bicycle parts", "equipment", "does_not_fit"),
    ("Fabricación de bicicletas y sus partes", "substance", "does_not_fit"),
    ("食品经营；不含危险化学品", "substance", "does_not_fit"),
    ("Catering, excluding chemicals", "substance", "does_not_fit"),
    ("压片机、制药机械设备制造", "equipment", "fits"),
    ("新材料技术研发", "substance", "open"),
    ("General trading; bicycles", "substance", "open"),
    ("货物进出口；技术服务", "substance", "says_nothing"),
    ("", "substance", "says_nothing"),
]


@pytest.mark.parametrize(("scope", "kind", "fit"), FITS)
def test_a_business_scope_fits_or_does_not_or_says_nothing(scope: str, kind: GoodsKind, fit: str) -> None:
    assert business_fit(scope, kind).fit == fit


def test_the_words_that_say_so_are_given() -> None:
    assert business_fit("餐饮服务；食品销售", "substance").words == ("餐饮服务", "食品")


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("存续（在营、开业、在册）", "active"),
        ("存续", "active"),
        ("Active", "active"),
        ("vigente", "active"),
        ("注销", "ended"),
        ("Dissolved", "ended"),
        ("吊销，未注销", "barred"),
        ("en liquidación", "barred"),
        ("on holiday", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_register_s_word_for_the_standing_is_known_or_unknown(status: str | None, standing: str) -> None:
    assert standing_of(status) == standing


def test_the_rules_name_families_there_are_and_no_word_twice() -> None:
    told = rules()
    named = frozenset[str]().union(*(one.fits | one.open for one in told.goods.values()))
    assert named - told.neutral.families <= families()
    for one in told.goods.values():
        assert not one.fits & one.open
    words = [word for each in told.statuses.values() for word in each]
    assert len(words) == len(set(words))
    assert all(word == word.casefold() for word in words)


@given(st.text(max_size=200), st.sampled_from(["substance", "equipment"]))
def test_no_scope_breaks_it(scope: str, kind: GoodsKind) -> None:
    told = business_fit(scope, kind)
    assert bool(told.words) or told.fit == "says_nothing"
