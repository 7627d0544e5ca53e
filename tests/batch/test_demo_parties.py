from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from penstock.batch.demo_lots import generator
from penstock.batch.demo_parties import People
from penstock.batch.demo_words import demo_words

COUNTRIES = ["CN", "US", "MX", "DE", "IN", "CA"]


@pytest.fixture(scope="module")
def people() -> People:
    return People(demo_words(), generator(3, 0))


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_two_numbers_are_one_party(people: People, country: str) -> None:
    numbers = np.arange(60_000)
    told = people.tell(numbers, pl.repeat(country, len(numbers), eager=True))
    assert told["name"].n_unique() == len(numbers)
    assert set(told["country"]) == {country}


def test_each_country_has_its_own_legal_forms_and_language(people: People) -> None:
    numbers = np.arange(600)
    told = people.tell(numbers, pl.Series(COUNTRIES).gather(numbers % 6))
    ends = {
        "CN": r"有限公司$|有限责任公司$|Co\., Ltd\.$|Company Limited$",
        "US": r"Inc$|LLC$|Corp$",
        "MX": r"de C\.V\.$",
        "DE": r"GmbH$|KG$",
        "IN": r"Pvt Ltd$|Private Limited$",
        "CA": r"Inc$|Ltd$",
    }
    for country, pattern in ends.items():
        names = told.filter(pl.col("country") == country)["name"]
        assert names.str.contains(pattern).all(), country
    assert told["name"].str.contains("[一-鿿]").any()


def test_the_order_is_kept_and_a_party_is_the_same_alone(people: People) -> None:
    numbers = np.array([40, 3, 77, 3])
    told = people.tell(numbers, pl.Series(["US", "CN", "MX", "CN"]))
    assert told["country"].to_list() == ["US", "CN", "MX", "CN"]
    assert told[1].equals(told[3])
    assert told[2].equals(people.tell(np.array([77]), pl.Series(["MX"])))


def test_some_give_no_address_and_the_others_a_made_up_one(people: People) -> None:
    told = people.tell(np.arange(2000), pl.repeat("US", 2000, eager=True))
    assert 300 < told["address"].null_count() < 700
    assert told["address"].drop_nulls().str.contains("Road|Street|Lane|Avenue").all()
