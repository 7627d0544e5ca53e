from __future__ import annotations

import re

import pytest

from penstock.substances.patterns import Scaffolds, Spot, compile_reaction, compile_smarts, weakened
from penstock.substances.structure import Unreadable, parse


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


def test_a_pattern_is_weakened_to_what_every_match_shows() -> None:
    outline = weakened(compile_smarts("[#7X3;!R](-[#6X4])-[CX3](=[OX1])-[c;$(c1cO1),$(c1cN1)]"))
    amine, saturated, carbonyl, oxygen, ring = outline.spots
    assert amine == Spot(frozenset({7}), is_capital=True, in_ring=False, most=3)
    assert saturated == Spot(frozenset({6}), is_capital=True, is_saturated=True, most=4)
    assert carbonyl == Spot(frozenset({6}), is_saturated=False, most=3)
    assert oxygen == Spot(frozenset({8}), is_saturated=False, most=1)
    assert (ring.numbers, ring.is_saturated, ring.in_ring) == (frozenset({6}), False, True)
    assert [len(one.spots) for one in ring.around] == [3, 3]
    assert outline.near == ((1, 2), (0,), (0, 3, 4), (2,), (2,))


@pytest.mark.parametrize(
    ("smarts", "spot"),
    [
        ("[C,N;R]", Spot(None, in_ring=True)),
        ("[!#6]", Spot(None)),
        ("[#7,#8;X2]", Spot(frozenset({7, 8}), most=2)),
        ("[N+;H0]", Spot(frozenset({7}))),
        ("[#6;X3,X4]", Spot(frozenset({6}), most=4)),
        ("[#7;D2,D3]", Spot(frozenset({7}), least=2, most=3)),
        ("[$([CX4;!R]),F]", Spot(None)),
        ("[N,C&!R]", Spot(None)),
        ("[C;R0]", Spot(frozenset({6}))),
        ("[C$(CO),N]", Spot(None)),
        ("[C;X4$(CO),X3]", Spot(frozenset({6}))),
        ("[C;R$(CO),D1]", Spot(frozenset({6}))),
        ("[C;!R$(CO),R]", Spot(frozenset({6}))),
        ("[c;!$(c(:*)(:*):*)]", Spot(frozenset({6}), is_saturated=False, in_ring=True)),
        ("[a]", Spot(None, in_ring=True)),
    ],
)
def test_what_an_atom_leaves_open_stays_open(smarts: str, spot: Spot) -> None:
    assert weakened(compile_smarts(smarts)).spots == (spot,)


def test_what_lies_in_a_ring_of_the_pattern_lies_in_one_of_every_match_and_capitals_spread() -> None:
    outline = weakened(compile_smarts("[#6X4]1[#6X4][#7][#6X4][#6X4][#6]1C"))
    assert [spot.in_ring for spot in outline.spots] == [True] * 6 + [None]
    assert len(outline.ring_bonds) == 6
    assert [spot.is_capital for spot in outline.spots] == [True] * 6 + [False]
