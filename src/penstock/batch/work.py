"""One task of a run that is shared out: some rows of a file, judged in any process, written as parts of the run."""

from __future__ import annotations

import json
import platform
import re
import traceback
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.batch.frames import Sheet, frame_at, frames, open_sheet
from penstock.batch.job import Job, engine_for
from penstock.batch.pack import open_pack
from penstock.batch.parts import Parts
from penstock.batch.results import unwritable
from penstock.kernel.errors import EngineError, PenstockError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from penstock.batch.engine import Engine
    from penstock.batch.laid import Frame
    from penstock.screening.judge import Judge


_KEPT = "What was judged is kept: remove the cause and use --resume."
_LONGEST = 300
_ERROR = re.compile(r"\w(?:Error|Exception): ")


class Errand(msgspec.Struct, frozen=True):
    """What all tasks of a run share.

    Args:
        job: The run, with the day of law and files by their whole paths.
        folder: The unfinished run; every worker writes its parts there.
        pack: The pack, and ``digest`` what names its content.
        digest: See ``pack``.
        columns: The contract's columns that some file has.
        stamp: The stamp of the run, as JSON: what a worker makes ready must have the same.
    """

    job: Job
    folder: str
    pack: str
    digest: str
    columns: tuple[str, ...]
    stamp: str


class Task(msgspec.Struct, frozen=True):
    """Some rows of one file, the frame that begins after ``first`` rows; all that are still to do where ``None``.

    ``name`` is what the results call the file, ``file`` its place among those of the job.
    """

    file: int
    name: str
    first: int | None


class Report(msgspec.Struct, frozen=True):
    """What came of a task: the frames written, by how many rows stand before each, and the error, if there was one."""

    file: int
    done: tuple[int, ...]
    error: dict[str, str] | None = None


def do(errand: Errand, task: Task) -> Report:
    """Judge the rows of a task and write their parts; an error is reported, not raised, so that other tasks go on."""
    done: list[int] = []
    try:
        judge, engine = _made_ready(errand)
        sheet = replace(open_sheet(Path(errand.job.files[task.file])), file=task.name)
        folder = Path(errand.folder)
        parts = Parts.read(folder, task.file) if task.first is None else Parts(folder, [])
        for frame in _frames(sheet, task, errand.job.rows, parts):
            judged = engine.judge(engine.prepare(sheet, frame), partial(parts.last, task.file))
            try:
                parts.add(task.file, frame, judged, judge.table)
            except OSError as error:
                raise unwritable(folder, error) from None
            done.append(frame.first)
    except PenstockError as error:
        return Report(task.file, tuple(done), error.as_dict())
    except Exception as error:  # noqa: BLE001  # the engine would do all again and bury the reason
        return Report(task.file, tuple(done), _unforeseen(task, error).as_dict())
    return Report(task.file, tuple(done))


def broken_off(account: str, *, by: str) -> EngineError:
    """Return the error of an engine that gave up, with the sentence of its account that says why.

    Of a long account that is the end of the last line that names an error, before the first line of a stack of Java's.
    """
    lines = [line.strip() for line in re.split(r"^\s+at ", account, maxsplit=1, flags=re.MULTILINE)[0].splitlines()]
    named = [line for line in lines if _ERROR.search(line)]
    last = _ERROR.split(named[-1])[-1] if named else next(filter(None, lines), "it gave no reason")
    reason = re.split(r"\.\s|\.$", last)[0][:_LONGEST]
    return EngineError(f"{by} broke off: {reason}.", remedy=_KEPT)


def _unforeseen(task: Task, error: Exception) -> EngineError:
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}, line {place.lineno}"
    message = f"A worker on {platform.node()} failed with {task.name}: {type(error).__name__}: {error} ({where})."
    return EngineError(message, remedy=_KEPT)


def _frames(sheet: Sheet, task: Task, rows: int, parts: Parts) -> Iterable[Frame]:
    if task.first is None:
        return frames(sheet, rows, done=parts.done(task.file))
    return [frame_at(sheet, task.first, rows)]


@lru_cache(maxsize=1)
def _made_ready(errand: Errand) -> tuple[Judge, Engine]:
    """Open the pack and make the engine ready, once a process and run.

    Raises:
        EngineError: This machine would not judge as the one that sent the errand does.
    """
    pack = open_pack(Path(errand.pack), errand.digest)
    job = msgspec.structs.replace(errand.job, lists=str(pack.lists))
    judge, engine, stamp, _ = engine_for(job, pack.register, errand.columns)
    sent: dict[str, Any] = json.loads(errand.stamp)
    sent.pop("authorisations", None)  # a worker tells what rows ship; they are drawn down where the run is finished
    if stamp != sent:
        differing = [key for key in sent if stamp.get(key) != sent[key]]
        told = ", ".join(f"{key} is {stamp.get(key)} there and {sent[key]} here" for key in differing)
        message = f"The worker on {platform.node()} would not judge alike: {told}."
        raise EngineError(message, remedy="Install the same version of Penstock on every machine.")
    return judge, engine
