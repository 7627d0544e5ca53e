"""Share the rows of a run out to the workers of another engine: tasks out, parts in, nothing lost on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
import polars as pl

from penstock.batch.cells import SPACE
from penstock.batch.columns import PARTIES
from penstock.batch.job import columns_of
from penstock.batch.pack import write_pack
from penstock.batch.parts import Parts
from penstock.batch.results import unwritable
from penstock.batch.rosters import store_at
from penstock.batch.work import Errand, Task
from penstock.cases.drawing import AtHand
from penstock.kernel import errors
from penstock.kernel.errors import EngineError, PenstockError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.batch.frames import Sheet
    from penstock.batch.job import Job, Ready
    from penstock.batch.work import Report

_PACK = "pack"


def share_out(job: Job, ready: Ready, parts: Parts, engine: Literal["daft", "spark"]) -> None:
    """Have the workers of an engine judge every frame that no part holds yet.

    Args:
        job: The run.
        ready: It made ready here.
        parts: Where its parts are written; those of the workers are found there afterwards.
        engine: Whose workers.

    Raises:
        UsageError: The job has a cache, or a register that was not read from a file.
        EngineError: The engine is missing, or a worker failed.
        PenstockError: What was wrong with some rows or their file; all other rows were judged.
    """
    if job.cache is not None:
        message = f"The workers of {engine} keep no cache."
        raise UsageError(message, remedy="Leave out --cache or --engine.")
    if engine == "spark":
        from penstock.batch.spark import run  # noqa: PLC0415  # an extra
    else:
        from penstock.batch.daft import run  # noqa: PLC0415  # an extra

    tasks = list(tasks_of(ready.sheets, parts, job.rows))
    reports = run(errand_of(job, ready, parts), tasks) if tasks else []
    parts.parts = Parts.read(parts.folder).parts
    for report in sorted(reports, key=lambda one: one.file):
        if report.error is not None:
            raise _revived(report.error)
    _see_all(ready.sheets, parts, reports)


def errand_of(job: Job, ready: Ready, parts: Parts) -> Errand:
    """Write the pack of a run and return what its tasks share.

    Raises:
        OutputError: The pack cannot be written.
        UsageError: The register was not read from a file.
    """
    register = ready.register
    if register.path is None:
        message = "A register that was made in memory cannot be sent to workers."
        raise UsageError(message, remedy="Use one that was read with Register.load, or the local engine.")
    columns = columns_of(ready.sheets)
    names_parties = any(column in columns for column in PARTIES)
    store = store_at(None if job.lists is None else Path(job.lists)) if names_parties else None
    pack = parts.folder / _PACK
    try:
        digest = write_pack(pack, register.path, register.vocabulary, store)
    except OSError as error:
        raise unwritable(pack, error) from None
    files = tuple(str(Path(file).absolute()) for file in job.files)
    shipped = None if job.authorisations is None else AtHand(())  # workers tell what rows ship, and draw nothing
    sent = msgspec.structs.replace(job, files=files, on=ready.stamp["as_of"], cache=None, authorisations=shipped)
    return Errand(sent, str(parts.folder), str(pack), digest, tuple(columns), json.dumps(ready.stamp))


def tasks_of(sheets: Sequence[Sheet], parts: Parts, rows: int) -> Iterator[Task]:
    """Yield what is still to do: whole files first, which take longest, then single frames."""
    alone = [is_in_any_order(sheet) for sheet in sheets]
    for file, sheet in enumerate(sheets):
        if not alone[file] and (sheet.rows is None or parts.rows_of(file) < sheet.rows):
            yield Task(file, sheet.file, None)
    for file, sheet in enumerate(sheets):
        if alone[file]:
            done = parts.done(file)
            yield from (Task(file, sheet.file, n) for n in range(0, sheet.rows or 0, rows) if n not in done)


def is_in_any_order(sheet: Sheet) -> bool:
    """Tell whether the frames of a file can be judged in any order.

    They can where a frame is found without reading those before it, in Parquet, and where no item number has to be
    counted on from those before it: all are given, or each row is a consignment of its own.
    """
    if sheet.rows is None:
        return False
    if "consignment_id" not in sheet.columns.known:
        return True
    if "item_no" not in sheet.columns.known:
        return False
    _, place = sheet.columns.known["item_no"]
    numbers = pl.col(sheet.source.headers[place])
    scan = pl.scan_parquet(sheet.path)
    kind = scan.collect_schema()[sheet.source.headers[place]]
    if kind == pl.String:
        blank = numbers.is_null() | (numbers.str.strip_chars(SPACE) == "")
    elif kind.is_integer():
        blank = numbers.is_null()
    else:
        return False
    return not scan.select(blank.any()).collect(engine="streaming").item()


def _see_all(sheets: Sequence[Sheet], parts: Parts, reports: Sequence[Report]) -> None:
    """See that every frame that was reported is there, and every row of the files whose number is known."""
    told = {(report.file, first) for report in reports for first in report.done}
    missing = sorted(told - {(part.file, part.first) for part in parts.parts})
    short = [n for n, sheet in enumerate(sheets) if sheet.rows is not None and parts.rows_of(n) != sheet.rows]
    if missing or short:
        name = sheets[missing[0][0] if missing else short[0]].file
        message = f"The workers judged {name}, but not all they wrote is in {parts.folder}."
        remedy = "Put the results on storage that every worker has under the same name, then use --resume."
        raise EngineError(message, remedy=remedy)


def _revived(error: dict[str, str]) -> PenstockError:
    """Return the error that a worker reported."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, PenstockError)]
    kind = next(kind for kind in kinds if kind.code == error["code"])
    return kind(error["message"], remedy=error["remedy"])
