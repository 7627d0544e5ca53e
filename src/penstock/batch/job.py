"""What a batch run is asked to do, and all it needs made ready: on this machine, or on each of several."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from penstock.batch.authorised import STORE, at_hand
from penstock.batch.cache import ValueCache
from penstock.batch.engine import Engine
from penstock.batch.frames import ROWS, digest_of, open_sheet
from penstock.batch.memory import fit
from penstock.batch.pool import NamePool
from penstock.batch.run import day_of, parties_of_run, stamp_of
from penstock.cases.drawing import AtHand  # noqa: TC001  # msgspec reads the annotations
from penstock.kernel.errors import UsageError
from penstock.law.register import Register
from penstock.screening.alike import Alike
from penstock.screening.judge import Judge
from penstock.substances import naming

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from datetime import date

    from penstock.batch.frames import Sheet
    from penstock.batch.kept_keys import KeptKeys


class Job(msgspec.Struct, frozen=True):
    """A batch run, as it can be sent to another process.

    Args:
        files: CSV, Parquet, JSON Lines or Excel files.
        called: What the results call each of the files; their paths when ``None``.
        on: The day of law for rows without a date of their own, YYYY-MM-DD; today when ``None``.
        jurisdictions: Where to judge; by default in the places of each row's route and at the UN, and everywhere for a
            row without a route.
        names: Read goods descriptions that are a systematic name as structures, through OPSIN.
        lists: Folder of the imported lists; the usual one when ``None``.
        lossless: Compare names of parties too that share no key with a listed one but nearly all letters.
        rows: Rows that are judged together; the results do not depend on it.
        cache: Folder in which what is learnt of values is kept for the next run; nothing is kept when ``None``.
        processes: How many processes look up names; more than one must be asked for by a program that can be imported.
        wide: Write the columns of the files beside the decisions as well.
        memory: The most bytes that this process and those that look up names may hold, as far as that can be kept:
            ``rows`` and ``processes`` are made so few that it is; as many as there are when ``None``.
        authorisations: The authorisations that licences are held against, or a file of them; none when ``None``.
    """

    files: tuple[str, ...]
    on: str | None = None
    jurisdictions: tuple[str, ...] | None = None
    names: bool = False
    lists: str | None = None
    lossless: bool = False
    rows: int = ROWS
    cache: str | None = None
    processes: int = 1
    wide: bool = False
    memory: int | None = None
    authorisations: str | AtHand | None = None
    called: tuple[str, ...] | None = None


Made = tuple[Judge, Engine, dict[str, Any], ValueCache | None]


class Ready(NamedTuple):
    """A job made ready: the job as its memory allows it, its files, who judges, what its results say of themselves."""

    job: Job
    sheets: list[Sheet]
    judge: Judge
    engine: Engine
    stamp: dict[str, Any]
    cache: ValueCache | None
    register: Register
    pool: NamePool
    authorised: AtHand | None = None

    def keep(self) -> None:
        """Keep what was learnt of values, where there is a cache.

        Raises:
            OutputError: Its folder cannot be written.
        """
        if self.cache is not None:
            self.engine.telling.keep(self.cache)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads descriptions that are systematic names, and keeps the structures for the judge."""

    structures: dict[str, str]

    def __call__(self, texts: Sequence[str]) -> None:
        """Read some descriptions."""
        self.structures.update(naming.structures_of(texts))


def make_ready(job: Job, register: Register | None = None) -> Ready:
    """Open the files and lists of a job and make the engine ready.

    Args:
        job: The job.
        register: The register to judge by; the shipped one when ``None``.

    Raises:
        UsageError: No files, no rows at a time, a bad day, an unknown jurisdiction, no such folder of lists, too little
            memory.
        NamingError: Names are to be read, and the extra ``names`` or Java is missing.
        InputError: A file that cannot be read at all, or authorisations that cannot.
        ListMissing: A stored list is damaged.
        OutputError: The folder of the cache is damaged or cannot be written.
    """
    if not job.files:
        message = "No file to screen."
        raise UsageError(message, remedy="Name at least one CSV, Parquet, JSON Lines or Excel file.")
    if job.rows < 1:
        message = f"Rows cannot be judged {job.rows} at a time."
        raise UsageError(message, remedy="Give a number from 1.")
    day, register = day_of(job.on), register or Register.load()
    places = None if job.jurisdictions is None else register.places(job.jurisdictions)
    authorised = at_hand(job.authorisations, register)
    sheets = [open_sheet(Path(file)) for file in job.files]
    if job.called is not None:
        sheets = [replace(sheet, file=called) for sheet, called in zip(sheets, job.called, strict=True)]
    made = _judging(job, register, day, places, columns_of(sheets))
    if job.memory is not None:
        fitted = fit(job.memory, sheets, made[1], job.rows, job.processes)
        job = msgspec.structs.replace(job, rows=fitted.rows, processes=fitted.processes)
    pool = pool_for(job, register, None if made[3] is None else made[3].keys)
    made[1].telling.share_names(pool)
    if authorised is not None:
        made[2]["authorisations"] = authorised.digest
    return Ready(job, sheets, *made, register, pool, authorised)


def pool_for(job: Job, register: Register, kept: KeptKeys | None) -> NamePool:
    """Return what reads the names of a job, in several processes where these can find the register."""
    lists = None if job.lists is None else str(Path(job.lists).resolve())
    is_on_disk = register.path is not None
    place = (str(register.path), str(register.vocabulary), lists, job.lossless)
    return NamePool(place, job.processes if is_on_disk else 1, kept)


def columns_of(sheets: Sequence[Sheet]) -> list[str]:
    """Return the contract's columns that some file has."""
    return sorted({column for sheet in sheets for column in sheet.columns.known})


def engine_for(job: Job, register: Register, columns: Container[str]) -> Made:
    """Make the engine ready for files that are opened elsewhere or later; ``columns`` are those that some file has.

    Returns:
        Who judges, the engine, the stamp of the run, and the cache, if there is one.

    Raises:
        UsageError: A bad day, an unknown jurisdiction, a folder of lists that is not there.
        NamingError: Names are to be read, and the extra ``names`` or Java is missing.
        ListMissing: A stored list is damaged.
    """
    places = None if job.jurisdictions is None else register.places(job.jurisdictions)
    return _judging(job, register, day_of(job.on), places, columns)


def _judging(job: Job, register: Register, day: date, places: tuple[str, ...] | None, columns: Container[str]) -> Made:
    stamp = stamp_of(register, day, places, names=job.names, lossless=job.lossless)
    parties, books = parties_of_run(register, places, columns, job.lists, lossless=job.lossless)
    stamp["rosters"] = {book.list: book.digest for book in books}
    structures: dict[str, str] = {}
    judge = Judge(register, places, names=structures, parties=parties)
    vintages = [vintage for book in books for vintage in book.days]
    alike = Alike(register, judge, parties, vintages, Reader(structures) if job.names else None)
    cache = None if job.cache is None else ValueCache(Path(job.cache), stamp)
    engine = Engine(
        judge,
        alike,
        day,
        secrets.randbits(63) if cache is None else cache.seed,
        is_authorised=job.authorisations is not None,
    )
    if cache is not None:
        engine.telling.recall(cache)
    return judge, engine, stamp, cache


def plan_of(job: Job, ready: Ready) -> dict[str, Any]:
    """Return what makes the parts of a run what they are.

    What the store's authorisations say is none of it: others draw on them meanwhile, and no part rests on them.
    """
    inputs = [{"file": sheet.file, "sha256": digest_of(sheet.path)} for sheet in ready.sheets]
    is_of_store = ready.authorised is not None and ready.authorised.file is None
    stamp = ready.stamp | ({"authorisations": STORE} if is_of_store else {})
    return {"stamp": stamp, "inputs": inputs, "rows": job.rows}
