from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.shipped import REGISTER

from penstock.batch.files import screen_files
from penstock.batch.job import Job

if TYPE_CHECKING:
    from pathlib import Path


def results_of(tmp_path: Path, *files: str, rows: int = 2) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Return the decisions of files and the object of ``run.json``."""
    paths = [tmp_path / f"{nth}.csv" for nth in range(len(files))]
    for path, text in zip(paths, files, strict=True):
        path.write_text(text, encoding="utf-8")
    done = screen_files(Job(tuple(map(str, paths)), on="2026-11-22", rows=rows), tmp_path / "out", register=REGISTER)
    return pl.read_parquet(tmp_path / "out" / "decisions.parquet"), done.summary


def test_the_outcome_of_a_consignment_is_the_strictest_of_all_parts_and_files(tmp_path: Path) -> None:
    one = "id,line,goods,to\nA,1,lamps,US\nB,1,lamps,US\nB,2,lamps,US\nC,1,lamps,US\nA,2,parts,US\n"
    decisions, summary = results_of(tmp_path, one, "id,line,goods,to\nB,3,fentanyl,US\n")
    whole = dict(decisions.select("consignment_id", "consignment_outcome").rows())
    assert whole == {"A": "hold", "B": whole["B"], "C": "clear"}
    assert whole["B"] not in {"clear", "hold"}
    assert summary["counts"]["consignments"] == 3
    assert sum(summary["counts"]["outcomes"].values()) == 6


def test_a_row_that_stands_twice_counts_in_nothing(tmp_path: Path) -> None:
    text = "id,line,goods,to\nA,1,lamps,US\nA,1,parts,US\n"
    decisions, summary = results_of(tmp_path, text, rows=1)
    flag = "us-cbp-vague-descriptions.vague-description"
    assert decisions.select("outcome", "consignment_outcome").rows() == [("clear", "clear")]
    assert flag not in summary["red_flags"]["raised"]
    assert summary["counts"] | {"outcomes": {}} == {
        "rows": 2, "decisions": 1, "rejects": 1, "findings": 0, "outcomes": {}, "consignments": 1,
    }  # fmt: skip
    _, both = results_of(tmp_path, text.replace("A,1,parts", "A,2,parts"), rows=1)
    assert both["red_flags"]["raised"] == {flag: 1}


def test_carried_columns_of_several_files_stand_side_by_side(tmp_path: Path) -> None:
    decisions, _ = results_of(tmp_path, "id,goods,row,note\nA,lamps,x,y\n", "id,goods,note,carried_row\nB,lamps,z,w\n")
    shown = decisions.drop(
        "as_of", "reasons", "unknown_in", "flags_not_evaluated", "file", "outcome", "consignment_outcome"
    )
    assert shown.columns == ["consignment_id", "item_no", "row", "carried_row", "note", "carried_carried_row"]
    assert shown.rows() == [("A", 1, 1, "x", "y", None), ("B", 1, 1, None, "z", "w")]


def test_carried_columns_stand_in_the_order_of_the_files_whose_rows_stand(tmp_path: Path) -> None:
    decisions, _ = results_of(tmp_path, "id,goods,b\nA,,x\n", "id,goods,a,b\nB,lamps,z,w\n")
    assert decisions.columns[-2:] == ["a", "b"]


@pytest.mark.parametrize("other", ["id,goods,note\nA,,x\n", "id,line,goods,note\nA,1,lamps,x\n"])
def test_the_columns_of_a_file_of_which_no_row_stands_are_left_out(tmp_path: Path, other: str) -> None:
    decisions, summary = results_of(tmp_path, "id,line,goods\nA,1,lamps\n", other)
    assert "note" not in decisions.columns
    assert summary["counts"]["rejects"] == 1


def test_a_file_of_rejects_alone_has_results_of_no_rows(tmp_path: Path) -> None:
    decisions, summary = results_of(tmp_path, "id,goods,note\nA,,x\n,lamps,y\nB\n")
    assert decisions.shape == (0, 10)
    assert decisions.schema["item_no"] == pl.Int64
    assert summary["counts"]["consignments"] == 0
    assert pl.read_parquet(tmp_path / "out" / "findings.parquet").is_empty()


def test_red_flags_are_counted_by_the_row_and_told_in_order(tmp_path: Path) -> None:
    _, summary = results_of(tmp_path, "id,goods,to\n" + "A,parts,US\n" * 3 + "B,clearance guaranteed,\n", rows=1)
    flags = summary["red_flags"]
    assert flags["raised"]["us-cbp-vague-descriptions.vague-description"] == 3
    assert list(flags["not_evaluated"]) == sorted(flags["not_evaluated"])
    assert flags["no_such_field"]
