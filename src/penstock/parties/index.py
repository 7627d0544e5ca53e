"""A search over many names: those that share a key with a name are found in arrays, and only those are compared."""

from __future__ import annotations

from functools import cached_property
from math import log
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from penstock.kernel.errors import UnreadableName
from penstock.parties.ceiling import ceilings
from penstock.parties.compare import ALERT, Comparison, compare
from penstock.parties.keys import Keys, keys_of, together
from penstock.parties.likely import CODES, ROW, Rows, may_match, rows_of
from penstock.parties.names import Kind  # noqa: TC001  # msgspec reads the annotations
from penstock.parties.near import Letters
from penstock.parties.postings import Postings
from penstock.parties.readings import Readings
from penstock.parties.spelt import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

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


def keys_of_names(names: Sequence[str]) -> NameKeys:
    """Read names, of no kind said, for :meth:`PartyIndex.concerns`; one that cannot be read has no keys."""
    keys, rows = _keyed(Readings(names), [None] * len(names))
    order = np.argsort(keys.owners, kind="stable")
    starts = np.searchsorted(keys.owners[order], np.arange(len(names) + 1))
    return NameKeys(starts, keys.keys[order], keys.words[order], rows)


class PartyIndex:
    """Names that can be searched; which of them match a name depends on the two names alone."""

    def __init__(self, packed: Packed) -> None:
        """Take what :meth:`pack` wrote apart again."""
        self.names = packed.names
        self.kinds = packed.kinds
        self.unreadable = packed.unreadable
        self._packed = packed
        self._postings = Postings(*_posted(packed), len(packed.names))
        self._said = _codes(packed.kinds)
        self._rows = Rows(np.frombuffer(packed.rows, ROW))
        self._readings = Readings(packed.names)

    @classmethod
    def build(cls, names: Sequence[str], kinds: Sequence[Kind | None]) -> PartyIndex:
        """Index names; those that cannot be read are kept, and their places are in ``unreadable``.

        Args:
            names: The names.
            kinds: What each belongs to.
        """
        return cls(_packed(names, kinds))

    def amended(self, names: Sequence[str], kinds: Sequence[Kind | None]) -> PartyIndex:
        """Return the index of other names, as ``build`` has it; those that are where they were are not read again.

        Args:
            names: The names: those of this index in their order, and more after them.
            kinds: What each belongs to.
        """
        known = len(self.names)
        changed = [place for place in range(known) if kinds[place] != self.kinds[place]]
        new = np.array([*changed, *range(known, len(names))], np.int64)
        made = _packed([names[place] for place in new], [kinds[place] for place in new])
        keys, places, words = _posted(self._packed)
        more, of, said = _posted(made)
        left = np.flatnonzero(~np.isin(places, changed))
        keys, words = np.concatenate([keys[left], more]), np.concatenate([words[left], said])
        places = np.concatenate([places[left], new[of].astype(np.int32)])
        order = np.argsort(keys.astype(np.uint64) << np.uint64(32) | places.astype(np.uint64), kind="stable")
        rows = np.zeros((len(names), ROW.itemsize), np.uint8)
        rows[:known] = np.frombuffer(self._packed.rows, np.uint8).reshape(known, ROW.itemsize)
        rows[new] = np.frombuffer(made.rows, np.uint8).reshape(len(new), ROW.itemsize)
        unread = {*self.unreadable} - {*changed} | {*new[np.array(made.unreadable, np.int64)].tolist()}
        return PartyIndex(
            Packed(
                names=[*self.names, *made.names[len(changed) :]],
                kinds=list(kinds),
                keys=keys[order].tobytes(),
                places=places[order].tobytes(),
                words=words[order].tobytes(),
                rows=rows.tobytes(),
                unreadable=sorted(unread),
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
        lossless: bool = False,
    ) -> list[list[Match] | UnreadableName]:
        """Return for each name what :meth:`search` returns; what cannot be read stands in its place as the error.

        Args:
            names: The names asked about.
            kinds: What each belongs to.
            limit: How many are returned at most for each.
            least: The score from which a name is returned.
            lossless: Whether names are compared too that share no key but whose letters are near, as
                ``penstock.parties.near`` has it; it takes longer.
        """
        every = kinds if kinds is not None else [None] * len(names)
        words = Words()
        found: list[list[Match] | UnreadableName] = []
        for start in range(0, len(names), AT_ONCE):
            part, own = names[start : start + AT_ONCE], every[start : start + AT_ONCE]
            readings = Readings(part, words)
            pairs = self._candidates(readings, own, lossless=lossless)
            if len(pairs.asked) >= FEW:
                pairs = self._likely(pairs, readings, own, least)
            for number, places in enumerate(pairs.by_name(len(part))):
                error = readings.errors.get((number, own[number]))
                found.append(error or self._best(part[number], own[number], places, limit, least))
        return found

    def concerns(self, asked: NameKeys) -> NDArray[np.int64]:
        """Return which names may match some name of the index: no other does, see :meth:`search_many`."""
        some = np.flatnonzero(self._postings.may_know(asked.keys))
        owners = np.searchsorted(asked.starts, some, side="right") - 1
        own, owners = np.unique(owners, return_inverse=True)
        shared = self._postings.shared(Keys(asked.keys[some], owners.astype(np.int64), asked.words[some]))
        may = np.unique(shared.asked[may_match(Rows(asked.rows[own]), self._rows, shared)])
        found: NDArray[np.int64] = own[may]
        return found

    def candidates(
        self, names: Sequence[str], kinds: Sequence[Kind | None], *, lossless: bool = False
    ) -> list[list[int]]:
        """Return for each name the places of the names it is compared with; none for one that cannot be read."""
        return self._candidates(Readings(names), kinds, lossless=lossless).by_name(len(names))

    def _candidates(self, asked: Readings, kinds: Sequence[Kind | None], *, lossless: bool) -> Pairs:
        keys, rows = _keyed(asked, kinds)
        shared = self._postings.shared(keys)
        may = np.flatnonzero(may_match(Rows(rows), self._rows, shared))
        pairs = Pairs(shared.asked[may], shared.places[may])
        return self._and_near(pairs, asked, kinds) if lossless else pairs

    def _and_near(self, pairs: Pairs, asked: Readings, kinds: Sequence[Kind | None]) -> Pairs:
        """Add the pairs of one kind whose letters are near."""
        own, places = Letters(asked.names).near(self._letters)
        said, their_said = _codes(kinds)[own], self._said[places]
        is_read = ~np.isin(own, [number for number, _ in asked.errors]) & ~np.isin(places, self.unreadable)
        some = np.flatnonzero(is_read & ((said == their_said) | (said == 0) | (their_said == 0)))
        size = max(1, len(self.names))
        every = np.union1d(pairs.asked * size + pairs.places, own[some] * size + places[some])
        return Pairs(*np.divmod(every, size))

    @cached_property
    def _letters(self) -> Letters:
        return Letters(self.names)

    def _likely(self, pairs: Pairs, asked: Readings, kinds: Sequence[Kind | None], least: float) -> Pairs:
        """Leave out the pairs whose score is surely below ``least``."""
        own = _codes(kinds)[pairs.asked]
        theirs = self._said[pairs.places]
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
            try:
                comparison = compare(name, self.names[place], kind or self.kinds[place])
            except UnreadableName:  # as a name of the other's kind it says nothing
                continue
            if comparison.score >= least:
                found.append(Match(place, comparison))
        found.sort(key=lambda match: (-match.comparison.score, match.place))
        return found[:limit]


def _codes(kinds: Sequence[Kind | None]) -> NDArray[np.uint8]:
    return np.array([CODES[kind] for kind in kinds], np.uint8)


def _posted(packed: Packed) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.uint8]]:
    """Return the keys of an index in order, whose each is, and the words it stands for."""
    return (
        np.frombuffer(packed.keys, np.uint32),
        np.frombuffer(packed.places, np.int32),
        np.frombuffer(packed.words, np.uint8),
    )


def _packed(names: Sequence[str], kinds: Sequence[Kind | None]) -> Packed:
    readings = Readings(names)
    keys, rows = _keyed(readings, kinds)
    order = np.lexsort((keys.owners, keys.keys))
    return Packed(
        # what is no character cannot be packed
        names=[name.encode("utf-8", "replace").decode() for name in names],
        kinds=list(kinds),
        keys=keys.keys[order].tobytes(),
        places=keys.owners[order].astype(np.int32).tobytes(),
        words=keys.words[order].tobytes(),
        rows=rows.tobytes(),
        unreadable=sorted(place for place, _ in readings.errors),
    )


def _keyed(names: Readings, kinds: Sequence[Kind | None]) -> tuple[Keys, NDArray[np.void]]:
    """Return the keys of several names, each read as the kind it is said to be, and what is told of them."""
    said = _codes([kind for _, kind in zip(names.names, kinds, strict=True)])
    rows = np.zeros(len(kinds), ROW)
    every = [Keys(np.zeros(0, np.uint32), np.zeros(0, np.int64), np.zeros(0, np.uint8))]
    for kind, code in CODES.items():
        lines, at = names.read(kind, np.flatnonzero(said == code))
        own = np.flatnonzero(said == code)[at >= 0]
        keys = keys_of(lines)
        every.append(keys._replace(owners=own[keys.owners]))
        rows[own] = rows_of(lines, kind)
    return together(every), rows
