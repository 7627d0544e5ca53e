"""Which names of a block of texts that need company have any near them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from penstock.goods.spelled import TRADE_SIGNS, TRADE_STEMS, TRADE_WORDS, UNIT_SIGNS, UNITS
from penstock.goods.units import APART, LETTER

if TYPE_CHECKING:
    from penstock.goods.digits import Digits
    from penstock.goods.folding import Folder
    from penstock.goods.units import AsciiReader, WideReader
    from penstock.goods.words import Words

Array = NDArray[Any]

COUNTS, LONELY, COMPANY = 1, 2, 4
"""Kinds of keys: a name that counts by itself, one that needs company, a word that is company."""

_BEFORE, _BEHIND = 64, 160
"""How far before and behind the beginning of a name its company may begin, at most, in characters."""

_BETWEEN = 1 << 10
"""What parts the texts of a block in these counts, so that none is company for another."""

_TAIL, _UN = 4, 4


def trade_words(folder: Folder) -> frozenset[str]:
    """Return the words of the trade in chemicals, folded."""
    return frozenset(map(folder.key, (*TRADE_WORDS, *TRADE_SIGNS, "un")))


class Companies:
    """What is company for names that need it, beside words: amounts, and words with one stem."""

    def __init__(self, reader: AsciiReader | WideReader, longest: int) -> None:
        """Take a reader and the length of the longest name that counts where it is the whole text."""
        self._reader = reader
        self._longest = longest
        self._stems = reader.values([stem[:_TAIL] for stem in TRADE_STEMS])
        plain = [unit for unit in UNITS if unit.isascii()]
        self._units = {
            size: reader.values(sorted({unit[:_TAIL] for unit in plain if min(len(unit), _TAIL) == size}))
            for size in range(1, _TAIL + 1)
        }
        self._signs = np.array(sorted({ord(sign[0]) for sign in UNIT_SIGNS} | {ord("％")}))

    def kept(self, words: Words, digits: Digits, hits: Array, kinds: Array, rows_of_cas: Array) -> Array:
        """Return the hits that are names which count, or which may have company.

        Args:
            words: The words of the block.
            digits: Its numbers.
            hits: The words where keys begin.
            kinds: The kinds of those keys.
            rows_of_cas: The texts that may hold a CAS number.
        """
        read = words.read
        counting, lonely = hits.compress(kinds & COUNTS), np.unique(hits.compress(kinds & LONELY))
        if not len(lonely):
            return counting
        rows = read.rows_of(words.start.take(lonely))
        helped = np.zeros(len(read.parts), bool)
        helped[read.rows_of(words.start.take(counting))] = True
        helped[rows_of_cas] = True
        first, last = (words.at(read.parts.take(at)) + 1 for at in (rows, rows + 1))
        is_alone = words.begin.take(last) - words.begin.take(first) <= self._longest
        places = np.concatenate(
            (
                words.start.take(np.concatenate((hits.compress(kinds & COMPANY), self._stemmed(words)))),
                self._amounts(words, digits),
            )
        )
        company = np.sort(places + read.rows_of(places) * _BETWEEN)
        company = np.append(company, np.iinfo(np.int64).max)
        place = words.start.take(lonely) + rows * _BETWEEN
        before = company.take(np.searchsorted(company, place - _BEFORE)) < place
        behind = company.take(np.searchsorted(company, place, side="right")) <= place + _BEHIND
        return np.concatenate((counting, lonely.compress(helped.take(rows) | is_alone | before | behind)))

    def _stemmed(self, words: Words) -> Array:
        """Return the words that begin with a stem of the trade."""
        first = words.first & self._reader.masks[_TAIL]
        found = first == self._stems[0]
        for stem in self._stems[1:]:
            found |= first == stem
        return np.flatnonzero(found)

    def _amounts(self, words: Words, digits: Digits) -> Array:
        """Return where numbers stand with a unit behind them, or UN before them."""
        read = words.read
        kinds, raw = read.kinds, read.raw
        end = np.minimum(digits.end + (kinds.take(digits.end) == APART), len(kinds) - 1)
        found = np.isin(raw.take(digits.end), self._signs) | np.isin(raw.take(end), self._signs)
        found |= (digits.length == _UN) & (kinds.take(digits.start - 1) == LETTER)
        at = np.flatnonzero((kinds.take(end) == LETTER) & ~found)
        place = end.take(at)
        word = words.at(place)
        view = read.view[words.begin.take(word) + place - words.start.take(word)]
        is_unit = np.zeros(len(at), bool)
        for size, values in self._units.items():
            behind = kinds.take(np.minimum(place + size, len(kinds) - 1))
            is_unit |= np.isin(view & self._reader.masks[size], values) & ((behind != LETTER) | (size == _TAIL))
        found[at.compress(is_unit)] = True
        starts: Array = digits.start.compress(found)
        return starts
