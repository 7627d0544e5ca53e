from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path

import pytest
from rdkit import Chem
from tests.shipped import REGISTER

from penstock.substances.connections import of_molecules
from penstock.substances.glance import glance
from penstock.substances.patterns import Scaffolds, compile_smarts, weakened
from penstock.substances.sieve import Mesh, Sieve
from penstock.substances.structure import components, parse, standardised

BENIGN = Path(__file__).parents[3] / "shared" / "bench" / "benign_454k.tsv.gz"

PATTERNS = {
    "anilide": "[#7X3;!R](-[#6X3]=[OX1])-[c]1[c][c][c][c][c]1",
    "piperidine": "[#6X4]1[#6X4][#7][#6X4][#6X4][#6X4]1",
    "indole": "[n]1[c][c][c]2[c][c][c][c][c]12",
    "two phenyls": "[c]1[c][c][c][c][c]1-[#6]-[c]1[c][c][c][c][c]1",
    "any ring": "[*;R]1~[*;R]~[*;R]~1",
    "open": "[C,N;R]~[!#6]~[$(C=O)]",
    "charged": "[N+;H0]-,=C",
}
MEMBERS = {
    "anilide": ["CC(=O)Nc1ccccc1", "O=C(C)NC1=CC=CC=C1", "Cl.CC(=O)N(C)c1ccc(F)cc1", "c1ccccc1N(C)C=O"],
    "piperidine": ["C1CCNCC1", "CN1CCCCC1", "C1CC[NH2+]CC1.[Cl-]", "OC(=O)C1CCCN(C)C1", "[2H]N1CCCCC1"],
    "indole": ["c1ccc2[nH]ccc2c1", "C1=CC=C2C(=C1)C=CN2", "Cn1ccc2ccccc21"],
    "two phenyls": ["c1ccccc1Cc1ccccc1", "O=C(c1ccccc1)c1ccc2ccccc2c1"],
    "any ring": ["C1CC1", "C1CO1"],
    "open": ["C1CN(C(C)=O)CC1"],
    "charged": ["C[N+](C)(C)C"],
}
STRANGERS = {
    "anilide": ["CC(=O)Oc1ccccc1", "CC(=O)NCc1ccccc1", "CC(O)Nc1ccccc1", "CC(=O)NC1CCCCC1"],
    "piperidine": ["CCNCCC", "c1ccncc1", "C1CCCCC1", "C1CCNC1", "C1CCCNCC1", "C1=CCNCC1"],
    "indole": ["c1ccc2ccccc2c1", "c1ccncc1", "C1CCC2NCCC2C1"],
    "two phenyls": ["Cc1ccccc1", "CC(c1ccccc1)C1CCCCC1"],
    "any ring": ["CCO", "C1CCC1"],
}


def sieve(*keys: str) -> Sieve:
    return Sieve([Mesh(("x", key), weakened(compile_smarts(PATTERNS[key]))) for key in keys or PATTERNS], [])


def caught(one: Sieve, text: str) -> set[str]:
    """The owners caught in a text, at a glance where that reads it, and of the molecule parsed."""
    parsed = one.sift(of_molecules([parse(text)]))
    seen = glance([text])
    if seen.is_read[0]:
        assert one.sift(seen) == parsed
    return {key for left in parsed.values() for _, key in left.owners}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in MEMBERS.items() for text in texts])
def test_a_match_passes_the_sieve_however_it_is_drawn(key: str, text: str) -> None:
    assert standardised(parse(text)).HasSubstructMatch(compile_smarts(PATTERNS[key]))
    assert key in caught(sieve(), text)


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in STRANGERS.items() for text in texts])
def test_what_cannot_match_is_let_go(key: str, text: str) -> None:
    assert key not in caught(sieve(), text)


def test_the_spots_of_a_pattern_are_laid_on_different_atoms() -> None:
    assert caught(sieve("two phenyls"), "C1c2ccccc2-c2ccccc21") == {"two phenyls"}
    assert caught(sieve("two phenyls"), "c1ccc2c(c1)Cc1ccccc12.CCc1ccccc1") == {"two phenyls"}
    assert caught(sieve("two phenyls"), "Cc1ccccc1.Cc1ccccc1") == set(), "components are apart"
    assert caught(sieve("two phenyls"), "c1ccc2c(c1)CC2") == set(), "one ring is not two"


def test_a_component_made_of_just_the_same_is_all_an_exact_mesh_takes() -> None:
    exact = Sieve([Mesh(("x", 0), exactly=int(of_molecules([parse("CC(C)=O")]).sums[0]))], [])
    for text, is_taken in (("CC(=O)C", True), ("CCC=O", True), ("CCCO", True), ("CCCCO", False), ("O.CC(C)=O", True)):
        assert bool(caught(exact, text) or exact.sift(glance([text]))) == is_taken, text


def named(one: Sieve, text: str) -> bool:
    left = one.sift(of_molecules([parse(text)]))
    seen = glance([text])
    assert not seen.is_read[0] or one.sift(seen) == left
    return any(found.is_named for found in left.values())


def test_a_named_component_is_told_by_its_skeleton_and_one_that_names_alone_only_alone() -> None:
    piperidone, chloride = (int(of_molecules([parse(text)]).skeletons[0]) for text in ("O=C1CCNCC1", "Cl"))
    known = Sieve([], [piperidone], [chloride])
    for text, is_named in (
        ("C1CNCCC1=O", True),
        ("Br.O=C1CCNCC1", True),
        ("O=C1CCCCC1", False),
        ("Cl", True),
        ("O.Cl", True),
        ("CCN.Cl", False),
        ("CCN.[Cl-]", False),
    ):
        assert named(known, text) == is_named, text


def test_a_metal_of_a_named_substance_may_name_wherever_it_is_bound() -> None:
    known = Sieve([], [], [], metals=[50])
    assert named(known, "C[Sn](C)(C)C")
    assert not named(known, "C[Ge](C)(C)C")
    assert not named(known, "CC.[Sn]")


def test_a_text_that_is_not_read_is_left_out() -> None:
    seen = glance(["C1CCNCC1", "C1CCNCC", "C1CCNCC1C"])
    assert set(sieve("piperidine").sift(seen)) == {0, 2}
    assert sieve().sift(glance([])) == {}


def test_every_register_structure_passes_for_all_its_scaffolds() -> None:
    scaffolds = REGISTER.chemistry.scaffolds
    matched = 0
    for substance in REGISTER.packed.substances.values():
        if substance.smiles is not None:
            mol = parse(substance.smiles)
            relatives = {key for part in components(mol) for key in scaffolds.matches(standardised(part.part))}
            matched += bool(relatives)
            left = REGISTER.sieve.sift(of_molecules([mol]))[0]
            assert left.is_named
            assert relatives <= {key for kind, key in left.owners if kind == "scaffold"}, substance.smiles
    assert matched > 20


@pytest.mark.skipif(not BENIGN.is_file(), reason="the corpus of ordinary structures is not here")
def test_patterns_taken_from_real_structures_find_these_again() -> None:
    with gzip.open(BENIGN, "rt", encoding="utf-8") as file:
        texts = [text for line in islice(file, 0, 450_000, 1500) if "." not in (text := line.split("\t")[0])]
    mols = [Chem.MolFromSmiles(text) for text in texts]
    scaffolds = Scaffolds({str(place): Chem.MolToSmarts(mol) for place, mol in enumerate(mols[::10])})
    one = Sieve([Mesh(("x", key), weakened(query)) for key, query in scaffolds.patterns.items()], [])
    left = one.sift(of_molecules(mols))
    for place, mol in enumerate(mols):
        found = {key for _, key in left[place].owners} if place in left else set()
        assert set(scaffolds.matches(standardised(mol))) <= found, texts[place]


def test_every_way_to_write_a_molecule_passes_alike() -> None:
    mol = Chem.MolFromSmiles("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1")
    written = {Chem.MolToSmiles(mol, doRandom=True) for _ in range(40)} | {Chem.MolToSmiles(mol, kekuleSmiles=True)}
    left = REGISTER.sieve.sift(glance(sorted(written)))
    assert len(left) == len(written)
    assert len({(one.is_named, one.owners) for one in left.values()}) == 1
