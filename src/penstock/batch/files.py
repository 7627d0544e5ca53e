"""The front door of batch screening: files of any size in, decisions, findings and rejects out, whole or not at all."""

from __future__ import annotations

import secrets
import time
from functools import partial
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from penstock.batch.engine import Engine
from penstock.batch.finish import Finish
from penstock.batch.frames import ROWS, digest_of, frames, open_sheet
from penstock.batch.parts import Parts
from penstock.batch.results import unwritable, whole_folder, write_summary
from penstock.batch.run import day_of, parties_of_run, stamp_of
from penstock.kernel.errors import OutputError, UsageError
from penstock.law.register import Register
from penstock.screening.alike import Alike
from penstock.screening.judge import Judge
from penstock.substances import naming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from penstock.batch.finish import Finished
    from penstock.batch.frames import Sheet
    from penstock.batch.readers import Reject
    from penstock.screening.decide import Table


@dataclass(frozen=True, slots=True)
class Screened:
    """A finished run: the object of ``run.json``, and the rows that could not be read."""

    summary: dict[str, Any]
    rejects: list[Reject]
    table: Table

    @property
    def outcomes(self) -> dict[str, int]:
        """How many items had each outcome."""
        found: dict[str, int] = self.summary["counts"]["outcomes"]
        return found


def screen_files(  # noqa: PLR0913  # the parts of a run
    files: Sequence[Path | str],
    out: Path | str,
    *,
    jurisdictions: Iterable[str] | None = None,
    on: date | str | None = None,
    register: Register | None = None,
    names: bool = False,
    lists: Path | str | None = None,
    resume: bool = False,
    rows: int = ROWS,
    progress: Callable[[int, int | None], None] | None = None,
) -> Screened:
    """Screen files of consignments or catalogues of any size, by what is in them once each.

    Args:
        files: CSV, Parquet, JSON Lines or Excel files.
        out: Folder for ``decisions.parquet``, ``findings.parquet``, ``rejects.csv`` and ``run.json``.
        jurisdictions: Where to judge; by default in the places of each row's route and at the UN, and everywhere
            for a row without a route.
        on: The day of law for rows without a date of their own; today when ``None``.
        register: The register to judge by; the shipped one when ``None``.
        names: Read goods descriptions that are a systematic name as structures, through OPSIN.
        lists: Folder of the imported lists, for the parties of the rows; the usual one when ``None``.
        resume: Go on with a run of the same files into the same folder that was broken off.
        rows: Rows that are judged together; the results do not depend on it.
        progress: Called with rows done and rows in all, ``None`` while nobody knows.

    Raises:
        UsageError: No files, a bad day, an unknown jurisdiction, another run to resume.
        NamingError: Names are to be read, and the extra ``names`` or Java is missing.
        InputError: A file that cannot be read at all; what was judged is kept for ``resume``.
        OutputError: The results cannot be written; what was judged is kept for ``resume``.
        ListMissing: A stored list is damaged.
    """
    if not files:
        message = "No file to screen."
        raise UsageError(message, remedy="Name at least one CSV, Parquet, JSON Lines or Excel file.")
    day, started = day_of(on), time.perf_counter()
    register = register or Register.load()
    places = None if jurisdictions is None else register.places(jurisdictions)
    sheets = [open_sheet(Path(file)) for file in files]
    stamp = stamp_of(register, day, places, names=names)
    parties, books = parties_of_run(register, places, {c for sheet in sheets for c in sheet.columns.known}, lists)
    stamp["rosters"] = {book.list: book.digest for book in books}
    inputs = [{"file": sheet.file, "sha256": digest_of(sheet.path)} for sheet in sheets]
    parts = Parts.begin(Path(out), {"stamp": stamp, "inputs": inputs, "rows": rows}, resume=resume)
    named: dict[str, str] = {}
    judge = Judge(register, places, names=named, parties=parties)
    vintages = [vintage for book in books for vintage in book.days]
    alike = Alike(register, judge, parties, vintages, _reader(named) if names else None)
    engine = Engine(judge, alike, day, secrets.randbits(63))
    seconds = {"open": time.perf_counter() - started}
    counts = _judge(sheets, parts, engine, judge.table, rows, Path(out), progress)
    seconds["judge"] = time.perf_counter() - started - sum(seconds.values())
    with whole_folder(Path(out)) as folder:
        finished = Finish(sheets, parts, judge.table).write(folder)
        seconds["write"] = time.perf_counter() - started - sum(seconds.values())
        described = [
            sheet.as_dict(told["sha256"], count) for sheet, told, count in zip(sheets, inputs, counts, strict=True)
        ]
        summary = _summary(stamp, described, finished, judge, seconds, sum(counts))
        write_summary(summary, folder)
    parts.remove()
    return Screened(summary, finished.rejects, judge.table)


def _reader(named: dict[str, str]) -> Callable[[Sequence[str]], None]:
    def read(texts: Sequence[str]) -> None:
        named.update(naming.structures_of(texts))

    return read


def _judge(  # noqa: PLR0913  # the parts of a run
    sheets: Sequence[Sheet],
    parts: Parts,
    engine: Engine,
    table: Table,
    rows: int,
    out: Path,
    progress: Callable[[int, int | None], None] | None,
) -> list[int]:
    """Judge every frame that no part holds yet; return how many rows each file has."""
    known = [sheet.rows for sheet in sheets]
    total = None if None in known else sum(count or 0 for count in known)
    done = sum(part.rows for part in parts.parts)
    counts = [0] * len(sheets)
    for file, sheet in enumerate(sheets):
        for frame in frames(sheet, rows, skip=sum(part.rows for part in parts.parts if part.file == file)):
            count = len(frame.rows) + len(frame.rough)
            judged = engine.judge(sheet, frame, partial(parts.last, file))
            try:
                parts.add(file, count, judged, table)
            except OSError as error:
                raise unwritable(out, error) from None
            done += count
            if progress is not None:
                progress(done, total)
        counts[file] = sum(part.rows for part in parts.parts if part.file == file)
    return counts


def _summary(  # noqa: PLR0913  # the parts of a run
    stamp: dict[str, Any],
    inputs: list[dict[str, Any]],
    finished: Finished,
    judge: Judge,
    seconds: dict[str, float],
    rows: int,
) -> dict[str, Any]:
    decisions = sum(finished.outcomes.values())
    if rows != decisions + len(finished.rejects):
        message = f"{rows} rows were read, and {decisions} decisions and {len(finished.rejects)} rejects came of them."
        raise OutputError(message, remedy="Nothing was written. Please report it with the shape of the file.")
    flags = {flag: list(facts) for flag, facts in judge.flags.without_field.items()}
    return {
        "stamp": stamp,
        "inputs": inputs,
        "counts": {
            "rows": rows,
            "decisions": decisions,
            "rejects": len(finished.rejects),
            "findings": finished.findings,
            "outcomes": {outcome: finished.outcomes[outcome] for outcome in judge.table.outcomes},
            "consignments": finished.consignments,
        },
        "red_flags": {**finished.flags, "no_such_field": flags},
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
    }
