"""Where in a block of texts the names of a vocabulary begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.goods.units import AsciiReader, WideReader
    from penstock.goods.words import Words

Array = NDArray[Any]

FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""What windows are multiplied by; the highest bits of the product are their place in a table."""

_FULL = 64
_TABLE_BITS = 20
_PAIR_BITS = 16


def hashed(values: Array, bits: int) -> Array:
    """Return places of so many bits for windows."""
    product = values * FACTOR
    product >>= np.uint64(_FULL - bits)
    return product.view(np.int64)


@dataclass(frozen=True, slots=True)
class Hits:
    """Where keys begin: the words, the places in the folded text where the keys end, and their kinds."""

    words: Array
    ends: Array
    kinds: Array

    def of(self, kinds: int) -> Hits:
        """Return the hits of some kinds."""
        kept = self.kinds & kinds
        return Hits(self.words.compress(kept), self.ends.compress(kept), self.kinds.compress(kept))


class Beginnings:
    """The keys of a vocabulary, by their first and last units."""

    def __init__(self, reader: AsciiReader | WideReader, keys: Sequence[str], kinds: Array) -> None:
        """Take a reader, the folded names it can read, sorted, and the kind of each, a bit."""
        width = reader.width
        self._width = width
        self._bits = _FULL // width
        self._two = reader.masks[2]
        units, lengths = reader.encode(keys)
        view = reader.viewed(units)
        offsets = np.cumsum(lengths) - lengths
        first = view[offsets]
        self._ones = np.unique(first[lengths == 1] & reader.masks[1])
        self._one = reader.masks[1]
        self._pairs = _table(first[lengths > 1] & self._two, _PAIR_BITS)
        short = lengths < width
        self._short = np.zeros(1 << _TABLE_BITS, np.uint8)
        places = hashed(first[short] << (_FULL - self._bits * lengths[short]).view(np.uint64), _TABLE_BITS)
        np.bitwise_or.at(self._short, places, kinds[short])
        self._may = _table(first[~short], _TABLE_BITS)
        self._long = tuple(
            _Long(view, offsets[some], lengths[some], kinds[some], width, is_wide=is_wide)
            for is_wide, some in enumerate(((lengths >= width) & (lengths < 2 * width), lengths >= 2 * width))
            if some.any()
        )

    def hits(self, words: Words) -> Hits:
        """Return the words at which a key begins that ends with a word."""
        begun = self._pairs.take(hashed(words.first & self._two, _PAIR_BITS))
        if len(self._ones):
            alone = words.first & self._one
            for one in self._ones:
                begun |= alone == one
        some = np.flatnonzero(begun)
        first = words.first.take(some)
        may = some.compress(self._may.take(hashed(first, _TABLE_BITS)))
        found = [*(one.hits(words, may) for one in self._long), *self._short_hits(words, some)]
        return Hits(*(np.concatenate([getattr(one, part) for one in found]) for part in ("words", "ends", "kinds")))

    def _short_hits(self, words: Words, some: Array) -> Iterator[Hits]:
        """Yield the words at which a short key begins: one of one word, of two, and so on."""
        length = words.length.take(some)
        for more in range(1, self._width):
            kept = length < self._width
            some, length = some.compress(kept), length.compress(kept)
            first = words.first.take(some) << (_FULL - self._bits * length).view(np.uint64)
            kinds = self._short.take(hashed(first, _TABLE_BITS))
            ends = words.begin.take(some) + length
            yield Hits(some.compress(kinds), ends.compress(kinds), kinds.compress(kinds))
            last = np.searchsorted(some, len(words.length) - more)
            some = some[:last]
            length = length[:last] + words.length.take(some + more)


class _Long:
    """Keys longer than a window: one window of their first units or two, then their end and their last units."""

    def __init__(  # noqa: PLR0913  # keys as arrays
        self, view: Array, offsets: Array, lengths: Array, kinds: Array, width: int, *, is_wide: bool | int
    ) -> None:
        self._width, self._is_wide = width, is_wide
        first = self._first(view, offsets)
        order = np.argsort(first, kind="stable")
        self._lengths, self._kinds = lengths[order], kinds[order]
        self._tails = view[(offsets + lengths - width)][order]
        self._prefixes, self._from, self._counts = np.unique(first[order], return_index=True, return_counts=True)
        self._may = _table(self._prefixes, _TABLE_BITS)

    def _first(self, view: Array, places: Array) -> Array:
        first = view[places]
        if self._is_wide:
            first *= FACTOR
            first += view[np.minimum(places + self._width, len(view) - 1)]
        return first

    def hits(self, words: Words, some: Array) -> Hits:
        """Return those of some words at which a key begins that ends with a word."""
        first = self._first(words.read.view, words.begin.take(some))
        may = self._may.take(hashed(first, _TABLE_BITS))
        some, first = some.compress(may), first.compress(may)
        place = np.minimum(np.searchsorted(self._prefixes, first), len(self._prefixes) - 1)
        same = self._prefixes.take(place) == first
        some, place = some.compress(same), place.compress(same)
        counts = self._counts.take(place)
        pairs = np.repeat(np.arange(len(some)), counts)
        nth = np.arange(len(pairs)) - np.repeat(np.cumsum(counts) - counts, counts)
        keys = self._from.take(place.take(pairs)) + nth
        ends = words.begin.take(some).take(pairs) + self._lengths.take(keys)
        fits = ends <= words.total
        fits[fits] = words.is_bound.take(ends.compress(fits))
        pairs, keys, ends = pairs.compress(fits), keys.compress(fits), ends.compress(fits)
        alike = words.read.view[ends - self._width] == self._tails.take(keys)
        return Hits(some.take(pairs.compress(alike)), ends.compress(alike), self._kinds.take(keys.compress(alike)))


def _table(values: Array, bits: int) -> Array:
    """Return which hashed places some windows take."""
    table = np.zeros(1 << bits, bool)
    table[hashed(values, bits)] = True
    return table
