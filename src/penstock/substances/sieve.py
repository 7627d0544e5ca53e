"""A sieve: which patterns a structure might match and whether it may be named, told from atoms and connections alone.

Every pattern is weakened to an outline. An atom may stand at a spot of it when its own surroundings allow that and
each neighbouring spot can be taken by one of its neighbours; what is left when nothing more can be struck out is
all that a match can use. A structure that matches is never let go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from penstock.substances.surroundings import Surroundings, Wanted

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from penstock.substances.connections import Molecules
    from penstock.substances.patterns import Outline

MOST_SPOTS = 32
"""Spots of an outline that are tried, each one bit of a number: those nearest to its most telling one."""

MOST_TRIES = 2000
"""Steps in laying one outline on one component; where these do not settle it, it may match."""

_OXYGEN = 8


@dataclass(frozen=True, slots=True)
class Mesh:
    """One pattern of a sieve: whose it is and its outline.

    ``exactly`` replaces that where only a component with just those heavy atoms and as many bonds can match.
    """

    owner: tuple[str, Any]
    outline: Outline | None = None
    exactly: int | None = None


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is left of one text: whether some component may be a named substance, and whose patterns may match."""

    is_named: bool = False
    owners: frozenset[tuple[str, Any]] = frozenset()


class Sieve:
    """All outlines of a register, and the skeletons of its named substances."""

    def __init__(
        self, meshes: Iterable[Mesh], named: Iterable[int], alone: Iterable[int] = (), metals: Iterable[int] = ()
    ) -> None:
        """Take the patterns and what tells named substances.

        Args:
            meshes: The patterns.
            named: The skeletons (``Molecules.skeletons``) of the named substances' components.
            alone: Those that name nothing beside other components, water left aside.
            metals: Atomic numbers of the metals of named substances.
        """
        every = tuple(meshes)
        self._exact = [(mesh.owner, np.uint64(mesh.exactly)) for mesh in every if mesh.exactly is not None]
        owners: dict[Outline, list[tuple[str, Any]]] = {}
        for mesh in every:
            if mesh.outline is not None:
                owners.setdefault(mesh.outline, []).append(mesh.owner)
        self._owners = list(owners.values())
        asides = dict.fromkeys(one for outline in owners for spot in outline.spots for one in spot.around)
        rows = {outline: place for place, outline in enumerate((*owners, *asides))}
        self._shapes = [_Shape(outline, rows, start=None if outline in owners else 0) for outline in rows]
        self._named = np.array(sorted(set(named)), np.uint64)
        self._alone = np.array(sorted(set(alone)), np.uint64)
        self._is_metal = np.isin(np.arange(256), list(metals))
        self._surroundings = Surroundings([shape.wanted for shape in self._shapes])

    def sift(self, molecules: Molecules) -> dict[int, Sifted]:
        """Return what is left of each text of which something is; those that are not read are left out."""
        found: dict[int, tuple[bool, set[tuple[str, Any]]]] = {}
        for place in np.unique(molecules.text_of[self._may_be_named(molecules)]).tolist():
            found[place] = (True, set())
        for owner, components in self._caught(molecules):
            for place in molecules.text_of[components].tolist():
                found.setdefault(place, (False, set()))[1].add(owner)
        read = molecules.is_read
        return {place: Sifted(named, frozenset(own)) for place, (named, own) in found.items() if read[place]}

    def _may_be_named(self, molecules: Molecules) -> NDArray[np.int64]:
        """Return the components with the skeleton of a named substance, and those with a metal that is bound."""
        is_solute = (molecules.sizes > 1) | (molecules.atoms.number[molecules.starts] != _OXYGEN)
        solutes = np.bincount(molecules.text_of[is_solute], minlength=len(molecules.is_read))
        is_alone = solutes[molecules.text_of] <= 1
        skeletons = molecules.skeletons
        same = np.isin(skeletons, self._named) | (is_alone & np.isin(skeletons, self._alone))
        metals = self._is_metal[molecules.atoms.number] & (molecules.near[0][0, :-1] < len(molecules.atoms.number))
        return np.concatenate((np.flatnonzero(same), molecules.atoms.component[metals]))

    def _caught(self, molecules: Molecules) -> Iterator[tuple[tuple[str, Any], NDArray[np.int64]]]:
        """Yield for each pattern its owner and the components that may match it."""
        if not len(molecules.starts):
            return
        for owner, wanted in self._exact:
            yield owner, np.flatnonzero(molecules.sums == wanted)
        kinds = self._surroundings.of(molecules)
        shown = np.bitwise_or.reduceat(self._surroundings.shown[kinds], molecules.starts).T.copy()
        counted = np.add.reduceat(self._surroundings.marks[kinds], molecules.starts, axis=0)
        counts = np.vstack((_rings(molecules), counted.astype("<u8").view("<u2").T))
        laid = _Laid(molecules, kinds, self._surroundings.first, np.zeros(len(kinds) + 1, np.uint32))
        for place, owners in enumerate(self._owners):
            shape = self._shapes[place]
            is_possible = np.ones(len(molecules.starts), np.bool_)
            for row, need in zip(shown, self._surroundings.needs[place], strict=True):
                if need:
                    is_possible &= (row & need) == need
            possible = np.flatnonzero(is_possible)
            for row, least in zip(counts, shape.needs.tolist(), strict=True):
                if least:
                    possible = possible[row[possible] >= least]
            left = self._left(shape, laid, possible) if len(possible) else possible
            for owner in owners:
                yield owner, left

    def _left(self, shape: _Shape, laid: _Laid, components: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return those of some components on which the spots of an outline can be laid."""
        molecules, may = laid.molecules, laid.may
        sizes = molecules.sizes[components]
        atoms = np.arange(sizes.sum()) + np.repeat(molecules.starts[components] - np.cumsum(sizes) + sizes, sizes)
        may[atoms] = laid.first[shape.row, laid.kinds[atoms]]
        left = shape.among(molecules, components, atoms[may[atoms] > 0], may)
        left = left[[self._stands(shape, laid, component) for component in left.tolist()]]
        may[atoms] = 0
        return left

    def _stands(self, shape: _Shape, laid: _Laid, component: int) -> bool:
        """Tell whether the spots of an outline can be laid on different atoms of one component.

        An atom at a spot that asks for surroundings must have one of them about it.
        """
        own = laid.atoms_of(component)
        able, near = laid.may[own].tolist(), (laid.molecules.near[0][:, own].T - own.start).tolist()
        for rank, rows in shape.around:
            asides = [(self._shapes[row], laid.first[row, laid.kinds[own]].tolist()) for row in rows]
            for atom, spots in enumerate(able):
                if spots >> rank & 1 and not any(
                    around[atom] & 1 and aside.fits(around, near, [atom]) for aside, around in asides
                ):
                    able[atom] &= ~(1 << rank)
        return shape.fits(able, near, range(len(able)))


class _Laid(NamedTuple):
    """Molecules with what their atoms may take.

    ``first`` are the spots of each outline, a row each, that an atom of each of ``kinds`` may take; ``may`` is room
    for the atoms and one more, all zero.
    """

    molecules: Molecules
    kinds: NDArray[np.int32]
    first: NDArray[np.uint32]
    may: NDArray[np.uint32]

    def atoms_of(self, component: int) -> slice:
        """Return the places of the atoms of one component."""
        start = int(self.molecules.starts[component])
        return slice(start, start + int(self.molecules.sizes[component]))


def _rings(molecules: Molecules) -> NDArray[np.int64]:
    """Return the number of independent rings of each component."""
    bonds = np.bincount(molecules.atoms.component[molecules.bonds.one], minlength=len(molecules.starts))
    return bonds - molecules.sizes + 1


class _Shape:
    """An outline ready to be laid on molecules: one bit a spot."""

    def __init__(self, outline: Outline, rows: Mapping[Outline, int], *, start: int | None) -> None:
        chosen = _chosen(outline, start)
        self.row = rows[outline]
        self.around = [
            (rank, [rows[one] for one in outline.spots[place].around])
            for rank, place in enumerate(chosen)
            if outline.spots[place].around
        ]
        bit = {place: rank for rank, place in enumerate(chosen)}
        self.wanted = [Wanted.of(outline, place) for place in chosen]
        self.all = np.uint32((1 << len(chosen)) - 1)
        self.needs = _needs(outline)
        near = [[other for other in outline.near[place] if other in bit] for place in chosen]
        colours = _colours(outline)
        twice = [[other for other in own if [colours[o] for o in own].count(colours[other]) > 1] for own in near]
        closed = [
            [other for other in own if not outline.ring_bonds.isdisjoint({(place, other), (other, place)})]
            for place, own in zip(chosen, near, strict=True)
        ]
        once = [[other for other in own if other not in ring] for own, ring in zip(near, closed, strict=True)]
        asked = ([[bit[other] for other in own] for own in some] for some in (once, twice, closed))
        self._once, self._twice, self._closed = map(_tables, asked)
        self._alike = [
            (np.uint32(sum(1 << bit[place] for place in chosen if colours[place] == colour)), number)
            for colour in dict.fromkeys(colours)
            if (number := sum(colours[place] == colour for place in chosen)) > 1
        ] + [(self.all, len(chosen))]
        self._bound = [[bit[other] for other in own if bit[other] < rank] for rank, own in enumerate(near)]

    def among(
        self,
        molecules: Molecules,
        components: NDArray[np.int64],
        atoms: NDArray[np.int64],
        may: NDArray[np.uint32],
    ) -> NDArray[np.int64]:
        """Strike out what atoms may not take until nothing more can be, and return the components that are left."""
        is_left = np.zeros(len(molecules.starts), np.bool_)
        is_same = False
        while len(atoms):
            found = self._whole(may, atoms, molecules.atoms.component)
            if is_same and len(found) == len(components):
                return components
            is_left[components] = False
            is_left[found] = True
            components = found
            atoms = atoms[is_left[molecules.atoms.component[atoms]]]
            left = self._struck(may, atoms, molecules)
            is_same = np.array_equal(left, may[atoms])
            may[atoms] = left
            atoms = atoms[left > 0]
        return components[:0]

    def _struck(self, may: NDArray[np.uint32], atoms: NDArray[np.int64], molecules: Molecules) -> NDArray[np.uint32]:
        """Return the spots that some atoms may still take, their neighbours considered."""
        once, twice, in_ring = (np.zeros(len(atoms), np.uint32) for _ in range(3))
        for row, closed in zip(*molecules.near, strict=True):
            seen = may[row[atoms]]
            twice |= once & seen
            once |= seen
            in_ring |= seen & closed[atoms]
        left = may[atoms]
        for tables, seen in ((self._once, once), (self._twice, twice), (self._closed, in_ring)):
            parts = seen.view(np.uint8).reshape(-1, 4)
            for number, table in tables:
                left &= table[parts[:, number]]
        return left

    def _whole(
        self, may: NDArray[np.uint32], atoms: NDArray[np.int64], component: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return the components with an atom for every spot and, for spots that are alike, as many atoms as spots."""
        own = component[atoms]
        starts = np.flatnonzero(np.diff(own, prepend=-1))
        left = may[atoms]
        whole = np.bitwise_or.reduceat(left, starts) == self.all
        for bits, number in self._alike:
            whole &= np.add.reduceat((left & bits) > 0, starts, dtype=np.int32) >= number
        found: NDArray[np.int64] = own[starts[whole]]
        return found

    def fits(self, able: list[int], near: list[list[int]], starts: Iterable[int]) -> bool:
        """Tell whether the spots can be laid on different atoms; after ``MOST_TRIES`` it is left open, and true.

        Args:
            able: The bits of the spots that each atom of a component may take.
            near: The neighbours of each; a place beyond the last atom is an empty one.
            starts: The atoms that may take the first spot.
        """
        placed: list[int] = []
        tries = [iter(starts)]
        for _ in range(MOST_TRIES):
            bound = self._bound[len(placed)]
            bit = 1 << len(placed)
            for atom in tries[-1]:
                if (
                    atom < len(able)
                    and able[atom] & bit
                    and atom not in placed
                    and all(placed[other] in near[atom] for other in bound)
                ):
                    placed.append(atom)
                    break
            else:
                tries.pop()
                if not tries:
                    return False
                placed.pop()
                continue
            if len(placed) == len(self._bound):
                return True
            tries.append(iter(near[placed[self._bound[len(placed)][0]]]))
        return True


def _needs(outline: Outline) -> NDArray[np.int64]:
    """Return what a component that matches has at least, rings first, then counted as by ``marks``."""
    marks = [Wanted.of(outline, place).marks() for place in range(len(outline.spots))]
    needs = np.append(len(outline.bonds) - len(outline.spots) + 1, np.vstack(marks).sum(axis=0))
    for spot in outline.spots:
        if spot.around:
            needs = np.maximum(needs, np.min([_needs(one) for one in spot.around], axis=0))
    return needs


def _tables(near: list[list[int]]) -> list[tuple[int, NDArray[np.uint32]]]:
    """Return for each byte of what neighbours may take the spots whose neighbouring spots in it are all taken.

    Bytes that nothing asks for are left out.
    """
    tables = []
    byte = np.arange(256)
    for number in range(MOST_SPOTS // 8):
        asked = [sum(1 << (other - 8 * number) for other in set(others) if other // 8 == number) for others in near]
        if any(asked):
            met = [((byte & one) == one).astype(np.uint32) << np.uint32(spot) for spot, one in enumerate(asked)]
            tables.append((number, np.bitwise_or.reduce(met)))
    return tables


def _colours(outline: Outline) -> list[int]:
    """Return a colour for each spot; spots of one colour can be taken by the same atoms of any molecule."""
    colours = _numbered(outline.spots)
    while True:
        said = [
            (
                colours[place],
                sorted(
                    (colours[other], not outline.ring_bonds.isdisjoint({(place, other), (other, place)}))
                    for other in near
                ),
            )
            for place, near in enumerate(outline.near)
        ]
        finer = _numbered([(own, tuple(near)) for own, near in said])
        if len(set(finer)) == len(set(colours)):
            return colours
        colours = finer


def _numbered(things: Iterable[Hashable]) -> list[int]:
    """Return a number for each thing, the same for equal ones."""
    seen: dict[Hashable, int] = {}
    return [seen.setdefault(thing, len(seen)) for thing in things]


def _chosen(outline: Outline, start: int | None) -> list[int]:
    """Return the spots that are tried, from one outwards; from the one with most neighbours where none is given."""
    weights = [(spot.numbers is not None, len(near)) for spot, near in zip(outline.spots, outline.near, strict=True)]
    order = [weights.index(max(weights)) if start is None else start]
    for place in order:
        order += [other for other in outline.near[place] if other not in order]
    return order[:MOST_SPOTS]
