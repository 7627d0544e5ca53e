"""Names that are looked up together: read and keyed once, whatever the number of indexes that are searched for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from penstock.parties.keys import Keys, keys_of, together
from penstock.parties.likely import CODES, ROW, Rows, rows_of
from penstock.parties.readings import Readings
from penstock.parties.spelt import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from penstock.parties.lines import Lines
    from penstock.parties.names import Kind

AT_ONCE = 8_192
"""Names that are looked up together."""

MOST_WORDS = 262_144
"""Different words that are remembered from some names to the next."""


class NameKeys(NamedTuple):
    """What a search needs of names whose kind nobody says, so that they need not be read again.

    Args:
        starts: Where the keys of each start, and where the last end.
        keys: The keys, one name after another.
        words: The words of the name that each stands for, as bits.
        rows: A row of ``ROW`` for each name.
    """

    starts: NDArray[np.int64]
    keys: NDArray[np.uint32]
    words: NDArray[np.uint8]
    rows: NDArray[np.void]

    @classmethod
    def of(cls, parts: Sequence[NameKeys]) -> NameKeys:
        """Return the names of several parts, one after another."""
        counts = [np.diff(part.starts) for part in parts]
        starts = np.cumsum(np.concatenate([np.zeros(1, np.int64), *counts]))
        keys, words = (np.concatenate([part[column] for part in parts]) for column in (1, 2))
        rows = b"".join(part.rows.tobytes() for part in parts)
        return cls(starts, keys, words, np.frombuffer(rows, ROW))


class Asked:
    """Some names with their keys.

    Args:
        names: The names.
        kinds: What each belongs to, as said.
        codes: The number of each of those kinds.
        readings: The names, as they are read.
        keys: Their keys, in order.
        rows: What is told of them.
        errors: Why a name, by its place, cannot be read.
    """

    def __init__(self, names: Sequence[str], kinds: Sequence[Kind | None], words: Words) -> None:
        """Read the names, their words numbered by ``words``."""
        self.names = names
        self.kinds = kinds
        self.codes = codes_of(names, kinds)
        self.readings = Readings(names, words)
        keys = keys_in(self.readings, self.codes)
        order = np.argsort(keys.keys)  # in order, each lies near the last
        self.keys = Keys._make(column[order] for column in keys)
        self._told = told_of(self.readings, self.codes)
        self.rows = Rows(self._told)
        self.errors = {place: error for (place, _), error in self.readings.errors.items()}

    def by_name(self) -> NameKeys:
        """Return the keys name by name, to be kept; a name that cannot be read has none."""
        order = np.argsort(self.keys.owners, kind="stable")
        starts = np.searchsorted(self.keys.owners[order], np.arange(len(self.names) + 1))
        return NameKeys(starts, self.keys.keys[order], self.keys.words[order], self._told)


class Asker:
    """Makes names ready to be looked up, and remembers their words for those that follow."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._words = Words()

    def asked(self, names: Sequence[str], kinds: Sequence[Kind | None] | None = None) -> Iterator[Asked]:
        """Yield names as many at a time as are looked up together.

        Args:
            names: The names.
            kinds: What each belongs to; unknown of all when ``None``.
        """
        for start in range(0, len(names), AT_ONCE):
            if len(self._words) > MOST_WORDS:
                self._words = Words()
            some = names[start : start + AT_ONCE]
            yield Asked(some, kinds[start : start + AT_ONCE] if kinds is not None else [None] * len(some), self._words)


def codes_of(names: Sequence[str], kinds: Sequence[Kind | None]) -> NDArray[np.uint8]:
    """Return the number of the kind of each name."""
    return np.array([CODES[kind] for _, kind in zip(names, kinds, strict=True)], np.uint8)


def keys_in(names: Readings, said: NDArray[np.uint8]) -> Keys:
    """Return the keys of several names, each read as the kind it is said to be."""
    every = [Keys(np.zeros(0, np.uint32), np.zeros(0, np.int64), np.zeros(0, np.uint8))]
    for lines, own, _ in _by_kind(names, said):
        keys = keys_of(lines)
        every.append(keys._replace(owners=own[keys.owners]))
    return together(every)


def keys_of_names(names: Sequence[str]) -> NameKeys:
    """Read names of no kind said, for :meth:`penstock.parties.index.PartyIndex.concerns`."""
    return NameKeys.of([asked.by_name() for asked in Asker().asked(names)])


def rows_in(names: Readings, said: NDArray[np.uint8]) -> Rows:
    """Return what is told of several names, each read as the kind it is said to be, as pairs are weighed by it."""
    return Rows(told_of(names, said))


def told_of(names: Readings, said: NDArray[np.uint8]) -> NDArray[np.void]:
    """Return a row of ``ROW`` for each of several names, read as the kind it is said to be."""
    rows = np.zeros(len(said), ROW)
    for lines, own, kind in _by_kind(names, said):
        rows[own] = rows_of(lines, kind)
    return rows


def _by_kind(names: Readings, said: NDArray[np.uint8]) -> Iterator[tuple[Lines, NDArray[np.int64], Kind | None]]:
    """Yield the lines of the names of each kind, and the place of the name of each."""
    for kind, code in CODES.items():
        places = np.flatnonzero(said == code)
        if len(places):
            lines, at = names.read(kind, places)
            yield lines, places[at >= 0], kind
