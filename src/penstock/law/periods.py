"""What must be true of the periods over which quantities add up: cited where the law says it, known where used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.kernel.errors import RegisterError
    from penstock.law.records import Obligation
    from penstock.law.shapes import Steps
    from penstock.law.sources import Sources

PERIOD = "period "
"""What stands before the keys of periods in ``Sources.where``: they are no subjects."""

UNSTATED = "unstated"
"""The key of thresholds of quantity that name no period."""


def bad_periods(sources: Sources) -> Iterator[RegisterError]:
    """Refuse a period without its text or its days, and a threshold of a period that ``cumulation.yaml`` has not."""
    for key, period in sources.periods.items():
        where = sources.where[PERIOD + key]
        if (period.basis == "law") != (period.by is not None):
            expected = "the text with basis law, and none with practice"
            yield where.refuse("basis", found=f"{period.basis!r}", expected=expected, code="uncited")
        if period.by is not None and period.by not in sources.texts:
            yield where.refuse("by", found=repr(period.by), expected="the id of a text", code="unknown_text")
        if (period.adds == "days") != (period.days is not None):
            yield where.refuse("adds", found=repr(period.adds), expected="days and their number", code="bad_period")
    if sources.periods:
        yield from _unknown_periods(sources)


def _unknown_periods(sources: Sources) -> Iterator[RegisterError]:
    for key in sources.lists:
        for path, duty in _duties(sources, key):
            limit = duty.threshold
            if limit is None or limit.quantity is None or (limit.period or UNSTATED) in sources.periods:
                continue
            found, expected = repr(limit.period), "a period of cumulation.yaml"
            yield sources.where[key].refuse(*path, "threshold", found=found, expected=expected, code="unknown_period")


def _duties(sources: Sources, key: str) -> Iterator[tuple[Steps, Obligation]]:
    """Yield the duties of a list and of its entries, with where they stand."""
    file = sources.lists[key]
    for i, duty in enumerate(file.list.obligations):
        yield ("list", "obligations", i), duty
    for name, entry in file.entries.items():
        for i, duty in enumerate(entry.obligations or ()):
            yield ("entries", name, "obligations", i), duty
