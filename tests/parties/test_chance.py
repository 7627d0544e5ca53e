from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.parties.align import align
from penstock.parties.chance import bits, shortfall
from penstock.parties.compare import compare
from penstock.parties.names import take_apart


def short(one: str, other: str) -> float:
    left, right = take_apart(one, "company"), take_apart(other, "company")
    return shortfall(left, right, align(left, right))


@pytest.mark.parametrize(
    ("ordinary", "listed"),
    [
        ("Sony", "SUNNY LAND TRADING LTD"),
        ("Target", "TARGET ELECTRONICS"),
        ("Puma SE", "IRAN PUYA"),
        ("Deere", "DREW PROPERTIES"),
        ("Bayer", "BAJER"),
        ("Apple Inc", "APLEX GROUP LIMITED LIABILITY COMPANY"),
        ("Guanlang", "CHUNLING HK LIMITED"),
        ("x ltd", "E. X. Co."),
    ],
)
def test_a_likeness_that_may_be_chance_is_no_match(ordinary: str, listed: str) -> None:
    found = compare(ordinary, listed)
    assert not found.is_match
    assert found.is_near == (found.likeness >= 0.5)
    assert found.score <= found.likeness


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("Guanlang", "HEBEI GUANLANG BIOTECHNOLOGY CO., LTD."),
        ("AMD", "AMD CO. LTD"),
        ("DM Ltd", "LIMITED LIABILITY COMPANY DM"),
        ("SMILEWALbET, LLC", "SMILEWALLET, LLC"),
        ("LIMITED LIABILITTY COMPANY ITC", "LIMITED LIABILITY COMPANY ITC"),
        ("FOX RIVER SUPPLY", "SUPPLY FOX RIVER"),
    ],
)
def test_a_rare_word_a_whole_name_and_a_slip_in_many_letters_are_a_match(written: str, listed: str) -> None:
    assert compare(written, listed).is_match


def test_a_word_of_the_language_tells_less_than_a_rare_one_and_a_short_one_less_than_a_long_one() -> None:
    assert bits("guanlang") > bits("lang")
    assert short("Orange", "Orange Shipping") > short("Oranzhel", "Oranzhel Shipping")
    assert bits("ali") < bits("alizv")


def test_each_letter_that_differs_takes_away() -> None:
    assert short("Tesco Bank", "Tesco Bank") == 0
    assert 0 < short("Velux", "Veluxa Power") <= short("Velux", "Veloxa Power")


def test_what_is_missing_is_said() -> None:
    (part,) = [one for one in compare("Sony", "SUNNY LAND TRADING LTD").explanation if one.measure == "chance"]
    assert part.effect < 0
    assert "chance" in part.note


@given(st.text("abcdeky ", min_size=3, max_size=14), st.text("abcdeky ", min_size=3, max_size=14))
def test_it_is_the_same_in_either_order_and_never_raises_the_score(one: str, other: str) -> None:
    left, right = f"q{one} ltd", f"q{other} ltd"
    found, turned = compare(left, right), compare(right, left)
    assert found.values[-1] == pytest.approx(turned.values[-1])
    assert found.score <= found.likeness
