"""The reading of an article: what it mentions, who is quoted with which words, what else is said to have been said."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, field, to_builtins

from penstock.reading.named import SpeakerKind  # noqa: TC001  # msgspec reads the annotations at run time

UNKNOWN = "unknown"
"""What stands for a speaker or a day that the text does not settle."""

Status = Literal["read", "unreadable", "empty", "repeated", "near_duplicate", "unknown_language"]
STATUSES: tuple[Status, ...] = ("read", "unreadable", "empty", "repeated", "near_duplicate", "unknown_language")
Grain = Literal["day", "week", "month", "year", "unknown"]
How = Literal[
    "before", "after", "according", "colon", "noun", "by", "broken", "resumed", "alone", "narrated", "model", "unknown"
]


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Base of the parts of a reading."""


class When(_Part, frozen=True):
    """A day, week, month or year: ``value`` as far as it is settled or ``unknown``, and the words it was read from.

    ``inherited`` tells that it was said of other words of the same speaker and not of these.
    """

    value: str
    grain: Grain
    text: str
    start: int
    end: int
    since: str | None = None
    until: str | None = None
    inherited: bool = False


class Speaker(_Part, frozen=True):
    """Who said it: ``name`` is the fullest name the text gives, or ``unknown``.

    ``named_as`` is how the text names the speaker there, ``spoken_by`` the person in whose mouth the text puts the
    same words elsewhere, ``candidates`` whom a name may mean where the text leaves that open.
    """

    name: str
    kind: SpeakerKind | Literal["unknown"]
    named_as: str | None = None
    role: str | None = None
    on_behalf: str | None = None
    place: str | None = None
    is_anonymous: bool = False
    spoken_by: str | None = None
    candidates: list[str] = field(default_factory=list)


class Quotation(_Part, frozen=True):
    """Quoted words, ``text[start:end]`` with their marks; ``of`` is the number of the quotation they go on from."""

    number: int
    start: int
    end: int
    quote: str
    speaker: Speaker
    how: How
    day: When | None
    venue: str | None
    in_title: bool
    of: int | None = None
    verb: str | None = None


class Indirect(_Part, frozen=True):
    """A sentence that says somebody said something in words that are not quoted."""

    start: int
    end: int
    text: str
    speaker: Speaker
    day: When | None
    venue: str | None
    verb: str


class Thing(_Part, frozen=True):
    """A substance or machine of the register or the dictionary that the text mentions, and each place where it does."""

    subject: str
    name: str
    kind: Literal["substance", "class", "equipment"]
    cas: str | None
    in_register: bool
    spans: list[tuple[int, int]]


class PartyMention(_Part, frozen=True):
    """A name in the text that matches a party of the register's notices; a name alone never convicts."""

    party: str
    name: str
    score: float
    spans: list[tuple[int, int]]


class PlaceMention(_Part, frozen=True):
    """A place that the text mentions; ``in_register`` tells whether the register holds its law."""

    place: str
    in_register: bool
    spans: list[tuple[int, int]]


class Twin(_Part, frozen=True):
    """An article that says the same: ``same`` bytes or words, or a share of its runs of words."""

    file: str
    share: float


class Article(_Part, frozen=True):
    """The reading of one file; ``as_dict`` is the object of one line of ``readings.jsonl``.

    Every stretch counts in the clean text: ``text`` of an HTML file, else the file's own, null characters left out.
    """

    file: str
    sha256: str
    status: Status
    reasons: list[str]
    language: str
    encoding: str | None
    format: str | None
    characters: int
    title: str | None
    published: str
    published_by: Literal["option", "text", "unknown"]
    quotations: list[Quotation]
    indirect: list[Indirect]
    days: list[When]
    things: list[Thing]
    parties: list[PartyMention]
    places: list[PlaceMention]
    twin: Twin | None
    notices: list[str]
    stamp: dict[str, Any]
    text: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the reading as plain values."""
        shown: dict[str, Any] = to_builtins(self)
        return shown
