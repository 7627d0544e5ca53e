"""The referral record of a page: what was found on it, where, and what should become of it."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, to_builtins

from penstock.reading.contacts import Kind as ContactKind  # noqa: TC001  # msgspec reads the annotations at run time
from penstock.reading.page import Format  # noqa: TC001  # as above
from penstock.reading.passages import Part  # noqa: TC001  # as above

Outcome = Literal["nothing_found", "unknown", "review", "refer"]
OUTCOMES: tuple[Outcome, ...] = ("nothing_found", "unknown", "review", "refer")
"""From the least to the most pressing."""

Standing = Literal["controlled", "watched", "open", "not_controlled", "unknown"]


class _Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Base of the parts of a record."""


class Span(_Record, frozen=True):
    """``page[start:end]`` of the decoded page, and what it says without markup, entities decoded."""

    part: Part
    start: int
    end: int
    quote: str


class GoodsSpan(Span, frozen=True):
    """Where goods are named: how they were recognised, and what had to be undone before the name showed."""

    by: str
    undone: list[str]


class LawLine(_Record, frozen=True):
    """One measure that speaks of the goods; ``since`` is a day or ``unknown``."""

    id: str
    list: str
    basis: str
    since: str
    citation: str
    url: str
    source: str


class PlaceLaw(_Record, frozen=True):
    """What the law of one place says of the goods on the day asked about."""

    jurisdiction: str
    verdict: str
    measures: list[LawLine]
    watch: list[LawLine]
    note: str | None


class Goods(_Record, frozen=True):
    """A substance or machine the page names.

    ``near`` tells that no mention is sure: part of a longer name, a short form, a slip of the pen or of a digit.
    ``hidden`` tells that some mention stands where a reader of the page does not see it.
    """

    subject: str
    name: str
    kind: Literal["substance", "equipment"]
    cas: str | None
    standing: Standing
    near: bool
    hidden: bool
    spans: list[GoodsSpan]
    law: list[PlaceLaw]


class PhraseSourceQuoted(_Record, frozen=True):
    """A text that shows a phrase, in its own words."""

    citation: str
    quote: str
    url: str
    source: str


class Phrase(_Record, frozen=True):
    """An evasive phrase on the page; ``alone`` is false where ordinary sellers say it too."""

    phrase: str
    means: str
    shown: Literal["quoted", "described"]
    alone: bool
    language: str
    spans: list[Span]
    sources: list[PhraseSourceQuoted]


class Price(_Record, frozen=True):
    """A price on the page; amounts are decimals without signs, ``currency`` is ``None`` where the sign is shared."""

    low: str
    high: str | None
    currency: str | None
    unit: str | None
    span: Span


class Identifier(_Record, frozen=True):
    """A way to reach the seller; ``checksum`` tells whether it holds, ``None`` where the kind has none."""

    kind: ContactKind
    value: str
    detail: str | None
    checksum: bool | None
    spans: list[Span]


class PartyName(_Record, frozen=True):
    """A company name on the page that matches a party of the register's notices; a name alone never convicts."""

    party: str
    name: str
    score: float
    spans: list[Span]


class Referral(_Record, frozen=True):
    """What one page says; ``as_dict`` is the object of one line of ``referrals.jsonl``."""

    page: str
    sha256: str
    outcome: Outcome
    reasons: list[str]
    title: str | None
    format: Format | None
    encoding: str | None
    characters: int
    goods: list[Goods]
    phrases: list[Phrase]
    prices: list[Price]
    contacts: list[Identifier]
    parties: list[PartyName]
    unknown_numbers: list[Span]
    notices: list[str]
    stamp: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Return the record as plain values."""
        shown: dict[str, Any] = to_builtins(self)
        return shown
