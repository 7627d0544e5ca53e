"""A sieve: which patterns a structure might match, told from what its text is made of and its bare connections.

Every pattern is weakened twice: to the atoms and rings a match needs, which are counted in the text, and to elements
and connections, which an unsanitised molecule shows. Neither ever says no to a structure that matches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import ge
from typing import TYPE_CHECKING, Any

from penstock.substances.glance import (
    ALL_SMALL,
    CAPITAL_RING,
    ELEMENTS,
    FIELD,
    KIND,
    NEAR,
    NEIGHBOURS,
    ONE,
    OTHER,
    RING,
    SMALL,
    WRITTEN,
    Glimpse,
    kind,
    to_neighbours,
)
from penstock.substances.patterns import compile_smarts
from penstock.substances.rings import REMEMBERED
from penstock.substances.structure import chem, fragments

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

_ONE_NUMBER = re.compile(r"\[#(\d+)[&;\]]")
_DEGREE = re.compile(r"D(\d+)")
_SORT = (1 << NEAR) - 1
_COUNT = (1 << FIELD) - 1
_RINGS = FIELD * (len(ELEMENTS) + 1)
_DRAWN = (1 << WRITTEN) - 1
_CAPITAL_RINGS = WRITTEN + FIELD * len(SMALL)
_FUSED = _CAPITAL_RINGS + FIELD
_BRANCH = 2  # aromatic bonds of an atom that fuses no rings
_PLAIN = (*(FIELD * place for place in range(len(ELEMENTS))), _RINGS, _CAPITAL_RINGS)
_SMALL = (WRITTEN, WRITTEN + FIELD, _FUSED)
_KINDS_OF_COUNT = len(_PLAIN) + 2 + len(_SMALL)


@dataclass(frozen=True, slots=True)
class Mesh:
    """One weakened pattern: whose it is, the query, and the pattern before it was weakened.

    ``exactly`` replaces them where only a component made of just that can match.
    """

    owner: tuple[str, Any]
    query: Any = None
    pattern: Any = None
    exactly: int | None = None


def made_of(mol: Any) -> int:  # noqa: ANN401  # RDKit ships no types
    """Return what a connected molecule is made of, as ``glance`` sums it from a text, but for how it is written."""
    rings = mol.GetNumBonds() - mol.GetNumAtoms() + 1
    total = rings * RING
    return int(total + sum(ONE.get(atom.GetSymbol(), OTHER) for atom in mol.GetAtoms()))


def glimpse_of(mol: Any) -> Glimpse:  # noqa: ANN401  # RDKit ships no types
    """Return of a sanitised molecule what ``glance`` shows of a text; it passes whatever asks for capitals."""
    near = {
        kind(atom.GetSymbol()) + sum(to_neighbours(other.GetSymbol()) for other in atom.GetNeighbors())
        for atom in mol.GetAtoms()
    }
    return Glimpse([made_of(part) + CAPITAL_RING * _COUNT for part in fragments(mol)], near)


ROOTS = (
    "[#7]~[#6]1~[#6]~[#6]~[#7]~[#6]~[#6]~1",
    "[#8]~[#6]1~[#6]~[#6]~[#7]~[#6]~[#6]~1",
    "[#8]~[#6]~[#6]1~*~[#7]~[#6]~[#6]~1",
    "[#6]~[#6]1~*~[#7]~[#6]~[#6]~1",
    "[#6]~[#6]~[#7]1~[#6]~[#7]~[#6]~[#6]~1",
    "[#7]~[#6]~[#6]~[#6]1~[#6]~[#6]~[#6]~[#6]~[#6]~1",
)
"""Parts that several patterns share: looked for once, and where one is not found none of its patterns is."""


class Sieve:
    """All weakened patterns of a register, and what its named substances are made of."""

    def __init__(self, meshes: Iterable[Mesh], named: Container[int]) -> None:
        """Take the patterns and the sums of the named substances' components."""
        every = tuple(meshes)
        self._meshes = tuple(mesh for mesh in every if mesh.exactly is None)
        self._exact: dict[int, list[Mesh]] = {}
        for mesh in every:
            if mesh.exactly is not None:
                self._exact.setdefault(mesh.exactly, []).append(mesh)
        self._named = named
        self._needs = [_needs(mesh) for mesh in self._meshes]
        wanted = [_wanted(mesh) for mesh in self._meshes]
        self._wanted = tuple(dict.fromkeys(one for some in wanted for one in some))
        self._bits = [sum(1 << self._wanted.index(one) for one in set(some)) for some in wanted]
        self._known: dict[int, Sifted] = {}
        self._capped: dict[tuple[int, ...], tuple[tuple[int, Mesh], ...]] = {}
        self._most = tuple(map(max, zip(*self._needs, strict=True))) if self._needs else (0,) * _KINDS_OF_COUNT
        roots = [compile_smarts(root) for root in ROOTS]
        self._root = {mesh: next((root for root in roots if _holds(mesh, root)), None) for mesh in self._meshes}
        self._shows: dict[int, int] = {}

    def sift(self, seen: Glimpse) -> tuple[bool, list[Mesh]]:
        """Tell whether some component may be a named substance, and which patterns some component may match."""
        found = [self._sift(one) for one in seen.sums]
        is_named, pairs = found[0] if len(found) == 1 else _merged(found)
        if not pairs:
            return is_named, []
        shown = 0
        for near in seen.near:
            shown |= self._shows[near] if near in self._shows else self._show(near)
        return is_named, [mesh for bits, mesh in pairs if shown & bits == bits]

    def _sift(self, total: int) -> Sifted:
        if total not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[total] = (total & _DRAWN in self._named, self._possible(total))
        return self._known[total]

    def _possible(self, total: int) -> tuple[tuple[int, Mesh], ...]:
        """Return the patterns whose needs a component meets; counts beyond the greatest need are all alike."""
        capped = tuple(map(min, _counts(total), self._most))
        if capped not in self._capped:
            if len(self._capped) >= REMEMBERED:
                self._capped.clear()
            every = zip(self._bits, self._meshes, self._needs, strict=True)
            self._capped[capped] = tuple((bits, mesh) for bits, mesh, needs in every if all(map(ge, capped, needs)))
        return (*self._capped[capped], *((0, mesh) for mesh in self._exact.get(total & _DRAWN, ())))

    def _show(self, near: int) -> int:
        """Return the wanted atoms, a bit each, that an atom with its neighbours may be."""
        if len(self._shows) >= REMEMBERED:
            self._shows.clear()
        self._shows[near] = sum(1 << place for place, one in enumerate(self._wanted) if one.may_be(near))
        return self._shows[near]

    def caught(self, mol: Any, meshes: Iterable[Mesh]) -> list[Mesh]:  # noqa: ANN401  # RDKit ships no types
        """Return those of some patterns that a molecule without labels or drawn hydrogens may match.

        Of the patterns of one owner the first that is caught is enough.
        """
        shown: dict[Any, bool] = {None: True}
        owners: set[Any] = set()
        found = []
        for mesh in meshes:
            if mesh.owner in owners:
                continue
            root = self._root.get(mesh)
            if root not in shown:
                shown[root] = mol.HasSubstructMatch(root)
            if shown[root] and (mesh.query is None or mol.HasSubstructMatch(mesh.query)):
                owners.add(mesh.owner)
                found.append(mesh)
        return found


def _holds(mesh: Mesh, root: Any) -> bool:  # noqa: ANN401  # RDKit ships no types
    """Tell whether a pattern holds a root: drawn with the elements it surely has and any bonds, it matches it."""
    drawn = chem().RWMol()
    for atom in mesh.query.GetAtoms():
        element = _ONE_NUMBER.match(atom.GetSmarts())
        drawn.AddAtom(chem().Atom(int(element[1]) if element else 0))
    for bond in mesh.query.GetBonds():
        drawn.AddBond(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx(), chem().BondType.SINGLE)
    return bool(drawn.HasSubstructMatch(root))


Sifted = tuple[bool, tuple[tuple[int, Mesh], ...]]
"""Whether a component may be named, and the patterns it may match, each with the bits of the atoms they want."""


def _merged(found: Iterable[Sifted]) -> Sifted:
    some = list(found)
    return any(named for named, _ in some), tuple(dict.fromkeys(pair for _, pairs in some for pair in pairs))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An atom of a pattern: its element, whether it is a capital, its neighbours by sort and in number."""

    element: int | None
    is_capital: bool
    neighbours: tuple[int, ...]
    least: int
    exactly: int | None

    def may_be(self, near: int) -> bool:
        """Tell whether an atom with its neighbours, as ``glance`` tells them, may be this one."""
        element, is_small = divmod(near >> KIND, 2)
        counts = [(near >> (NEAR * place)) & _SORT for place in range(len(NEIGHBOURS))]
        return (
            (self.element is None or self.element == element)
            and not (is_small and self.is_capital)
            and all(count >= least for count, least in zip(counts, self.neighbours, strict=True))
            and (sum(counts) >= self.least if self.exactly is None else sum(counts) == self.exactly)
        )


def _wanted(mesh: Mesh) -> list[_Wanted]:
    """Return what each atom of a weakened pattern asks for."""
    if mesh.query is None:
        return []
    found = []
    for atom in mesh.query.GetAtoms():
        near = [_element(other) for other in atom.GetNeighbors()]
        sorts = [NEIGHBOURS.index(one) if one in NEIGHBOURS else len(NEIGHBOURS) - 1 for one in near if one]
        element = _element(atom)
        degree = _DEGREE.search(atom.GetSmarts())
        found.append(
            _Wanted(
                element=None if element is None else ELEMENTS.index(element) if element in ELEMENTS else len(ELEMENTS),
                is_capital="A" in atom.GetSmarts(),
                neighbours=tuple(sorts.count(place) for place in range(len(NEIGHBOURS))),
                least=len(near),
                exactly=int(degree[1]) if degree else None,
            )
        )
    return found


def _element(atom: Any) -> str | None:  # noqa: ANN401  # RDKit ships no types
    """Return the element of an atom of a weakened pattern; ``None`` where it may be several."""
    one = _ONE_NUMBER.match(atom.GetSmarts())
    return str(chem().GetPeriodicTable().GetElementSymbol(int(one[1]))) if one else None


def _counts(total: int) -> tuple[int, ...]:
    """Return the counts a sum holds, in the order of :func:`_needs`.

    Small letters and fused atoms tell nothing where a ring may be written in capitals; then there are enough.
    """
    plain = [(total >> place) & _COUNT for place in _PLAIN]
    small = [(total >> place) & _COUNT for place in _SMALL]
    capitals = (plain[0] - small[0], plain[1] - small[1])
    return (*plain, *capitals, *(small if total & ALL_SMALL else (_COUNT,) * len(small)))


def _needs(mesh: Mesh) -> tuple[int, ...]:
    """Return the least counts a match needs: elements, rings, rings of capitals, capital C and N, small letters."""
    total = made_of(mesh.query)
    capital = {atom.GetIdx(): atom.GetAtomicNum() for atom in mesh.query.GetAtoms() if "A" in atom.GetSmarts()}
    elements = [(total >> (FIELD * place)) & _COUNT for place in range(len(ELEMENTS))]
    rings = (max(0, total >> _RINGS), _rings_among(mesh.query, capital))
    written = list(capital.values())
    aromatic = [atom for atom in mesh.pattern.GetAtoms() if atom.GetIsAromatic()]
    letters = [atom.GetAtomicNum() for atom in aromatic]
    fused = sum(sum(map(_may_be_aromatic, atom.GetBonds())) > _BRANCH for atom in aromatic)
    return (*elements, *rings, written.count(6), written.count(7), letters.count(6), letters.count(7), fused)


def _may_be_aromatic(bond: Any) -> bool:  # noqa: ANN401  # RDKit ships no types
    ends = (bond.GetBeginAtom(), bond.GetEndAtom())
    return all(end.GetIsAromatic() for end in ends) and bond.GetBondType() != chem().BondType.SINGLE


def _rings_among(query: Any, atoms: Container[int]) -> int:  # noqa: ANN401  # RDKit ships no types
    """Return how many independent rings some atoms of a query make by themselves."""
    rings = 0
    home = {atom.GetIdx(): atom.GetIdx() for atom in query.GetAtoms() if atom.GetIdx() in atoms}
    for bond in query.GetBonds():
        one, other = home.get(bond.GetBeginAtomIdx()), home.get(bond.GetEndAtomIdx())
        if one is None or other is None:
            continue
        rings += one == other
        home = {place: other if own == one else own for place, own in home.items()}
    return rings
