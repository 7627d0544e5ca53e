"""Have a run's tasks done by the workers of Daft: processes of this machine, or those of a Ray cluster."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from penstock.batch.work import Report, Task, broken_off, do
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
    told = [msgspec.json.encode(task).decode() for task in tasks]
    try:
        at_once = min(len(tasks), _processors())
        workers = daft.cls(Worker, use_process=True, max_concurrency=at_once)(errand)
        rows = daft.from_pydict({"task": told}).into_batches(1)
        done = rows.select(workers.report(rows["task"]).alias("report")).to_pydict()
    except Exception as error:  # noqa: BLE001  # Daft raises what its workers did, as errors of any kind
        raise broken_off(str(error), by="Daft") from None
    return [msgspec.json.decode(report, type=Report) for report in done["report"]]


def _processors() -> int:
    """Return how many tasks can be done at once, on this machine or the cluster."""
    from daft.runners import get_or_create_runner  # noqa: PLC0415  # an extra

    if get_or_create_runner().name != "ray":
        return os.cpu_count() or 1
    import ray  # noqa: PLC0415  # Daft has connected to it

    return int(ray.cluster_resources().get("CPU", 1))
