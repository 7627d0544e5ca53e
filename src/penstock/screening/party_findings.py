"""From the names in a consignment to findings: who may be listed or charged, and what that asks of the goods.

A name alone never convicts: what a list forbids or licenses counts only where a place on the route keeps the list, the
name is the same but for its legal form, and the country agrees. Everything else that matches is held for an officer. A
ship sends and receives no goods, so ships of that name do not count.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from penstock.kernel.errors import UnreadableName
from penstock.screening.decide import Finding
from penstock.screening.party_answers import PartyQuestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from penstock.law.register import Register
    from penstock.screening.consignment import GoodsItem
    from penstock.screening.parties import Keep, PartyJudge
    from penstock.screening.party_answers import ListAnswer, PartyMatch

COLUMNS = ("consignor_name", "consignee_name", "notify_party_name")
"""The columns that name a party."""

_NAMES = attrgetter(*COLUMNS)

GOODS = ("goods_description", "commodity_code", "cas_number", "smiles")
"""The columns that say what the goods are."""

MOST_UNLISTED = 200_000
"""Names on no list that are remembered between calls; beyond, those that are asked for again are searched for again."""

DUTIES = {"blocking": "prohibited", "licence": "licence"}
"""What each kind of list asks of who deals with a party on it."""

NEAR = "party_near"
"""The code of a likeness that may be chance: it is shown and holds nothing."""

_CODES = {"charged": "party_charged", "named_in_lead": "party_in_lead", "unknown": "party_open"}


class Named(NamedTuple):
    """A party of a consignment: the column, the name, its country."""

    field: str
    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the lists say of the parties of an item: the findings, and the lists that leave a party open."""

    findings: tuple[Finding, ...] = ()
    unknown: tuple[str, ...] = ()


class PartyFindings:
    """Judges the parties of items; equal names are judged once."""

    def __init__(self, register: Register, judge: PartyJudge, places: Iterable[str] | None = None) -> None:
        """Prepare for a run.

        Args:
            register: The register that says what each list asks.
            judge: Who judges the names.
            places: Only the lists of these places; all when ``None``.
        """
        self._lists = register.packed.party_lists
        self._judge = judge
        self._places = None if places is None else tuple(places)
        self._unlisted: dict[str, None] = {}
        self._judged = lru_cache(maxsize=65536)(self._of_name)
        self._turns = lru_cache(maxsize=65536)(self._turns_of)

    def read_ahead(self, items: Iterable[GoodsItem]) -> None:
        """Search for the names of many items together, before the items are judged."""
        self._judge.read_ahead(self._asked(party.name) for item in items for party in parties_of(item))

    def search(self, names: Iterable[str]) -> None:
        """Search for many names together, before they are asked about."""
        self._judge.read_ahead(names)

    def read_names(self, names: Sequence[str], keep: Keep | None = None) -> list[bool]:
        """Search for many names together, and tell of each whether some list has such a name or it cannot be read."""
        return self._judge.are_known(names, keep)

    def know_unlisted(self, names: Iterable[str]) -> None:
        """Take names as found on no list; one of them is searched for, and what is said of it is said of all."""
        self._unlisted |= dict.fromkeys(names)

    def tell_unlisted(self, items: Iterable[GoodsItem]) -> None:
        """Search together for the names of many items that were not met before, and take those on no list as such."""
        if len(self._unlisted) > MOST_UNLISTED:
            self._unlisted.clear()
        names = dict.fromkeys(chain.from_iterable(map(_NAMES, items)))
        new = [name for name in names if name is not None and name not in self._unlisted and name.strip()]
        self.know_unlisted(name for name, is_known in zip(new, self.read_names(new), strict=True) if not is_known)

    def is_unlisted(self, name: str) -> bool:
        """Tell whether a name was taken as found on no list."""
        return name in self._unlisted

    def _asked(self, name: str) -> str:
        """Return the name that is searched for: another one where no list has either."""
        return next(iter(self._unlisted)) if name in self._unlisted else name

    def days(self, name: str) -> frozenset[date]:
        """Return the days that count in what is found of a name, see `PartyJudge.days`."""
        return self._judge.days(name)

    def turn(self, name: str, day: date) -> int:
        """Return the number of the span of days in which the same is found of a name."""
        return bisect(self._turns(self._asked(name)), day)

    def _turns_of(self, name: str) -> list[date]:
        return sorted({one for day in self.days(name) for one in (day, day + timedelta(days=1))})

    def of(self, item: GoodsItem, day: date, places: tuple[str, ...]) -> Judged:
        """Judge the parties of an item on a day; ``places`` are those whose law binds its route."""
        findings: list[Finding] = []
        unknown: dict[str, None] = {}
        for party in parties_of(item):
            name = self._asked(party.name)
            judged = self._judged(name, party.country if name == party.name else None, day, places)
            findings += (replace(finding, field=party.field) for finding in judged.findings)
            unknown |= dict.fromkeys(judged.unknown)
        is_silent = all(finding.code == NEAR for finding in findings)
        if is_silent and not any(getattr(item, column) for column in GOODS):
            findings += self._nothing_else(item, tuple(unknown))
        return Judged(tuple(findings), tuple(unknown))

    @staticmethod
    def _nothing_else(item: GoodsItem, unknown: tuple[str, ...]) -> Iterator[Finding]:
        names = ", ".join(dict.fromkeys(party.name for party in parties_of(item)))
        if unknown:
            yield Finding(code="party_unread", message=f"{names}: not looked through in full: {', '.join(unknown)}")
        else:
            yield Finding(code="party_unlisted", message=f"{names}: on none of the lists that were looked through")

    def _of_name(self, name: str, country: str | None, day: date, places: tuple[str, ...]) -> Judged:
        shown: dict[str, Any] = {"matched": name, "start": 0, "end": len(name)}
        try:
            answers = self._judge.answers(PartyQuestion(name=name, country=country), day, self._places)
        except UnreadableName as error:
            return Judged((Finding(code="party_unreadable", message=str(error), **shown),))
        found = [
            replace(self._finding(answer, match, places, name, is_agreed=_agrees(match, country)), **shown)
            for answer in answers
            for match in answer.matches
            if match.stand.verdict != "not_listed" and not match.is_cleared and match.kind != "vessel"
        ]
        unknown = tuple(a.list for a in answers if a.verdict == "unknown" and self._kind(a.list) != "allegation")
        return Judged(tuple(found), unknown)

    def _kind(self, list_id: str) -> str:
        head = self._lists.get(list_id)
        return head.kind if head is not None else "blocking"

    def _finding(
        self, answer: ListAnswer, match: PartyMatch, places: tuple[str, ...], name: str, *, is_agreed: bool
    ) -> Finding:
        stand = match.stand
        code = NEAR if match.is_near else _CODES.get(stand.verdict, f"party_{stand.verdict}")
        is_bound = is_agreed and answer.jurisdiction in places and is_same(name, match.hit.name)
        days = f"since {stand.since or 'an unknown day'}" + (f" until {stand.until}" if stand.until else "")
        programmes = f" ({', '.join(stand.programmes)})" if stand.programmes else ""
        near = "only near, what agrees may be chance; " if match.is_near else ""
        said = f"{match.hit.name}: {near}{stand.verdict.replace('_', ' ')}, {answer.title}{programmes}, {days}"
        return Finding(
            code=code,
            message=". ".join([said, *(note.rstrip(".") for note in stand.notes)]),
            duty=DUTIES.get(self._kind(answer.list)) if code == "party_listed" and is_bound else None,
            jurisdiction=answer.jurisdiction,
            subject=match.hit.party or f"{answer.list}:{match.hit.uid}",
            measure=answer.list,
            basis="name",
            since=stand.since.isoformat() if stand.since else "unknown",
            until=stand.until.isoformat() if stand.until else None,
            citation=stand.citation,
            url=stand.url,
            score=round(match.hit.comparison.score, 3),
        )


def is_same(one: str, other: str) -> bool:
    """Tell whether two names have the same words, places, trades and numbers, whatever their script and legal form."""
    from penstock.parties.names import take_apart  # noqa: PLC0415  # a catalogue names no parties

    left, right = take_apart(one, "company"), take_apart(other, "company")
    return all(getattr(left, part) == getattr(right, part) for part in ("words", "places", "trades", "numbers"))


def parties_of(item: GoodsItem) -> Iterator[Named]:
    """Yield the parties that an item names, with the country of each that has a column for it."""
    for column in COLUMNS:
        name = getattr(item, column)
        if name is not None and name.strip():
            yield Named(column, name, getattr(item, f"{column.removesuffix('_name')}_country", None))


def _agrees(match: PartyMatch, country: str | None) -> bool:
    """Tell whether more than the name agrees; of a person a country is too little."""
    return match.kind not in {"person", None} and country is not None and country in match.countries
