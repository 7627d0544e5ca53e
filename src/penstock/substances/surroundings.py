"""What an atom shows with its nearest neighbours, as one number: which spots of an outline such an atom may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from penstock.substances.connections import Molecules
    from penstock.substances.patterns import Outline, Spot

ELEMENTS = (6, 7, 8, 9, 15, 16, 17, 35, 53)
"""Atomic numbers that are told apart; all others count as one."""

TOLD = (6, 7, 8)
"""Elements that an atom's neighbours are told apart by."""

_CARBON, _NITROGEN, _OXYGEN = range(3)
_SIZES = (16, 2, 2, 4, 8, 4, 4, 4, 4, 4)
"""How many values the parts of a kind have, see :class:`Kinds`; the greatest says "so many or more"."""

_ELEMENT = np.full(256, len(ELEMENTS), np.int32)
_ELEMENT[list(ELEMENTS)] = range(len(ELEMENTS))
_SORT = np.full(256, len(TOLD), np.int32)
_SORT[list(TOLD)] = range(len(TOLD))
_WORD = 64
_WIDTH = 16  # counts


class Kinds(NamedTuple):
    """Kinds of atoms with their surroundings, part by part."""

    element: NDArray[np.int32]
    """Place in ``ELEMENTS``, or after its end."""
    is_small: NDArray[np.bool_]
    is_saturated: NDArray[np.bool_]
    """Whether it is written with a capital and bears only single bonds."""
    ring_bonds: NDArray[np.int32]
    near: tuple[NDArray[np.int32], ...]
    """Its neighbours: the C, N, O and others, the unsaturated C in rings, the O that have no other neighbour."""


def marks(
    element: NDArray[np.int32], is_saturated: NDArray[np.int32], ring_bonds: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Return what is counted of atoms, a column each: their elements, C by saturation, C, N and O in rings, fusing.

    Args:
        element: Place in ``ELEMENTS``, after its end for others, -1 where it is not known.
        is_saturated: 1, 0, or -1 where it is not known.
        ring_bonds: Bonds in rings, at least.
    """
    elements = [element == place for place in range(len(ELEMENTS) + 1)]
    carbon = [(element == _CARBON) & (is_saturated == one) for one in (0, 1)]
    rings = [(element == one) & (ring_bonds > 0) for one in (_CARBON, _NITROGEN, _OXYGEN)]
    return np.column_stack((*elements, *carbon, *rings, ring_bonds > 2))  # noqa: PLR2004  # two bonds make one ring


@dataclass(frozen=True, slots=True)
class Wanted:
    """A spot of an outline with what its neighbours there ask for.

    ``told`` are its neighbours as ``Kinds.near`` counts them, ``least`` how many there are at least, ``either`` what
    it asks for one of.
    """

    spot: Spot
    told: tuple[int, ...]
    least: int
    ring_bonds: int
    either: tuple[Wanted, ...]

    @classmethod
    def of(cls, outline: Outline, place: int) -> Wanted:
        """Return what the spot at a place of an outline asks for."""
        spot = outline.spots[place]
        near = [outline.spots[other] for other in outline.near[place]]
        carbon, oxygen = frozenset({6}), frozenset({8})
        aromatic = sum(one.numbers == carbon and one.in_ring is True and one.is_saturated is False for one in near)
        return cls(
            spot=spot,
            told=(
                *(sum(one.numbers == frozenset({number}) for one in near) for number in TOLD),
                sum(one.numbers is not None and one.numbers.isdisjoint(TOLD) for one in near),
                aromatic,
                sum(one.numbers == oxygen and one.most == 1 for one in near),
            ),
            least=max(len(near), spot.least),
            ring_bonds=sum(place in pair for pair in outline.ring_bonds) or (2 if spot.in_ring else 0),
            either=tuple(cls.of(other, 0) for other in spot.around),
        )

    def marks(self) -> NDArray[np.bool_]:
        """Return what is surely counted of an atom that takes this spot, one row."""
        numbers = self.spot.numbers or frozenset()
        element = _ELEMENT[list(numbers)] if len(numbers) == 1 else np.array([-1], np.int32)
        is_saturated = -1 if self.spot.is_saturated is None else int(self.spot.is_saturated)
        return marks(element, np.array([is_saturated], np.int32), np.array([self.ring_bonds], np.int32))

    def may_be(self, kinds: Kinds) -> NDArray[np.bool_]:
        """Tell of each kind whether an atom of it may take this spot."""
        spot = self.spot
        able = np.ones(len(kinds.element), np.bool_)
        if spot.numbers is not None:
            able &= np.isin(kinds.element, _ELEMENT[list(spot.numbers)])
        if spot.is_capital:
            able &= ~kinds.is_small
        if spot.is_saturated is not None:
            able &= kinds.is_saturated == spot.is_saturated
        able &= kinds.ring_bonds == 0 if spot.in_ring is False else kinds.ring_bonds >= self.ring_bonds
        for count, told, size in zip(kinds.near, self.told, _SIZES[4:], strict=True):
            able &= count >= min(told, size - 1)
        total = sum(kinds.near[:4])
        is_more = np.any([count == size - 1 for count, size in zip(kinds.near[:4], _SIZES[4:], strict=False)], axis=0)
        able &= is_more | (total >= self.least)
        if spot.most is not None:
            able &= total <= spot.most
        if self.either:
            able &= np.any([one.may_be(kinds) for one in self.either], axis=0)
        return able


class Surroundings:
    """Kinds of atoms, learnt as they are met: which spots of which outlines an atom of each may take."""

    def __init__(self, wanted: Sequence[Sequence[Wanted]]) -> None:
        """Take the spots of every outline, at most as many of each as an unsigned number of 32 bits tells apart."""
        number = {one: place for place, one in enumerate(dict.fromkeys(one for some in wanted for one in some))}
        self._all = tuple(number)
        self._words = max(1, -(-len(number) // _WORD))
        self._ranks = [np.array([number[one] for one in some]) for some in wanted]
        self._place = np.full(int(np.prod(_SIZES)), -1, np.int32)
        self.needs = np.vstack([np.zeros((0, self._words), np.uint64), *map(self._word_row, self._ranks)])
        """Bits of all the spots of each outline."""
        self.shown = np.zeros((0, self._words), np.uint64)
        """Bits of all spots, of whatever outline, that an atom of each kind may take."""
        self.marks = np.zeros((0, _WIDTH // 4), np.uint64)
        """What is counted of an atom of each kind, four counts to a word of 16 bits each."""
        self.first = np.zeros((len(wanted), 0), np.uint32)
        """For each outline and kind the bits of the outline's spots that such an atom may take."""

    def _word_row(self, ranks: NDArray[np.int64]) -> NDArray[np.uint64]:
        able = np.zeros((1, self._words * _WORD), np.bool_)
        able[0, ranks] = True
        return _words(able)

    def of(self, molecules: Molecules) -> NDArray[np.int32]:
        """Return the kind of every atom, a row of ``shown`` and ``marks``."""
        keys = _keys(molecules)
        kinds = self._place[keys]
        if (kinds < 0).any():
            self._learn(np.unique(keys[kinds < 0]))
            kinds = self._place[keys]
        return kinds

    def _learn(self, keys: NDArray[np.int32]) -> None:
        kinds = _kinds(keys)
        able = np.zeros((len(keys), self._words * _WORD), np.bool_)
        for place, wanted in enumerate(self._all):
            able[:, place] = wanted.may_be(kinds)
        self._place[keys] = np.arange(len(keys)) + len(self.shown)
        self.shown = np.vstack((self.shown, _words(able)))
        counted = marks(kinds.element, kinds.is_saturated.astype(np.int32), kinds.ring_bonds)
        counts = np.zeros((len(keys), _WIDTH), "<u2")
        counts[:, : counted.shape[1]] = counted
        self.marks = np.vstack((self.marks, counts.view("<u8").astype(np.uint64)))
        first = [
            able[:, ranks].astype(np.uint32) @ (1 << np.arange(len(ranks), dtype=np.uint32)) for ranks in self._ranks
        ]
        self.first = np.hstack((self.first, np.array(first, np.uint32).reshape(len(self._ranks), len(keys))))


def _words(able: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return rows of truths as rows of words, the first truth the lowest bit."""
    return np.packbits(able, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def _keys(molecules: Molecules) -> NDArray[np.int32]:
    """Return the surroundings of every atom as one number, of parts of ``_SIZES``."""
    atoms, bonds = molecules.atoms, molecules.bonds
    count = len(atoms.number)
    ends = np.concatenate((bonds.one, bonds.other))
    far = np.concatenate((bonds.other, bonds.one))
    near = np.bincount(ends * 4 + _SORT[atoms.number[far]], minlength=4 * count).reshape(-1, 4).T
    ring = np.bincount(ends[np.tile(bonds.in_ring, 2)], minlength=count)
    is_saturated = ~atoms.is_small
    is_saturated[ends[np.tile(bonds.is_multiple, 2)]] = False
    is_aromatic = (atoms.number == TOLD[_CARBON]) & ~is_saturated & (ring > 0)
    is_end = (atoms.number == TOLD[_OXYGEN]) & (near.sum(axis=0) == 1)
    beside = (np.bincount(ends[mark[far]], minlength=count) for mark in (is_aromatic, is_end))
    parts = (_ELEMENT[atoms.number], atoms.is_small, is_saturated, np.maximum(ring - 1, 0), *near, *beside)
    key = np.zeros(count, np.int32)
    for size, part in zip(_SIZES, parts, strict=True):
        key *= size
        key += np.minimum(part, size - 1).astype(np.int32)
    return key


def _kinds(keys: NDArray[np.int32]) -> Kinds:
    """Return the parts of some numbers of :func:`_keys`."""
    parts = []
    for size in reversed(_SIZES):
        keys, part = np.divmod(keys, size)
        parts.append(part)
    element, is_small, is_saturated, ring, *near = reversed(parts)
    return Kinds(element, is_small > 0, is_saturated > 0, np.where(ring > 0, ring + 1, 0), tuple(near))
