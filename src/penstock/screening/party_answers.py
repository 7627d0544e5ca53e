"""What is asked about a name, and the answer of one list, as programs and people are given it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from penstock.screening.stands import VERDICTS

if TYPE_CHECKING:
    from datetime import date

    from penstock.parties import Kind
    from penstock.screening.books import Hit
    from penstock.screening.ownership import Owner
    from penstock.screening.stands import Stand, Verdict

SHOWN_DIGITS = 3
"""Digits of a score; more would promise what no comparison of names holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyQuestion:
    """A name and what else is known of its bearer; ``born`` is a day, a month or a year as ISO 8601 writes them."""

    name: str
    kind: Kind | None = None
    country: str | None = None
    born: str | None = None


@dataclass(frozen=True, slots=True)
class PartyMatch:
    """A party whose name matches: the names compared, how it stands on the list, who owns or runs it.

    ``known_as`` is the name its record or entry stands under, which may be another than the one that matches;
    ``countries`` those on record of the party.
    One that ``is_cleared`` was looked into and found to be somebody else; it has no part in the verdict, nor has one
    that ``is_near``, whose likeness may be chance.
    """

    hit: Hit
    stand: Stand
    ownership: tuple[Owner, ...] = ()
    kind: str | None = None
    known_as: str | None = None
    countries: frozenset[str] = frozenset()
    is_cleared: bool = False

    @property
    def is_near(self) -> bool:
        """Tell whether the likeness of the names may be chance: the party is shown, and is no match."""
        return self.hit.is_near

    def as_dict(self) -> dict[str, Any]:
        """Return the match as plain values."""
        hit, stand = self.hit, self.stand
        return {
            "name": hit.name,
            "name_type": hit.type,
            "known_as": self.known_as or hit.name,
            "input": hit.input,
            "verdict": stand.verdict,
            "score": round(hit.comparison.score, SHOWN_DIGITS),
            "explanation": [
                {name: getattr(part, name) for name in ("measure", "left", "right", "effect", "note")}
                for part in hit.comparison.explanation
            ],
            "kind": self.kind,
            "uid": hit.uid,
            "party": hit.party,
            "programmes": list(stand.programmes),
            "since": stand.since.isoformat() if stand.since else "unknown",
            "until": stand.until.isoformat() if stand.until else None,
            "since_basis": stand.since_basis,
            "citation": stand.citation,
            "url": stand.url,
            "source": stand.source,
            "is_cleared": self.is_cleared,
            "is_near": self.is_near,
            "ownership": [owner.as_dict() for owner in self.ownership],
            "note": " ".join(dict.fromkeys(stand.notes)) or None,
        }


def by_score(match: PartyMatch) -> tuple[bool, bool, float, int, str]:
    """Sort key: the best match first, one on a weak name behind it, what is only near last."""
    hit = match.hit
    by_verdict = VERDICTS.index(match.stand.verdict)
    return hit.is_near, hit.is_weak, -hit.comparison.score, by_verdict, hit.party or hit.uid or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAnswer:
    """What one list says of a name on a day; ``vintage`` is the roster it was looked up in, ``age`` its days."""

    list: str
    title: str
    jurisdiction: str | None
    verdict: Verdict
    matches: tuple[PartyMatch, ...]
    vintage: date | None
    age: int | None
    note: str | None

    @property
    def has_match(self) -> bool:
        """Tell whether some party is a match, and not only near."""
        return any(not match.is_near for match in self.matches)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain values."""
        return {
            "list": self.list,
            "title": self.title,
            "jurisdiction": self.jurisdiction,
            "verdict": self.verdict,
            "matches": [match.as_dict() for match in self.matches],
            "vintage": self.vintage.isoformat() if self.vintage else None,
            "vintage_age_days": self.age,
            "note": self.note,
        }
