"""Which names of an index have a key: the keys in order, and who has each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from penstock.parties.keys import Keys

_LAST_KEY = 0xFFFFFFFF
_SHIFT = np.uint32(10)
"""Bits of a key that are left out of the sieve: it has one place for 1,024 keys."""
_BITS = np.uint64(8)
_BYTE = np.uint64(0xFF)


class Shared(NamedTuple):
    """Pairs of names that share keys, in order, and the words of each that the keys stand for.

    Args:
        asked: The name asked about.
        places: The name of the index.
        ours: The words of the first, as bits.
        theirs: The words of the second.
    """

    asked: NDArray[np.int64]
    places: NDArray[np.int64]
    ours: NDArray[np.uint8]
    theirs: NDArray[np.uint8]

    def part(self, part: slice) -> Shared:
        """Return some of them."""
        return Shared(self.asked[part], self.places[part], self.ours[part], self.theirs[part])


class Postings:
    """The keys of the names of an index."""

    def __init__(self, every: Keys, size: int) -> None:
        """Take the keys of the names in order, and how many names there are."""
        keys = every.keys
        is_first = np.ones(len(keys), np.bool_)
        is_first[1:] = keys[1:] != keys[:-1]
        starts = np.flatnonzero(is_first)
        self._distinct = np.append(keys[starts], np.uint32(_LAST_KEY))
        self._starts = np.append(starts, (len(keys), len(keys)))
        self._sieve = np.zeros((_LAST_KEY >> int(_SHIFT)) + 1, np.bool_)
        self._sieve[keys >> _SHIFT] = True
        self._theirs = every.owners.astype(np.uint64) << np.uint64(2 * _BITS) | every.words
        self._size = np.uint64(max(size, 1))

    def may_know(self, keys: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Tell which keys some name of the index may have; it has none of the others."""
        found: NDArray[np.bool_] = self._sieve[keys >> _SHIFT]
        return found

    def shared(self, asked: Keys) -> Shared:
        """Return the names of the index that share keys with some names, whose keys are in order."""
        own = np.flatnonzero(self.may_know(asked.keys))
        sought = asked.keys[own]
        found = np.searchsorted(self._distinct, sought)
        is_known = self._distinct[found] == sought
        own, found = own[is_known], found[is_known]
        first = self._starts[found]
        counts = self._starts[found + 1] - first
        ends = np.cumsum(counts)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - ends + counts, counts)
        ours = asked.owners[own].astype(np.uint64) * self._size << np.uint64(2 * _BITS)
        ours |= asked.words[own].astype(np.uint64) << _BITS
        # one number a shared key: the pair, and then the words of both
        pairs = self._theirs[at]
        pairs += np.repeat(ours, counts)
        pairs.sort()
        pair = pairs >> np.uint64(2 * _BITS)
        is_first = np.ones(len(pair), np.bool_)
        is_first[1:] = pair[1:] != pair[:-1]
        starts = np.flatnonzero(is_first)
        every = np.bitwise_or.reduceat(pairs, starts) if len(starts) else pairs
        names, places = np.divmod(pair[starts], self._size)
        return Shared(
            names.astype(np.int64),
            places.astype(np.int64),
            (every >> _BITS & _BYTE).astype(np.uint8),
            (every & _BYTE).astype(np.uint8),
        )
