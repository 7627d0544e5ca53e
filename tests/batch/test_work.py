from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from tests.batch.shared_out import begun, job_in

from penstock.batch.parts import Parts
from penstock.batch.work import Errand, Report, Task, broken_off, do


@pytest.fixture(scope="module")
def errand(tmp_path_factory: pytest.TempPathFactory) -> Errand:
    folder = tmp_path_factory.mktemp("work")
    return begun(job_in(folder), folder / "out")[2]


def folder_of(errand: Errand) -> Path:
    return Path(errand.folder)


def test_a_task_writes_the_part_of_one_frame(errand: Errand) -> None:
    assert do(errand, Task(2, "two.parquet", 50)) == Report(2, (50,))
    (part,) = Parts.read(folder_of(errand), 2).parts
    assert (part.file, part.first, part.rows) == (2, 50, 50)


def test_a_task_of_a_whole_file_writes_its_parts_in_order_and_rejects_under_the_name_given(errand: Errand) -> None:
    assert do(errand, Task(1, "counted.csv", None)) == Report(1, (0, 50, 100))
    parts = Parts.read(folder_of(errand), 1).parts
    assert [part.first for part in parts] == [0, 50, 100]
    rejects = [(reject.file, reject.row, reject.column) for part in parts for reject in part.rejects]
    assert rejects == [("counted.csv", 31, "net_mass_kg")]


def test_a_task_that_is_done_twice_leaves_one_part_and_nothing_half(errand: Errand) -> None:
    task = Task(0, "one.parquet", 0)
    assert do(errand, task) == do(errand, task) == Report(0, (0,))
    assert len(Parts.read(folder_of(errand), 0).parts) == 1
    assert not list(folder_of(errand).glob("*.half"))


def test_an_errand_and_its_tasks_travel_as_json(errand: Errand) -> None:
    assert msgspec.json.decode(msgspec.json.encode(errand), type=Errand) == errand


def test_a_file_that_the_worker_does_not_see_is_reported(errand: Errand) -> None:
    elsewhere = msgspec.structs.replace(errand.job, files=("/nowhere/one.parquet",))
    report = do(msgspec.structs.replace(errand, job=elsewhere), Task(0, "one.parquet", 0))
    assert report.done == ()
    assert report.error is not None
    assert report.error["code"] == "input"
    assert "/nowhere/one.parquet does not exist" in report.error["message"]


def test_a_worker_that_would_judge_otherwise_does_not_judge(errand: Errand) -> None:
    stamp = {**json.loads(errand.stamp), "engine": "0.0.1"}
    report = do(msgspec.structs.replace(errand, stamp=json.dumps(stamp)), Task(0, "one.parquet", 1000))
    assert report.error is not None
    assert report.error["code"] == "engine"
    assert "0.0.1 here" in report.error["message"]
    assert "same version" in report.error["remedy"]
    assert 1000 not in Parts.read(folder_of(errand)).done(0)


def test_a_folder_that_cannot_be_written_is_reported(errand: Errand, tmp_path: Path) -> None:
    lost = msgspec.structs.replace(errand, folder=str(tmp_path / "gone"))
    report = do(lost, Task(0, "one.parquet", 1000))
    assert report.error is not None
    assert report.error["code"] == "output"


def test_what_nobody_foresaw_is_reported_with_its_place(errand: Errand) -> None:
    report = do(errand, Task(9, "none.parquet", 0))
    assert report.error is not None
    assert report.error["code"] == "engine"
    assert "failed with none.parquet: IndexError" in report.error["message"]
    assert "work.py, line" in report.error["message"]
    assert "--resume" in report.error["remedy"]


JAVA = """An error occurred while calling o42.collectToPython.
: org.apache.spark.SparkException: Job aborted: Lost task 0.0 (executor driver): \
org.apache.spark.SparkException: Python worker exited unexpectedly (crashed). Consider setting 'x' to 'true'.
\tat org.apache.spark.api.python.Reader.apply(PythonRunner.scala:1136)
Caused by: java.net.SocketException: Connection reset
\tat java.base/sun.nio.ch.SocketChannelImpl.read(SocketChannelImpl.java:394)
"""
PYTHON = """An exception was thrown from the Python worker:
Traceback (most recent call last):
  File "worker.py", line 42, in invoke_udf
ModuleNotFoundError: No module named 'penstock'"""


@pytest.mark.parametrize(
    ("account", "told"),
    [
        (JAVA, "Python worker exited unexpectedly (crashed)"),
        (PYTHON, "No module named 'penstock'"),
        (
            "UDF process closed the connection unexpectedly (EOF reached), stdout: []",
            "UDF process closed the connection",
        ),
        ("", "it gave no reason"),
    ],
)
def test_of_a_long_account_the_sentence_that_says_why_is_told(account: str, told: str) -> None:
    message = broken_off(account, by="Spark").message
    assert message.startswith(f"Spark broke off: {told}")
    assert message.endswith(".")
    assert "\n" not in message
    assert "at org" not in message
