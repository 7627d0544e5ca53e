"""Have a run's tasks done by the workers of Apache Spark, one task a partition."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import msgspec

from penstock.batch.work import Report, do
from penstock.kernel.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa
    from pyspark.sql import SparkSession

    from penstock.batch.work import Errand, Task

_LONGEST = 300
_MAIN = "spark.master"


def run(errand: Errand, tasks: Sequence[Task]) -> list[Report]:
    """Do tasks in the Spark session there is, or in one that Spark's own settings describe.

    Raises:
        EngineError: PySpark, what it needs or Java is missing, Spark cannot be reached, or a worker of it failed.
    """
    session = _session()
    from py4j.protocol import Py4JError  # noqa: PLC0415  # comes with pyspark
    from pyspark.errors import PySparkException  # noqa: PLC0415  # an extra

    try:
        numbers = session.range(0, len(tasks), 1, len(tasks))
        rows = numbers.mapInArrow(_worker(errand, tasks), "report string").collect()
    except (PySparkException, Py4JError) as error:
        message = f"Spark broke off: {told_by(str(error))}."
        raise EngineError(message, remedy="What was judged is kept: remove the cause and use --resume.") from None
    return [msgspec.json.decode(row.report, type=Report) for row in rows]


def _session() -> SparkSession:
    try:
        import pandas  # noqa: F401, ICN001, PLC0415  # Spark asks for it when the first task is made
        import pyarrow  # noqa: F401, ICN001, PLC0415  # as above
        from pyspark.errors import PySparkException  # noqa: PLC0415  # an extra
        from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra
    except ImportError as error:
        message = f"The engine 'spark' needs {error.name}, which is not installed."
        raise EngineError(message, remedy='Install the extra: pip install "penstock[spark]".') from None
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    if "SPARK_REMOTE" not in os.environ and shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        message = "The engine 'spark' needs Java, and there is no 'java' on the path."
        raise EngineError(message, remedy="Install Java 17 or later.")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        return SparkSession.builder.appName("penstock").getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        message = f"Spark cannot be started: {told_by(str(error))}."
        raise EngineError(message, remedy="Check Spark's settings and that its master can be reached.") from None


def _worker(
    errand: Errand, tasks: Sequence[Task]
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what turns batches of numbers of tasks into batches of reports, on a worker."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa  # noqa: PLC0415  # on the worker

        for batch in batches:
            for number in batch.column("id").to_pylist():
                report = msgspec.json.encode(do(errand, tasks[number])).decode()
                yield pa.RecordBatch.from_pydict({"report": [report]})

    return work


def told_by(text: str) -> str:
    """Return the one line of an engine's account of a failure that says what it was.

    That is the last line that names a Python error, or else the first line; frames of Java's stack are left out.
    """
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith(("at ", "File ", "...", "^", "SQLSTATE"))]
    named = [line for line in lines if line.split(":")[0].endswith(("Error", "Exception")) and " " not in line.split(":")[0]]
    line = (named or lines or ["it gave no reason"])[-1 if named else 0].rstrip(".")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
