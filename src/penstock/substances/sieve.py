"""A sieve: which patterns a structure might match, told from what its text is made of and its bare connections.

Every pattern is weakened twice: to the atoms and rings a match needs, which are counted in the text, and to elements
and connections, which an unsanitised molecule shows. Neither ever says no to a structure that matches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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
_CAPITALS = tuple(
    (FIELD * ELEMENTS.index(element), WRITTEN + FIELD * place) for place, element in enumerate(("C", "N"))
)


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


class Sieve:
    """All weakened patterns of a register, and what its named substances are made of."""

    def __init__(self, meshes: Iterable[Mesh], named: Container[int]) -> None:
        """Take the patterns and the sums of the named substances' components."""
        self._meshes = tuple(meshes)
        self._named = named
        self._needs = [_needs(mesh) for mesh in self._meshes]
        wanted = [_wanted(mesh) for mesh in self._meshes]
        self._wanted = tuple(dict.fromkeys(one for some in wanted for one in some))
        self._bits = [sum(1 << self._wanted.index(one) for one in set(some)) for some in wanted]
        self._known: dict[int, Sifted] = {}
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
            every = zip(self._bits, self._meshes, self._needs, strict=True)
            pairs = tuple((bits, mesh) for bits, mesh, needs in every if _has(total, mesh, needs))
            self._known[total] = (total & _DRAWN in self._named, pairs)
        return self._known[total]

    def _show(self, near: int) -> int:
        """Return the wanted atoms, a bit each, that an atom with its neighbours may be."""
        if len(self._shows) >= REMEMBERED:
            self._shows.clear()
        self._shows[near] = sum(1 << place for place, one in enumerate(self._wanted) if one.may_be(near))
        return self._shows[near]

    @staticmethod
    def caught(mol: Any, meshes: Iterable[Mesh]) -> list[Mesh]:  # noqa: ANN401  # RDKit ships no types
        """Return those of some patterns that a molecule without labels or drawn hydrogens may match."""
        return [mesh for mesh in meshes if mesh.query is None or mol.HasSubstructMatch(mesh.query)]


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


@dataclass(frozen=True, slots=True)
class _Needs:
    """The least counts a match needs, as pairs of a field's place and a number.

    ``capitals`` are the capital C and N; ``small`` counts only where all aromatic rings are written small.
    """

    counts: tuple[tuple[int, int], ...] = ()
    capitals: tuple[int, int] = (0, 0)
    small: tuple[tuple[int, int], ...] = ()


def _needs(mesh: Mesh) -> _Needs:
    if mesh.query is None:
        return _Needs()
    total = made_of(mesh.query)
    fields = [(FIELD * place, (total >> (FIELD * place)) & _COUNT) for place in range(len(ELEMENTS))]
    capital = {atom.GetIdx(): atom.GetAtomicNum() for atom in mesh.query.GetAtoms() if "A" in atom.GetSmarts()}
    fields += [(_RINGS, max(0, total >> _RINGS)), (_CAPITAL_RINGS, _rings_among(mesh.query, capital))]
    written = list(capital.values())
    aromatic = [atom for atom in mesh.pattern.GetAtoms() if atom.GetIsAromatic()]
    letters = [atom.GetAtomicNum() for atom in aromatic]
    fused = sum(sum(bond.GetIsAromatic() for bond in atom.GetBonds()) > _BRANCH for atom in aromatic)
    small = [(WRITTEN, letters.count(6)), (WRITTEN + FIELD, letters.count(7)), (_FUSED, fused)]
    return _Needs(_above_zero(fields), (written.count(6), written.count(7)), _above_zero(small))


def _above_zero(fields: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(pair for pair in fields if pair[1])


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


def _has(total: int, mesh: Mesh, needs: _Needs) -> bool:
    if mesh.exactly is not None:
        return total & _DRAWN == mesh.exactly
    return (
        all((total >> place) & _COUNT >= least for place, least in needs.counts)
        and (not total & ALL_SMALL or all((total >> place) & _COUNT >= least for place, least in needs.small))
        and all(
            ((total >> all_of) & _COUNT) - ((total >> small) & _COUNT) >= least
            for (all_of, small), least in zip(_CAPITALS, needs.capitals, strict=True)
        )
    )
