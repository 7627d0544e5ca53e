from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from penstock.batch.files import screen_files
from penstock.batch.job import Job
from penstock.batch.run import screen
from penstock.kernel.errors import InputError
from penstock.law.register import Register
from tests.batch.telling_files import ANY_FILES, Made, write_all

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = "2026-11-22"
REGISTER = Register.load()


def read_all(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame, str, dict[str, Any]]:
    """Return the four files of a run, less how long it took."""
    summary = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    summary.pop("seconds")
    decisions, findings = (pl.read_parquet(folder / f"{name}.parquet") for name in ("decisions", "findings"))
    return decisions, findings, (folder / "rejects.csv").read_text(encoding="utf-8"), summary


def assert_same(one: Path, other: Path) -> None:
    """Compare two runs, column by column and in order."""
    plain, fast = read_all(one), read_all(other)
    assert fast[2] == plain[2]
    assert_frame_equal(fast[0], plain[0])
    assert_frame_equal(fast[1], plain[1])
    assert fast[3] == plain[3]


def screen_both_ways(files: Sequence[str], folder: Path, rows: int, **how: Any) -> None:  # noqa: ANN401  # of a job
    plain, fast = folder / "plain", folder / "fast"
    job = Job(tuple(files), on=DAY, rows=rows, **how)
    try:
        screen(files, plain, on=DAY, register=REGISTER, **how)
    except InputError as refused:
        with pytest.raises(InputError) as caught:
            screen_files(job, fast, register=REGISTER)
        assert caught.value.as_dict() == refused.as_dict()  # noqa: PT017  # one error held against another
        assert not fast.exists()
    else:
        screen_files(job, fast, register=REGISTER)
        assert_same(plain, fast)


@settings(max_examples=100)
@given(ANY_FILES, st.integers(1, 5))
def test_any_files_come_out_as_the_plain_way_has_them(files: list[Made], rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        screen_both_ways(write_all(files, Path(folder)), Path(folder), rows)
