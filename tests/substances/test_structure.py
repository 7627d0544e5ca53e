from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdkit import Chem

from penstock.substances.patterns import Scaffolds, compile_smarts
from penstock.substances.structure import (
    MAX_LENGTH,
    Unreadable,
    components,
    differences,
    formula_of,
    is_inchikey,
    is_molecule,
    looks_like_structure,
    parse,
    standardised,
    whole,
)

if TYPE_CHECKING:
    from penstock.law.register import Register


PIPERIDONE = "O=C1CCNCC1"
EPHEDRINE = "C[C@H](NC)[C@H](O)c1ccccc1"
GHB = "O=C([O-])CCCO"

READABLE = [
    PIPERIDONE,
    " O=C1CCNCC1 ",
    "O=C1CCNCC1\n",
    "Cl.O=C1CCNCC1",
    "[Cl-].O=C1CC[NH2+]CC1",
    "CN(=O)=O",
    "C[N+](=O)[O-]",
    "[H]C([H])([H])[H]",
    "[2H]O[2H]",
    "[H][H]",
    "[H+]",
    "[13CH4]",
    "[CH3:1][OH:2]",
    "F/C=C/F",
    "c1cc[nH]c1",
    "[se]1cccc1",
    "B1OB1",
    "C%99CC%99",
    "[Na]OC(C)=O",
    "CC(=O)[O-].[Na+]",
    "CC[Mg]Br",
    "[Ca]=O",
    "C[Pt](Cl)(Cl)N",
    "[U]",
    "[Na]",
    "F[B-](F)(F)F.[K+]",
    "C[C@H](O)CC |o1:1|",
    "CCO |$a;b;c$|",
    "C" * 900,
    "InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3",
    "InChI=1S/CH4/h1H4",
    "InChI=1S/2H2O/h2*1H2",
    "InChI=1S/C5H9NO.ClH/c7-5-1-3-6-4-2-5;/h6H,1-4H2;1H",
    "InChI=1S/CO2/c2-1-3",
    "InChI=1S/2ClH/h2*1H",
    "InChI=1S/C2H7N/c1-2-3/h2-3H2,1H3/p+1",
    "InChI=1S/C2H4O2.Na/c1-2(3)4;/h1H3,(H,3,4);/q;+1/p-1",
    "InChI=1S/C4H12N/c1-5(2,3)4/h1-4H3/q+1",
    "InChI=1S/H2O/h1H2/i/hD2",
    "InChI=1S/p+1",
    "[NH3]->[Pt]",
    "N->B",
    "B<-N",
    "Cl[Pt](<-N)(<-N)Cl",
    "C1CN->[Cu]<-N1",
]

UNREADABLE = {
    "empty": "",
    "blank": " \t\n",
    "long": "C" * (MAX_LENGTH + 1),
    "reaction": "CCO>>CC=O",
    "reaction with agents": "CCO>O>CC=O",
    "mapped reaction": "[CH3:1][OH:2]>>[CH3:1]",
    "arrow and reaction": "N->B>>N.B",
    "doubled arrow": "N->>B",
    "arrow both ways": "N<->B",
    "arrow at the end": "N->",
    "any atom": "*",
    "open end": "CC*",
    "bracketed any atom": "[*]CC",
    "labelled any atom": "[13*]CC",
    "mapped any atom": "[*:1]CC",
    "atom number nought": "[#0]C",
    "atom list": "[C,N]C",
    "atom query": "[C;R]C",
    "negated atom": "[!C]C",
    "any bond": "C~C",
    "ring bond query": "C@C",
    "bond choice": "C-,=C",
    "letter A": "AC",
    "letter R": "[R]CC",
    "letter X": "[X]CC",
    "open ring": "C1CC",
    "ring to itself": "C11",
    "open branch": "C(C",
    "only branches": "(" * 500,
    "deep branches": "C(" * 2000,
    "brackets": "[" * 1000,
    "five bonds on carbon": "C(C)(C)(C)(C)C",
    "ten hydrogens": "[CH10]",
    "odd aromatic ring": "c1cccc1",
    "pyrrole without hydrogen": "n1cccc1",
    "aromatic chain": "c:c",
    "dangling dot": "C.",
    "doubled dot": "C..C",
    "dots": "..",
    "dangling bond": "CC=",
    "polymer": "CCO |Sg:n:1,2::ht|",
    "polymer with ends": "*CC* |$star_e;;;star_e$,Sg:n:1,2::ht|",
    "link node": "CCO |LN:1:1.3|",
    "unfinished extension": "CCO |$a",
    "name behind": "CCO ethanol",
    "two structures": f"CCO {PIPERIDONE}",
    "two lines": f"CCO\n{PIPERIDONE}",
    "tab": f"CCO\t{PIPERIDONE}",
    "name": "4-piperidone",
    "chinese": "丙酮",
    "nul": "CC\x00O",
    "wide": "ＣＣＯ",
    "truncated inchi": "InChI=1S/C2H6O/c1-2-",
    "formula-only inchi": "InChI=1S/C2H6O",
    "inchi of one atom without hydrogens": "InChI=1S/ClH",
    "inchi without hydrogens": "InChI=1S/C5H9NO/c7-5-1-3-6-4-2-5",
    "inchi without some hydrogens": "InChI=1S/C5H9NO/c7-5-1-3-6-4-2-5/h6H",
    "inchi without connections": "InChI=1S/C5H9NO/h6H,1-4H2",
    "inchi without charge": "InChI=1S/C4H12N/c1-5(2,3)4/h1-4H3",
    "inchi with another count": "InChI=1S/C5H11NO/c7-5-1-3-6-4-2-5/h6H,1-4H2",
    "empty inchi": "InChI=1S/",
    "bare inchi": "InChI=",
    "inchi of a polymer": "InChI=1B/C2H5Zz/c1-2-3/h2H2,1H3",
    "inchi and smiles": "InChI=1S/CH4/h1H4 C",
}


def blocks(text: str) -> set[str]:
    return {part.block for part in components(parse(text))}


def told(text: str, listed: str) -> tuple[str, ...]:
    known = components(parse(listed))[0]
    parts = components(parse(text))
    same = next(part for part in parts if part.block == known.block)
    return differences(same, known.key, is_alone=len(parts) == 1)


@pytest.mark.parametrize("text", READABLE)
def test_real_drawings_are_read(text: str) -> None:
    assert parse(text).GetNumAtoms() > 0


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_single_substance_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable, match=r"^It [a-z].*\.$"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("  ", "empty"),
        ("C" * 6000, "6000 characters"),
        ("CCO>>CC=O", "reaction"),
        ("CC*", "atoms open"),
        ("C~C", "bonds open"),
        ("CCO |Sg:n:1,2::ht|", "polymer"),
        ("CCO CC", "more than one word"),
        ("N->B>>N.B", "reaction"),
        ("[#6]-[#6](=[#8])-[#7]", "leaves out hydrogens"),
        ("[C]CC(=O)N", "leaves out hydrogens"),
        ("InChI=1S/CH3/h1H3", "leaves out hydrogens"),
        ("InChI=1S/C5H9NO/c7-5-1-3-6-4-2-5", "layer of the InChI may be missing"),
        ("C1CC", "does not parse"),
    ],
)
def test_a_refusal_says_which_of_these_it_is(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "C1CNCCC1=O",
        "C1(=O)CCNCC1",
        "[H]N1CCC(=O)CC1",
        "O=C1CC[NH2+]CC1",
        "Cl.O=C1CCNCC1",
        "[Cl-].O=C1CC[NH2+]CC1",
        "O.Cl.O=C1CCNCC1",
        "[2H]C1([2H])CNCCC1=O",
        "O=[13C]1CCNCC1",
        "O=C1CC[15NH]CC1",
        "[O:1]=[C:2]1[CH2:3]CNCC1",
        "InChI=1S/C5H9NO/c7-5-1-3-6-4-2-5/h6H,1-4H2",
    ],
)
def test_one_substance_has_one_identity_in_every_drawing(text: str) -> None:
    assert blocks(PIPERIDONE) <= blocks(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("c1ccccc1CC(C)=O", "C1=CC=CC=C1CC(C)=O"),
        ("C[C@H](NC)[C@H](O)c1ccccc1", "C[C@@H](NC)[C@H](O)c1ccccc1"),
        ("C[C@H](NC)[C@H](O)c1ccccc1", "CC(NC)C(O)c1ccccc1"),
        ("F/C=C/F", "F/C=C\\F"),
        ("CN(=O)=O", "C[N+](=O)[O-]"),
        ("CC(O)=O", "CC(=O)[O-]"),
        ("NCC(=O)O", "[NH3+]CC(=O)[O-]"),
        ("O=c1cc[nH]cc1", "Oc1ccncc1"),
    ],
)
def test_aromatic_stereo_charge_and_tautomer_drawings_share_identity(one: str, other: str) -> None:
    assert blocks(one) == blocks(other)


@pytest.mark.parametrize("text", ["[Na]OC(=O)CCCO", "O=C([O-])CCCO.[Na+]", "OC(=O)CCCO.[Na]", "[K]OC(=O)CCCO"])
def test_a_salt_names_its_parent_however_its_metal_is_drawn(text: str) -> None:
    assert blocks(GHB) < blocks(text)


@pytest.mark.parametrize(
    "text",
    [
        "O=C1CCN(->[Zn](Cl)Cl)CC1",
        "O=C1CCN(CC1)->[Cu]",
        "[Cu]<-N1CCC(=O)CC1",
        "B<-N1CCC(=O)CC1",
        "[Cu](<-N1CCC(=O)CC1)<-O",
    ],
)
def test_what_a_complex_is_drawn_of_counts_part_by_part(text: str) -> None:
    assert blocks(PIPERIDONE) < blocks(text)


@pytest.mark.parametrize(
    ("word", "is_one"),
    [(PIPERIDONE, True), ("CC(=O", False), ("C/O", False), ("C2H6O", False), ("4-piperidone", False)],
)
def test_a_word_that_draws_a_molecule_is_told_from_short_forms(word: str, *, is_one: bool) -> None:
    assert is_molecule(word) is is_one


@pytest.mark.parametrize("other", ["O=C1CCCNC1", "CN1CCC(=O)CC1", "OC1CCNCC1", "O=C1CCOCC1", "O=C1CCNCCC1"])
def test_a_neighbour_is_another_substance(other: str) -> None:
    assert blocks(other).isdisjoint(blocks(PIPERIDONE))


@pytest.mark.parametrize(
    ("text", "listed", "expected"),
    [
        (PIPERIDONE, PIPERIDONE, ()),
        ("C1CNCCC1=O", PIPERIDONE, ()),
        ("Cl.O=C1CCNCC1", PIPERIDONE, ("salt or mixture",)),
        ("O=C1CC[NH2+]CC1", PIPERIDONE, ("charge",)),
        ("[Cl-].O=C1CC[NH2+]CC1", PIPERIDONE, ("salt or mixture", "charge")),
        ("[2H]C1([2H])CNCCC1=O", PIPERIDONE, ("isotope label",)),
        ("O=[13C]1CCNCC1", PIPERIDONE, ("isotope label",)),
        ("C[C@@H](NC)[C@H](O)c1ccccc1", EPHEDRINE, ("stereochemistry",)),
        ("CC(NC)C(O)c1ccccc1", EPHEDRINE, ("stereochemistry",)),
        (EPHEDRINE.replace("NC", "N[13CH3]"), EPHEDRINE, ("isotope label",)),
        ("CC(N[13CH3])C(O)c1ccccc1", EPHEDRINE, ("isotope label", "stereochemistry")),
        ("C[C@H](NC([2H])([2H])[2H])[C@H](O)c1ccccc1", EPHEDRINE, ("isotope label",)),
        (GHB, GHB, ()),
        ("OC(=O)CCCO", GHB, ("charge",)),
        ("O=C([O-])CCCO.[Na+]", GHB, ("salt or mixture",)),
    ],
)
def test_what_differs_from_the_listed_drawing_is_named(text: str, listed: str, expected: tuple[str, ...]) -> None:
    assert told(text, listed) == expected


def test_components_without_keys_cost_none_and_keep_their_places() -> None:
    mol = parse("Cl.O=C1CCNCC1")
    parts = components(mol, is_keyed=False)
    assert [(formula_of(part.part), part.key, part.places) for part in parts] == [
        ("HCl", "", (0,)),
        ("C5H9NO", "", (1, 2, 3, 4, 5, 6, 7)),
    ]
    assert [part.key for part in components(mol)][1] == components(parse(PIPERIDONE))[0].key


@pytest.mark.parametrize(
    ("drawn", "plain"),
    [
        ("C[NH+](C)C", "CN(C)C"),
        ("[2H]C([2H])([2H])O", "CO"),
        ("C[C@H](N)C(=O)[O-]", "CC(N)C(=O)O"),
        ("C[N+](C)(C)C", "C[N+](C)(C)C"),
        ("C[N+](C)(C)[O-]", "C[N+](C)(C)[O-]"),
        ("F[P-](F)(F)(F)(F)F", "F[P-](F)(F)(F)(F)F"),
    ],
)
def test_a_component_is_standardised_without_labels_stereo_marks_and_removable_charges(drawn: str, plain: str) -> None:
    assert Chem.MolToSmiles(standardised(parse(drawn))) == Chem.MolToSmiles(Chem.MolFromSmiles(plain))


def test_every_register_structure_is_found_again_by_its_keys(register: Register) -> None:
    for known in register.packed.structures:
        smiles = register.packed.substances[known.substance].smiles
        assert smiles is not None
        parts = components(parse(smiles))
        assert [whole(getattr(part, name) for part in parts) for name in ("block", "key")] == [known.block, known.key]


@pytest.mark.parametrize(
    "text",
    [
        "CN1CCC(=O)CC1",
        "C[N+]1(C)CCC(=O)CC1",
        "[2H]C1([2H])CN(C)CCC1=O",
        "O=C1CC[#7](C)CC1",
        "[#8]=C1CCN(C)CC1",
        "Cl.CN1CCC(=O)CC1",
        "[H]C1CN(C)CCC1=O",
        "InChI=1S/C6H11NO/c1-7-4-2-6(8)3-5-7/h2-5H2,1H3",
        " InChI=1S/C6H11NO/c1-7-4-2-6(8)3-5-7/h2-5H2,1H3",
    ],
)
def test_a_scaffold_is_found_in_every_drawing(text: str) -> None:
    scaffolds = Scaffolds({"ring": "O=C1CCNCC1", "sulfone": "O=S(=O)C"})
    assert scaffolds.matches(standardised(parse(text))) == ("ring",)


def test_a_labelled_structure_matches_what_its_plain_form_matches() -> None:
    scaffolds = Scaffolds({"amine with two neighbours": "[NX3;H1;D2]C", "methyl": "[CH3;D1]"})
    assert scaffolds.matches(standardised(parse("CNC"))) == ("amine with two neighbours", "methyl")
    assert scaffolds.matches(standardised(parse("[2H]C([2H])([2H])N([2H])C([2H])([2H])[2H]"))) == scaffolds.matches(
        standardised(parse("CNC"))
    )


def test_a_pattern_that_does_not_parse_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match=r"'C1CC' does not parse as SMARTS"):
        compile_smarts("C1CC")
    with pytest.raises(Unreadable):
        Scaffolds({"bad": "[C"})


def test_a_formula_counts_hydrogens_and_is_the_same_for_both_readers() -> None:
    assert formula_of(parse(PIPERIDONE)) == "C5H9NO"
    assert formula_of(parse("[H]N1CCC(=O)CC1")) == "C5H9NO"
    assert formula_of(parse("O=C1CC[NH2+]CC1")) == "C5H10NO+"
    assert formula_of(parse("[2H]C1([2H])CNCCC1=O")) == "C5H9NO"


@pytest.mark.parametrize("text", ["VRJHQPZVIGNGMX-UHFFFAOYSA-N", "VRJHQPZVIGNGMX"])
def test_an_inchikey_is_known_by_its_shape(text: str) -> None:
    assert is_inchikey(text)
    assert looks_like_structure(text)
    assert not is_inchikey(text.lower())
    assert not is_inchikey(text[:-1])


@pytest.mark.parametrize("text", [PIPERIDONE, "InChI=1S/CH4/h1H4", "C*", "CC>>C", "CCO"])
def test_what_could_be_a_structure_looks_like_one(text: str) -> None:
    assert looks_like_structure(text)


@pytest.mark.parametrize("text", ["", "acetic acid", "丙酮", "4-piperidona, 25 kg", "anhídrido"])
def test_names_with_spaces_or_foreign_letters_do_not_look_like_structures(text: str) -> None:
    assert not looks_like_structure(text)
