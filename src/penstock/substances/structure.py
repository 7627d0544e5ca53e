"""Structures: reading, identity keys, what differs, close relatives.

Identity is by component and by the first block of the standard InChIKey, which is blind to drawing,
protonation, isotope labels, stereo marks and mobile hydrogens (IUPAC InChI technical manual). A structure
of several components is looked up component by component, so a salt names its parent.

RDKit is imported on first use: most questions never need it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

WATER_BLOCK = "XLYOFNOQVPJJNP"
"""The first block of water's InChIKey: a hydrate is identified by what is not water."""

MAX_LENGTH = 5000
"""Longest structure text that is read, in characters; beyond it a line is no small molecule."""

SHORTEST_MOLECULE = 6
"""Fewest characters of a word that is taken for a structure where it stands among other words."""

_ELEMENT = re.compile(r"([A-Z][a-z]?)(\d*)")
_CARBON = 6
_MAY_LACK_HYDROGENS = re.compile(r"\[\d*(?:C(?![a-z])|c|#6)|^InChI=")
_MAY_BE_OPEN = re.compile(r"[*|~!&;,?]|\[#")
_ARROW = re.compile(r"->|<-")
_PROTONS = re.compile(r"/p([+-]\d+)")
_SMILES_SHAPE = re.compile(r"[A-Za-z0-9@+\-\[\]()=#$:/\\.%*~|,^<>&;!?{}]+")
_SALT_METALS = frozenset({3, 11, 12, 19, 20, 37, 38, 55, 56})  # Li Na Mg K Ca Rb Sr Cs Ba
_SALT_FORMERS = frozenset({7, 8, 16})  # N O S
BARE_SALT_METAL = re.compile(r"\[\d*(?:Li|Na|Mg|K|Ca|Rb|Sr|Cs|Ba)(?![a-z])[^\]+]*\]")
_NON_METALS = frozenset({1, 5, 6, 7, 8, 9, 14, 15, 16, 17, 34, 35, 53})  # H B C N O F Si P S Cl Se Br I
_KEY_SHAPE = re.compile(r"[A-Z]{14}(?:-[A-Z]{10}-[A-Z])?")


@cache
def chem() -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return RDKit's ``Chem``, imported on first use and silenced."""
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

    ``block`` is the first InChIKey block; ``key`` the whole InChIKey; ``part`` the RDKit molecule; ``places`` where
    its heavy atoms stand in the whole structure, in the order drawn.
    """

    block: str
    key: str
    part: Any
    places: tuple[int, ...]


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


def is_molecule(word: str) -> bool:
    """Tell whether a word of a text draws a molecule; what is shorter may be a short form, such as ``C/O``."""
    if len(word) < SHORTEST_MOLECULE:
        return False
    try:
        parse(word)
    except Unreadable:
        return False
    return True


def parse(text: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return the RDKit molecule of a SMILES or InChI.

    Raises:
        Unreadable: Empty, over-long, several words, a query, a reaction, a polymer, an InChI without all its
            layers, or chemically impossible.
    """
    text = text.strip()
    _refuse_other_shapes(text)
    mol = _from_inchi(text) if text.startswith("InChI=") else chem().MolFromSmiles(text)
    if mol is None:
        message = "It does not parse as a structure (syntax, ring closure, valence or aromaticity)."
        raise Unreadable(message)
    _refuse_open_atoms(text, mol)
    _refuse_what_cannot_be_drawn(mol)
    if _ARROW.search(text):
        mol = _without_arrow_bonds(mol)
    return _without_bonds_to_salt_metals(mol) if BARE_SALT_METAL.search(text) else mol


def _from_inchi(text: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    try:
        mol = chem().MolFromInchi(text)
    except RuntimeError:  # an element RDKit does not know, such as the Zz of polymers
        return None
    if mol is not None and _atoms_in(formula_of(mol)) != _atoms_in_inchi(text):
        message = "It draws other atoms than its formula counts; a layer of the InChI may be missing."
        raise Unreadable(message)
    return mol


def _atoms_in(formula: str) -> Counter[str]:
    return Counter({element: int(count or 1) for element, count in _ELEMENT.findall(formula)})


def _atoms_in_inchi(text: str) -> Counter[str]:
    """Count the atoms an InChI is of: those of its formula, with the protons added or taken (``/p``)."""
    _, formula, layers = f"{text}//".split("/", 2)
    protons = _PROTONS.search(f"/{formula}/{layers}")
    found = Counter(H=int(protons[1]) if protons else 0)
    for component in formula.split(".") if not formula[:1].islower() else ():
        bare = component.lstrip("0123456789")
        times = int(component.removesuffix(bare) or 1)
        found.update({element: times * count for element, count in _atoms_in(bare).items()})
    return found


def _without_arrow_bonds(mol: Any) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Read a complex drawn with arrow bonds (``N->B``) as the parts the arrows join, so that each part counts."""
    parts = chem().RWMol(mol)
    for bond in mol.GetBonds():
        if bond.GetBondType() == chem().BondType.DATIVE:
            parts.RemoveBond(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx())
    if chem().SanitizeMol(parts, catchErrors=True) != chem().SanitizeFlags.SANITIZE_NONE:
        message = "It is a complex (-> or <-) whose parts are no structures by themselves."
        raise Unreadable(message)
    return parts.GetMol()


def _without_bonds_to_salt_metals(mol: Any) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Read a salt drawn with a bond to its metal (``[Na]OC``) as its ions, as InChI does."""
    ions = chem().RWMol(mol)
    for bond in mol.GetBonds():
        ends = (bond.GetBeginAtom(), bond.GetEndAtom())
        for metal, other in (ends, ends[::-1]):
            if metal.GetAtomicNum() in _SALT_METALS and other.GetAtomicNum() in _SALT_FORMERS:
                _part_ions(ions, metal.GetIdx(), other.GetIdx(), int(bond.GetBondTypeAsDouble()))
    is_sound = chem().SanitizeMol(ions, catchErrors=True) == chem().SanitizeFlags.SANITIZE_NONE
    return ions.GetMol() if is_sound else mol


def _part_ions(ions: Any, metal: int, other: int, order: int) -> None:  # noqa: ANN401  # RDKit ships no types
    ions.RemoveBond(metal, other)
    for index, charge in ((metal, order), (other, -order)):
        atom = ions.GetAtomWithIdx(index)
        atom.SetFormalCharge(atom.GetFormalCharge() + charge)


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
    if ">" in _ARROW.sub("", text):
        message = "It is a reaction, not one substance."
        raise Unreadable(message)


def _refuse_open_atoms(text: str, mol: Any) -> None:  # noqa: ANN401  # RDKit ships no types
    if mol.GetNumAtoms() == 0:
        message = "It holds no atoms."
        raise Unreadable(message)
    if _MAY_LACK_HYDROGENS.search(text) and any(map(_is_radical, mol.GetAtoms())):
        message = "It leaves out hydrogens: a carbon atom has bonds to spare, as in a radical or a query."
        raise Unreadable(message)
    if not _MAY_BE_OPEN.search(text):
        return
    if any(atom.GetAtomicNum() == 0 or atom.HasQuery() for atom in mol.GetAtoms()):
        message = "It leaves atoms open (*, R groups or a query), so it is no single substance."
        raise Unreadable(message)
    if any(bond.HasQuery() for bond in mol.GetBonds()):
        message = "It leaves bonds open (~ or a query), so it is no single substance."
        raise Unreadable(message)
    if chem().GetMolSubstanceGroups(mol) or mol.HasProp("_molLinkNodes"):
        message = "It repeats or varies a part (polymer or link node), so it is no single substance."
        raise Unreadable(message)


def _refuse_what_cannot_be_drawn(mol: Any) -> None:  # noqa: ANN401  # RDKit ships no types
    """Refuse rings that RDKit takes for aromatic and cannot give double bonds again, as InChI needs."""
    try:
        chem().Kekulize(chem().Mol(mol))
    except chem().KekulizeException:
        message = "It draws an aromatic ring that cannot be given double bonds."
        raise Unreadable(message) from None


def _is_radical(atom: Any) -> bool:  # noqa: ANN401  # RDKit ships no types
    return bool(atom.GetAtomicNum() == _CARBON and atom.GetNumRadicalElectrons())


def key_of_inchi(text: str) -> str | None:
    """Return the InChIKey of an InChI as it stands, without drawing it; ``None`` for any other text."""
    return str(chem().InchiToInchiKey(text)) or None if text.startswith("InChI=") else None


def key_of(mol: Any) -> str:  # noqa: ANN401  # RDKit ships no types
    """Return the InChIKey of a whole molecule, all components together."""
    return str(chem().MolToInchiKey(mol))


def whole(parts: Iterable[str]) -> str:
    """Return the key of several components together, in whatever order they are drawn."""
    return "+".join(sorted(parts))


def formula_of(mol: Any) -> str:  # noqa: ANN401  # RDKit ships no types
    """Return the molecular formula in Hill order, hydrogens included."""
    return str(_descriptors().CalcMolFormula(mol))


def components(mol: Any, *, is_keyed: bool = True) -> list[Component]:  # noqa: ANN401  # RDKit ships no types
    """Return each component of a fully parsed molecule with its identity keys; without keys where none is wanted."""
    where: list[tuple[int, ...]] = list(chem().GetMolFrags(mol))
    parts = (mol,) if len(where) == 1 else chem().GetMolFrags(mol, asMols=True)
    count = mol.GetNumAtoms()
    heavy = range(count) if mol.GetNumHeavyAtoms() == count else _heavy(mol)
    number = {place: rank for rank, place in enumerate(heavy)}
    found = []
    for part, atoms in zip(parts, where, strict=True):
        key = str(chem().MolToInchiKey(part)) if is_keyed else ""
        places = tuple(number[place] for place in atoms if place in number)
        found.append(Component(block=key[:14], key=key, part=part, places=places))
    return found


def metals(mol: Any) -> set[int]:  # noqa: ANN401  # RDKit ships no types
    """Return the atomic numbers of a molecule's atoms that InChI may take for metals, whose bonds it leaves out."""
    return {atom.GetAtomicNum() for atom in mol.GetAtoms()} - _NON_METALS


def _heavy(mol: Any) -> list[int]:  # noqa: ANN401  # RDKit ships no types
    return [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() > 1]


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
        key = str(chem().MolToInchiKey(plain))
    if key[15:23] != listed_key[15:23]:
        said.append("stereochemistry")
    return tuple(said)


@cache
def _labelled() -> Any:  # noqa: ANN401  # RDKit ships no types
    return chem().MolFromSmarts("[!0*]")


@cache
def _charged() -> Any:  # noqa: ANN401  # RDKit ships no types
    return chem().MolFromSmarts("[!+0]")


def _unlabelled(mol: Any) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return a molecule without isotope labels; itself when it bears none."""
    if not mol.HasSubstructMatch(_labelled()):
        return mol
    plain = chem().Mol(mol)
    for atom in plain.GetAtoms():
        atom.SetIsotope(0)
    return chem().RemoveHs(plain)


@cache
def _uncharger() -> Any:  # noqa: ANN401  # RDKit ships no types
    from rdkit.Chem.MolStandardize import rdMolStandardize  # noqa: PLC0415  # as above

    return rdMolStandardize.Uncharger()


@cache
def _every_hydrogen() -> Any:  # noqa: ANN401  # RDKit ships no types
    params = chem().RemoveHsParameters()
    params.removeDefiningBondStereo = True
    params.removeHydrides = True
    return params


def standardised(part: Any) -> Any:  # noqa: ANN401  # RDKit ships no types
    """Return a component without isotope labels, stereo marks, removable charges and drawn hydrogens.

    Its heavy atoms keep their order.
    """
    plain = chem().Mol(_unlabelled(part))
    chem().RemoveStereochemistry(plain)
    if plain.GetNumAtoms() != plain.GetNumHeavyAtoms():
        plain = chem().RemoveHs(plain, _every_hydrogen())
    if not plain.HasSubstructMatch(_charged()):
        return plain
    neutral = _uncharger().uncharge(plain)
    is_sound = chem().SanitizeMol(neutral, catchErrors=True) == chem().SanitizeFlags.SANITIZE_NONE
    return neutral if is_sound else plain
