"""Which words of two names may be alike, told in arrays: never less than ``similar`` and ``are_joined`` say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from penstock.parties.lines import Lines

    Many = NDArray[np.float32]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

_SHORT = 4
_SHORT_SLIP = 0.4
_MOST_EDITS = 3
_FOLDED = 0.95
_SPELT = 1.15
_INITIAL = 0.7
_SURNAME = 0.85
_NAME = 0.92
_SOUND = 0.8
_LONG = 5
_SLIP = 0.6
_CONSONANTS = 0.85
_BOTH_KNOWN = 0.6
_LEAST = 0.399
"""A hair below the likeness from which ``align`` pairs two words."""
_LEAST_JOINED = 8
_LONG_MARK = 9


class Side:
    """The words of the first or second names of several pairs, one name after another.

    Args:
        lines: The names.
        places: Which of them the name of each pair is.
    """

    def __init__(self, lines: Lines, places: Places) -> None:
        """Lay the words out."""
        first = lines.starts[places]
        self.counts = lines.starts[places + 1] - first
        self.starts = np.cumsum(self.counts) - self.counts
        self.pair = np.repeat(np.arange(len(places)), self.counts)
        at = np.arange(len(self.pair)) + (first - self.starts)[self.pair]
        self.number = lines.numbers[at]
        self.weight = lines.weights[at].astype(np.float32)
        self._lines, self._places = lines, places
        self._of_words: dict[str, NDArray[Any]] = {}
        self._of_names: dict[str, NDArray[Any]] = {}

    def of_words(self, column: str) -> NDArray[Any]:
        """Return what the table tells of each word."""
        if column not in self._of_words:
            self._of_words[column] = self._lines.words.table[column][self.number]
        return self._of_words[column]

    def of_names(self, column: str) -> NDArray[Any]:
        """Return what is told of each name."""
        if column not in self._of_names:
            self._of_names[column] = self._lines.rows[column][self._places]
        return self._of_names[column]

    def marks(self, words: Places) -> tuple[Places, NDArray[np.int32]]:
        """Return the marks of the names of pairs, each with its place among ``words``, the pairs."""
        first = self._lines.mark_starts[self._places[words]]
        counts = self._lines.mark_starts[self._places[words] + 1] - first
        at = np.repeat(np.arange(len(words)), counts)
        shift = first - np.cumsum(counts) + counts
        return at, self._lines.marks[np.arange(len(at)) + shift[at]]

    def of_marks(self, column: str, marks: NDArray[np.int32]) -> NDArray[Any]:
        """Return what the table tells of marks."""
        found: NDArray[Any] = self._lines.words.table[column][marks]
        return found

    def texts(self, words: Places, *, plain: bool) -> list[str]:
        """Return words as they are spelt, or as plainly as can be."""
        every = self._lines.words.plain if plain else self._lines.words.texts
        return [every[number] for number in self.number[words].tolist()]

    def each(self, values: NDArray[Any], how: np.ufunc = np.add) -> NDArray[Any]:
        """Return a value a pair from one a word."""
        found: NDArray[Any] = how.reduceat(values, self.starts)
        return found


class Cells:
    """Every word of the first name beside every word of the second, for several pairs.

    Args:
        left: The words of the first names.
        right: Those of the second.
    """

    def __init__(self, left: Side, right: Side) -> None:
        """Put them beside one another."""
        self.left, self.right = left, right
        wide = right.counts[left.pair]
        self.row = np.repeat(np.arange(len(left.pair)), wide)
        shift = right.starts[left.pair] - np.cumsum(wide) + wide
        self.column = np.arange(len(self.row)) + shift[self.row]
        self.pair = left.pair[self.row]
        ours, theirs = self.ours("letters"), self.theirs("letters")
        self.lacks = np.bitwise_count(ours & ~theirs), np.bitwise_count(theirs & ~ours)
        """How many letters of the first word the second lacks, and of the second the first."""

    def ours(self, column: str, cells: Places | slice = slice(None)) -> NDArray[Any]:
        """Return what the table tells of the first word of cells."""
        found: NDArray[Any] = self.left.of_words(column)[self.row[cells]]
        return found

    def theirs(self, column: str, cells: Places | slice = slice(None)) -> NDArray[Any]:
        """Return what the table tells of the second word."""
        found: NDArray[Any] = self.right.of_words(column)[self.column[cells]]
        return found

    def both(self, column: str, cells: Places | slice = slice(None)) -> NDArray[Any]:
        """Return which bits the table has for both words."""
        found: NDArray[Any] = self.ours(column, cells) & self.theirs(column, cells)
        return found

    def edits(self, cells: Places, *, plain: bool) -> NDArray[np.uint8]:
        """Return how many edits make the words of cells the same, in their plainest spelling or as they are."""
        found: NDArray[np.uint8] = process.cpdist(
            self.left.texts(self.row[cells], plain=plain),
            self.right.texts(self.column[cells], plain=plain),
            scorer=OSA.distance,
            score_cutoff=_MOST_EDITS,
            dtype=np.uint8,
        )
        return found

    def are_equal(self, column: str, cells: Places | slice = slice(None)) -> Flags:
        """Tell of which cells the table tells the same of both words."""
        found: Flags = self.ours(column, cells) == self.theirs(column, cells)
        return found


class Likeness(NamedTuple):
    """How alike the two words of each cell may be, whether they are the same, and whether by their letters alone."""

    value: Many
    is_same: Flags
    is_by_letters: Flags


class Joins(NamedTuple):
    """Cells whose words may be joined or parted: the second word is part of the first, or the first of the second."""

    is_joined: Flags
    is_part: Flags
    is_whole: Flags


def likeness(cells: Cells, *, by_edits: bool) -> Likeness:
    """Return how alike the two words of each cell may be at most, 0 where they are surely no pair.

    Args:
        cells: The cells.
        by_edits: Whether the edits between two words are counted, or only the letters that one of them lacks.
    """
    is_same = cells.are_equal("whole")
    has_han = (cells.left.of_names("han") > 0) & (cells.right.of_names("han") > 0)
    if has_han.any():
        is_same = np.where(has_han[cells.pair], cells.are_equal("written"), is_same)
    value = is_same.astype(np.float32)
    is_by_letters = np.zeros(len(value), np.bool_)
    able = np.flatnonzero(_may_be_alike(cells) & ~is_same)
    value[able], is_by_letters[able] = _alike(cells, able, by_edits=by_edits)
    return Likeness(value, is_same, is_by_letters)


def _may_be_alike(cells: Cells) -> Flags:
    """Tell roughly which cells have words that are alike in any way."""
    edits = _fewest(cells.ours("plain"), cells.theirs("plain"))
    np.minimum(edits, np.maximum(*cells.lacks), out=edits)
    most = np.minimum(cells.left.of_words("most_edits")[cells.row], cells.right.of_words("most_edits")[cells.column])
    kin = cells.ours("kin") ^ cells.theirs("kin")
    is_kin = ((kin & np.uint64(0xFFFFFFFF)) == 0) | ((kin >> np.uint64(32)) == 0)
    found: Flags = (edits <= most) | is_kin | (cells.both("spellings") != 0)
    is_single, is_their_single = cells.left.of_words("size") == 1, cells.right.of_words("size") == 1
    if is_single.any() or is_their_single.any():
        single = np.flatnonzero(is_single[cells.row] | is_their_single[cells.column])
        found[single] |= cells.are_equal("first", single)
    return found


def _alike(cells: Cells, able: Places, *, by_edits: bool) -> tuple[Many, Flags]:
    pair = cells.pair[able]
    size, their_size = cells.ours("size", able), cells.theirs("size", able)
    shorter = np.minimum(size, their_size)
    edits = cells.edits(able, plain=False) if by_edits else np.maximum(cells.lacks[0], cells.lacks[1])[able]
    edits = np.maximum(edits, 1)
    is_person = cells.left.of_names("is_person")[pair]
    are_chinese = cells.left.of_names("is_chinese") & cells.right.of_names("is_chinese")
    is_other = are_chinese[pair] & cells.both("is_pinyin", able)
    plain, their_plain = cells.ours("plain", able), cells.theirs("plain", able)
    folds = cells.edits(able, plain=True) if by_edits else _fewest(plain, their_plain)
    folded = _spelt(folds, cells.ours("plain_size", able) + cells.theirs("plain_size", able)) * _FOLDED
    value = np.where(is_other, 0, np.maximum(_spelt(edits, size + their_size), folded))
    are_known = cells.both("is_known", able)
    is_sound = (shorter >= _SHORT) & cells.are_equal("sound", able)
    value = np.where(are_known, value * _BOTH_KNOWN, np.where(is_sound, np.maximum(value, _SOUND), value))
    value = np.where(is_person & cells.are_equal("bones", able), np.maximum(value, _CONSONANTS), value)
    has_han, has_their_han = cells.left.of_names("han") > 0, cells.right.of_names("han") > 0
    is_slip = (edits <= 1) & (shorter >= _LONG + is_person) & ~(has_han | has_their_han)[pair]
    value = np.where(is_other, np.where(is_slip, _SLIP, 0), value)
    kin = np.where(cells.both("names", able) != 0, _NAME, np.where(cells.both("surnames", able) != 0, _SURNAME, 0))
    value = np.where(is_person, np.maximum(value, kin), value)
    is_initial = is_person & cells.are_equal("first", able)
    value = np.where(shorter == 1, np.where(is_initial, _INITIAL, 0), value)
    are_hanzi = (has_han & has_their_han)[pair] & cells.both("is_han", able)
    value = np.where(are_hanzi | (value < _LEAST), 0, value)
    return value.astype(np.float32), ~(are_known | is_other | (shorter == 1))


def _fewest(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.uint8]:
    """Return how many edits at least make words the same whose letters are some bits."""
    found: NDArray[np.uint8] = np.maximum(np.bitwise_count(one & ~other), np.bitwise_count(other & ~one))
    return found


def _spelt(edits: NDArray[np.integer], sizes: NDArray[np.integer]) -> Many:
    """Return how alike words of some sizes together are that are some edits apart."""
    short = np.where(edits <= 1, _SHORT_SLIP, 0)
    value = np.where(sizes < 2 * _SHORT, short, 1 - _SPELT * 2 * edits / np.maximum(sizes, 1))
    return np.where(edits == 0, 1, np.where(edits > _MOST_EDITS, 0, np.maximum(value, 0)))


def joins(cells: Cells) -> Joins:
    """Return which cells may be part of a word that stands for several beside one another."""
    ours, theirs = (cells.left, cells.row), (cells.right, cells.column)
    is_part, is_joined = _parts(ours, theirs, cells.lacks[1])
    is_whole, is_turned = _parts(theirs, ours, cells.lacks[0])
    return Joins(is_joined | is_turned, is_part, is_whole)


def _parts(wholes: tuple[Side, Places], parts: tuple[Side, Places], lacks: NDArray[np.uint8]) -> tuple[Flags, Flags]:
    """Tell which cells have a second word whose letters are in the first, and where others make it whole."""
    (one, row), (other, column) = wholes, parts
    is_part, is_joined = np.zeros(len(row), np.bool_), np.zeros(len(row), np.bool_)
    has_han = (one.of_names("han") > 0) & (other.of_names("han") == 0)
    is_han = has_han[one.pair] & one.of_words("is_han")
    able = np.flatnonzero((lacks <= 1) | is_han[row] if has_han.any() else lacks <= 1)
    at, beside = row[able], column[able]
    size = one.of_words("size")
    has_slack = ((size >= _LEAST_JOINED) & ~one.of_words("is_pinyin"))[at]
    is_heard = is_han[at] & ((other.of_words("letters")[beside] & ~one.of_words("heard")[at]) == 0)
    their_size = other.of_words("size")[beside]
    is_able = is_heard | ((lacks[able] <= has_slack) & (their_size < size[at] + has_slack))
    able, at, beside, is_heard, their_size = (x[is_able] for x in (able, at, beside, is_heard, their_size))
    count = len(size)
    is_start = one.of_words("first")[at] == other.of_words("first")[beside]
    is_whole = np.bincount(at, their_size, minlength=count) >= size - 1
    is_whole &= (np.bincount(at[is_start], minlength=count) > 0) & (np.bincount(at, minlength=count) > 1)
    heard = np.bincount(at[is_heard], their_size[is_heard], minlength=count) >= one.of_words("heard_size")
    is_part[able] = True
    is_joined[able] = (is_heard & heard[at]) | is_whole[at]
    return is_part, is_joined


class Meant:
    """Which words of the first or second names may be meant by a place, trade or form of the other name."""

    def __init__(self, words: Side, others: Side, *, by_edits: bool) -> None:
        """Take the words, the other names, and whether each mark of those is looked at."""
        self._words, self._others, self._by_edits = words, others, by_edits

    def words(self, same: Places, whole: Places) -> Flags:
        """Tell of each word whether it may be.

        Args:
            same: Words that the other name has too: they are no marks.
            whole: Words that begin or end with a word of the other name, perhaps.
        """
        words = self._words
        is_whole = np.zeros(len(words.pair), np.bool_)
        is_whole[whole] = True
        found: Flags = words.of_words("may_be_mark") | self._others.of_names("is_slipped")[words.pair] | is_whole
        found &= self._others.of_names("is_marked")[words.pair]
        found[same] = False
        if self._by_edits:
            able = np.flatnonzero(found)
            found[able] = self._are_near(able, is_whole[able])
        return found

    def _are_near(self, able: Places, is_whole: Flags) -> Flags:
        at, marks = self._others.marks(self._words.pair[able])
        word = able[at]
        ours, theirs = self._words.of_words("letters")[word], self._others.of_marks("letters", marks)
        size, their_size = self._words.of_words("size")[word], self._others.of_marks("size", marks)
        shorter, lacks = np.minimum(size, their_size), np.bitwise_count(theirs & ~ours)
        edits = np.maximum(np.maximum(lacks, np.bitwise_count(ours & ~theirs)), abs(size - their_size))
        is_near = (shorter >= _SHORT) & (edits <= 1 + (shorter >= _LONG_MARK))
        is_near |= self._words.of_words("whole")[word] == self._others.of_marks("whole", marks)
        is_near |= is_whole[at] & (lacks == 0) & (their_size < size)
        return np.bincount(at[is_near], minlength=len(able)) > 0
