"""The records of the register about clocks: how long a notification runs, in which days, and what silence means."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations at run time
from typing import Annotated, Literal

from msgspec import Meta

from penstock.law.records import Place, Record
from penstock.substances.wording import NonEmpty  # noqa: TC001  # as above

Silence = Literal["may_ship", "may_be_authorised", "may_not_ship", "unknown"]
Counts = Literal["calendar", "working"]


class SilenceRule(Record, frozen=True):
    """What it means that the time is over and nobody answered, in our words, and the paragraph.

    ``may_be_authorised``: the exporting authority may let it go, and until it does the goods stay.
    """

    means: Silence
    said: NonEmpty
    by: str | None = None
    at: str | None = None


class Clock(Record, frozen=True):
    """The time that one text gives to whoever has to be told or asked before an export.

    Args:
        said: The rule in our words.
        awaits: Whose answer is waited for.
        by: The text.
        at: Its paragraph.
        days: How many days; ``None`` where the texts that were read set no time.
        counts: Days of the calendar, or working days of the exporting country: no Saturday, Sunday, public holiday.
        starts: The step from whose day they run.
        first_day_counts: Whether that day is the first of them.
        more_info: What a question of the importing authority does to the clock.
        silence: What it means when they are over.
        lists: The control lists whose subjects it is for; those of none where only a condition in ``said`` tells.
        since: The first day for which a text that was read shows it; ``None`` where no text dates it.
        until: The first day on which it no longer holds.
        ships_within_months: Months from the notice after which it lapses.
        holidays: Which holidays are left out, and by what the choice stands.
        subdivision: The part of the exporting country whose holidays those are, by ISO 3166-2 without the country.
    """

    said: NonEmpty
    awaits: Literal["importing_authority", "exporting_authority"]
    by: NonEmpty
    at: NonEmpty
    silence: SilenceRule
    days: Annotated[int, Meta(ge=1, le=366)] | None = None
    counts: Counts | None = None
    starts: Literal["sent", "received"] = "sent"
    first_day_counts: bool = False
    more_info: Literal["stops", "runs", "unknown"] = "unknown"
    lists: tuple[NonEmpty, ...] = ()
    since: date | None = None
    until: date | None = None
    ships_within_months: Annotated[int, Meta(ge=1, le=24)] | None = None
    holidays: str | None = None
    subdivision: str | None = None
    note: str | None = None


class ClockHead(Record, frozen=True):
    """Whose law a file of clocks holds, and when it was last looked at; ``UN`` for where the exporting law has none."""

    jurisdiction: Place
    checked_on: date
    note: str | None = None


class ClockFile(Record, frozen=True):
    """One file under ``clocks/``."""

    clock: ClockHead
    entries: dict[str, Clock]
