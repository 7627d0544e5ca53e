"""Folding: the form in which two spellings of one name are equal.

Width, case, accents, punctuation, spaces, Greek letters and traditional Chinese characters fold away;
letters, digits and Chinese characters stay, in order. Every folded character remembers where it stood.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ω": "omega",
    "ο": "omicron",
    "μ": "mu",
    "π": "pi",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the place in the original (0-based)."""

    text: str
    places: tuple[int, ...]


class Folder:
    """Folds names and goods texts; one instance a register."""

    def __init__(self, simplified: Mapping[str, str]) -> None:
        """Take ``{traditional character: simplified character}``."""
        self._simplified = dict(simplified)
        self._fold_char = lru_cache(maxsize=65536)(self._fold_one)

    def key(self, text: str) -> str:
        """Return the folded form, the key under which a name is stored and looked up."""
        return "".join(map(self._fold_char, text))

    def fold(self, text: str) -> Folded:
        """Return the folded form with the place of each character."""
        if text.isascii():
            kept = [(char, place) for place, char in enumerate(text.lower()) if char.isalnum()]
            return Folded("".join([char for char, _ in kept]), tuple([place for _, place in kept]))
        folded: list[str] = []
        places: list[int] = []
        for place, char in enumerate(text):
            piece = self._fold_char(char)
            folded.append(piece)
            places.extend([place] * len(piece))
        return Folded("".join(folded), tuple(places))

    def _fold_one(self, char: str) -> str:
        plain = unicodedata.normalize("NFKD", char).casefold()
        return "".join(
            _GREEK.get(c) or self._simplified.get(c, c) for c in plain if c.isalnum() or c in self._simplified
        )
