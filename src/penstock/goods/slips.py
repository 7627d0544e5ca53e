"""Names of controlled subjects written with one slip of the pen, glued to an amount, or at the end of a longer word.

A slip is one letter too many, too few, wrong, or two swapped, in a word of eight letters or more. It is none where it
stands at the first two letters, where it changes a letter of the ending (piperidine is not piperidone), or where the
word written is a word of any name the vocabulary knows. A word nobody knows that ends with a controlled name
(xylofentanyl) names another substance, near that one.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from penstock.goods.folding import Folded
from penstock.goods.survey import LONG, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from penstock.goods.folding import Folder
    from penstock.goods.survey import Survey
    from penstock.goods.vocabulary import Term

START, ENDING = 2, 3
"""Letters at the start and at the end of a word that a slip must leave alone."""

_LETTERS = re.compile(f"[a-z]{{{LONG},}}")
_GLUED = re.compile(
    r"(?<![A-Za-z])[A-Za-z]{6,}(?=\d+(?:[.,]\d+)?(?:mg|mcg|ug|kg|g|ml|l|tabs?|pcs|%)(?![A-Za-z]))"
    r"|(?<![A-Za-z0-9])\d+(?:[.,]\d+)?(?:mg|mcg|ug|kg|g|ml|l|%)(?=[A-Za-z]{6})",
    re.IGNORECASE,
)


class Slips:
    """The long words of controlled names, and what looks like one of them."""

    def __init__(self, terms: Sequence[Term], folder: Folder, known: Survey) -> None:
        """Take the whole vocabulary and what its survey found; only controlled names are looked for."""
        self._named = [terms[place] for place in known.named]
        self._folder = folder
        self._survey = known
        self.meant = lru_cache(maxsize=65536)(self._find_meant)
        self.ending = lru_cache(maxsize=65536)(self._find_ending)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words in which slips are looked for."""
        return frozenset(word for term in self._named for word in _LETTERS.findall(spelled(term.name, self._folder)))

    @cached_property
    def _names(self) -> frozenset[str]:
        """The words that are the whole name of a controlled substance."""
        names = {self._folder.key(term.name) for term in self._named if term.kind == "substance"}
        return frozenset(names & self.words)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._survey.words)

    @cached_property
    def _by_deletion(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for word in sorted(self.words):
            for short in _deletions(word):
                found[short] = (*found.get(short, ()), word)
        return found

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.words), default=0)

    def _find_meant(self, word: str) -> tuple[str, ...]:
        """Return the words of controlled names that one slip explains, for a word nobody knows."""
        if len(word) > self._longest + 1:
            return ()
        near: dict[str, None] = {}
        for short in (word, *_deletions(word)):
            if short in self.words:
                near[short] = None
            near |= dict.fromkeys(self._by_deletion.get(short, ()))
        meant = tuple(one for one in near if one != word and is_slip(one, word))
        return () if not meant or word in self._known else meant

    def _find_ending(self, word: str) -> str | None:
        """Return the longest controlled name that ends a word nobody knows, or ``None``."""
        first = max(START, len(word) - self._longest)
        ends = (word[place:] for place in range(first, len(word) - LONG + 1))
        found = next((end for end in ends if end in self._names), None)
        return None if found is None or word in self._known or self.meant(word) else found

    def is_near(self, word: str) -> bool:
        """Tell whether a word means something with a slip undone, or ends with a controlled name."""
        return word.isalpha() and bool(self.meant(word) or self.ending(word))

    def endings(self, folded: Folded) -> Iterator[tuple[int, str]]:
        """Yield where in the folded text a controlled name ends a longer word, and that name."""
        for begin, end in pairwise(folded.bounds):
            word = folded.text[begin:end]
            if len(word) >= LONG + START and word.isascii() and word.isalpha():
                name = self.ending(word)
                if name is not None:
                    yield end - len(name), name

    def corrected(self, folded: Folded) -> Iterator[tuple[Folded, int, int]]:
        """Yield the folded text with one word put right, and where that word stands in it."""
        bounds = folded.bounds
        for at, (begin, end) in enumerate(pairwise(bounds)):
            word = folded.text[begin:end]
            if len(word) >= LONG - 1 and word.isascii() and word.isalpha():
                for right in self.meant(word):
                    yield _put(folded, at, right), begin, begin + len(right)


def glued(text: str, folded: Folded) -> tuple[Folded, set[int]] | None:
    """Return the folded text with bounds where a name touches an amount ("Fentanyl100mcg"), and those bounds."""
    cuts = {match.end() for match in _GLUED.finditer(text)}
    if not cuts:
        return None
    apart = cut_at(folded, cuts)
    added = set(apart.bounds) - set(folded.bounds)
    return (apart, added) if added else None


def cut_at(folded: Folded, places: set[int], spans: Iterable[tuple[int, int]] = ()) -> Folded:
    """Return a folded text in which names may begin and end at some places of the original too, and not in spans."""
    if not places:
        return folded
    more = {at for at, place in enumerate(folded.places) if place in places}
    inside = {at for at, place in enumerate(folded.places) if any(start < place < end for start, end in spans)}
    return Folded(folded.text, folded.places, tuple(sorted({*folded.bounds, *more} - inside)))


def is_slip(right: str, word: str) -> bool:
    """Tell whether one slip in the middle of ``right`` makes ``word``."""
    if right[:START] != word[:START]:
        return False
    place = next((i for i, (one, other) in enumerate(zip(right, word, strict=False)) if one != other), None)
    if place is None:
        place = min(len(right), len(word))
    if len(right) == len(word):
        if right[place + 1 :] == word[place + 1 :]:
            return place < len(right) - ENDING
        swapped = right[:place] + right[place : place + 2][::-1] + right[place + 2 :]
        return swapped == word and place < len(right) - ENDING
    longer, shorter = (right, word) if len(right) > len(word) else (word, right)
    return (
        len(longer) == len(shorter) + 1 and longer[:place] + longer[place + 1 :] == shorter and (place < len(right) - 1)
    )


def _deletions(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(START, len(word)))


def _put(folded: Folded, at: int, right: str) -> Folded:
    begin, end = folded.bounds[at], folded.bounds[at + 1]
    old = folded.places[begin:end]
    more = len(right) - (end - begin)
    places = [old[min(place, len(old) - 1)] for place in range(len(right))]
    places[-1] = old[-1]
    return Folded(
        folded.text[:begin] + right + folded.text[end:],
        (*folded.places[:begin], *places, *folded.places[end:]),
        (*folded.bounds[: at + 1], *(bound + more for bound in folded.bounds[at + 1 :])),
    )
