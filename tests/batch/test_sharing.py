"""A run that is shared out, its workers in this process: what does not depend on whose workers they are."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl
import pytest
from tests.batch.shared_out import begun, job_in, results, sheets

import penstock.batch.daft
from penstock.batch.files import KEPT, screen_files
from penstock.batch.parts import Parts
from penstock.batch.sharing import errand_of, is_in_any_order, tasks_of
from penstock.batch.work import Errand, Report, Task, do
from penstock.kernel.errors import EngineError, InputError, UsageError
from penstock.law.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from penstock.batch.job import Job

    Run = Callable[[Errand, Sequence[Task]], list[Report]]


def everything(errand: Errand, tasks: Sequence[Task]) -> list[Report]:
    """Do all tasks, the last first."""
    return [do(errand, task) for task in reversed(tasks)]


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    return job_in(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def expected(job: Job, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    out = tmp_path_factory.mktemp("local") / "out"
    summary = screen_files(job, out).summary
    assert summary["counts"]["rejects"] == 1
    assert summary["counts"]["outcomes"]["hold"] > 0
    assert "party_listed" in set(pl.read_parquet(out / "findings.parquet")["code"])
    return results(out)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Run], None]:
    """Return ``workers(run)``, which has tasks done by a function."""

    def hired(run: Run) -> None:
        monkeypatch.setattr(penstock.batch.daft, "run", run)

    return hired


def shared(job: Job, out: Path, **how: Any) -> dict[str, Any]:  # noqa: ANN401  # of screen_files
    return screen_files(job, out, engine="daft", **how).summary


def test_tasks_done_in_any_order_give_the_same_bytes(
    job: Job, expected: list[bytes], workers: Callable[[Run], None], tmp_path: Path
) -> None:
    workers(everything)
    local, afar = screen_files(job, tmp_path / "local").summary, shared(job, tmp_path / "out")
    assert results(tmp_path / "out") == results(tmp_path / "local") == expected
    assert {**local, "seconds": None} == {**afar, "seconds": None}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["local", "out"]


def test_a_failed_task_is_told_the_others_are_kept_and_any_engine_goes_on(
    job: Job, expected: list[bytes], workers: Callable[[Run], None], tmp_path: Path
) -> None:
    seen: list[Task] = []

    def failing(errand: Errand, tasks: Sequence[Task]) -> list[Report]:
        return [do(errand, task) if task.first != 50 else do(errand, Task(9, task.name, 0)) for task in tasks]

    def going_on(errand: Errand, tasks: Sequence[Task]) -> list[Report]:
        seen.extend(tasks)
        return [do(errand, task) for task in tasks[:1]] + [do(errand, Task(9, "x", 0))]

    workers(failing)
    with pytest.raises(EngineError, match="IndexError"):
        shared(job, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    workers(going_on)
    with pytest.raises(EngineError):
        shared(job, tmp_path / "out", resume=True)
    assert [(task.file, task.first) for task in seen if task.first is not None] == [(0, 50), (2, 50)]
    assert screen_files(job, tmp_path / "out", resume=True).summary["counts"]["rows"] == 504
    assert results(tmp_path / "out") == expected


def test_a_run_that_was_broken_off_here_goes_on_elsewhere(
    job: Job, expected: list[bytes], workers: Callable[[Run], None], tmp_path: Path
) -> None:
    class StopError(Exception):
        pass

    def stop(done: int, total: int | None) -> None:
        assert total is None
        if done > 140:
            raise StopError

    with pytest.raises(StopError):
        screen_files(job, tmp_path / "out", progress=stop)
    workers(everything)
    shared(job, tmp_path / "out", resume=True)
    assert results(tmp_path / "out") == expected


def test_the_error_of_a_worker_is_that_of_the_local_engine(workers: Callable[[Run], None], tmp_path: Path) -> None:
    job = job_in(tmp_path)

    def moving(errand: Errand, tasks: Sequence[Task]) -> list[Report]:
        (tmp_path / "two.parquet").rename(tmp_path / "away.parquet")
        return everything(errand, tasks)

    workers(moving)
    with pytest.raises(InputError) as there:
        shared(job, tmp_path / "out")
    with pytest.raises(InputError) as here:
        screen_files(job, tmp_path / "out")
    assert there.value.message == here.value.message
    assert there.value.remedy == f"{here.value.remedy} {KEPT}"
    (tmp_path / "away.parquet").rename(tmp_path / "two.parquet")
    workers(everything)
    assert shared(job, tmp_path / "out", resume=True)["counts"]["rows"] == 504


@pytest.mark.parametrize("lost", ["part-000000-000000000050", "part-000003-000000000000"])
def test_parts_that_were_written_where_nobody_sees_them_are_missed(
    lost: str, job: Job, workers: Callable[[Run], None], tmp_path: Path
) -> None:
    def elsewhere(errand: Errand, tasks: Sequence[Task]) -> list[Report]:
        reports = everything(errand, tasks)
        shutil.rmtree(Path(errand.folder) / lost)
        return reports

    workers(elsewhere)
    with pytest.raises(EngineError, match="not all they wrote is in") as caught:
        shared(job, tmp_path / "out")
    assert "storage that every worker has" in caught.value.remedy
    assert not (tmp_path / "out").exists()


def test_tasks_that_an_engine_forgot_are_missed(job: Job, workers: Callable[[Run], None], tmp_path: Path) -> None:
    workers(lambda errand, tasks: everything(errand, tasks[:-1]))
    with pytest.raises(EngineError, match="not all they wrote"):
        shared(job, tmp_path / "out")


def test_whole_files_go_first_and_frames_by_themselves(job: Job, tmp_path: Path) -> None:
    _, _, _, tasks = begun(job, tmp_path / "out")
    assert [(task.file, task.first) for task in tasks] == [
        (1, None), (3, None), (0, 0), (0, 50), (0, 100), (2, 0), (2, 50), (2, 100),
    ]  # fmt: skip


def test_a_file_that_is_done_is_no_task_any_more(job: Job, tmp_path: Path) -> None:
    ready, parts, errand, tasks = begun(job, tmp_path / "out")
    do(errand, tasks[2])
    left = list(tasks_of(ready.sheets, Parts.read(parts.folder), job.rows))
    assert left == [*tasks[:2], *tasks[3:]]


@pytest.mark.parametrize(
    ("columns", "is_any"),
    [
        ({"consignment_id": ["a", "a"], "item_no": [1, 2]}, True),
        ({"consignment_id": ["a", "a"], "item_no": ["1", "x"]}, True),
        ({"consignment_id": ["a", "a"], "item_no": [1, None]}, False),
        ({"consignment_id": ["a", "a"], "item_no": ["1", None]}, False),
        ({"consignment_id": ["a", "a"], "item_no": ["1", " \u3000"]}, False),
        ({"consignment_id": ["a", "a"], "item_no": [1.0, 2.0]}, False),
        ({"consignment_id": ["a", "a"]}, False),
        ({"item_no": [1, None]}, True),
        ({}, True),
    ],
)
def test_frames_go_by_themselves_where_no_item_is_counted(
    columns: dict[str, list[Any]],
    is_any: bool,  # noqa: FBT001  # a parameter of the test
    tmp_path: Path,
) -> None:
    table = pl.DataFrame({**columns, "goods": ["acetone", "ethanol"]})
    table.write_parquet(tmp_path / "f.parquet")
    table.write_csv(tmp_path / "f.csv")
    parquet, text = sheets(tmp_path / "f.parquet", tmp_path / "f.csv")
    assert is_in_any_order(parquet) is is_any
    assert not is_in_any_order(text)


def test_counted_items_of_a_large_file_are_counted_on_by_one_worker(
    workers: Callable[[Run], None], tmp_path: Path
) -> None:
    job = job_in(tmp_path)
    table = pl.read_parquet(tmp_path / "one.parquet").with_columns(
        consignment_id=pl.lit("ALL"), item_no=pl.when(pl.col("item_no") % 2 == 0).then("item_no")
    )
    table.write_parquet(tmp_path / "one.parquet")
    screen_files(job, tmp_path / "local")
    workers(everything)
    shared(job, tmp_path / "out")
    assert results(tmp_path / "out") == results(tmp_path / "local")


def test_a_register_made_in_memory_does_not_travel(job: Job, register: Register, tmp_path: Path) -> None:
    own = Register(register.packed, register.digest)
    ready, parts, _, _ = begun(job, tmp_path / "out")
    with pytest.raises(UsageError, match="made in memory"):
        errand_of(job, ready._replace(register=own), parts)


def test_a_cache_is_refused_and_nothing_is_left(job: Job, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="The workers of daft keep no cache"):
        shared(msgspec.structs.replace(job, cache=str(tmp_path / "cache")), tmp_path / "out")
    assert not list(tmp_path.glob("*out*"))
