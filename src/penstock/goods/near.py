"""Which words of a block of texts mean a controlled name with a slip undone, or end with one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from penstock.goods.beginnings import FACTOR, hashed
from penstock.goods.survey import LONG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from penstock.goods.units import AsciiReader, WideReader
    from penstock.goods.words import Words

Array = NDArray[Any]

_TABLE_BITS, _SEEN_BITS = 17, 15
_FOLD = np.uint64(32)
_LONGEST_SEEN = 64
"""Units of the longest word whose answer is kept."""


class NearWords:
    """The long words of controlled names, by what one slip leaves of them, and by their ends.

    What has been asked of a word and denied is kept under a hash of 64 bits, the last one for each place of a table.
    """

    def __init__(self, reader: AsciiReader | WideReader, words: Sequence[str], is_near: Callable[[str], bool]) -> None:
        """Take a reader, the words in which slips are looked for, and what tells of a word whether it is near one."""
        self._is_near = is_near
        self._width = reader.width
        self._masks = np.array([0, *(reader.masks[n] for n in range(1, reader.width + 1))], np.uint64)
        self._starts = np.zeros(1 << _TABLE_BITS, bool)
        self._frames = np.zeros(1 << _TABLE_BITS, bool)
        self._ends = np.zeros(1 << _TABLE_BITS, bool)
        self._denied = np.zeros(1 << _SEEN_BITS, np.uint64)
        if words:
            units, lengths = reader.encode(words)
            view = reader.viewed(units)
            offsets = np.cumsum(lengths) - lengths
            self._starts[hashed(view[offsets] & self._masks[4], _TABLE_BITS)] = True
            self._frames[self._frame(view[offsets], view[offsets + lengths - 3])] = True
            self._ends[hashed(view[offsets + lengths - self._width], _TABLE_BITS)] = True

    def _frame(self, first: Array, last: Array) -> Array:
        return hashed((first & self._masks[2]) * FACTOR + (last & self._masks[3]), _TABLE_BITS)

    def hits(self, words: Words) -> Array:
        """Return the words that mean something with a slip undone, or that end with a controlled name."""
        some = np.flatnonzero(words.length >= LONG - 1)
        first, begin, length = words.first.take(some), words.begin.take(some), words.length.take(some)
        view = words.read.view
        kept = self._starts.take(hashed(first & self._masks[4], _TABLE_BITS))
        kept |= self._frames.take(self._frame(first, view[begin + length - 3]))
        last = view[begin + np.maximum(length, LONG) - self._width]
        kept |= (length > LONG) & self._ends.take(hashed(last, _TABLE_BITS))
        some, begin, length = some.compress(kept), begin.compress(kept), length.compress(kept)
        marks = self._mark(view, begin, length)
        places = hashed(marks, _SEEN_BITS)
        asked = np.flatnonzero(self._denied.take(places) != marks)
        _, one, of = np.unique(marks.take(asked), return_index=True, return_inverse=True)
        at = asked.take(one)
        ends = (begin + length).take(at).tolist()
        spelled = map(words.read.spell, begin.take(at).tolist(), ends)
        near = np.fromiter(map(self._is_near, spelled), bool, len(at))
        denied = at.compress(~near & (length.take(at) <= _LONGEST_SEEN))
        self._denied[places.take(denied)] = marks.take(denied)
        hits: Array = some.take(asked.compress(near.take(of)))
        return hits

    def _mark(self, view: Array, begin: Array, length: Array) -> Array:
        """Return a hash of each word; words too long to be kept are each one of their own."""
        marks = length.astype(np.uint64)
        of = np.flatnonzero(length <= _LONGEST_SEEN)
        for offset in range(0, _LONGEST_SEEN, self._width):
            of = of.compress(length.take(of) > offset)
            if not len(of):
                break
            left = np.minimum(length.take(of) - offset, self._width)
            mark = (marks.take(of) ^ (view[begin.take(of) + offset] & self._masks.take(left))) * FACTOR
            marks[of] = mark ^ (mark >> _FOLD)
        long = np.flatnonzero(length > _LONGEST_SEEN)
        marks[long] = long
        return marks
