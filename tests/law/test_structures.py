from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path

import pytest
from tests.shipped import REGISTER

from penstock.law.identified import UNLISTED, Identified
from penstock.law.structures import by_key, by_molecule, by_structure, by_structures
from penstock.substances.structure import Unreadable, parse

BENIGN = Path(__file__).parents[3] / "shared" / "bench" / "benign_454k.tsv.gz"
CHUNKS = 16


def plain(text: str) -> object:
    try:
        return by_molecule(REGISTER, parse(text), text)
    except Unreadable as error:
        return str(error)


def fast(texts: list[str]) -> list[object]:
    return [str(one) if isinstance(one, Unreadable) else one for one in by_structures(REGISTER, texts)]


@pytest.mark.skipif(not BENIGN.is_file(), reason="the corpus of ordinary structures is not here")
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_fast_way_answers_as_the_plain_way_over_ordinary_structures(chunk: int) -> None:
    with gzip.open(BENIGN, "rt", encoding="utf-8") as file:
        texts = [line.split("\t")[0] for line in islice(file, chunk, None, CHUNKS * STRIDE)]
    answers = zip(texts, fast(texts), strict=True)
    assert [text for text, found in answers if found != plain(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "[H]/N=C(/CC)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1",
        "CC/C(=N/[H])N(c1ccccc1)C1CCN(CCc2ccccc2)CC1",
        "CCC(=O)N(c1ccccc1)C1CCN([H-])CC1C",
        "CCCCNC(=O)c1nn([H-])c2ccccc12",
        "CCN(CC)CCn=1c(Cc2ccc(Cl)cc2)nc2cc([N+](=O)[O-])cc21.O=C1CCNCC1",
        "CCOc1ccc(Cc2nc3ccccc3n2C[c-]2nccc2)cc1",
        "CCOc1ccc(Cc2nc3ccccc3n2C[C-]2N=CC=C2)cc1.[Na+]",
        "C%05CCC%05",
        "I[IH2]",
        "COc1cc(CCN)c(OC)cc1[IH2]",
    ],
)
def test_odd_drawings_are_answered_alike_and_end_no_run(text: str) -> None:
    assert fast(["CCO", text]) == [plain("CCO"), plain(text)]


def test_one_text_that_cannot_be_read_stands_in_its_place_and_harms_no_other() -> None:
    texts = ["O=C1CCNCC1", "C1CC", " O=C1CCNCC1 ", "", "InChI=1S/C5H9NO/c7-5-1-3-6-4-2-5/h6H,1-4H2", "CC>>C"]
    found = fast(texts)
    assert found == [plain(text) for text in texts]
    assert [isinstance(one, str) for one in found] == [False, True, False, True, False, True]


STRIDE = 32
"""The suite takes every thirty-second line; ``make bench`` takes them all."""


def only(text: str) -> Identified:
    (one,) = by_structure(REGISTER, text)
    return one


def test_an_ordinary_structure_is_one_the_register_says_nothing_of() -> None:
    assert by_structure(REGISTER, "CCOCCCO") == (UNLISTED,)
    assert by_molecule(REGISTER, parse("CCOCCCO")) == (UNLISTED,)


def test_every_component_counts_the_named_one_and_the_member_of_a_class() -> None:
    found = by_structure(REGISTER, "O=C1CCNCC1.CC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1.CCOCCCO")
    assert [one.subject for one in found] == ["4-piperidone", None]
    (reading,) = [r for r in found[1].classes if r.subject == "us-fentanyl-related-substances"]
    assert (reading.verdict, reading.clauses) == ("meets", ("D", "E"))
    assert dict(reading.atoms)["E"] == (7, 8, 9)  # counted over the whole text


def test_cited_atoms_are_those_of_the_text_also_of_a_recorded_substance() -> None:
    one = only("Cl.O=C(C)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1")
    assert one.subject == "acetylfentanyl"
    atoms = {r.subject: dict(r.atoms) for r in one.classes}
    assert atoms["us-fentanyl-related-substances"]["E"] == (1, 2, 3)


def test_a_derivative_names_its_parent_and_the_words() -> None:
    one = only("COC(=O)N1CCC(Nc2ccccc2)CC1")
    assert [(d.parent, d.words) for d in one.derived] == [("4-ap", ("carbamate",))]


def test_a_look_alike_of_a_class_is_a_reading_that_is_outside_it() -> None:
    one = only("CCC(=O)N(c1ccc2OCOc2c1)C1CCN(CCc2ccccc2)CC1")
    assert {r.verdict for r in one.classes if "fentanyl" in r.subject} == {"outside"}
    assert not one.is_unlisted


@pytest.mark.parametrize("text", ["", "C1CC", "CC>>C", "*C", "[#6]~C", "c1cccc1", "C" * 5001])
def test_what_is_no_structure_is_refused_by_both_ways_in_the_same_words(text: str) -> None:
    with pytest.raises(Unreadable) as said:
        by_structure(REGISTER, text)
    with pytest.raises(Unreadable) as plainly:
        parse(text)
    assert str(said.value) == str(plainly.value)


def test_an_inchikey_finds_the_record_and_nothing_else() -> None:
    assert [one.subject for one in by_key(REGISTER, "VRJHQPZVIGNGMX-UHFFFAOYSA-N")] == ["4-piperidone"]
    assert by_key(REGISTER, "AAAAAAAAAAAAAA") == ()
