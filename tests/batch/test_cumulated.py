from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.shipped import REGISTER

from penstock.batch import files
from penstock.batch.files import screen_files
from penstock.batch.job import Job
from penstock.batch.run import screen
from penstock.kernel.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DAY = "2026-11-22"
KEY = "consignment_id,item_no,"
HEAD = f"{KEY}date,consignor_name,export_country,consignee_name,destination_country,cas_number,net_mass_kg"
SPLIT = [
    "A,1,2026-11-03,Example Solvents,US,Harbour Ltd,JM,108-10-1,800",
    "A,2,2026-11-03,Example Solvents,US,Harbour Ltd,JM,7732-18-5,5",
    "B,1,2026-11-04,Example Solvents,US,Harbour Ltd,JM,7732-18-5,5",
    "C,1,2026-11-05,Example Solvents,US,Inland Ltd,JM,108-10-1,800",
    "D,1,2026-11-20,Example Solvents,US,HARBOUR INC,JM,108-10-1,800",
]


def written(path: Path, rows: Sequence[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return path


def both(folder: Path, *paths: Path, rows: int = 2) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Screen in both ways, see that they write the same, and return decisions and findings."""
    screen(list(paths), folder / "plain", on=DAY, register=REGISTER)
    screen_files(Job(tuple(map(str, paths)), on=DAY, rows=rows), folder / "parts", register=REGISTER)
    for name in ("decisions", "findings"):
        assert_frame_equal(*(pl.read_parquet(folder / way / f"{name}.parquet") for way in ("plain", "parts")))
    summaries = [json.loads((folder / way / "run.json").read_text(encoding="utf-8")) for way in ("plain", "parts")]
    assert summaries[0]["counts"] == summaries[1]["counts"]
    assert (folder / "plain" / "rejects.csv").read_bytes() == (folder / "parts" / "rejects.csv").read_bytes()
    decisions, findings = (pl.read_parquet(folder / "parts" / f"{name}.parquet") for name in ("decisions", "findings"))
    assert summaries[1]["counts"]["findings"] == len(findings)
    assert summaries[1]["counts"]["outcomes"]["hold"] == len(decisions.filter(outcome="hold"))
    return decisions, findings


def split_in(findings: pl.DataFrame) -> list[str]:
    return findings.filter(code="split_consignment")["consignment_id"].to_list()


@pytest.mark.parametrize("rows", [1, 2, 100])
def test_rows_of_several_parts_add_up(tmp_path: Path, rows: int) -> None:
    decisions, findings = both(tmp_path, written(tmp_path / "f.csv", SPLIT), rows=rows)
    assert split_in(findings) == ["A", "D"]
    assert findings["consignment_id"].unique(maintain_order=True).to_list() == ["A", "B", "C", "D"]
    held = decisions.filter(pl.col("reasons").str.contains("split_consignment"))
    assert held.rows_by_key(("consignment_id", "item_no")).keys() == {("A", 1), ("D", 1)}
    assert held["outcome"].to_list() == ["hold", "hold"]
    assert decisions.filter(consignment_id="A")["consignment_outcome"].to_list() == ["hold", "hold"]
    own = findings.filter(consignment_id="D")["outcome"].to_list()
    assert own == sorted(own, key=["prohibited", "hold", "licence", "notify", "clear"].index)


def test_rows_of_two_files_add_up_and_are_named_with_their_file(tmp_path: Path) -> None:
    head = HEAD.removeprefix(KEY)
    paths = []
    for name, row in (("one", SPLIT[0]), ("two", SPLIT[-1])):
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(f"{head}\n{row.split(',', 2)[2]}\n", encoding="utf-8")
    _, findings = both(tmp_path, *paths)
    named = [f"{path}:row-1" for path in paths]
    assert split_in(findings) == named
    assert findings.filter(code="split_consignment")["other_matched"][0] == ", ".join(f"{one}/1" for one in named)


def test_a_row_that_stands_twice_counts_once(tmp_path: Path) -> None:
    _, findings = both(tmp_path, written(tmp_path / "f.csv", [*SPLIT[:4], SPLIT[0]]))
    assert split_in(findings) == []
    told = [written(tmp_path / name, rows) for name, rows in (("one.csv", SPLIT[:1]), ("two.csv", SPLIT[:1]))]
    _, findings = both(tmp_path / "more", *told)
    assert split_in(findings) == []


def test_a_run_that_was_broken_off_adds_up_what_it_read_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job((str(written(tmp_path / "f.csv", SPLIT)),), on=DAY, rows=2)
    screen_files(job, tmp_path / "whole")
    with monkeypatch.context() as broken:
        broken.setattr(files, "finish", stopped)
        with pytest.raises(OutputError):
            screen_files(job, tmp_path / "out")
    screen_files(job, tmp_path / "out", resume=True)
    for name in ("decisions", "findings"):
        assert_frame_equal(*(pl.read_parquet(tmp_path / way / f"{name}.parquet") for way in ("whole", "out")))
    assert split_in(pl.read_parquet(tmp_path / "out" / "findings.parquet")) == ["A", "D"]


def stopped(*_: object) -> None:
    message = "The disk is full."
    raise OutputError(message, remedy="Make room.")


CELLS = st.tuples(
    st.sampled_from("ABCDE"),
    st.sampled_from(["2026-11-03", "2026-11-20", "2026-12-01", "", "1.5.2026", "nonsense"]),
    st.sampled_from(["Example Solvents", "Example Solvents Inc", ""]),
    st.sampled_from(["US", "FR", "CA", ""]),
    st.sampled_from(["Harbour Ltd", "HARBOUR INC", "Inland Ltd", ""]),
    st.sampled_from(["JM", "DE", ""]),
    st.sampled_from(["108-10-1", "67-64-1", "94-59-7", "103-82-2", "7732-18-5"]),
    st.sampled_from(["800", "0.2", "30", "", "5000", "1e2", "0"]),
)


@settings(max_examples=15)
@given(st.lists(CELLS, min_size=1, max_size=14), st.integers(1, 5))
def test_both_ways_of_screening_agree_whatever_the_rows(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, ...]], rows: int
) -> None:
    folder = tmp_path_factory.mktemp("run")
    lines = [",".join((one[0], str(nth + 1), *one[1:])) for nth, one in enumerate(told)]
    both(folder, written(folder / "f.csv", lines), rows=rows)
