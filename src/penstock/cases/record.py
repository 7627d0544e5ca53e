"""Entries of the record as people keep them: a statement, an act, and the reading of the article they come from."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from penstock.kernel.days import parse_day
from penstock.kernel.errors import UsageError
from penstock.law.act_records import ActKind, Predicate  # noqa: TC001  # msgspec reads the annotations

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_QUOTE = 300
"""Characters of the longest quotation that is kept: a phrase and its source, never a text."""

_DAY = re.compile(r"(?P<y>[12][0-9]{3})(?:-(?P<m>0[1-9]|1[0-2])(?:-(?P<d>[0-3][0-9]))?)?|unknown")


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the parts of an entry."""


class Origin(_Part, frozen=True):
    """Where an entry comes from: a file by its digest and the stretch of it, an address, or both."""

    citation: str
    url: str | None = None
    file: str | None = None
    sha256: str | None = None
    start: int | None = None
    end: int | None = None


class ClaimSaid(_Part, frozen=True):
    """What a statement says in terms that the register can check; ``named`` as in the register's own claims."""

    predicate: Predicate
    subjects: tuple[str, ...]
    places: tuple[str, ...]
    named: bool = True
    note: str | None = None


class StatementEntry(_Part, frozen=True):
    """A statement: who said what on which day.

    ``day`` is a day, month or year, or ``unknown``; ``not_after`` the day of the article it stands in. ``proposed_by``
    says who read it out of its source.
    """

    speaker: str
    day: str
    origin: Origin
    on_behalf: str | None = None
    role: str | None = None
    place: str | None = None
    not_after: str | None = None
    venue: str | None = None
    quote: str | None = None
    says: str | None = None
    claims: tuple[ClaimSaid, ...] = ()
    about: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    proposed_by: Literal["rules", "model", "person"] = "person"
    note: str | None = None


class ActEntry(_Part, frozen=True):
    """A measure or meeting: who did what on which day; what only an article says is ``reported``."""

    kind: ActKind
    day: str
    by: str
    what: str
    origin: Origin
    place: str | None = None
    status: Literal["done", "allegation", "reported"] = "reported"
    towards: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    proposed_by: Literal["rules", "model", "person"] = "person"
    note: str | None = None


class ReadingEntry(_Part, frozen=True):
    """The reading of a file: what it was, and which entries were proposed from it."""

    file: str
    sha256: str
    status: str
    language: str
    published: str
    quotations: int
    title: str | None = None
    twin: str | None = None
    reasons: tuple[str, ...] = ()
    proposals: tuple[str, ...] = field(default=())
    note: str | None = None


def check_statement(_step: str, entry: StatementEntry, moment: datetime) -> None:
    """Refuse a statement of nobody, of a day to come, with a long quotation, or with neither words nor sense.

    Raises:
        UsageError: It cannot stand.
    """
    _filled("speaker", entry.speaker)
    _filled("origin.citation", entry.origin.citation)
    _past(entry.day, moment)
    if entry.quote is not None and len(entry.quote) > LONGEST_QUOTE:
        message = f"The quotation has {len(entry.quote)} characters."
        raise UsageError(message, remedy=f"Keep a phrase of at most {LONGEST_QUOTE}, and cite where the rest stands.")
    if not (entry.quote or entry.says or entry.claims):
        message = "The statement says nothing: no quote, no says, no claim."
        raise UsageError(message, remedy="Give at least one of quote, says and claims.")


def check_act(_step: str, entry: ActEntry, moment: datetime) -> None:
    """Refuse an act of nobody or of a day to come, and an indictment that is called done.

    Raises:
        UsageError: It cannot stand.
    """
    _filled("by", entry.by)
    _filled("what", entry.what)
    _filled("origin.citation", entry.origin.citation)
    _past(entry.day, moment)
    if entry.kind == "indictment" and entry.status == "done":
        message = "An indictment is an allegation that no court has decided."
        raise UsageError(message, remedy="Give the status allegation or reported.")


def check_reading(_step: str, entry: ReadingEntry, _moment: datetime) -> None:
    """Refuse a reading of no file.

    Raises:
        UsageError: It names no file.
    """
    _filled("file", entry.file)


def _filled(name: str, value: str) -> None:
    if not value.strip():
        message = f"{name} is empty."
        raise UsageError(message, remedy=f"Give {name}.")


def _past(day: str, moment: datetime) -> None:
    m = _DAY.fullmatch(day)
    if m is None:
        message = f"{day!r} is no day, month or year."
        raise UsageError(message, remedy="Write it as YYYY-MM-DD, YYYY-MM or YYYY, or unknown.")
    if day == "unknown":
        return
    first = parse_day(day) if m["d"] else date(int(m["y"]), int(m["m"] or 1), 1)
    if first > moment.date():
        message = f"{day} is still to come."
        raise UsageError(message, remedy="The record holds what has been said and done.")
