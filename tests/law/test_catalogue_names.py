"""Names of catalogues: made by rules from the register's own, each of the same structure."""

from __future__ import annotations

import pytest
from rdkit import Chem
from tests.shipped import REGISTER

from penstock.law.catalogue_names import catalogue_names
from penstock.law.spellings import spellings
from penstock.substances.naming import is_available, structures_of

needs_java = pytest.mark.skipif(not is_available(), reason="OPSIN or Java is not installed")


@pytest.mark.parametrize(
    ("text", "record", "salt"),
    [
        ("1-BOC-4-(phenylamino)piperidine", "1-boc-4-ap", None),
        ("N-Boc-4-anilinopiperidine", "1-boc-4-ap", None),
        ("1-N-tert-butoxycarbonyl-4-(phenylamino)piperidine", "1-boc-4-ap", None),
        ("4-anilino-1-Boc-piperidine", "1-boc-4-ap", None),
        ("N-Boc-4-苯胺基哌啶", "1-boc-4-ap", None),
        ("4-oxopiperidine hydrochloride", "4-piperidone", "hydrochloride"),
        ("4-oxopiperidine HCl", "4-piperidone", "hydrochloride"),
        ("4-氧代哌啶盐酸盐", "4-piperidone", "hydrochloride"),
        ("4,4-piperidinediol hydrochloride", "4-piperidone", "hydrochloride"),
        ("4,4-dihydroxypiperidine", "4-piperidone", None),
        ("piperidine-4,4-diol hydrochloride", "4-piperidone", "hydrochloride"),
        ("4,4-哌啶二醇盐酸盐", "4-piperidone", "hydrochloride"),
        ("1-Boc-4-oxopiperidine", "1-boc-4-piperidone", None),
        ("4-oxopiperidine-1-carboxylic acid tert-butyl ester", "1-boc-4-piperidone", None),
        ("N-phenethyl-4-oxopiperidine", "npp", None),
        ("4-(N-phenylamino)piperidine", "4-ap", None),
        ("N-(piperidin-4-yl)aniline", "4-ap", None),
        ("methyl 3-oxo-2-phenylbutyrate", "mapa", None),
        ("methyl 2-phenyl-3-oxobutanoate", "mapa", None),
        ("3-oxo-2-phenylbutyric acid ethyl ester", "eapa", None),
        ("3-oxo-2-phenylbutyronitrile", "apaan", None),
        ("1-(benzo[d][1,3]dioxol-5-yl)propan-2-one", "3-4-mdp-2-p", None),
        ("KMnO4", "potassium-permanganate", None),
        ("H2SO4 98%", "sulphuric-acid", None),
    ],
)
def test_a_name_of_a_catalogue_names_the_record(text: str, record: str, salt: str | None) -> None:
    found = [one for one in REGISTER.scanner.scan(text) if one.stand != "part"]
    assert [(one.record, one.salt) for one in found] == [(record, salt)]


@pytest.mark.parametrize(
    "text",
    [
        "4-hydroxypiperidine",
        "piperidine-4-ol",
        "2-oxopiperidine",
        "methyl butyrate",
        "3-oxobutanoic acid",
        "1-Boc-piperazine",
    ],
)
def test_other_chemicals_are_not_named_by_the_rules(text: str) -> None:
    assert not [one for one in REGISTER.scanner.scan(text) if one.stand != "part" and not one.ordinary]


def test_nothing_given_is_made_again_and_a_name_without_a_rule_has_no_other() -> None:
    names = list(catalogue_names(["4-piperidone", "piperidin-4-one"]))
    assert "4-oxopiperidine" in names
    assert len({"".join(filter(str.isalnum, name)).lower() for name in names}) == len(names)
    assert not {"4-piperidone", "piperidin-4-one"} & set(names)
    assert list(catalogue_names(["acetone"])) == []


@needs_java
def test_opsin_reads_each_name_as_the_structure_of_its_record_or_as_its_hydrate() -> None:
    def drawn(smiles: str | None) -> str:
        assert smiles is not None
        return Chem.MolToSmiles(Chem.MolFromSmiles(smiles), isomericSmiles=False)

    of = {
        made: key
        for key in ("4-piperidone", "4-ap", "mapa", "apaan", "1-boc-4-ap")
        for own in REGISTER.packed.substances[key].names["en"]
        for made in catalogue_names(spellings(own))
        if made.isascii()
    }
    read = structures_of(of)
    assert len(read) > 20
    for name, smiles in read.items():
        is_hydrate = "4,4" in name
        assert (drawn(smiles) == drawn(REGISTER.packed.substances[of[name]].smiles)) is not is_hydrate, name
