"""The distinct values of a run, each sorted once; rows are told apart by numbers that stand for their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from penstock.screening.alike import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.uint64]

EMPTY = np.uint64(0x9E3779B97F4A7C15)
"""What stands for an empty cell."""

SILENT = np.uint64(0xD1B54A32D192ED03)
"""What stands for every value that says nothing."""


class Told(NamedTuple):
    """A column as numbers: equal values have equal numbers, and where they are silent, quiet or loud."""

    numbers: Array
    sorts: NDArray[np.uint8]


class Values:
    """The distinct values of one column, or of several that hold the same kind of values."""

    def __init__(self, seed: int, sort: Callable[[Sequence[str]], Sequence[Sort]]) -> None:
        """Take what sorts values, and the seed of the numbers that stand for them.

        Two values of one number would be judged as one; the seed is drawn anew for each run, so nobody can choose
        values that meet, and among ten million distinct ones a chance meeting is one in 300,000 runs.
        """
        self._seed = seed
        self._sort = sort
        self._known = np.empty(0, np.uint64)
        self._told = {Sort.QUIET: np.empty(0, np.uint64), Sort.LOUD: np.empty(0, np.uint64)}

    def tell(self, cells: pl.Series) -> Told:
        """Return the numbers and sorts of a column's cells; new values are sorted first. An empty cell is silent."""
        hashed = cells.hash(self._seed)
        self._learn(cells, hashed)
        numbers = hashed.to_numpy().copy()
        sorts = np.zeros(len(cells), np.uint8)
        for sort, some in self._told.items():
            if len(some):
                sorts[hashed.is_in(pl.Series(some).implode()).to_numpy()] = sort
        empty = cells.is_null().to_numpy()
        numbers[empty] = EMPTY
        sorts[empty] = Sort.SILENT
        return Told(numbers, sorts)

    def _learn(self, cells: pl.Series, hashed: pl.Series) -> None:
        first = hashed.arg_unique()
        distinct = hashed.gather(first)
        is_new = ~distinct.is_in(pl.Series(self._known).implode())
        some = cells.gather(first.filter(is_new))
        is_filled = some.is_not_null()
        new, texts = distinct.filter(is_new).filter(is_filled), some.filter(is_filled)
        if not len(new):
            return
        sorts = np.array(self._sort(texts.to_list()), np.uint8)
        self._known = np.concatenate([self._known, new.to_numpy()])
        for sort in self._told:
            self._told[sort] = np.concatenate([self._told[sort], new.to_numpy()[sorts == sort]])


class Said:
    """What is said of the distinct values of a column, as numbers: equal where the same is said."""

    def __init__(self, seed: int, say: Callable[[Sequence[str]], Sequence[str]]) -> None:
        """Take what tells of each of some values what is said, and the seed of the numbers."""
        self._seed = seed
        self._say = say
        self._known = np.empty(0, np.uint64)
        self._said = np.empty(0, np.uint64)

    def tell(self, cells: pl.Series) -> Array:
        """Return what is said of each cell, as numbers."""
        hashed = cells.hash(self._seed)
        first = hashed.arg_unique()
        distinct = hashed.gather(first)
        is_new = ~distinct.is_in(pl.Series(self._known).implode())
        some = cells.gather(first.filter(is_new))
        new, texts = distinct.filter(is_new).filter(some.is_not_null()), some.drop_nulls()
        if len(new):
            said = pl.Series(self._say(texts.to_list()), dtype=pl.String).hash(self._seed)
            known, own = (
                np.concatenate(pair) for pair in ((self._known, new.to_numpy()), (self._said, said.to_numpy()))
            )
            order = np.argsort(known)
            self._known, self._said = known[order], own[order]
        found = np.full(len(cells), EMPTY)
        filled = cells.is_not_null().to_numpy()
        found[filled] = self._said[np.searchsorted(self._known, hashed.to_numpy()[filled])]
        return found


def mixed(columns: Sequence[Array]) -> Array:
    """Return one number a row for the numbers of several columns, in their order."""
    whole = np.full(len(columns[0]), SILENT)
    for column in columns:
        whole ^= column
        whole *= np.uint64(0xBF58476D1CE4E5B9)
        whole ^= whole >> np.uint64(29)
    return whole


def numbered(cells: pl.Series, seed: int) -> Array:
    """Return a number for each cell, equal where cells are."""
    numbers = cells.hash(seed).to_numpy().copy()
    numbers[cells.is_null().to_numpy()] = EMPTY
    return numbers
