"""What is measured on two names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import UnreadableName
from penstock.parties.chance import ENOUGH
from penstock.parties.compare import compare
from penstock.parties.features import FEATURES

if TYPE_CHECKING:
    from penstock.parties import Kind


def measured(one: str, other: str, kind: Kind = "company") -> dict[str, float]:
    return {name: float(value) for name, value in zip(FEATURES, compare(one, other, kind).values, strict=True)}


def test_a_name_covers_itself() -> None:
    own = measured("Hubei Huarui Biotech Co., Ltd.", "Hubei Huarui Biotech Co., Ltd.")
    assert own["covered_whole"] == own["shorter_covered"] == own["spelling"] == 1
    against = {"both_left", "nothing_near", "conflict", "doubtful", "other_trade", "other_place", "other_form"}
    assert not any(own[name] for name in against)


def test_the_place_counts_as_the_same_where_one_lies_in_the_other() -> None:
    assert measured("Wuhan Huarui Biotech", "Hubei Huarui Biotech")["same_place"] == 1
    assert measured("Hebei Huarui Biotech", "Hubei Huarui Biotech")["other_place"] == 1
    unsaid = measured("Huarui Biotech", "Hubei Huarui Biotech")
    assert unsaid["same_place"] == unsaid["other_place"] == 0


def test_trades_are_held_against_each_other() -> None:
    assert measured("Huarui Biotech", "华瑞生物科技有限公司")["same_trade"] == 1
    assert measured("Huarui Biotech", "Huarui Logistics")["other_trade"] == 1
    assert measured("Huarui Biotech", "Huarui")["more_trades"] > 0


def test_one_legal_form_in_two_languages_is_no_other_form() -> None:
    assert measured("Huarui Ltd", "华瑞有限公司")["other_form"] == 0
    assert measured("Huarui Ltd", "Huarui Joint Stock Company")["other_form"] == 1


def test_numbers_differ_by_value() -> None:
    assert measured("Zephyr Plant 12", "Zephyr Plant 21")["other_number"] == 1
    assert measured("Zephyr Plant 12", "Zephyr Plant 12")["other_number"] == 0


def test_words_that_stand_against_each_other_are_counted() -> None:
    assert measured("Vladimir Petrov", "Sergey Petrov", "person")["conflict"] > 0
    assert measured("Vladimir Petrov", "Vladimir S. Petrov", "person")["conflict"] == 0
    assert measured("V. Petrov", "Vladimir Petrov", "person")["initial"] > 0


def test_a_rare_word_is_more_evidence() -> None:
    common = measured("Mohammed Ali", "Mohammed Ali", "person")["evidence"]
    assert measured("Trofim Kuzgunbayev", "Trofim Kuzgunbayev", "person")["evidence"] > common


@pytest.mark.parametrize("kind", ["person", "company", "vessel"])
@given(one=st.text(max_size=40), other=st.text(max_size=40))
def test_every_measure_is_bounded(kind: Kind, one: str, other: str) -> None:
    try:
        values = compare(one, other, kind).values
    except UnreadableName:
        return
    assert len(values) == len(FEATURES)
    assert all(0 <= value <= 3 for value in values[:-1])
    assert 0 <= values[-1] <= 2 * ENOUGH / 10
