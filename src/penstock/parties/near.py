"""Names whose letters are nearly the same, whatever the letters mean: every pair that a plain ratio of letters finds.

Two names are near where nine tenths of the letters of their sorted words are in both in one order, RapidFuzz's
``token_sort_ratio`` of 90. What that asks of two names can be told from their lengths and from their letters and
pairs of letters as bits: a letter more or less changes one bit of the first at most and three of the second. So most
pairs are left out by one comparison of bits, and none that is near.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from penstock.parties.spelt import letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]

NEAR = 90
"""The ratio from which two names are near, of 100."""

_CELLS = 500_000
"""Pairs whose bits are compared at once."""
_BITS_OF_PAIRS = 3
_HAIR = 1e-6


def folded(name: str) -> str:
    """Return the words of a name, small, without signs, in the order of the alphabet."""
    return " ".join(sorted("".join([char if char.isalnum() else " " for char in name.lower()]).split()))


class Letters:
    """Names by their letters, the shortest first."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names."""
        plain = [folded(name) for name in names]
        self._order = np.argsort([len(name) for name in plain], kind="stable")
        self._names = [plain[place] for place in self._order.tolist()]
        self._sizes = np.array([len(name) for name in self._names], np.int64)
        self._letters = letters(self._names) if self._names else np.zeros(0, np.uint64)
        self._pairs = np.array([_pairs(name) for name in self._names], np.uint64)

    def near(self, others: Letters) -> tuple[Places, Places]:
        """Return every two names that are near, the place of one of these and that of one of the others."""
        found = [(self._order[own], others._order[other]) for own, other in self._near(others)]
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return np.concatenate([own for own, _ in found]), np.concatenate([other for _, other in found])

    def _near(self, others: Letters) -> Iterator[tuple[Places, Places]]:
        share = (100 - NEAR) / 100 + _HAIR
        for size in np.unique(self._sizes[self._sizes > 0]).tolist():
            least, most = size * (1 - share) / (1 + share), size * (1 + share) / (1 - share)
            first, last = np.searchsorted(others._sizes, (np.ceil(least), np.floor(most) + 1)).tolist()
            own = np.arange(*np.searchsorted(self._sizes, (size, size + 1)))
            edits = (share * (size + others._sizes[first:last])).astype(np.uint8)
            for start in range(0, len(own), max(1, _CELLS // max(1, last - first))):
                some = own[start : start + max(1, _CELLS // max(1, last - first))]
                more = np.bitwise_count(self._letters[some, None] ^ others._letters[None, first:last])
                rows, columns = np.nonzero(more <= edits)
                pairs = np.bitwise_count(self._pairs[some[rows]] ^ others._pairs[first + columns])
                left = np.flatnonzero(pairs <= _BITS_OF_PAIRS * edits[columns])
                yield self._checked(others, some[rows[left]], first + columns[left])

    def _checked(self, others: Letters, own: Places, other: Places) -> tuple[Places, Places]:
        ratios = process.cpdist(
            [self._names[place] for place in own.tolist()],
            [others._names[place] for place in other.tolist()],
            scorer=fuzz.ratio,
            score_cutoff=NEAR,
        )
        is_near = ratios >= NEAR
        return own[is_near], other[is_near]


def _pairs(name: str) -> int:
    """Return the pairs of letters beside one another as bits, one of 64 for each."""
    bits = 0
    codes = [ord(char) for char in name]
    for one, other in pairwise(codes):
        bits |= 1 << (one * 31 + other) % 64
    return bits
