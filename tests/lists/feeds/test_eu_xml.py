from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import RosterError
from penstock.lists.feeds import eu_xml
from penstock.lists.records import Address, Identifier

if TYPE_CHECKING:
    from pathlib import Path

EXPORT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-05T16:47:04.449+02:00" globalFileId="1">
<sanctionEntity designationDetails="" designationDate="2003-07-07" unitedNationId="" euReferenceNumber="EU.27.28"
logicalId="13"><remark>UNSC RESOLUTION 1483</remark>
<regulation regulationType="regulation" publicationDate="2003-07-08" programme="IRQ" logicalId="348">
<publicationUrl>http://eur-lex.europa.eu/x</publicationUrl></regulation>
<subjectType code="person" classificationCode="P"/>
<nameAlias firstName="Ivan" middleName="" lastName="Example" wholeName="Ivan Example" function="Minister" gender="M"
title="" nameLanguage="" strong="true" regulationLanguage="en" logicalId="17"><regulationSummary
regulationType="regulation" publicationUrl="http://eur-lex.europa.eu/x"/></nameAlias>
<nameAlias wholeName="Vanya" nameLanguage="FR" strong="false" logicalId="380"/>
<citizenship countryIso2Code="IQ" countryDescription="IRAQ" logicalId="1"/>
<birthdate circa="false" calendarType="GREGORIAN" birthdate="1937-04-28" year="1937" logicalId="1"/>
<birthdate circa="true" year="1940" logicalId="2"/>
<identification number="H0044232" identificationTypeDescription="Passport" countryDescription="IRAQ" logicalId="1"/>
<address street="1 Main St" city="Baghdad" countryDescription="IRAQ" logicalId="1"/></sanctionEntity>
<sanctionEntity logicalId="20" euReferenceNumber="EU.1.2"><subjectType code="enterprise" classificationCode="E"/>
<nameAlias wholeName="EXAMPLE TRADING" strong="true" logicalId="9"/></sanctionEntity>
</export>"""


def written(tmp_path: Path, old: str = "", new: str = "") -> Path:
    path = tmp_path / "eu.xml"
    assert old in EXPORT
    path.write_text(EXPORT.replace(old, new, 1) if old else EXPORT, encoding="utf-8")
    return path


def test_a_person_and_a_company_are_read(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert eu_xml.claims(path)
    (draft,) = eu_xml.read(path)
    person, company = draft.entries
    assert (draft.list_id, draft.vintage) == ("eu-fsf", date(2026, 8, 5))
    assert [(name.text, name.kind, name.language) for name in person.names] == [
        ("Ivan Example", "primary", None),
        ("Vanya", "weak", "FR"),
    ]
    assert (person.uid, person.kind, person.programmes) == ("13", "person", ("IRQ",))
    assert (person.listed_on, person.url) == (date(2003, 7, 7), "http://eur-lex.europa.eu/x")
    assert person.birth_dates == ("1937-04-28", "circa 1940")
    assert person.addresses == (Address(text="1 Main St, Baghdad", country="IRAQ"),)
    assert person.identifiers == (
        Identifier(kind="EU reference", value="EU.27.28"),
        Identifier(kind="Passport", value="H0044232", country="IRAQ"),
    )
    assert (person.countries, person.titles, person.gender) == (("IRAQ",), ("Minister",), "male")
    assert (company.kind, company.name, company.listed_on) == ("company", "EXAMPLE TRADING", None)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("<remark>UNSC RESOLUTION 1483</remark>", "<colour/>", "the element <colour> in <sanctionEntity>"),
        ('classificationCode="E"', 'classificationCode="X"', "the subject type 'X'"),
        ('designationDate="2003-07-07"', 'designationDate="soon"', "'soon'; expected a day"),
        ('logicalId="20"', 'logicalId="13"', "the id a second time"),
        ('wholeName="EXAMPLE TRADING"', 'wholeName=" "', "no name in entry 20"),
        ('wholeName="EXAMPLE TRADING"', f'wholeName="{"x" * 10_000}"', "a name of 10000 characters"),
        ("</export>", "", "no element found"),
        ("<export xmlns", '<!DOCTYPE export [<!ENTITY x "y">]><export xmlns', "a document type"),
    ],
)
def test_what_the_eu_does_not_publish_so_is_refused(tmp_path: Path, old: str, new: str, found: str) -> None:
    with pytest.raises(RosterError, match=found):
        eu_xml.read(written(tmp_path, old, new))
