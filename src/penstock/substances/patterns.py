"""Patterns of structures: compiling them, scaffolds of close relatives, and weakening a pattern for a sieve."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from penstock.substances.structure import Unreadable, chem

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

_ONE_ELEMENT = re.compile(r"[CNOScnos]|\[(?:#\d+|[CNOScnos])(?:&?!?[XDHR]\d*)*(?:[;&]!?\$.*|;.*)?(?::\d+)?\]")
_SOME_ELEMENTS = re.compile(r"\[(#\d+(?:,#\d+)+)[;:\]]")
_WEAK_ALREADY = re.compile(r"[&;]((?:,?\$\([#\dD~&;()\[\]]+\))+)(?::\d+)?\]$")
"""Surroundings of an atom that are told by elements, numbers of neighbours and any bonds alone."""

_HAS_SPACE = re.compile(r"\s")
_CARBON = 6


class Scaffolds:
    """Patterns whose presence makes a structure a close relative of something controlled."""

    def __init__(self, smarts: Mapping[str, str]) -> None:
        """Take ``{id: SMARTS}``; a pattern that does not parse raises ``Unreadable``."""
        self.patterns = {key: compile_smarts(pattern) for key, pattern in sorted(smarts.items())}

    def matches(self, mol: Any, among: Container[str] | None = None) -> tuple[str, ...]:  # noqa: ANN401  # RDKit ships no types
        """Return the ids of the patterns, of all or of some, that a standardised component contains."""
        wanted = self.patterns.items() if among is None else ((k, p) for k, p in self.patterns.items() if k in among)
        return tuple(key for key, pattern in wanted if mol.HasSubstructMatch(pattern))


def weakened(pattern: Any) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Weaken a query to what an unsanitised molecule shows of every match: elements, connections, capital letters.

    Stricter than that would lose matches; looser would only cost time.
    """
    elements = [_element(atom) for atom in pattern.GetAtoms()]
    saturated = {atom.GetIdx() for atom in pattern.GetAtoms() if _is_saturated(atom)}
    outside_rings = {atom.GetIdx() for atom in pattern.GetAtoms() if "!R" in atom.GetSmarts()}
    return capitalised(pattern, elements, saturated, saturated | outside_rings)


def _element(atom: Any) -> str:  # noqa: ANN401  # RDKit ships no types
    said = atom.GetSmarts()
    if _ONE_ELEMENT.fullmatch(said):
        around = _WEAK_ALREADY.search(said)
        return f"#{atom.GetAtomicNum()}" + (f";{around[1]}" if around else "")
    some = _SOME_ELEMENTS.match(said)
    return some[1] if some else "*"


def _is_saturated(atom: Any) -> bool:  # noqa: ANN401  # RDKit ships no types
    said = atom.GetSmarts()
    return "X4" in said and _ONE_ELEMENT.fullmatch(said) is not None and atom.GetAtomicNum() == _CARBON


def capitalised(pattern: Any, elements: Sequence[str], saturated: set[int], capital: set[int]) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return a query of elements and connections that also asks for the capital letters every match is written with.

    Args:
        pattern: The molecule or query whose atoms and bonds it has.
        elements: What SMARTS says of each atom.
        saturated: Atoms that bear only single bonds.
        capital: Atoms known to be written with a capital letter. So is an atom with two such neighbours: one with
            a small letter has three neighbours at most, and two of them have small letters.
    """
    known = set(capital)
    while more := {
        atom.GetIdx()
        for atom in pattern.GetAtoms()
        if atom.GetIdx() not in known and sum(near.GetIdx() in known for near in atom.GetNeighbors()) > 1
    }:
        known |= more
    query = chem().RWMol()
    for place, element in enumerate(elements):
        query.AddAtom(chem().AtomFromSmarts(f"[{element}{';A' if place in known else ''}]"))
    for bond in pattern.GetBonds():
        ends = (bond.GetBeginAtomIdx(), bond.GetEndAtomIdx())
        query.AddBond(*ends, chem().BondType.UNSPECIFIED)
        shown = "-" if not saturated.isdisjoint(ends) else "~"
        query.ReplaceBond(query.GetNumBonds() - 1, chem().BondFromSmarts(shown))
    return query.GetMol()


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
