"""Which names of a block of texts that need company have any near them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from penstock.goods.spelled import (
    ABBREVIATION,
    COUNTS,
    NEAR,
    TRADE_SIGNS,
    TRADE_STEMS,
    TRADE_WORDS,
    UNIT_SIGNS,
    UNITS,
    WIDE,
)
from penstock.goods.units import APART, LETTER

if TYPE_CHECKING:
    from penstock.goods.beginnings import Hits
    from penstock.goods.digits import Digits
    from penstock.goods.folding import Folder
    from penstock.goods.units import AsciiReader, WideReader
    from penstock.goods.words import Words

Array = NDArray[Any]

TRADE, MACHINES = 8, 16
"""Kinds of keys beside names: a word that is company for abbreviations, and one that is for wide names."""

NAMES = COUNTS | ABBREVIATION | WIDE

_BETWEEN = 1 << 10
"""What parts the texts of a block in these counts, so that none is company for another."""

_TAIL, _UN, _ASCII = 4, 4, 128


def trade_words(folder: Folder) -> frozenset[str]:
    """Return the words of the trade in chemicals, folded."""
    return frozenset(map(folder.key, (*TRADE_WORDS, *TRADE_SIGNS, "un")))


class Companies:
    """What is company for names that need it, beside words: amounts, and words with one stem."""

    def __init__(self, reader: AsciiReader | WideReader, longest: int, reach: int) -> None:
        """Take a reader, the length of the longest name that needs company, and how far off company for wide names is.

        An abbreviation that is the whole text counts, with no company at all.
        """
        self._reader = reader
        self._longest = longest
        self._groups = ((ABBREVIATION, TRADE, NEAR), (WIDE, MACHINES, reach))
        self._stems = reader.values([stem[:_TAIL] for stem in TRADE_STEMS])
        plain = [unit for unit in UNITS if unit.isascii()]
        self._units = {
            size: reader.values(sorted({unit[:_TAIL] for unit in plain if min(len(unit), _TAIL) == size}))
            for size in range(1, _TAIL + 1)
        }
        self._signs = np.array(sorted({ord(sign[0]) for sign in UNIT_SIGNS} | {ord("％")}))

    def kept(self, words: Words, digits: Digits, hits: Hits, rows_of_cas: Array) -> Array:
        """Return the words at which names begin that count, or that may have company.

        Args:
            words: The words of the block.
            digits: Its numbers.
            hits: Where keys begin.
            rows_of_cas: The texts that may hold a CAS number.
        """
        read = words.read
        counting = hits.words.compress(hits.kinds & COUNTS)
        if not (hits.kinds & (ABBREVIATION | WIDE)).any():
            return counting
        helped = np.zeros(len(read.parts), bool)
        helped[read.rows_of(words.start.take(counting))] = True
        helped[rows_of_cas] = True
        found = [counting]
        for name, company, reach in self._groups:
            lonely = hits.of(name)
            rows = read.rows_of(words.start.take(lonely.words))
            is_kept = helped.take(rows) | self._is_alone(words, rows)
            place = words.start.take(lonely.words)
            last = np.searchsorted(words.begin, lonely.ends) - 1
            end = words.start.take(last) + words.length.take(last)
            places = words.start.take(hits.of(company).words)
            if company == TRADE:
                near = _near(digits.end, place - reach, end + reach)
                places = np.concatenate((places, self._amounts(words, digits, near), self._stemmed(words)))
            places = np.sort(places + read.rows_of(places) * _BETWEEN)
            places = np.append(places, np.iinfo(np.int64).max)
            place, end = place + rows * _BETWEEN, end + rows * _BETWEEN
            is_kept |= places.take(np.searchsorted(places, place - reach)) < place
            is_kept |= places.take(np.searchsorted(places, place, side="right")) <= end + reach
            found.append(lonely.words.compress(is_kept))
        return np.concatenate(found)

    def _is_alone(self, words: Words, rows: Array) -> Array:
        """Tell of texts whether they may be no more than a name."""
        first, last = (words.at(words.read.parts.take(at)) + 1 for at in (rows, rows + 1))
        is_alone: Array = words.begin.take(last) - words.begin.take(first) <= self._longest
        return is_alone

    def _stemmed(self, words: Words) -> Array:
        """Return where words begin with a stem of the trade."""
        first = words.first & self._reader.masks[_TAIL]
        found = first == self._stems[0]
        for stem in self._stems[1:]:
            found |= first == stem
        starts: Array = words.start.compress(found)
        return starts

    def _amounts(self, words: Words, digits: Digits, runs: Array) -> Array:
        """Return where some runs of digits end that have a unit behind them, or UN before."""
        read = words.read
        kinds, raw = read.kinds, read.raw
        start, stop = digits.start.take(runs), digits.end.take(runs)
        end = np.minimum(stop + (kinds.take(stop) == APART), len(kinds) - 1)
        found = np.isin(raw.take(stop), self._signs) | np.isin(raw.take(end), self._signs)
        found |= (digits.length.take(runs) == _UN) & (kinds.take(start - 1) == LETTER)
        at = np.flatnonzero((kinds.take(end) == LETTER) & ~found)
        place = end.take(at)
        word = words.at(place)
        view = read.view[words.begin.take(word) + place - words.start.take(word)]
        is_unit = np.zeros(len(at), bool)
        for size, values in self._units.items():
            behind = np.minimum(place + size, len(kinds) - 1)
            goes_on = (kinds.take(behind) == LETTER) & (raw.take(behind) < _ASCII)
            is_unit |= np.isin(view & self._reader.masks[size], values) & (~goes_on | (size == _TAIL))
        found[at.compress(is_unit)] = True
        return stop.compress(found) - 1


def _near(places: Array, firsts: Array, lasts: Array) -> Array:
    """Return which places lie in one of some stretches."""
    edges = np.zeros(len(places) + 1, np.int64)
    np.add.at(edges, np.searchsorted(places, firsts), 1)
    np.add.at(edges, np.searchsorted(places, lasts, side="right"), -1)
    return np.flatnonzero(np.cumsum(edges)[:-1])
