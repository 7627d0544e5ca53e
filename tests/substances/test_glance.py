from __future__ import annotations

import gzip
import random
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.substances.glance import glance
from penstock.substances.structure import Unreadable, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.substances.connections import Molecules

BENIGN = Path(__file__).parents[3] / "shared" / "bench" / "benign_454k.tsv.gz"

ORDINARY = [
    "C",
    "CCO",
    "CC(=O)Nc1ccc(O)cc1",
    "O=C1CCNCC1",
    "Cl.O=C1CCNCC1",
    "CN1CCC[C@H]1c1cccnc1",
    "c1ccc2[nH]ccc2c1",
    "C[n+]1ccccc1.[Cl-]",
    "O=[N+]([O-])c1ccccc1",
    "O=S(=O)(O)c1ccccc1",
    "c1ccccc1-c1ccccc1",
    "c1ccccc1c1ccccc1",
    "C1CC2CCC1CC2",
    "C%10CC%10",
    "N#Cc1ccccc1",
    "OP(=O)(O)O",
    "C/C=C/C",
    "O=c1cc[nH]cc1",
]

BROKEN = [
    "",
    "(",
    ")",
    "C(",
    "C)",
    "C1CC",
    "C11",
    "C1C1",
    "C12CC12",
    "C2C21CC1",
    "C1(C1)C",
    "CC(C)(C)(C)C",
    "C(=O)(=O)=O",
    "FC(F)(F)(F)F",
    "O=C=O=C",
    "c1cccc1",
    "c1ccccc1c",
    "cc",
    "c1ccc(=O)cc1",
    "[nH]1ccccc1",
    "n1cccc1",
    "c1cccc1c1cccc1",
    "C..C",
    ".C",
    "C.",
    "*CC",
    "[*]C",
    "CC>>C",
    "C~C",
    "CQ",
    "C C",
    "N(C)(C)(C)C",
    "C[Xx]",
    "O1",
    "=C",
    "C=(C)C",
    "C(C",
    "[CH5]",
    "C%05CCC%05",
    "C%01CCC1",
    "C%00C",
    "CCn=1c(C)nc2ccccc21",
]


def reads(text: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    """The molecule the plain reader makes of a text, or nothing."""
    try:
        return parse(text)
    except Unreadable:
        return None


def told(seen: Molecules, place: int) -> tuple[list[tuple[int, int]], set[tuple[int, int, bool]]]:
    """The atoms of one text, element and spare hydrogens, and its bonds, each with whether it lies in a ring."""
    own = np.flatnonzero(seen.atoms.text == place)
    atoms = list(zip(seen.atoms.number[own].tolist(), seen.atoms.spare[own].tolist(), strict=True))
    bonds = set()
    for one, other, in_ring in zip(seen.bonds.one, seen.bonds.other, seen.bonds.in_ring, strict=True):
        if seen.atoms.text[one] == place:
            ends = sorted((int(one - own[0]), int(other - own[0])))
            bonds.add((ends[0], ends[1], bool(in_ring)))
    return atoms, bonds


def drawn(mol: Any) -> tuple[list[tuple[int, int]], set[tuple[int, int, bool]]]:  # noqa: ANN401  # as above
    """The same of a molecule as RDKit reads it."""
    atoms = [(atom.GetAtomicNum(), atom.GetTotalNumHs() - atom.GetFormalCharge()) for atom in mol.GetAtoms()]
    ends = ((sorted((bond.GetBeginAtomIdx(), bond.GetEndAtomIdx())), bond.IsInRing()) for bond in mol.GetBonds())
    return atoms, {(one, other, in_ring) for (one, other), in_ring in ends}


def differing(texts: Sequence[str]) -> list[str]:
    """Those of some texts that are wrongly shown to be readable, or otherwise than RDKit reads them."""
    seen = glance(texts)
    wrong = []
    for place, text in enumerate(texts):
        mol = reads(text) if seen.is_read[place] else None
        if seen.is_read[place] and (mol is None or told(seen, place) != drawn(mol)):
            wrong.append(text)
    return wrong


def test_ordinary_texts_are_shown_to_be_readable_as_rdkit_reads_them() -> None:
    assert glance(ORDINARY).is_read.all()
    assert differing(ORDINARY) == []


@pytest.mark.parametrize("text", BROKEN)
def test_what_rdkit_refuses_is_never_shown_to_be_readable(text: str) -> None:
    assert reads(text) is None
    assert not glance([text]).is_read.any()


def test_one_broken_text_says_nothing_of_those_around_it() -> None:
    mixed = [text for pair in zip(ORDINARY * 3, BROKEN, strict=False) for text in pair]
    assert glance(mixed).is_read.tolist() == [True, False] * (len(mixed) // 2)
    assert differing(mixed) == []


@pytest.mark.parametrize(
    "text",
    ["[2H]C", "[H]C", "[CH3:1]C", "[Na]OC", "[#6]C", "CC |$a;b$|", "InChI=1S/CH4/h1H4", "C1.C1", "C\nC", "ﬂ", "[CH2]C"],
)
def test_what_needs_a_full_reading_is_left_to_it(text: str) -> None:
    assert not glance([text]).is_read.any()
    assert glance(["CCO", text, "CCN"]).is_read.tolist() == [True, False, True]


def test_a_text_that_is_too_long_is_left_to_the_plain_reader() -> None:
    assert glance(["C" * 5000, "C" * 5001]).is_read.tolist() == [True, False]


def test_nothing_shows_nothing() -> None:
    assert glance([]).is_read.tolist() == []


@given(st.lists(st.text(alphabet="CNOcno()[]=#123-+H.Fs%/\\", max_size=24), max_size=6))
def test_no_text_is_shown_to_be_readable_that_is_not(texts: list[str]) -> None:
    assert differing(texts) == []


def mutations(text: str, chance: random.Random) -> str:
    """Change a text at a few places, so that it is often no longer a structure."""
    letters = list(text)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(letters))
        how = chance.choice(("drop", "put", "swap"))
        if how == "drop" and len(letters) > 1:
            del letters[place]
        elif how == "put":
            letters.insert(place, chance.choice("CNOcnos()=#123[]+-"))
        else:
            letters[place] = chance.choice("CNOcnos()=#123+-")
    return "".join(letters)


@pytest.mark.skipif(not BENIGN.is_file(), reason="the corpus of ordinary structures is not here")
def test_real_structures_and_their_misspellings_are_never_wrongly_shown_to_be_readable() -> None:
    chance = random.Random(20260101)  # noqa: S311  # no secret, the same every time
    with gzip.open(BENIGN, "rt", encoding="utf-8") as file:
        texts = [line.split("\t")[0] for line in islice(file, 0, 450_000, 300)]
    assert glance(texts).is_read.mean() > 0.99
    for start in range(0, len(texts), 50):
        some = texts[start : start + 50]
        assert differing([*some, *(mutations(text, chance) for text in some for _ in range(4))]) == []
