"""The distinct values of a run, each sorted once, and numbers that stand for the values of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from penstock.batch.cache import Learnt
from penstock.screening.alike import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.uint64]

_START = np.uint64(0xD1B54A32D192ED03)
_EMPTY = np.uint64(0x9E3779B97F4A7C15)
_FACTOR = np.uint64(0xBF58476D1CE4E5B9)


class Values:
    """The distinct values of one column, or of several that hold the same kind of values."""

    def __init__(self, seed: int, sort: Callable[[Sequence[str]], Sequence[Sort]]) -> None:
        """Take what sorts values, and the seed of the numbers that stand for them.

        Two values of one number would be judged as one; the seed is drawn anew for each run, so nobody can choose
        values that meet, and among ten million distinct ones a chance meeting is one in 300,000 runs.
        """
        self.sort = sort
        self._distinct = Distinct(seed)
        self._told = {Sort.QUIET: np.empty(0, np.uint64), Sort.LOUD: np.empty(0, np.uint64)}
        self.silent: str | None = None

    def sorts(self, cells: pl.Series) -> pl.Series:
        """Return the sort of each cell, new values sorted first; an empty cell is silent.

        ``silent`` is a silent value afterwards, where there was any.
        """
        hashed, texts, numbers = self._distinct.new(cells)
        if texts:
            self._learn(texts, numbers)
        found = np.zeros(len(cells), np.uint8)
        for sort, some in self._told.items():
            if len(some):
                found[hashed.is_in(pl.Series(some).implode()).to_numpy()] = sort
        return pl.Series(found)

    def learnt(self) -> Learnt:
        """Return what is known of the values, for a run to come."""
        known = self._distinct.known
        sorts = np.zeros(len(known), np.uint8)
        for sort, some in self._told.items():
            sorts[np.isin(known, some)] = sort
        return Learnt(known.tobytes(), sorts.tobytes(), self.silent)

    def recall(self, learnt: Learnt) -> None:
        """Take over what a run before learnt, by the same seed."""
        known, sorts = np.frombuffer(learnt.numbers, np.uint64), np.frombuffer(learnt.sorts, np.uint8)
        self._distinct.known = known
        self._told = {sort: known[sorts == sort] for sort in self._told}
        self.silent = learnt.silent

    def _learn(self, texts: Sequence[str], numbers: Array) -> None:
        sorts = np.array(self.sort(texts), np.uint8)
        for sort in self._told:
            self._told[sort] = np.concatenate([self._told[sort], numbers[sorts == sort]])
        if self.silent is None:
            self.silent = next((text for text, sort in zip(texts, sorts, strict=True) if sort == Sort.SILENT), None)


class Said:
    """What is said of the distinct values of a column; of those of which the same is said, the first stands for all."""

    def __init__(self, seed: int, say: Callable[[Sequence[str]], Sequence[str]]) -> None:
        """Take what tells of each of some values what is said, and the seed of the numbers."""
        self._say = say
        self._distinct = Distinct(seed)
        self._first: dict[str, str] = {}
        self._known = pl.DataFrame(schema={"number": pl.UInt64, "example": pl.String})

    def tell(self, cells: pl.Series) -> pl.Series:
        """Return for each cell the first value of which the same is said; ``None`` for an empty one."""
        hashed, texts, numbers = self._distinct.new(cells)
        if texts:
            said = zip(self._say(texts), texts, strict=True)
            examples = [self._first.setdefault(one, text) for one, text in said]
            self._known = self._known.vstack(pl.DataFrame({"number": numbers, "example": examples}))
        rows = pl.DataFrame({"number": hashed.set(cells.is_null(), None)})
        return rows.join(self._known, on="number", how="left", maintain_order="left")["example"]


class Distinct:
    """Which values of a column were met before."""

    def __init__(self, seed: int) -> None:
        """Take the seed of the numbers."""
        self._seed = seed
        self.known = np.empty(0, np.uint64)

    def new(self, cells: pl.Series) -> tuple[pl.Series, list[str], Array]:
        """Return the numbers of the cells, and the values not met before with theirs."""
        hashed = cells.hash(self._seed)
        first = hashed.arg_unique()
        distinct = hashed.gather(first)
        first = first.filter(~distinct.is_in(pl.Series(self.known).implode()))
        some = cells.gather(first)
        numbers = hashed.gather(first).filter(some.is_not_null()).to_numpy()
        self.known = np.concatenate([self.known, numbers])
        return hashed, some.drop_nulls().to_list(), numbers


def mixed(columns: Sequence[Array]) -> Array:
    """Return one number a row for the numbers of several columns, in their order."""
    whole = np.full(len(columns[0]), _START)
    for column in columns:
        whole ^= column
        whole *= _FACTOR
        whole ^= whole >> np.uint64(29)
    return whole


def numbered(cells: pl.Series, seed: int) -> Array:
    """Return a number for each cell, equal where cells are."""
    numbers = cells.hash(seed).to_numpy().copy()
    numbers[cells.is_null().to_numpy()] = _EMPTY
    return numbers
