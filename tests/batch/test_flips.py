from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from penstock.batch.flips import COMPARED, KEY, JudgedRow, flips_of, flips_of_parties
from penstock.screening.decide import Finding, Table
from penstock.screening.party_findings import Judged

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register

LISTS = {"us-ofac-sdn", "un-sc"}
ROWS: list[dict[str, Any]] = [
    {"consignment_id": "A", "item_no": 1, "outcome": "clear", "reasons": "no_mention", "unknown_in": "MX, us-ofac-sdn"},
    {"consignment_id": "A", "item_no": 2, "outcome": "hold", "reasons": "party_listed, watch", "unknown_in": ""},
    {"consignment_id": "B", "item_no": 1, "outcome": "hold", "reasons": "split_consignment, no_mention"},
]


def written(folder: Path, *changes: dict[str, Any]) -> Path:
    """Write the decisions of a run, some of them changed, and its findings."""
    folder.mkdir()
    rows = [
        {"unknown_in": "", "flags_not_evaluated": "a flag (smiles)", "file": "f.csv", "row": nth + 1} | row
        for nth, row in enumerate(changes or ROWS)
    ]
    pl.DataFrame(rows).select(*KEY, *COMPARED, "file", "row").write_parquet(folder / "decisions.parquet")
    codes = [("A", 2, "party_listed"), ("A", 2, "watch"), ("B", 1, "split_consignment")]
    found = [{"consignment_id": one, "item_no": number, "code": code} for one, number, code in codes]
    none = pl.lit(None, pl.String)
    pl.DataFrame(found).with_columns(duty=none, stage=none).write_parquet(folder / "findings.parquet")
    return folder


@pytest.fixture
def table(register: Register) -> Table:
    return Table(register.packed.decision_table)


def judged(row: int, *codes: str, unknown: tuple[str, ...] = (), file: str = "f.csv") -> JudgedRow:
    findings = tuple(Finding(code=code, message="m") for code in codes)
    return JudgedRow(file, row, Judged(findings, unknown))


def told(flips: pl.DataFrame) -> list[tuple[Any, ...]]:
    return flips.select(*KEY, "outcome", "reasons", "unknown_in").rows()


def test_what_is_said_of_the_goods_stays(tmp_path: Path, table: Table) -> None:
    run = written(tmp_path / "run")
    rows = [judged(3, "party_open"), judged(1, "party_listed", unknown=("un-sc",)), judged(2)]
    flips = flips_of_parties(run, rows, LISTS, table)
    assert told(flips) == [
        ("A", 1, "hold", "party_listed, no_mention", "MX, un-sc"),
        ("A", 2, "hold", "watch", ""),
        ("B", 1, "hold", "party_open, split_consignment, no_mention", ""),
    ]
    assert flips["reasons_before"].to_list() == [row["reasons"] for row in ROWS]
    assert flips["flags_not_evaluated"].to_list() == flips["flags_not_evaluated_before"].to_list()


def test_what_comes_out_as_before_and_what_the_run_refused_is_left_out(tmp_path: Path, table: Table) -> None:
    run = written(tmp_path / "run")
    rows = [judged(1, unknown=("us-ofac-sdn",)), judged(2, "party_listed"), judged(9, "party_listed")]
    flips = flips_of_parties(run, [*rows, judged(3, "party_open", file="other.csv")], LISTS, table)
    assert flips.is_empty()
    assert flips_of_parties(run, [], LISTS, table).is_empty()


def test_they_are_told_as_those_of_two_whole_runs(tmp_path: Path, table: Table) -> None:
    run = written(tmp_path / "run")
    changed = ROWS[0] | {"outcome": "hold", "reasons": "party_open, no_mention", "unknown_in": "MX"}
    after = written(tmp_path / "after", changed, *ROWS[1:])
    whole = flips_of(run / "decisions.parquet", after / "decisions.parquet")
    assert whole.equals(flips_of_parties(run, [judged(1, "party_open")], LISTS, table))
    assert whole.schema == flips_of_parties(run, [], LISTS, table).schema


def test_an_item_that_one_side_lacks_is_told(tmp_path: Path) -> None:
    run, after = written(tmp_path / "run"), written(tmp_path / "after", *ROWS[:2])
    (flip,) = flips_of(run / "decisions.parquet", after / "decisions.parquet").to_dicts()
    assert (flip["consignment_id"], flip["outcome"], flip["outcome_before"]) == ("B", None, "hold")
