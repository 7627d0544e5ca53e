from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from rdkit import Chem

from penstock.substances.connections import of_molecules
from penstock.substances.glance import glance
from penstock.substances.structure import components, parse

if TYPE_CHECKING:
    from penstock.law.register import Register

PIPERIDONE = "O=C1CCNCC1"


def skeletons(text: str) -> set[int]:
    return set(of_molecules([parse(text)]).skeletons.tolist())


def test_neighbours_are_held_in_places_and_told_whether_they_are_bound_in_rings() -> None:
    near, closed = glance(["CC1CC1"]).near
    assert [sorted(set(column) - {4}) for column in near.T.tolist()] == [[1], [0, 2, 3], [1, 3], [1, 2], []]
    in_rings = [sorted(set(column) - {4}) for column in np.where(closed > 0, near, 4).T.tolist()]
    assert in_rings == [[], [2, 3], [1, 3], [1, 2], []]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("c1ccccc1CC(C)=O", "C1=CC=CC=C1CC(C)=O"),
        ("C[C@H](NC)[C@H](O)c1ccccc1", "CC(NC)C(O)c1ccccc1"),
        ("CN(=O)=O", "C[N+](=O)[O-]"),
        ("CC(O)=O", "CC(=O)[O-]"),
        ("NCC(=O)O", "[NH3+]CC(=O)[O-]"),
        ("O=c1cc[nH]cc1", "Oc1ccncc1"),
        ("[2H]C([2H])([2H])O", "CO"),
        ("[Na]OC(=O)C", "[Na+].CC(=O)[O-]"),
        ("S(=O)(=O)(O)O", "OS(O)(=O)=O"),
    ],
)
def test_one_substance_has_one_skeleton_in_every_drawing(one: str, other: str) -> None:
    assert skeletons(one) == skeletons(other)


@pytest.mark.parametrize("other", ["O=C1CCCNC1", "CN1CCC(=O)C1", "CC1CNCC1=O", "OC1CCNCC1", "O=C1CCOCC1"])
def test_skeletons_tell_isomers_and_other_hydrogens_apart(other: str) -> None:
    assert skeletons(other).isdisjoint(skeletons(PIPERIDONE))
    assert skeletons("C1CNCCC1=O") == skeletons(PIPERIDONE)


def test_sums_are_those_of_all_isomers_and_of_nothing_else() -> None:
    acetone, isomer, saturated, other = of_molecules(
        [parse(text) for text in ("CC(C)=O", "CCC=O", "CCCO", "CCCN")]
    ).sums
    assert acetone == isomer == saturated
    assert acetone != other
    assert of_molecules([parse("C1CC1O")]).sums[0] != acetone


def test_a_glance_and_a_parsed_molecule_show_the_same() -> None:
    texts = [
        "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1",
        "Cl.CC(=O)Nc1ccc(O)cc1",
        "C[n+]1ccccc1.[I-]",
        "O=S(=O)(N)c1ccco1",
    ]
    seen, drawn = glance(texts), of_molecules([parse(text) for text in texts])
    for one, other in ((seen.skeletons, drawn.skeletons), (seen.sums, drawn.sums), (seen.text_of, drawn.text_of)):
        assert np.array_equal(one, other)


@pytest.mark.parametrize(("text", "is_told"), [("[H][H]", False), ("C[C-](C)C", False), ("[C-]#N", True)])
def test_what_hydrogens_and_charges_hide_is_not_told(text: str, is_told: bool) -> None:  # noqa: FBT001  # the case
    assert of_molecules([parse(text)]).is_read.tolist() == [is_told]


def drawings(smiles: str) -> list[str]:
    """Draw one structure in many ways that all have its identity."""
    mol = Chem.MolFromSmiles(smiles)
    labelled, mapped, heavy = Chem.Mol(mol), Chem.Mol(mol), Chem.AddHs(mol)
    for atom in labelled.GetAtoms():
        atom.SetIsotope(13 if atom.GetAtomicNum() == 6 else 0)
    for atom in mapped.GetAtoms():
        atom.SetAtomMapNum(atom.GetIdx() + 1)
    for atom in heavy.GetAtoms():
        atom.SetIsotope(2 if atom.GetAtomicNum() == 1 else 0)
    return [
        f"Cl.{smiles}",
        *(Chem.MolToSmiles(one) for one in (mol, labelled, mapped, heavy, Chem.AddHs(mol))),
        Chem.MolToSmiles(mol, kekuleSmiles=True),
        Chem.MolToSmiles(mol, isomericSmiles=False),
        Chem.MolToSmiles(mol, allHsExplicit=True),
        Chem.MolToSmiles(mol, rootedAtAtom=mol.GetNumAtoms() - 1),
        str(Chem.MolToInchi(mol)),  # type: ignore[no-untyped-call]  # RDKit leaves this one untyped
    ]


def test_every_drawing_of_a_register_structure_has_its_skeleton(register: Register) -> None:
    seen = 0
    for known in register.packed.structures[::3]:
        smiles = register.packed.substances[known.substance].smiles
        assert smiles is not None
        if "." in smiles:
            continue
        for text in drawings(smiles):
            if known.block not in {part.block for part in components(parse(text))}:
                continue  # InChI itself reads a few drawings as another substance
            seen += 1
            assert int(known.skeletons[0], 16) in skeletons(text), text
            quick = glance([text])
            assert not quick.is_read[0] or int(known.skeletons[0], 16) in quick.skeletons.tolist(), text
    assert seen > 500
