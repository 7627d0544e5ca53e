"""Patterns of structures: compiling them, scaffolds of close relatives, and weakening a pattern for a sieve."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from penstock.substances.structure import Unreadable, chem

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

_ELEMENT = re.compile(r"#\d+|[CNOScnos]")
_CONNECTIONS = re.compile(r"[XD]\d(?:,[XD]\d)*")
_IN_RING = re.compile(r"R[1-9]?")
_SOME_NUMBER = re.compile(r"#\d+")
_MAP_NUMBER = re.compile(r":\d+$")
_AT_END = re.compile(r"(?::\d+)?\]")
_HAS_SPACE = re.compile(r"\s")

_CARBON, _VALENCE = 6, 4
_UNSATURATED = ({("X", 3)}, {("X", 2)}, {("X", 2), ("X", 3)})


class Scaffolds:
    """Patterns whose presence makes a structure a close relative of something controlled."""

    def __init__(self, smarts: Mapping[str, str]) -> None:
        """Take ``{id: SMARTS}``; a pattern that does not parse raises ``Unreadable``."""
        self.patterns = {key: compile_smarts(pattern) for key, pattern in sorted(smarts.items())}

    def matches(self, mol: Any, among: Container[str] | None = None) -> tuple[str, ...]:  # noqa: ANN401  # RDKit ships no types
        """Return the ids of the patterns, of all or of some, that a standardised component contains."""
        wanted = self.patterns.items() if among is None else ((k, p) for k, p in self.patterns.items() if k in among)
        return tuple(key for key, pattern in wanted if mol.HasSubstructMatch(pattern))


@dataclass(frozen=True, slots=True)
class Spot:
    """What every atom that matches an atom of a pattern shows, before anything is perceived.

    ``numbers`` are its possible atomic numbers, any when ``None``; a capital atom is surely written with a capital
    letter; a saturated one bears only single bonds, one that is not has a small letter, a multiple bond or a charge.
    ``None`` says that both may be.
    """

    numbers: frozenset[int] | None
    is_capital: bool = False
    is_saturated: bool | None = None
    in_ring: bool | None = None
    least: int = 0
    most: int | None = None
    """Heavy neighbours, at least and at most."""
    around: tuple[Outline, ...] = ()
    """Outlines of which its molecule shows one at least, where any are given."""


@dataclass(frozen=True)
class Outline:
    """A pattern weakened to what atoms and connections show of every match: its spots and which are bound."""

    spots: tuple[Spot, ...]
    bonds: tuple[tuple[int, int], ...]
    ring_bonds: frozenset[tuple[int, int]]

    @cached_property
    def near(self) -> tuple[tuple[int, ...], ...]:
        """The neighbours of each spot."""
        found: list[list[int]] = [[] for _ in self.spots]
        for one, other in self.bonds:
            found[one].append(other)
            found[other].append(one)
        return tuple(map(tuple, found))


def outline_of(pattern: Any, spots: Sequence[Spot]) -> Outline:  # noqa: ANN401  # RDKit ships no types
    """Return the outline of a molecule or query with what is known of its atoms, and what follows from that.

    An atom with two capital neighbours is a capital: one with a small letter has three neighbours at most, and two
    of them have small letters. What lies in a ring of the pattern lies in one of every match.
    """
    capital = {place for place, spot in enumerate(spots) if spot.is_capital or spot.is_saturated}
    while more := {
        atom.GetIdx()
        for atom in pattern.GetAtoms()
        if atom.GetIdx() not in capital and sum(near.GetIdx() in capital for near in atom.GetNeighbors()) > 1
    }:
        capital |= more
    ends = [(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()) for bond in pattern.GetBonds()]
    chem().FastFindRings(pattern)
    closed = {pair for pair, bond in zip(ends, pattern.GetBonds(), strict=True) if bond.IsInRing()}
    in_ring = {place for pair in closed for place in pair}
    known = (
        replace(spot, is_capital=place in capital, in_ring=True if place in in_ring else spot.in_ring)
        for place, spot in enumerate(spots)
    )
    return Outline(tuple(known), tuple(ends), frozenset(closed))


def weakened(pattern: Any) -> Outline:  # noqa: ANN401  # RDKit ships no types
    """Weaken a query to what the text of every match shows: elements, connections, rings, capital letters.

    Stricter than that would lose matches; looser would only cost time.
    """
    multiple = {
        place
        for bond in pattern.GetBonds()
        if bond.GetSmarts() in {"=", "#"}
        for place in (bond.GetBeginAtomIdx(), bond.GetEndAtomIdx())
    }
    spots = [_spot(atom) for atom in pattern.GetAtoms()]
    known = [replace(spot, is_saturated=False) if place in multiple else spot for place, spot in enumerate(spots)]
    return outline_of(pattern, known)


def _spot(atom: Any) -> Spot:  # noqa: ANN401  # RDKit ships no types
    said = atom.GetSmarts()
    clauses = _MAP_NUMBER.sub("", _without_surroundings(said).removeprefix("[").removesuffix("]")).split(";")
    sure = {one for clause in clauses if "," not in clause for one in clause.split("&")}
    numbers = _numbers(atom, clauses[0], sure)
    found = next((one for one in (*clauses, *sorted(sure)) if _CONNECTIONS.fullmatch(one)), "")
    connections = {(one[0], int(one[1:])) for one in found.split(",") if one}
    is_aromatic = not sure.isdisjoint("acnos")
    return Spot(
        numbers=numbers,
        is_capital="!R" in sure,
        is_saturated=_is_saturated(connections, is_aromatic=is_aromatic) if numbers == frozenset({_CARBON}) else None,
        in_ring=False if "!R" in sure else True if is_aromatic or any(map(_IN_RING.fullmatch, sure)) else None,
        least=min((number if kind == "D" else 0 for kind, number in connections), default=0),
        most=max((number for _, number in connections), default=None),
        around=tuple(weakened(compile_smarts(one)) for one in _surroundings(said)),
    )


def _numbers(atom: Any, first: str, sure: set[str]) -> frozenset[int] | None:  # noqa: ANN401  # RDKit ships no types
    """Return the atomic numbers an atom of a pattern may have, where they are written so that nothing is open."""
    if any(map(_ELEMENT.fullmatch, sure)):
        return frozenset({atom.GetAtomicNum()})
    some = first.split(",")
    return frozenset(int(one[1:]) for one in some) if all(map(_SOME_NUMBER.fullmatch, some)) else None


def _without_surroundings(said: str) -> str:
    """Return what an atom of a pattern says with every ``$(...)`` shortened to ``$``."""
    while (start := said.find("$(")) >= 0:
        said = said[: start + 1] + said[start + _closing(said[start:]) + 1 :]
    return said


def _surroundings(said: str) -> list[str]:
    """Return the patterns of which an atom asks for one: ``[c;$(A),$(B)]``; none where it asks for something else."""
    found: list[str] = []
    rest = said[said.find(";$(") + 1 :] if ";$(" in said else ""
    while rest.startswith("$("):
        end = _closing(rest)
        found.append(rest[2:end])
        rest = rest[end + 1 :].removeprefix(",")
    return found if _AT_END.fullmatch(rest) else []


def _closing(text: str) -> int:
    """Return the place of the bracket that closes the first one of a text."""
    depth = accumulate((letter == "(") - (letter == ")") for letter in text)
    opened = text.index("(")
    return next(place for place, now in enumerate(depth) if place > opened and now == 0)


def _is_saturated(connections: set[tuple[str, int]], *, is_aromatic: bool) -> bool | None:
    """Tell whether a carbon atom with so many connections bears only single bonds; ``None`` where both may be."""
    if is_aromatic or connections in _UNSATURATED:
        return False
    return True if connections == {("X", _VALENCE)} else None


def compile_smarts(pattern: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return the query of a SMARTS pattern.

    Raises:
        Unreadable: When it does not parse as a whole: RDKit takes what follows a space for a name, and nothing at all
            for a pattern without atoms.
    """
    query = None if _HAS_SPACE.search(pattern) else chem().MolFromSmarts(pattern)
    if query is None or not query.GetNumAtoms():
        message = f"The pattern {pattern!r} does not parse as SMARTS."
        raise Unreadable(message)
    return query


def compile_reaction(smarts: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return the reaction of a reaction SMARTS that takes something off one molecule and leaves one.

    Raises:
        Unreadable: When it does not parse as a whole, has more molecules, makes atoms of nothing or takes nothing off.
    """
    from rdkit.Chem import rdChemReactions  # noqa: PLC0415  # as above

    try:
        reaction = None if _HAS_SPACE.search(smarts) else rdChemReactions.ReactionFromSmarts(smarts)
    except ValueError:
        reaction = None
    if reaction is None or (reaction.GetNumReactantTemplates(), reaction.GetNumProductTemplates()) != (1, 1):
        message = f"The pattern {smarts!r} does not parse as a reaction of one molecule."
        raise Unreadable(message)
    before, after = reaction.GetReactantTemplate(0), reaction.GetProductTemplate(0)
    if reaction.Validate(silent=True) != (0, 0) or before.GetNumAtoms() <= after.GetNumAtoms():
        message = f"The pattern {smarts!r} does not take something off a molecule whose other atoms it numbers."
        raise Unreadable(message)
    return reaction
