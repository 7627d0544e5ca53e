"""Days of law and half-open spans of days."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from penstock.kernel.errors import BadDay

_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str) -> date:
    """Read a day written ``YYYY-MM-DD``.

    Raises:
        BadDay: When the text is anything else, or no day of the calendar.
    """
    if _SHAPE.fullmatch(text):  # fromisoformat also takes other ISO forms, such as 2023-W25-3
        with suppress(ValueError):
            return date.fromisoformat(text)
    message = f"{text!r} is not a day."
    raise BadDay(message, remedy="Write it as YYYY-MM-DD, for example 2023-06-21.")


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open interval of days: ``since`` holds, ``until`` does not; ``None`` means without end."""

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse an interval that holds no day."""
        if self.until is not None and self.until <= self.since:
            message = f"A span from {self.since} until {self.until} holds no day."
            raise BadDay(message, remedy="The end must be later than the beginning.")

    def holds(self, day: date) -> bool:
        """Tell whether the span holds on that day."""
        return self.since <= day and (self.until is None or day < self.until)

    def overlaps(self, other: Span) -> bool:
        """Tell whether some day belongs to both spans."""
        return (other.until is None or self.since < other.until) and (self.until is None or other.since < self.until)
