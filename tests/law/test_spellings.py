from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.goods import Folder
from penstock.law.spellings import spellings

FOLDER = Folder({})


def keys(name: str) -> set[str]:
    return {FOLDER.key(spelled) for spelled in spellings(name)}


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("ephedrine", ["efedrina", "éphédrine", "Ephedrin"]),
        ("methylamine", ["metilamina", "méthylamine", "Methylamin"]),
        ("toluene", ["tolueno", "toluène"]),
        ("4-piperidone", ["4-piperidona", "4-pipéridone", "4-Piperidon"]),
        ("sodium chloride", ["cloruro de sodio", "chlorure de sodium", "Natriumchlorid"]),
        (
            "aluminium chloride",
            ["aluminum chloride", "cloruro de aluminio", "chlorure d'aluminium", "Aluminiumchlorid"],
        ),
        ("copper cyanide", ["cianuro de cobre", "cyanure de cuivre", "Kupfercyanid"]),
        ("mercury iodide", ["yoduro de mercurio", "iodure de mercure", "Quecksilberiodid"]),
        ("potassium permanganate", ["permanganato de potasio", "permanganate de potassium", "Kaliumpermanganat"]),
        ("sodium borohydride", ["borohidruro de sodio", "borohydrure de sodium", "Natriumborhydrid"]),
        ("benzyl chloride", ["cloruro de bencilo", "chlorure de benzyle", "Benzylchlorid"]),
        ("methyl benzoate", ["benzoato de metilo", "benzoate de méthyle", "Methylbenzoat"]),
        ("methyl ethyl ketone", ["metiletilcetona", "méthyléthylcétone", "Methylethylketon"]),
        ("diethyl ether", ["éter dietílico", "éther diéthylique", "Diethylether"]),
        ("benzyl alcohol", ["alcohol bencílico", "alcool benzylique", "Benzylalkohol"]),
        ("acetic anhydride", ["anhídrido acético", "anhydride acétique", "Essigsäureanhydrid"]),
        ("benzoic acid", ["ácido benzoico", "acide benzoïque", "Benzoesäure"]),
        ("sulphuric acid", ["sulfuric acid", "ácido sulfúrico", "acide sulfurique", "Schwefelsäure"]),
        ("citric acid", ["ácido cítrico", "acide citrique", "Citronensäure", "Zitronensäure"]),
        ("ethyl acetate", ["acetato de etilo", "acétate d'éthyle", "Ethylacetat", "Essigsäureethylester"]),
        ("sodium bicarbonate", ["bicarbonato sódico", "bicarbonate de sodium", "碳酸氢钠"]),
        ("sodium hydroxide", ["hidróxido de sodio", "hidróxido sódico", "Natriumhydroxid", "氢氧化钠"]),
        ("potassium dichromate", ["bichromate de potassium", "dicromato de potasio", "Kaliumdichromat", "重铬酸钾"]),
        ("phosphorus pentachloride", ["五氯化磷"]),
        ("iodine", ["yodo", "iode", "Jod"]),
        ("red phosphorus", ["fósforo rojo", "phosphore rouge", "roter Phosphor"]),
        ("hypophosphorous acid", ["ácido hipofosforoso", "acide hypophosphoreux"]),
        (
            "lithium aluminium hydride",
            ["hidruro de litio y aluminio", "hydrure de lithium et d'aluminium", "Lithiumaluminiumhydrid"],
        ),
        ("butane-1,4-diol", ["butano-1,4-diol", "Butan-1,4-diol"]),
        ("1,4-butanediol", ["1,4-butanodiol", "1,4-Butandiol"]),
        ("3-oxo-2-phenylbutanenitrile", ["3-oxo-2-fenilbutanonitrilo", "3-Oxo-2-phenylbutannitril"]),
        ("melatonin", ["melatonina"]),
        ("4-苯胺基哌啶", ["4-苯氨基哌啶"]),
        ("醋酸酐", ["醋酐"]),
    ],
)
def test_a_regular_name_is_spelled_by_the_rules_of_each_language(name: str, others: list[str]) -> None:
    assert {other for other in others if FOLDER.key(other) not in keys(name)} == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sulfate", "sulphate"),
        ("2-butanone", "butan-2-one"),
        ("benzyl ethanoate", "benzyl acetate"),
        ("aluminium", "aluminum"),
        ("caesium carbonate", "cesium carbonate"),
        ("p-toluidine", "para-toluidine"),
        ("amphetamine", "amfetamine"),
        ("N-phenethyl-4-piperidone", "N-(2-phenylethyl)-4-piperidone"),
        ("1-phenethylpiperidin-4-one", "1-phenethyl-4-piperidone"),
        ("4-anilinopiperidine", "4-(phenylamino)piperidine"),
        ("1-phenyl-2-propanone", "1-phenylpropan-2-one"),
        ("1-Boc-4-哌啶酮", "1-叔丁氧羰基-4-哌啶酮"),
        ("4-哌啶酮", "哌啶-4-酮"),
    ],
)
def test_two_ways_to_name_the_same_atoms_are_one_name(one: str, other: str) -> None:
    assert FOLDER.key(other) in keys(one)
    assert keys(one) & keys(other)


@pytest.mark.parametrize(
    ("name", "another"),
    [
        ("piperidine", "piperidone"),
        ("ephedrine", "pseudoephedrine"),
        ("methylamine", "dimethylamine"),
        ("sodium chlorate", "sodium chloride"),
        ("sodium nitrite", "sodium nitrate"),
        ("benzyl chloride", "benzoyl chloride"),
        ("1-phenyl-2-propanone", "1-phenyl-1-propanone"),
        ("phenylacetic acid", "phenylacetonitrile"),
        ("safrole", "isosafrole"),
        ("4-哌啶酮", "4-哌啶胺"),
    ],
)
def test_two_substances_never_share_a_spelling(name: str, another: str) -> None:
    assert not keys(name) & keys(another)


@pytest.mark.parametrize("name", ["water", "", "(", "NPP", "麻黄碱", "HCl"])
def test_a_name_that_follows_no_rule_stays_itself(name: str) -> None:
    assert list(spellings(name)) == [name]


PARTS = [
    "methyl",
    "sodium ",
    "phen",
    "acetic acid",
    "-2-",
    "sulph",
    "ide",
    "ate",
    "amine",
    " ",
    "哌啶酮",
    "苯乙基",
    "Boc",
    "1-",
]


@given(st.lists(st.sampled_from(PARTS), max_size=10).map("".join) | st.text(max_size=30))
def test_the_name_itself_stands_first_and_each_spelling_once(name: str) -> None:
    found = list(spellings(name))
    assert found[0] == name
    assert len(set(found)) == len(found)
    assert len(found) < 1000


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("alpha-methylstyrene", "2-methylstyrene"),
        ("iron chloride", "氯化铁"),
        ("sodium stannate", "锡酸钠"),
        ("sodium chloride", "chlorure d'sodium"),
    ],
)
def test_no_rule_makes_another_substance_or_a_wrong_word(name: str, other: str) -> None:
    assert other not in set(spellings(name))


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("ferrous sulfate", {"Eisen(II)-sulfat", "sulfato ferroso", "sulfate de fer(II)"}),
        ("iron powder", {"polvo de hierro", "poudre de fer", "eisenpulver", "铁粉"}),
        ("N-phenyl-1-(2-phenylethyl)piperidin-4-amine", {"4-piperidinamine, N-phenyl-1-(2-phenylethyl)-"}),
        ("N-phenyl-N-(piperidin-4-yl)propanamide", {"N-(4-piperidyl)propionanilide"}),
        ("ciprofloxacin", {"ciprofloxacino"}),
    ],
)
def test_salts_powders_and_index_names_are_spelled_by_rule(name: str, spelled: set[str]) -> None:
    assert {one.casefold() for one in spelled} <= {one.casefold() for one in spellings(name)}
