"""The distinct values of a run, each sorted once, and numbers that stand for the values of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from penstock.batch.cache import Learnt
from penstock.screening.alike import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.uint64]
    Begins = Callable[[Sequence[str]], Callable[[], Sequence[Sort]]]
    """Begins to sort values, and returns what waits for the sort of each."""

_START = np.uint64(0xD1B54A32D192ED03)
_EMPTY = np.uint64(0x9E3779B97F4A7C15)
_FACTOR = np.uint64(0xBF58476D1CE4E5B9)


class Values:
    """The distinct values of one column, or of several that hold the same kind of values."""

    def __init__(self, sort: Callable[[Sequence[str]], Sequence[Sort]]) -> None:
        """Take what sorts values."""
        self.sort = sort
        self._distinct = Distinct()
        self._told = {Sort.QUIET: np.empty(0, np.uint64), Sort.LOUD: np.empty(0, np.uint64)}
        self.silent: str | None = None

    def sorts(self, column: Hashed) -> NDArray[np.uint8]:
        """Return the sort of each cell, new values sorted first; an empty cell is silent.

        ``silent`` is a silent value afterwards, where there was any.
        """
        texts, numbers = self._distinct.new(column)
        if texts:
            self._learn(texts, numbers, self.sort(texts))
        return self.told(column)

    def told(self, column: Hashed) -> NDArray[np.uint8]:
        """Return the sort of each cell, all of whose values were sorted before; an empty cell is silent."""
        found = np.zeros(len(column.cells), np.uint8)
        for sort, some in self._told.items():
            if len(some):
                found[column.hashes.is_in(pl.Series(some).implode()).to_numpy()] = sort
        return found

    def begin(self, columns: Iterable[Hashed], begin: Begins) -> Callable[[], None]:
        """Begin to sort the new values of columns; they are asked for again when what is returned was called.

        Args:
            columns: The columns.
            begin: What sorts them.
        """
        told = [self._distinct.new(column) for column in columns]
        texts, numbers = [text for some, _ in told for text in some], [number for _, number in told]
        coming = begin(texts) if texts else None
        return lambda: None if coming is None else self._learn(texts, np.concatenate(numbers), coming())

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

    def _learn(self, texts: Sequence[str], numbers: Array, told: Sequence[Sort]) -> None:
        sorts = np.array(told, np.uint8)
        for sort in self._told:
            self._told[sort] = np.concatenate([self._told[sort], numbers[sorts == sort]])
        if self.silent is None:
            self.silent = next((text for text, sort in zip(texts, sorts, strict=True) if sort == Sort.SILENT), None)


class Said:
    """What is said of the distinct values of a column; of those of which the same is said, the first stands for all."""

    def __init__(self, seed: int, say: Callable[[Sequence[str]], Sequence[str]]) -> None:
        """Take what tells of each of some values what is said, and the seed of the numbers."""
        self._say = say
        self._seed = seed
        self._distinct = Distinct()
        self._first: dict[str, str] = {}
        self._known = pl.DataFrame(schema={"number": pl.UInt64, "example": pl.String})

    def tell(self, cells: pl.Series) -> pl.Series:
        """Return for each cell the first value of which the same is said; ``None`` for an empty one."""
        column = hashed(cells, self._seed)
        texts, numbers = self._distinct.new(column)
        if texts:
            said = zip(self._say(texts), texts, strict=True)
            examples = [self._first.setdefault(one, text) for one, text in said]
            self._known = self._known.vstack(pl.DataFrame({"number": numbers, "example": examples}))
        rows = pl.DataFrame({"number": column.hashes.set(cells.is_null(), None)})
        return rows.join(self._known, on="number", how="left", maintain_order="left")["example"]


class Hashed(NamedTuple):
    """The cells of a column, and a number for each; what that of an empty cell is has no meaning.

    Two values of one number would be judged as one. The seed of the numbers is drawn anew for each run, so nobody can
    choose values that meet, and among ten million distinct ones a chance meeting is one in 300,000 runs.
    """

    cells: pl.Series
    hashes: pl.Series

    def of(self, rows: pl.Series) -> Hashed:
        """Return some of the cells."""
        return Hashed(self.cells.gather(rows), self.hashes.gather(rows))

    @property
    def is_empty(self) -> NDArray[np.bool_]:
        """Tell which cells are empty."""
        return self.cells.is_null().to_numpy()

    @property
    def numbers(self) -> Array:
        """Return a number for each cell, equal where cells are; the same for all that are empty."""
        if not self.cells.null_count():
            return self.hashes.to_numpy()
        numbers = self.hashes.to_numpy().copy()
        numbers[self.is_empty] = _EMPTY
        return numbers


def hashed(cells: pl.Series, seed: int) -> Hashed:
    """Return cells with their numbers."""
    return Hashed(cells, cells.hash(seed))


def numbered(cells: pl.Series, seed: int) -> Array:
    """Return a number for each cell, equal where cells are; the same for all that are empty."""
    return hashed(cells, seed).numbers


class Distinct:
    """Which values of a column were met before."""

    def __init__(self) -> None:
        """Begin without any."""
        self.known = np.empty(0, np.uint64)

    def new(self, column: Hashed) -> tuple[list[str], Array]:
        """Return the values not met before, with their numbers."""
        new = (~column.hashes.is_in(pl.Series(self.known).implode()) & column.cells.is_not_null()).arg_true()
        first = new.gather(column.hashes.gather(new).arg_unique())
        numbers = column.hashes.gather(first).to_numpy()
        self.known = np.concatenate([self.known, numbers])
        return column.cells.gather(first).to_list(), numbers


def mixed(columns: Iterable[Array]) -> Array:
    """Return one number a row for the numbers of several columns, in their order."""
    found: Array | None = None
    for column in columns:
        found = np.full(len(column), _START) if found is None else found
        found ^= column
        found *= _FACTOR
        found ^= found >> np.uint64(29)
    if found is None:
        message = "There are no columns."
        raise ValueError(message)
    return found
