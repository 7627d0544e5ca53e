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
    from collections.abc import Container, Iterable, Mapping, Sequence

WATER_SKELETON, WATER_GRAPH, WATER_BLOCK = "H2O", "O", "XLYOFNOQVPJJNP"
"""The keys of water: a hydrate is identified by what is not water."""

MAX_LENGTH = 5000
"""Longest structure text that is read, in characters; beyond it a line is no small molecule."""

_ELEMENT = re.compile(r"([A-Z][a-z]?)(\d*)")
_MAY_BE_OPEN = re.compile(r"[*|~!&;,?]|\[#")
_MARKED = re.compile(r"\[\d|\[H[+-]?\d*\]|\[#1(?!\d)|:\d|InChI=")
_SMILES_SHAPE = re.compile(r"[A-Za-z0-9@+\-\[\]()=#$:/\\.%*~|,^<>&;!?{}]+")
_ONE_ELEMENT = re.compile(r"[CNOScnos]|\[(?:#\d+|[CNOScnos])(?:[XDHR]\d?)*(?:;.*)?\]")
_SALT_METALS = frozenset({3, 11, 12, 19, 20, 37, 38, 55, 56})  # Li Na Mg K Ca Rb Sr Cs Ba
_SALT_FORMERS = frozenset({7, 8, 16})  # N O S
_BARE_SALT_METAL = re.compile(r"\[\d*(?:Li|Na|Mg|K|Ca|Rb|Sr|Cs|Ba)(?![a-z])[^\]+]*\]")
_KEY_SHAPE = re.compile(r"[A-Z]{14}(?:-[A-Z]{10}-[A-Z])?")


@cache
def _chem() -> Any:  # noqa: ANN401  # RDKit ships no types
    from rdkit import Chem, rdBase  # noqa: PLC0415  # heavy, and most questions never need it

    rdBase.DisableLog("rdApp.*")
    return Chem


@cache
def _descriptors() -> Any:  # noqa: ANN401  # RDKit ships no types
    from rdkit.Chem import rdMolDescriptors  # noqa: PLC0415  # as above

    return rdMolDescriptors


@dataclass(frozen=True, slots=True)
class Component:
    """One connected part of a structure.

    ``skeleton`` is cheap and necessary for identity, see :func:`skeletons`; ``block`` the first InChIKey
    block; ``key`` the whole InChIKey; ``part`` the RDKit molecule.
    """

    skeleton: str
    block: str
    key: str
    part: Any


class Unreadable(ValueError):  # noqa: N818  # the name is what the text is
    """A text that is no readable structure; the message says why in one sentence."""


def looks_like_structure(text: str) -> bool:
    """Tell whether a text could be SMILES, InChI or an InChIKey (it may still not parse)."""
    if len(text) > MAX_LENGTH:
        return False
    return text.startswith("InChI=") or is_inchikey(text) or _SMILES_SHAPE.fullmatch(text) is not None


def is_inchikey(text: str) -> bool:
    """Tell whether a text has the shape of an InChIKey or of its first block."""
    return _KEY_SHAPE.fullmatch(text) is not None


def parse(text: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return the RDKit molecule of a SMILES or InChI.

    Raises:
        Unreadable: Empty, over-long, several words, a query, a reaction, a polymer, or chemically impossible.
    """
    text = text.strip()
    _refuse_other_shapes(text)
    mol = _from_inchi(text) if text.startswith("InChI=") else _chem().MolFromSmiles(text)
    if mol is None:
        message = "It does not parse as a structure (syntax, ring closure, valence or aromaticity)."
        raise Unreadable(message)
    _refuse_open_atoms(text, mol)
    return _without_bonds_to_salt_metals(mol) if _BARE_SALT_METAL.search(text) else mol


def _from_inchi(text: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    try:
        return _chem().MolFromInchi(text)
    except RuntimeError:  # an element RDKit does not know, such as the Zz of polymers
        return None


def _without_bonds_to_salt_metals(mol: Any) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Read a salt drawn with a bond to its metal (``[Na]OC``) as its ions, as InChI does."""
    ions = _chem().RWMol(mol)
    for bond in mol.GetBonds():
        ends = (bond.GetBeginAtom(), bond.GetEndAtom())
        for metal, other in (ends, ends[::-1]):
            if metal.GetAtomicNum() in _SALT_METALS and other.GetAtomicNum() in _SALT_FORMERS:
                _part_ions(ions, metal.GetIdx(), other.GetIdx(), int(bond.GetBondTypeAsDouble()))
    is_sound = _chem().SanitizeMol(ions, catchErrors=True) == _chem().SanitizeFlags.SANITIZE_NONE
    return ions.GetMol() if is_sound else mol


def _part_ions(ions: Any, metal: int, other: int, order: int) -> None:  # noqa: ANN401  # RDKit ships no types
    ions.RemoveBond(metal, other)
    for index, charge in ((metal, order), (other, -order)):
        atom = ions.GetAtomWithIdx(index)
        atom.SetFormalCharge(atom.GetFormalCharge() + charge)


def parse_fast(text: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return a molecule checked for valence and Kekulé form only, for formula filtering.

    Whatever this cannot settle is handed to :func:`parse`, so both accept and refuse the same texts.
    """
    text = text.strip()
    _refuse_other_shapes(text)
    if text.startswith("InChI=") or _BARE_SALT_METAL.search(text):
        return parse(text)
    chem = _chem()
    mol = chem.MolFromSmiles(text, _unsanitised())
    if mol is None or _needs_full_reading(mol):
        return parse(text)
    _refuse_open_atoms(text, mol)
    return mol


@cache
def _unsanitised() -> Any:  # noqa: ANN401  # RDKit ships no types
    params = _chem().SmilesParserParams()
    params.sanitize = False
    params.removeHs = False
    return params


def _needs_full_reading(mol: Any) -> bool:  # noqa: ANN401  # RDKit ships no types
    wanted, none = _light_checks()
    return bool(_chem().SanitizeMol(mol, wanted, catchErrors=True) != none)


@cache
def _light_checks() -> tuple[int, Any]:
    flags = _chem().SanitizeFlags
    wanted = flags.SANITIZE_CLEANUP | flags.SANITIZE_PROPERTIES | flags.SANITIZE_KEKULIZE
    return int(wanted), flags.SANITIZE_NONE


def _refuse_other_shapes(text: str) -> None:
    if not text:
        message = "It is empty."
        raise Unreadable(message)
    if len(text) > MAX_LENGTH:
        message = f"It is {len(text)} characters long; structures are read up to {MAX_LENGTH}."
        raise Unreadable(message)
    _, *rest = text.split(maxsplit=1)
    if rest and not (rest[0].startswith("|") and rest[0].endswith("|")):
        message = "It is more than one word, and only one structure is read."
        raise Unreadable(message)
    if ">" in text:
        message = "It is a reaction, not one substance."
        raise Unreadable(message)


def _refuse_open_atoms(text: str, mol: Any) -> None:  # noqa: ANN401  # RDKit ships no types
    if mol.GetNumAtoms() == 0:
        message = "It holds no atoms."
        raise Unreadable(message)
    if not _MAY_BE_OPEN.search(text):
        return
    if any(atom.GetAtomicNum() == 0 or atom.HasQuery() for atom in mol.GetAtoms()):
        message = "It leaves atoms open (*, R groups or a query), so it is no single substance."
        raise Unreadable(message)
    if any(bond.HasQuery() for bond in mol.GetBonds()):
        message = "It leaves bonds open (~ or a query), so it is no single substance."
        raise Unreadable(message)
    if _chem().GetMolSubstanceGroups(mol) or mol.HasProp("_molLinkNodes"):
        message = "It repeats or varies a part (polymer or link node), so it is no single substance."
        raise Unreadable(message)


def skeletons(mol: Any, text: str = ".") -> list[str]:  # noqa: ANN401  # RDKit ships no types
    """Return the skeleton of each component: its formula, as if it were uncharged.

    Protonation moves a hydrogen and a charge together, tautomers and isotopes keep both, so components of one
    identity have one skeleton. A text without a dot spares the search for components.
    """
    return [_skeleton(part) for part in _drawn_parts(text, mol)]


def without_water(keys: list[str], water: str) -> list[str]:
    """Return the keys of the components other than water; all of them where there is only water."""
    return [key for key in keys if key != water] or keys


def key_of_inchi(text: str) -> str | None:
    """Return the InChIKey of an InChI as it stands, without drawing it; ``None`` for any other text."""
    return str(_chem().InchiToInchiKey(text)) or None if text.startswith("InChI=") else None


def key_of(mol: Any) -> str:  # noqa: ANN401  # RDKit ships no types
    """Return the InChIKey of a whole molecule, all components together."""
    return str(_chem().MolToInchiKey(mol))


def whole(parts: Iterable[str]) -> str:
    """Return the key of several components together, in whatever order they are drawn."""
    return "+".join(sorted(parts))


def _drawn_parts(text: str, mol: Any) -> Sequence[Any]:  # noqa: ANN401  # RDKit ships no types
    """Return the connected parts of a molecule; SMILES without a dot or a metal draws one.

    InChI writes two of a kind without a dot: ``InChI=1S/2H2O/h2*1H2``.
    """
    return _parts(mol) if "." in text or "InChI=" in text or _BARE_SALT_METAL.search(text) else (mol,)


def _parts(mol: Any) -> Sequence[Any]:  # noqa: ANN401  # RDKit ships no types
    """Return the connected parts of a molecule; a connected one is its only part."""
    if len(_chem().GetMolFrags(mol)) == 1:
        return (mol,)
    parts: Sequence[Any] = _chem().GetMolFrags(mol, asMols=True, sanitizeFrags=False)
    return parts


def _skeleton(part: Any) -> str:  # noqa: ANN401  # RDKit ships no types
    formula = formula_of(part)
    if "+" not in formula and "-" not in formula:
        return formula
    counts = {element: int(count or 1) for element, count in _ELEMENT.findall(formula)}
    counts["H"] = counts.get("H", 0) - _chem().GetFormalCharge(part)
    order = sorted(counts, key=lambda element: (element != "C", element != "H", element))
    shown = ((element, counts[element]) for element in order if counts[element])
    return "".join(element if count == 1 else f"{element}{count}" for element, count in shown)


def graphs(text: str, mol: Any) -> list[str] | None:  # noqa: ANN401  # RDKit ships no types
    """Return the graph of heavy atoms of each component, blind to bond orders and stereo marks.

    ``None`` for InChI and where hydrogens, isotopes or atom maps are drawn: this cannot tell. Dearer than the
    skeleton and cheaper than InChI; it tells most isomers apart.
    """
    if _MARKED.search(text):
        return None
    if "@" in text:
        mol = _chem().Mol(mol)
        _chem().RemoveStereochemistry(mol)
    mol_hash = _hashes()
    return [str(mol_hash.MolHash(part, mol_hash.HashFunction.ElementGraph)) for part in _drawn_parts(text, mol)]


@cache
def _hashes() -> Any:  # noqa: ANN401  # RDKit ships no types
    from rdkit.Chem import rdMolHash  # noqa: PLC0415  # as above

    return rdMolHash


def formula_of(mol: Any) -> str:  # noqa: ANN401  # RDKit ships no types
    """Return the molecular formula in Hill order, hydrogens included."""
    return str(_descriptors().CalcMolFormula(mol))


def components(mol: Any, among: Container[str] | None = None) -> list[Component]:  # noqa: ANN401  # RDKit ships no types
    """Return the identity keys of each component of a fully parsed molecule.

    Args:
        mol: The molecule.
        among: Skeletons that matter; a component with another one gets empty keys, which costs nothing.
    """
    chem = _chem()
    found = []
    for part in _parts(mol):
        skeleton = _skeleton(part)
        key = str(chem.MolToInchiKey(part)) if among is None or skeleton in among else ""
        found.append(Component(skeleton=skeleton, block=key[:14], key=key, part=part))
    return found


def differences(found: Component, listed_key: str, *, is_alone: bool) -> tuple[str, ...]:
    """Name how a matched component differs from the listed substance as drawn in the register.

    Returns some of ``salt or mixture``, ``charge``, ``isotope label``, ``stereochemistry``.
    """
    said = [] if is_alone else ["salt or mixture"]
    if found.key[-1] != listed_key[-1]:  # the last letter counts the protons added or taken
        said.append("charge")
    plain = _unlabelled(found.part)
    key = found.key
    if plain is not found.part:
        said.append("isotope label")
        key = str(_chem().MolToInchiKey(plain))
    if key[15:23] != listed_key[15:23]:
        said.append("stereochemistry")
    return tuple(said)


def _unlabelled(mol: Any) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return a molecule without isotope labels; itself when it bears none."""
    if not any(atom.GetIsotope() for atom in mol.GetAtoms()):
        return mol
    plain = _chem().Mol(mol)
    for atom in plain.GetAtoms():
        atom.SetIsotope(0)
    return _chem().RemoveHs(plain)


class Scaffolds:
    """Patterns whose presence makes a structure a close relative of something controlled."""

    def __init__(self, smarts: Mapping[str, str]) -> None:
        """Take ``{id: SMARTS}``; a pattern that does not parse raises ``Unreadable``."""
        self._patterns = {key: compile_smarts(pattern) for key, pattern in sorted(smarts.items())}
        outlines = [_outline(pattern) for pattern in self._patterns.values()]
        self._outlines = [(*_letters(outline), outline) for outline in outlines]

    def matches(self, mol: Any) -> tuple[str, ...]:  # noqa: ANN401  # RDKit ships no types
        """Return the ids of the patterns a fully parsed molecule contains, whatever its isotope labels."""
        plain = _unlabelled(mol)
        return tuple(key for key, pattern in self._patterns.items() if plain.HasSubstructMatch(pattern))

    def may_match(self, text: str, mol: Any) -> bool:  # noqa: ANN401  # RDKit ships no types
        """Tell, from elements and connections alone, whether some pattern could match.

        Takes a text and its molecule of :func:`parse_fast`, whose aromaticity is not perceived; never wrongly
        says no. Letters are counted first: a text with fewer N and O than a pattern cannot match it.
        """
        capitals = text.upper()
        nitrogens, oxygens = (capitals.count("N"), capitals.count("O"))
        if text.lstrip().startswith("InChI=") or "[#" in text:
            nitrogens = oxygens = MAX_LENGTH
        for n, o, outline in self._outlines:
            if n <= nitrogens and o <= oxygens and mol.HasSubstructMatch(outline):
                return True
        return False


def _letters(outline: Any) -> tuple[int, int]:  # noqa: ANN401  # RDKit ships no types
    numbers = [atom.GetAtomicNum() for atom in outline.GetAtoms()]
    return numbers.count(7), numbers.count(8)


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
