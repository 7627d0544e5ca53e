"""Names in a folded text: the longest one at each place where a name may begin, as its term may be spelled."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING

from penstock.goods.spelled import COUNTS, has_company, how_spelled, kind_of, parts_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from penstock.goods.beside import Company
    from penstock.goods.folding import Folded, Folder
    from penstock.goods.spelled import Beside
    from penstock.goods.survey import Survey
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

    def __init__(self, terms: Sequence[Term], keys: Sequence[str], folder: Folder, known: Survey) -> None:
        """Take the terms, the folded form of each, and what their survey found."""
        self._terms = terms
        self._survey = known
        self._folder = folder
        self._by_key: dict[str, int | tuple[int, ...]] = {}
        lengths: dict[str, int] = {}
        by_key = self._by_key
        for place, key in enumerate(keys):
            if key in by_key:
                by_key[key] = (*self._places(key), place)
            elif key:
                by_key[key] = place
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

    @cached_property
    def _needy(self) -> list[Term]:
        return [self._terms[place] for place in self._survey.needy]

    def lonely(self) -> dict[str, int]:
        """Return the keys of which each term needs company, and of what kind they are."""
        keys = {self._folder.key(term.name) for term in self._needy} & self._by_key.keys()
        kinds = {key: [kind_of(term) for term in self.terms_of(key)] for key in keys}
        return {key: reduce(or_, of) for key, of in kinds.items() if COUNTS not in of}

    def company(self) -> frozenset[str]:
        """Return the words that are company of some name, folded."""
        return frozenset(word for company in self._companies() for word in company.beside)

    def reach(self) -> int:
        """Return how far from a name its company stands at most, in characters."""
        return max((company.within for company in self._companies()), default=0)

    def _companies(self) -> set[Company]:
        return {term.company for term in self._needy if term.company is not None}

    def terms_of(self, key: str) -> tuple[Term, ...]:
        """Return the terms of a key."""
        return tuple(self._terms[place] for place in self._places(key))

    def _places(self, key: str) -> tuple[int, ...]:
        """Return the places of the terms of a key; most have one, which is kept without a tuple around it."""
        places = self._by_key.get(key, ())
        return places if isinstance(places, tuple) else (places,)

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
        text, bounds, by_key = folded.text, folded.bounds, self._by_key
        found: list[str] = []
        begin = bisect_right(bounds, first)
        for width in range(min(_PREFIX, len(text) - first), 0, -1):
            bits = self._lengths.get(text[first : first + width])
            if bits is not None:
                stop = bisect_right(bounds, first + bits.bit_length() - 1, begin)
                keys = (text[first:last] for last in bounds[stop - 1 : begin - 1 : -1] if bits >> (last - first) & 1)
                found += [key for key in keys if key in by_key]
        return found

    def _spelled_so(  # noqa: PLR0913, PLR0917  # the parts of a match
        self, text: str, folded: Folded, key: str, first: int, beside: Beside, lonely: list[str]
    ) -> tuple[tuple[Term, ...], bool]:
        """Return the terms of a key that may be spelled as the text does it, and whether letters stand apart."""
        bounds, places = folded.bounds, folded.places
        last = first + len(key)
        inner = bounds[bisect_right(bounds, first) : bisect_left(bounds, last)]
        gaps = {bound - first: text[places[bound - 1] + 1 : places[bound]] for bound in inner}
        if gaps and parts_names(gaps.values()):
            return (), False
        span = start, end = places[first], places[last - 1] + 1
        as_text = text[start:end]
        kept: list[Term] = []
        is_spaced = False
        for place in self._places(key):
            term = self._terms[place]
            own = self._bounds_of(term.name) if gaps and not term.as_written else _NONE
            how = how_spelled(term, key, own, gaps, as_text)
            if how and not has_company(term, self._folder, text, span, beside):
                lonely.append(key)
            elif how:
                kept.append(term)
                is_spaced = is_spaced or how == "spaced"
        return tuple(kept), is_spaced

    def _own_bounds(self, name: str) -> frozenset[int]:
        return frozenset(self._folder.fold(name).bounds)


_NONE: frozenset[int] = frozenset()
