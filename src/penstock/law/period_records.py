"""The records of the register about periods: over which days quantities add up against a threshold."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from penstock.law.records import Record
from penstock.substances.wording import NonEmpty  # noqa: TC001  # msgspec reads the annotations at run time


class Period(Record, frozen=True):
    """How rows add up against thresholds of one ``period``.

    ``adds`` says over which days: those of one calendar month or year, any ``days`` in a row, or none at all. The
    ``basis`` is the text ``by`` where the law says it; ``practice`` is what Penstock counts where the law is silent.
    ``within`` says that the threshold counts only for goods that stay in its place.
    """

    adds: Literal["calendar_month", "calendar_year", "days", "never"]
    said: NonEmpty
    basis: Literal["law", "practice"]
    because: NonEmpty
    within: bool = False
    days: Annotated[int, Meta(ge=1)] | None = None
    by: str | None = None
    at: str | None = None
