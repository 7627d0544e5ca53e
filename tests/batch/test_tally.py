from __future__ import annotations

import polars as pl
import pytest

from penstock.batch import tally as tallies
from penstock.batch.tally import Tally, with_prefix
from penstock.law.register import Register
from penstock.screening.decide import Table

TABLE = Table(Register.load().packed.decision_table)


def rows(*told: tuple[str, int, int]) -> pl.DataFrame:
    return pl.DataFrame(told, schema={"consignment_id": pl.String, "row": pl.Int64, "decision": pl.Int64}, orient="row")


def decisions(*told: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(told, schema={"outcome": pl.String, "flags": pl.String}, orient="row")


@pytest.mark.parametrize("at_once", [1, 2, 1000])
def test_rows_are_counted_by_outcome_flags_and_consignment(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "AT_ONCE", at_once)
    tally = Tally(TABLE)
    tally.add(rows(("A", 1, 0), ("A", 2, 1), ("B", 3, 0)), decisions(("clear", ""), ("hold", "x")), None, "")
    tally.add(rows(("A", 4, 1), ("C", 6, 0)), decisions(("clear", "y"), ("licence", "x")), None, "")
    assert tally.outcomes == {"clear": 3, "hold": 1, "licence": 1}
    assert tally.flags == {"": 2, "x": 2, "y": 1}
    assert tally.consignments() == 3
    assert tally.strict_consignments().rows() == [("A", "hold")]


def test_an_outcome_that_other_rows_change_counts_as_changed() -> None:
    tally = Tally(TABLE)
    changed = pl.DataFrame({"row": [5], "outcome": ["licence"]})
    tally.add(rows(("A", 3, 0), ("B", 5, 0), ("C", 8, 0)), decisions(("clear", "x")), changed, "")
    assert tally.outcomes == {"clear": 2, "licence": 1}
    assert tally.flags == {"x": 3}
    assert tally.strict_consignments().rows() == [("B", "licence")]


def test_consignments_of_files_that_have_none_are_told_apart_by_the_file() -> None:
    tally = Tally(TABLE)
    for prefix in ("one.csv:", "two.csv:"):
        tally.add(rows(("row-1", 1, 0)), decisions(("hold", "")), None, prefix)
    assert tally.consignments() == 2
    assert sorted(tally.strict_consignments()["consignment_id"]) == ["one.csv:row-1", "two.csv:row-1"]
    assert rows(("A", 1, 0)).select(with_prefix("f:")).rows() == [("f:A",)]


def test_a_part_without_rows_counts_nothing() -> None:
    tally = Tally(TABLE)
    tally.add(rows(), decisions(), None, "")
    tally.add(rows(), decisions(("clear", "")), None, "f:")
    assert (tally.outcomes, tally.consignments(), tally.strict_consignments().height) == ({}, 0, 0)
