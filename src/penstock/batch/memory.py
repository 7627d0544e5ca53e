"""How many rows are judged together within a limit of memory, and how much memory a process holds."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from penstock.batch.frames import frames
from penstock.kernel.errors import TooLittleMemory, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.batch.engine import Engine
    from penstock.batch.frames import Sheet

SAMPLE = 1_000
"""Rows of a file that are judged beforehand, to see how much memory is held without any, and how long rows are."""

SAMPLES = 5
"""Files of which some rows are judged beforehand, the largest of a run."""

LEAST = 1_000
"""The fewest rows that are judged together."""

RESERVE = 400 << 20
"""Bytes for what is remembered of rows judged before, and for writing the results; measured."""

TIMES, TIMES_TYPED = 28, 50
"""How many times the bytes of its cells a row takes meanwhile, with those read ahead and being written beside it, and
where cells are of several types; measured."""

FULL = 0.8
"""The share of the limit from which on what is remembered of rows judged before is forgotten."""

_UNITS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([kmgt]?)(i?)b?", re.IGNORECASE)
_STATM = Path("/proc/self/statm")


class Fit(NamedTuple):
    """How many rows fit a limit of memory, and how many processes may look up names beside this one."""

    rows: int
    processes: int


def size_of(text: str) -> int:
    """Return the bytes that a size such as 1GiB, 800MB or 1.5 g means; units with an i count by 1,024.

    Raises:
        UsageError: It is no such size.
    """
    told = _SIZE.fullmatch(text.strip())
    if told is None:
        message = f"{text!r} is no size."
        raise UsageError(message, remedy="Write a number and its unit, such as 2GiB or 800MB.")
    base = 1024 if told[3] else 1000
    return int(float(told[1]) * pow(base, _UNITS[told[2].lower()]))


def resident() -> int:
    """Return how many bytes this process holds in memory now.

    Raises:
        UsageError: This system does not tell.
    """
    try:
        from resource import getpagesize  # noqa: PLC0415  # there is none on Windows

        return int(_STATM.read_text(encoding="ascii").split()[1]) * getpagesize()
    except (ImportError, OSError):
        pass
    return peak()


def peak() -> int:
    """Return how many bytes this process has held in memory at most.

    Raises:
        UsageError: This system does not tell.
    """
    try:
        from resource import RUSAGE_SELF, getrusage  # noqa: PLC0415  # there is none on Windows
    except ImportError:
        message = "This system does not tell how much memory a process holds."
        raise UsageError(message, remedy="Leave out --limit-memory.") from None
    most: int = getrusage(RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10


def fit(limit: int, sheets: Sequence[Sheet], engine: Engine, most: int, processes: int) -> Fit:
    """Tell how many rows may be judged together within a limit, after judging a few of the largest files.

    Args:
        limit: The limit, in bytes, of this process and those that look up names.
        sheets: The files.
        engine: Who judges.
        most: The most rows that are judged together, whatever the limit.
        processes: How many processes are to look up names; each holds about what this one does.

    Raises:
        TooLittleMemory: Not even few rows fit.
        InputError: A file is damaged.
    """
    each = max(_row_size(sheet, engine) for sheet in sorted(sheets, key=_size, reverse=True)[:SAMPLES])
    held = resident()
    needed = held + RESERVE + LEAST * each
    if limit < needed:
        message = f"This run holds {told(held)} before it reads on, and cannot keep below {told(limit)}."
        least = _roundly(needed)
        remedy = f"Give at least {least} with --limit-memory, or leave it out."
        raise TooLittleMemory(message, remedy=remedy, least=least)
    others = processes * held if processes > 1 and limit >= needed + processes * held else 0
    rows: int = (limit - held - others - RESERVE) // each
    return Fit(min(rows, most), processes if others else 1)


def _row_size(sheet: Sheet, engine: Engine) -> int:
    """Judge the first rows of a file; return how many bytes one takes meanwhile."""
    sample = next(frames(sheet, SAMPLE))
    engine.judge(engine.prepare(sheet, sample), lambda _: {})
    times = TIMES if sample.cells is None else TIMES_TYPED
    return max(1, times * int(sample.table.estimated_size()) // len(sample))


def _size(sheet: Sheet) -> int:
    return sheet.path.stat().st_size


def told(size: int) -> str:
    """Return a number of bytes as people say it."""
    return f"{-(-size >> 20)} MiB"


def _roundly(size: int) -> str:
    """Return a size a little above one, to be given as a limit."""
    return f"{(size // (50 << 20) + 1) * 50}MiB"
