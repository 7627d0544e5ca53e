"""The front door of batch screening: files of any size in, decisions, findings and rejects out, whole or not at all."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from penstock.batch.authorised import ledger_of, told_of
from penstock.batch.finish import Finish
from penstock.batch.frames import frames
from penstock.batch.job import make_ready, plan_of
from penstock.batch.kept_draws import write_draws
from penstock.batch.memory import FULL, peak, resident
from penstock.batch.parts import Parts, rows_begun
from penstock.batch.results import unwritable, whole_folder, write_summary
from penstock.batch.sharing import share_out
from penstock.kernel.errors import InputError, OutputError, PenstockError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future
    from typing import Self

    import polars as pl

    from penstock.batch.engine import Engine, Judged
    from penstock.batch.engines import EngineName
    from penstock.batch.finish import Finished
    from penstock.batch.frames import Sheet
    from penstock.batch.job import Job, Ready
    from penstock.batch.laid import Frame
    from penstock.batch.prepared import Prepared
    from penstock.batch.readers import Reject
    from penstock.law.register import Register
    from penstock.screening.decide import Table


KEPT = "What was judged is kept: --resume goes on with it, if the files are the same."
"""What an error says beside its own remedy once there is something to go on with."""


class FileDone(NamedTuple):
    """A file of which every row is judged or refused: how many those are, how many in this run, and how long it took.

    Rows whose key a row of another part has already are told apart at the end of the run, no sooner.
    """

    file: str
    rows: int
    rejects: int
    rows_now: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Screened:
    """A finished run: the object of ``run.json``, and the rows that could not be read."""

    summary: dict[str, Any]
    rejects: list[Reject]


def screen_files(  # noqa: PLR0913  # the parts of a run
    job: Job,
    out: Path | str,
    *,
    register: Register | None = None,
    resume: bool = False,
    engine: EngineName = "local",
    progress: Callable[[int, int | None], None] | None = None,
    file_done: Callable[[FileDone], None] | None = None,
    also: Callable[[Path], None] | None = None,
) -> Screened:
    """Screen files of consignments or catalogues of any size; rows that are judged alike are judged once.

    The results are the same bytes whatever the engine, and a run may go on with another engine than it began with.

    Args:
        job: The files, and how they are screened.
        out: Folder for ``decisions.parquet``, ``findings.parquet``, ``rejects.csv`` and ``run.json``, and where the
            job is wide, ``screened.parquet``, where authorisations are at hand, ``draws.parquet``.
        register: The register to judge by; the shipped one when ``None``.
        resume: Go on with a run of the same files into the same folder that was broken off.
        engine: What judges the rows: this process, or the workers of Daft or Spark.
        progress: Called with rows done and rows in all, ``None`` while nobody knows; Daft and Spark show their own.
        file_done: Called when all of a file is judged, where this process judges.
        also: Called with the folder of the results before it takes its place, to write more into it.

    Raises:
        UsageError: No files, a bad day, an unknown jurisdiction, another run to resume.
        NamingError: Names are to be read, and the extra ``names`` or Java is missing.
        InputError: A file that cannot be read at all; what was judged is kept for ``resume``.
        OutputError: The results cannot be written; what was judged is kept for ``resume``.
        ListMissing: A stored list is damaged.
        EngineError: Daft, Spark or Java is missing, or a worker failed; what was judged is kept for ``resume``.
    """
    started = time.perf_counter()
    ready = make_ready(job, register)
    job = ready.job
    begun = rows_begun(Path(out)) if resume and job.memory is not None else None
    if begun is not None:
        job = msgspec.structs.replace(job, rows=begun)
    plan = plan_of(job, ready)
    parts = Parts.begin(Path(out), plan, resume=resume)
    seconds = {"open": time.perf_counter() - started}
    try:
        if engine == "local":
            _judge(job, ready, parts, Path(out), progress, file_done)
            ready.keep()
        else:
            share_out(job, ready, parts, engine)
        seconds["judge"] = time.perf_counter() - started - sum(seconds.values())
        return finish(job, ready, plan, parts, Path(out), seconds, also)
    except PenstockError as error:
        if not parts.parts:
            parts.remove()  # there is nothing to go on with
        elif isinstance(error, InputError | OutputError):
            raise type(error)(error.message, remedy=f"{error.remedy} {KEPT}") from error
        raise
    finally:
        ready.pool.close()


def finish(  # noqa: PLR0913, PLR0917  # the parts of a run
    job: Job,
    ready: Ready,
    plan: dict[str, Any],
    parts: Parts,
    out: Path,
    seconds: dict[str, float],
    also: Callable[[Path], None] | None,
) -> Screened:
    """Write the results of a run whose parts are all there, and remove the parts.

    Raises:
        OutputError: The results cannot be written, or rows were lost.
    """
    started = time.perf_counter()
    with whole_folder(out, parts.folder) as folder:
        ledger = None if ready.authorised is None else ledger_of(ready.authorised, ready.register)
        finished = Finish(ready.sheets, parts, ready.judge, ledger).write(folder, job.rows if job.wide else None)
        seconds["write"] = time.perf_counter() - started
        summary = _summary(ready, plan, parts, finished) | {
            "seconds": {name: round(value, 3) for name, value in seconds.items()}
        }
        if ready.authorised is not None and ledger is not None:
            summary["authorisations"] = told_of(ready.authorised, ledger)
            write_draws(ledger.draws, folder)
        if job.memory is not None:
            summary["memory"] = {"limit": job.memory, "rows": job.rows, "peak": peak()}
        write_summary(summary, folder)
        if also is not None:
            also(folder)
    parts.remove()
    return Screened(summary, finished.rejects)


def _judge(  # noqa: PLR0913, PLR0917  # the parts of a run
    job: Job,
    ready: Ready,
    parts: Parts,
    out: Path,
    progress: Callable[[int, int | None], None] | None,
    file_done: Callable[[FileDone], None] | None,
) -> None:
    """Judge every frame that no part holds yet; the next is prepared and the last is written meanwhile."""
    counts = [sheet.rows for sheet in ready.sheets]
    total = None if None in counts else sum(count or 0 for count in counts)
    with ThreadPoolExecutor(1) as reader, _Writer(parts, ready.judge.table, out) as writer:
        for file, sheet in enumerate(ready.sheets):
            started, before = time.perf_counter(), parts.rows_of(file)
            rest = frames(sheet, job.rows, done=parts.done(file))
            coming = reader.submit(_next, ready.engine, sheet, rest)
            while (prepared := coming.result()) is not None:
                coming = reader.submit(_next, ready.engine, sheet, rest)
                judged = ready.engine.judge(prepared, partial(writer.last, file))
                writer.add(file, prepared.frame, judged)
                if job.memory is not None and resident() > FULL * job.memory:
                    ready.engine.forget()
                if progress is not None:
                    progress(writer.rows, total)
            if file_done is not None:
                rows, refused = writer.counted(file)
                file_done(FileDone(sheet.file, rows, refused, rows - before, time.perf_counter() - started))


def _next(engine: Engine, sheet: Sheet, rest: Iterator[Frame]) -> Prepared | None:
    """Read and prepare the next rows of a file; ``None`` where there are none."""
    frame = next(rest, None)
    return None if frame is None else engine.prepare(sheet, frame)


class _Writer:
    """Writes parts, one at a time, while the next rows are judged."""

    def __init__(self, parts: Parts, table: Table, out: Path) -> None:
        self.rows = sum(part.rows for part in parts.parts)
        self._parts, self._table, self._out = parts, table, out
        self._thread = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Wait for the last part; what went wrong with it counts unless something else did before."""
        try:
            if kind is None:
                self._wait()
        finally:
            self._thread.shutdown()

    def add(self, file: int, frame: Frame, judged: Judged) -> None:
        """Begin to write a part, when the one before is written.

        Raises:
            OutputError: That one could not be written.
        """
        self._wait()
        self._writing = self._thread.submit(self._parts.add, file, frame, judged, self._table)
        self.rows += len(frame)

    def last(self, file: int, ids: pl.Series) -> Mapping[str, int]:
        """Return the highest item numbers so far, see `Parts.last`."""
        self._wait()
        return self._parts.last(file, ids)

    def counted(self, file: int) -> tuple[int, int]:
        """Return how many rows of a file are written, and how many of them were refused.

        Raises:
            OutputError: The last part could not be written.
        """
        self._wait()
        return self._parts.rows_of(file), sum(len(part.rejects) for part in self._parts.parts if part.file == file)

    def _wait(self) -> None:
        if self._writing is not None:
            try:
                self._writing.result()
            except OSError as error:
                raise unwritable(self._out, error) from None


def _summary(ready: Ready, plan: dict[str, Any], parts: Parts, finished: Finished) -> dict[str, Any]:
    counts = [parts.rows_of(file) for file in range(len(ready.sheets))]
    rows, decisions = sum(counts), sum(finished.outcomes.values())
    if rows != decisions + len(finished.rejects):
        message = f"{rows} rows were read, and {decisions} decisions and {len(finished.rejects)} rejects came of them."
        raise OutputError(message, remedy="Nothing was written. Please report it with the shape of the file.")
    inputs = zip(ready.sheets, plan["inputs"], counts, strict=True)
    flags = {flag: list(facts) for flag, facts in ready.judge.flags.without_field.items()}
    return {
        "stamp": ready.stamp,
        "inputs": [sheet.as_dict(told["sha256"], count) for sheet, told, count in inputs],
        "counts": {
            "rows": rows,
            "decisions": decisions,
            "rejects": len(finished.rejects),
            "findings": finished.findings,
            "outcomes": {outcome: finished.outcomes[outcome] for outcome in ready.judge.table.outcomes},
            "consignments": finished.consignments,
        },
        "red_flags": {**finished.flags, "no_such_field": flags},
    }
