"""A sieve: which patterns a structure might match, told from what its text is made of and its bare connections.

Every pattern is weakened twice: to the atoms and rings a match needs, which are counted in the text, and to elements
and connections, which an unsanitised molecule shows. Neither ever says no to a structure that matches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from penstock.substances.glance import ELEMENTS, FIELD, ONE, OTHER, REMEMBERED, RING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

_COUNT = (1 << FIELD) - 1
_RINGS = FIELD * (len(ELEMENTS) + 1)


@dataclass(frozen=True, slots=True)
class Mesh:
    """One weakened pattern: whose it is, the query, and the counts a match needs.

    ``exactly`` replaces both where only a component made of just that can match.
    """

    owner: tuple[str, Any]
    query: Any = None
    exactly: int | None = None


def made_of(mol: Any) -> int:  # noqa: ANN401  # RDKit ships no types
    """Return what a connected molecule is made of, as ``glance`` sums it from a text."""
    rings = mol.GetNumBonds() - mol.GetNumAtoms() + 1
    total = rings * RING
    return total + sum(ONE.get(atom.GetSymbol(), OTHER) for atom in mol.GetAtoms())


class Sieve:
    """All weakened patterns of a register, and what its named substances are made of."""

    def __init__(self, meshes: Iterable[Mesh], named: Container[int]) -> None:
        """Take the patterns and the sums of the named substances' components."""
        self._meshes = tuple(meshes)
        self._named = named
        self._needs = [_needs(mesh) for mesh in self._meshes]
        self._known: dict[int, tuple[bool, tuple[Mesh, ...]]] = {}

    def sift(self, sums: Sequence[int]) -> tuple[bool, tuple[Mesh, ...]]:
        """Tell whether some component may be a named substance, and which patterns some component may match."""
        if len(sums) == 1:
            return self._sift(sums[0])
        found = [self._sift(one) for one in sums]
        return any(named for named, _ in found), tuple(dict.fromkeys(mesh for _, meshes in found for mesh in meshes))

    def _sift(self, total: int) -> tuple[bool, tuple[Mesh, ...]]:
        if total not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            meshes = (mesh for mesh, needs in zip(self._meshes, self._needs, strict=True) if _has(total, mesh, needs))
            self._known[total] = (total in self._named, tuple(meshes))
        return self._known[total]

    def caught(self, mol: Any, meshes: Iterable[Mesh] | None = None) -> list[Mesh]:  # noqa: ANN401  # RDKit ships no types
        """Return the patterns, of some or of all, that a molecule without labels or drawn hydrogens may match."""
        wanted = self._meshes if meshes is None else meshes
        return [mesh for mesh in wanted if mesh.query is None or mol.HasSubstructMatch(mesh.query)]


def _needs(mesh: Mesh) -> tuple[tuple[int, int], ...]:
    """Return pairs of a field's place and the least count a match needs there."""
    if mesh.query is None:
        return ()
    total = made_of(mesh.query)
    fields = [(FIELD * place, (total >> (FIELD * place)) & _COUNT) for place in range(len(ELEMENTS))]
    fields.append((_RINGS, max(0, total >> _RINGS)))
    return tuple(pair for pair in fields if pair[1])


def _has(total: int, mesh: Mesh, needs: tuple[tuple[int, int], ...]) -> bool:
    if mesh.exactly is not None:
        return total == mesh.exactly
    return all((total >> place) & _COUNT >= least for place, least in needs)
