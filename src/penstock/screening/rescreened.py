"""What became of a party's answer on one list by a change of that list, as programs and people are given it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from penstock.screening.party_answers import ListAnswer, PartyMatch, PartyQuestion
    from penstock.screening.stands import Verdict

_SHOWN = ("uid", "party", "known_as", "name", "name_type", "kind", "score", "explanation", "citation", "url", "note")


@dataclass(frozen=True, slots=True)
class Move:
    """A match of a party that is not what it was; ``None`` before or after where there is no match."""

    before: PartyMatch | None
    after: PartyMatch | None

    @property
    def is_reopened(self) -> bool:
        """Tell whether somebody had cleared the pair and the change has opened it again."""
        was, now = self.before, self.after
        return was is not None and was.is_cleared and now is not None and not now.is_cleared

    def as_dict(self) -> dict[str, Any]:
        """Return the move as plain values: the match as it is now, or as it was where it is no more."""
        told = self.after or self.before
        shown = told.as_dict() if told is not None else {}
        return {
            **{name: shown[name] for name in _SHOWN},
            "before": _standing(self.before),
            "after": _standing(self.after),
            "is_reopened": self.is_reopened,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a list said of a party before a change and after it, and the matches that differ, the best first."""

    question: PartyQuestion
    before: Verdict
    after: Verdict
    moves: tuple[Move, ...]

    @property
    def is_flip(self) -> bool:
        """Tell whether the verdict differs."""
        return self.before != self.after

    @property
    def is_reopened(self) -> bool:
        """Tell whether a pair that was cleared is open again."""
        return any(move.is_reopened for move in self.moves)

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as plain values."""
        asked = self.question
        return {
            "name": asked.name,
            "kind": asked.kind,
            "country": asked.country,
            "before": self.before,
            "after": self.after,
            "entries": [move.as_dict() for move in self.moves],
        }


def outcome(question: PartyQuestion, before: ListAnswer, after: ListAnswer) -> Outcome | None:
    """Return what differs between two answers of a list, ``None`` where nothing does."""
    was, now = ({_key(match): match for match in answer.matches} for answer in (before, after))
    moves = [Move(was.get(key), now.get(key)) for key in {**now, **was} if _told(was.get(key)) != _told(now.get(key))]
    if not moves and before.verdict == after.verdict:
        return None
    moves.sort(key=lambda move: (-_score(move), str(_key(move.after or move.before))))
    return Outcome(question, before.verdict, after.verdict, tuple(moves))


def _key(match: PartyMatch | None) -> tuple[str | None, str | None]:
    return (match.hit.uid, None if match.hit.uid else match.hit.party) if match is not None else (None, None)


def _score(move: Move) -> float:
    return max(match.hit.comparison.score for match in (move.before, move.after) if match is not None)


def _told(match: PartyMatch | None) -> tuple[object, ...] | None:
    """Return what of a match makes it another one: not its notes, which name the day of the list."""
    if match is None:
        return None
    stand = match.stand
    return stand.verdict, frozenset(stand.programmes), stand.since, stand.until, match.is_cleared, match.is_near


def _standing(match: PartyMatch | None) -> dict[str, Any] | None:
    if match is None:
        return None
    shown = match.as_dict()
    return {name: shown[name] for name in ("verdict", "programmes", "since", "until", "since_basis", "is_cleared")}
