"""Who was on a list on a day: spans of listing out of published days and stored vintages.

The rules:

1. The day on which the publisher says an entry was listed, or ends, counts before what vintages show. If an earlier
   vintage that should have the entry lacks it, neither counts: the first day is unknown.
2. Between a vintage that lacks an entry and the next that has it, or the reverse, it is unknown.
3. Before the first vintage it is unknown, unless the publisher gives the day of listing.
4. Absence from a list is said as that: "absent from the list of DATE", never as a removal.

A vintage of which only the month is known can be of any day of it: nothing about the days of that month is claimed
from it alone. One that overlaps another vintage cannot be put in order with it and shows nothing but that it once
had an entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003  # msgspec reads the fields' types
from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from penstock.lists.packed import Line

Status = Literal["listed", "delisted", "not_listed", "unknown"]


@dataclass(frozen=True, slots=True)
class Sight:
    """One vintage: the first and last day it can be of, and what it holds, which is gone through once."""

    earliest: date
    latest: date
    lines: Iterable[Line] = field(repr=False, default=())


class Run(msgspec.Struct, array_like=True, gc=False):
    """Vintages in a row that have an entry: the first and last by place, and what the latest say of its days."""

    first: int
    last: int
    listed_on: date | None = None
    until: date | None = None


class _Packed(msgspec.Struct, array_like=True):
    windows: list[tuple[date, date]]
    runs: dict[str, list[Run]]
    loose: dict[str, tuple[date, date]]


@dataclass(frozen=True, slots=True)
class ListingSpan:
    """One listing of an entry.

    ``since`` and ``until`` are days the publisher gives. Otherwise ``after`` is the last day for which its absence is
    shown (``None``: no earlier vintage) and ``seen`` the first for which its presence is; ``last_seen`` the last for
    which its presence is, and ``absent_by`` the first for which its absence is (``None``: it is on the latest list).
    ``contradicted`` is the published day that an earlier vintage contradicts.
    """

    since: date | None
    after: date | None
    seen: date
    last_seen: date
    absent_by: date | None
    until: date | None = None
    contradicted: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the span as plain values."""
        names = ("since", "after", "seen", "last_seen", "absent_by", "until", "contradicted")
        days: list[date | None] = [getattr(self, name) for name in names]
        return {name: None if day is None else day.isoformat() for name, day in zip(names, days, strict=True)}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry stood on a list on a day, and the sentence that says what shows it."""

    status: Status
    note: str
    span: ListingSpan | None = None


class History:
    """The history of one list over its vintages."""

    def __init__(self, sights: Iterable[Sight]) -> None:
        """Take the vintages of a list, in any order; the lines of one at a time are held."""
        given = sorted(sights, key=lambda sight: (sight.latest, sight.earliest))
        self.sights = [sight for sight in given if not any(_overlaps(sight, other) for other in given)]
        self._runs: dict[str, list[Run]] = {}
        self._loose = {line.uid: sight for sight in given if sight not in self.sights for line in sight.lines}
        for place, sight in enumerate(self.sights):
            for line in sight.lines:
                self._see(place, line)

    def _see(self, place: int, line: Line) -> None:
        runs = self._runs.setdefault(line.uid, [])
        if not runs or runs[-1].last != place - 1:
            runs.append(Run(place, place))
        run = runs[-1]
        run.last, run.until = place, line.until
        run.listed_on = line.listed_on or run.listed_on

    def pack(self) -> bytes:
        """Return the history as bytes that ``unpack`` reads."""
        windows = [(sight.earliest, sight.latest) for sight in self.sights]
        loose = {uid: (sight.earliest, sight.latest) for uid, sight in self._loose.items()}
        return msgspec.msgpack.encode(_Packed(windows, self._runs, loose))

    @classmethod
    def unpack(cls, data: bytes) -> History:
        """Return a history out of the bytes of ``pack``; ``msgspec.DecodeError`` when they are others."""
        packed = msgspec.msgpack.decode(data, type=_Packed)
        history = cls(Sight(*window) for window in packed.windows)
        history._runs = packed.runs
        history._loose = {uid: Sight(*window) for uid, window in packed.loose.items()}
        return history

    def uids(self) -> list[str]:
        """Return the id of every entry that some vintage has."""
        return list(dict.fromkeys([*self._runs, *self._loose]))

    def last_sight(self, uid: str) -> Sight:
        """Return the latest vintage that has an entry; ``KeyError`` when none has."""
        if uid not in self._runs:
            return self._loose[uid]
        return self.sights[self._runs[uid][-1].last]

    def spans(self, uid: str) -> tuple[ListingSpan, ...]:
        """Return the listings of an entry, the oldest first; none when no vintage has it."""
        return tuple(map(self._span, self._runs.get(uid, [])))

    def _span(self, run: Run) -> ListingSpan:
        after = self.sights[run.first - 1].earliest if run.first else None
        seen, stated = self.sights[run.first].latest, run.listed_on
        is_contradicted = stated is not None and after is not None and stated <= after
        return ListingSpan(
            since=stated if stated is not None and not is_contradicted and stated <= seen else None,
            after=after,
            seen=seen,
            last_seen=self.sights[run.last].earliest,
            absent_by=self.sights[run.last + 1].latest if run.last + 1 < len(self.sights) else None,
            until=run.until,
            contradicted=stated if is_contradicted else None,
        )

    def on(self, uid: str, day: date) -> Standing:
        """Return how an entry stood on a day."""
        spans = self.spans(uid)
        if not spans and uid in self._loose:
            sight = self._loose[uid]
            return Standing("unknown", f"On a list of some day from {sight.earliest} to {sight.latest}.")
        if not self.sights or (not spans and day < self.sights[0].latest):
            return Standing("unknown", "No list of that day or before is stored.")
        for span in reversed(spans):
            if (standing := self._within(span, day)) is not None:
                return standing
        return self._before(day, spans)

    def _within(self, span: ListingSpan, day: date) -> Standing | None:
        """Return how the entry stood if the day is in the span, at its edges or after it; ``None`` before it."""
        if span.since is not None and day < span.since:
            return None
        if span.since is None and day < span.seen:
            return _edge_before(span, day)
        if span.until is not None and day >= span.until:
            return Standing("delisted", f"Listed until {span.until}, as published.", span)
        if span.absent_by is None or day <= span.last_seen:
            return Standing("listed", _since(span), span)
        if day < span.absent_by:
            note = f"On the list of {span.last_seen}, absent from the list of {span.absent_by}."
            return Standing("unknown", note, span)
        absent = max(sight.latest for sight in self.sights if sight.latest <= day)
        return Standing("not_listed", f"Absent from the list of {absent}; last on the list of {span.last_seen}.", span)

    def _before(self, day: date, spans: Sequence[ListingSpan]) -> Standing:
        """Return how an entry stood on a day before all its listings."""
        absent = [sight.latest for sight in self.sights if sight.latest <= day]
        if spans and spans[0].since is not None and not absent:
            return Standing("not_listed", f"Listed on {spans[0].since}, as published; no earlier list is stored.")
        if not absent:
            return Standing("unknown", "No list of that day or before is stored.")
        return Standing("not_listed", f"Absent from the list of {absent[-1]}.")


def _overlaps(sight: Sight, other: Sight) -> bool:
    """Tell whether a vintage of an unknown day can be of the days of another."""
    is_vague = sight.earliest < sight.latest
    return is_vague and sight is not other and other.earliest <= sight.latest and sight.earliest <= other.latest


def _edge_before(span: ListingSpan, day: date) -> Standing | None:
    """Return how it stood before the vintage that first has it, as far as that is open."""
    if span.contradicted is not None and day >= span.contradicted:
        note = f"Listed on {span.contradicted}, as published, but absent from the list of {span.after}."
        return Standing("unknown", note, span)
    if span.after is None:
        return Standing("unknown", f"First seen on the list of {span.seen}; no earlier list is stored.", span)
    if day > span.after:
        return Standing("unknown", f"Absent from the list of {span.after}, on the list of {span.seen}.", span)
    return None


def _since(span: ListingSpan) -> str:
    if span.since is not None:
        return f"Listed since {span.since}, as published."
    if span.after is None:
        return f"On the list of {span.seen}, the first that is stored; since when is unknown."
    return f"Listed after {span.after} and by {span.seen}, the lists of these days show."
