"""What a document is asked for, and what cannot be asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from penstock.cases.document import Head
from penstock.kernel.errors import BadDay, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from penstock.cases.document import LeftOut, Tlp, What
    from penstock.cases.known import KnownCase

_AHEAD = timedelta(hours=14)
"""How far the first place on Earth is ahead of UTC: no day later than there has begun."""


class Ask(NamedTuple):
    """What is asked: about what, for which days, by the law of which day, marked how, and the stamp.

    ``until`` is the last day of the period; ``places`` the jurisdictions that are set beside each other.
    """

    what: What
    subject: str | None
    as_of: date
    tlp: Tlp
    places: tuple[str, ...]
    stamp: dict[str, Any]
    since: date | None = None
    until: date | None = None

    def checked(self, known_at: str) -> Ask:
        """Return the question if it can be answered by what was known at a moment.

        Args:
            known_at: The moment, in UTC, ISO 8601.

        Raises:
            UsageError: A subject that is not asked for or missing.
            BadDay: A day that had not come, or a period that holds no day.
        """
        needs_days = self.what in {"period", "pack"}
        if needs_days and (self.since is None or self.until is None):
            message = f"A {self.what} needs its first and last day."
            raise UsageError(message, remedy="Give --from DAY and --to DAY.")
        if not needs_days and not (self.subject or "").strip():
            message = f"A dossier of a {self.what} needs its subject."
            raise UsageError(message, remedy="Name it: an id, a CAS number or a name.")
        latest = (datetime.fromisoformat(known_at) + _AHEAD).date()
        for day in (self.as_of, self.since, self.until):
            if day is not None and day > latest:
                message = f"{day} has not come yet: what is known is of {known_at[:10]}."
                raise BadDay(message, remedy="Give a day that is past, or today.")
        if self.since is not None and self.until is not None and self.until < self.since:
            message = f"The period from {self.since} to {self.until} holds no day."
            raise BadDay(message, remedy="Give the first day with --from and the last with --to.")
        return self

    def holds(self, day: str | None) -> bool:
        """Tell whether a day, a month or a year is one of the period; without one every day up to ``as_of`` is."""
        if day is None or not day[:1].isdigit():
            return False
        first = self.since.isoformat() if self.since is not None else ""
        last = (self.until or self.as_of).isoformat()
        return first[: len(day)] <= day[:10] <= last

    def is_in(self, case: KnownCase) -> bool:
        """Tell whether a record is of the period: opened in it, or something of it was done on a day of it."""
        return self.holds(case.opened_on) or any(self.holds(day) for day in _days(case.body))

    def head(self, title: str, known_at: str, left_out: Sequence[LeftOut]) -> Head:
        """Return the head of the document that answers it."""
        return Head(
            what=self.what,
            subject=self.subject,
            title=title,
            since=self.since.isoformat() if self.since else None,
            until=self.until.isoformat() if self.until else None,
            as_of=self.as_of.isoformat(),
            known_at=known_at,
            tlp=self.tlp,
            places=self.places,
            stamp=self.stamp,
            left_out=tuple(left_out),
        )


_DONE = ("sent_on", "shipped_on", "carried_out_on", "down_on")
"""The fields of bodies that are days on which something was done."""


def _days(body: Mapping[str, Any]) -> Iterator[str]:
    for name in _DONE:
        if (day := body.get(name)) is not None:
            yield day
    if (tested := body.get("precheck")) is not None:
        yield tested["checked_on"]
    if (answer := body.get("verification")) is not None:
        yield answer["answered_on"]
    for reply in body.get("replies") or ():
        yield reply["on"]
