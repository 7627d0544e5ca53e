from __future__ import annotations

import msgspec
import pytest
import yaml

from penstock.law.packed import REGISTER_FOLDER
from penstock.substances.connections import of_molecules
from penstock.substances.derivation import Derivations, Derived, Parent, ScopeRule, pieces
from penstock.substances.sieve import Mesh, Sieve
from penstock.substances.structure import key_of, parse, standardised

RULES = msgspec.convert(
    yaml.safe_load((REGISTER_FOLDER / "scope_rules.yaml").read_text(encoding="utf-8")), dict[str, ScopeRule]
)


def parent(subject: str, smiles: str, *words: str, has_isomers: bool = False) -> Parent:
    mol = standardised(parse(smiles))
    parts = pieces(mol) if has_isomers else []
    made = f"{of_molecules([mol]).sums[0]:x}"
    return Parent(subject=subject, smiles=smiles, block=key_of(mol)[:14], words=list(words), made_of=made, pieces=parts)


DERIVATIONS = Derivations(
    RULES,
    [
        parent("4-ap", "c1ccc(NC2CCNCC2)cc1", "amide", "carbamate", "halide"),
        parent("4-piperidone", "O=C1CCNCC1", "acetal", "amide", "carbamate"),
        parent("phenylacetic-acid", "OC(=O)Cc1ccccc1", "ester"),
        parent("anthranilic-acid", "Nc1ccccc1C(=O)O", "ester"),
        parent("acetylfentanyl", "CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", has_isomers=True),
    ],
)


def read(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.parent, one.words) for one in derived(text)]


def derived(text: str) -> tuple[Derived, ...]:
    return DERIVATIONS.read(standardised(parse(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CC(C)(C)OC(=O)N1CCC(Nc2ccccc2)CC1", ("4-ap", ("carbamate",))),
        ("Fc1ccc(NC2CCNCC2)cc1", ("4-ap", ("halide",))),
        ("CC(C)(C)OC(=O)N1CCC(Nc2ccc(F)cc2)CC1", ("4-ap", ("carbamate", "halide"))),
        ("CCC(=O)N(c1ccccc1)C1CCNCC1", ("4-ap", ("amide",))),
        ("O=C1CCN(C(=O)OCC2c3ccccc3-c3ccccc32)CC1", ("4-piperidone", ("carbamate",))),
        ("C1CC2(CCN1)OCCO2", ("4-piperidone", ("acetal",))),
        ("CC(C)(C)OC(=O)N1CCC2(CC1)OCCO2", ("4-piperidone", ("acetal", "carbamate"))),
        ("COC1(OC)CCNCC1", ("4-piperidone", ("acetal",))),
        ("O=C(Cc1ccccc1)OCc1ccccc1", ("phenylacetic-acid", ("ester",))),
        ("CC(=O)N(c1ccccc1)C1CCCN(CCc2ccccc2)C1", ("acetylfentanyl", ("positional-isomer",))),
    ],
)
def test_the_reverse_of_a_scope_word_names_the_parent(text: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert read(text) == [expected]
    assert all(one.open == () for one in derived(text))


@pytest.mark.parametrize(
    "text",
    [
        "O=C1CCN(Cc2ccccc2)CC1",  # benzyl is no scope word
        "CN(c1ccccc1)C1CCNCC1",
        "O=C1CCNCC1",  # the parent itself
        "CCOC(=O)C(CC)c1ccccc1",
        "COC1CCNCC1",
        "CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1",
        "O=C(Cc1ccccc1)Nc1ccccc1",  # an amide where the law says ester
    ],
)
def test_what_no_word_makes_of_a_parent_has_none(text: str) -> None:
    assert read(text) == []


def test_a_word_that_may_not_reach_so_far_is_said_to_be_open() -> None:
    (one,) = derived("Cc1ccc(cc1)S(=O)(=O)N1CCC(Nc2ccccc2)CC1")
    assert (one.parent, one.words, one.open) == ("4-ap", ("amide",), ("whether a sulfonyl group makes an amide",))


def test_the_atoms_taken_off_are_those_of_the_structure() -> None:
    (one,) = derived("CC(C)(C)OC(=O)N1CCC(Nc2ccccc2)CC1")
    assert one.atoms == (0, 1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize("place", range(4))
def test_every_outline_is_matched_by_what_is_derived_from_its_parent(place: int) -> None:
    wanted = DERIVATIONS.parents[place].subject
    texts = {
        "4-ap": "CC(C)(C)OC(=O)N1CCC(Nc2ccc(F)cc2)CC1",
        "4-piperidone": "CC(C)(C)OC(=O)N1CCC2(CC1)OCCO2",
        "phenylacetic-acid": "COC(=O)Cc1ccccc1",
        "anthranilic-acid": "COC(=O)c1ccccc1N",
    }
    sieve = Sieve([Mesh(("parent", place), DERIVATIONS.outlines[place])], [])
    assert list(sieve.sift(of_molecules([parse(text) for text in (texts[wanted], "CCCCCC")]))) == [0]
