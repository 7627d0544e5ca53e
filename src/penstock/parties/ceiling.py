"""How high the score of many pairs of names can be at most, told in arrays: what is surely lower is never compared.

Every measure of ``compare`` is bounded from what arrays tell of the words. A word counts as paired with any word of
the other name that it may be like, by letters, sound, consonants or a list of names; as joined wherever its letters
allow it; and as meant by a place, trade or form of the other name wherever it may be spelt like one. So the ceiling is
never below the score, and a pair whose ceiling is below the line is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from penstock.parties.alike import Cells, Meant, Side, joins, likeness
from penstock.parties.likely import weights_by_kind
from penstock.parties.names import FAINT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from penstock.parties.lines import Lines

    Many = NDArray[np.float32]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

_AT_ONCE = 8_192
"""Pairs that are weighed together: what is told of them stays near the processor."""
_SLACK = 1e-3
"""What sums of halves of a float may be wrong by."""
_FAINT = np.float32(FAINT + 1e-6)
_NEAR = 0.78
_DOUBTFUL = 0.72
_WHOLE = 0.999


def ceilings(one: Lines, places: Places, other: Lines, their_places: Places, least: float) -> Many:
    """Return the highest logit each pair of names may have; one below ``least`` may be lower still.

    Args:
        one: The names the first of each pair is among, of one reading with those of ``other``.
        places: Its place there.
        other: The names the second is among.
        their_places: Its place there.
        least: The logit that is asked for.
    """
    found = np.empty(len(places), np.float32)
    for start in range(0, len(places), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        ours, theirs = places[part], their_places[part]
        found[part], _ = _ceilings(one, ours, other, theirs, by_edits=False)
        left = start + np.flatnonzero(found[part] >= least)
        found[left], spelling = _ceilings(one, places[left], other, their_places[left], by_edits=True)
        is_able = found[left] >= least
        left, spelling = left[is_able], spelling[is_able]
        spelt = process.cpdist(
            [one.cores[place] for place in places[left]],
            [other.cores[place] for place in their_places[left]],
            scorer=JaroWinkler.similarity,
            dtype=np.float32,
        )
        found[left] -= np.maximum(0, spelling) * (1 - spelt)
    return found + np.float32(_SLACK)


class Paired(NamedTuple):
    """How far the words of one name of each pair may stand for words of the other.

    A word is doubtful where it is like a word of the other by its letters alone, and little: that counts against a
    match, so such words are either left over or a few of them are doubtful pairs.

    Args:
        size: How many words there are.
        weight: Their weight.
        words: How many are telling.
        meant: The weight of words that may be meant by a place, trade or form of the other name.
        unmeant: How many telling ones may not.
        matched: The same with the weight that may be matched without doubt, half of it where the other has the rest.
        doubt: What doubtful words may add to it, and the one that adds most.
        alone: The weight of words that are neither meant nor paired without doubt.
        alone_words: How many telling ones are.
        doubtful: The weight of the doubtful among them, how many are telling, and how many there are.
        heaviest: The weight of the heaviest of them.
        paired: How many words may be paired without doubt.
        lonely: The weight surely left over if a single word of the other name is paired.
        is_faint: Whether a faint word may be paired.
    """

    size: Places
    weight: Many
    words: Many
    meant: Many
    unmeant: Many
    matched: Many
    doubt: tuple[Many, Many]
    alone: Many
    alone_words: Many
    doubtful: tuple[Many, Many, Many]
    heaviest: Many
    paired: Many
    lonely: Many
    is_faint: Flags

    def with_doubt(self, pairs: int) -> tuple[Many, Many, Many]:
        """Return the weight and number of words surely left over, and how many may be paired, with so many in doubt.

        Args:
            pairs: How many doubtful pairs there are: 2 for any number above one.
        """
        weight, telling, every = self.doubtful
        if not pairs:
            return self.alone, self.alone_words, self.paired
        if pairs == 1:
            return self.alone - self.heaviest, self.alone_words - np.minimum(telling, 1), self.paired + 1
        return self.alone - weight, self.alone_words - telling, self.paired + every


class Cased(NamedTuple):
    """What the measures of words are at best in one of several cases, of which one is true."""

    matched: Many
    alone: tuple[Many, Many]
    words: tuple[Many, Many]
    lone: Flags | bool
    near: Flags | bool
    doubtful: int


def _ceilings(one: Lines, ours: Places, other: Lines, theirs: Places, *, by_edits: bool) -> tuple[Many, Many]:
    """Return the ceiling of each pair's logit for words spelt the same on the whole, and what that is worth."""
    first, second = Side(one, ours), Side(other, theirs)
    cells = Cells(first, second)
    like, run = likeness(cells, by_edits=by_edits), joins(cells)
    value = np.where(run.is_joined, np.float32(1), like.value)
    is_doubtful = like.is_by_letters & (value < _DOUBTFUL)
    some, same = np.flatnonzero(value), _once(cells, np.flatnonzero(like.is_same))
    alike, doubtful = value[some], is_doubtful[some]
    marked = Meant(first, second, by_edits=by_edits), Meant(second, first, by_edits=by_edits)
    left = _paired(first, cells.row[some], alike, doubtful, marked[0].words(cells.row[same], cells.row[run.is_part]))
    right = _paired(
        second, cells.column[some], alike, doubtful, marked[1].words(cells.column[same], cells.column[run.is_whole])
    )
    best, sure = np.zeros(len(ours), np.float32), np.zeros(len(ours), np.float32)
    np.maximum.at(best, cells.pair[some], alike)
    np.maximum.at(sure, cells.pair[some[~doubtful]], alike[~doubtful])
    is_plain = ~_any(cells.pair[run.is_joined], len(ours)) & (left.meant == 0) & (right.meant == 0)
    weigh = Weighing(first, second)
    logit = np.full(len(ours), -np.inf, np.float32)
    for case in _cases(left, right, is_plain, best, sure):
        np.maximum(logit, weigh.of_words(case), out=logit)
    logit += weigh.of_the_rest()
    return logit, weigh.most("spelling", 0, 1)


def _cases(left: Paired, right: Paired, is_plain: Flags, best: Many, sure: Many) -> Iterator[Cased]:
    """Yield what may be of each pair: no word paired, none in doubt, one in doubt, or more."""
    alone, words = (left.weight - left.meant, right.weight - right.meant), (left.unmeant, right.unmeant)
    yield Cased(left.meant + right.meant, alone, words, lone=False, near=False, doubtful=0)
    is_single = (left.size == 1) != (right.size == 1)
    is_telling = ~(left.is_faint | right.is_faint)
    for doubtful, near in ((0, sure), (1, best), (2, best)):
        ours, our_words, our_pairs = left.with_doubt(doubtful)
        theirs, their_words, their_pairs = right.with_doubt(doubtful)
        our_words = np.where(is_plain, np.maximum(our_words, left.words - their_pairs), our_words)
        their_words = np.where(is_plain, np.maximum(their_words, right.words - our_pairs), their_words)
        lonely = np.where(is_plain, np.maximum(left.lonely, right.lonely), np.maximum(ours, theirs))
        matched = left.matched + right.matched
        if doubtful:
            matched += left.doubt[2 - doubtful] + right.doubt[2 - doubtful]
        yield Cased(
            matched,
            (ours, theirs),
            (our_words, their_words),
            lone=is_single & (lonely > _FAINT),
            near=(near < _NEAR) & is_telling,
            doubtful=doubtful,
        )


def _any(places: Places, count: int) -> Flags:
    found = np.zeros(count, np.bool_)
    found[places] = True
    return found


def _once(cells: Cells, same: Places) -> Places:
    """Leave out the cells of a word that two words of the other name are the same as: one of those is left over."""
    row, column = cells.row[same], cells.column[same]
    is_once = (np.bincount(row)[row] == 1) & (np.bincount(column)[column] == 1)
    once: Places = same[is_once]
    return once


def _paired(words: Side, cell: Places, value: Many, is_doubtful: Flags, is_meant: Flags) -> Paired:
    """Tell how far the words of one name of each pair may be paired.

    Args:
        words: They.
        cell: The word of each cell that may be a pair.
        value: How alike that is at most.
        is_doubtful: Whether that would be a doubtful pair.
        is_meant: Words that may be meant by a place, trade or form of the other name.
    """
    count = len(words.pair)
    sure, doubt = np.zeros(count, np.float32), np.zeros(count, np.float32)
    np.maximum.at(sure, cell[~is_doubtful], value[~is_doubtful])
    np.maximum.at(doubt, cell[is_doubtful], value[is_doubtful])
    total, weight = words.each, words.weight
    is_telling = weight > _FAINT
    has_doubt = (doubt > 0) & (sure == 0) & ~is_meant
    is_alone = (sure == 0) & ~is_meant
    more = np.where(is_meant, 0, np.maximum(doubt - sure, 0) * weight / 2)
    is_able = (sure > 0) | (doubt > 0)
    heavy = np.where(has_doubt, weight, 0)

    def number(which: Flags) -> Many:
        return total(which.astype(np.float32))

    return Paired(
        words.counts,
        total(weight),
        number(is_telling),
        total(np.where(is_meant, weight, 0)),
        number(is_telling & ~is_meant),
        total(np.where(is_meant, weight, sure * weight / 2)),
        (total(more), total(more, np.maximum)),
        total(np.where(is_alone, weight, 0)),
        number(is_alone & is_telling),
        (total(heavy), number(has_doubt & is_telling), number(has_doubt)),
        total(heavy, np.maximum),
        number(sure > 0),
        total(weight) - total(np.where(is_able, weight, 0), np.maximum),
        total(is_able & ~is_telling, np.logical_or),
    )


class Weighing:
    """The highest each measure may add to the logit of pairs, whatever the sign of its weight."""

    def __init__(self, one: Side, other: Side) -> None:
        """Take the names of each pair."""
        self._one, self._other = one, other
        self._kind = one.of_names("is_person").astype(np.int8)

    def most(self, measure: str, least: Many | Flags | float, most: Many | Flags | float) -> Many:
        """Return what a measure adds at most that lies between two values."""
        weight = weights_by_kind()[measure][self._kind]
        found: Many = np.maximum(weight * least, weight * most)
        return found

    def of_words(self, case: Cased) -> Many:
        """Return what the measures of words add at most."""
        one, other = self._one.of_names, self._other.of_names
        longer = np.maximum(one("total"), other("total"))
        shorter = np.minimum(one("total"), other("total"))
        whole = case.matched >= longer * _WHOLE - _SLACK
        more = np.bitwise_count(one("trades") & ~other("trades"))
        their_more = np.bitwise_count(other("trades") & ~one("trades"))
        crossed = np.minimum(case.words[0], their_more) + np.minimum(case.words[1], more)
        return (
            self.most("covered_whole", 0, whole)
            + self.most("shorter_covered", 0, np.minimum(case.matched / shorter, 1))
            + self.most("evidence", 0, np.minimum(case.matched, 3))
            + self.most("both_left", np.minimum(np.minimum(*case.alone), 2), 2)
            + self.most("conflict", np.minimum(np.minimum(*case.words), 2), 2)
            + self.most("crossed", np.minimum(crossed, 2), 2)
            + self.most("lone", case.lone, 1)
            + self.most("nothing_near", case.near, 1)
            + self.most("doubtful", case.doubtful, case.doubtful)
        )

    def of_the_rest(self) -> Many:
        """Return what the other measures add at most, words spelt the same on the whole."""
        one, other = self._one.of_names, self._other.of_names
        more = np.bitwise_count(one("trades") & ~other("trades")).astype(np.float32)
        their_more = np.bitwise_count(other("trades") & ~one("trades")).astype(np.float32)
        count, their_count = one("trade_count").astype(np.float32), other("trade_count").astype(np.float32)
        common = np.minimum(count - more, their_count - their_more)
        are_placed = (one("places") != 0) & (other("places") != 0)
        is_elsewhere = ((one("places") & ~other("around")) != 0) & ((other("places") & ~one("around")) != 0)
        is_elsewhere &= are_placed
        has_forms = (one("forms") != 0) & (other("forms") != 0)
        return (
            self.most("base", 1, 1)
            + self.most("known_words", 0, 2)
            + self.most("initial", 0, 2)
            + self.most("generic", 0, 1)
            + self.most("spelling", 0, 1)
            + self.most("same_letters", 0, one("letters") == other("letters"))
            + self.most("same_trade", 0, common / np.maximum(count + their_count - common, 1))
            + self.most("other_trade", (common == 0) & (count > 0) & (their_count > 0), 1)
            + self.most("trades_against", np.minimum(np.minimum(more, their_more), 2), 2)
            + self.most("more_trades", *(np.minimum(np.abs(count - their_count), 2),) * 2)
            + self.most("same_place", 0, are_placed & ~is_elsewhere)
            + self.most("other_place", is_elsewhere, 1)
            + self.most("other_form", has_forms & ((one("forms") & other("forms")) == 0), 1)
            + self.most("other_number", one("numbers") != other("numbers"), 1)
        )
