from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from penstock.batch.cells import TYPES
from penstock.batch.columns import CONTRACT, PARTIES
from penstock.batch.sorted_values import Said
from penstock.batch.words import Same, Told, put_in_words

ROW: dict[str, Any] = {
    "goods_description": "steel pipes, 6 m",
    "commodity_code": "730411",
    "cas_number": "57-13-6",
    "quantity": 5.0,
    "quantity_unit": "pcs",
    "net_mass_kg": 40.0,
    "concentration_percent": 30.0,
    "currency": "USD",
    "consignor_name": "Example Steel",
    "consignor_country": "CN",
    "consignee_country": "DE",
    "destination_country": "FR",
}
SAME = Same(
    ("quantity", "currency"),
    {"goods_description": "things", "cas_number": "7732-18-5", **dict.fromkeys(PARTIES, "Nobody Ltd")},
    Said(7, lambda texts: ["says"] * len(texts)),
    Said(7, lambda names: ["sells"] * len(names)),
)


def words_of(*, known: bool = False, asked: bool = False, **told: bool) -> dict[str, Any]:
    schema = {column: TYPES.get(column, pl.String) for column in CONTRACT}
    table = pl.DataFrame([dict.fromkeys(CONTRACT) | ROW], schema=schema)
    flags = {name: np.array([told.get(name, False)]) for name in ("is_quiet", "is_loud", "speaks", "says_code")}
    names = {column: np.array([known and column == "consignor_name"]) for column in PARTIES}
    row = put_in_words(table, Told(**flags, names=names, asked=np.array([asked])), SAME).row(0, named=True)
    return {column: value for column, value in row.items() if value is not None}


def test_goods_that_say_nothing_leave_the_route_and_which_columns_are_filled_in() -> None:
    assert words_of() == {
        "goods_description": "things",
        "commodity_code": "-",
        "cas_number": "7732-18-5",
        "quantity": 1.0,
        "currency": "-",
        "consignor_name": "Nobody Ltd",
        "export_country": "CN",
        "destination_country": "FR",
    }


def test_quiet_goods_leave_their_code_unit_and_whether_they_are_dilute() -> None:
    found = words_of(is_quiet=True, speaks=True, says_code=True)
    assert found == words_of() | {
        "goods_description": "steel pipes, 6 m",
        "commodity_code": "730411",
        "cas_number": "57-13-6",
        "quantity_unit": "pcs",
        "concentration_percent": 50.0,
    }


def test_loud_goods_are_judged_by_all_the_row_says() -> None:
    assert words_of(is_loud=True, speaks=True, says_code=True) == ROW


@pytest.mark.parametrize("asked", [True, False])
def test_a_name_that_a_list_has_stands_with_its_own_countries(*, asked: bool) -> None:
    found = words_of(known=True, asked=asked)
    assert (found["consignor_name"], found["consignor_country"], found["consignee_country"]) == (
        "Example Steel",
        "CN",
        "DE",
    )
    assert "export_country" not in found


def test_where_business_counts_another_of_the_same_stands_for_a_name() -> None:
    assert words_of(asked=True)["consignor_name"] == "Example Steel"


def test_of_some_rows_is_told_what_is_told_of_them() -> None:
    yes, no = np.array([True, False]), np.array([False, True])
    told = Told(yes, no, yes, yes, dict.fromkeys(PARTIES, no), yes).of(np.array([1]))
    assert (told.is_loud.tolist(), told.is_quiet.tolist(), told.is_known.tolist()) == ([True], [False], [True])
