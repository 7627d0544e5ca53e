from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.shipped import REGISTER

from penstock.batch import doubles
from penstock.batch.files import screen_files
from penstock.batch.job import Job
from penstock.batch.run import screen

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "id,line,goods,mass kg\n"


def rejects_of(tmp_path: Path, files: list[str], rows: int) -> list[tuple[str, int, str, str]]:
    """Return the rejects of files: which, row, code, what was seen; the plain way must refuse the same."""
    for nth, text in enumerate(files):
        (tmp_path / f"{nth}.csv").write_text(text, encoding="utf-8")
    paths = tuple(str(tmp_path / f"{nth}.csv") for nth in range(len(files)))
    done = screen_files(Job(paths, on="2026-11-22", rows=rows), tmp_path / "out", register=REGISTER)
    assert done.rejects == screen(paths, on="2026-11-22", register=REGISTER).rejects
    return [(one.file[-5:-4], one.row, one.code, one.seen) for one in done.rejects]


@pytest.mark.parametrize("rows", [1, 2, 100])
def test_a_row_that_stands_before_it_in_its_file_is_refused(tmp_path: Path, rows: int) -> None:
    text = HEADER + "A,1,urea,\nA,2,urea,\nB,1,urea,\nA,1,gift,\nA,2.0,gift,\nA,,gift,\n"
    found = rejects_of(tmp_path, [text], rows)
    assert found == [("0", 4, "duplicate_item", "A item 1"), ("0", 5, "duplicate_item", "A item 2")]


@pytest.mark.parametrize("rows", [1, 100])
def test_a_row_refused_for_a_bad_cell_keeps_its_number_in_its_file_alone(tmp_path: Path, rows: int) -> None:
    one = HEADER + "A,1,urea,much\nA,1,urea,1\nA,1,urea,much\n"
    found = rejects_of(tmp_path, [one, HEADER + "A,1,urea,1\nA,1,gift,1\n", HEADER + "A,1,urea,1\n"], rows)
    assert found == [
        ("0", 1, "bad_number", "much"),
        ("0", 2, "duplicate_item", "A item 1"),
        ("0", 3, "duplicate_item", "A item 1"),
        ("1", 2, "duplicate_item", "A item 1"),
        ("2", 1, "duplicate_item", "A item 1"),
    ]


@pytest.mark.parametrize("rows", [1, 100])
def test_rows_of_another_file_are_told_after_those_of_their_own(tmp_path: Path, rows: int) -> None:
    other = HEADER + "A,1,urea,1\nA,2,urea,much\nB,1,urea,1\nA,1,gift,1\n"
    found = rejects_of(tmp_path, [HEADER + "A,1,urea,1\nB,1,urea,1\n", other], rows)
    assert [(file, row, code) for file, row, code, _ in found] == [
        ("1", 2, "bad_number"),
        ("1", 4, "duplicate_item"),
        ("1", 1, "duplicate_item"),
        ("1", 3, "duplicate_item"),
    ]


def test_files_without_consignments_share_no_numbers_and_a_file_given_twice_does(tmp_path: Path) -> None:
    assert rejects_of(tmp_path, ["goods\nurea\n", "goods\nurea\n"], 1) == []
    path = str(tmp_path / "0.csv")
    done = screen_files(Job((path, path), on="2026-11-22"), tmp_path / "out", register=REGISTER)
    assert [(one.row, one.seen) for one in done.rejects] == [(1, f"{path}:row-1 item 1")]


def test_a_long_id_is_cut_where_it_is_shown(tmp_path: Path) -> None:
    ((_, _, _, seen),) = rejects_of(tmp_path, [HEADER + f"{'A' * 300},1,urea,\n{'A' * 300},1,urea,\n"], 1)
    assert len(seen) == 200


def test_keys_are_compared_some_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubles, "AT_ONCE", 3)
    text = HEADER + "".join(f"A,{nth % 7 + 1},urea,\n" for nth in range(20))
    assert len(rejects_of(tmp_path, [text], 4)) == 13
