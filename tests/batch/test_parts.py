from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.shipped import REGISTER

from penstock.batch.frames import frames
from penstock.batch.job import Job, Ready, make_ready
from penstock.batch.parts import Parts, told_flags
from penstock.kernel.errors import OutputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

PLAN: dict[str, Any] = {"rows": 2}


@pytest.fixture
def ready(tmp_path: Path) -> Ready:
    """Return a file of five rows, made ready."""
    path = tmp_path / "f.csv"
    path.write_text(
        "id,line,goods,mass kg,to\nA,,fentanyl,1,US\nA,7,urea,1,\nA,9,urea,much,\nB,,urea,1,\nB,,parts,1,US\n",
        encoding="utf-8",
    )
    return make_ready(Job((str(path),), on="2026-11-22"), REGISTER)


def add_all(parts: Parts, ready: Ready) -> None:
    sheet = ready.sheets[0]
    for frame in frames(sheet, 2, done=parts.done(0)):
        judged = ready.engine.judge(ready.engine.prepare(sheet, frame), lambda ids: parts.last(0, ids))
        parts.add(0, frame, judged, ready.judge.table)


def test_the_parts_of_a_run_are_read_as_they_were_written(ready: Ready, tmp_path: Path) -> None:
    parts = Parts.begin(tmp_path / "out", PLAN, resume=False)
    add_all(parts, ready)
    assert (tmp_path / ".out.unfinished").is_dir()
    assert [(part.rows, part.judged, len(part.rejects)) for part in parts.parts] == [(2, 2, 0), (2, 1, 1), (1, 1, 0)]
    again = Parts.begin(tmp_path / "out", json.loads(json.dumps(PLAN)), resume=True)
    assert again.parts == parts.parts
    assert (again.rows_of(0), again.rows_of(1)) == (5, 0)
    parts.remove()
    assert not (tmp_path / ".out.unfinished").exists()


def test_the_highest_number_of_a_consignment_counts_rows_refused_later(ready: Ready, tmp_path: Path) -> None:
    parts = Parts.begin(tmp_path / "out", PLAN, resume=False)
    add_all(parts, ready)
    assert parts.last(0, pl.Series(["A", "B", "C"])) == {"A": 9, "B": 2}
    assert parts.last(0, pl.Series(["C"], dtype=pl.String)) == {}
    assert parts.last(1, pl.Series(["A"])) == {}


def test_a_part_holds_each_decision_once_and_each_reason_for_each_row(ready: Ready, tmp_path: Path) -> None:
    parts = Parts.begin(tmp_path / "out", PLAN, resume=False)
    add_all(parts, ready)
    first, _, last = (part.folder for part in parts.parts)
    findings = pl.read_ipc(first / "findings.arrow")
    assert set(findings.filter(pl.col("row") == 1)["outcome"]) >= {"licence"}
    assert set(findings["item_no"]) == {1, 7}
    assert "no_mention" not in set(findings["code"])
    decisions = pl.read_ipc(last / "decisions.arrow")
    raised, left = told_flags(decisions["flags"][0])
    assert "us-cbp-vague-descriptions.vague-description" in raised
    assert all(flag and columns for flag, *columns in left)
    assert told_flags("") == ([], [])


def test_what_is_not_whole_is_no_part(ready: Ready, tmp_path: Path) -> None:
    parts = Parts.begin(tmp_path / "out", PLAN, resume=False)
    add_all(parts, ready)
    (parts.folder / "part-000003.half").mkdir()
    (parts.folder / "part-000003.half" / "rows.arrow").touch()
    (parts.folder / ".out-scratch").mkdir()
    assert len(Parts.read(parts.folder).parts) == 3
    again = Parts.begin(tmp_path / "out", PLAN, resume=True)
    assert len(again.parts) == 3
    parts_there = {f"part-000000-{first:012}" for first in (0, 2, 4)}
    assert {path.name for path in again.folder.iterdir()} == {"plan.json", *parts_there}


def test_parts_stand_in_the_order_of_the_files_and_their_rows(ready: Ready, tmp_path: Path) -> None:
    parts = Parts.begin(tmp_path / "out", PLAN, resume=False)
    sheet = ready.sheets[0]
    made = [(frame, ready.engine.judge(ready.engine.prepare(sheet, frame), lambda _: {})) for frame in frames(sheet, 2)]
    for file in (1, 0):
        for frame, judged in reversed(made):
            parts.add(file, frame, judged, ready.judge.table)
    assert [(part.file, part.first) for part in parts.parts] == [(0, 0), (0, 2), (0, 4), (1, 0), (1, 2), (1, 4)]
    assert Parts.read(parts.folder).parts == parts.parts
    assert Parts.read(parts.folder, 1).parts == parts.parts[3:]
    assert parts.done(1) == {0, 2, 4}


def test_of_a_part_that_two_processes_write_one_stands(ready: Ready, tmp_path: Path) -> None:
    one, other = Parts.begin(tmp_path / "out", PLAN, resume=False), Parts(tmp_path / ".out.unfinished", [])
    sheet = ready.sheets[0]
    frame = next(iter(frames(sheet, 2)))
    judged = ready.engine.judge(ready.engine.prepare(sheet, frame), lambda _: {})
    for parts in (one, other):
        parts.add(0, frame, judged, ready.judge.table)
    assert one.parts == other.parts == Parts.read(one.folder).parts
    assert sorted(path.name for path in one.folder.iterdir()) == ["part-000000-000000000000", "plan.json"]


def test_a_run_of_another_plan_is_not_gone_on_with_but_may_be_begun_anew(ready: Ready, tmp_path: Path) -> None:
    add_all(Parts.begin(tmp_path / "out", PLAN, resume=False), ready)
    with pytest.raises(UsageError, match="is of other inputs, another day, register or lists"):
        Parts.begin(tmp_path / "out", {"rows": 3}, resume=True)
    assert Parts.begin(tmp_path / "out", {"rows": 3}, resume=False).parts == []


def test_a_folder_of_other_files_is_refused_before_anything_is_judged(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").touch()
    with pytest.raises(OutputError, match="holds files that are not the results of a run"):
        Parts.begin(tmp_path / "out", PLAN, resume=False)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
