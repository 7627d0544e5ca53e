from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Outcome


def test_it_tells_what_was_written(penstock_command: Callable[..., Outcome], tmp_path: Path) -> None:
    out = tmp_path / "goods.csv"
    told = penstock_command("demo-data", "--rows", 400, "--out", out, "--seed", 3)
    assert told.status == 0, told.err
    assert f"400 rows in {out}\n" in told.out
    assert f"labelled in {tmp_path / 'labels.parquet'}\n" in told.out
    assert "  split: 4\n" in told.out
    assert len(pl.read_csv(out, infer_schema=False)) == 400


def test_json_names_every_file(penstock_command: Callable[..., Outcome], tmp_path: Path) -> None:
    out = tmp_path / "parts"
    told = penstock_command("demo-data", "--rows", 100, "--out", out, "--files", 2, "--planted", 0, "--json")
    assert json.loads(told.out) == {
        "rows": 100,
        "files": [str(out / "part-0001.parquet"), str(out / "part-0002.parquet")],
        "labels": str(out / "labels.parquet"),
        "planted": {},
    }


def test_a_wrong_share_is_one_line_and_status_2(penstock_command: Callable[..., Outcome], tmp_path: Path) -> None:
    told = penstock_command("demo-data", "--rows", 100, "--distinct", 2, "--out", tmp_path / "a.csv")
    assert told.status == 2
    assert told.err == "penstock: 2 is no share of distinct texts. Give more than 0 and up to 1.\n"


def test_a_file_that_is_there_is_one_line_and_status_1(
    penstock_command: Callable[..., Outcome], tmp_path: Path
) -> None:
    (tmp_path / "a.csv").touch()
    told = penstock_command("demo-data", "--rows", 100, "--out", tmp_path / "a.csv")
    assert told.status == 1
    assert told.err.endswith("is there already. Name another place, or move it away.\n")
