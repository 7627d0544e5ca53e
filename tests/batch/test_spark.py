"""A run whose tasks are done by the workers of Spark, two on this machine."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from tests.batch.shared_out import begun, job_in, results

import penstock.batch.spark
from penstock.batch.files import screen_files
from penstock.batch.work import Task
from penstock.kernel.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEEDS_JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="there is no 'java' on the path")


@pytest.fixture
def _two_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set Spark up as a user does, by its own settings."""
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--master local[2] --conf spark.ui.enabled=false pyspark-shell")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)


@NEEDS_JAVA
@pytest.mark.usefixtures("_two_workers")
def test_spark_gives_the_same_bytes_also_after_a_failed_task(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from pyspark.sql import SparkSession  # noqa: PLC0415  # needs Java

    job = job_in(tmp_path)
    _, parts, errand, tasks = begun(job, tmp_path / "out")
    session = SparkSession.builder.getOrCreate()
    try:
        assert session.conf.get("spark.master") == "local[2]"
        first, failed = penstock.batch.spark.run(errand, [tasks[2], Task(9, "none.parquet", None)])
        assert first.error is None
        assert failed.error is not None
        assert "IndexError" in failed.error["message"]
        assert [path.name for path in parts.folder.glob("part-*")] == ["part-000000-000000000000"]
        summary = screen_files(job, tmp_path / "out", engine="spark", resume=True).summary
        assert SparkSession.getActiveSession() is session
    finally:
        session.stop()
    assert summary["counts"]["rows"] == 504
    screen_files(job, tmp_path / "local")
    assert results(tmp_path / "out") == results(tmp_path / "local")
    assert "\tat " not in capfd.readouterr().err


@NEEDS_JAVA
@pytest.mark.usefixtures("_two_workers")
def test_a_worker_that_dies_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from pyspark.sql import SparkSession  # noqa: PLC0415  # needs Java

    def dying(*_: object) -> object:
        def work(batches: Iterator[object]) -> Iterator[object]:
            os._exit(3)
            yield from batches

        return work

    monkeypatch.setattr(penstock.batch.spark, "_worker", dying)
    with pytest.raises(EngineError, match="Spark broke off: Python worker exited unexpectedly") as caught:
        screen_files(job_in(tmp_path), tmp_path / "out", engine="spark")
    assert "--resume" in caught.value.remedy
    assert "\n" not in str(caught.value)
    assert "\tat " not in capfd.readouterr().err
    assert SparkSession.getActiveSession() is None


def test_without_java_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(EngineError, match="no 'java' on the path") as caught:
        screen_files(job_in(tmp_path), tmp_path / "out", engine="spark")
    assert caught.value.remedy == "Install Java 17 or later."


@pytest.mark.parametrize("name", ["pyspark.errors", "pandas", "pyarrow"])
def test_without_pyspark_or_what_it_needs_the_extra_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(EngineError) as caught:
        screen_files(job_in(tmp_path), tmp_path / "out", engine="spark")
    assert caught.value.message == f"The engine 'spark' needs {name}, which is not installed."
    assert 'pip install "penstock[spark]"' in caught.value.remedy
    assert not list(tmp_path.glob("*out*"))
