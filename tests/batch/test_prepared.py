from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from penstock.batch.frames import frames, open_sheet
from penstock.batch.job import Job, make_ready
from penstock.batch.sources import LONGEST_CELL

if TYPE_CHECKING:
    from pathlib import Path


def test_rows_are_read_and_those_that_need_the_plain_reader_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    long = "x" * (LONGEST_CELL + 1)
    file.write_text(
        f"consignment_id,goods_description,date\nA,soap,2026-11-01\nB,{long},2026-11-01\nC,soap,some day\n",
        encoding="utf-8",
    )
    sheet = open_sheet(file)
    (frame,) = frames(sheet)
    prepared = make_ready(Job((str(file),), lists=str(tmp_path))).engine.prepare(sheet, frame)
    assert prepared.frame is frame
    assert prepared.is_long.to_list() == [False, True, False]
    assert prepared.is_odd.to_list() == [False, False, True]
    assert prepared.clean["date"].to_list()[0] == date(2026, 11, 1)
    assert prepared.clean["goods_description"].to_list()[::2] == ["soap", "soap"]
    first, _, third = prepared.own["goods_description"].numbers.tolist()
    assert first == third


def test_frames_may_be_prepared_before_the_ones_before_them_are_judged(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    rows = [f"{number},soap,{name}" for number, name in enumerate(["Example One Ltd", "Hubei Amarvel Biotech"] * 3)]
    file.write_text("\n".join(["consignment_id,goods_description,consignee_name", *rows]), encoding="utf-8")
    sheet = open_sheet(file)
    outcomes = []
    for is_ahead in (False, True):
        engine = make_ready(Job((str(file),), lists=str(tmp_path))).engine
        made = (engine.prepare(sheet, frame) for frame in frames(sheet, 1))
        judged = [engine.judge(one, lambda _: {}) for one in (list(made) if is_ahead else made)]
        outcomes.append([one.decisions[one.rows["decision"][0]].outcome for one in judged])
    assert outcomes[0] == outcomes[1]
    assert len(set(outcomes[0])) == 2
