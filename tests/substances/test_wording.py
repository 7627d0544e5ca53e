from __future__ import annotations

import pytest
from tests.shipped import REGISTER

from penstock.substances.structure import parse, standardised
from penstock.substances.wording import Definition, Frame, Glossary, Reading, Shape, Site, SiteRule, Skeleton, Word

WORDS = Glossary(REGISTER.packed.words)
DEFINITIONS = REGISTER.chemistry.definitions

# One place of fentanyl, changed: what the US and the Chinese wording say of it.
US, CN = "us-fentanyl-related-substances", "cn-fentanyl-related-substances"


def read(subject: str, text: str) -> Reading | None:
    return DEFINITIONS[subject].read(standardised(parse(text)))


def fentanyl(acyl: str = "C(=O)CC", aryl: str = "c1ccccc1", at4: str = "", tail: str = "CCc2ccccc2") -> str:
    return f"N({acyl})({aryl})C3{f'({at4})' if at4 else ''}CCN({tail})CC3"


CASES = [
    ("fentanyl itself meets no clause", fentanyl(), ("outside", "", ""), ("outside", "", "")),
    ("another acyl", fentanyl(acyl="C(=O)C"), ("meets", "E", ""), ("meets", "一", "")),
    ("formyl", fentanyl(acyl="C=O"), ("meets", "E", ""), ("meets", "一", "")),
    ("carbamate", fentanyl(acyl="C(=O)OCC"), ("meets", "E", ""), ("meets", "一", "")),
    ("thioacyl", fentanyl(acyl="C(=S)CC"), ("open", "", "acyl"), ("open", "", "acyl")),
    ("aryl substituted", fentanyl(aryl="c1ccc(F)cc1"), ("meets", "D", ""), ("meets", "二", "")),
    ("another aromatic ring", fentanyl(aryl="c1cccs1"), ("meets", "D", ""), ("meets", "二", "")),
    ("fused aryl", fentanyl(aryl="c1ccc4OCOc4c1"), ("outside", "", ""), ("outside", "", "")),
    ("ester on piperidine", fentanyl(at4="C(=O)OC"), ("meets", "C", ""), ("meets", "三", "")),
    ("ether on piperidine", fentanyl(at4="COC"), ("meets", "C", ""), ("meets", "三", "")),
    ("hydroxy on piperidine", fentanyl(at4="O"), ("meets", "C", ""), ("meets", "三", "")),
    ("phenyl on piperidine", fentanyl(at4="c4ccccc4"), ("outside", "", ""), ("open", "", "等")),
    ("hydroxyalkyl on piperidine", fentanyl(at4="CO"), ("open", "", "alkyl"), ("open", "", "alkyl")),
    ("hydroxy on the chain", fentanyl(tail="CC(O)c2ccccc2"), ("meets", "B", ""), ("meets", "四", "")),
    ("oxo on the chain", fentanyl(tail="CC(=O)c2ccccc2"), None, ("meets", "四", "")),
    ("fluoro on the phenyl", fentanyl(tail="CCc2ccc(F)cc2"), ("meets", "B", ""), ("meets", "四", "")),
    ("methylthio", fentanyl(tail="CCc2ccc(SC)cc2"), ("open", "", "replacement by any monocycle"), ("meets", "四", "")),
    ("thienyl", fentanyl(tail="CCc2cccs2"), ("meets", "A", ""), ("meets", "四", "")),
    ("cyclohexyl", fentanyl(tail="CCC2CCCCC2"), ("meets", "A", ""), ("meets", "四", "")),
    ("indolyl", fentanyl(tail="CCc2c[nH]c4ccccc24"), ("outside", "", ""), ("meets", "四", "")),
    ("a longer chain", fentanyl(tail="CCCc2ccccc2"), ("open", "", "in or on the phenethyl group"), ("meets", "四", "")),
    ("benzyl", fentanyl(tail="Cc2ccccc2"), None, ("meets", "四", "")),
    ("boc", fentanyl(tail="C(=O)OC(C)(C)C"), None, ("meets", "四", "")),
    ("hydrogen", "N(C(=O)CC)(c1ccccc1)C3CCNCC3", None, ("outside", "", "")),
    ("hydrogen and another acyl", "N(C(=O)C)(c1ccccc1)C3CCNCC3", None, ("open", "一", "氢原子除外")),
    ("no acyl group", "N(C)(c1ccccc1)C3CCN(CCc2ccccc2)CC3", None, None),
    ("a ring of seven", "N(C(=O)C)(c1ccccc1)C3CCCN(CCc2ccccc2)CC3", None, None),
    ("carbon for nitrogen", "C(C(=O)C)(c1ccccc1)C3CCN(CCc2ccccc2)CC3", None, None),
    ("an open ring", "N(C(=O)C)(c1ccccc1)C(CC)CCN(CC)CCc2ccccc2", None, None),
]


@pytest.mark.parametrize(("text", "us", "cn"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_change_of_fentanyl_is_read_by_the_words_of_each_law(
    text: str, us: tuple[str, str, str] | None, cn: tuple[str, str, str] | None
) -> None:
    for subject, expected in ((US, us), (CN, cn)):
        reading = read(subject, text)
        found = reading and (reading.verdict, "".join(reading.clauses), "".join(word for _, word in reading.open))
        assert found == expected, subject


def test_the_matched_atoms_of_each_clause_are_told() -> None:
    reading = read(US, "CC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1")
    assert reading is not None
    atoms = dict(reading.atoms)
    assert (atoms["E"], atoms["D"]) == ((0, 1, 2), (4, 5, 6, 7, 8, 9, 10))
    assert set(atoms[""]) >= {1, 3, 4, 11}


NITAZENES = [
    ("etonitazene itself", "CCN(CC)CCn1c(Cc2ccc(OCC)cc2)nc2cc([N+](=O)[O-])ccc12", ("outside", "")),
    ("another alkoxy", "CCN(CC)CCn1c(Cc2ccc(OC(C)C)cc2)nc2cc([N+](=O)[O-])ccc12", ("meets", "三")),
    ("no nitro", "CCN(CC)CCn1c(Cc2ccc(OCC)cc2)nc2ccccc12", ("meets", "一")),
    ("nitro elsewhere", "CCN(CC)CCn1c(Cc2ccc(OCC)cc2)nc2ccc([N+](=O)[O-])cc12", ("meets", "一")),
    ("pyrrolidine", "CCOc1ccc(Cc2nc3cc([N+](=O)[O-])ccc3n2CCN2CCCC2)cc1", ("meets", "四")),
    ("a linker of two carbons", "CCN(CC)CCn1c(CCc2ccc(OCC)cc2)nc2cc([N+](=O)[O-])ccc12", ("meets", "二")),
    ("oxo on the linker", "CCN(CC)CCn1c(C(=O)c2ccc(OCC)cc2)nc2cc([N+](=O)[O-])ccc12", ("open", "")),
    ("methyl on the chain", "CCN(CC)C(C)Cn1c(Cc2ccc(OCC)cc2)nc2cc([N+](=O)[O-])ccc12", ("outside", "")),
    ("sulfur for the methylene", "CCN(CC)CCn1c(Sc2ccc(OCC)cc2)nc2ccccc12", None),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in NITAZENES], ids=[case[0] for case in NITAZENES])
def test_a_change_of_etonitazene_is_read_by_the_words_of_chinas_law(
    text: str, expected: tuple[str, str] | None
) -> None:
    reading = read("cn-nitazenes", text)
    assert (reading and (reading.verdict, "".join(reading.clauses))) == expected


@pytest.mark.parametrize(
    ("word", "group", "expected"),
    [
        ("alkyl", "C(C)C", "narrow"),
        ("alkyl", "C1CC1", "wide"),
        ("alkyl", "C(F)(F)F", None),
        ("haloalkyl", "C(F)(F)F", "narrow"),
        ("halo", "Cl", "narrow"),
        ("halo", "CCl", None),
        ("hydroxyl", "O", "narrow"),
        ("hydroxyl", "OC", None),
        ("alkoxyl", "OCC", "narrow"),
        ("alkoxyl", "Oc1ccccc1", "wide"),
        ("ester", "C(=O)OC", "narrow"),
        ("ester", "OC(=O)C", "narrow"),
        ("ether", "COC", "narrow"),
        ("amino", "N", "narrow"),
        ("amino", "N(C)C", "narrow"),
        ("amino", "NC(=O)C", None),
        ("nitro", "[N+](=O)[O-]", "narrow"),
        ("alkenyl", "C=C", "narrow"),
        ("alkenyl", "CC", None),
        ("monocycle", "C1CCCC1", "narrow"),
        ("monocycle", "c1ccc2ccccc2c1", None),
        ("aromatic monocycle", "c1ccco1", "narrow"),
        ("aromatic monocycle", "C1CCCC1", None),
    ],
)
def test_a_word_means_what_the_glossary_says(word: str, group: str, expected: str | None) -> None:
    frame = Frame(
        skeletons=[Skeleton(smarts="[Si:1]([CH3])([CH3])[CH3]")],
        sites=[Site(name="the site", atoms=[1], rules=[SiteRule(is_=[word], clause="x")])],
    )
    reading = Definition("class", [frame], ["x"], WORDS).read(parse(f"[Si](C)(C)(C){group}"))
    assert reading is not None
    found = {"meets": "narrow", "open": "wide", "outside": None}[reading.verdict]
    assert found == expected or (expected is None and group == "C(F)(F)F")


def test_a_site_that_stays_bare_can_meet_a_clause_of_its_own() -> None:
    words = Glossary({"methyl": Word(narrow=[Shape(smarts=["[CH3]"], whole=True)])})
    frame = Frame(
        skeletons=[Skeleton(smarts="[n:1]1[c:2][c][c][c][c]1")],
        sites=[Site(name="position 2", atoms=[2], bare="b", rules=[SiteRule(is_=["methyl"])])],
    )
    definition = Definition("class", [frame], ["b"], words)
    bare, methyl = definition.read(parse("c1ccncc1")), definition.read(parse("Cc1ccccn1"))
    assert bare is not None
    assert methyl is not None
    assert (bare.verdict, bare.clauses) == ("meets", ("b",))
    assert (methyl.verdict, methyl.clauses) == ("outside", ())
