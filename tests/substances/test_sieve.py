from __future__ import annotations

import pytest
from rdkit import Chem

from penstock.substances.glance import glance
from penstock.substances.patterns import compile_smarts, weakened
from penstock.substances.sieve import Mesh, Sieve, glimpse_of, made_of
from penstock.substances.structure import parse, parse_bare, standardised

PATTERNS = {
    "anilide": "[#7X3;!R](-[#6X3]=[OX1])-[c]1[c][c][c][c][c]1",
    "piperidine": "[#6X4]1[#6X4][#7][#6X4][#6X4][#6X4]1",
    "indole": "[n]1[c][c][c]2[c][c][c][c][c]12",
    "any ring": "[*;R]1~[*;R]~[*;R]~1",
}
MEMBERS = {
    "anilide": ["CC(=O)Nc1ccccc1", "O=C(C)NC1=CC=CC=C1", "Cl.CC(=O)N(C)c1ccc(F)cc1", "c1ccccc1N(C)C=O"],
    "piperidine": ["C1CCNCC1", "CN1CCCCC1", "C1CC[NH2+]CC1.[Cl-]", "OC(=O)C1CCCN(C)C1"],
    "indole": ["c1ccc2[nH]ccc2c1", "C1=CC=C2C(=C1)C=CN2", "Cn1ccc2ccccc21"],
    "any ring": ["C1CC1", "C1CO1"],
}


def sieve() -> Sieve:
    queries = {key: compile_smarts(smarts) for key, smarts in PATTERNS.items()}
    return Sieve((Mesh(("x", key), weakened(query), query) for key, query in queries.items()), frozenset())


def caught(text: str) -> set[str]:
    seen = glance(text)
    assert seen is not None
    one = sieve()
    _, meshes = one.sift(seen)
    return {mesh.owner[1] for mesh in one.caught(parse_bare(text), meshes)}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in MEMBERS.items() for text in texts])
def test_a_match_passes_the_sieve_however_it_is_drawn(key: str, text: str) -> None:
    assert parse(text).HasSubstructMatch(compile_smarts(PATTERNS[key]))
    assert key in caught(text)
    mol = standardised(parse(text))
    one = sieve()
    _, meshes = one.sift(glimpse_of(mol))
    assert key in {mesh.owner[1] for mesh in one.caught(mol, meshes)}


@pytest.mark.parametrize("text", ["CCO", "c1ccncc1", "C1CCCCC1", "CC(=O)Oc1ccccc1"])
def test_what_lacks_the_atoms_is_let_go_before_anything_is_parsed(text: str) -> None:
    seen = glance(text)
    assert seen is not None
    assert {mesh.owner[1] for mesh in sieve().sift(seen)[1]} <= {"any ring"}


def test_a_component_made_of_just_the_same_is_all_an_exact_mesh_takes() -> None:
    acetone = made_of(parse("CC(C)=O"))
    exact = Sieve([Mesh(("x", 0), exactly=acetone)], frozenset())
    for text, is_taken in (("CC(=O)C", True), ("CCC=O", True), ("CCCO", True), ("CCCCO", False), ("O.CC(C)=O", True)):
        seen = glance(text)
        assert seen is not None
        assert bool(exact.sift(seen)[1]) == is_taken, text  # bonds and hydrogens are not counted


def test_a_named_component_is_told_by_what_it_is_made_of() -> None:
    known = Sieve([], frozenset({made_of(parse("O=C1CCNCC1"))}))
    for text, is_named in (("C1CNCCC1=O", True), ("Cl.O=C1CCNCC1", True), ("O=C1CCCCC1", False)):
        seen = glance(text)
        assert seen is not None
        assert known.sift(seen)[0] == is_named


def test_every_way_to_write_a_molecule_has_one_sum() -> None:
    mol = Chem.MolFromSmiles("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1")
    written = {Chem.MolToSmiles(mol, doRandom=True) for _ in range(40)} | {Chem.MolToSmiles(mol, kekuleSmiles=True)}
    drawn = set()
    for text in written:
        seen = glance(text)
        assert seen is not None
        drawn |= {one & ((1 << 132) - 1) for one in seen.sums}
    assert drawn == {made_of(mol)}
