from __future__ import annotations

import re

import pytest
from rdkit import Chem

from penstock.substances.patterns import Scaffolds, compile_reaction, compile_smarts, weakened
from penstock.substances.structure import Unreadable, parse, parse_bare


@pytest.mark.parametrize("smarts", ["C1CC", "", "[#6] [#7]", "C "])
def test_a_pattern_that_does_not_parse_as_a_whole_is_refused_by_name(smarts: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(f"{smarts!r} does not parse as SMARTS")):
        compile_smarts(smarts)


@pytest.mark.parametrize("smarts", ["C>", "[C:1]>>[C:1].[O]", "C.C>>C", "nothing", "", "[C:1]O>>", "[C:1]O>>[C:1] N"])
def test_a_reaction_is_of_one_molecule_to_one(smarts: str) -> None:
    with pytest.raises(Unreadable, match="does not parse as a reaction of one molecule"):
        compile_reaction(smarts)


@pytest.mark.parametrize(
    "smarts",
    [
        "[C:1]O>>[C:2]",  # the product's atom comes of nothing
        "[C:1][C:1]O>>[C:1]",  # one number on two atoms
        "[C:1](=[O:2])O>>[C:1]",  # an atom is numbered and taken off
        "[C:1]O>>[C:1]N",  # nothing becomes less
    ],
)
def test_a_reaction_takes_something_off_and_numbers_what_stays(smarts: str) -> None:
    with pytest.raises(Unreadable, match="does not take something off"):
        compile_reaction(smarts)


def test_scaffolds_are_asked_for_all_or_for_some() -> None:
    scaffolds = Scaffolds({"ring": "O=C1CCNCC1", "amine": "[NX3]"})
    mol = parse("O=C1CCNCC1")
    assert scaffolds.matches(mol) == ("amine", "ring")
    assert scaffolds.matches(mol, {"ring"}) == ("ring",)
    assert scaffolds.matches(parse("CCO")) == ()


@pytest.mark.parametrize(
    ("smarts", "text"),
    [
        ("[#6X4]1[#6X4][#7][#6X4][#6X4][#6X4]1", "C1CCNCC1"),
        ("[CX3](=O)[NX3]c1ccccc1", "O=CNC1=CC=CC=C1"),
        ("[#7X3;!R:1](-[#6,#15,#16;!R:8])-[a:9]", "CN(C)c1ccccc1"),
        ("[C,N;R]~[!#6]~[$(C=O)]", "C1CN(C(C)=O)CC1"),
        ("[C;$(C=O),$(C(O)O);R1]1CC[#7]CC1", "O=C1CCNCC1"),
        ("[c;R1]1[c;R1]n[c;R1][c;R1][c;R1]1", "C1=CN=CC=C1"),
        ("[N+;H0]-,=C", "C[N+](C)(C)C"),
    ],
)
def test_a_weakened_pattern_matches_whatever_the_pattern_does_also_unsanitised(smarts: str, text: str) -> None:
    query = compile_smarts(smarts)
    assert Chem.MolFromSmiles(text).HasSubstructMatch(query)
    assert Chem.MolFromSmiles(text).HasSubstructMatch(weakened(query))
    assert parse_bare(text).HasSubstructMatch(weakened(query))


def test_a_weakened_pattern_still_tells_rings_from_chains() -> None:
    query = weakened(compile_smarts("[#6X4]1[#6X4][#7][#6X4][#6X4][#6X4]1"))
    for text in ("CCNCCC", "c1ccncc1", "C1CCCCC1"):
        assert not parse_bare(text).HasSubstructMatch(query), text
