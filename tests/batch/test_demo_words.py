from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import polars as pl
import pytest

from penstock.batch.columns import vocabulary
from penstock.batch.demo_words import Words, bases, demo_words, together
from penstock.screening.decide import Finding, Table
from penstock.substances.cas import read_cas

if TYPE_CHECKING:
    from penstock.law.register import Register


def test_the_goods_are_named_in_three_languages_under_six_digits() -> None:
    known = bases(demo_words())
    assert {base.language for base in known} == {"en", "zh", "es"}
    assert all(len(base.code) == 6 and base.code.isdigit() for base in known)
    assert len(known) == len(set(known)) > 150


def test_no_word_stands_twice_in_a_list_in_whatever_case() -> None:
    for base in bases(demo_words()):
        for words in (base.adjectives, base.details):
            assert len({word.casefold() for word in words}) == len(words), base


def test_every_lane_has_a_currency_and_parties_at_both_ends(register: Register) -> None:
    words = demo_words()
    for lane in words.lanes:
        assert words.currencies[lane.origin]
        assert {lane.origin, lane.destination} <= set(words.parties.cities)
        assert {lane.origin, lane.destination, *lane.via} <= vocabulary().codes
        assert register.binding(lane.origin) or register.binding(lane.destination)
    assert len(words.every_lane()) == 20


def test_the_codes_a_negative_must_not_get_are_those_of_the_decision_table(register: Register) -> None:
    table = register.packed.decision_table
    known = {row.finding for row in table.rows}
    for codes in demo_words().never.values():
        assert set(codes) <= known
    judged = Table(table)
    goods = [Finding(code=code, message="", duty="licence" if code == "obligation" else None) for code in codes]
    assert all(judged.outcome(finding) != "clear" for finding in goods)


def test_the_cas_numbers_hold() -> None:
    words = demo_words()
    numbers = [one.cas for one in words.chemicals.goods]
    numbers += [one.cas for goods in words.negatives.values() for one in goods if one.cas is not None]
    for number in numbers:
        reading = read_cas(number)
        assert reading is not None
        assert reading.is_valid


def test_parts_are_put_in_their_places() -> None:
    table = pl.DataFrame({"a": ["x", "y"], "b": ["1", "2"]})
    told = table.select(t=together("{b}-{a}!", {"a": pl.col("a"), "b": pl.col("b")}))["t"]
    assert told.to_list() == ["1-x!", "2-y!"]


def test_a_misspelt_key_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="colours"):
        msgspec.convert({"adjectives": [], "nouns": {}, "details": [], "colours": []}, Words)
