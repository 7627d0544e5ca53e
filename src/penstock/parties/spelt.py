"""Words of many names in a table: what a comparison asks of a word, worked out once for each different word."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
from rigour.text import metaphone

from penstock.parties.foreign import consonants, plainly
from penstock.parties.han import sounds
from penstock.parties.keys import Coded, coded
from penstock.parties.lexicon import is_common, is_pinyin, lexicon, same_names, surnames

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

WORD = np.dtype(
    [
        ("whole", np.uint32),
        ("written", np.uint32),
        ("sound", np.uint32),
        ("bones", np.uint32),
        ("kin", np.uint64),
        ("letters", np.uint64),
        ("plain", np.uint64),
        ("heard", np.uint64),
        ("surnames", np.uint64),
        ("names", np.uint64),
        ("spellings", np.uint64),
        ("size", np.int16),
        ("plain_size", np.int16),
        ("heard_size", np.int16),
        ("first", np.uint8),
        ("most_edits", np.uint8),
        ("is_han", np.bool_),
        ("is_known", np.bool_),
        ("is_pinyin", np.bool_),
        ("may_be_mark", np.bool_),
    ],
    align=True,
)
"""What is told of a word.

``whole`` is its number, ``written`` that of its hanzi where it has some; ``sound`` and ``bones`` are those of how it
sounds and of its consonants, or of the word where these are too few, and ``kin`` is both. ``letters`` has a bit for
each letter and one more for its second time, so that one edit changes one bit at most either way; ``plain`` has those
of its plainest spelling, ``heard`` those of every way to say its hanzi, the shortest of ``heard_size`` letters.
``surnames``, ``names`` and ``spellings``, which is both, have a bit for each name it may be a spelling of. No more
than ``most_edits`` make it a word that is alike.
"""

_LEAST_CONSONANTS = 3
_LEAST_MARK = 4
_LONG = 9
_SECOND = 26
_DIGITS = 52


def table(words: Sequence[tuple[str, str]]) -> NDArray[np.void]:
    """Return the rows of ``WORD`` for words, each with its hanzi or an empty text."""
    rows = np.zeros(len(words), WORD)
    if not words:
        return rows
    latin = [word for word, _ in words]
    _tell_letters(rows, latin)
    _tell_sounds(rows, latin)
    rows["written"] = [crc32((hanzi or word).encode()) for word, hanzi in words]
    rows["is_han"] = [bool(hanzi) for _, hanzi in words]
    rows["is_known"] = [is_common(word) or bool(same_names(word)) for word in latin]
    rows["is_pinyin"] = [is_pinyin(word) for word in latin]
    rows["may_be_mark"] = [_may_be_mark(word) for word in latin]
    rows["surnames"] = [_bits(surnames(word)) for word in latin]
    rows["names"] = [_bits(same_names(word)) for word in latin]
    rows["spellings"] = rows["surnames"] | rows["names"]
    rows["heard"], rows["heard_size"] = rows["letters"], rows["size"]
    heard = [(place, one) for place, (_, hanzi) in enumerate(words) if hanzi for one in sounds(hanzi)]
    if heard:
        places = [place for place, _ in heard]
        np.bitwise_or.at(rows["heard"], places, letters([one for _, one in heard]))
        np.minimum.at(rows["heard_size"], places, [len(one) for _, one in heard])
    return rows


def _tell_letters(rows: NDArray[np.void], words: list[str]) -> None:
    plain = [plainly(word) for word in words]
    rows["whole"] = [crc32(word.encode()) for word in words]
    rows["letters"], rows["plain"] = letters(words), letters(plain)
    rows["size"], rows["plain_size"] = [len(word) for word in words], [len(word) for word in plain]
    rows["first"] = [ord(word[0]) & 0xFF for word in words]
    rows["most_edits"] = np.clip(rows["size"] * 12 // 17, 1, 3)  # as many leave words of two sizes alike


def _tell_sounds(rows: NDArray[np.void], words: list[str]) -> None:
    bones = [consonants(word) for word in words]
    rows["sound"] = [crc32((metaphone(word) or word).encode()) for word in words]
    bare = [one if len(one) >= _LEAST_CONSONANTS else word for one, word in zip(bones, words, strict=True)]
    rows["bones"] = [crc32(b"c" + one.encode()) for one in bare]
    rows["kin"] = rows["sound"].astype(np.uint64) << np.uint64(32) | rows["bones"]


def columns(rows: NDArray[np.void]) -> dict[str, NDArray[Any]]:
    """Return the columns of a table, each by itself."""
    return {name: np.ascontiguousarray(rows[name]) for name in rows.dtype.names or ()}


def letters(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return the letters of words as bits: a to z, each of them a second time, and the ten digits."""
    spelt = np.array([word.encode() for word in words], np.bytes_)
    columns = spelt.view(np.uint8).reshape(len(words), -1).astype(np.int64)
    found = np.zeros(len(words), np.uint64)
    for column in columns.T:
        is_letter = (column >= ord("a")) & (column <= ord("z"))
        is_digit = (column >= ord("0")) & (column <= ord("9"))
        place = np.where(is_letter, column - ord("a"), np.where(is_digit, column - ord("0") + _DIGITS, 0))
        bit = np.where(is_letter | is_digit, np.uint64(1) << place.astype(np.uint64), np.uint64(0))
        found |= np.where(is_letter, (found & bit) << np.uint64(_SECOND), 0) | bit
    return found


def _bits(names: frozenset[str]) -> int:
    bits = 0
    for name in names:
        bits |= 1 << crc32(name.encode()) % 64
    return bits


def _may_be_mark(word: str) -> bool:
    """Tell whether a word may be one slip from the spelling of a place, trade or form; a long word always may."""
    if len(word) < _LEAST_MARK:
        return word in _slips_of_marks()
    return len(word) >= _LONG or not _slips(word).isdisjoint(_slips_of_marks())


@cache
def spellings() -> frozenset[str]:
    """Return the spellings of places, trades and forms in Latin letters."""
    return frozenset(phrase.mark.spelling for phrases in lexicon().phrases.values() for phrase in phrases)


def _slips(word: str) -> set[str]:
    return {word, *[word[:place] + word[place + 1 :] for place in range(len(word))]}


@cache
def _slips_of_marks() -> frozenset[str]:
    """Return the spellings of places, trades and forms, but the long ones, whole and without any one letter."""
    return frozenset(one for spelling in spellings() if len(spelling) <= _LONG for one in _slips(spelling))


class Words:
    """The different words of many names, numbered in the order they were met."""

    def __init__(self) -> None:
        """Start with none."""
        self._numbers: dict[str | tuple[str, str], int] = {}
        self._table = columns(table([]))
        self._coded = coded([])
        self._texts: list[str] = []
        self._plain: list[str] = []

    @classmethod
    def known(cls, texts: list[str], hanzi: list[str], rows: dict[str, NDArray[Any]]) -> Words:
        """Return words by number, with the hanzi of each or an empty text, and the columns of ``WORD``."""
        words = cls()
        every = enumerate(zip(texts, hanzi, strict=True))
        words._numbers = {(one if one[1] else one[0]): number for number, one in every}
        words._texts, words._table = texts, rows
        return words

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._numbers)

    def number(self, word: str, hanzi: str) -> int:
        """Return the number of a word that is written in some hanzi."""
        return self._numbers.setdefault((word, hanzi), len(self._numbers))

    def numbers(self, words: Iterable[str]) -> list[int]:
        """Return the numbers of words that are written in no hanzi."""
        known = self._numbers
        return [known.setdefault(word, len(known)) for word in words]

    def _from(self, known: int) -> list[tuple[str, str]]:
        """Return the words from a number on, each with its hanzi or an empty text."""
        return [(one, "") if isinstance(one, str) else one for one in islice(self._numbers, known, None)]

    @property
    def texts(self) -> list[str]:
        """Return the words by their number."""
        if len(self._texts) < len(self._numbers):
            self._texts += [word for word, _ in self._from(len(self._texts))]
        return self._texts

    @property
    def hanzi(self) -> list[str]:
        """Return the hanzi of each, or an empty text."""
        return [hanzi for _, hanzi in self._from(0)]

    @property
    def plain(self) -> list[str]:
        """Return the plainest spelling of each."""
        if len(self._plain) < len(self._numbers):
            self._plain += [plainly(word) for word, _ in self._from(len(self._plain))]
        return self._plain

    @property
    def coded(self) -> Coded:
        """Return the numbers of each."""
        known = len(self._coded.codes)
        if known < len(self._numbers):
            self._coded = self._coded.and_more(coded(self._from(known)))
        return self._coded

    @property
    def table(self) -> dict[str, NDArray[Any]]:
        """Return the columns of ``WORD``, a row a word by its number."""
        known = len(self._table["whole"])
        if known < len(self._numbers):
            more = columns(table(self._from(known)))
            self._table = {name: np.concatenate([column, more[name]]) for name, column in self._table.items()}
        return self._table
