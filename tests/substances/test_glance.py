from __future__ import annotations

import gzip
import random
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.substances.glance import ALL_SMALL, WRITTEN, glance
from penstock.substances.sieve import glimpse_of, made_of
from penstock.substances.structure import Unreadable, fragments, parse, standardised

BENIGN = Path(__file__).parents[3] / "shared" / "bench" / "benign_454k.tsv.gz"
DRAWN = (1 << WRITTEN) - 1

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
]


def reads(text: str) -> bool:
    """Whether the plain reader takes the text."""
    try:
        parse(text)
    except Unreadable:
        return False
    return True


def sums(text: str) -> list[int] | None:
    seen = glance(text)
    return None if seen is None else [one & DRAWN for one in seen.sums]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_text_is_shown_to_be_readable_with_what_its_components_are_made_of(text: str) -> None:
    assert sums(text) == [made_of(part) for part in fragments(parse(text))]


@pytest.mark.parametrize("text", BROKEN)
def test_what_rdkit_refuses_is_never_shown_to_be_readable(text: str) -> None:
    assert not reads(text)
    assert glance(text) is None


@pytest.mark.parametrize("text", ["[2H]C", "[H]C", "[CH3:1]C", "[Na]OC", "[#6]C", "CC |$a;b$|", "InChI=1S/CH4/h1H4"])
def test_what_needs_a_full_reading_is_left_to_it(text: str) -> None:
    assert glance(text) is None


def test_a_text_that_is_too_long_is_left_to_the_plain_reader() -> None:
    assert glance("C" * 5000) is not None
    assert glance("C" * 5001) is None


@pytest.mark.parametrize(("text", "is_small"), [("Oc1ccccc1", True), ("OC1=CC=CC=C1", False), ("C=CC(=O)O", True)])
def test_capitals_that_could_draw_an_aromatic_ring_are_noticed(text: str, is_small: bool) -> None:  # noqa: FBT001  # the case
    seen = glance(text)
    assert seen is not None
    assert all(bool(one & ALL_SMALL) == is_small for one in seen.sums)


@given(st.text(alphabet="CNOcno()[]=#123-+H.Fs%/\\", max_size=24))
def test_no_text_is_shown_to_be_readable_that_is_not(text: str) -> None:
    assert glance(text) is None or reads(text)


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
    shown = 0
    with gzip.open(BENIGN, "rt", encoding="utf-8") as file:
        for line in islice(file, 0, 450_000, 300):
            text = line.split("\t")[0]
            seen = glance(text)
            shown += seen is not None
            if seen is not None:
                mol = parse(text)
                assert sums(text) == [made_of(part) for part in fragments(mol)], text
            for _ in range(4):
                wrong = mutations(text, chance)
                assert glance(wrong) is None or reads(wrong), wrong
    assert shown > 1400


@pytest.mark.parametrize("text", ORDINARY)
def test_the_neighbours_of_every_atom_are_told_as_rdkit_tells_them(text: str) -> None:
    seen = glance(text)
    assert seen is not None
    small = 1 << 16  # the bit of a small letter
    told = {one & ~small for one in seen.near}
    assert told == glimpse_of(standardised(parse(text))).near
