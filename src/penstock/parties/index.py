"""A search over many names: those that share a key with a name are found in arrays, and only those are compared."""

from __future__ import annotations

from functools import cached_property, partial
from math import log
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from penstock.kernel.errors import UnreadableName
from penstock.parties.asked import Asked, Asker, NameKeys, codes_of, keys_in, rows_in
from penstock.parties.ceiling import ceilings
from penstock.parties.compare import ALERT, Comparison, compare_read
from penstock.parties.kept import KeptLines, KeptWords
from penstock.parties.keys import Keys
from penstock.parties.likely import CODES, Rows, may_match
from penstock.parties.lines import joined, some_of
from penstock.parties.names import Kind  # noqa: TC001  # msgspec reads the annotations
from penstock.parties.near import Letters
from penstock.parties.postings import Postings
from penstock.parties.readings import UNREAD, UNREADABLE, Readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

FEW = 256
"""Fewer pairs than these are compared at once."""


class Match(NamedTuple):
    """A name of the index, by its place, that is a match of the name asked about."""

    place: int
    comparison: Comparison


class Packed(msgspec.Struct, frozen=True):
    """What an index is stored as: names, kinds, the keys in order with the places and words that have them, lines."""

    names: list[str]
    kinds: list[Kind | None]
    unreadable: list[int]
    keys: bytes
    places: bytes
    bits: bytes
    words: KeptWords
    lines: list[KeptLines]


class Pairs(NamedTuple):
    """Names asked about, each beside a name of the index, in order."""

    asked: NDArray[np.int64]
    places: NDArray[np.int64]

    def of(self, some: NDArray[np.int64]) -> Pairs:
        """Return some of them."""
        return Pairs(self.asked[some], self.places[some])

    def by_name(self) -> Iterator[tuple[int, list[int]]]:
        """Yield each name asked about, with the places it is beside."""
        asked, starts = np.unique(self.asked, return_index=True)
        ends = np.append(starts[1:], len(self.asked))
        places = self.places.tolist()
        for name, start, end in zip(asked.tolist(), starts.tolist(), ends.tolist(), strict=False):
            yield name, places[start:end]


class PartyIndex:
    """Names that can be searched; which of them match a name depends on the two names alone."""

    def __init__(self, readings: Readings, kinds: Sequence[Kind | None], unreadable: Sequence[int], keys: Keys) -> None:
        """Take names as they were read as the kinds they are said to be, those that cannot be read, and the keys."""
        self.names = readings.names
        self.kinds = kinds
        self.unreadable = unreadable
        self._readings = readings
        self._keys = keys
        self._postings = Postings(keys, len(readings.names))
        self._said = codes_of(self.names, kinds)
        self._rows = rows_in(readings, self._said)

    @classmethod
    def build(cls, names: Sequence[str], kinds: Sequence[Kind | None]) -> PartyIndex:
        """Index names; those that cannot be read are kept, and their places are in ``unreadable``.

        Args:
            names: The names.
            kinds: What each belongs to.
        """
        # what is no character cannot be packed
        readings = Readings([name.encode("utf-8", "replace").decode() for name in names])
        keys = keys_in(readings, codes_of(names, kinds))
        return cls(readings, list(kinds), sorted(place for place, _ in readings.errors), _in_order(keys))

    def amended(self, names: Sequence[str], kinds: Sequence[Kind | None]) -> PartyIndex:
        """Return the index of other names, as ``build`` has it; those that are where they were are not read again.

        Args:
            names: The names: those of this index in their order, and more after them.
            kinds: What each belongs to.
        """
        known, said = len(self.names), codes_of(names, kinds)
        is_kept = np.zeros(len(names), np.bool_)
        is_kept[:known] = said[:known] == self._said
        fresh = Readings([name.encode("utf-8", "replace").decode() for name in names], self._readings.words)
        readings = Readings(fresh.names, fresh.words)
        unreadable: list[int] = []
        for kind, code in CODES.items():
            old, new = np.flatnonzero((said == code) & is_kept), np.flatnonzero((said == code) & ~is_kept)
            lines, at = self._readings.read(kind, old)
            more, more_at = fresh.read(kind, new)
            at = np.concatenate([at, np.where(more_at >= 0, more_at + len(lines.cores), more_at)])
            places = np.concatenate([old, new])
            order = np.argsort(places)
            places, at = places[order], at[order]
            lines = some_of(joined(lines, more), at[at >= 0])
            whole = np.full(len(names), UNREAD)
            whole[places] = np.where(at >= 0, np.cumsum(at >= 0) - 1, UNREADABLE)
            readings.put(kind, lines, whole)
            unreadable += places[at < 0].tolist()
        return PartyIndex(readings, list(kinds), sorted(unreadable), _in_order(keys_in(readings, said)))

    def pack(self) -> bytes:
        """Return the index as bytes for :meth:`unpack`."""
        lines = {kind: self._readings.read(kind, np.flatnonzero(self._said == code)) for kind, code in CODES.items()}
        return msgspec.msgpack.encode(
            Packed(
                names=list(self.names),
                kinds=list(self.kinds),
                unreadable=list(self.unreadable),
                keys=self._keys.keys.tobytes(),
                places=self._keys.owners.tobytes(),
                bits=self._keys.words.tobytes(),
                words=KeptWords.of(self._readings.words),
                lines=[KeptLines.of(kind, read) for kind, (read, _) in lines.items()],
            )
        )

    @classmethod
    def unpack(cls, data: bytes) -> PartyIndex:
        """Read what :meth:`pack` wrote."""
        packed = msgspec.msgpack.decode(data, type=Packed)
        words = packed.words.words()
        readings, said = Readings(packed.names, words), codes_of(packed.names, packed.kinds)
        for kept in packed.lines:
            at = np.where(said == CODES[kept.kind], UNREADABLE, UNREAD)
            at[np.setdiff1d(np.flatnonzero(at == UNREADABLE), packed.unreadable)] = np.arange(len(kept.cores))
            readings.put(kept.kind, kept.lines(words), at)
        keys = Keys(
            np.frombuffer(packed.keys, np.uint32),
            np.frombuffer(packed.places, np.int32),
            np.frombuffer(packed.bits, np.uint8),
        )
        return cls(readings, packed.kinds, packed.unreadable, keys)

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

    def search_many(  # noqa: PLR0913  # what a search can be asked for
        self,
        names: Sequence[str],
        kinds: Sequence[Kind | None] | None = None,
        *,
        limit: int = 10,
        least: float = ALERT,
        lossless: bool = False,
        near: bool = False,
    ) -> list[list[Match] | UnreadableName]:
        """Return for each name what :meth:`search` returns; what cannot be read stands in its place as the error.

        Args:
            names: The names asked about.
            kinds: What each belongs to.
            limit: How many are returned at most for each.
            least: The score from which a name is returned.
            lossless: Whether names are compared too that share no key but whose letters are near, as
                ``penstock.parties.near`` has it; it takes longer.
            near: Whether ``least`` is the likeness, so that names are returned too that may be alike by chance.
        """
        found: list[list[Match] | UnreadableName] = []
        for asked in Asker().asked(names, kinds):
            matches = self.search_asked(asked, limit=limit, least=least, lossless=lossless, near=near)
            found += [asked.errors.get(number) or matches.get(number, []) for number in range(len(asked.names))]
        return found

    def search_asked(
        self, asked: Asked, *, limit: int = 10, least: float = ALERT, lossless: bool = False, near: bool = False
    ) -> dict[int, list[Match]]:
        """Return what :meth:`search_many` returns of names made ready, for those that have a match, by their place."""
        pairs = self._candidates(asked, lossless=lossless)
        if len(pairs.asked) >= FEW:
            pairs = self._likely(pairs, asked, least)
        found = {number: self._found(asked, number, places) for number, places in pairs.by_name()}
        for matches in found.values():
            matches[:] = [one for one in matches if (_likeness(one) if near else _score(one)) >= least]
            matches.sort(key=lambda match: (-match.comparison.score, match.place))
            del matches[limit:]
        return {number: matches for number, matches in found.items() if matches}

    def concerns(self, asked: NameKeys) -> NDArray[np.int64]:
        """Return which names may match some name of the index: no other does, see :meth:`search_many`."""
        some = np.flatnonzero(self._postings.may_know(asked.keys))
        some = some[np.argsort(asked.keys[some])]
        own, owners = np.unique(np.searchsorted(asked.starts, some, side="right") - 1, return_inverse=True)
        shared = self._postings.shared(Keys(asked.keys[some], owners, asked.words[some]))
        may = np.unique(shared.asked[may_match(Rows(asked.rows[own]), self._rows, shared)])
        found: NDArray[np.int64] = own[may]
        return found

    def candidates(
        self, names: Sequence[str], kinds: Sequence[Kind | None], *, lossless: bool = False
    ) -> list[list[int]]:
        """Return for each name the places of the names it is compared with; none for one that cannot be read."""
        found: list[list[int]] = []
        for asked in Asker().asked(names, kinds):
            beside = dict(self._candidates(asked, lossless=lossless).by_name())
            found += [beside.get(number, []) for number in range(len(asked.names))]
        return found

    def _candidates(self, asked: Asked, *, lossless: bool) -> Pairs:
        shared = self._postings.shared(asked.keys)
        may = np.flatnonzero(may_match(asked.rows, self._rows, shared))
        pairs = Pairs(shared.asked[may], shared.places[may])
        return self._and_near(pairs, asked) if lossless else pairs

    def _and_near(self, pairs: Pairs, asked: Asked) -> Pairs:
        """Add the pairs of one kind whose letters are near."""
        own, places = Letters(asked.names).near(self._letters)
        said, their_said = asked.codes[own], self._said[places]
        is_read = ~np.isin(own, [number for number, _ in asked.readings.errors]) & ~np.isin(places, self.unreadable)
        some = np.flatnonzero(is_read & ((said == their_said) | (said == 0) | (their_said == 0)))
        size = max(1, len(self.names))
        every = np.union1d(pairs.asked * size + pairs.places, own[some] * size + places[some])
        return Pairs(*np.divmod(every, size))

    @cached_property
    def _letters(self) -> Letters:
        return Letters(self.names)

    def _likely(self, pairs: Pairs, asked: Asked, least: float) -> Pairs:
        """Leave out the pairs whose score is surely below ``least``."""
        own = asked.codes[pairs.asked]
        theirs = self._said[pairs.places]
        reading = np.where(own == 0, theirs, own)
        line = -np.inf if least <= 0 else log(least / (1 - least)) if least < 1 else np.inf
        is_left = np.ones(len(reading), np.bool_)
        for kind, code in CODES.items():
            some = np.flatnonzero(reading == code)
            if len(some):
                is_left[some] = self._may_reach(line, kind, pairs.of(some), asked.readings)
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

    def _found(self, asked: Asked, number: int, places: list[int]) -> list[Match]:
        kind = asked.kinds[number]
        name = partial(asked.readings.taken, number)
        found = []
        for place in places:
            try:
                comparison = compare_read(name, partial(self._readings.taken, place), kind or self.kinds[place])
            except UnreadableName:  # as a name of the other's kind it says nothing
                continue
            found.append(Match(place, comparison))
        return found


_likeness = attrgetter("comparison.likeness")
_score = attrgetter("comparison.score")


def _in_order(keys: Keys) -> Keys:
    order = np.lexsort((keys.owners, keys.keys))
    return Keys(keys.keys[order], keys.owners[order].astype(np.int32), keys.words[order])
