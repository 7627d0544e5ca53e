from __future__ import annotations

import csv
import errno
import json
import re
import resource
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING
from unicodedata import category

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.batch.memory import size_of
from penstock.batch.results import DECISIONS, FINDINGS, REJECTS
from penstock.desk import run_worker
from penstock.desk.held import RESULTS
from penstock.desk.run_worker import DOWNLOADS, ERROR, FORMULA, JOB, MEMORY, write_csv
from penstock.lists.importing import import_path
from penstock.lists.store import ListStore

if TYPE_CHECKING:
    from pathlib import Path


def screened(folder: Path, name: str, data: bytes, memory: int = MEMORY, lists: Path | None = None) -> int:
    (folder / name).write_bytes(data)
    told = {"file": name, "called": "mine.csv", "on": "2026-11-22", "lists": None if lists is None else str(lists)}
    (folder / JOB).write_text(json.dumps(told))
    command = [sys.executable, "-m", "penstock.desk.run_worker", str(folder), str(memory)]
    return subprocess.run(command, check=False).returncode


def test_a_file_is_screened_and_its_tables_hold_no_formula(tmp_path: Path) -> None:
    goods = b"consignment_id,goods_description,=link\n=1+1,acetone,@x\nB,=cmd|' /C calc'!A0 norfentanyl,+1\n-C,,-\n"
    assert screened(tmp_path, "upload.csv", goods) == 0
    for name in (f"{DECISIONS[:-8]}.csv", f"{FINDINGS[:-8]}.csv", REJECTS):
        with (tmp_path / DOWNLOADS / name).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        assert not [cell for row in rows for cell in row if cell[:1] in set("=+@|%\t\r") or cell[:1] == "-"], name
    decisions = pl.read_csv(tmp_path / DOWNLOADS / "decisions.csv", infer_schema=False)
    assert decisions["consignment_id"].to_list()[:2] == ["'=1+1", "B"]
    assert "'=link" in decisions.columns
    assert pl.read_parquet(tmp_path / RESULTS / DECISIONS)["consignment_id"][0] == "=1+1"
    assert str(tmp_path) not in (tmp_path / RESULTS / "run.json").read_text(encoding="utf-8")


def test_what_went_wrong_is_left_to_be_told_of_the_file_by_its_own_name(tmp_path: Path) -> None:
    assert screened(tmp_path, "upload.parquet", b"no parquet") == 1
    told = json.loads((tmp_path / ERROR).read_text(encoding="utf-8"))
    assert told["code"] == "input"
    assert told["message"] == "mine.csv is damaged, or no Parquet file."
    assert told["remedy"]
    assert not (tmp_path / RESULTS).exists()


def test_the_results_call_the_file_as_whoever_sent_it_does(tmp_path: Path) -> None:
    assert screened(tmp_path, "upload.csv", b"goods_description,date\nacetone,\nacetone,soon\n") == 0
    assert pl.read_csv(tmp_path / DOWNLOADS / "decisions.csv")["file"].to_list() == ["mine.csv"]
    assert pl.read_csv(tmp_path / DOWNLOADS / REJECTS)["file"].to_list() == ["mine.csv"]
    summary = json.loads((tmp_path / RESULTS / "run.json").read_text(encoding="utf-8"))
    assert [one["file"] for one in summary["inputs"]] == ["mine.csv"]


def test_too_little_memory_is_told_with_what_whoever_runs_the_desk_can_do(tmp_path: Path) -> None:
    assert screened(tmp_path, "upload.csv", b"goods_description\nacetone\n", 300 << 20) == 1
    told = json.loads((tmp_path / ERROR).read_text(encoding="utf-8"))
    assert told["code"] == "too_little_memory"
    found = re.fullmatch(
        r"The file is not the reason: have whoever runs the desk start it with --run-memory (\d+MiB) or more\.",
        told["remedy"],
    )
    assert found is not None
    assert screened(tmp_path, "upload.csv", b"goods_description\nacetone\n", size_of(found[1])) == 0


def test_parties_are_looked_up_in_the_real_list_within_the_memory_that_is_given_by_default(
    tmp_path: Path, shared: Path
) -> None:
    for vintage in ("2021-07", "2023-01", "2026-07"):
        import_path(ListStore.open(tmp_path / "lists"), shared / "lists" / "ofac" / vintage, today=date(2026, 11, 25))
    sent = b"goods_description,consignor_name,destination_country\nacetone,HUBEI AMARVEL BIOTECH CO. LTD.,US\n"
    assert screened(tmp_path, "upload.csv", sent, lists=tmp_path / "lists") == 0
    summary = json.loads((tmp_path / RESULTS / "run.json").read_text(encoding="utf-8"))
    assert summary["counts"]["decisions"] == 1
    assert summary["memory"]["limit"] == MEMORY  # its peak is that of all tests before it in this process


def test_results_that_are_too_large_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(_folder: Path, _memory: int) -> None:
        raise OSError(errno.EFBIG, "File too large")

    monkeypatch.setattr(run_worker, "run", too_large)
    monkeypatch.setattr(run_worker, "LARGEST_WRITTEN", resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    assert run_worker.main(tmp_path, MEMORY) == 1
    told = json.loads((tmp_path / ERROR).read_text(encoding="utf-8"))
    assert (told["code"], "File too large" in told["message"]) == ("output", True)
    assert "in parts" in told["remedy"]


def seen(text: str) -> str:
    """Return a text from its first letter on that can be seen."""
    return text.lstrip("".join(letter for letter in text if letter.isspace() or category(letter) in {"Cc", "Cf"}))


@given(
    st.lists(
        st.text(
            st.sampled_from("=+-@|% \t\n\x00\x1f\ufeff\u200ba'1") | st.characters(exclude_categories=["Cs"]), max_size=6
        ),
        min_size=1,
        max_size=20,
    )
)
def test_no_cell_that_is_written_begins_a_formula(texts: list[str]) -> None:
    written = pl.DataFrame({"text": texts}).select(pl.col("text").str.replace(FORMULA, "'$1"))["text"].to_list()
    assert not [text for text in written if seen(text)[:1] in set("=+-@|%")]
    assert all(text in {one, f"'{one}"} for one, text in zip(texts, written, strict=True))


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    write_csv(pl.LazyFrame({"score": [-0.5], "text": ["-0.5"]}), tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text() == "score,text\n-0.5,'-0.5\n"


def test_the_pattern_leaves_plain_texts() -> None:
    plain = pl.Series(["acetone", "a=b", "1-boc-4-piperidone", "'x", ""])
    assert plain.str.replace(FORMULA, "'$1").to_list() == plain.to_list()


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "|x", "%x", "\n=1", "\x1f|", "\ufeff=1", "\u200b@x", "＝1"]
)
def test_what_a_spreadsheet_would_run_has_an_apostrophe(text: str) -> None:
    assert pl.Series([text]).str.replace(FORMULA, "'$1").to_list() == [f"'{text}"]


def test_headers_that_would_meet_stay_apart(tmp_path: Path) -> None:
    write_csv(pl.LazyFrame({"=a": [1], "'=a": [2]}), tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text() == "''=a,'=a\n1,2\n"
