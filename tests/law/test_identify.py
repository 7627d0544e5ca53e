from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdkit import Chem, rdBase
from tests.shipped import REGISTER

from penstock.law.identified import CONFIDENCE, Identified
from penstock.law.identify import KINDS, Kind, Reading, by_cas, by_name, by_text, identify
from penstock.law.structures import by_molecule, by_structure
from penstock.substances.structure import Unreadable, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

DRAWN = sorted(one.substance for one in REGISTER.packed.structures)
ALONE = {one.substance for one in REGISTER.packed.structures if one.alone}
"""Mineral acids: they count only as the sole component, because their ions stand in countless other salts."""

PARTED = {one.substance for one in REGISTER.packed.structures if "+" in one.key}
"""Salts listed as such: they count only whole, because their ions are other substances."""

PARTS = [subject for subject in DRAWN if subject not in ALONE | PARTED]
"""Substances that count as a component beside any other."""

NUMBERS = sorted(REGISTER.by_cas)

PIPERIDONE = "O=C1CCNCC1"
PIPERIDONE_INCHI = "InChI=1S/C5H9NO/c7-5-1-3-6-4-2-5/h6H,1-4H2"
PIPERIDONE_KEY = "VRJHQPZVIGNGMX-UHFFFAOYSA-N"


def subjects(reading: Reading) -> list[str | None]:
    return [one.subject for one in reading.identified]


def only(reading: Reading) -> Identified:
    (one,) = reading.identified
    return one


# The ways, surest first


@pytest.mark.parametrize(
    ("text", "kind", "by", "form"),
    [
        ("41661-47-6", "substance", "cas", None),
        ("  CAS No. 41661-47-6 ", "substance", "cas", None),
        ("４１６６１－４７－６", "substance", "cas", None),
        ("41979-39-9", "substance", "cas", "hydrochloride"),
        ("4-piperidone", "substance", "name", None),
        ("PIPERIDIN-4-ONE", "substance", "name", None),
        ("4-哌啶酮", "substance", "name", None),
        ("4-piperidona", "substance", "name", None),
        (PIPERIDONE, "structure", "structure", None),
        (PIPERIDONE_INCHI, "structure", "structure", None),
        (PIPERIDONE_KEY, "structure", "structure", None),
        (PIPERIDONE_KEY[:14], "structure", "structure", None),
        ("drum of 4-piperidone, 25 kg", "text", "name", None),
        ("intermediate 41661-47-6, 25 kg", "text", "cas", None),
    ],
)
def test_one_substance_is_found_in_every_way(text: str, kind: Kind, by: str, form: str | None) -> None:
    reading = identify(REGISTER, text)
    one = only(reading)
    assert (reading.kind, one.subject, one.by, one.form) == (kind, "4-piperidone", by, form)
    assert (reading.invalid, reading.suggestions) == (None, ())
    assert one.name == "4-piperidone"


def test_the_answer_of_an_identification_says_which_number_was_asked() -> None:
    plain = only(identify(REGISTER, "4-piperidone")).as_dict()
    assert plain == {
        "id": "4-piperidone",
        "name": "4-piperidone",
        "cas": "41661-47-6",
        "by": "name",
        "confidence": 0.95,
    }
    salt = only(identify(REGISTER, "41979-39-9")).as_dict()
    assert (salt["cas"], salt["form"], salt["confidence"]) == ("41979-39-9", "hydrochloride", 1.0)
    assert "differs" not in salt
    drawn = only(identify(REGISTER, "O=C1CCNCC1.Cl")).as_dict()
    assert drawn["differs"] == ["salt or mixture"]


def test_the_surer_way_has_the_higher_confidence() -> None:
    ways = ["cas", "name", "mention", "abbreviation", "part", "code"]
    shown = [CONFIDENCE[way] for way in ways]
    assert shown == sorted(shown, reverse=True)
    assert CONFIDENCE["structure"] == CONFIDENCE["cas"] == 1
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("text", ["压片机", "壓片機", "tablet press", "TABLET  Press", "tableteadora"])
def test_a_machine_is_found_by_its_name_in_three_languages(text: str) -> None:
    reading = identify(REGISTER, text)
    one = only(reading)
    assert (reading.kind, one.subject, one.kind, one.by) == ("equipment", "tablet_press", "equipment", "name")
    assert one.cas is None


@pytest.mark.parametrize(
    ("text", "subject"),
    [("capsule filling machine", "capsule_filler"), ("pill press mould", "punch_die_mould")],
)
def test_other_machines_are_kinds_of_their_own(text: str, subject: str) -> None:
    assert subjects(identify(REGISTER, text)) == [subject]


@pytest.mark.parametrize(
    ("simplified", "traditional"), [("麻黄素", "麻黃素"), ("麻黄碱", "麻黃鹼"), ("盐酸麻黄碱", "鹽酸麻黃鹼")]
)
def test_traditional_characters_name_what_the_simplified_ones_name(simplified: str, traditional: str) -> None:
    assert simplified != traditional
    assert subjects(identify(REGISTER, simplified)) == ["ephedrine"]
    assert identify(REGISTER, traditional) == identify(REGISTER, simplified)


def test_a_name_wins_over_the_structure_its_letters_would_draw() -> None:
    assert subjects(identify(REGISTER, "NPP")) == ["npp"]
    drawn = only(identify(REGISTER, "NPP", "structure"))
    assert (drawn.subject, drawn.name) == (None, "structure H5NP2")


def test_a_cas_number_is_never_read_as_anything_else() -> None:
    for text in ("41661-47-6", "41661-47-5", "7732-18-5"):
        assert identify(REGISTER, text).kind == "substance"


def test_nothing_is_made_of_nothing() -> None:
    for text in ("", "   ", "quantum widget", "4-呱啶酮"):
        reading = identify(REGISTER, text)
        assert (reading.kind, reading.identified, reading.invalid) == ("text", (), None)


# Kinds that the reader names


def test_a_kind_that_is_named_keeps_the_others_out() -> None:
    assert identify(REGISTER, "4-piperidone", "equipment").identified == ()
    assert identify(REGISTER, "tablet press", "substance").identified == ()
    assert subjects(identify(REGISTER, "used tablet press, 9 stations", "equipment")) == ["tablet_press"]
    mixed = "4-piperidone beside a tablet press"
    assert subjects(identify(REGISTER, mixed, "equipment")) == ["tablet_press"]
    assert subjects(identify(REGISTER, mixed, "text")) == ["4-piperidone", "tablet_press"]


@pytest.mark.parametrize("text", ["4-piperidone", "41661-47-6", "C1CC", "c1ccccc", "CC(C)(C)(C)C", "*CC", "C>>C"])
def test_what_is_said_to_be_a_structure_and_is_none_is_invalid(text: str) -> None:
    reading = identify(REGISTER, text, "structure")
    assert reading.identified == ()
    assert reading.invalid is not None
    assert reading.invalid.endswith(".")


def test_a_substance_may_be_given_as_a_structure() -> None:
    reading = identify(REGISTER, PIPERIDONE, "substance")
    assert (reading.kind, subjects(reading)) == ("structure", ["4-piperidone"])
    assert identify(REGISTER, "41661-47-5", "substance").invalid is not None


# CAS numbers


@pytest.mark.parametrize(
    ("wrong", "digit", "right"),
    [
        ("41661-47-5", "6", "41661-47-6"),  # check digit
        ("1609-66-5", "1", "1609-66-1"),  # norfentanyl as public copies misprint it
        ("41661-74-6", "9", "41661-47-6"),  # two digits swapped
        ("64-17-6", "5", "64-17-5"),
    ],
)
def test_a_wrong_check_digit_is_invalid_with_suggestions_and_no_repair(wrong: str, digit: str, right: str) -> None:
    reading = identify(REGISTER, wrong)
    assert reading.identified == ()
    assert reading.invalid == f"CAS {wrong} is invalid: its check digit should be {digit}."
    assert right in reading.suggestions


def test_a_good_number_that_no_record_bears_is_unknown_not_invalid() -> None:
    number = "7440-67-7"
    assert number not in REGISTER.by_cas
    reading = by_cas(REGISTER, number)
    assert (reading.identified, reading.invalid, reading.suggestions) == ((), None, ())
    assert reading.note == f"CAS {number} is well formed, and the register has no record of it."


def test_by_cas_refuses_another_shape() -> None:
    assert "not shaped like a CAS number" in (by_cas(REGISTER, "4-piperidone").invalid or "")


@given(number=st.sampled_from(NUMBERS), place=st.integers(0, 11), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_either_another_number_or_repaired_by_a_suggestion(
    number: str, place: int, digit: str
) -> None:
    place %= len(number)
    if number[place] in ("-", digit) or (place == 0 and digit == "0"):
        return
    typed = number[:place] + digit + number[place + 1 :]
    reading = identify(REGISTER, typed)
    assert all(one.cas != number for one in reading.identified)
    if reading.invalid is not None:
        assert number in reading.suggestions
        assert reading.identified == ()
    assert all(known in REGISTER.by_cas for known in reading.suggestions)


def test_every_number_of_the_register_finds_its_record() -> None:
    for number, (subject, form) in REGISTER.by_cas.items():
        one = only(identify(REGISTER, number))
        assert (one.subject, one.cas, one.form, one.confidence) == (subject, number, form, 1.0)


# Names


def test_every_name_of_the_register_finds_its_subject() -> None:
    wrong = []
    for name in REGISTER.packed.names:
        if name.beside:
            continue  # a wide name means nothing by itself
        found = by_name(REGISTER, name.name)
        if name.subject not in [one.subject for one in found] or any(one.near for one in found):
            wrong.append(name.name)
    assert wrong == []


def test_a_wide_name_by_itself_names_nothing() -> None:
    wide = [name for name in REGISTER.packed.names if name.beside]
    assert len(wide) > 50
    assert [name.name for name in wide if by_name(REGISTER, name.name)] == []
    found = [name.name for name in wide if identify(REGISTER, name.name).identified]
    assert found in ([], ["punch dies"])  # two wide names, each of which is the other's company


@pytest.mark.parametrize(
    "text",
    [
        "4-piperidone hydrochloride",
        "4-Piperidone HCl",
        "hydrochloride 4-piperidone",
        "clorhidrato de 4-piperidona",
        "4-哌啶酮盐酸盐",
        "盐酸4-哌啶酮",
    ],
)
def test_a_salt_word_before_or_behind_a_name_is_its_form(text: str) -> None:
    reading = identify(REGISTER, text)
    one = only(reading)
    assert (one.subject, one.form, one.by) == ("4-piperidone", "hydrochloride", "name")
    assert (reading.kind, by_name(REGISTER, text)) == ("substance", (one,))


def test_a_salt_word_alone_names_nothing_and_dresses_no_machine() -> None:
    assert by_name(REGISTER, "hydrochloride") == ()
    assert by_name(REGISTER, "tablet press hydrochloride") == ()
    assert by_name(REGISTER, "4-piperidone tablet") == ()


def test_a_short_form_of_two_substances_gives_both_and_one_of_one_gives_one() -> None:
    both = identify(REGISTER, "4-AP")
    assert {one.subject for one in both.identified} == {"4-ap", "4-aminopyridine"}
    assert {(one.by, one.confidence) for one in both.identified} == {("abbreviation", 0.5)}
    single = only(identify(REGISTER, "NPP"))
    assert (single.subject, single.by, single.confidence) == ("npp", "abbreviation", 0.5)


def test_within_a_text_a_short_form_counts_only_as_it_is_written() -> None:
    assert subjects(by_text(REGISTER, "25 kg of NPP in drums")) == ["npp"]
    assert subjects(by_text(REGISTER, "25 kg of npp in drums")) == []


@pytest.mark.parametrize(
    "text",
    [
        "N-(1-benzylpiperidin-4-yl)-N-phenylpropionamide",
        "2-[4-(2-hydroxyethyl)piperazin-1-yl]ethanol",
        "(2-bromoethyl)benzene",
        "[1,1'-biphenyl]-4-ol",
        "benzo[a]pyrene",
        "1-(4-chlorophenyl)ethanone",
        "bis(2-ethylhexyl) phthalate",
    ],
)
def test_a_systematic_name_with_brackets_is_no_structure(text: str) -> None:
    reading = identify(REGISTER, text)
    assert reading.kind != "structure"
    assert reading.invalid is None


@pytest.mark.parametrize("text", [PIPERIDONE, "C(=O)O", "c1ccccc1", "[Na+].[Cl-]", "C[C@H](N)C(=O)O", "C1CC"])
def test_a_text_with_the_marks_of_a_structure_is_one(text: str) -> None:
    assert identify(REGISTER, text).kind == "structure"


@pytest.mark.parametrize("text", ["CCO", "CCCC", "cccc"])
def test_letters_alone_are_a_structure_only_when_said(text: str) -> None:
    reading = identify(REGISTER, text)
    assert (reading.kind, reading.identified) == ("text", ())
    assert reading.note == "Read as a name that nobody knows. If it is SMILES, say --kind structure."
    assert identify(REGISTER, "quantum widget").note is None


def test_a_structure_with_labels_behind_it_is_a_structure() -> None:
    reading = identify(REGISTER, f"{PIPERIDONE} |$here;;;;;;$|")
    assert (reading.kind, subjects(reading)) == ("structure", ["4-piperidone"])


@pytest.mark.parametrize("text", ["O=C1CCNCC1 ethanol", "ethanol O=C1CCNCC1", "ethanol, CCOC(C)=O"])
def test_a_structure_among_words_is_not_forgotten(text: str) -> None:
    reading = identify(REGISTER, text)
    assert reading.kind == "text"
    assert "ethanol" in subjects(reading)
    assert reading.is_partial
    assert "is a structure" in (reading.note or "")


@pytest.mark.parametrize("text", ["ethanol, C2H6O, 99%", "ethanol (500 g) I/O", "c/o P/N 12 ethanol"])
def test_short_forms_and_formulas_among_words_are_no_structures(text: str) -> None:
    assert not identify(REGISTER, text).is_partial


def test_letters_said_to_be_a_structure_are_read_as_one() -> None:
    assert subjects(identify(REGISTER, "CCO", "structure")) == ["ethanol"]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("1-cyclohexyl-4-piperidone", "4-piperidone"),
        ("2-[4-(2-hydroxyethyl)piperazin-1-yl]ethanol", "ethanol"),
    ],
)
def test_part_of_a_longer_name_is_near_and_weak(text: str, inner: str) -> None:
    one = only(identify(REGISTER, text))
    assert (one.subject, one.near, one.confidence) == (inner, True, CONFIDENCE["part"])
    whole = only(identify(REGISTER, inner))
    assert (whole.near, whole.confidence) == (False, CONFIDENCE["name"])


# Codes and texts


@pytest.mark.parametrize("text", ["2933.39", "293339", "2933.39.99", "2933399999"])
def test_a_code_is_a_basket_of_candidates(text: str) -> None:
    reading = identify(REGISTER, text)
    assert (reading.kind, reading.code) == ("code", "2933.39")
    assert {"4-ap", "4-piperidone", "norfentanyl"} <= set(subjects(reading))
    assert all(one.is_candidate and one.confidence == 0.1 for one in reading.identified)
    assert "never decides" in (reading.note or "")


def test_the_longest_code_the_register_knows_counts() -> None:
    reading = identify(REGISTER, "2933399073")
    assert (reading.code, subjects(reading)) == ("2933399073", ["4-ap", "1-boc-4-ap", "norfentanyl"])


def test_four_digits_are_a_code_only_if_the_register_has_the_heading() -> None:
    assert identify(REGISTER, "8480").code == "8480"
    assert identify(REGISTER, "8481").kind == "text"
    unknown = identify(REGISTER, "8481", "code")
    assert (unknown.code, unknown.identified) == (None, ())
    assert unknown.note == "The register has no basket for the code 8481."
    assert identify(REGISTER, "1234.56").note == "The register has no basket for the code 1234.56."


def test_a_text_mentions_each_subject_once() -> None:
    reading = by_text(REGISTER, "4-piperidone (4-哌啶酮), 4-piperidone, and a tablet press, HS 8479.89")
    assert subjects(reading) == ["4-piperidone", "tablet_press"]


def test_a_wrong_number_alone_in_a_text_makes_it_invalid() -> None:
    reading = by_text(REGISTER, "intermediate, CAS 41661-47-5")
    assert reading.identified == ()
    assert "check digit should be 6" in (reading.invalid or "")
    assert "41661-47-6" in reading.suggestions


def test_a_wrong_number_beside_a_name_is_not_forgotten() -> None:
    assert subjects(by_text(REGISTER, "urea")) == ["urea"]
    reading = by_text(REGISTER, "urea, CAS 41661-47-5")
    assert reading.invalid is not None or reading.note is not None
    assert "41661-47-6" in reading.suggestions


def test_an_unknown_number_beside_a_name_is_not_forgotten() -> None:
    assert by_text(REGISTER, "urea, CAS 7440-67-7").note is not None


@given(text=st.text(max_size=60), kind=st.sampled_from([None, *KINDS]))
def test_any_text_is_read_without_an_error_and_nothing_is_invented(text: str, kind: Kind | None) -> None:
    reading = identify(REGISTER, text, kind)
    assert reading.kind in KINDS
    for one in reading.identified:
        assert one.subject is None or one.name == REGISTER.name_of(one.subject)
        assert 0 < one.confidence <= 1
    if reading.invalid is not None:
        assert reading.identified == ()


# Structures


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        ("O=C1CCNCC1.Cl", ("salt or mixture",)),
        ("Cl.O=C1CCNCC1", ("salt or mixture",)),
        ("O=C1CC[NH2+]CC1", ("charge",)),
        ("O=C1CC[NH2+]CC1.[Cl-]", ("salt or mixture", "charge")),
        ("O=C1CCNC([2H])C1", ("isotope label",)),
        ("O=[13C]1CCNCC1", ("isotope label",)),
        ("C1CNCCC1=O", ()),
        (PIPERIDONE_INCHI, ()),
    ],
)
def test_a_structure_is_itself_in_any_drawing_and_says_how_it_differs(text: str, differs: tuple[str, ...]) -> None:
    one = only(identify(REGISTER, text))
    assert (one.subject, one.differs) == ("4-piperidone", differs)
    assert one.form == ("salt or mixture" if "salt or mixture" in differs else None)


def test_a_mixture_names_every_component_of_the_register() -> None:
    assert set(subjects(identify(REGISTER, "O=C1CCNCC1.CCO"))) == {"4-piperidone", "ethanol"}


def test_an_unlisted_structure_is_known_as_drawn_with_its_scaffolds() -> None:
    kin = only(identify(REGISTER, "O=C1CCN(Cc2ccccc2F)CC1"))
    assert (kin.subject, kin.name, kin.relatives) == (None, "structure C12H14FNO", ("4-piperidone",))
    assert not kin.is_unlisted
    other = only(identify(REGISTER, "CC(=O)Oc1ccc(Br)cc1"))
    assert (other.subject, other.relatives, other.is_unlisted) == (None, (), True)


def test_an_inchikey_nobody_holds_stays_unknown() -> None:
    reading = identify(REGISTER, "AAAAAAAAAAAAAA-AAAAAAAAAA-N")
    assert (reading.kind, reading.identified, reading.invalid) == ("structure", (), None)
    assert "digest" in (reading.note or "")


def test_every_inchikey_of_the_register_finds_its_substance() -> None:
    for structure in REGISTER.packed.structures:
        if structure.substance not in PARTED:
            assert structure.substance in subjects(identify(REGISTER, structure.key))


@pytest.mark.parametrize("subject", ["potassium-permanganate", "sodium-borohydride"])
def test_the_inchikey_of_a_listed_salt_finds_it(subject: str) -> None:
    key = str(Chem.InchiToInchiKey(_inchi(_smiles(subject))))  # type: ignore[no-untyped-call]
    assert subjects(identify(REGISTER, key)) == [subject]


@pytest.mark.parametrize(
    "text",
    ["[K+].[O-][Mn](=O)(=O)=O", "[O-][Mn](=O)(=O)=O.[K+]", "[K]O[Mn](=O)(=O)=O", "O=[Mn](=O)(=O)[O-].[39K+]"],
)
def test_a_listed_salt_is_found_whole_in_any_order(text: str) -> None:
    one = only(identify(REGISTER, text, "structure"))
    assert (one.subject, one.form) == ("potassium-permanganate", None)
    assert subjects(identify(REGISTER, "[K+].[Cl-]", "structure")) == [None]


def test_a_mineral_acid_counts_alone_and_not_as_the_acid_of_a_salt() -> None:
    assert "hydrochloric-acid" in ALONE
    assert subjects(identify(REGISTER, "Cl", "structure")) == ["hydrochloric-acid"]
    assert subjects(identify(REGISTER, "CCO.Cl", "structure")) == ["ethanol"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [("Cl.O", "hydrochloric-acid"), ("[K+].[O-][Mn](=O)(=O)=O.O", "potassium-permanganate")],
)
def test_water_does_not_hide_a_listed_salt_or_acid(text: str, subject: str) -> None:
    assert subject in subjects(identify(REGISTER, text, "structure"))


def outcome(identify_it: Callable[[], tuple[Identified, ...]]) -> tuple[Identified, ...] | str:
    try:
        return identify_it()
    except Unreadable as error:
        return str(error)


def unequal(texts: Iterable[str]) -> list[str]:
    """Return the texts that the fast way reads otherwise than the plain way."""
    return [
        text
        for text in texts
        if outcome(lambda text=text: by_structure(REGISTER, text))  # type: ignore[misc]
        != outcome(lambda text=text: by_molecule(REGISTER, parse(text), text))  # type: ignore[misc]
    ]


UNUSUAL = re.compile(r"\.|\[(?!C@@?H?\]|nH\]|O-\]|N\+\])")
"""Marks of salts, metals, isotopes, charges and radicals: where the fast way could go wrong in a way of its own."""


def telling(texts: list[str], config: pytest.Config) -> list[str]:
    """Return the unusual texts and every fifth of the others; all of them in a search (``pytest --search 1``)."""
    if config.getoption("search"):
        return texts
    return [text for text in texts if UNUSUAL.search(text)] + [text for text in texts if not UNUSUAL.search(text)][::5]


def test_fast_is_plain_on_every_hundredth_benign_structure(shared: Path, pytestconfig: pytest.Config) -> None:
    with gzip.open(shared / "bench" / "benign_454k.tsv.gz", "rt", encoding="utf-8") as lines:
        texts = [line.split("\t")[0].strip() for line in islice(lines, 0, None, 100)]
    assert len(texts) > 4000
    assert unequal(telling(texts, pytestconfig)) == []


def test_fast_is_plain_on_toxcast(shared: Path, pytestconfig: pytest.Config) -> None:
    path = shared / "bench" / "cas_name_smiles_toxcast.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        texts = [row["smiles"] for row in csv.DictReader(lines)]
    asked = telling(texts, pytestconfig)
    assert len(texts) > 9000
    assert len(asked) > 3000
    assert unequal(asked) == []


@pytest.mark.parametrize(
    "text", ["", " ", "C1CC", "C C", "*", "CC>>CC", "[Zz]", "InChI=1S/nonsense", "C" * 5001, "C~C", "[#6]C"]
)
def test_fast_and_plain_refuse_the_same_texts_in_the_same_words(text: str) -> None:
    assert unequal([text]) == []


def test_some_refused_texts_are_really_refused() -> None:
    with pytest.raises(Unreadable, match="does not parse"):
        by_structure(REGISTER, "C1CC")
    with pytest.raises(Unreadable, match="leaves atoms open"):
        by_structure(REGISTER, "*CC")


def _smiles(subject: str) -> str:
    return str(REGISTER.packed.substances[subject].smiles)


def _labelled(smiles: str) -> str | None:
    mol = Chem.MolFromSmiles(smiles)
    carbon = next((atom for atom in mol.GetAtoms() if atom.GetAtomicNum() == 6), None)
    if carbon is None:
        return None
    carbon.SetIsotope(13)
    return str(Chem.MolToSmiles(mol))


def _deuterated(smiles: str) -> str | None:
    mol = Chem.AddHs(Chem.MolFromSmiles(smiles))
    on_carbon = (a for a in mol.GetAtoms() if a.GetAtomicNum() == 1 and a.GetNeighbors()[0].GetAtomicNum() == 6)
    hydrogen = next(on_carbon, None)
    if hydrogen is None:
        return None
    hydrogen.SetIsotope(2)
    return str(Chem.MolToSmiles(mol))


_BASIC_NITROGEN = Chem.MolFromSmarts("[NX3;+0;!$(N[C,S,P]=[O,S,N]);!$(N-[#6]=[#6]);!$(Na);!$(N[N,O]);!$(NC#N)]")


def _protonated(smiles: str) -> str | None:
    mol = Chem.RWMol(Chem.MolFromSmiles(smiles))
    match = mol.GetSubstructMatch(_BASIC_NITROGEN)
    if not match:
        return None
    nitrogen = mol.GetAtomWithIdx(match[0])
    nitrogen.SetFormalCharge(1)
    nitrogen.SetNumExplicitHs(nitrogen.GetTotalNumHs() + 1)
    nitrogen.SetNoImplicit(True)  # noqa: FBT003  # RDKit takes it by place only
    mol.UpdatePropertyCache()
    return str(Chem.MolToSmiles(mol))


def _kekule(smiles: str) -> str:
    mol = Chem.MolFromSmiles(smiles)
    Chem.Kekulize(mol, clearAromaticFlags=True)
    return str(Chem.MolToSmiles(mol, kekuleSmiles=True))


def _mapped(smiles: str) -> str:
    mol = Chem.MolFromSmiles(smiles)
    for atom in mol.GetAtoms():
        atom.SetAtomMapNum(atom.GetIdx() + 1)
    return str(Chem.MolToSmiles(mol))


def _shuffled(smiles: str) -> str:
    rdBase.SeedRandomNumberGenerator(20261122)
    return str(Chem.MolToSmiles(Chem.MolFromSmiles(smiles), canonical=False, doRandom=True))


def _inchi(smiles: str) -> str:
    return str(Chem.MolToInchi(Chem.MolFromSmiles(smiles)))  # type: ignore[no-untyped-call]


REWRITINGS: dict[str, tuple[Callable[[str], str | None], tuple[str, ...] | None]] = {
    "as drawn": (lambda smiles: smiles, ()),
    "acid behind": (lambda smiles: f"{smiles}.Cl", ("salt or mixture",)),
    "acid before": (lambda smiles: f"Cl.{smiles}", ("salt or mixture",)),
    "salt before": (lambda smiles: f"[Na+].[Cl-].{smiles}", ("salt or mixture",)),
    "carbon 13": (_labelled, ("isotope label",)),
    "deuterium": (_deuterated, ("isotope label",)),
    "protonated": (_protonated, ("charge",)),
    "Kekule": (_kekule, ()),
    "hydrogens drawn": (lambda s: str(Chem.MolToSmiles(Chem.AddHs(Chem.MolFromSmiles(s)))), ()),
    "hydrogens counted": (lambda s: str(Chem.MolToSmiles(Chem.MolFromSmiles(s), allHsExplicit=True)), ()),
    "atom maps": (_mapped, ()),
    "another order of atoms": (_shuffled, ()),
    "without stereo marks": (
        lambda s: str(Chem.MolToSmiles(Chem.MolFromSmiles(s), isomericSmiles=False)),
        None,  # differs only where the register draws them
    ),
}


@pytest.mark.parametrize("name", REWRITINGS)
def test_structures_of_the_register_are_found_however_they_are_written(name: str, pytestconfig: pytest.Config) -> None:
    """Each is written in some of the ways; in all of them in a search."""
    rewrite, differs = REWRITINGS[name]
    asked = PARTS if differs is not None and {"salt or mixture", "isotope label"} & set(differs) else DRAWN
    some = asked if pytestconfig.getoption("search") else asked[list(REWRITINGS).index(name) % WAYS :: WAYS]
    written = {subject: text for subject in some if (text := rewrite(_smiles(subject))) is not None}
    assert len(written) > len(some) / 2
    missed, said = [], Counter[tuple[str, ...]]()
    for subject, text in written.items():
        found = {one.subject: one for one in by_structure(REGISTER, text)}
        if subject in found:
            said[found[subject].differs] += 1
        else:
            missed.append(subject)
    assert missed == []
    assert set(said) == ({differs} if differs is not None else {(), ("stereochemistry",)})
    assert unequal(written.values()) == []


WAYS = 3
"""A structure is tried in one of so many ways to write it."""

_READ_BACK_OTHERWISE = {"mesocarb", "potassium-permanganate"}
"""Structures whose InChI the toolkit draws so that it has another InChI (a mesoionic ring, a metal's bonds)."""


def test_every_structure_of_the_register_is_found_by_its_inchi() -> None:
    texts = {s: _inchi(_smiles(s)) for s in DRAWN}
    assert unequal(texts.values()) == []
    missed = {s for s, text in texts.items() if s not in subjects(identify(REGISTER, text))}
    assert missed <= _READ_BACK_OTHERWISE


@pytest.mark.parametrize("subject", sorted(_READ_BACK_OTHERWISE))
def test_an_inchi_that_is_drawn_otherwise_is_found_by_its_own_key(subject: str) -> None:
    assert subjects(identify(REGISTER, _inchi(_smiles(subject)))) == [subject]


@given(data=st.data())
def test_two_structures_together_are_each_found_in_either_order(data: st.DataObject) -> None:
    one, two = (data.draw(st.sampled_from(PARTS)) for _ in range(2))
    for text in (f"{_smiles(one)}.{_smiles(two)}", f"{_smiles(two)}.{_smiles(one)}"):
        assert {one, two} <= {found.subject for found in by_structure(REGISTER, text)}
        assert unequal([text]) == []
