"""Statutory clocks: which run for a notification, until when, and what silence means, each by its text."""

from __future__ import annotations

import calendar
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from penstock.law.check import INTERNATIONAL, address_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from penstock.law.clock_records import Clock, Silence
    from penstock.law.register import Register

    Holidays = Callable[[date, date, str | None], Mapping[date, str]]
    """Returns the public holidays of the exporting country between two days, of a part of it where one is named."""

_SATURDAY = 5
_MOST = 4
"""Days of the calendar for each working day, at most, that a run of holidays can stretch a clock to."""

State = Literal["not_started", "running", "stopped", "over", "lapsed", "no_time"]


class Pause(NamedTuple):
    """Days on which the importing authority waited for more information: from the question until the answer."""

    since: date
    until: date | None = None


class Applying(NamedTuple):
    """A clock of the register for one export, and whether it is that of the Convention, for want of a national one."""

    place: str
    key: str
    clock: Clock
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """How one clock stands on a day.

    Args:
        id: ``<place>.<key>`` of the register.
        said: The rule in our words.
        citation: Its text and paragraph.
        url: Where the text is.
        source: Whether an official text was read, a copy or a report.
        checked_on: When the register was last held against it.
        awaits: Whose answer is waited for.
        state: ``not_started``, ``running``, ``stopped``, ``over``, ``lapsed``, ``no_time`` where none is set.
        started: The day from which it runs.
        days: How many days, and in ``counts`` which.
        due: The last day of the time.
        ships_from: The day after it: what silence means begins there.
        days_left: How many of its days are still to come after today; 0 when it is over.
        left_out: Days inside it that do not count, each with why.
        silence: What silence means, as an explicit rule.
        silence_said: The same in words.
        silence_citation: By which text and paragraph.
        lapses_on: The first day on which the notice no longer carries the export.
        notes: What the reader has to know beside it.
    """

    id: str
    said: str
    citation: str
    url: str
    source: str
    checked_on: str
    awaits: str
    state: State
    silence: Silence
    silence_said: str
    started: date | None = None
    days: int | None = None
    counts: str | None = None
    due: date | None = None
    ships_from: date | None = None
    days_left: int | None = None
    left_out: tuple[tuple[date, str], ...] = ()
    silence_citation: str | None = None
    lapses_on: date | None = None
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain values for JSON."""
        told = asdict(self)
        for name in ("started", "due", "ships_from", "lapses_on"):
            told[name] = told[name].isoformat() if told[name] else None
        told["left_out"] = [{"day": day.isoformat(), "why": why} for day, why in self.left_out]
        told["notes"] = list(self.notes)
        return told


def applying(register: Register, country: str, subjects: Collection[str], on: date) -> list[Applying]:
    """Return the clocks for an export from a country on a day.

    A clock that names lists applies where one of them names one of the subjects. Where the register holds no file of
    clocks for the country or a union it is in, the Convention's stands in its place.

    Args:
        register: The register.
        country: The exporting country, as an ISO 3166 code.
        subjects: Ids of the substances.
        on: The day of the notice.
    """
    files = register.packed.clocks
    places = [place for place in dict.fromkeys((country, *register.binding(country))) if place in files]
    is_fallback = not places
    return [
        Applying(place, key, clock, is_fallback)
        for place in places or [INTERNATIONAL]
        for key, clock in files[place].entries.items()
        if _holds(clock, on) and _concerns(register, clock, subjects)
    ]


def answer(  # noqa: PLR0913  # the facts of one notification
    register: Register,
    one: Applying,
    today: date,
    *,
    sent: date | None,
    received: date | None = None,
    pauses: Sequence[Pause] = (),
    holidays: Holidays,
) -> Answer:
    """Tell how a clock stands.

    Args:
        register: The register, for the texts.
        one: The clock.
        today: The day asked about.
        sent: The day on which the notice was sent.
        received: The day on which its receipt was confirmed.
        pauses: When more information was waited for; they count only where the text stops the clock for it.
        holidays: The public holidays of the exporting country.
    """
    clock, file = one.clock, register.packed.clocks[one.place]
    text = register.text(clock.by)
    silence = clock.silence
    of_silence = register.text(silence.by) if silence.by is not None else None
    started = sent if clock.starts == "sent" else received
    told: dict[str, Any] = {
        "id": f"{one.place.lower()}.{one.key}",
        "said": clock.said,
        "citation": f"{text.citation}, {clock.at}",
        **address_of(text),
        "checked_on": file.clock.checked_on.isoformat(),
        "awaits": clock.awaits,
        "silence": silence.means,
        "silence_said": silence.said,
        "silence_citation": None if of_silence is None else ", ".join(filter(None, (of_silence.citation, silence.at))),
        "notes": tuple(_notes(one, pauses)),
    }
    if clock.days is None:
        return Answer(state="no_time", started=started, **told)
    told |= {"days": clock.days, "counts": clock.counts}
    if started is None:
        return Answer(state="not_started", **told)
    if clock.more_info == "stops" and any(pause.until is None for pause in pauses):
        return Answer(state="stopped", started=started, **told)
    run = _run(clock, started, pauses, holidays)
    left = [day for day in run.counted if day > today]
    lapses = months_after(started, clock.ships_within_months) if clock.ships_within_months else None
    is_lapsed = lapses is not None and lapses <= today
    return Answer(
        state="lapsed" if is_lapsed else "running" if today <= run.counted[-1] else "over",
        started=started,
        due=run.counted[-1],
        ships_from=run.counted[-1] + timedelta(days=1),
        days_left=len(left),
        left_out=tuple(run.left_out),
        lapses_on=lapses,
        **told,
    )


def months_after(day: date, months: int) -> date:
    """Return the day some months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class _Run(NamedTuple):
    counted: list[date]
    left_out: list[tuple[date, str]]


def _run(clock: Clock, started: date, pauses: Sequence[Pause], holidays: Holidays) -> _Run:
    """Count the days of a clock from the day that starts it."""
    known: Mapping[date, str] = {}
    if clock.counts == "working":
        known = holidays(started, started + timedelta(days=_MOST * (clock.days or 0) + 31), clock.subdivision)
    stopped = pauses if clock.more_info == "stops" else ()
    counted: list[date] = []
    left_out: list[tuple[date, str]] = []
    day = started if clock.first_day_counts else started + timedelta(days=1)
    while len(counted) < (clock.days or 0):
        why = _why_not(day, clock, known, stopped)
        if why is None:
            counted.append(day)
        else:
            left_out.append((day, why))
        day += timedelta(days=1)
    return _Run(counted, left_out)


def _why_not(day: date, clock: Clock, known: Mapping[date, str], stopped: Sequence[Pause]) -> str | None:
    """Return why a day does not count."""
    for pause in stopped:
        if pause.since <= day and (pause.until is None or day < pause.until):
            return "more information was asked for"
    if clock.counts == "calendar":
        return None
    if day in known:
        return known[day]
    return ("Saturday", "Sunday")[day.weekday() - _SATURDAY] if day.weekday() >= _SATURDAY else None


def _holds(clock: Clock, on: date) -> bool:
    return (clock.since is None or clock.since <= on) and (clock.until is None or on < clock.until)


def _concerns(register: Register, clock: Clock, subjects: Collection[str]) -> bool:
    if not clock.lists:
        return True
    named = (register.packed.lists[list_id].entries for list_id in clock.lists)
    return any((entry.subject or key) in subjects for entries in named for key, entry in entries.items())


def _notes(one: Applying, pauses: Sequence[Pause]) -> Iterator[str]:
    clock = one.clock
    if one.is_fallback:
        yield "The register holds no clock of the exporting country: this is the Convention's, which sets no time."
    if clock.since is None:
        yield "Since when it holds, no text that was read says."
    if clock.holidays is not None:
        yield f"Left out: {clock.holidays}."
    if pauses and clock.more_info == "unknown":
        yield "The text that was read does not say that a question stops the clock: it is not stopped."
    if clock.note is not None:
        yield clock.note
