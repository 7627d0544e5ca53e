"""Structures: reading, identity keys, what differs, close relatives.

Identity is by component and by the first block of the standard InChIKey, which is blind to drawing,
protonation, isotope labels, stereo marks and mobile hydrogens (IUPAC InChI technical manual). A structure
of several components is looked up component by component, so a salt names its parent.

RDKit is imported on first use: most questions never need it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_LENGTH = 5000
"""Longest structure text that is read, in characters; beyond it a line is no small molecule."""

_HYDROGENS_AND_CHARGE = re.compile(r"(?<![A-Z][a-z])(?:H(?![a-z])\d*|[+-]\d*$)")
_SMILES_SHAPE = re.compile(r"[A-Za-z0-9@+\-\[\]()=#$:/\\.%*~|,^<>&;!?{}]+")
_ONE_ELEMENT = re.compile(r"[CNOScnos]|\[(?:#\d+|[CNOScnos])(?:[&;]?(?:X\d|D\d|R\d?|r\d?|H\d?|\+\d?))*\]")
_KEY_SHAPE = re.compile(r"[A-Z]{14}(?:-[A-Z]{10}-[A-Z])?")


@cache
def _chem() -> Any:  # noqa: ANN401  # RDKit ships no types
    from rdkit import Chem, RDLogger  # noqa: PLC0415  # heavy, and most questions never need it

    RDLogger.DisableLog("rdApp.*")
    return Chem


@cache
def _descriptors() -> Any:  # noqa: ANN401  # RDKit ships no types
    from rdkit.Chem import rdMolDescriptors  # noqa: PLC0415  # as above

    return rdMolDescriptors


@dataclass(frozen=True, slots=True)
class Component:
    """One connected part of a structure.

    ``skeleton`` is the heavy-atom formula (``C5NO``), cheap and necessary for identity; ``block`` the first
    InChIKey block; ``key`` the whole InChIKey; ``charge`` the sum of formal charges.
    """

    skeleton: str
    block: str
    key: str
    charge: int
    has_isotopes: bool


class Unreadable(ValueError):
    """A text that is no readable structure; the message says why in one sentence."""


def looks_like_structure(text: str) -> bool:
    """Tell whether a text could be SMILES, InChI or an InChIKey (it may still not parse)."""
    return text.startswith("InChI=") or is_inchikey(text) or _SMILES_SHAPE.fullmatch(text) is not None


def is_inchikey(text: str) -> bool:
    """Tell whether a text has the shape of an InChIKey or of its first block."""
    return _KEY_SHAPE.fullmatch(text) is not None


def parse(text: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return the RDKit molecule of a SMILES or InChI.

    Raises:
        Unreadable: Empty, over-long, a query, a reaction, a polymer, or chemically impossible.
    """
    _refuse_other_shapes(text)
    chem = _chem()
    mol = chem.MolFromInchi(text) if text.startswith("InChI=") else chem.MolFromSmiles(text)
    if mol is None:
        message = "It does not parse as a structure (syntax, ring closure, valence or aromaticity)."
        raise Unreadable(message)
    _refuse_open_atoms(mol)
    return mol


def parse_fast(text: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return a molecule checked for valence and Kekulé form only, for formula filtering.

    Whatever this cannot settle is handed to :func:`parse`, so both accept and refuse the same texts.
    """
    _refuse_other_shapes(text)
    if text.startswith("InChI="):
        return parse(text)
    chem = _chem()
    mol = chem.MolFromSmiles(text, _unsanitised())
    if mol is None or _needs_full_reading(mol):
        return parse(text)
    _refuse_open_atoms(mol)
    return mol


@cache
def _unsanitised() -> Any:  # noqa: ANN401  # RDKit ships no types
    params = _chem().SmilesParserParams()
    params.sanitize = False
    params.removeHs = False
    return params


def _needs_full_reading(mol: Any) -> bool:  # noqa: ANN401  # RDKit ships no types
    flags = _chem().SanitizeFlags
    wanted = flags.SANITIZE_CLEANUP | flags.SANITIZE_PROPERTIES | flags.SANITIZE_KEKULIZE
    return bool(_chem().SanitizeMol(mol, wanted, catchErrors=True) != flags.SANITIZE_NONE)


def _refuse_other_shapes(text: str) -> None:
    if not text.strip():
        message = "It is empty."
        raise Unreadable(message)
    if len(text) > MAX_LENGTH:
        message = f"It is {len(text)} characters long; structures are read up to {MAX_LENGTH}."
        raise Unreadable(message)
    if ">" in text:
        message = "It is a reaction, not one substance."
        raise Unreadable(message)


def _refuse_open_atoms(mol: Any) -> None:  # noqa: ANN401  # RDKit ships no types
    if mol.GetNumAtoms() == 0:
        message = "It holds no atoms."
        raise Unreadable(message)
    if any(atom.GetAtomicNum() == 0 or atom.HasQuery() for atom in mol.GetAtoms()):
        message = "It leaves atoms open (*, R groups or a query), so it is no single substance."
        raise Unreadable(message)


def skeletons(mol: Any) -> list[str]:  # noqa: ANN401  # RDKit ships no types
    """Return the heavy-atom formula of each component, in order of appearance."""
    formula = _descriptors().CalcMolFormula
    if "." not in (whole := formula(mol)) and len(_chem().GetMolFrags(mol)) == 1:
        return [_heavy(whole)]
    return [_heavy(formula(part)) for part in _chem().GetMolFrags(mol, asMols=True, sanitizeFrags=False)]


def _heavy(formula: str) -> str:
    return _HYDROGENS_AND_CHARGE.sub("", formula)


def formula_of(mol: Any) -> str:  # noqa: ANN401  # RDKit ships no types
    """Return the molecular formula in Hill order, hydrogens included."""
    return str(_descriptors().CalcMolFormula(mol))


def components(mol: Any) -> list[Component]:  # noqa: ANN401  # RDKit ships no types
    """Return the identity keys of each component of a fully parsed molecule."""
    chem = _chem()
    parts = chem.GetMolFrags(mol, asMols=True, sanitizeFrags=True)
    found = []
    for part in parts:
        key = str(chem.MolToInchiKey(part))
        found.append(
            Component(
                skeleton=skeletons(part)[0],
                block=key[:14],
                key=key,
                charge=chem.GetFormalCharge(part),
                has_isotopes=any(atom.GetIsotope() for atom in part.GetAtoms()),
            )
        )
    return found


def differences(found: Component, listed_key: str, others: Sequence[Component]) -> tuple[str, ...]:
    """Name how a matched component differs from the listed substance as drawn in the register.

    Returns some of ``salt or mixture``, ``charge``, ``isotope label``, ``stereochemistry``.
    """
    said = []
    if others:
        said.append("salt or mixture")
    if found.charge != 0 or found.key[-1] != listed_key[-1]:
        said.append("charge")
    if found.has_isotopes:
        said.append("isotope label")
    elif found.key[15:23] != listed_key[15:23]:
        said.append("stereochemistry")
    return tuple(said)


class Scaffolds:
    """Patterns whose presence makes a structure a close relative of something controlled."""

    def __init__(self, smarts: Mapping[str, str]) -> None:
        """Take ``{id: SMARTS}``; a pattern that does not parse raises ``Unreadable``."""
        self._patterns = {key: compile_smarts(pattern) for key, pattern in sorted(smarts.items())}
        self._outlines = [_outline(pattern) for pattern in self._patterns.values()]

    def matches(self, mol: Any) -> tuple[str, ...]:  # noqa: ANN401  # RDKit ships no types
        """Return the ids of the patterns a fully parsed molecule contains."""
        return tuple(key for key, pattern in self._patterns.items() if mol.HasSubstructMatch(pattern))

    def may_match(self, mol: Any) -> bool:  # noqa: ANN401  # RDKit ships no types
        """Tell, from elements and connections alone, whether some pattern could match.

        Takes a molecule of :func:`parse_fast`, whose aromaticity is not perceived; never wrongly says no.
        """
        return any(mol.HasSubstructMatch(outline) for outline in self._outlines)


def _outline(pattern: Any) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Weaken a query to elements and connections: whatever matches the query matches its outline."""
    chem = _chem()
    outline = chem.RWMol()
    for atom in pattern.GetAtoms():
        match = _ONE_ELEMENT.fullmatch(atom.GetSmarts())
        outline.AddAtom(chem.AtomFromSmarts(f"[#{atom.GetAtomicNum()}]" if match else "*"))
    for bond in pattern.GetBonds():
        outline.AddBond(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx(), chem.BondType.UNSPECIFIED)
        outline.ReplaceBond(outline.GetNumBonds() - 1, chem.BondFromSmarts("~"))
    return outline.GetMol()


def compile_smarts(pattern: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return the query of a SMARTS pattern.

    Raises:
        Unreadable: When it does not parse.
    """
    query = _chem().MolFromSmarts(pattern)
    if query is None:
        message = f"The pattern {pattern!r} does not parse as SMARTS."
        raise Unreadable(message)
    return query
