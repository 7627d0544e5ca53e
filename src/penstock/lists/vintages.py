"""Which day a delivery is of: what was asked, what the file says, what its name or folder says.

A month alone (``2021-07``) means that the day is unknown: the list is one of some day of that month. Its vintage
is then the last day it can be of, and ``earliest`` the first, so that no answer claims more than is known.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from penstock.kernel.days import parse_day
from penstock.kernel.errors import BadDay, UsageError

if TYPE_CHECKING:
    from pathlib import Path

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_IN_NAME = re.compile(r"(?<!\d)(\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?)(?!\d)")

_TIME_ZONES = timedelta(days=1)  # a list of today may be of tomorrow where it is published


@dataclass(frozen=True, slots=True)
class Vintage:
    """The first and the last day a delivery can be of; the same day where it is known."""

    earliest: date
    latest: date


def parse_vintage(text: str, today: date) -> Vintage:
    """Read ``YYYY-MM-DD``, or ``YYYY-MM`` for an unknown day of that month.

    Raises:
        BadDay: The text is neither, or lies in the future.
    """
    month = _MONTH.fullmatch(text)
    if month:
        year, number = int(month[1]), int(month[2])
        first = date(year, number, 1)
        last = date(year, number, calendar.monthrange(year, number)[1])
    else:
        first = last = parse_day(text)
    if first > today:
        message = f"The vintage {text} lies in the future."
        raise BadDay(message, remedy="Give the day the list was published or fetched.")
    return Vintage(first, min(last, today))


def vintage_of(path: Path, stated: date | None, asked: str | None, today: date) -> Vintage:
    """Return the vintage of a delivery: the day in the file, else the one asked for, else that of its name or folder.

    Raises:
        UsageError: Nothing tells the day, the day asked for contradicts the file, or the file's lies in the future.
    """
    wanted = parse_vintage(asked, today) if asked is not None else None
    if stated is not None:
        if stated > today + _TIME_ZONES:
            message = f"{path.name} says it is of {stated}, a day to come."
            raise UsageError(message, remedy="Look at the file, and at this machine's clock.")
        if wanted is not None and not wanted.earliest <= stated <= wanted.latest:
            message = f"{path.name} says it is of {stated}, not of {asked}."
            raise UsageError(message, remedy="Leave --vintage out.")
        return Vintage(stated, stated)
    if wanted is not None:
        return wanted
    for name in (path.name, path.parent.name):
        if dated := _IN_NAME.search(name):
            return parse_vintage(dated[1], today)
    message = f"Nothing says which day {path.name} is of."
    raise UsageError(message, remedy="Give --vintage YYYY-MM-DD, or YYYY-MM where the day is unknown.")
