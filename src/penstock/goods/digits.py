"""Where in a block of texts CAS numbers and customs codes may stand, and digits that are letters in disguise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from penstock.goods.units import DIGIT, LETTER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from penstock.goods.units import AsciiReader, WideReader
    from penstock.goods.words import Words

Array = NDArray[Any]

_GLUED = 5
_HEADING = 4
_GAP = 4
_LONGEST = 6
_CODE_LENGTHS = (6, 8, 10, 11, 12, 13)
_EIGHT, _TEN = 8, 10
_LAST_PLACES = 24
"""A code that stands last in its text begins within so many characters of the end."""

_HEAD, _LEAST_HEAD, _TWO = 7, 2, 2
_CAS_PARTS = 3
_CHAPTERS = 97
_SPACE, _POINT = ord(" "), ord(".")
_ASCII = 128
_NO_CODE_BEHIND = tuple(map(ord, ",-."))
_NO_DASHES = np.array([ord(char) for char in " ./_:·・"])
_LEET = np.array([char in "0134578" for char in "0123456789"])
_LABEL_ENDS = (
    "hs ts us sn de es ff ic er cn cm na ed sh sa da on re ty ms ng em go od no nr um nc ia io pa kn wn".split()  # noqa: SIM905  # a list of words is read more easily so
)
_LABEL_LETTERS, _LABEL_SIGNS = "nb", "码号编列则关类"
_LABEL_STARTS = ("zoll", "aran")
"""How the last word of a label before a customs code ends, or begins; one of these is before each code with a label."""


class Known:
    """The numbers a vocabulary knows, as arrays: those of CAS, and the headings of customs codes."""

    def __init__(self, numbers: Iterable[str], codes: Iterable[str]) -> None:
        """Take CAS numbers as ``digits-2-1``, and customs codes, digits alone."""
        self.numbers = np.sort(np.array([int(number.replace("-", "")) for number in numbers] or [0], np.int64))
        self.is_heading = np.zeros(10**_HEADING, bool)
        for code in codes:
            begin = code[:_HEADING]
            step = 10 ** (_HEADING - len(begin))
            self.is_heading[int(begin) * step : (int(begin) + 1) * step] = True


class Digits:
    """The runs of digits of a block: where each starts and ends in what was read, and its length."""

    def __init__(self, words: Words, reader: AsciiReader | WideReader) -> None:
        """Find the runs of digits of a block that is parted into words."""
        self._words, self._reader = words, reader
        self._kinds, self._raw = words.read.kinds, words.read.raw
        is_digit = self._kinds == DIGIT
        edges = np.flatnonzero(is_digit[1:] != is_digit[:-1]) + 1
        self.start, self.end = edges[::2], edges[1::2]
        self.length = self.end - self.start
        self.gap = np.append(self.start[1:] - self.end[:-1], _GAP + 1)

    def cas(self) -> Array:
        """Return where a CAS number may begin: two or more digits, two, one, hardly apart."""
        return self.start.take(self._parts_of_cas())

    def _parts_of_cas(self) -> Array:
        length, gap = self.length, self.gap
        if len(length) < _CAS_PARTS:
            return np.zeros(0, np.intp)
        found = (length[2:] == 1) & (length[1:-1] == _TWO) & (length[:-2] >= _LEAST_HEAD)
        found &= (gap[:-2] <= _GAP) & (gap[1:-1] <= _GAP)
        return np.flatnonzero(found)

    def likely_cas(self, known: Known) -> Array:
        """Return where a CAS number may begin that counts without a label: one that is known, or has dashes."""
        first = self._parts_of_cas()
        value = np.zeros(len(first), np.int64)
        for place in range(_HEAD):
            at = self.end.take(first) - 1 - place
            digit = self._digit(np.maximum(at, 0)) * 10**place
            value += np.where(place < self.length.take(first), digit, 0)
        value = value * 100 + self._digit(self.start.take(first + 1)) * 10 + self._digit(self.start.take(first + 1) + 1)
        value = value * 10 + self._digit(self.start.take(first + 2))
        place = np.minimum(np.searchsorted(known.numbers, value), len(known.numbers) - 1)
        is_likely = known.numbers.take(place) == value
        for part in (first, first + 1):
            for step in range(_GAP):
                char = self._raw.take(np.minimum(self.end.take(part) + step, len(self._raw) - 1))
                is_likely |= (step < self.gap.take(part)) & ~np.isin(char, _NO_DASHES)
        starts: Array = self.start.take(first.compress(is_likely))
        return starts

    def _digit(self, at: Array) -> Array:
        """Return the digits at places; those of plain and of full width alone are digits."""
        digit: Array = self._raw.take(at).astype(np.int64) & 15
        return digit

    def codes(self) -> Array:
        """Return where a customs code may begin: pairs of digits, four and more, or as many as a code has."""
        return self.start.take(np.flatnonzero(self._shaped()))

    def _shaped(self) -> Array:
        length, gap = self.length, self.gap
        found = np.isin(length, _CODE_LENGTHS)
        found[:-1] |= (length[:-1] == _HEADING) & (gap[:-1] <= _TWO) & (length[1:] >= _TWO) & (length[1:] <= _LONGEST)
        pair = length == _TWO
        found[:-2] |= pair[:-2] & pair[1:-1] & pair[2:] & (gap[:-2] == 1) & (gap[1:-1] == 1)
        return found

    def likely_codes(self, known: Known) -> Array:
        """Return where a customs code may begin that has a label, or counts without one."""
        runs = np.flatnonzero(self._shaped())
        runs = runs.compress(~np.isin(self._raw.take(self.start.take(runs) - 1), _NO_CODE_BEHIND))
        if not len(runs):
            return self.start[:0]
        at = self._words.at(self.start.take(runs))
        is_likely = self._is_labelled(runs, at) | self._is_told(runs, known)
        starts: Array = self.start.take(runs.compress(is_likely))
        return starts

    def _is_labelled(self, runs: Array, at: Array) -> Array:
        """Tell of runs of digits, in the words ``at``, whether what is before may end in a label."""
        words, reader = self._words, self._reader
        units = words.read.units
        inside = self.start.take(runs) - words.start.take(at)
        place = words.begin.take(at) + inside
        last, two = np.maximum(place - 1, 0), np.maximum(place - _TWO, 0)
        found = np.isin(words.read.view.take(two) & reader.masks[2], reader.values(_LABEL_ENDS))
        label = np.maximum(np.where(inside > 0, at, at - 1), 0)
        size = np.where(inside > 0, inside, words.length.take(label))
        found |= (size == 1) & np.isin(units.take(last), [ord(char) for char in _LABEL_LETTERS])
        found |= np.isin(units.take(last), [ord(char) for char in _LABEL_SIGNS])
        found |= np.isin(words.first.take(label) & reader.masks[4], reader.values(_LABEL_STARTS))
        return found

    def _is_told(self, runs: Array, known: Known) -> Array:
        """Tell of runs of digits whether they may begin a code without a label."""
        length, gap = self.length.take(runs), self.gap.take(runs)
        start, end = self.start.take(runs), self.end.take(runs)
        mark = self._raw.take(end)
        two, three = np.minimum(runs + 1, len(self.gap) - 1), np.minimum(runs + _TWO, len(self.gap) - 1)
        is_spaced = (mark == _SPACE) & (self.length.take(two) == _TWO) & (self.gap.take(two) == 1)
        is_spaced &= self.length.take(three) == _TWO
        is_parted = (length == _HEADING) & (gap == 1) & (is_spaced | (mark == _POINT) | (mark >= _ASCII))
        heading = np.zeros(len(runs), np.int64)
        for place in range(_HEADING):
            heading = heading * 10 + self._digit(np.minimum(start + place, len(self._raw) - 1))
        chapter = heading // 100
        is_of_use = is_parted | (length == _EIGHT) | (length == _TEN)
        is_of_use &= (chapter > 0) & (chapter <= _CHAPTERS)
        parts = self._words.read.parts
        rows = self._words.read.rows_of(start)
        first = np.searchsorted(self._words.start, parts.take(rows), side="right")
        is_first = self._kinds.take(self._words.start.take(first)) == DIGIT
        is_last = parts.take(rows + 1) - start <= _LAST_PLACES
        return is_of_use & (known.is_heading.take(heading) | ((is_first | is_last) & (length != _EIGHT)))

    def glued(self) -> Array:
        """Return where digits touch letters that may be a name glued to an amount: five letters on either side."""
        kinds = self._kinds
        found = []
        for sign, edge in ((-1, self.start - 1), (1, self.end)):
            touching = np.flatnonzero(kinds.take(edge) == LETTER)
            for step in range(1, _GLUED):
                place = np.clip(edge.take(touching) + sign * step, 0, len(kinds) - 1)
                touching = touching.compress(kinds.take(place) == LETTER)
            found.append(touching)
        starts: Array = self.start.take(np.concatenate(found))
        return starts

    def inside_letters(self) -> Array:
        """Return where one or two digits that look like letters stand between letters."""
        kinds = self._kinds
        some = np.flatnonzero(self.length <= _TWO)
        start, end = self.start.take(some), self.end.take(some)
        found = (kinds.take(start - 1) == LETTER) & (kinds.take(end) == LETTER)
        found &= _LEET.take(self._digit(start)) & _LEET.take(self._digit(end - 1))
        kept: Array = start.compress(found)
        return kept

    def rows(self) -> Array:
        """Return the texts that hold a digit, each as often as it does."""
        return self._words.read.rows_of(self.start)
