"""Folding: the form in which two spellings of one name are equal.

Width, case, accents, punctuation, spaces, Greek letters and traditional Chinese characters fold away;
letters, digits and Chinese characters stay, in order. Every folded character remembers where it stood, and the
folded text remembers where in it a word may begin or end.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ο": "omicron",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
}
"""Greek letters and their words, as chemical names spell either."""

HAN = 0x2E80
"""Where the characters begin that stand for words of their own: no space parts them."""

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_MODIFIERS = range(0x2B0, 0x300)
_WORD = re.compile(r"[A-Za-z0-9]+")


def is_invisible(char: str) -> bool:
    """Tell whether a character shows nothing: zero width, direction marks, soft hyphens, combining marks, fillers."""
    return unicodedata.category(char) in {"Cf", "Mn", "Me"} or char in _FILLERS


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text.

    ``places`` holds, for each of its characters, the place in the original (0-based). ``bounds`` are the places in the
    folded text, ascending and from 0 to its length, where a name may begin or end: a Latin word or a number is never
    cut, and between Chinese characters every place is one.
    """

    text: str
    places: tuple[int, ...]
    bounds: tuple[int, ...]


class Folder:
    """Folds names and goods texts; one instance a vocabulary."""

    def __init__(self, simplified: Mapping[str, str]) -> None:
        """Take ``{traditional character: simplified character}``."""
        self._simplified = dict(simplified)
        self.char = lru_cache(maxsize=65536)(self._fold_one)
        self._seen: dict[str, tuple[str, bool, bool]] = {}
        self._last: tuple[str, Folded] | None = None

    def key(self, text: str) -> str:
        """Return the folded form, the key under which a name is stored and looked up."""
        if text.isascii():
            return "".join(_WORD.findall(text)).lower()
        return "".join(map(self.char, text))

    def fold(self, text: str) -> Folded:
        """Return the folded form with the place of each character; the last one is kept, often asked again."""
        last = self._last
        if last is None or last[0] != text:
            last = self._last = text, _fold_ascii(text) if text.isascii() else self._fold(text)
        return last[1]

    def keep(self, text: str, folded: Folded) -> Folded:
        """Take and return the folded form of a text that was made elsewhere; it is asked for soon."""
        self._last = text, folded
        return folded

    def _fold(self, text: str) -> Folded:
        folded: list[str] = []
        places: list[int] = []
        bounds: list[int] = []
        seen = self._seen
        was_own, is_apart = False, True
        for place, char in enumerate(text):
            known = seen.get(char)
            if known is None:
                known = seen[char] = self._see(char)
            piece, is_own, ends_own = known
            if not piece:
                is_apart = is_apart or is_own
                continue
            if is_apart or is_own or was_own:
                bounds.append(len(places))
            folded.append(piece)
            if len(piece) == 1:
                places.append(place)
            else:
                places.extend([place] * len(piece))
            was_own, is_apart = ends_own, False
        if places:
            bounds.append(len(places))
        return Folded("".join(folded), tuple(places), tuple(bounds))

    def _see(self, char: str) -> tuple[str, bool, bool]:
        """Return what a character folds to, and whether it begins and ends with one that is a word of its own.

        Of a character that folds to nothing the second tells whether it parts words.
        """
        piece = self.char(char)
        if not piece:
            return "", not is_invisible(char), False
        return piece, ord(piece[0]) >= HAN, ord(piece[-1]) >= HAN

    def _fold_one(self, char: str) -> str:
        if char in _FILLERS or ord(char) in _MODIFIERS:
            return ""
        plain = unicodedata.normalize("NFKD", char).casefold()
        return "".join(
            GREEK.get(c) or self._simplified.get(c, c) for c in plain if c.isalnum() or c in self._simplified
        )


def _fold_ascii(text: str) -> Folded:
    words: list[str] = []
    places: list[int] = []
    bounds: list[int] = []
    for match in _WORD.finditer(text):
        bounds.append(len(places))
        places.extend(range(*match.span()))
        words.append(match[0])
    if places:
        bounds.append(len(places))
    return Folded("".join(words).lower(), tuple(places), tuple(bounds))
