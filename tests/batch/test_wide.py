from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.shipped import REGISTER

from penstock.batch.files import KEPT, screen_files
from penstock.batch.job import Job
from penstock.batch.results import WIDE
from penstock.batch.run import screen
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-22"
CSV = (
    "outcome,托运单号,品名,to,reasons,note,note,,carried_outcome\n"
    'late,A,"4-piperidone",US,mine,1,2,3,z\n,A,steel pipes, us ,,,,,\nrejected,,gift,US,,,,,\nok,B,"a\nb",CN,,x,,,\n'
)


def wide_of(folder: Path, *files: Path, rows: int = 2) -> pl.DataFrame:
    """Screen files both ways, see that the wide results are the same, and return them."""
    names = tuple(map(str, files))
    screen_files(Job(names, on=DAY, rows=rows, wide=True), folder / "fast", register=REGISTER)
    screen(names, folder / "plain", on=DAY, register=REGISTER, wide=True)
    found = pl.read_parquet(folder / "fast" / WIDE)
    assert_frame_equal(found, pl.read_parquet(folder / "plain" / WIDE))
    return found


@pytest.mark.parametrize("rows", [1, 2, 10])
def test_every_row_that_was_judged_stands_beside_its_decision(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "f.csv"
    path.write_text(CSV, encoding="utf-8")
    found = wide_of(tmp_path, path, rows=rows)
    own = ["托运单号", "品名", "to", "carried_reasons", "note", "note (2)", "column 8"]
    assert found.columns == [
        "carried_outcome", *own, "carried_carried_outcome", "outcome", "consignment_outcome", "reasons", "unknown_in",
    ]  # fmt: skip
    assert found.select(found.columns[:9]).rows() == [
        ("late", "A", "4-piperidone", "US", "mine", "1", "2", "3", "z"),
        ("", "A", "steel pipes", " us ", "", "", "", "", ""),
        ("ok", "B", "a\nb", "CN", "", "x", "", "", ""),
    ]
    decisions = pl.read_parquet(tmp_path / "fast" / "decisions.parquet")
    assert_frame_equal(found.select(found.columns[9:]), decisions.select(found.columns[9:]))
    assert decisions["outcome"].to_list()[1:] == ["clear", "clear"]
    assert decisions["outcome"][0] != "clear"
    assert decisions["consignment_outcome"].to_list() == [decisions["outcome"][0]] * 2 + ["clear"]


def test_types_of_parquet_stay_unless_another_file_has_others(tmp_path: Path) -> None:
    one, two, three = tmp_path / "one.parquet", tmp_path / "two.parquet", tmp_path / "three.jsonl"
    pl.DataFrame(
        {"goods": ["urea", "gift"], "date": [date(2026, 1, 1), None], "qty": [1.5, 2.0], "n": [1, 2], "l": [[1], []]}
    ).write_parquet(one)
    pl.DataFrame({"goods": ["lamps"], "qty": [7.0], "n": [2.5], "row": [9]}).write_parquet(two)
    three.write_text('{"goods": "pipes", "qty": 5.0}\n{"goods": "nuts", "qty": "6"}\n', encoding="utf-8")
    found = wide_of(tmp_path, one, two, rows=1)
    assert dict(found.schema) == {
        "goods": pl.String, "date": pl.Date, "qty": pl.Float64, "n": pl.String, "l": pl.List(pl.Int64), "row": pl.Int64,
        "outcome": pl.String, "consignment_outcome": pl.String, "reasons": pl.String, "unknown_in": pl.String,
    }  # fmt: skip
    assert found["n"].to_list() == ["1", "2", "2.5"]
    assert found["date"].to_list() == [date(2026, 1, 1), None, None]
    assert found["row"].to_list() == [None, None, 9]
    mixed = wide_of(tmp_path, one, three, rows=1)
    assert mixed["qty"].to_list() == ["1.5", "2", "5", "6"]
    assert_frame_equal(mixed, wide_of(tmp_path, one, three, rows=9))


def test_a_file_given_twice_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("id,goods\nA,urea\nB,gift\n", encoding="utf-8")
    assert wide_of(tmp_path, path, path)["id"].to_list() == ["A", "B"]


def test_where_no_row_was_judged_the_columns_are_there(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("id,goods\n,urea\n", encoding="utf-8")
    found = wide_of(tmp_path, path)
    assert (len(found), found.columns[:3]) == (0, ["id", "goods", "outcome"])


def test_it_is_written_only_where_it_is_asked_for_and_replaced_with_the_rest(tmp_path: Path) -> None:
    path, out = tmp_path / "f.csv", tmp_path / "out"
    path.write_text("goods\nurea\n", encoding="utf-8")
    for wide in (True, False):
        screen_files(Job((str(path),), on=DAY, wide=wide), out, register=REGISTER)
        assert (out / WIDE).exists() == wide


def test_a_file_that_is_gone_when_it_is_read_again_is_told_and_the_run_gone_on_with(tmp_path: Path) -> None:
    path, away, out = tmp_path / "f.csv", tmp_path / "away", tmp_path / "out"
    path.write_text("goods\nurea\nfentanyl\n", encoding="utf-8")
    job = Job((str(path),), on=DAY, rows=1, wide=True)

    def move(done: int, _: int | None) -> None:
        if done == 2:
            path.rename(away)

    with pytest.raises(InputError, match="cannot be opened") as caught:
        screen_files(job, out, register=REGISTER, progress=move)
    assert caught.value.remedy.endswith(KEPT)
    assert not out.exists()
    away.rename(path)
    screen_files(job, out, register=REGISTER, resume=True)
    screen_files(job, tmp_path / "whole", register=REGISTER)
    assert (out / WIDE).read_bytes() == (tmp_path / "whole" / WIDE).read_bytes()
    assert pl.read_parquet(out / WIDE)["goods"].to_list() == ["urea", "fentanyl"]
