"""Runs of uploaded files: kept, screened one after the other in processes of their own, shown to whom they concern."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.batch.kept_draws import read_draws
from penstock.batch.results import DECISIONS, DRAWS, FINDINGS, REJECTS, RUN
from penstock.desk.held import FILE as HELD_ROWS
from penstock.desk.held import RESULTS
from penstock.desk.problems import Problem
from penstock.desk.run_matters import keep_held, queued
from penstock.desk.run_worker import AT_HAND, DOWNLOADS, ERROR, JOB, MEMORY, PROGRESS, write_whole
from penstock.desk.uploads import ending_of, keep_upload, shown_name
from penstock.desk.watch import LOG
from penstock.kernel.errors import UnknownId, UsageError
from penstock.store.draws import Draws, drawn_for
from penstock.store.runs import Run, Runs

if TYPE_CHECKING:
    from concurrent.futures import Future
    from datetime import date
    from typing import BinaryIO

    from penstock.desk.actors import Actor
    from penstock.store.draws import Drawn
    from penstock.store.store import Store

FILES = {
    DECISIONS: RESULTS, FINDINGS: RESULTS, RUN: RESULTS, DRAWS: RESULTS,
    "decisions.csv": DOWNLOADS, "findings.csv": DOWNLOADS, REJECTS: DOWNLOADS,
}  # fmt: skip
"""What may be fetched of a run, and the folder it is in; the CSV files hold no formula. Not every run draws."""

MOST_WAITING = 20
"""Runs of one account that may wait or run at the same time."""

MOST_BALANCES = 200
"""Authorisations of a run that are told with its counts; ``run.json`` has all of them."""

LONGEST = 3600.0
"""Seconds after which a run is ended."""

_ENDED = {"message": "The process that screened it was ended.", "remedy": "Screen it with 'penstock screen'."}
PROGRAM = "penstock:"


class RunDesk:
    """Takes files, has them screened, shows what came of it."""

    def __init__(self, store: Store, folder: Path, lists: Path | None, memory: int = MEMORY) -> None:
        """Take the store, the folders of runs and of the imported lists, and the bytes that a run may hold."""
        self._runs = Runs(store)
        self._store = store
        self._folder = folder
        self._lists = lists
        self._memory = memory
        self._one = ThreadPoolExecutor(1, thread_name_prefix="runs")
        self._stopping = Event()

    def start(self) -> None:
        """Take up what was waiting, or broken off, when the server ended; not what lies on another machine."""
        for run in reversed(self._runs.all(limit=1_000)):
            if run.state in {"queued", "running"} and self._place(run).is_dir():
                if run.state == "running":
                    self._runs.change(PROGRAM, run.id, "queued")
                self._queue(run)

    def _queue(self, run: Run) -> None:
        self._one.submit(self._screen, run).add_done_callback(_tell_failure)

    def stop(self) -> None:
        """End the process that screens, if any; its run goes on when the server is started again."""
        self._stopping.set()
        self._one.shutdown(cancel_futures=True)

    def take(
        self, actor: Actor, name: str, stream: BinaryIO, on: date, *, is_authorised: bool = False
    ) -> dict[str, Any]:
        """Keep an uploaded file and have it screened in its turn.

        Args:
            actor: Who uploads it.
            name: What the file is called.
            stream: What it holds.
            on: The day of law of rows without a date.
            is_authorised: Hold licences against the authorisations that are kept here when its turn comes.

        Raises:
            Problem: It is of no kind that is taken, too large, or one too many.
        """
        waiting = [one for one in self._runs.all(by=actor.name, limit=100) if one.state in {"queued", "running"}]
        if len(waiting) >= MOST_WAITING:
            raise Problem.of(code="too_many_requests", detail=f"{len(waiting)} runs of yours wait already.")
        folder = self._folder / secrets.token_hex(10)
        file = keep_upload(stream, folder, ending_of(name))
        lists = None if self._lists is None else str(self._lists.resolve())
        called, file_told = shown_name(name), {"file": file.name, "on": on.isoformat(), "lists": lists}
        write_whole(folder / JOB, file_told | {"called": called, "authorised": is_authorised})
        run = self._runs.start(actor.name, called, str(folder))
        self._queue(run)
        return self._shown(run)

    def all(self, actor: Actor) -> dict[str, Any]:
        """Return the runs of whoever asks, and of everybody for an approver, the latest first."""
        found = self._runs.all(by=None if actor.may("approver") else actor.name)
        return {"runs": [self._shown(one) for one in found]}

    def get(self, actor: Actor, run: str) -> dict[str, Any]:
        """Return one run; one that is another's is as one that is not there.

        Raises:
            UnknownId: There is none that this one may see.
        """
        found = self._seen(actor, run)
        return self._shown(found) | {"drawn": drawn_for(self._store, found.id)}

    def draw(self, actor: Actor, run: str) -> Drawn:
        """Draw all that the rows of a finished run draw of the authorisations kept here, or nothing.

        Raises:
            UnknownId: There is none that this one may see, or an authorisation is not kept here.
            UsageError: It is not done, or had no authorisations; or as ``Draws.draw_all``.
        """
        found = self._seen(actor, run)
        if found.state != "done":
            message = "The run is not done: nothing of it can be drawn."
            raise UsageError(message, remedy="Wait until it is, or upload the file again.")
        if "authorisations" not in found.counts:
            message = "The run was held against no authorisations: nothing of it can be drawn."
            raise UsageError(message, remedy="Upload the file again, with the authorisations kept here.")
        drawings = read_draws(self._place(found) / RESULTS)
        return Draws(self._store).draw_all(actor.name, drawings, found.id)

    def file(self, actor: Actor, run: str, name: str) -> Path:
        """Return the file of a run's results; that it was fetched stands in the trail.

        Raises:
            UnknownId: There is no such run that this one may see, or no such file of it (yet).
        """
        found = self._seen(actor, run)
        file = self._place(found) / FILES[name] / name if name in FILES else None
        if found.state != "done" or file is None or not file.is_file():
            message = f"The run has no file {name!r}."
            raise UnknownId(message, remedy=f"Once it is done it has {', '.join(FILES)}.")
        self._store.saw(actor.name, found.id)
        return file

    def _seen(self, actor: Actor, run: str) -> Run:
        found = self._runs.get(run)
        if not may_see(actor, found):
            message = f"There is no run {run!r}."
            raise UnknownId(message, remedy="Take the id from the list of runs.")
        return found

    def _place(self, run: Run) -> Path:
        return self._folder / Path(run.folder).name

    def _shown(self, run: Run) -> dict[str, Any]:
        told = {name: value for name, value in asdict(run).items() if name != "folder"}
        progress = None
        if run.state == "running":
            with suppress(FileNotFoundError):
                progress = json.loads((self._place(run) / PROGRESS).read_text(encoding="utf-8"))
        return told | {"progress": progress, "files": files_of(run)}

    def _screen(self, run: Run) -> None:
        """Screen one file in a process of its own, and keep what came of it."""
        if self._stopping.is_set():
            return
        self._runs.change(PROGRAM, run.id, "running")
        place = self._place(run)
        status = 0 if (place / HELD_ROWS).is_file() else self._process(place)
        if status is None:
            return
        summary = _read(place / RESULTS / RUN) if status == 0 else None
        if summary is not None:
            if keep_held(self._store, run, place, self._stopping.is_set):
                counts = summary["counts"] | {"stamp": summary["stamp"]} | authorised_in(summary)
                counts["queue"] = queued(self._store, run, counts["outcomes"])
                self._runs.change(PROGRAM, run.id, "done", counts)
                (place / HELD_ROWS).unlink()
            return
        shutil.rmtree(place / RESULTS, ignore_errors=True)
        self._runs.change(PROGRAM, run.id, "failed", _read(place / ERROR) or _ENDED)

    def _process(self, place: Path) -> int | None:
        """Return how the process ended; ``None`` where the server ends."""
        if (_read(place / JOB) or {}).get("authorised"):
            (place / AT_HAND).write_bytes(msgspec.json.encode(Draws(self._store).at_hand()))
        command = [sys.executable, "-m", "penstock.desk.run_worker", str(place), str(self._memory)]
        waited = 0.0
        with (
            (place / "stderr.txt").open("wb") as said,  # it may name what was screened, which no log does
            subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said) as process,  # noqa: S603  # ours
        ):
            while True:
                with suppress(subprocess.TimeoutExpired):
                    return process.wait(_LOOKS_EVERY)
                waited += _LOOKS_EVERY
                if self._stopping.is_set() or waited > LONGEST:
                    process.kill()
                    return None if self._stopping.is_set() else process.wait()


_LOOKS_EVERY = 0.2


def files_of(run: Run) -> list[str]:
    """Return what may be fetched of a run as it is now."""
    is_done, is_authorised = run.state == "done", "authorisations" in run.counts
    return [name for name in FILES if is_done and (is_authorised or name != DRAWS)]


def authorised_in(summary: dict[str, Any]) -> dict[str, Any]:
    """Return what is told of the authorisations of a run: those its rows rest on, and how many draws they come to."""
    told = summary.get("authorisations")
    if told is None:
        return {}
    balance = [one for one in told["balance"] if one["items"]]
    return {"authorisations": {"draws": told["draws"], "balance": balance[:MOST_BALANCES]}}


def may_see(actor: Actor, run: Run) -> bool:
    """Tell whether somebody may see a run: whoever uploaded it, and approvers."""
    return run.by == actor.name or actor.may("approver")


def _tell_failure(screened: Future[None]) -> None:
    """Log what nobody foresaw, by its type alone."""
    error = None if screened.cancelled() else screened.exception()
    if error is not None:
        LOG.error(json.dumps({"event": "run_failed", "error": type(error).__name__}))


def _read(file: Path) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told
