"""Names in a folded text: the longest one at each place where a name may begin, as its term may be spelled."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from penstock.goods.spelled import has_company, how_spelled, is_lonely, parts_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from penstock.goods.folding import Folded, Folder
    from penstock.goods.spelled import Beside
    from penstock.goods.vocabulary import Term

_PREFIX = 3


@dataclass(frozen=True, slots=True)
class Match:
    """Terms of one key at ``folded[first:last]``, and whether letters had to be drawn together."""

    first: int
    last: int
    key: str
    terms: tuple[Term, ...]
    is_spaced: bool


class Names:
    """The names of a vocabulary, found by their first characters."""

    def __init__(self, terms: Sequence[Term], keys: Sequence[str], folder: Folder) -> None:
        """Take the terms and the folded form of each."""
        self._terms = terms
        self._folder = folder
        self._by_key: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, int] = {}
        by_key = self._by_key
        for place, key in enumerate(keys):
            if key in by_key:
                by_key[key] += (place,)
            elif key:
                by_key[key] = (place,)
                begin = key[:_PREFIX]
                lengths[begin] = lengths.get(begin, 0) | 1 << len(key)
        self._lengths = lengths
        self._bounds_of = lru_cache(maxsize=65536)(self._own_bounds)

    def __contains__(self, key: str) -> bool:
        """Tell whether a folded form is the key of a name."""
        return key in self._by_key

    @property
    def keys(self) -> Iterable[str]:
        """The keys."""
        return self._by_key

    def lonely(self) -> frozenset[str]:
        """Return the keys of which each term needs company."""
        some = {term.name for term in self._terms if term.company is not None or term.as_written}
        keys = {self._folder.key(name) for name in some} & self._by_key.keys()
        return frozenset(key for key in keys if all(map(is_lonely, self.terms_of(key))))

    def company(self) -> frozenset[str]:
        """Return the words that are company of some name, folded."""
        found = {term.company for term in self._terms if term.company is not None}
        return frozenset(word for company in found for word in company.beside)

    def terms_of(self, key: str) -> tuple[Term, ...]:
        """Return the terms of a key."""
        return tuple(self._terms[place] for place in self._by_key.get(key, ()))

    def at(self, text: str, folded: Folded, first: int, beside: Beside, lonely: list[str]) -> Match | None:
        """Return the longest name that begins at a bound.

        ``beside`` is what the text names by itself; a name that lacks the company it needs is noted in ``lonely``.
        """
        for key in self._candidates(folded, first):
            terms, is_spaced = self._spelled_so(text, folded, key, first, beside, lonely)
            if terms:
                return Match(first, first + len(key), key, terms, is_spaced)
        return None

    def _candidates(self, folded: Folded, first: int) -> list[str]:
        """Return the keys that stand between this bound and a later one, longest first."""
        text, bounds, lengths = folded.text, folded.bounds, self._lengths
        found: list[str] = []
        for width in range(_PREFIX, 0, -1):
            bits = lengths.get(text[first : first + width])
            if bits is not None and first + width <= len(text):
                begin = bisect_right(bounds, first)
                stop = bisect_right(bounds, first + bits.bit_length() - 1, begin)
                keys = (text[first:last] for last in reversed(bounds[begin:stop]) if bits >> (last - first) & 1)
                found += [key for key in keys if key in self._by_key]
        return found

    def _spelled_so(  # noqa: PLR0913, PLR0917  # the parts of a match
        self, text: str, folded: Folded, key: str, first: int, beside: Beside, lonely: list[str]
    ) -> tuple[tuple[Term, ...], bool]:
        """Return the terms of a key that may be spelled as the text does it, and whether letters stand apart."""
        bounds, places = folded.bounds, folded.places
        last = first + len(key)
        inner = bounds[bisect_right(bounds, first) : bisect_left(bounds, last)]
        gaps = {bound - first: text[places[bound - 1] + 1 : places[bound]] for bound in inner}
        if parts_names(gaps.values()):
            return (), False
        span = places[first], places[last - 1] + 1
        kept: list[Term] = []
        is_spaced = False
        for place in self._by_key[key]:
            term = self._terms[place]
            own = self._bounds_of(term.name) if gaps and not term.as_written else _NONE
            how = how_spelled(term, key, own, gaps, text[slice(*span)])
            if how and not has_company(term, self._folder, text, span, beside):
                lonely.append(key)
            elif how:
                kept.append(term)
                is_spaced = is_spaced or how == "spaced"
        return tuple(kept), is_spaced

    def _own_bounds(self, name: str) -> frozenset[int]:
        return frozenset(self._folder.fold(name).bounds)


_NONE: frozenset[int] = frozenset()
