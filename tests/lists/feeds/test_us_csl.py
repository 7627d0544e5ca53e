from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import RosterError
from penstock.lists.feeds import us_csl
from penstock.lists.feeds.drafts import Place
from penstock.lists.records import Address, Identifier
from penstock.lists.sources import source_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COLUMNS = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
]
EL = "Entity List (EL) - Bureau of Industry and Security"
DPL = "Denied Persons List (DPL) - Bureau of Industry and Security"
ENTITY = {
    "_id": "99ed1b05",
    "source": EL,
    "name": "An Example Research Institute",
    "addresses": "1 Hezuo Road, Shijiazhuang, Hebei, China, CN; and 21 Changsheng Street, HK",
    "federal_register_notice": "83 FR 37423; 87 FR 77505",
    "start_date": "2018-08-01",
    "license_requirement": "For all items subject to the EAR.",
    "alt_names": "Example Institute; EXI; and Institute 13",
}
DENIED = {"_id": "b601", "source": DPL, "name": "I. ASH", "start_date": "2002-03-04", "end_date": "2056-06-29"}
OFAC = {
    "_id": "52291",
    "source": "Specially Designated Nationals (SDN) - Treasury Department",
    "entity_number": "52291",
    "type": "Individual",
    "programs": "NPWMD; DPRK4",
    "name": "RIM, Ryong Nam",
    "dates_of_birth": "1978-12-05",
    "nationalities": "KP",
    "ids": "Passport, 836238033, KP; Secondary sanctions risk:, North Korea Sanctions Regulations; Gender, Male",
}


def written(tmp_path: Path, rows: Sequence[dict[str, str]], columns: Sequence[str] = COLUMNS) -> Path:
    path = tmp_path / "consolidated.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", quoting=csv.QUOTE_ALL, lineterminator="\n")
        stream.write(",".join(columns) + "\n")
        writer.writerows(rows)
    return path


def test_each_list_of_the_file_is_a_list_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, [ENTITY, DENIED, OFAC])
    assert us_csl.claims(path)
    drafts = {draft.list_id: draft for draft in us_csl.read(path)}
    assert set(drafts) == {"us-bis-entity-list", "us-bis-denied-persons", "us-csl-sdn"}
    (entity,) = drafts["us-bis-entity-list"].entries
    assert (entity.uid, entity.kind, entity.listed_on) == ("99ed1b05", None, date(2018, 8, 1))
    assert [name.text for name in entity.names] == [
        "An Example Research Institute",
        "Example Institute",
        "EXI",
        "Institute 13",
    ]
    assert entity.addresses == (
        Address(text="1 Hezuo Road, Shijiazhuang, Hebei, China", country="CN"),
        Address(text="21 Changsheng Street", country="HK"),
    )
    assert entity.programmes == ("83 FR 37423; 87 FR 77505",)
    assert "Licence requirement: For all items subject to the EAR." in (entity.remarks or "")
    (denied,) = drafts["us-bis-denied-persons"].entries
    assert (denied.listed_on, denied.until) == (date(2002, 3, 4), date(2056, 6, 29))
    (person,) = drafts["us-csl-sdn"].entries
    assert (person.uid, person.kind, person.countries) == ("52291", "person", ("KP",))
    assert person.identifiers == (Identifier(kind="Passport", value="836238033", country="KP"),)
    assert person.gender == "male"
    assert person.programmes == ("NPWMD", "DPRK4")


def test_every_list_of_the_file_has_its_counts() -> None:
    for list_id in us_csl.LISTS.values():
        assert source_of(list_id).within == "us-csl"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Military End User (MEU) List - Bureau of Industry and Security", "us-bis-military-end-user"),
        ("Nonproliferation Sanctions (ISN) - State Department", "us-state-nonproliferation"),
        ("Capta List (CAP) - Treasury Department", "us-csl-correspondent-accounts"),
        ("CAPTA List - Treasury Department", "us-csl-correspondent-accounts"),
        ("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", "us-csl-menu-based"),
        ("Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury", "us-csl-chinese-military"),
    ],
)
def test_a_source_is_told_by_its_abbreviation(source: str, expected: str) -> None:
    assert us_csl.list_of(Place("f", "line 2"), source) == expected


def test_an_export_without_ids_is_read_and_repeated_rows_are_left_out(tmp_path: Path) -> None:
    plain = {**ENTITY}
    del plain["_id"]
    path = written(tmp_path, [plain, {**plain, "start_date": "2020-01-01"}, plain], COLUMNS[1:])
    (draft,) = us_csl.read(path)
    assert len({entry.uid for entry in draft.entries}) == len(draft.entries) == 2
    assert draft.warnings == ["1 rows that repeat another word for word"]


def test_words_about_successors_are_no_part_of_a_name(tmp_path: Path) -> None:
    name = "An Export Company; and any successor, sub-unit, or subsidiary thereof"
    (draft,) = us_csl.read(written(tmp_path, [{**ENTITY, "name": name, "alt_names": ""}]))
    assert draft.entries[0].name == "An Export Company"


def test_older_exports_write_identifiers_the_other_way_round(tmp_path: Path) -> None:
    ids = "CO, 811038291-3, NIT #; IMO 8898831, Vessel Registration Identification; www.x.ru, Website"
    (draft,) = us_csl.read(written(tmp_path, [{**OFAC, "ids": ids}]))
    assert draft.entries[0].identifiers == (
        Identifier(kind="NIT #", value="811038291-3", country="CO"),
        Identifier(kind="Vessel Registration Identification", value="IMO 8898831"),
        Identifier(kind="Website", value="www.x.ru"),
    )


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({**ENTITY, "source": "Some New List (SNL) - Department"}, r"the source 'Some New List \(SNL\) - Department'"),
        ({**ENTITY, "type": "Robot"}, "the type 'Robot'"),
        ({**ENTITY, "start_date": "08/01/2018"}, "'08/01/2018'; expected a day"),
        ({**ENTITY, "name": " ", "alt_names": ""}, "no name in entry 99ed1b05"),
        ({**ENTITY, "name": "x" * 10_000}, "a name of 10000 characters"),
    ],
)
def test_what_trade_gov_does_not_export_so_is_refused(tmp_path: Path, row: dict[str, str], found: str) -> None:
    with pytest.raises(RosterError, match=rf"consolidated\.csv: line 3: found {found}"):
        us_csl.read(written(tmp_path, [DENIED, row]))


def test_changed_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="the column 'risk'"):
        us_csl.read(written(tmp_path, [ENTITY], [*COLUMNS, "risk"]))
    with pytest.raises(RosterError, match="no column 'alt_names'"):
        us_csl.read(written(tmp_path, [DENIED], [column for column in COLUMNS if column != "alt_names"]))


def test_reordered_columns_are_read_alike(tmp_path: Path) -> None:
    (one,) = us_csl.read(written(tmp_path, [ENTITY]))
    (other,) = us_csl.read(written(tmp_path, [ENTITY], COLUMNS[::-1]))
    assert one.entries == other.entries


def test_other_files_are_not_claimed(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_text('36,"AEROCARIBBEAN"\n')
    assert not us_csl.claims(path)
