"""Numbers drawn by lot: a few very often, and all of them at least once; and rows put in the place of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]


class Size(NamedTuple):
    """How much a set of data holds: rows, distinct texts, distinct parties, planted rows."""

    rows: int
    texts: int
    parties: int
    planted: int


class Stretch(NamedTuple):
    """Rows ``start`` up to, and without, ``stop`` of all; ``number`` counts stretches from 0."""

    number: int
    start: int
    stop: int

    @property
    def length(self) -> int:
        """How many rows it has."""
        return self.stop - self.start


class Planted(NamedTuple):
    """The planted rows of a stretch: their places in it, the case of each, and how often that case came before."""

    at: Numbers
    case: Numbers
    turn: Numbers


def generator(seed: int, part: int) -> np.random.Generator:
    """Return the generator of one part of the data: the same seed and part, the same numbers."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, part])))


def often(rng: np.random.Generator, known: int, count: int, power: int) -> Numbers:
    """Draw ``count`` numbers below ``known``; the higher the power, the oftener the low ones come."""
    return np.minimum((known * rng.random(count) ** power).astype(np.int64), known - 1)


def free(count: int, taken: Numbers) -> Numbers:
    """Return the places below ``count`` that are not taken."""
    is_free = np.ones(count, bool)
    is_free[taken] = False
    return np.flatnonzero(is_free)


def cover(  # noqa: PLR0913  # what is drawn, from how many, where
    rng: np.random.Generator, drawn: Numbers, places: Numbers, *, known: int, stretch: Stretch, rows: int
) -> None:
    """Let each number below ``known`` come at least once in the file, as far as the places reach.

    Each stretch sees to its share of them, in proportion to its rows.
    """
    own = np.arange(stretch.start * known // rows, stretch.stop * known // rows, dtype=np.int64)
    chosen = rng.permutation(places)[: len(own)]
    drawn[chosen] = own[: len(chosen)]


def put(table: pl.DataFrame, other: pl.DataFrame, at: Numbers, *, where_filled: bool) -> pl.DataFrame:
    """Put the rows of another table in the place of those at ``at``; with ``where_filled`` only its filled cells."""
    put_in = []
    for name in table.columns:
        place = np.arange(len(table))
        instead = len(table) + np.arange(len(at))
        place[at] = np.where(other[name].is_not_null().to_numpy(), instead, at) if where_filled else instead
        put_in.append(pl.concat([table[name], other[name]]).gather(place))
    return pl.DataFrame(put_in)
