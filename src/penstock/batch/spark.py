"""Have a run's tasks done by the workers of Apache Spark, one task a partition."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from penstock.batch.work import Report, broken_off, do
from penstock.kernel.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa
    from pyspark.sql import SparkSession

    from penstock.batch.work import Errand, Task


def run(errand: Errand, tasks: Sequence[Task]) -> list[Report]:
    """Do tasks in the Spark session there is, or else in one of its own, which Spark's own settings describe.

    Raises:
        EngineError: PySpark, what it needs or Java is missing, Spark cannot be started, or a worker of it failed.
    """
    try:
        import pandas as pd  # noqa: F401, PLC0415  # PySpark asks for it when tasks are made
        import pyarrow as pa  # noqa: F401, PLC0415  # as above
        from py4j.protocol import Py4JError  # noqa: PLC0415  # an extra
        from pyspark.errors import PySparkException  # noqa: PLC0415  # an extra
    except ImportError as error:
        message = f"The engine 'spark' needs {error.name}, which is not installed."
        raise EngineError(message, remedy='Install the extra: pip install "penstock[spark]".') from None
    try:
        with _session() as session:
            numbers = session.range(0, len(tasks), 1, len(tasks))
            rows = numbers.mapInArrow(_worker(errand, tasks), "report string").collect()
    except (PySparkException, Py4JError) as error:
        raise broken_off(str(error), by="Spark") from None
    return [msgspec.json.decode(row.report, type=Report) for row in rows]


@contextmanager
def _session() -> Iterator[SparkSession]:
    """Give the session there is, or one that is stopped at the end."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra

    active = SparkSession.getActiveSession()
    if active is not None:
        yield active
        return
    if shutil.which("java") is None and not {"JAVA_HOME", "SPARK_REMOTE"} & os.environ.keys():
        message = "The engine 'spark' needs Java, and there is no 'java' on the path."
        raise EngineError(message, remedy="Install Java 17 or later.")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("penstock")
    if "SPARK_CONF_DIR" not in os.environ:
        builder = builder.config("spark.log.level", "OFF")  # what went wrong is told by the error
    own = builder.getOrCreate()
    try:
        yield own
    finally:
        own.stop()


def _worker(errand: Errand, tasks: Sequence[Task]) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what turns batches of numbers of tasks into batches of reports, on a worker."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa  # noqa: PLC0415  # where the worker is

        for batch in batches:
            for number in batch.column("id").to_pylist():
                report = msgspec.json.encode(do(errand, tasks[number])).decode()
                yield pa.RecordBatch.from_pydict({"report": [report]})

    return work
