from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from penstock.batch import columns
from penstock.batch.columns import CONTRACT, column_of, count_known, map_headers, vocabulary
from penstock.kernel.errors import InputError

WORDS = tomllib.loads(Path(columns.__file__).with_name("columns.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CONTRACT)
def test_every_contract_column_is_its_own_alias_and_has_others(name: str) -> None:
    assert column_of(name) == name
    assert column_of(name.upper().replace("_", " ")) == name
    assert WORDS["columns"][name]


def test_no_alias_stands_under_two_columns() -> None:
    folder = vocabulary().folder
    seen: dict[str, str] = {}
    for column, aliases in WORDS["columns"].items():
        for alias in (column, *aliases):
            assert seen.setdefault(folder.key(alias), column) == column, alias


def test_only_contract_columns_have_aliases() -> None:
    assert set(WORDS["columns"]) == set(CONTRACT)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("CAS No.", "cas_number"),
        ("CAS号", "cas_number"),
        ("ＣＡＳ號", "cas_number"),
        ("Número CAS", "cas_number"),
        ("NUMERO_CAS", "cas_number"),
        ("HS-Code", "commodity_code"),
        ("商品編碼", "commodity_code"),
        ("Fraccion Arancelaria", "commodity_code"),
        ("name", "goods_description"),
        ("品名", "goods_description"),
        ("貨物描述", "goods_description"),
        ("  Descripción ", "goods_description"),
        ("structure", "smiles"),
        ("origin", "export_country"),
        ("起運國", "export_country"),
        ("shipment date", "date"),
        ("Concentration (%)", "concentration_percent"),
        ("净重（千克）", "net_mass_kg"),
        ("dtxsid", None),
        ("net weight (lb)", None),
        ("", None),
        ("cas" * 100_000, None),
    ],
)
def test_headers_match_in_three_languages(header: str, column: str | None) -> None:
    assert column_of(header) == column


def test_count_known_counts_contract_columns() -> None:
    assert count_known(["cas", "name", "colour"]) == 2


def test_unknown_columns_are_carried_under_names_of_their_own() -> None:
    mapped = map_headers("f.csv", ["cas", "note", "note", "", "note (2)"])
    assert mapped.known == {"cas_number": ("cas", 0)}
    assert mapped.carried == [("note", 1), ("note (3)", 2), ("column 4", 3), ("note (2)", 4)]
    assert mapped.notices == [
        "column 3 is carried through as 'note (3)'",
        "column 4 is carried through as 'column 4'",
    ]


def test_two_headers_for_one_column_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        map_headers("f.csv", ["CAS", "name", "cas_number"])
    assert caught.value.message == "f.csv: the headers 'CAS' and 'cas_number' both mean cas_number."
    assert caught.value.remedy == "Rename or remove one of the two columns."


def test_a_file_without_a_usable_column_is_refused() -> None:
    with pytest.raises(InputError, match=r"its headers are 'consignment_id', 'colour'"):
        map_headers("f.csv", ["consignment_id", "colour"])


@pytest.mark.parametrize("name", ["consignor_name", "notify_party_name", "smiles", "commodity_code"])
def test_one_usable_column_is_enough(name: str) -> None:
    assert name in map_headers("f.csv", [name]).known


def test_country_codes_are_of_two_and_three_letters_and_names_are_of_known_countries() -> None:
    pairs = [pair.split(":") for pair in WORDS["countries"]["codes"].split()]
    assert len(pairs) == 250
    assert all(len(two) == 2 and len(three) == 3 for two, three in pairs)
    assert len({three for _, three in pairs}) == 250
    assert set(WORDS["countries"]["names"]) <= vocabulary().codes


def test_no_country_name_means_two_countries() -> None:
    folder = vocabulary().folder
    for code, names in WORDS["countries"]["names"].items():
        for name in names:
            assert vocabulary().countries[folder.key(name)] == code, name
