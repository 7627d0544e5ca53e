from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import RosterError
from penstock.lists.feeds import ofac_advanced
from penstock.lists.records import Address, Identifier, Link

if TYPE_CHECKING:
    from pathlib import Path

SETS = """<ReferenceValueSets>
<AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType>
<AliasType ID="1403">Name</AliasType></AliasTypeValues>
<CountryValues><Country ID="11" ISO2="IR">Iran</Country></CountryValues>
<DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="10">Nationality Country</FeatureType>
<FeatureType ID="25">Location</FeatureType><FeatureType ID="224">Gender</FeatureType>
<FeatureType ID="26">Title</FeatureType><FeatureType ID="504">Secondary sanctions risk:</FeatureType>
</FeatureTypeValues>
<IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
<ListValues><List ID="1550">SDN List</List><List ID="91512">Consolidated List</List></ListValues>
<LocPartTypeValues><LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
<NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
<PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType>
<PartySubType ID="9" PartyTypeID="9">Rocket</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType></PartyTypeValues>
<RelationTypeValues><RelationType ID="15003">Acting for or on behalf of</RelationType></RelationTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="2">Block</SanctionsType>
</SanctionsTypeValues>
<ScriptValues><Script ID="215" ScriptCode="Latn">Latin</Script><Script ID="220">Arabic</Script></ScriptValues>
</ReferenceValueSets>"""
PERSON = """<DistinctParty FixedRef="2676"><Comment/><Profile ID="2676" PartySubTypeID="4">
<Identity ID="31" FixedRef="2676" Primary="true">
<Alias FixedRef="2676" AliasTypeID="1403" Primary="true" LowQuality="false">
<DocumentedName ID="1" DocNameStatusID="1">
<DocumentedNamePart><NamePartValue NamePartGroupID="71" ScriptID="215">EXAMPLE</NamePartValue></DocumentedNamePart>
<DocumentedNamePart><NamePartValue NamePartGroupID="72" ScriptID="215">Amir</NamePartValue></DocumentedNamePart>
</DocumentedName>
<DocumentedName ID="2" DocNameStatusID="2">
<DocumentedNamePart><NamePartValue NamePartGroupID="71" ScriptID="220">مثال</NamePartValue></DocumentedNamePart>
</DocumentedName></Alias>
<Alias AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="3">
<DocumentedNamePart><NamePartValue NamePartGroupID="71" ScriptID="215">AMEX</NamePartValue></DocumentedNamePart>
</DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="71" NamePartTypeID="1520"/></MasterNamePartGroup>
<MasterNamePartGroup><NamePartGroup ID="72" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups>
</Identity>
<Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1"><DatePeriod><Start><From><Year>1962</Year><Month>1</Month>
<Day>1</Day></From></Start><End><To><Year>1962</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod>
</FeatureVersion></Feature>
<Feature ID="2" FeatureTypeID="10"><FeatureVersion ID="2"><VersionLocation LocationID="501"/></FeatureVersion>
</Feature>
<Feature ID="3" FeatureTypeID="25"><FeatureVersion ID="3"><VersionLocation LocationID="500"/></FeatureVersion>
</Feature>
<Feature ID="4" FeatureTypeID="224"><FeatureVersion ID="4">
<VersionDetail DetailTypeID="1431" DetailReferenceID="91526"/>
</FeatureVersion></Feature>
<Feature ID="5" FeatureTypeID="26"><FeatureVersion ID="5"><VersionDetail>General</VersionDetail></FeatureVersion>
</Feature>
<Feature ID="6" FeatureTypeID="504"><FeatureVersion ID="6"><VersionDetail>section 1(b)</VersionDetail></FeatureVersion>
</Feature></Profile></DistinctParty>"""
COMPANY = """<DistinctParty FixedRef="10"><Profile ID="10" PartySubTypeID="3"><Identity ID="11" Primary="true">
<Alias AliasTypeID="1403" Primary="true"><DocumentedName ID="4"><DocumentedNamePart>
<NamePartValue NamePartGroupID="81" ScriptID="215">EXAMPLE SHIPPING CO</NamePartValue></DocumentedNamePart>
</DocumentedName></Alias><NamePartGroups><MasterNamePartGroup><NamePartGroup ID="81" NamePartTypeID="1525"/>
</MasterNamePartGroup></NamePartGroups></Identity></Profile></DistinctParty>"""
REST = """<ProfileRelationships><ProfileRelationship ID="1" From-ProfileID="2676" To-ProfileID="10"
RelationTypeID="15003"/></ProfileRelationships>
<SanctionsEntries>
<SanctionsEntry ID="1" ProfileID="2676" ListID="1550">
<EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="1"><Comment/>
<Date><Year>2001</Year><Month>9</Month><Day>24</Day></Date></EntryEvent>
<EntryEvent ID="2" EntryEventTypeID="1" LegalBasisID="2"><Comment/>
<Date><Year>1995</Year><Month>1</Month><Day>24</Day></Date></EntryEvent>
<SanctionsMeasure ID="1" SanctionsTypeID="2"><Comment/></SanctionsMeasure>
<SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>SDGT</Comment></SanctionsMeasure></SanctionsEntry>
<SanctionsEntry ID="2" ProfileID="10" ListID="1550">
<SanctionsMeasure ID="3" SanctionsTypeID="1"><Comment>IRAN</Comment></SanctionsMeasure></SanctionsEntry>
</SanctionsEntries><SanctionsEntryLinks/>"""
URL = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"


def written(tmp_path: Path, old: str = "", new: str = "") -> Path:
    text = f"""<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="{URL}" Version="4"><DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>7</Month><Day>11</Day>
</DateOfIssue>{SETS}<Locations>
<Location ID="500"><LocationCountry CountryID="11"/><LocationPart LocPartTypeID="1454"><LocationPartValue>
<Value>Tehran</Value></LocationPartValue></LocationPart></Location>
<Location ID="501"><LocationCountry CountryID="11"/></Location></Locations>
<IDRegDocuments><IDRegDocument ID="2" IDRegDocTypeID="1571" IdentityID="31" IssuedBy-CountryID="11"><Comment/>
<IDRegistrationNo>P12345</IDRegistrationNo></IDRegDocument></IDRegDocuments>
<DistinctParties>{PERSON}{COMPANY}</DistinctParties>{REST}</Sanctions>"""
    assert old in text
    path = tmp_path / "sdn_advanced.xml"
    path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return path


def test_parties_are_read_with_their_names_and_days(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert ofac_advanced.claims(path)
    (draft,) = ofac_advanced.read(path)
    person, company = draft.entries
    assert (draft.list_id, draft.vintage, draft.warnings) == ("us-ofac-sdn", date(2026, 7, 11), [])
    assert [(name.text, name.kind, name.script) for name in person.names] == [
        ("EXAMPLE, Amir", "primary", None),
        ("مثال", "original", "Arabic"),
        ("AMEX", "weak", None),
    ]
    assert (person.uid, person.kind, person.programmes) == ("2676", "person", ("SDGT",))
    assert person.listed_on == date(1995, 1, 24)
    assert person.birth_dates == ("1962",)
    assert person.countries == ("Iran",)
    assert person.addresses == (Address(text="Tehran", country="Iran"),)
    assert person.identifiers == (Identifier(kind="Passport", value="P12345", country="Iran"),)
    assert person.links == (Link(kind="Acting for or on behalf of", name="EXAMPLE SHIPPING CO", uid="10"),)
    assert (person.gender, person.titles) == ("male", ("General",))
    assert person.remarks == "Secondary sanctions risk: section 1(b)"
    assert (company.kind, company.name, company.listed_on) == ("company", "EXAMPLE SHIPPING CO", None)


def test_the_non_sdn_lists_are_one_list(tmp_path: Path) -> None:
    (draft,) = ofac_advanced.read(written(tmp_path, 'ListID="1550"', 'ListID="91512"'))
    assert draft.list_id == "us-ofac-consolidated"
    assert len(draft.entries) == 2


def test_the_days_and_programmes_are_those_of_the_list_itself(tmp_path: Path) -> None:
    other = """<SanctionsEntry ID="3" ProfileID="2676" ListID="91512"><EntryEvent ID="9"><Date><Year>1980</Year>
<Month>1</Month><Day>1</Day></Date></EntryEvent><SanctionsMeasure ID="9" SanctionsTypeID="1">
<Comment>NS-PLC</Comment></SanctionsMeasure></SanctionsEntry></SanctionsEntries>"""
    (draft,) = ofac_advanced.read(written(tmp_path, "</SanctionsEntries>", other))
    person = draft.entries[0]
    assert draft.list_id == "us-ofac-sdn"
    assert (person.listed_on, person.programmes) == (date(1995, 1, 24), ("SDGT",))


def test_parties_of_the_other_list_are_left_out_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, 'ProfileID="10" ListID="1550"', 'ProfileID="10" ListID="91512"')
    (draft,) = ofac_advanced.read(path)
    assert draft.list_id == "us-ofac-consolidated"
    assert draft.warnings == ["1 parties that are not on this list are left out"]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("<Locations>", "<Places>", "mismatched tag|the element <Places>"),
        ("<Comment/><Profile", "<Colour/><Profile", "the element <Colour> in <DistinctParty>"),
        ('AliasTypeID="1400"', 'AliasTypeID="1499"', "AliasTypeID '1499' of <Alias>"),
        ("F.K.A.", "Nickname", None),
        ("A.K.A.", "Nickname", "the alias type 'Nickname'"),
        ('PartySubTypeID="3"', 'PartySubTypeID="9"', "the party type 'Rocket'"),
        ('<Profile ID="10"', '<Profile ID="2676"', "the profile 2676 a second time"),
        ('ProfileID="10" ListID', 'ProfileID="11" ListID', "an entry of the profile '11'"),
        (">EXAMPLE SHIPPING CO<", "><", "no name in entry 10"),
        (">EXAMPLE SHIPPING CO<", ">" + "x" * 10_000 + "<", "a name of 10000 characters"),
        ("</Sanctions>", "", "no element found"),
        ("<Sanctions xmlns", '<!DOCTYPE Sanctions [<!ENTITY x "y">]><Sanctions xmlns', "a document type"),
    ],
)
def test_what_ofac_does_not_publish_so_is_refused(tmp_path: Path, old: str, new: str, found: str | None) -> None:
    path = written(tmp_path, old, new)
    if found is None:
        assert ofac_advanced.read(path)
        return
    with pytest.raises(RosterError, match=found):
        ofac_advanced.read(path)
