from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.shipped import REGISTER

from penstock.batch.cells import TYPES
from penstock.batch.columns import CONTRACT
from penstock.batch.kinds import Telling
from penstock.screening.alike import Alike
from penstock.screening.judge import Judge
from penstock.screening.parties import PartyJudge
from penstock.screening.party_findings import PartyFindings

PARTIES = PartyFindings(REGISTER, PartyJudge(REGISTER))
JUDGE = Judge(REGISTER, parties=PARTIES)
ALIKE = Alike(REGISTER, JUDGE, PARTIES)
DAY = date(2026, 11, 22)
STEEL: dict[str, Any] = {"goods_description": "steel pipes", "destination_country": "DE"}
QUIET: dict[str, Any] = {"goods_description": "urea", "destination_country": "DE"}
LOUD: dict[str, Any] = {"goods_description": "fentanyl", "destination_country": "US"}
LISTED = "HEBEI YAXIN RESTAURANT MANAGEMENT"
TRADES: dict[str, Any] = {"goods_description": "steel pipes", "export_country": "CN", "destination_country": "MX"}


def kinds_of(*rows: dict[str, Any]) -> tuple[list[int], list[bool]]:
    schema = {column: TYPES.get(column, pl.String) for column in CONTRACT}
    table = pl.DataFrame([dict.fromkeys(CONTRACT) | row for row in rows], schema=schema)
    telling = Telling(ALIKE, DAY, 11)
    own = telling.numbered(table)
    kinds = telling.kinds(table, own, telling.begin(own))
    return kinds.numbers.tolist(), kinds.told.is_loud.tolist()


@pytest.mark.parametrize(
    ("base", "change"),
    [
        (STEEL, {"goods_description": "cotton shirts"}),
        (STEEL, {"date": DAY}),
        (STEEL, {"date": date(2026, 11, 21)}),
        (STEEL | {"quantity": 5.0}, {"quantity": 6.0}),
        (STEEL | {"quantity_unit": "kg"}, {"quantity_unit": "pcs"}),
        (STEEL | {"commodity_code": "730411"}, {"commodity_code": "610910"}),
        (STEEL | {"consignor_name": "Example Trading"}, {"consignor_name": "Example Imports"}),
        (STEEL | {"consignor_address": "1 Example Road"}, {"consignor_address": "2 Example Road"}),
        (QUIET | {"net_mass_kg": 5.0}, {"net_mass_kg": 6.0}),
        (QUIET | {"concentration_percent": 5.0}, {"concentration_percent": 6.0}),
        (TRADES | {"consignee_name": "Example Foods Inc"}, {"consignee_name": "Other Foods Inc"}),
        (STEEL, {"quantity": 5.0}),
        (STEEL, {"net_mass_kg": 5.0}),
        (STEEL, {"consignee_country": "DE"}),
        (QUIET | {"goods_description": "urea, white"}, {"goods_description": "best urea, white"}),
        (STEEL, {"consignment_id": "Z", "item_no": "9"}),
        (STEEL | {"consignor_name": LISTED}, {"date": date(2026, 11, 21)}),
    ],
)
def test_rows_that_differ_in_what_says_nothing_are_of_one_kind(base: dict[str, Any], change: dict[str, Any]) -> None:
    (one, other), _ = kinds_of(base, base | change)
    assert one == other


@pytest.mark.parametrize(
    ("base", "change"),
    [
        (STEEL, {"goods_description": "urea"}),
        (STEEL, {"goods_description": None, "smiles": "CCCCCCC"}),
        (STEEL, {"destination_country": "US"}),
        (STEEL, {"transit_countries": "HK"}),
        (STEEL, {"consignor_country": "CN"}),
        (STEEL | {"goods_description": None, "commodity_code": "730411"}, {"net_mass_kg": 5.0}),
        (STEEL, {"commodity_code": "2933399073"}),
        (STEEL, {"consignor_address": "1 Example Road"}),
        (STEEL, {"cas_number": "57-13-6"}),
        (STEEL, {"date": date(2024, 3, 31)}),
        (STEEL | {"consignor_name": "Example Trading"}, {"consignor_name": "BOTANICA 2000"}),
        (STEEL | {"consignor_name": LISTED}, {"consignee_name": LISTED, "consignor_name": None}),
        (QUIET | {"quantity_unit": "kg"}, {"quantity_unit": "l"}),
        (QUIET | {"concentration_percent": 100.0}, {"concentration_percent": 99.0}),
        (LOUD | {"net_mass_kg": 5.0}, {"net_mass_kg": 6.0}),
        (LOUD | {"consignee_name": "Example Trading"}, {"consignee_name": "Example Imports"}),
        (LOUD, {"date": date(2019, 4, 30)}),
        (STEEL | {"consignor_name": LISTED, "date": date(2023, 10, 3)}, {"date": date(2023, 10, 2)}),
        (TRADES | {"consignee_name": "Example Foods Inc"}, {"consignee_name": "Example Chemicals Inc"}),
    ],
)
def test_rows_that_may_be_judged_otherwise_are_of_another_kind(base: dict[str, Any], change: dict[str, Any]) -> None:
    (one, other), _ = kinds_of(base, base | change)
    assert one != other


def test_a_row_is_loud_where_law_or_flags_may_speak_of_its_goods_or_it_names_none() -> None:
    parties_only = {"consignor_name": "Example Trading"}
    assert kinds_of(STEEL, QUIET, LOUD, parties_only, {"commodity_code": "2933399073"})[1] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_told_by_all_they_say_rows_that_differ_anywhere_differ() -> None:
    schema = {column: TYPES.get(column, pl.String) for column in CONTRACT}
    rows = [STEEL, STEEL, STEEL | {"goods_description": "cotton shirts"}, STEEL | {"net_mass_kg": 1.0}]
    table = pl.DataFrame([dict.fromkeys(CONTRACT) | row for row in rows], schema=schema)
    found = Telling(ALIKE, DAY, 11).whole(table).tolist()
    assert found[0] == found[1]
    assert len(set(found)) == 3
