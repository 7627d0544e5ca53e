"""Keys: what two spellings of one name share, and what is not worth comparing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import UnreadableName
from penstock.parties.keys import MOST_WORDS, keyed_words, keys
from penstock.parties.names import take_apart

if TYPE_CHECKING:
    from penstock.parties import Kind


def share(one: str, other: str, kind: Kind) -> bool:
    return bool(keys(take_apart(one, kind)).keys() & keys(take_apart(other, kind)).keys())


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Vladimir Petrov", "PETROV, Vladimir", "person"),
        ("Vladimir Petrov", "V. Petrov", "person"),
        ("Trofim Kuzgunbayev", "Trofim Kuzgunbaev", "person"),
        ("Zephyrlane Trading", "Zephyrlame Trading", "company"),
        ("Bluewave Shipping", "Blue Wave Shipping", "company"),
        ("湖北华瑞生物科技有限公司", "Hubei Huarui Biotech Co., Ltd.", "company"),
        ("湖北华瑞生物科技有限公司", "Hubei Hua Rui Biotech Co., Ltd.", "company"),
        ("重庆重远化工", "Chongqing Zhongyuan Chemical", "company"),
        ("Zabo Trading", "Zabu Trading", "company"),
        ("Pamchel Trading", "Pamckhil Trading", "company"),
        ("Rostshipservice", "Rostshipservis", "company"),
        ("محمد حسن", "Mohammed Hassan", "person"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str, kind: Kind) -> None:
    assert share(one, other, kind)


def test_place_trade_and_form_are_no_keys() -> None:
    assert not share("Hubei Huarui Biotech Co., Ltd.", "Hubei Yuanhong Biotech Co., Ltd.", "company")


@given(st.text(max_size=60), st.sampled_from(["person", "company", "vessel"]))
def test_keys_fit_32_bits_and_speak_of_words_that_are_there(name: str, kind: Kind) -> None:
    try:
        taken = take_apart(name, kind)
    except UnreadableName:
        return
    words = min(len(taken.words), MOST_WORDS)
    assert [len(part) for part in keyed_words(taken)] == [words, words]
    for key, bits in keys(taken).items():
        assert 0 <= key < 2**32
        assert 0 < bits < 2**words


def test_a_name_of_many_words_has_keys_of_the_most_telling_alone() -> None:
    rare = [f"zephyr{letter}q" for letter in "abcdefgh"]
    taken = take_apart(" ".join(["mohammed", *rare, "ali"]), "person")
    assert len(keyed_words(taken)[1]) == MOST_WORDS
    assert min(keyed_words(taken)[1]) > min(taken.weights)
