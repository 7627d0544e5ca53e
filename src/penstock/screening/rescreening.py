"""Screen again what a change of a list touches, and nothing else.

Whether two names match depends on the two alone, and it is the same in either direction. So the names that a change
touches are searched among the parties, and only the parties found are judged, before the change and after it. No other
answer can differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from penstock.kernel.errors import UnreadableName
from penstock.screening.books import COMPARED_AS, uid_of
from penstock.screening.ownership import owners, ruled_by
from penstock.screening.parties import UID_LIST
from penstock.screening.party_answers import PartyQuestion
from penstock.screening.rescreened import outcome
from penstock.screening.stands import joined, stands_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date

    from penstock.law.register import Register
    from penstock.parties import Kind
    from penstock.parties.index import PartyIndex
    from penstock.screening.parties import PartyJudge
    from penstock.screening.party_answers import ListAnswer
    from penstock.screening.rescreened import Outcome
    from penstock.screening.rosters import RosterBook

Name = tuple[str, "Kind | None"]
"""A name and what it belongs to."""

AT_ONCE = 2_000
"""Parties that are judged together."""


class Side(NamedTuple):
    """One side of a change: the day, and who judges by what was known on it."""

    day: date
    judge: PartyJudge


@dataclass(frozen=True, slots=True)
class Parties:
    """Parties to be screened, each different question once, and the index over their names."""

    index: PartyIndex
    countries: Sequence[str | None]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.countries)

    def question(self, place: int) -> PartyQuestion:
        """Return the question about one of them."""
        return PartyQuestion(name=self.index.names[place], kind=self.index.kinds[place], country=self.countries[place])


@dataclass(frozen=True, slots=True)
class Rescreened:
    """What differs, by the place of the party, and how much work it took."""

    outcomes: dict[int, Outcome]
    searched: int
    judged: int


class Rescreening:
    """A change of one list, seen from both sides."""

    def __init__(self, list_id: str, parties: Parties, before: Side, after: Side) -> None:
        """Take the list, the parties, and who judges before the change and after it."""
        self._list = list_id
        self._parties = parties
        self._sides = (before, after)

    def by_change(self, names: Iterable[Name]) -> Rescreened:
        """Return what differs for the parties that a change touches by these names."""
        asked = list(dict.fromkeys(names))
        places = self.touched_by(asked)
        return Rescreened(dict(self._outcomes(places)), len(asked), len(places))

    def everything(self) -> Rescreened:
        """Return what differs for all parties, each of them judged: the plain way, which says the same."""
        places = sorted({*range(len(self._parties))} - {*self._parties.index.unreadable})
        return Rescreened(dict(self._outcomes(places)), 0, len(places))

    def touched_by(self, names: Sequence[Name]) -> list[int]:
        """Return the places of the parties that match one of several names."""
        texts, kinds = [text for text, _ in names], [kind for _, kind in names]
        found = self._parties.index.search_many(texts, kinds, limit=max(1, len(self._parties)), near=True)
        readable = (matches for matches in found if not isinstance(matches, UnreadableName))
        return sorted({match.place for matches in readable for match in matches})

    def _outcomes(self, places: Sequence[int]) -> Iterator[tuple[int, Outcome]]:
        for start in range(0, len(places), AT_ONCE):
            part = places[start : start + AT_ONCE]
            for place, before, after in zip(part, *(self.answers(side, part) for side in self._sides), strict=True):
                found = outcome(self._parties.question(place), before, after)
                if found is not None:
                    yield place, found

    def answers(self, side: Side, places: Sequence[int]) -> list[ListAnswer]:
        """Return the list's answers about several parties on one side."""
        questions = [self._parties.question(place) for place in places]
        side.judge.read_ahead(question.name for question in questions if question.kind is None)
        return [self._of_list(side, question) for question in questions]

    def _of_list(self, side: Side, question: PartyQuestion) -> ListAnswer:
        answers = side.judge.answers(question, side.day)
        return next(answer for answer in answers if answer.list == self._list)


class Seen(NamedTuple):
    """A list as it was known on a day."""

    day: date
    book: RosterBook


class Recorded:
    """What the register itself says of its parties on a list: it may be something else after a change than before."""

    def __init__(self, register: Register, list_id: str, before: Seen, after: Seen) -> None:
        """Find the parties of which it says something else."""
        self._register = register
        self._list = list_id
        self._parties = register.packed.parties
        self._differing = {key for key in self._parties if self._said(key, before) != self._said(key, after)}

    def uids(self) -> set[str]:
        """Return the numbers that the list gives these parties."""
        return {uid for key in self._differing if (uid := self._uid(key)) is not None}

    def names(self, uids: Container[str]) -> Iterator[Name]:
        """Yield the names of these parties, and of those whose entries have one of several numbers."""
        for key, party in self._parties.items():
            if key in self._differing or self._uid(key) in uids:
                yield from ((name.name, COMPARED_AS[party.kind]) for name in party.names)

    def _uid(self, party: str) -> str | None:
        return uid_of(self._parties[party]) if self._list == UID_LIST else None

    def _said(self, party: str, seen: Seen) -> tuple[object, ...]:
        """Return how a party stands by the register and the list together, as ``PartyJudge`` has it."""
        day, book = seen
        stand = stands_of(self._register, self._parties[party], day).get(self._list)
        if stand is not None and (uid := self._uid(party)) is not None:
            stand = joined(stand, book.standing(uid, day), book.entry(uid, day), book.edition(day))
        owned = tuple(owners(self._register, party, self._list, day))
        told = stand and (stand.verdict, stand.programmes, stand.since, stand.until)
        return told, owned, ruled_by(self._register, owned, self._list, day)
