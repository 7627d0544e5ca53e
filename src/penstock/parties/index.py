"""A search over many names: those that share a key with a name are found in arrays, and only those are compared."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from penstock.kernel.errors import UnreadableName
from penstock.parties.ceiling import ceilings
from penstock.parties.compare import ALERT, Comparison, compare
from penstock.parties.keys import keys
from penstock.parties.likely import CODES, ROW, may_match, row_of
from penstock.parties.names import Kind, take_apart
from penstock.parties.readings import Readings
from penstock.parties.spelt import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LAST_KEY = 0xFFFFFFFF
FEW = 256
"""Fewer pairs than these are compared at once."""

AT_ONCE = 8_192
"""Names that are looked up together."""


class Match(NamedTuple):
    """A name of the index, by its place, that is a match of the name asked about."""

    place: int
    comparison: Comparison


class Packed(msgspec.Struct, frozen=True):
    """What an index is stored as: names, kinds, and the keys in order with the places and words that have them."""

    names: list[str]
    kinds: list[Kind | None]
    keys: bytes
    places: bytes
    words: bytes
    rows: bytes
    unreadable: list[int]


class Keyed(NamedTuple):
    """The keys of several names in one array, whose each is, the words it stands for, and what is told of each name."""

    keys: NDArray[np.uint32]
    owners: NDArray[np.int64]
    words: NDArray[np.uint8]
    rows: NDArray[np.void]


class Pairs(NamedTuple):
    """Names asked about, each beside a name of the index, in order."""

    asked: NDArray[np.int64]
    places: NDArray[np.int64]

    def of(self, some: NDArray[np.int64]) -> Pairs:
        """Return some of them."""
        return Pairs(self.asked[some], self.places[some])

    def by_name(self, count: int) -> list[list[int]]:
        """Return for each of so many names the places it is beside."""
        ends = np.searchsorted(self.asked, np.arange(1, count))
        return [part.tolist() for part in np.split(self.places, ends)][:count]


class PartyIndex:
    """Names that can be searched; which of them match a name depends on the two names alone."""

    def __init__(self, packed: Packed) -> None:
        """Take what :meth:`pack` wrote apart again."""
        self.names = packed.names
        self.kinds = packed.kinds
        self.unreadable = packed.unreadable
        self._packed = packed
        self._keys: NDArray[np.uint32] = np.frombuffer(packed.keys, np.uint32)
        self._places: NDArray[np.int32] = np.frombuffer(packed.places, np.int32)
        self._words: NDArray[np.uint8] = np.frombuffer(packed.words, np.uint8)
        is_first = np.ones(len(self._keys), np.bool_)
        is_first[1:] = self._keys[1:] != self._keys[:-1]
        starts = np.flatnonzero(is_first)
        self._distinct = np.append(self._keys[starts], np.uint32(_LAST_KEY))
        self._starts = np.append(starts, (len(self._keys), len(self._keys)))
        self._rows = np.frombuffer(packed.rows, ROW)
        self._readings = Readings(packed.names)

    @classmethod
    def build(cls, names: Sequence[str], kinds: Sequence[Kind | None]) -> PartyIndex:
        """Index names; those that cannot be read are kept, and their places are in ``unreadable``.

        Args:
            names: The names.
            kinds: What each belongs to.
        """
        keyed, errors = _keyed(names, kinds)
        order = np.argsort(keyed.keys, kind="stable")
        return cls(
            Packed(
                # what is no character cannot be packed
                names=[name.encode("utf-8", "replace").decode() for name in names],
                kinds=list(kinds),
                keys=keyed.keys[order].tobytes(),
                places=keyed.owners[order].astype(np.int32).tobytes(),
                words=keyed.words[order].tobytes(),
                rows=keyed.rows.tobytes(),
                unreadable=sorted(errors),
            )
        )

    def pack(self) -> bytes:
        """Return the index as bytes for :meth:`unpack`."""
        return msgspec.msgpack.encode(self._packed)

    @classmethod
    def unpack(cls, data: bytes) -> PartyIndex:
        """Read what :meth:`pack` wrote."""
        return cls(msgspec.msgpack.decode(data, type=Packed))

    def search(self, name: str, kind: Kind | None = None, *, limit: int = 10, least: float = ALERT) -> list[Match]:
        """Return the names that match one, best first; among equals the first in the index.

        Args:
            name: The name asked about.
            kind: What it belongs to.
            limit: How many are returned at most.
            least: The score from which a name is returned.

        Raises:
            UnreadableName: It says nothing that tells one party from another.
        """
        (found,) = self.search_many([name], [kind], limit=limit, least=least)
        if isinstance(found, UnreadableName):
            raise found
        return found

    def search_many(
        self,
        names: Sequence[str],
        kinds: Sequence[Kind | None] | None = None,
        *,
        limit: int = 10,
        least: float = ALERT,
    ) -> list[list[Match] | UnreadableName]:
        """Return for each name what :meth:`search` returns; what cannot be read stands in its place as the error."""
        every = kinds if kinds is not None else [None] * len(names)
        words = Words()
        found: list[list[Match] | UnreadableName] = []
        for start in range(0, len(names), AT_ONCE):
            part, own = names[start : start + AT_ONCE], every[start : start + AT_ONCE]
            keyed, errors = _keyed(part, own)
            pairs = self._candidates(keyed)
            if len(pairs.asked) >= FEW:
                pairs = self._likely(pairs, Readings(part, words), own, least)
            for number, places in enumerate(pairs.by_name(len(part))):
                error = errors.get(number)
                found.append(error or self._best(part[number], own[number], places, limit, least))
        return found

    def candidates(self, names: Sequence[str], kinds: Sequence[Kind | None]) -> list[list[int]]:
        """Return for each name the places of the names it is compared with; none for one that cannot be read."""
        keyed, _ = _keyed(names, kinds)
        return self._candidates(keyed).by_name(len(names))

    def _candidates(self, keyed: Keyed) -> Pairs:
        own = np.argsort(keyed.keys)  # in order, each lies near the last
        asked_for = keyed.keys[own]
        found = np.searchsorted(self._distinct, asked_for)
        is_known = self._distinct[found] == asked_for
        own, found = own[is_known], found[is_known]
        first = self._starts[found]
        shared = self._starts[found + 1] - first
        rows = np.repeat(own, shared)
        at = np.arange(len(rows)) - np.repeat(np.cumsum(shared) - shared - first, shared)
        pairs = keyed.owners[rows] * len(self.names) + self._places[at]
        order = np.argsort(pairs, kind="stable")
        pairs = pairs[order]
        starts = np.flatnonzero(np.diff(pairs, prepend=-1))
        pairs = pairs[starts]
        if not len(pairs):
            return Pairs(pairs, pairs)
        asked, places = np.divmod(pairs, len(self.names))
        ours = np.bitwise_or.reduceat(keyed.words[rows[order]], starts)
        theirs = np.bitwise_or.reduceat(self._words[at[order]], starts)
        is_left = may_match(keyed.rows[asked], ours, self._rows[places], theirs)
        return Pairs(asked[is_left], places[is_left])

    def _likely(self, pairs: Pairs, asked: Readings, kinds: Sequence[Kind | None], least: float) -> Pairs:
        """Leave out the pairs whose score is surely below ``least``."""
        own = np.array([CODES[kind] for kind in kinds], np.uint8)[pairs.asked]
        theirs = self._rows["said"][pairs.places]
        reading = np.where(own == 0, theirs, own)
        line = -np.inf if least <= 0 else log(least / (1 - least)) if least < 1 else np.inf
        is_left = np.ones(len(reading), np.bool_)
        for kind, code in CODES.items():
            some = np.flatnonzero(reading == code)
            if len(some):
                is_left[some] = self._may_reach(line, kind, pairs.of(some), asked)
        return pairs.of(np.flatnonzero(is_left))

    def _may_reach(self, line: float, kind: Kind | None, pairs: Pairs, asked: Readings) -> NDArray[np.bool_]:
        ours, at = asked.read(kind, pairs.asked)
        theirs, their_at = self._readings.read(kind, pairs.places)
        is_able = (at >= 0) & (their_at >= 0)
        if kind is None:  # two that look like parties of two kinds are compared as companies
            is_able &= ours.rows["is_person"][at] == theirs.rows["is_person"][their_at]
        able = np.flatnonzero(is_able)
        found = ~is_able
        found[able] = ceilings(ours, at[able], theirs, their_at[able], line) >= line
        return found

    def _best(self, name: str, kind: Kind | None, places: list[int], limit: int, least: float) -> list[Match]:
        found = []
        for place in places:
            comparison = compare(name, self.names[place], kind or self.kinds[place])
            if comparison.score >= least:
                found.append(Match(place, comparison))
        found.sort(key=lambda match: (-match.comparison.score, match.place))
        return found[:limit]


def _keyed(names: Sequence[str], kinds: Sequence[Kind | None]) -> tuple[Keyed, dict[int, UnreadableName]]:
    """Return the keys of several names; of one whose kind is not said, those of a company where it is not a person."""
    every: list[int] = []
    words: list[int] = []
    sizes: list[int] = []
    rows = np.zeros(len(names), ROW)
    errors: dict[int, UnreadableName] = {}
    for number, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        try:
            taken = take_apart(name, kind)
        except UnreadableName as error:
            errors[number] = UnreadableName(error.message, remedy=error.remedy)
            sizes.append(0)
            continue
        own = keys(taken)
        every += own
        words += own.values()
        sizes.append(len(own))
        rows[number] = row_of(taken, kind)
    owners = np.repeat(np.arange(len(names)), sizes)
    return Keyed(np.array(every, np.uint32), owners, np.array(words, np.uint8), rows), errors
