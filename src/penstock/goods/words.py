"""The words of a block of texts, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from penstock.goods.folding import Folded
from penstock.goods.units import OWN

if TYPE_CHECKING:
    from penstock.goods.units import AsciiReader, Read, WideReader

Array = NDArray[Any]

_CAS = 3
_NO_LABEL = [ord(char) for char in "abcdefghjklmopqstuvwxyz"]
"""Letters with which no word of a label begins that may be glued to CAS: number, registry, is."""

WINDOW = 8
"""Units that a window shows at most."""


class Words:
    """The words of a block: what no space or other mark parts, and each Chinese character for itself.

    ``start`` is where a word stands in what was read, ``begin`` where in the folded text, ``length`` its length there,
    ``first`` its first units; the folded text ends at the last ``begin``. ``is_bound`` tells of each place in the
    folded text whether a word begins there.
    """

    def __init__(self, read: Read) -> None:
        """Part a block into words."""
        kinds = read.kinds
        kept = (kinds & 1).view(bool)
        self.read = read
        self.kept = kept
        starts, ends = kept[1:] > kept[:-1], kept[1:] < kept[:-1]
        if read.is_wide:
            own = kinds == OWN
            between = kept[1:] & kept[:-1] & (own[1:] | own[:-1])
            starts |= between
            ends |= between
        self.start = np.flatnonzero(starts) + 1
        self.length = np.flatnonzero(ends) + 1 - self.start
        last = np.cumsum(self.length)
        self.total = int(last[-1]) if len(last) else 0
        self.begin = np.append(last - self.length, self.total)
        self.is_bound = np.zeros(self.total + WINDOW, bool)
        self.is_bound[self.begin] = True
        self.first = read.view[self.begin[:-1]]

    def at(self, places: Array) -> Array:
        """Return the words that begin at places or last before them."""
        found: Array = np.searchsorted(self.start, places, side="right") - 1
        return found

    def saying_cas(self, reader: AsciiReader | WideReader) -> Array:
        """Return where words say CAS before a number, with or without more of a label glued to it."""
        said = np.flatnonzero((self.first & reader.masks[3]) == reader.cas)
        if not len(said):
            return said
        more = self.read.units.take(np.minimum(self.begin.take(said) + _CAS, self.total - 1))
        is_label = (self.length.take(said) == _CAS) | ~np.isin(more, _NO_LABEL)
        starts: Array = self.start.take(said.compress(is_label))
        return starts

    def folded(self, rows: Array) -> list[Folded]:
        """Return the folded form of some texts of the block, of none that is odd."""
        read = self.read
        starts, ends = read.parts.take(rows) + 1, read.parts.take(rows + 1)
        firsts, lasts = np.searchsorted(self.start, starts), np.searchsorted(self.start, ends)
        begins, sizes = self.begin.take(firsts), self.begin.take(lasts) - self.begin.take(firsts)
        at = _ranges(starts, ends - starts)
        at = at.compress(self.kept.take(at))
        places = (at - np.repeat(starts, sizes)).tolist()
        counts = (lasts - firsts) + (lasts > firsts)
        bounds = (self.begin.take(_ranges(firsts, counts)) - np.repeat(begins, counts)).tolist()
        text = read.spelled(read.units.take(_ranges(begins, sizes)))
        done, bound = np.cumsum(sizes).tolist(), np.cumsum(counts).tolist()
        return [
            Folded(text[first:last], tuple(places[first:last]), tuple(bounds[begin:end]))
            for first, last, begin, end in zip([0, *done], done, [0, *bound], bound, strict=False)
        ]


def _ranges(starts: Array, sizes: Array) -> Array:
    """Return the places of several stretches, one after the other."""
    done = np.cumsum(sizes)
    total = int(done[-1]) if len(done) else 0
    found: Array = np.repeat(starts - done + sizes, sizes) + np.arange(total)
    return found
