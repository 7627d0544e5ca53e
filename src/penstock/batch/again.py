"""A run screened again: by another register, other lists or another version, with the decisions that differ."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl

from penstock.batch.files import screen_files
from penstock.batch.frames import digest_of
from penstock.batch.job import Job
from penstock.batch.results import DECISIONS, FLIPS, RUN
from penstock.kernel.errors import InputError, UsageError
from penstock.substances.naming import READER

if TYPE_CHECKING:
    from collections.abc import Callable

    from penstock.batch.files import Screened
    from penstock.law.register import Register

KEY = ("consignment_id", "item_no")
COMPARED = ("outcome", "reasons", "unknown_in", "flags_not_evaluated")


@dataclass(frozen=True, slots=True)
class Again:
    """A run screened again.

    ``flips`` has a row for each item whose decision differs, in the order of the new run: its key, ``outcome``,
    ``reasons``, ``unknown_in`` and ``flags_not_evaluated``, and the same with ``_before``; a side is null where the
    item was a reject. ``stamp_before`` is the stamp of the first run.
    """

    screened: Screened
    flips: pl.DataFrame
    stamp_before: dict[str, Any]


def screen_again(  # noqa: PLR0913  # what may be another
    run: Path,
    out: Path,
    *,
    register: Register | None = None,
    lists: str | None = None,
    cache: str | None = None,
    processes: int = 1,
    progress: Callable[[int, int | None], None] | None = None,
) -> Again:
    """Screen the files of a run again, for its day and places, and tell which decisions differ.

    Args:
        run: The folder of a run. Its files must lie where they lay, unchanged.
        out: Folder for the new results, with ``flips.parquet`` beside the four files of a run.
        register: The register to judge by; the shipped one when ``None``.
        lists: Folder of the imported lists; the usual one when ``None``.
        cache: Folder of the cache of values, see `Job`.
        processes: See `Job`.
        progress: See `screen_files`.

    Raises:
        UsageError: The folder holds no run, or is the folder for the new results.
        InputError: A file is gone or has changed.
        OutputError, ListMissing, NamingError: As `screen_files`.
    """
    if run.resolve() == out.resolve():
        message = f"{out} is the run itself."
        raise UsageError(message, remedy="Name another folder with --out: both runs are kept.")
    told = _read(run)
    stamp = told["stamp"]
    job = Job(
        tuple(_unchanged(one) for one in told["inputs"]),
        stamp["as_of"],
        None if stamp["jurisdictions"] is None else tuple(stamp["jurisdictions"]),
        names=READER in stamp["engine"],
        lists=lists,
        lossless=stamp.get("lossless", False),
        cache=cache,
        processes=processes,
    )
    found: list[pl.DataFrame] = []

    def tell(folder: Path) -> None:
        found.append(flips_of(run / DECISIONS, folder / DECISIONS))
        found[-1].write_parquet(folder / FLIPS)

    screened = screen_files(job, out, register=register, progress=progress, also=tell)
    return Again(screened, found[-1], stamp)


def flips_of(before: Path, after: Path) -> pl.DataFrame:
    """Return the items whose decision differs between two files of decisions."""
    columns = [*KEY, *COMPARED]
    old = pl.scan_parquet(before).select(*KEY, *(pl.col(name).alias(f"{name}_before") for name in COMPARED))
    joined = (
        pl.scan_parquet(after).select(columns).join(old, on=KEY, how="full", coalesce=True, maintain_order="left_right")
    )
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in COMPARED)
    return joined.filter(differs).collect()


def _read(run: Path) -> dict[str, Any]:
    try:
        told = json.loads((run / RUN).read_text(encoding="utf-8"))
        msgspec.convert(told, dict[str, Any])
        _ = told["stamp"]["as_of"], told["stamp"]["jurisdictions"], told["stamp"]["engine"], told["inputs"]
    except (OSError, ValueError, KeyError, TypeError):
        message = f"{run} holds no run of penstock screen."
        raise UsageError(message, remedy="Name the folder that was given with --out.") from None
    read: dict[str, Any] = told
    return read


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
