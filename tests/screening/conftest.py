"""A comparison of names that any reader can follow, so that judging is tested apart from how names are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from penstock.parties import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from penstock.parties.asked import Asked

FORMS = frozenset(["co", "ltd", "limited", "company", "inc", "the", "of"])


@dataclass(frozen=True)
class PlainName:
    """A listed name, of a kind."""

    kind: str | None


@dataclass(frozen=True)
class PlainComparison:
    """How many of all words two names share."""

    score: float
    explanation: tuple[Part, ...]
    right: PlainName
    is_near: bool = False

    @property
    def likeness(self) -> float:
        """Return the score: chance takes nothing from it."""
        return self.score


def words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold())) - FORMS


class ByWords:
    """Finds the names that have all the words of one."""

    def __init__(self, names: Sequence[str], kinds: Sequence[str | None]) -> None:
        self._names = list(zip(names, kinds, strict=True))

    def many(self, asked: Asked) -> Any:  # noqa: ANN401  # what the protocol asks
        told = enumerate(zip(asked.names, asked.kinds, strict=True))
        return {place: self.matches(name, kind) for place, (name, kind) in told}

    def matches(self, name: str, kind: str | None) -> list[tuple[int, PlainComparison]]:
        asked, found = words(name), []
        for place, (other, of) in enumerate(self._names):
            shared = asked & words(other)
            if shared == asked and kind in {None, of}:
                score = len(shared) / len(words(other))
                explained = (Part("words", name, other, score, "words"),)
                found.append((place, PlainComparison(score, explained, PlainName(of))))
        return sorted(found, key=lambda match: (-match[1].score, match[0]))


@pytest.fixture(scope="session")
def by_words() -> Callable[[list[str], list[Any]], Any]:
    """Return the search that compares names word by word."""
    return ByWords
