"""Names read as one kind of party or another, in arrays, each the first time it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from penstock.kernel.errors import UnreadableName
from penstock.parties.lines import Lines, joined, lines_of
from penstock.parties.names import Kind, Taken, reread, take_apart
from penstock.parties.spelt import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_UNREAD = -1
UNREADABLE = -2
"""The line of a name that cannot be read as a kind."""


class Readings:
    """Some names, and what has been read of them."""

    def __init__(self, names: Sequence[str], words: Words | None = None) -> None:
        """Take the names, and where their words are numbered."""
        self.names = names
        self._words = Words() if words is None else words
        self._lines: dict[Kind | None, Lines] = {}
        self._at: dict[Kind | None, NDArray[np.int64]] = {}
        self.errors: dict[tuple[int, Kind | None], UnreadableName] = {}
        """Why a name, by its place, cannot be read as a kind."""

    def read(self, kind: Kind | None, places: NDArray[np.int64]) -> tuple[Lines, NDArray[np.int64]]:
        """Return lines read as a kind, and which of them each of some names is, or ``UNREADABLE``."""
        if kind not in self._at:
            self._at[kind] = np.full(len(self.names), _UNREAD)
            self._lines[kind] = lines_of([], self._words)
        at = self._at[kind]
        new = np.flatnonzero(np.bincount(places[at[places] == _UNREAD]))
        if len(new):
            self._read(kind, new)
        return self._lines[kind], at[places]

    def _read(self, kind: Kind | None, new: NDArray[np.int64]) -> None:
        found = []
        known = len(self._lines[kind].cores)
        for place in new.tolist():
            try:
                found.append(self._taken(place, kind))
            except UnreadableName as error:
                self.errors[place, kind] = UnreadableName(error.message, remedy=error.remedy)
                self._at[kind][place] = UNREADABLE
                continue
            self._at[kind][place] = known + len(found) - 1
        self._lines[kind] = joined(self._lines[kind], lines_of(found, self._words))

    def _taken(self, place: int, kind: Kind | None) -> Taken:
        name = self.names[place]
        if kind is None or None not in self._at or self._at[None][place] < 0:
            return take_apart(name, kind)
        return reread(take_apart(name), kind)
