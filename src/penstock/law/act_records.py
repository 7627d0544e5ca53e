"""The record as the register's YAML spells it: measures taken and statements made, each with its source."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations at run time
from typing import Annotated, Literal

from msgspec import Meta

from penstock.law.records import Kind, Place, Record
from penstock.substances.wording import NonEmpty  # noqa: TC001  # as above

ActKind = Literal[
    "scheduling",
    "listing",
    "delisting",
    "designation",
    "indictment",
    "arrest",
    "sentence",
    "tariff",
    "suspension",
    "resumption",
    "meeting",
    "publication",
    "notice",
    "ruling",
]
Grain = Literal["day", "month", "year"]
Predicate = Literal["regulated", "not_regulated", "listed", "not_listed", "scheduled_class", "common_goods"]
Quoted = Annotated[str, Meta(min_length=1, max_length=300)]


class ActSource(Record, frozen=True):
    """A text of the register, or an address with what sort of copy it is and the day it was read."""

    text: str | None = None
    url: Annotated[str, Meta(pattern="^https?://")] | None = None
    kind: Kind | None = None
    on: date | None = None
    at: str | None = None
    note: str | None = None


class Act(Record, frozen=True):
    """A measure or meeting that took place: who did what towards whom on which day.

    ``status`` is ``allegation`` where nobody has decided yet, as of an indictment. ``ends`` is the act that it ends.
    """

    kind: ActKind
    day: date
    by: NonEmpty
    place: Place
    what: NonEmpty
    status: Literal["done", "allegation"]
    sources: Annotated[tuple[ActSource, ...], Meta(min_length=1)]
    grain: Grain = "day"
    towards: tuple[Place, ...] = ()
    lists: tuple[NonEmpty, ...] = ()
    subjects: tuple[NonEmpty, ...] = ()
    parties: tuple[NonEmpty, ...] = ()
    ends: str | None = None
    note: str | None = None


class Claim(Record, frozen=True):
    """What a statement says in terms that the register can check, of its day unless ``since`` or ``until`` say another.

    ``subjects`` are ids of substances, classes, equipment kinds or parties, ``places`` whose law is spoken of.
    ``named`` tells whether the statement names these subjects itself or only means them.
    """

    predicate: Predicate
    subjects: tuple[NonEmpty, ...]
    places: tuple[Place, ...]
    named: bool = True
    since: date | None = None
    until: date | None = None
    note: str | None = None


class Statement(Record, frozen=True):
    """What somebody said on a day, in our words and a few of theirs."""

    speaker: NonEmpty
    day: date
    place: Place
    says: NonEmpty
    sources: Annotated[tuple[ActSource, ...], Meta(min_length=1)]
    on_behalf: str | None = None
    role: str | None = None
    venue: str | None = None
    quote: Quoted | None = None
    grain: Grain = "day"
    claims: tuple[Claim, ...] = ()
    about: tuple[NonEmpty, ...] = ()
    answers: str | None = None
    note: str | None = None
