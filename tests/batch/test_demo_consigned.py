from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from penstock.batch.demo_cases import Case
from penstock.batch.demo_consigned import Consigned, Consignments
from penstock.batch.demo_lots import Planted, Size, Stretch, generator
from penstock.batch.demo_rows import SCHEMA
from penstock.batch.demo_words import demo_words

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS = 4000
CASES = [
    Case("party", ("CN", "US"), {"consignor_name": "Example Chemicals Co Ltd", "date": "2026-01-05"}),
    *(Case("split", ("US", "MX"), {}, group=0, part=part) for part in range(4)),
]


def share(column: pl.Series) -> float:
    """Return how many of the cells are filled."""
    return 1 - column.null_count() / len(column)


def made(planted: Planted, cases: Sequence[Case] = CASES, seed: int = 1) -> Consigned:
    rng = generator(seed, 0)
    size = Size(ROWS, 400, 400, len(planted.at))
    fields = pl.DataFrame([case.fields for case in cases], schema=SCHEMA)[planted.case]
    return Consignments(demo_words(), cases, size, rng).make(rng, Stretch(0, 0, ROWS), planted, fields)


@pytest.fixture(scope="module")
def planted() -> Planted:
    case = np.array([0, 1, 2, 3, 4, 1, 2, 3, 4])
    return Planted(np.array([0, 1, 2, 700, 1400, 2000, 2800, 3000, ROWS - 1]), case, np.array([0] * 5 + [1] * 4))


def test_items_count_from_one_in_each_consignment(planted: Planted) -> None:
    found = made(planted)
    for consignment in np.unique(found.of_row)[:500]:
        items = found.item[found.of_row == consignment]
        assert items.tolist() == list(range(1, len(items) + 1))
    assert found.told["consignment_id"].n_unique() == len(found.told) == found.of_row[-1] + 1
    assert len(found.told) < ROWS * 0.7


def test_a_planted_row_is_a_consignment_by_itself(planted: Planted) -> None:
    found = made(planted)
    for at in planted.at:
        assert (found.of_row == found.of_row[at]).sum() == 1


def test_a_named_party_and_day_stand_in_its_row_and_the_made_up_address_does_not(planted: Planted) -> None:
    found = made(planted)
    row = found.told.row(int(found.of_row[0]), named=True)
    assert row["consignor_name"] == "Example Chemicals Co Ltd"
    assert row["consignor_address"] == ""
    assert row["date"] == "2026-01-05"
    assert (row["export_country"], row["destination_country"]) == ("CN", "US")


def test_the_parts_of_a_group_have_one_consignee_and_several_days(planted: Planted) -> None:
    found = made(planted)
    own = found.told[found.of_row[planted.at[1:]]]
    one, again = own[:4], own[4:]
    assert one["consignee_name"].n_unique() == again["consignee_name"].n_unique() == 1
    assert one["consignee_name"][0] != again["consignee_name"][0]
    assert one["date"].n_unique() == again["date"].n_unique() == 4
    assert one["date"].to_list() == sorted(one["date"])
    assert one["date"].str.head(7).n_unique() == again["date"].str.head(7).n_unique() == 1
    others = found.told.filter(pl.col("consignee_name") == one["consignee_name"][0])
    assert len(others) == 4


def test_parties_live_where_the_lane_ends_and_a_few_send_very_often(planted: Planted) -> None:
    found = made(planted).told
    assert (found["consignor_country"] == found["export_country"]).all()
    assert (found["consignee_country"] == found["destination_country"]).all()
    most = found["consignor_name"].value_counts(sort=True)["count"]
    assert most[0] > 5 * np.median(most.to_numpy())
    assert 0.05 < share(found["notify_party_name"]) < 0.2
    assert found["transit_countries"].is_not_null().any()


def test_days_are_within_the_span(planted: Planted) -> None:
    first, last = (day.isoformat() for day in demo_words().days)
    days = made(planted).told.filter(pl.col("consignor_name") != "Example Chemicals Co Ltd")["date"]
    assert days.min() == first
    assert days.max() == last
