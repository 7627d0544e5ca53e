from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import RosterError
from penstock.lists.feeds import gb_csv
from penstock.lists.records import Address, Identifier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

UKSL = [
    "Last Updated",
    "Unique ID",
    "OFSI Group ID",
    "UN Reference Number",
    "Name 6",
    "Name 1",
    "Name 2",
    "Name 3",
    "Name 4",
    "Name 5",
    "Name type",
    "Alias strength",
    "Title",
    "Name non-latin script",
    "Non-latin script type",
    "Non-latin script language",
    "Regime Name",
    "Designation Type",
    "Designation source",
    "Sanctions Imposed",
    "Other Information",
    "UK Statement of Reasons",
    "Address Line 1",
    "Address Line 2",
    "Address Line 3",
    "Address Line 4",
    "Address Line 5",
    "Address Line 6",
    "Address Postal Code",
    "Address Country",
    "Phone number",
    "Website",
    "Email address",
    "Date Designated",
    "D.O.B",
    "Nationality(/ies)",
    "National Identifier number",
    "National Identifier additional information",
    "Passport number",
    "Passport additional information",
    "Position",
    "Gender",
    "Town of birth",
    "Country of birth",
    "Type of entity",
    "Subsidiaries",
    "Parent company",
    "Business registration number (s)",
    "IMO number",
    "Current owner/operator (s)",
    "Previous owner/operator (s)",
    "Current believed flag of ship",
    "Previous flags",
    "Type of ship",
    "Tonnage of ship",
    "Length of ship",
    "Year Built",
    "Hull identification number (HIN)",
]
OFSI = [
    "Name 6",
    "Name 1",
    "Name 2",
    "Name 3",
    "Name 4",
    "Name 5",
    "Title",
    "Name Non-Latin Script",
    "Non-Latin Script Type",
    "Non-Latin Script Language",
    "DOB",
    "Town of Birth",
    "Country of Birth",
    "Nationality",
    "Passport Number",
    "Passport Details",
    "National Identification Number",
    "National Identification Details",
    "Position",
    "Address 1",
    "Address 2",
    "Address 3",
    "Address 4",
    "Address 5",
    "Address 6",
    "Post/Zip Code",
    "Country",
    "Other Information",
    "Group Type",
    "Alias Type",
    "Alias Quality",
    "Regime",
    "Listed On",
    "UK Sanctions List Date Designated",
    "Last Updated",
    "Group ID",
]
PERSON = {
    "Unique ID": "RUS0001",
    "OFSI Group ID": "13001",
    "Name 6": "EXAMPLE",
    "Name 1": "Ivan",
    "Name type": "Primary Name",
    "Name non-latin script": "Иван Пример",
    "Non-latin script type": "Cyrillic",
    "Non-latin script language": "Russian",
    "Regime Name": "The Russia (Sanctions) (EU Exit) Regulations 2019",
    "Designation Type": "Individual",
    "Sanctions Imposed": "Asset freeze|Travel Ban",
    "Date Designated": "15/03/2022",
    "D.O.B": "dd/mm/1960",
    "Nationality(/ies)": "(1) Russia (2) Cyprus",
    "Address Line 6": "Moscow",
    "Address Country": "Russia",
    "Gender": "Male",
}
ALIAS = {**PERSON, "Name 6": "IVANOV", "Name type": "Alias", "Alias strength": "Low quality a.k.a"}
SHIP = {
    "Unique ID": "RUS0002",
    "Name 6": "OCEAN STAR",
    "Name type": "Primary name",
    "Regime Name": "Russia",
    "Designation Type": "Ship",
    "Date Designated": "01/03/2024",
    "IMO number": "1234567",
    "Current owner/operator (s)": "BLUE WAVE LTD",
}


def written(
    tmp_path: Path,
    rows: Sequence[dict[str, str]],
    columns: Sequence[str] = UKSL,
    first: str = "Report Date: 23-Sep-2026",
) -> Path:
    path = tmp_path / "uk.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        stream.write(first + "\n")
        writer = csv.DictWriter(stream, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_uk_sanctions_list_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, [PERSON, ALIAS, SHIP])
    assert gb_csv.claims(path)
    (draft,) = gb_csv.read(path)
    person, ship = draft.entries
    assert (draft.list_id, draft.vintage) == ("gb-sanctions", date(2026, 9, 23))
    assert [(name.text, name.kind, name.script) for name in person.names] == [
        ("Ivan EXAMPLE", "primary", None),
        ("Иван Пример", "original", "Cyrillic"),
        ("Ivan IVANOV", "weak", None),
    ]
    assert (person.uid, person.kind, person.listed_on) == ("RUS0001", "person", date(2022, 3, 15))
    assert person.countries == ("Russia", "Cyprus")
    assert person.addresses == (Address(text="Moscow", country="Russia"),)
    assert person.identifiers == (Identifier(kind="OFSI Group ID", value="13001"),)
    assert (person.gender, person.remarks) == ("male", "Asset freeze|Travel Ban")
    assert (ship.kind, ship.identifiers) == ("vessel", (Identifier(kind="IMO", value="1234567"),))
    assert ship.links[0].name == "BLUE WAVE LTD"


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("Report Date: 01/10/2026", date(2026, 10, 1)),
        ("Report Date: 23-Sep-2026", date(2026, 9, 23)),
        ("Report Date: 2026-09-23", date(2026, 9, 23)),
        ('"Report Date: 23-Sep-2026"', date(2026, 9, 23)),
        ("Report Date: 23-Sep-2026" + "," * 57, date(2026, 9, 23)),
    ],
)
def test_the_day_of_the_list_stands_in_its_first_line(tmp_path: Path, first: str, expected: date) -> None:
    path = written(tmp_path, [PERSON], first=first)
    assert gb_csv.claims(path)
    assert gb_csv.read(path)[0].vintage == expected


def test_columns_may_be_written_in_other_letters(tmp_path: Path) -> None:
    columns = [
        {"Parent company": "Parent Company", "Designation Type": "Individual, Entity, Ship"}.get(c, c) for c in UKSL
    ]
    row = {**PERSON, "Individual, Entity, Ship": "Individual"}
    assert gb_csv.read(written(tmp_path, [row], columns))[0].entries[0].kind == "person"


def test_the_older_list_of_ofsi_is_a_list_of_its_own(tmp_path: Path) -> None:
    row = {
        "Name 6": "EXAMPLE BANK",
        "Group Type": "Entity",
        "Alias Type": "Primary name",
        "Regime": "Syria",
        "Listed On": "17/02/2012",
        "Group ID": "12345",
        "Address 6": "Damascus",
        "Country": "Syria",
    }
    alias = {**row, "Name 6": "EXAMPLE BANK OF SYRIA", "Alias Type": "FKA", "Alias Quality": "Good quality"}
    path = written(tmp_path, [row, alias], OFSI, "Last Updated,03/06/2024")
    (draft,) = gb_csv.read(path)
    assert (draft.list_id, draft.vintage) == ("gb-ofsi", date(2024, 6, 3))
    (bank,) = draft.entries
    assert (bank.uid, bank.kind, bank.listed_on) == ("12345", "company", date(2012, 2, 17))
    assert [(name.text, name.kind) for name in bank.names] == [
        ("EXAMPLE BANK", "primary"),
        ("EXAMPLE BANK OF SYRIA", "former"),
    ]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"Designation Type": "Aircraft"}, "the type 'Aircraft'"),
        ({"Name type": "Nickname"}, "the name type 'Nickname'"),
        ({"Date Designated": "March 2022"}, "'March 2022'; expected a day"),
        ({"Name 6": "x" * 10_000}, "a name of"),
        ({"Unique ID": ""}, "no id"),
    ],
)
def test_what_the_uk_does_not_publish_so_is_refused(tmp_path: Path, change: dict[str, str], found: str) -> None:
    with pytest.raises(RosterError, match=rf"uk\.csv: line 3: found {found}"):
        gb_csv.read(written(tmp_path, [{**PERSON, **change}]))


def test_changed_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="the column 'risk'"):
        gb_csv.read(written(tmp_path, [PERSON], [*UKSL, "Risk"]))
    with pytest.raises(RosterError, match="no column 'regime name'"):
        gb_csv.read(written(tmp_path, [PERSON], [column for column in UKSL if column != "Regime Name"]))
    with pytest.raises(RosterError, match="a line with the day of the list"):
        gb_csv.read(written(tmp_path, [PERSON], first="Sanctions"))


def test_other_files_are_not_claimed(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_text('36,"AEROCARIBBEAN"\n')
    assert not gb_csv.claims(path)
