"""Where in a block of texts CAS numbers and customs codes may stand, and digits that are letters in disguise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from penstock.goods.numbers import LABEL_SIGNS, LABEL_STARTS, TAIL, label_tails
from penstock.goods.units import DIGIT, LETTER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from penstock.goods.units import AsciiReader, WideReader
    from penstock.goods.words import Words

Array = NDArray[Any]

_GLUED = 5
_HEADING, _SIX, _EIGHT, _TEN = 4, 6, 8, 10
_GAP = 4
_IS_CODE_LENGTH = np.array([length in {6, 8, 10, 11, 12, 13} for length in range(15)])
_LAST_PLACES = 24
"""A code that stands last in its text begins within so many characters of the end."""

_HEAD, _LEAST_HEAD, _TWO = 7, 2, 2
_CAS_PARTS, _CAS_GAP = 3, 3
_LEAST_WORD = 4
"""Letters that touch a CAS number behind it are a word of their own from here on."""

_CHAPTERS = 97
_SPACE, _POINT = ord(" "), ord(".")
_ASCII, _LATIN = 128, 256
_SIGNS = np.array([ord(char) for char in LABEL_SIGNS])
_LEET = np.array([char in "0134578" for char in "0123456789"])


def _among(chars: str) -> Array:
    """Return a table that tells of code points below 256 whether they are among some; the last one stands for more."""
    return np.array([chr(code) in chars for code in range(_LATIN)])


_NO_CODE_BEHIND, _IN_CAS, _NO_DASHES = _among(",-."), _among(" -./_:·\xad\xff"), _among(" ./_:·")


def counted(numbers: Iterable[str]) -> Array:
    """Return CAS numbers, ``digits-2-1``, without their dashes and sorted."""
    return np.sort(np.array([int(number.replace("-", "")) for number in numbers] or [0], np.int64))


class Known:
    """The numbers a vocabulary knows and the labels before them, as arrays for one reader."""

    def __init__(self, reader: AsciiReader | WideReader, numbers: Array, codes: Iterable[str]) -> None:
        """Take CAS numbers as :func:`counted` gives them, and customs codes, digits alone."""
        self.numbers = numbers
        self.is_code = np.zeros(10**_SIX, bool)
        for code in codes:
            begin = code[:_SIX]
            step = 10 ** (_SIX - len(begin))
            self.is_code[int(begin) * step : (int(begin) + 1) * step] = True
        self.tails = np.sort(reader.values(sorted(label_tails())))
        self.starts = reader.values(LABEL_STARTS)
        self.masks = np.array([0, *(reader.masks[n] for n in range(1, TAIL + 1))], np.uint64)


class Digits:
    """The runs of digits of a block: where each starts and ends in what was read, and its length."""

    def __init__(self, words: Words, known: Known, *, is_odd: bool = False) -> None:
        """Find the runs of digits of a block that is parted into words; ``is_odd`` says that its texts are."""
        self._is_odd = is_odd
        self._words, self._known = words, known
        self._kinds, self._raw = words.read.kinds, words.read.raw
        is_digit = self._kinds == DIGIT
        edges = np.flatnonzero(is_digit[1:] != is_digit[:-1]) + 1
        self.start, self.end = edges[::2], edges[1::2]
        self.length = self.end - self.start
        self.gap = np.append(self.start[1:] - self.end[:-1], _GAP + 1)
        parted = np.searchsorted(self.start, words.read.parts[1:-1]) - 1
        self.gap[parted.compress(parted >= 0)] = _GAP + 1

    def likely_cas(self) -> Array:
        """Return where a CAS number may begin that counts without a label: one that is known, or has dashes."""
        length, gap = self.length, self.gap
        if len(length) < _CAS_PARTS:
            return self.start[:0]
        found = (length[2:] == 1) & (length[1:-1] == _TWO) & (length[:-2] >= _LEAST_HEAD)
        found &= (gap[:-2] <= _CAS_GAP) & (gap[1:-1] <= _CAS_GAP)
        first = np.flatnonzero(found)
        first = first.compress(~self._is_cut(first) & ~self._hangs_on(first + 2))
        parts = first, first + 1
        is_allowed, has_dash = np.ones(len(first), bool), np.zeros(len(first), bool)
        for part in parts:
            for step in range(_CAS_GAP):
                char = self._raw_at(self.end.take(part) + step)
                inside = step < gap.take(part)
                is_allowed &= ~inside | _IN_CAS.take(char, mode="clip")
                has_dash |= inside & ~_NO_DASHES.take(char, mode="clip")
        is_alone = (gap.take(parts[1]) == 1) & (self._raw_at(self.end.take(parts[1])) == _SPACE)
        is_allowed &= ~is_alone | ~has_dash
        first, has_dash = first.compress(is_allowed), has_dash.compress(is_allowed)
        starts: Array = self.start.take(first.compress(has_dash | self._is_known(first)))
        return starts

    def _is_cut(self, first: Array) -> Array:
        """Tell of runs of digits whether a point or a dash parts them from digits before, as in 64-17-55."""
        before = np.maximum(first - 1, 0)
        mark = self._raw.take(self.start.take(first) - 1)
        cut: Array = (first > 0) & (self.gap.take(before) == 1) & ((mark == ord("-")) | (mark == _POINT))
        return cut

    def _hangs_on(self, last: Array) -> Array:
        """Tell of runs of digits whether a letter hangs on them that begins no word, as in 67-64-1A."""
        end = self.end.take(last)
        mark = self._raw.take(end)
        is_letter = (self._kinds.take(end) == LETTER) & (mark < _ASCII)
        is_word = np.ones(len(last), bool)
        for step in range(1, _LEAST_WORD):
            kind = self._kinds.take(np.minimum(end + step, len(self._kinds) - 1))
            is_word &= ((kind & 1) == 1) & (kind != DIGIT)
        hangs: Array = is_letter & ~is_word & (not self._is_odd)
        return hangs

    def _raw_at(self, places: Array) -> Array:
        """Return the characters at places; behind the last one that one again."""
        found: Array = self._raw.take(np.minimum(places, len(self._raw) - 1))
        return found

    def _is_known(self, first: Array) -> Array:
        """Tell whether runs of digits begin a CAS number that is known."""
        value = np.zeros(len(first), np.int64)
        for place in range(_HEAD):
            digit = self._digit(np.maximum(self.end.take(first) - 1 - place, 0)) * 10**place
            value += np.where(place < self.length.take(first), digit, 0)
        two = self.start.take(first + 1)
        for at in (two, two + 1, self.start.take(first + 2)):
            value = value * 10 + self._digit(at)
        numbers = self._known.numbers
        is_known: Array = numbers.take(np.searchsorted(numbers, value), mode="clip") == value
        return is_known

    def _digit(self, at: Array) -> Array:
        """Return the digits at places; those of plain and of full width alone are digits."""
        digit: Array = self._raw.take(at).astype(np.int64) & 15
        return digit

    def _shaped(self) -> Array:
        """Return the runs of digits where a customs code may begin, by its digits and what parts them."""
        length, gap, mark = self.length, self.gap, self._raw.take(self.end)
        is_parted = (gap == 1) & ((mark == _POINT) | (mark == _SPACE) | (mark >= _ASCII))
        found = _IS_CODE_LENGTH.take(length, mode="clip")
        found[:-1] |= (length[:-1] == _HEADING) & is_parted[:-1] & (length[1:] >= _TWO)
        pair = (length == _TWO) & is_parted
        found[:-2] |= pair[:-2] & pair[1:-1] & (length[2:] == _TWO)
        return np.flatnonzero(found)

    def likely_codes(self) -> Array:
        """Return where a customs code may begin that has a label, or counts without one."""
        runs = self._shaped()
        runs = runs.compress(~_NO_CODE_BEHIND.take(self._raw.take(self.start.take(runs) - 1), mode="clip"))
        if not len(runs):
            return self.start[:0]
        is_likely = self._is_labelled(runs) | self._is_told(runs)
        starts: Array = self.start.take(runs.compress(is_likely))
        return starts

    def _is_labelled(self, runs: Array) -> Array:
        """Tell of runs of digits whether what is before may end in a label."""
        words, known = self._words, self._known
        at = words.at(self.start.take(runs))
        inside = self.start.take(runs) - words.start.take(at)
        place = words.begin.take(at) + inside
        label = np.maximum(np.where(inside > 0, at, at - 1), 0)
        size = np.where(inside > 0, inside, words.length.take(label))
        size = np.minimum(np.minimum(size, TAIL), place)
        tail = words.read.view[place - size] & known.masks.take(size)
        found: Array = known.tails.take(np.searchsorted(known.tails, tail), mode="clip") == tail
        start = words.first.take(label) & known.masks[TAIL]
        for value in known.starts:
            found |= start == value
        if words.read.is_wide:
            found |= np.isin(words.read.units.take(np.maximum(place - 1, 0)), _SIGNS)
        return found

    def _is_told(self, runs: Array) -> Array:
        """Tell of runs of digits whether they may begin a code without a label."""
        length, start = self.length.take(runs), self.start.take(runs)
        more = np.minimum(runs + 1, len(self.start) - 1)
        is_parted = length == _HEADING
        number = np.zeros(len(runs), np.int64)
        for place in range(_SIX):
            behind = self.start.take(more) + place - _HEADING
            at = np.where(is_parted & (place >= _HEADING), behind, start + place)
            number = number * 10 + self._digit(np.minimum(at, len(self._raw) - 1))
        chapter = number // 10**_HEADING
        is_of_use = (is_parted | (length == _EIGHT) | (length == _TEN)) & (chapter > 0) & (chapter <= _CHAPTERS)
        parts = self._words.read.parts
        rows = self._words.read.rows_of(start)
        first = np.searchsorted(self._words.start, parts.take(rows), side="right")
        is_first = self._kinds.take(self._words.start.take(first)) == DIGIT
        is_last = (parts.take(rows + 1) - start <= _LAST_PLACES) & ~self._is_short(runs, parts.take(rows + 1))
        is_told: Array = is_of_use & (self._known.is_code.take(number) | ((is_first | is_last) & (length != _EIGHT)))
        return is_told

    def _is_short(self, runs: Array, ends: Array) -> Array:
        """Tell of runs of digits whether fewer than ten digits are left from there to the end of their text."""
        last = np.searchsorted(self.start, ends) - 1
        total = np.cumsum(self.length)
        left = total.take(last) - total.take(runs) + self.length.take(runs)
        is_short: Array = left < _TEN
        return is_short

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
