"""What must be true of clocks: a number of days says how they are counted, and every rule names its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.kernel.errors import RegisterError
    from penstock.law.clock_records import Clock
    from penstock.law.shapes import Steps
    from penstock.law.sources import Sources, Where

CLOCK = "clock "
"""What stands before the places of clocks in ``Sources.where``: they are no subjects."""

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def bad_clocks(sources: Sources) -> Iterator[RegisterError]:
    """Refuse a clock whose days are not countable, whose silence names no text, or that is of unknown lists."""
    for place, file in sources.clocks.items():
        where = sources.where[CLOCK + place]
        if file.clock.jurisdiction != place:
            found, expected = repr(file.clock.jurisdiction), f"{place!r}, as the file is called"
            yield where.refuse("clock", "jurisdiction", found=found, expected=expected, code="misplaced")
        for key, clock in file.entries.items():
            if _KEBAB.fullmatch(key) is None:
                found, expected = f"the id {key!r}", "kebab-case ASCII, lower case"
                yield where.refuse("entries", key, found=found, expected=expected, code="bad_id")
            yield from _uncountable(where.below("entries", key), clock)
            for i, list_id in enumerate(clock.lists):
                if list_id not in sources.lists:
                    found, expected = repr(list_id), "a list of the register"
                    yield where.refuse("entries", key, "lists", i, found=found, expected=expected, code="unknown_list")


def clock_citations(sources: Sources) -> Iterator[tuple[Where, Steps, str]]:
    """Yield every text that a clock cites, with its place."""
    for place, file in sources.clocks.items():
        where = sources.where[CLOCK + place]
        for key, clock in file.entries.items():
            yield where, ("entries", key, "by"), clock.by
            if clock.silence.by is not None:
                yield where, ("entries", key, "silence", "by"), clock.silence.by


def _uncountable(where: Where, clock: Clock) -> Iterator[RegisterError]:
    if (clock.days is None) != (clock.counts is None):
        yield where.refuse(
            "counts",
            found=_said(clock.counts),
            expected="calendar or working with days, else neither",
            code="bad_clock",
        )
    if (clock.counts == "working") != (clock.holidays is not None):
        expected = "which holidays are left out, with working days alone"
        yield where.refuse("holidays", found=_said(clock.holidays), expected=expected, code="bad_clock")
    if clock.silence.means != "unknown" and clock.silence.by is None:
        yield where.refuse(
            "silence", "by", found="no text", expected="the text that says so, or means: unknown", code="uncited"
        )
    if clock.since is not None and clock.until is not None and clock.until <= clock.since:
        found, expected = f"'{clock.until}'", "a day after since"
        yield where.refuse("until", found=found, expected=expected, code="bad_span")


def _said(value: str | None) -> str:
    return "nothing" if value is None else repr(value)
