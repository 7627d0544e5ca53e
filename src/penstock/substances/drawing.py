"""Drawings of structures as SVG, with the atoms that matched a clause or a scope word in its colour."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import UsageError
from penstock.substances.structure import Unreadable, chem, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COLOURS = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#0072b2")
"""Colours of the clauses, in turn; told apart also by those who see few colours (Okabe and Ito)."""

SKELETON = "#d9d9d9"
"""Colour of the atoms that are as in the parent."""


def colours(names: Iterable[str]) -> dict[str, str]:
    """Return ``{clause or scope word: colour}``; ``skeleton`` and the empty name are grey."""
    marked = [name for name in names if name not in {"", "skeleton"}]
    return {name: COLOURS[place % len(COLOURS)] for place, name in enumerate(marked)} | {"skeleton": SKELETON}


def draw(structure: str, atoms: Mapping[str, Iterable[int]], *, width: int = 420, height: int = 300) -> str:
    """Draw a structure with the matched atoms coloured.

    Args:
        structure: SMILES or InChI, as it was asked about.
        atoms: ``{clause or scope word: positions of heavy atoms in the order drawn}``, as ``atoms`` of a measure.
        width: Width in pixels.
        height: Height in pixels.

    Returns:
        An SVG document as text; it refers to nothing outside itself.

    Raises:
        UsageError: The structure cannot be read, or does not have an atom.
    """
    from rdkit.Chem.Draw import rdMolDraw2D  # noqa: PLC0415  # heavy, and few questions are drawn

    mol = _read(structure)
    heavy = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() > 1]
    shades = colours(atoms)
    chosen: dict[int, tuple[float, float, float]] = {}
    for name, places in sorted(atoms.items(), key=lambda pair: pair[0] not in {"", "skeleton"}):
        shade = _rgb(shades.get(name, SKELETON))
        chosen |= {_place(heavy, place): shade for place in places}
    bonds = {
        bond.GetIdx(): chosen[bond.GetBeginAtomIdx()]
        for bond in mol.GetBonds()
        if chosen.get(bond.GetBeginAtomIdx(), 0) == chosen.get(bond.GetEndAtomIdx(), 1)
    }
    sheet = rdMolDraw2D.MolDraw2DSVG(width, height)
    rdMolDraw2D.PrepareAndDrawMolecule(
        sheet,
        mol,
        highlightAtoms=list(chosen),
        highlightAtomColors=chosen,
        highlightBonds=list(bonds),
        highlightBondColors=bonds,
    )
    sheet.FinishDrawing()
    return str(sheet.GetDrawingText())


def elements(structure: str, parts: Mapping[str, Iterable[int]]) -> dict[str, str]:
    """Return which atoms parts of a structure are made of, in words for whoever does not see it drawn.

    Args:
        structure: SMILES or InChI, as it was asked about.
        parts: Positions of heavy atoms in the order drawn, by the name of the part; none are all of them.

    Returns:
        ``{name: formula without hydrogen}``, e.g. ``C3O2``: carbon first, the others by the alphabet.

    Raises:
        UsageError: The structure cannot be read, or does not have an atom.
    """
    mol = _read(structure)
    heavy = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() > 1]
    found = {}
    for name, places in parts.items():
        chosen = [_place(heavy, place) for place in places] or heavy
        counted = Counter(mol.GetAtomWithIdx(atom).GetSymbol() for atom in chosen)
        order = sorted(counted, key=lambda one: (one != "C", one))
        found[name] = "".join(f"{one}{counted[one] if counted[one] > 1 else ''}" for one in order)
    return found


def _read(structure: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    try:
        return chem().Mol(parse(structure))
    except Unreadable as error:
        raise UsageError(str(error), remedy="Draw a SMILES or InChI that can be read.") from None


def _place(heavy: list[int], place: int) -> int:
    if not 0 <= place < len(heavy):
        message = f"The structure has no atom {place}; its heavy atoms are 0 to {len(heavy) - 1}."
        raise UsageError(message, remedy="Give the atoms of the same structure, drawn the same way.")
    return heavy[place]


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue
