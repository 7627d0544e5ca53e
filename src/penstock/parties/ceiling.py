"""How high the score of many pairs of names can be at most, told in arrays: what is surely lower is never compared.

Every measure of ``compare`` is bounded from what arrays tell of the words. A word counts as paired with any word of the
other name that it may be like, by letters, sound, consonants or a list of names; as joined wherever its letters allow it;
and as meant by a place, trade or form of the other name wherever it may be spelt like one. So the ceiling is never below
the score, and a pair whose ceiling is below the line is none.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from penstock.parties.alike import Cells, Side, joins, likeness
from penstock.parties.compare import weights_of
from penstock.parties.features import FEATURES
from penstock.parties.names import FAINT

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
        found[part], likeness = _ceilings(one, ours, other, theirs)
        left = start + np.flatnonzero(found[part] >= least)
        spelt = process.cpdist(
            [one.cores[place] for place in places[left]],
            [other.cores[place] for place in their_places[left]],
            scorer=JaroWinkler.similarity,
            dtype=np.float32,
        )
        found[left] -= np.maximum(0, likeness[left - start]) * (1 - spelt)
    return found + np.float32(_SLACK)


class Paired(NamedTuple):
    """How far the words of one name of each pair may stand for words of the other.

    Args:
        matched: The weight that may be matched, half of it where the other name has the other half.
        meant: The weight of words that may be meant by a place, trade or form of the other name.
        alone: The weight of words that are surely left over.
        words: How many telling ones are.
        unlike: The same if no word is like any.
        unlike_words: The same.
        lonely: The weight surely left over if a single word of the other name is paired.
        is_faint: Whether a faint word may be paired.
    """

    matched: Many
    meant: Many
    alone: Many
    words: Many
    unlike: Many
    unlike_words: Many
    lonely: Many
    is_faint: Flags


class Cased(NamedTuple):
    """What the measures of words are at best in one of two cases: some word is like another, or none is."""

    matched: Many
    alone: tuple[Many, Many]
    words: tuple[Many, Many]
    lone: Flags
    near: Flags
    doubtful: Flags


def _ceilings(one: Lines, ours: Places, other: Lines, theirs: Places) -> tuple[Many, Many]:
    """Return the ceiling of each pair's logit for words spelt the same on the whole, and what that is worth."""
    first, second = Side(one, ours), Side(other, theirs)
    cells = Cells(first, second)
    count = len(ours)
    like = likeness(cells)
    run = joins(cells)
    value = np.where(run.is_joined, np.float32(1), like.value)
    some = np.flatnonzero(value)
    pair, alike = cells.pair[some], value[some]
    same = np.flatnonzero(like.is_same)
    left = _paired(first, second, cells.row[some], alike, cells.row[same], cells.row[run.is_part])
    right = _paired(second, first, cells.column[some], alike, cells.column[same], cells.column[run.is_whole])
    best = np.zeros(count, np.float32)
    np.maximum.at(best, pair, alike)
    is_by_other = _any(pair[~like.is_by_letters[some]], count)
    is_plain = ~_any(cells.pair[run.is_joined], count) & (left.meant == 0) & (right.meant == 0)
    lonely = np.where(is_plain, np.maximum(left.lonely, right.lonely), np.maximum(left.alone, right.alone))
    is_single = (first.counts == 1) != (second.counts == 1)
    is_telling = ~left.is_faint & ~right.is_faint
    liked = Cased(
        left.matched + right.matched,
        (left.alone, right.alone),
        (left.words, right.words),
        is_single & (lonely > _FAINT),
        (best < _NEAR) & is_telling,
        (best < _DOUBTFUL) & ~is_by_other,
    )
    no = np.zeros(count, np.bool_)
    unliked = Cased(
        left.meant + right.meant,
        (left.unlike, right.unlike),
        (left.unlike_words, right.unlike_words),
        no,
        no,
        no,
    )
    weigh = Weighing(first, second)
    logit = np.maximum(weigh.of_words(liked), weigh.of_words(unliked)) + weigh.of_the_rest()
    is_twice = _any(cells.pair[_twice(cells, same)], count)
    return np.where(is_twice, np.float32(np.inf), logit), weigh.most("spelling", 0, 1)


def _any(places: Places, count: int) -> Flags:
    found = np.zeros(count, np.bool_)
    found[places] = True
    return found


def _twice(cells: Cells, same: Places) -> Places:
    """Return the cells of a word that two words of the other name are the same as."""
    row, column = cells.row[same], cells.column[same]
    is_twice = (np.bincount(row)[row] > 1) | (np.bincount(column)[column] > 1)
    return same[is_twice]


def _paired(words: Side, others: Side, cell: Places, value: Many, same: Places, whole: Places) -> Paired:
    """Tell how far the words of one name of each pair may be paired.

    Args:
        words: They.
        others: Those of the other names.
        cell: The word of each cell that may be a pair.
        value: How alike that is at most.
        same: Words that the other name has too.
        whole: Words that another word may be part of.
    """
    count = len(words.pair)
    alike = np.zeros(count, np.float32)
    np.maximum.at(alike, cell, value)
    may_be_mark = words.of_words("may_be_mark") | others.of_names("is_slipped")[words.pair]
    may_be_mark |= _any(whole, count)
    is_meant = may_be_mark & others.of_names("is_marked")[words.pair] & ~_any(same, count)
    is_telling = words.weight > _FAINT
    total = words.each
    is_alone = (alike == 0) & ~is_meant
    weight = words.weight
    able = total(np.where(alike > 0, weight, 0), np.maximum)
    return Paired(
        total(np.where(is_meant, weight, alike * weight / 2)),
        total(np.where(is_meant, weight, 0)),
        total(np.where(is_alone, weight, 0)),
        total((is_alone & is_telling).astype(np.float32)),
        total(np.where(is_meant, 0, weight)),
        total((is_telling & ~is_meant).astype(np.float32)),
        total(weight) - able,
        total((alike > 0) & ~is_telling, np.logical_or),
    )


class Weighing:
    """The highest each measure may add to the logit of pairs, whatever the sign of its weight."""

    def __init__(self, one: Side, other: Side) -> None:
        """Take the names of each pair."""
        self._one, self._other = one, other
        self._kind = one.of_names("is_person").astype(np.int8)

    def most(self, measure: str, least: object, most: object) -> Many:
        """Return what a measure adds at most that lies between two values."""
        weight = _weights()[measure][self._kind]
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
            + self.most("doubtful", case.doubtful, 2)
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


@cache
def _weights() -> dict[str, Many]:
    """Return the weight of each measure for companies and for persons."""
    company, person = weights_of("company"), weights_of("person")
    return {name: np.array(both, np.float32) for name, *both in zip(FEATURES, company, person, strict=True)}
