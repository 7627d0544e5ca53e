"""A run whose tasks are done by Daft's processes."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import pytest
from tests.batch.shared_out import begun, job_in, results
from tests.batch.test_authorised import licences
from tests.batch.test_drawn import ROWS, job, written
from tests.shipped import REGISTER

import penstock.batch.daft
from penstock.batch.engines import ENGINES
from penstock.batch.files import screen_files
from penstock.batch.work import Task
from penstock.kernel.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""Daft leaves the pipes of its processes to the collector of rubbish."""


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    yield
    gc.collect()


def test_daft_gives_the_same_bytes_also_after_a_failed_task(tmp_path: Path) -> None:
    job = job_in(tmp_path)
    _, parts, errand, tasks = begun(job, tmp_path / "out")
    first, failed = penstock.batch.daft.run(errand, [tasks[2], Task(9, "none.parquet", None)])
    assert first.error is None
    assert failed.error is not None
    assert "IndexError" in failed.error["message"]
    assert [path.name for path in parts.folder.glob("part-*")] == ["part-000000-000000000000"]
    summary = screen_files(job, tmp_path / "out", engine="daft", resume=True).summary
    assert summary["counts"]["rows"] == 504
    screen_files(job, tmp_path / "local")
    assert results(tmp_path / "out") == results(tmp_path / "local")


def test_a_process_that_dies_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying:
        def __init__(self, errand: object) -> None:
            self.errand = errand

        def report(self, task: str) -> str:
            import os  # noqa: PLC0415  # where the worker is

            os._exit(len(task) and 3)

    job = job_in(tmp_path)
    monkeypatch.setattr(penstock.batch.daft, "Worker", Dying)
    with pytest.raises(EngineError, match="Daft broke off: UDF process closed the connection") as caught:
        screen_files(job, tmp_path / "out", engine="daft")
    assert "--resume" in caught.value.remedy
    assert "\n" not in str(caught.value)


def test_without_daft_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "daft", None)
    with pytest.raises(EngineError) as caught:
        screen_files(job_in(tmp_path), tmp_path / "out", engine="daft")
    assert caught.value.message == "The engine 'daft' needs daft, which is not installed."
    assert 'pip install "penstock[daft]"' in caught.value.remedy
    assert not list(tmp_path.glob("*out*"))


def test_authorisations_are_drawn_down_alike_where_daft_s_processes_judge(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    rows, licence = written(tmp_path / "f.csv", ROWS), licences(tmp_path / "licences.csv")
    told = [
        screen_files(job(rows, licence), tmp_path / engine, register=REGISTER, engine=engine).summary["authorisations"]
        for engine in ENGINES[:2]
    ]
    assert told[0] == told[1]
    for name in ("decisions.parquet", "findings.parquet", "rejects.csv"):
        assert (tmp_path / ENGINES[0] / name).read_bytes() == (tmp_path / ENGINES[1] / name).read_bytes()
