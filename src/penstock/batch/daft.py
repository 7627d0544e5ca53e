"""Have a run's tasks done by the workers of Daft: processes of this machine, or those of a Ray cluster."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from penstock.batch.work import Report, Task, do
from penstock.kernel.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.batch.work import Errand


class Worker:
    """Does tasks of one run, in a process of its own."""

    def __init__(self, errand: Errand) -> None:
        """Take what the tasks share."""
        self._errand = errand

    def report(self, task: str) -> str:
        """Do a task, and return the report of it; both are JSON."""
        return msgspec.json.encode(do(self._errand, msgspec.json.decode(task, type=Task))).decode()


def run(errand: Errand, tasks: Sequence[Task]) -> list[Report]:
    """Do tasks in processes of this machine, or where Daft is told so, in those of a Ray cluster.

    Raises:
        EngineError: Daft is missing, or a worker of it failed.
    """
    try:
        import daft  # noqa: PLC0415  # an extra
    except ImportError as error:
        message = f"The engine 'daft' needs {error.name}, which is not installed."
        raise EngineError(message, remedy='Install the extra: pip install "penstock[daft]".') from None
    told = daft.from_pydict({"task": [msgspec.json.encode(task).decode() for task in tasks]}).into_batches(1)
    try:
        workers = daft.cls(Worker, use_process=True, max_concurrency=min(len(tasks), _processors()))(errand)
        done = told.select(workers.report(told["task"]).alias("report")).to_pydict()
    except Exception as error:
        message = f"Daft broke off: {told_by(str(error))}."
        raise EngineError(message, remedy="What was judged is kept: remove the cause and use --resume.") from None
    return [msgspec.json.decode(report, type=Report) for report in done["report"]]


def _processors() -> int:
    """Return how many tasks can be done at once."""
    from daft import get_or_create_runner
    if get_or_create_runner().name == "ray":
        import ray
        return int(ray.cluster_resources()["CPU"])
    return os.cpu_count() or 1
