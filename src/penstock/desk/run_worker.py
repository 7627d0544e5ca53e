"""The process that screens one uploaded file: ``python -m penstock.desk.run_worker FOLDER BYTES``.

It is apart from the server, so that a file that takes too much ends this process and no other. What it is to do stands
in ``job.json`` of the folder, how many bytes of memory it may hold behind the folder; how far it is in
``progress.json``, what went wrong in ``error.json``.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl

from penstock.batch.files import screen_files
from penstock.batch.job import Job
from penstock.batch.results import DECISIONS, FINDINGS, REJECTS
from penstock.cases.drawing import AtHand
from penstock.desk.held import RESULTS, write_held
from penstock.kernel.days import parse_day
from penstock.kernel.errors import InputError, OutputError, PenstockError, TooLittleMemory

if TYPE_CHECKING:
    from collections.abc import Callable

JOB, PROGRESS, ERROR = "job.json", "progress.json", "error.json"
AT_HAND = "at-hand.json"
"""The authorisations of the store that the run is held against, where it is."""

DOWNLOADS = "downloads"

MEMORY = 2 << 30
"""Bytes that a run may hold where nothing else is set: with the lists of OFAC and the UN it needs about half."""

LARGEST_WRITTEN = 4 << 30
"""Bytes of a file that a run may write."""

FORMULA = r"^([\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠])"
"""What a spreadsheet would take for the beginning of a formula, behind whatever cannot be seen."""

_TOLD_EVERY = 0.5
_MORE = "The file is not the reason: have whoever runs the desk start it with --run-memory {} or more."


def run(folder: Path, memory: int) -> dict[str, Any]:
    """Screen the file of a folder within so many bytes of memory; return the object of ``run.json``.

    Raises:
        PenstockError: The file cannot be screened, or its results cannot be written.
    """
    told = json.loads((folder / JOB).read_text(encoding="utf-8"))
    os.chdir(folder)
    authorised = msgspec.json.decode((folder / AT_HAND).read_bytes(), type=AtHand) if told.get("authorised") else None
    job = Job(
        files=(told["file"],),
        on=told["on"],
        lists=told["lists"],
        memory=memory,
        authorisations=authorised,
        called=(told["called"],),
    )
    try:
        screened = screen_files(job, folder / RESULTS, progress=_teller(folder))
    except TooLittleMemory as error:
        raise TooLittleMemory(error.message, remedy=_MORE.format(error.least), least=error.least) from None
    except InputError as error:  # which begins with the name that the file has here
        message = error.message.replace(told["file"], told["called"], 1)
        raise InputError(message, remedy=error.remedy) from None
    downloads = folder / DOWNLOADS
    downloads.mkdir(exist_ok=True)
    for name in (DECISIONS, FINDINGS):
        write_csv(pl.scan_parquet(folder / RESULTS / name), downloads / f"{Path(name).stem}.csv")
    write_csv(pl.scan_csv(folder / RESULTS / REJECTS, infer_schema=False), downloads / REJECTS)
    lists = None if told["lists"] is None else Path(told["lists"])
    write_held(folder, Path(told["file"]), parse_day(told["on"]), lists)
    return screened.summary


def write_csv(table: pl.LazyFrame, file: Path) -> None:
    """Write a table as CSV in which no cell is a formula."""
    without_formulas(table).sink_csv(file)


def without_formulas(table: pl.LazyFrame) -> pl.LazyFrame:
    """Return a table in which no cell is a formula: an apostrophe stands before what would begin one."""
    columns = table.collect_schema()
    texts = [pl.col(name).str.replace(FORMULA, "'$1") for name, kind in columns.items() if kind == pl.String]
    names: dict[str, str] = {}
    for name in columns:
        shown = pl.Series([name]).str.replace(FORMULA, "'$1")[0]
        while shown != name and (shown in columns or shown in names.values()):
            shown = f"'{shown}"
        names[name] = shown
    return table.with_columns(texts).rename(names)


def _teller(folder: Path) -> Callable[[int, int | None], None]:
    """Return what writes how far a run is, not too often, each time whole."""
    due = 0.0

    def tell(done: int, of: int | None) -> None:
        nonlocal due
        if time.monotonic() < due:
            return
        due = time.monotonic() + _TOLD_EVERY
        write_whole(folder / PROGRESS, {"rows": done, "of": of})

    return tell


def write_whole(file: Path, told: dict[str, Any]) -> None:
    """Write a small JSON file so that nobody reads half of it."""
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(told), encoding="utf-8")
    beside.replace(file)


def main(folder: Path, memory: int) -> int:
    """Run within so many bytes of memory, and leave the error where there was one; return the exit status."""
    try:
        import resource  # noqa: PLC0415  # not on Windows, where no such limit can be set
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_WRITTEN, LARGEST_WRITTEN))
    try:
        run(folder, memory)
    except PenstockError as error:
        write_whole(folder / ERROR, error.as_dict())
        return 1
    except OSError as error:  # of the CSV files, which are not the results themselves
        message = f"The results cannot be written ({error.strerror or error})."
        remedy = f"A run writes no file of more than {LARGEST_WRITTEN >> 30} GiB: upload the file in parts."
        write_whole(folder / ERROR, OutputError(message, remedy=remedy).as_dict())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), int(sys.argv[2])))
