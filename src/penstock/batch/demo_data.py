"""Demo data: realistic consignments of any number, with planted cases whose labels are written beside them.

The same arguments and the same release give the same bytes. Memory holds one stretch of rows, whatever the number.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
from polars.io.plugins import register_io_source

from penstock.batch.demo_cases import Source
from penstock.batch.demo_listed import listed_companies
from penstock.batch.demo_lots import Size, Stretch, generator
from penstock.batch.demo_planted import cases, kinds_first
from penstock.batch.demo_rows import LABELS, SCHEMA, Rows
from penstock.batch.demo_words import demo_words
from penstock.kernel.errors import OutputError, UsageError
from penstock.law.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from penstock.batch.demo_cases import Case

LABELS_FILE = "labels.parquet"
_STRETCH = 250_000
"""Rows that are made at a time, and rows of a Parquet row group."""

_ROOM = 10
"""Rows for each planted one that it takes before one of each kind is planted whatever the share."""

_CASES = 1 << 40
"""The part of the seed from which cases are drawn; stretches of rows are numbered from 1."""

_ENDINGS = (".parquet", ".csv")


class Asked(NamedTuple):
    """What was asked for: rows, distinct share, seed, planted share, files."""

    rows: int
    distinct: float
    seed: int
    planted: float
    files: int


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the files of rows, the file of labels, and how many rows of each kind were planted."""

    files: tuple[Path, ...]
    labels: Path
    kinds: dict[str, int]


def demo_data(  # noqa: PLR0913  # what the data are to be
    out: Path | str,
    *,
    rows: int,
    distinct: float = 0.12,
    seed: int = 0,
    planted: float = 0.001,
    files: int = 1,
    lists: Path | str | None = None,
    register: Register | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Made:
    """Write consignments and the labels of the cases planted in them.

    Args:
        out: A ``.parquet`` or ``.csv`` file, with ``labels.parquet`` beside it; a new folder when ``files`` is above 1.
        rows: How many, at least 1.
        distinct: Distinct goods texts, and about as many distinct parties, as a share of the rows, above 0 up to 1.
        seed: The same seed gives the same data.
        planted: Share of rows that are planted cases, 0 to 1; above 0 there is one of each kind where a tenth of the
            rows is enough for that.
        files: Into how many Parquet files.
        lists: Folder of imported lists, from which listed companies are planted too.
        register: The register that cases are made from; the shipped one when ``None``.
        progress: Called with rows done and rows in all.

    Raises:
        UsageError: A number out of range, a file of no known kind, a folder of lists that is not there.
        OutputError: The files are there already, or cannot be written; nothing is left half-written.
        ListMissing: A stored list is damaged.
    """
    asked = Asked(rows, distinct, seed, planted, files)
    out = Path(out).absolute()
    _refuse(asked, out)
    listed = [] if lists is None else listed_companies(Path(lists))
    words = demo_words()
    found = cases(Source(register or Register.load(), words, generator(seed, _CASES)), listed) if planted else []
    made = Rows(words, found, _size(asked, found), seed)
    return _write(asked, out, made, progress)


def _refuse(asked: Asked, out: Path) -> None:
    """Refuse numbers out of range and names that cannot be written to."""
    rows, distinct, seed, planted, files = asked
    wrong = {
        f"{rows} rows cannot be made.": (rows < 1, "Ask for one row at least."),
        f"{distinct:g} is no share of distinct texts.": (not 0 < distinct <= 1, "Give more than 0 and up to 1."),
        f"{planted:g} is no share of planted rows.": (not 0 <= planted <= 1, "Give 0 up to 1."),
        f"The seed {seed} is below zero.": (seed < 0, "Give a whole number from 0."),
        f"{rows} rows cannot fill {files} files.": (not 1 <= files <= rows, "Give 1 up to the number of rows."),
        f"{out.name} is neither .parquet nor .csv.": (
            files == 1 and out.suffix not in _ENDINGS,
            "Name a file with one of these endings, or ask for several --files.",
        ),
    }
    for message, (is_wrong, remedy) in wrong.items():
        if is_wrong:
            raise UsageError(message, remedy=remedy)
    for path in (out,) if files > 1 else (out, out.with_name(LABELS_FILE)):
        if path.exists():
            message = f"{path} is there already."
            raise OutputError(message, remedy="Name another place, or move it away.")


def _size(asked: Asked, found: Sequence[Case]) -> Size:
    share = max(1, round(asked.rows * asked.distinct))
    least = min(kinds_first(found), asked.rows // _ROOM) if found else 0
    planted = max(round(asked.rows * asked.planted), least) if found else 0
    while planted < asked.rows and found and found[planted % len(found)].part:
        planted += 1  # a split consignment is planted whole
    return Size(asked.rows, share, share, planted)


def _stretches(start: int, stop: int, number: int) -> list[Stretch]:
    begins = range(start, stop, _STRETCH)
    return [Stretch(number + at, begin, min(begin + _STRETCH, stop)) for at, begin in enumerate(begins)]


def _write(asked: Asked, out: Path, made: Rows, progress: Callable[[int, int], None] | None) -> Made:
    """Write everything under a scratch name and rename it at the end."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise _unwritable(out, error) from None
    try:
        names = [out.name] if asked.files == 1 else [f"part-{part + 1:04}.parquet" for part in range(asked.files)]
        labels = _fill(asked, [scratch / name for name in names], made, progress)
        labels.write_parquet(scratch / LABELS_FILE)
        folder = _in_place(scratch, out, names if asked.files == 1 else None)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _unwritable(out, error) from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    kinds = dict(sorted(labels["kind"].value_counts().iter_rows()))
    return Made(tuple(folder / name for name in names), folder / LABELS_FILE, kinds)


def _fill(asked: Asked, paths: Sequence[Path], made: Rows, progress: Callable[[int, int], None] | None) -> pl.DataFrame:
    """Write the files of rows; return the labels."""
    labels = [pl.DataFrame(schema=LABELS)]
    number = 0

    def tables(stretches: Sequence[Stretch]) -> Iterator[pl.DataFrame]:
        for stretch in stretches:
            table = made.make(stretch)
            labels.append(table.labels)
            yield table.rows
            if progress is not None:
                progress(stretch.stop, asked.rows)

    for part, path in enumerate(paths):
        start, stop = (asked.rows * at // len(paths) for at in (part, part + 1))
        stretches = _stretches(start, stop, number)
        number += len(stretches)
        (_write_csv if path.suffix == ".csv" else _write_parquet)(path, tables(stretches))
    return pl.concat(labels)


def _write_csv(path: Path, tables: Iterator[pl.DataFrame]) -> None:
    with path.open("wb") as stream:
        for place, table in enumerate(tables):
            table.write_csv(stream, include_header=place == 0)


def _write_parquet(path: Path, tables: Iterator[pl.DataFrame]) -> None:
    """Write one row group a table; polars asks for the next while it writes."""

    def source(*_pushed_down: object) -> Iterator[pl.DataFrame]:
        yield from tables

    lazy = register_io_source(source, schema=SCHEMA)
    lazy.sink_parquet(path, compression="zstd", row_group_size=_STRETCH)


def _in_place(scratch: Path, out: Path, names: Sequence[str] | None) -> Path:
    """Rename the folder, or the file and its labels; return where they are."""
    if names is None:
        scratch.chmod(0o755)
        scratch.rename(out)
        return out
    for name in (*names, LABELS_FILE):
        (scratch / name).rename(out.with_name(name))
    return out.parent


def _unwritable(out: Path, error: Exception) -> OutputError:
    told = getattr(error, "strerror", None) or error
    message = f"Demo data cannot be written to {out} ({told})."
    return OutputError(message, remedy="Name a place you may write to, with room left on its disk.")
