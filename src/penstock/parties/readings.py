"""Names read as one kind of party or another, in arrays, each the first time it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from penstock.kernel.errors import UnreadableName
from penstock.parties.lines import Lines, joined, lines_of, some_of
from penstock.parties.names import REMEMBERED, has_hanzi, taken_apart
from penstock.parties.spelt import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from penstock.parties.names import Kind, Taken

UNREAD = -1
"""The line of a name that was not read as a kind."""

UNREADABLE = -2
"""The line of a name that cannot be read as a kind."""


class Readings:
    """Some names, and what has been read of them."""

    def __init__(self, names: Sequence[str], words: Words | None = None) -> None:
        """Take the names, and where their words are numbered."""
        self.names = names
        self.words = Words() if words is None else words
        self._lines: dict[Kind | None, Lines] = {}
        self._at: dict[Kind | None, NDArray[np.int64]] = {}
        self._taken: dict[Kind | None, dict[int, Taken]] = {}
        self.errors: dict[tuple[int, Kind | None], UnreadableName] = {}
        """Why a name, by its place, cannot be read as a kind."""

    def read(self, kind: Kind | None, places: NDArray[np.int64]) -> tuple[Lines, NDArray[np.int64]]:
        """Return lines read as a kind, and which of them each of some names is, or ``UNREADABLE``."""
        if kind not in self._at:
            self._at[kind] = np.full(len(self.names), UNREAD)
            self._lines[kind] = lines_of([], self.words)
        at = self._at[kind]
        new = np.flatnonzero(np.bincount(places[at[places] == UNREAD]))
        if len(new):
            self._read(kind, new)
        return self._lines[kind], at[places]

    def put(self, kind: Kind | None, lines: Lines, at: NDArray[np.int64]) -> None:
        """Take lines that were read as a kind before, and which of them each name is, if any."""
        self._lines[kind], self._at[kind] = lines, at

    def _read(self, kind: Kind | None, new: NDArray[np.int64]) -> None:
        is_told = self._are_told(kind, new)
        if is_told.any():
            told = new[is_told]
            self._add(kind, told, some_of(self._lines[None], self._at[None][told]))
        places, found = [], []
        for place in new[~is_told].tolist():
            try:
                found.append(self.taken(place, kind))
            except UnreadableName as error:
                self.errors[place, kind] = UnreadableName(error.message, remedy=error.remedy)
                self._at[kind][place] = UNREADABLE
            else:
                places.append(place)
        self._add(kind, np.array(places, np.int64), lines_of(found, self.words))

    def _are_told(self, kind: Kind | None, new: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which names were read as what they look like, and were so read as the kind."""
        found = np.zeros(len(new), np.bool_)
        if kind == "company" and None in self._at:
            at = self._at[None][new]
            read = np.flatnonzero(at >= 0)
            alike = read[~self._lines[None].rows["is_person"][at[read]]]
            found[alike] = [not has_hanzi(self.names[place]) for place in new[alike].tolist()]
        return found

    def _add(self, kind: Kind | None, places: NDArray[np.int64], lines: Lines) -> None:
        self._at[kind][places] = len(self._lines[kind].cores) + np.arange(len(places))
        self._lines[kind] = joined(self._lines[kind], lines)

    def taken(self, place: int, kind: Kind | None) -> Taken:
        """Return a name taken apart, as a kind.

        Raises:
            UnreadableName: It says nothing that tells one party from another.
        """
        known = self._taken.setdefault(kind, {})
        if place not in known:
            if len(known) >= REMEMBERED:
                known.clear()
            known[place] = self._take_apart(place, kind)
        return known[place]

    def _take_apart(self, place: int, kind: Kind | None) -> Taken:
        name = self.names[place]
        as_it_looks = self._taken.get(None, {}).get(place) if kind == "company" else None
        if as_it_looks is not None and as_it_looks.kind == "company" and not has_hanzi(name):
            return as_it_looks
        return taken_apart(name, kind)
