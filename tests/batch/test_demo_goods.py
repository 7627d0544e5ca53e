from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from penstock.batch.demo_goods import Goods
from penstock.batch.demo_lots import generator
from penstock.batch.demo_words import bases, demo_words


@pytest.fixture(scope="module")
def goods() -> Goods:
    return Goods(demo_words(), generator(3, 0))


def test_no_two_numbers_are_one_text_in_whatever_case(goods: Goods) -> None:
    told = goods.describe(np.arange(200_000))["goods_description"]
    assert told.null_count() == 0
    assert told.str.to_lowercase().n_unique() == len(told)


def test_a_number_is_the_same_text_whatever_stands_beside_it(goods: Goods) -> None:
    whole = goods.describe(np.arange(1000))
    assert whole[[5, 700, 31]].equals(goods.describe(np.array([5, 700, 31])))


def test_the_first_numbers_name_every_good_under_its_own_code_and_unit(goods: Goods) -> None:
    known = bases(demo_words())
    numbers = np.arange(len(known))
    told = goods.describe(numbers)
    assert sorted(told["commodity_code"]) == sorted(base.code for base in known)
    expected = {(base.noun.casefold(), base.code, base.unit) for base in known}
    for text, code, unit in told.select("goods_description", "commodity_code", "quantity_unit").iter_rows():
        folded = text.casefold()
        assert any(code == c and unit == u and noun in _narrow(folded) for noun, c, u in expected), text
    assert (goods.price[goods.kind_of(numbers)] > 0).all()


def _narrow(text: str) -> str:
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text).casefold()


def test_some_texts_are_in_capitals_some_in_full_width_some_accented(goods: Goods) -> None:
    told = goods.describe(np.arange(2000))["goods_description"]
    assert told.str.contains("[０-９]").any()
    assert told.str.contains("^[A-Z ,'0-9.-]+$").any()
    assert told.str.contains("[áéíóúñ]").any()
    assert told.str.contains("[一-鿿]").any()


def test_another_seed_has_other_words() -> None:
    one, other = (Goods(demo_words(), generator(seed, 0)).describe(np.arange(300)) for seed in (1, 2))
    assert (one["goods_description"] != other["goods_description"]).sum() > 200


def test_only_chemicals_have_numbers_and_structures(goods: Goods) -> None:
    told = goods.describe(np.arange(2000)).filter(pl.col("cas_number").is_not_null())
    assert set(told["cas_number"]) == {one.cas for one in demo_words().chemicals.goods}
    assert set(told["quantity_unit"]) == {"kg"}
