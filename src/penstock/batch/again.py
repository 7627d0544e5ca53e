"""A run screened again: by another register, other lists or another version, with the decisions that differ.

Where nothing but vintages of lists came in between, only the rows whose parties the change can touch are judged.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from penstock.batch.authorised import STORE
from penstock.batch.by_change import ByChange
from penstock.batch.files import screen_files
from penstock.batch.flips import flips_of
from penstock.batch.frames import digest_of
from penstock.batch.job import Job
from penstock.batch.list_changes import WholeError
from penstock.batch.results import DECISIONS, FLIPS, RUN, read_summary, whole_folder, write_summary
from penstock.cases.drawing import AtHand
from penstock.kernel.errors import InputError, UsageError
from penstock.law.register import Register
from penstock.substances.naming import READER

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

ASKED = "it was asked for"
"""Why all rows are judged when nothing else makes it necessary."""


DRAWN = "its rows draw down authorisations, one after another"
"""Why all rows of a run with authorisations are judged: what one row draws is missing for the next."""

OTHERWISE = f"{DRAWN}, and those of the store have changed since"
"""The same, where the store's authorisations or what is drawn of them are no longer those of the run."""


@dataclass(frozen=True, slots=True)
class Again:
    """A run screened again.

    ``summary`` is the object of ``run.json``. ``flips`` has a row for each item whose decision differs, in the order of
    the rows: its key, ``outcome``, ``reasons``, ``unknown_in`` and ``flags_not_evaluated``, and the same with
    ``_before``; a side is null where the item was a reject.
    """

    summary: dict[str, Any]
    flips: pl.DataFrame

    @property
    def stamp_before(self) -> dict[str, Any]:
        """The stamp of the run."""
        stamp: dict[str, Any] = self.summary["stamp_before"]
        return stamp

    @property
    def why_whole(self) -> str | None:
        """Why all rows were judged; ``None`` where only those were that a change of the lists can touch."""
        why: str | None = self.summary["why_whole"]
        return why


class _Asked(NamedTuple):
    """The run, where the results go, the run's ``run.json``, and what is told of the rows done."""

    run: Path
    out: Path
    told: dict[str, Any]
    progress: Callable[[int, int | None], None] | None

    def said(self, why: str | None) -> dict[str, Any]:
        """Return what ``run.json`` says of the run that was screened again."""
        return {"run": str(self.run), "stamp_before": self.told["stamp"], "why_whole": why}


def screen_again(  # noqa: PLR0913  # what may be another
    run: Path,
    out: Path,
    *,
    register: Register | None = None,
    lists: str | None = None,
    cache: str | None = None,
    processes: int = 1,
    is_whole: bool = False,
    of_store: Callable[[], AtHand] | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Again:
    """Screen the files of a run again, for its day and places, and tell which decisions differ.

    Args:
        run: The folder of a run. Its files must lie where they lay, unchanged.
        out: Folder for ``flips.parquet`` and ``run.json``, and for the other files of a run if all rows are judged.
        register: The register to judge by; the shipped one when ``None``.
        lists: Folder of the imported lists; the usual one when ``None``.
        cache: Folder of the cache of values, see `Job`.
        processes: See `Job`.
        is_whole: Judge all rows, whatever changed.
        of_store: Returns the authorisations of the store as they are now; called where the run had those of the store.
        progress: See `screen_files`.

    Raises:
        UsageError: The folder holds no run, is the folder for the new results, or the run had the authorisations of a
            store and none is given.
        InputError: A file is gone or has changed.
        OutputError, ListMissing, NamingError: As `screen_files`.
    """
    if run.resolve() == out.resolve():
        message = f"{out} is the run itself."
        raise UsageError(message, remedy="Name another folder with --out: both runs are kept.")
    asked = _Asked(run, out, read_summary(run), progress)
    stamp = asked.told["stamp"]
    authorised = _authorised(asked.told, of_store)
    job = Job(
        tuple(_unchanged(one) for one in asked.told["inputs"]),
        stamp["as_of"],
        None if stamp["jurisdictions"] is None else tuple(stamp["jurisdictions"]),
        names=READER in stamp["engine"],
        lists=lists,
        lossless=stamp.get("lossless", False),
        cache=cache,
        processes=processes,
        authorisations=authorised,
    )
    register = register or Register.load()
    if is_whole:
        return _wholly(asked, job, register, ASKED)
    if authorised is not None:
        has_changed = isinstance(authorised, AtHand) and authorised.digest != stamp["authorisations"]
        return _wholly(asked, job, register, OTHERWISE if has_changed else DRAWN)
    try:
        changed = ByChange.of(job, register, stamp)
    except WholeError as why:
        return _wholly(asked, job, register, str(why))
    return _by_change(asked, changed)


def _by_change(asked: _Asked, changed: ByChange) -> Again:
    """Judge the rows that a change of the lists can touch."""
    started = time.perf_counter()
    rows = asked.told["counts"]["rows"]
    found = changed.screen(asked.run, rows, asked.progress)
    summary = {
        "stamp": changed.stamp,
        **asked.said(None),
        "inputs": asked.told["inputs"],
        "counts": {"rows": rows, "judged": found.rows, "names": found.names, "flips": len(found.flips)},
        "seconds": {"judge": round(time.perf_counter() - started, 3)},
    }
    with whole_folder(asked.out) as folder:
        found.flips.write_parquet(folder / FLIPS)
        write_summary(summary, folder)
    return Again(summary, found.flips)


def _wholly(asked: _Asked, job: Job, register: Register, why: str) -> Again:
    """Judge all rows."""
    found: list[Again] = []

    def tell(folder: Path) -> None:
        flips = flips_of(asked.run / DECISIONS, folder / DECISIONS)
        flips.write_parquet(folder / FLIPS)
        summary = json.loads((folder / RUN).read_text(encoding="utf-8")) | asked.said(why)
        summary["counts"]["flips"] = len(flips)
        write_summary(summary, folder)
        found.append(Again(summary, flips))

    screen_files(job, asked.out, register=register, progress=asked.progress, also=tell)
    return found[0]


def _authorised(told: dict[str, Any], of_store: Callable[[], AtHand] | None) -> str | AtHand | None:
    """Return the authorisations of a run: those of the store as they are now, or the file, unless it has changed."""
    given = told.get("authorisations")
    if given is None:
        return None
    if given.get("from") != STORE:
        return _unchanged(given)
    if of_store is None:
        message = "The run had the authorisations of a store."
        raise UsageError(message, remedy="Screen it again with penstock rescreen, which opens the store.")
    return of_store()


def _unchanged(told: dict[str, Any]) -> str:
    """Return the name of a file of a run, unless it is another file now."""
    path = Path(told["file"])
    remedy = "Put it back where it lay, or screen the new file with penstock screen."
    if not path.is_file():
        message = f"{path}, which the run is of, is gone."
        raise InputError(message, remedy=remedy)
    if digest_of(path) != told["sha256"]:
        message = f"{path} is not the file that was screened: its content has changed."
        raise InputError(message, remedy=remedy)
    return str(path)
