"""Salt and hydrate words beside a name: its span takes them in."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from penstock.goods.folding import HAN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from penstock.goods.folding import Folded
    from penstock.goods.matching import Match

_LISTING = re.compile(r"[、;/+&|\n]")
_CLOSE = re.compile(r"[ \-–‐‑·.]{0,3}|\s?[(（]")
_EDGE = 2
_MOST_WORDS = 3
"""Salt and hydrate words that may stand in a row: "hydrochloride", "monohydrate"."""


@dataclass(frozen=True, slots=True)
class Dressed:
    """A match with its salt words: ``folded[first:last]`` takes in both."""

    first: int
    last: int
    salt: str | None


class Salts:
    """The salt and hydrate words of a vocabulary."""

    def __init__(self, words: Mapping[str, str], is_name: Callable[[str], bool]) -> None:
        """Take ``{folded word: form}`` and what tells whether a folded form is a name of its own."""
        self._words = dict(words)
        self._lengths = sorted({len(word) for word in words}, reverse=True)
        self._starts = frozenset(word[:_EDGE] for word in words)
        self._tails = frozenset(word[-_EDGE:] for word in words)
        self._is_name = is_name

    def __contains__(self, key: str) -> bool:
        """Tell whether a folded form is a salt word."""
        return key in self._words

    def dress(self, text: str, folded: Folded, match: Match, floor: int) -> Dressed:
        """Return a match together with the salt words behind it and before it, not before ``floor``."""
        first, last = match.first, match.last
        forms: list[str] = []
        for _ in range(_MOST_WORDS):
            word = self._word_at(text, folded, last)
            if word is None:
                break
            forms.append(self._words[word])
            last += len(word)
        word = self._word_before(text, folded, first, floor)
        if word is not None:
            forms.insert(0, self._words[word])
            first -= len(word)
        return Dressed(first, last, " ".join(dict.fromkeys(forms)) or None)

    def _word_at(self, text: str, folded: Folded, at: int) -> str | None:
        if self._starts.isdisjoint((folded.text[at : at + 1], folded.text[at : at + _EDGE])):
            return None
        for length in self._lengths:
            if (word := folded.text[at : at + length]) in self._words and _is_bound(folded, at + len(word)):
                gap = text[folded.places[at - 1] + 1 : folded.places[at]]
                if self._belongs(word, gap):
                    return word
        return None

    def _word_before(self, text: str, folded: Folded, at: int, floor: int) -> str | None:
        if self._tails.isdisjoint((folded.text[at - 1 : at], folded.text[max(0, at - _EDGE) : at])):
            return None
        for length in self._lengths:
            word = folded.text[at - length : at] if at - length >= floor else ""
            if word in self._words and _is_bound(folded, at - length):
                gap = text[folded.places[at - 1] + 1 : folded.places[at]]
                if self._belongs(word, gap):
                    return word
        return None

    def _belongs(self, word: str, gap: str) -> bool:
        """Tell whether a salt word belongs to a name across what stands between: "丙酮、盐酸" is a list."""
        if not gap:
            return True
        if _LISTING.search(gap):
            return False
        return not self._is_name(word) or (ord(word[0]) < HAN and _CLOSE.fullmatch(gap) is not None)


def _is_bound(folded: Folded, place: int) -> bool:
    bounds = folded.bounds
    at = bisect_left(bounds, place)
    return at < len(bounds) and bounds[at] == place
