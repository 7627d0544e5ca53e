"""Many molecules as arrays: their heavy atoms and what these are bound to, blind to labels and stereo marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from penstock.substances.structure import chem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MOST_NEAR = 4
"""Neighbours of an atom at most in a text that is taken at a glance."""

_ALL_BITS = np.uint32(0xFFFFFFFF)
_ROUNDS = 3  # how far an atom's surroundings reach in the hash of a skeleton
_STIRRERS = tuple(np.uint64(one) for one in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_SHIFTS = tuple(np.uint64(one) for one in (30, 27, 31))


class Atoms(NamedTuple):
    """Heavy atoms, text after text and component after component: what each is and where it stands."""

    number: NDArray[np.uint8]
    """Atomic number."""
    is_small: NDArray[np.bool_]
    """Whether it is written as an aromatic one."""
    spare: NDArray[np.int32]
    """Its hydrogens less its charge."""
    text: NDArray[np.int32]
    component: NDArray[np.int64]


class Bonds(NamedTuple):
    """Bonds: the places of their two ends, whether they are multiple, whether they lie in a ring."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    is_multiple: NDArray[np.bool_]
    in_ring: NDArray[np.bool_]


@dataclass(frozen=True)
class Molecules:
    """The atoms of some texts with their bonds; ``is_read`` tells of each text whether it may be relied on."""

    atoms: Atoms
    bonds: Bonds
    is_read: NDArray[np.bool_]

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The first atom of each component."""
        return np.flatnonzero(np.diff(self.atoms.component, prepend=-1))

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """The number of heavy atoms of each component."""
        return np.diff(self.starts, append=len(self.atoms.component))

    @cached_property
    def text_of(self) -> NDArray[np.int32]:
        """The place of the text of each component."""
        return self.atoms.text[self.starts]

    @cached_property
    def near(self) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
        """Neighbours of all atoms, a row a place, and whether they are bound in a ring: all bits, or none.

        An empty place holds the number of all atoms, and so do the places of one atom more than there are.
        """
        count = len(self.atoms.number)
        ends = np.concatenate((self.bonds.one, self.bonds.other))
        by_end = np.argsort(ends, kind="stable")
        ends = ends[by_end]
        degree = np.bincount(ends, minlength=count)
        place = np.arange(len(ends)) - np.repeat(np.cumsum(degree) - degree, degree)
        rows = max(MOST_NEAR, int(degree.max(initial=0)))
        near = np.full(rows * (count + 1), count, np.int32)
        closed = np.zeros(rows * (count + 1), np.uint32)
        where = place * (count + 1) + ends
        near[where] = np.concatenate((self.bonds.other, self.bonds.one))[by_end]
        in_ring = np.concatenate((self.bonds.in_ring, self.bonds.in_ring))[by_end]
        closed[where[in_ring]] = _ALL_BITS
        return near.reshape(rows, -1), closed.reshape(rows, -1)

    @cached_property
    def skeletons(self) -> NDArray[np.uint64]:
        """A number for each component, the same for all that have the same atoms bound in the same way.

        It is blind to bond orders but for the hydrogens they leave; protonation and tautomers keep it.
        """
        if not len(self.starts):
            return np.zeros(0, np.uint64)
        near, _ = self.near
        own = np.append(_stirred(self.atoms.number.astype(np.uint64)), np.uint64(0))
        for _ in range(_ROUNDS):
            said = _stirred(own)
            said[-1] = 0
            own *= _STIRRERS[0]
            for row in near:
                own += said[row]
        spare = np.add.reduceat(self.atoms.spare, self.starts).astype(np.uint64)
        found: NDArray[np.uint64] = np.add.reduceat(_stirred(own[:-1]), self.starts) + _stirred(spare)
        return found

    @cached_property
    def sums(self) -> NDArray[np.uint64]:
        """A number for each component, the same for all that have the same heavy atoms and as many bonds."""
        if not len(self.starts):
            return np.zeros(0, np.uint64)
        atoms: NDArray[np.uint64] = np.add.reduceat(_stirred(self.atoms.number.astype(np.uint64)), self.starts)
        bonds = np.bincount(self.atoms.component[self.bonds.one], minlength=len(self.starts)).astype(np.uint64)
        atoms += bonds * _STIRRERS[1]
        return atoms


def _stirred(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return numbers mixed beyond recognition (the finaliser of SplitMix64)."""
    mixed = numbers + _STIRRERS[0]
    for shift, stirrer in zip(_SHIFTS, _STIRRERS[1:], strict=False):
        mixed = (mixed ^ (mixed >> shift)) * stirrer
    return mixed ^ (mixed >> _SHIFTS[-1])


def of_molecules(mols: Sequence[Any]) -> Molecules:
    """Return the heavy atoms of RDKit molecules, each as the text of its place.

    One without any is not read, nor one with a carbon atom whose charge stands for a bond, with a hydrogen between
    two atoms, or with hydrogens on a halogen that is bound.
    """
    atoms: list[tuple[int, bool, int, int, int]] = []
    bonds: list[tuple[int, int, bool, bool]] = []
    components = 0
    for text, mol in enumerate(mols):
        place: dict[int, int] = {}
        for part in chem().GetMolFrags(mol):
            heavy = [one for one in map(mol.GetAtomWithIdx, part) if one.GetAtomicNum() > 1]
            place.update({one.GetIdx(): len(atoms) + rank for rank, one in enumerate(heavy)})
            atoms += [(one.GetAtomicNum(), one.GetIsAromatic(), _spare(one), text, components) for one in heavy]
            components += bool(heavy)
        for bond in mol.GetBonds():
            ends = (bond.GetBeginAtomIdx(), bond.GetEndAtomIdx())
            if all(end in place for end in ends):
                is_multiple = bond.GetBondTypeAsDouble() > 1 and not bond.GetIsAromatic()
                bonds.append((place[ends[0]], place[ends[1]], is_multiple, bond.IsInRing()))
    return Molecules(
        Atoms(*(np.array(column, kind) for column, kind in zip(_columns(atoms, 5), _ATOM_TYPES, strict=True))),
        Bonds(*(np.array(column, kind) for column, kind in zip(_columns(bonds, 4), _BOND_TYPES, strict=True))),
        np.array([mol.GetNumHeavyAtoms() > 0 and not mol.HasSubstructMatch(_untold()) for mol in mols], np.bool_),
    )


@cache
def _untold() -> Any:  # noqa: ANN401  # RDKit ships no types
    atoms = ("[#6;!+0;!$([#6]=*);!$([#6]#*)]", "[#1;D2,D3]", "[F,Cl,Br,I;!H0;!X1]")
    return chem().MolFromSmarts(f"[{','.join(f'$({atom})' for atom in atoms)}]")


_ATOM_TYPES = (np.uint8, np.bool_, np.int32, np.int32, np.int64)
_BOND_TYPES = (np.int64, np.int64, np.bool_, np.bool_)


def _spare(atom: Any) -> int:  # noqa: ANN401  # RDKit ships no types
    return int(atom.GetTotalNumHs(includeNeighbors=True) - atom.GetFormalCharge())


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> Sequence[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) or [()] * width
