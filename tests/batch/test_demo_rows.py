from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from penstock.batch.columns import CONTRACT
from penstock.batch.demo_cases import Case
from penstock.batch.demo_lots import Size, Stretch
from penstock.batch.demo_rows import LABELS, Rows, Table, labels_of
from penstock.batch.demo_words import demo_words

CASES = [
    Case("name", ("CN", "US"), {"goods_description": "4-piperidone"}, ("obligation",), "4-piperidone"),
    Case("negative", ("DE", "US"), {"goods_description": "steel pipe"}, never=("open", "watch")),
]
SIZE = Size(rows=3000, texts=300, parties=300, planted=30)


@pytest.fixture(scope="module")
def table() -> Table:
    return Rows(demo_words(), CASES, SIZE, 5).make(Stretch(0, 0, 3000))


def test_the_columns_are_those_of_the_contract(table: Table) -> None:
    assert tuple(table.rows.columns) == CONTRACT
    assert table.labels.schema == pl.Schema(LABELS)


def test_each_label_stands_for_the_row_it_names(table: Table) -> None:
    both = table.labels.join(table.rows, on=["consignment_id", "item_no"])
    assert len(both) == len(table.labels) == 30
    said = {"name": "4-piperidone", "negative": "steel pipe"}
    assert all(said[kind] == text for kind, text in both.select("kind", "goods_description").iter_rows())
    assert table.labels["kind"].value_counts(sort=True)["count"].to_list() == [15, 15]
    assert both.filter(pl.col("kind") == "name")["quantity"].null_count() == 15


def test_planted_rows_are_spread_over_the_data(table: Table) -> None:
    texts = pl.Series(["4-piperidone", "steel pipe"])
    at = table.rows.with_row_index().filter(pl.col("goods_description").is_in(texts.implode()))["index"]
    assert at.to_list() == list(range(0, 3000, 100))


def test_the_distinct_texts_are_as_many_as_asked_for(table: Table) -> None:
    ordinary = table.rows.join(table.labels, on=["consignment_id", "item_no"], how="anti")
    assert ordinary["goods_description"].n_unique() == SIZE.texts


def test_stretches_of_any_length_have_every_text(table: Table) -> None:
    rows = Rows(demo_words(), CASES, SIZE, 5)
    ends = [0, 700, 701, 1900, 3000]
    parts = [rows.make(Stretch(n, *ends[n : n + 2])) for n in range(4)]
    assert [len(part.rows) for part in parts] == np.diff(ends).tolist()
    whole = pl.concat([part.rows for part in parts])
    assert whole["goods_description"].n_unique() == SIZE.texts + 2
    assert whole.select("consignment_id", "item_no").n_unique() == 3000
    assert sum(len(part.labels) for part in parts) == len(table.labels)


def test_a_stretch_is_the_same_whatever_was_made_before() -> None:
    rows = Rows(demo_words(), CASES, SIZE, 5)
    rows.make(Stretch(0, 0, 1000))
    assert rows.make(Stretch(1, 1000, 2000)).rows.equals(
        Rows(demo_words(), CASES, SIZE, 5).make(Stretch(1, 1000, 2000)).rows
    )


def test_cells_are_left_empty_as_shippers_do_and_units_never_stand_alone(table: Table) -> None:
    rows = table.rows
    for column, most in (("cas_number", 0.06), ("smiles", 0.02), ("notify_party_name", 0.25)):
        assert 0 < 1 - rows[column].null_count() / len(rows) < most, column
    for number, unit in (("quantity", "quantity_unit"), ("declared_value", "currency")):
        assert (rows[number].is_null() == rows[unit].is_null()).all()
        assert rows[number].is_null().any()
    by_mass = rows.filter(pl.col("quantity_unit") == "kg", pl.col("net_mass_kg").is_not_null())
    assert (by_mass["quantity"] == by_mass["net_mass_kg"]).all()
    assert {"USD", "CNY", "EUR", "MXN", "INR"} >= set(rows["currency"].drop_nulls()) > {"USD"}


def test_without_cases_nothing_is_planted() -> None:
    made = Rows(demo_words(), [], Size(50, 5, 5, 0), 1).make(Stretch(0, 0, 50))
    assert len(made.rows) == 50
    assert made.labels.is_empty()
    assert labels_of([]).is_empty()
