from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import RosterError
from penstock.lists.feeds import eu_csv
from penstock.lists.records import Address, Identifier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REGULATION = ("Type", "OrganisationType", "PublicationDate", "EntryIntoForceDate", "NumberTitle", "Programme")
OWN = {
    "Entity": "LogicalId EU_ReferenceNumber UnitedNationId DesignationDate DesignationDetails Remark SubjectType "
    "SubjectType_ClassificationCode",
    "NameAlias": "LastName FirstName MiddleName WholeName NameLanguage Gender Title Function LogicalId "
    "RegulationLanguage Remark",
    "Address": "City Street PoBox ZipCode Region Place AsAtListingTime ContactInfo CountryIso2Code CountryDescription "
    "LogicalId RegulationLanguage Remark",
    "BirthDate": "BirthDate Day Month Year YearRangeFrom YearRangeTo Circa CalendarType ZipCode Region Place City "
    "CountryIso2Code CountryDescription LogicalId RegulationLanguage Remark",
    "Identification": "Number Diplomatic KnownExpired KnownFalse ReportedLost RevokedByIssuer IssuedBy IssuedDate "
    "ValidFrom ValidTo LatinNumber NameOnDocument TypeCode TypeDescription Region CountryIso2Code "
    "CountryDescription LogicalId RegulationLanguage Remark",
    "Citizenship": "Region CountryIso2Code CountryDescription LogicalId RegulationLanguage Remark",
}
COLUMNS = ["fileGenerationDate"] + [
    f"{part}_{name}"
    for part, names in OWN.items()
    for name in (*names.split(), *(f"Regulation_{one}" for one in (*REGULATION, "PublicationUrl")))
]
"""The 118 columns of the published file, in its order."""

HEAD = {
    "fileGenerationDate": "05/08/2026",
    "Entity_LogicalId": "13",
    "Entity_EU_ReferenceNumber": "EU.27.28",
    "Entity_SubjectType": "person",
    "Entity_SubjectType_ClassificationCode": "P",
    "Entity_DesignationDate": "2003-07-07",
    "Entity_Remark": "UNSC RESOLUTION 1483",
    "Entity_Regulation_Programme": "IRQ",
    "Entity_Regulation_PublicationUrl": "http://eur-lex.europa.eu/x",
}
ROWS = [
    {**HEAD, "NameAlias_WholeName": "Ivan Example", "NameAlias_Gender": "M", "NameAlias_Function": "Minister"},
    {**HEAD, "NameAlias_WholeName": "Иван Пример", "NameAlias_NameLanguage": "RU"},
    {**HEAD, "Address_Street": "1 Main St", "Address_City": "Baghdad", "Address_CountryDescription": "IRAQ"},
    {**HEAD, "BirthDate_BirthDate": "1937-04-28", "BirthDate_Circa": "false"},
    {**HEAD, "BirthDate_Year": "1940", "BirthDate_Circa": "true"},
    {**HEAD, "Identification_Number": "H0044232", "Identification_TypeDescription": "Passport"},
    {**HEAD, "Citizenship_CountryDescription": "IRAQ"},
    {
        **HEAD,
        "Entity_LogicalId": "20",
        "Entity_EU_ReferenceNumber": "EU.1.2",
        "Entity_SubjectType": "enterprise",
        "Entity_SubjectType_ClassificationCode": "E",
        "Entity_DesignationDate": "",
        "NameAlias_FirstName": "",
        "NameAlias_LastName": "EXAMPLE TRADING",
    },
]


def written(tmp_path: Path, rows: Sequence[dict[str, str]], columns: Sequence[str] = COLUMNS) -> Path:
    path = tmp_path / "eu.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", delimiter=";", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_rows_of_an_entry_come_together(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS)
    assert len(COLUMNS) == 118
    assert eu_csv.claims(path)
    (draft,) = eu_csv.read(path)
    person, company = draft.entries
    assert draft.vintage == date(2026, 8, 5)
    assert [(name.text, name.kind, name.language) for name in person.names] == [
        ("Ivan Example", "primary", None),
        ("Иван Пример", "alias", "RU"),
    ]
    assert (person.uid, person.kind, person.programmes, person.listed_on) == (
        "13",
        "person",
        ("IRQ",),
        date(2003, 7, 7),
    )
    assert person.addresses == (Address(text="1 Main St, Baghdad", country="IRAQ"),)
    assert person.birth_dates == ("1937-04-28", "circa 1940")
    assert person.identifiers == (
        Identifier(kind="EU reference", value="EU.27.28"),
        Identifier(kind="Passport", value="H0044232"),
    )
    assert (person.countries, person.titles, person.gender) == (("IRAQ",), ("Minister",), "male")
    assert (company.kind, company.name, company.listed_on) == ("company", "EXAMPLE TRADING", None)


def test_every_published_column_is_read_or_ignored_by_name(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="the column 'Entity_Colour'"):
        eu_csv.read(written(tmp_path, ROWS, [*COLUMNS, "Entity_Colour"]))
    with pytest.raises(RosterError, match="no column 'NameAlias_WholeName'"):
        eu_csv.read(written(tmp_path, ROWS, [one for one in COLUMNS if one != "NameAlias_WholeName"]))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"Entity_SubjectType_ClassificationCode": "X"}, "line 3: found the subject type 'X' and 'person'"),
        ({"Entity_SubjectType": "enterprise"}, "line 3: found the subject type 'P' and 'enterprise'"),
        ({"Entity_DesignationDate": "soon"}, "line 3: found 'soon'"),
        ({"NameAlias_WholeName": "x" * 10_000}, "line 3: found a name of 10000 characters"),
    ],
)
def test_what_the_eu_does_not_publish_so_is_refused(tmp_path: Path, change: dict[str, str], found: str) -> None:
    with pytest.raises(RosterError, match=found):
        eu_csv.read(written(tmp_path, [ROWS[0], {**ROWS[1], **change}]))


def test_the_code_of_a_subject_stands_in_either_of_two_columns(tmp_path: Path) -> None:
    turned = [
        {
            **row,
            "Entity_SubjectType": row["Entity_SubjectType_ClassificationCode"],
            "Entity_SubjectType_ClassificationCode": row["Entity_SubjectType"],
        }
        for row in ROWS
    ]
    (before,), (after,) = eu_csv.read(written(tmp_path, ROWS)), eu_csv.read(written(tmp_path, turned))
    assert before.entries == after.entries


def test_an_entry_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="no name in entry 13"):
        eu_csv.read(written(tmp_path, ROWS[2:4]))


def test_a_file_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(RosterError, match="line 9: found a line that breaks off"):
        eu_csv.read(path)
