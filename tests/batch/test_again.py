from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.batch.telling_files import keep
from tests.shipped import REGISTER

from penstock.batch import again as again_module
from penstock.batch.again import screen_again
from penstock.batch.files import screen_files
from penstock.batch.job import Job
from penstock.kernel.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-22"
ROWS = (
    "consignment_id,goods_description,consignee_name,destination_country\n"
    "A,urea,Made Up Traders,US\nB,fentanyl,Cedar Works,US\nC,steel pipes,Oldco Works,MX\n"
)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Return the folder of a run by a list that names nobody of its file."""
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    job = Job((str(tmp_path / "rows.csv"),), on=DAY, lists=keep(tmp_path / "before", "Elsewhere Shipping"))
    screen_files(job, tmp_path / "run", register=REGISTER)
    return tmp_path / "run"


def test_where_a_vintage_came_only_the_rows_are_judged_that_it_touches(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = keep(tmp_path / "before", "Elsewhere Shipping", "Made Up Traders LLC", day=date(2026, 9, 1))
    with monkeypatch.context() as patched:
        patched.setattr(again_module, "screen_files", None)
        again = screen_again(run, tmp_path / "again", register=REGISTER, lists=lists)
    (flip,) = again.flips.to_dicts()
    assert (flip["consignment_id"], flip["outcome_before"], flip["outcome"]) == ("A", "clear", "hold")
    assert flip["unknown_in"] == flip["unknown_in_before"]
    assert again.why_whole is None
    assert {path.name for path in (tmp_path / "again").iterdir()} == {"run.json", "flips.parquet"}
    told = json.loads((tmp_path / "again" / "run.json").read_text(encoding="utf-8"))
    assert told == again.summary
    assert told["counts"] == {"rows": 3, "judged": 1, "names": 1, "flips": 1}
    assert (told["run"], told["why_whole"]) == (str(run), None)
    whole = screen_again(run, tmp_path / "whole", register=REGISTER, lists=lists, is_whole=True)
    assert whole.flips.equals(again.flips)
    assert whole.why_whole == "it was asked for"
    assert (tmp_path / "whole" / "decisions.parquet").exists()


def test_what_was_told_by_the_change_is_no_run(run: Path, tmp_path: Path) -> None:
    screen_again(run, tmp_path / "again", register=REGISTER, lists=str(tmp_path / "before"))
    with pytest.raises(UsageError, match="holds no run"):
        screen_again(tmp_path / "again", tmp_path / "more", register=REGISTER)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("register", "0" * 64, "the register is another one"),
        ("engine", "0.0.1", "the version of Penstock is another one"),
        ("rosters", {}, "us-ofac-sdn is imported now and was not then, or the other way round"),
    ],
)
def test_where_more_changed_all_rows_are_judged_and_it_is_said_why(
    run: Path, tmp_path: Path, name: str, value: object, why: str
) -> None:
    told = json.loads((run / "run.json").read_text(encoding="utf-8"))
    told["stamp"][name] = value
    (run / "run.json").write_text(json.dumps(told), encoding="utf-8")
    again = screen_again(run, tmp_path / "again", register=REGISTER, lists=str(tmp_path / "before"))
    assert again.why_whole == why
    assert json.loads((tmp_path / "again" / "run.json").read_text(encoding="utf-8")) == again.summary
    assert (tmp_path / "again" / "findings.parquet").exists()


def test_exactly_the_decisions_that_differ_are_told(run: Path, tmp_path: Path) -> None:
    lists = keep(tmp_path / "after", "Elsewhere Shipping", "Made Up Traders LLC")
    again = screen_again(run, tmp_path / "again", register=REGISTER, lists=lists)
    (flip,) = again.flips.to_dicts()
    assert (flip["consignment_id"], flip["outcome_before"], flip["outcome"]) == ("A", "clear", "hold")
    assert "party_listed" in flip["reasons"]
    assert again.why_whole == "us-ofac-sdn is no longer stored as it was then, with nothing but later vintages added"
    assert again.stamp_before["rosters"] != again.summary["stamp"]["rosters"]
    screen_files(Job((str(tmp_path / "rows.csv"),), on=DAY, lists=lists), tmp_path / "whole", register=REGISTER)
    for name in ("decisions", "findings"):
        whole, told = (pl.read_parquet(tmp_path / side / f"{name}.parquet") for side in ("whole", "again"))
        assert_frame_equal(told, whole)
    assert_frame_equal(pl.read_parquet(tmp_path / "again" / "flips.parquet"), again.flips)


def test_a_run_by_the_same_register_and_lists_flips_nothing(run: Path, tmp_path: Path) -> None:
    again = screen_again(run, tmp_path / "again", register=REGISTER, lists=str(tmp_path / "before"))
    assert again.flips.is_empty()


def test_a_lossless_run_is_screened_again_losslessly(tmp_path: Path) -> None:
    path, lists = tmp_path / "f.csv", keep(tmp_path / "lists", "GLIMMERSTONE MARINE")
    path.write_text("goods,consignee\nurea,GLIMMESQSTONE MARINE\n", encoding="utf-8")
    for lossless in (True, False):
        run = tmp_path / str(lossless)
        screen_files(Job((str(path),), on=DAY, lists=lists, lossless=lossless), run, register=REGISTER)
        again = screen_again(run, tmp_path / f"{lossless} again", register=REGISTER, lists=lists)
        assert again.flips.is_empty()
        assert (again.why_whole is not None) is lossless
        assert again.summary["stamp"].get("lossless", False) is lossless
        if lossless:
            assert again.summary["counts"]["outcomes"]["hold"] == 1


def test_a_run_whose_file_changed_or_is_gone_is_refused(run: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS.replace("urea", "ureum"), encoding="utf-8")
    with pytest.raises(InputError, match="is not the file that was screened"):
        screen_again(run, tmp_path / "again", register=REGISTER)
    (tmp_path / "rows.csv").unlink()
    with pytest.raises(InputError, match="is gone"):
        screen_again(run, tmp_path / "again", register=REGISTER)
    assert not (tmp_path / "again").exists()


def test_what_is_no_run_is_refused(run: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no run"):
        screen_again(tmp_path, tmp_path / "again", register=REGISTER)
    with pytest.raises(UsageError, match="is the run itself"):
        screen_again(run, run, register=REGISTER)
    (run / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="holds no run"):
        screen_again(run, tmp_path / "again", register=REGISTER)
