from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import RosterError
from penstock.lists.feeds import un_xml
from penstock.lists.records import Address, Identifier, counts_of

if TYPE_CHECKING:
    from pathlib import Path

PERSON = """<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>ERIC</FIRST_NAME><SECOND_NAME>BADEGE</SECOND_NAME>
<UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
<GENDER>Male</GENDER><NAME_ORIGINAL_SCRIPT>إريك</NAME_ORIGINAL_SCRIPT><COMMENTS1>He fled.
And more.</COMMENTS1><NATIONALITY><VALUE>Rwanda</VALUE></NATIONALITY><TITLE><VALUE>General</VALUE></TITLE>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Rumuli; Rumuri</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><CITY>Goma</CITY><COUNTRY>DRC</COUNTRY><NOTE>as of 2016</NOTE></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><FROM_YEAR>1970</FROM_YEAR><TO_YEAR>1973</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>OB0243318</NUMBER>
<ISSUING_COUNTRY>DRC</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT><INDIVIDUAL_DOCUMENT/></INDIVIDUAL>"""
ENTITY = """<ENTITY><FIRST_NAME>ADF</FIRST_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE>
<REFERENCE_NUMBER>CDe.001</REFERENCE_NUMBER><LISTED_ON>2014-06-30</LISTED_ON>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>NALU</ALIAS_NAME></ENTITY_ALIAS></ENTITY>"""


def written(tmp_path: Path, person: str = PERSON, entity: str = ENTITY) -> Path:
    path = tmp_path / "un.xml"
    path.write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
<INDIVIDUALS>{person}</INDIVIDUALS><ENTITIES>{entity}</ENTITIES></CONSOLIDATED_LIST>""",
        encoding="utf-8",
    )
    return path


def test_an_individual_and_an_entity_are_read(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert un_xml.claims(path)
    (draft,) = un_xml.read(path)
    person, entity = draft.entries
    assert draft.vintage == date(2026, 2, 27)
    assert (person.uid, person.kind, person.programmes) == ("CDi.001", "person", ("DRC",))
    assert [(name.text, name.kind) for name in person.names] == [
        ("ERIC BADEGE", "primary"),
        ("إريك", "original"),
        ("Rumuli", "weak"),
        ("Rumuri", "weak"),
    ]
    assert person.listed_on == date(2012, 12, 31)
    assert person.addresses == (Address(text="Goma", country="DRC"),)
    assert person.birth_dates == ("1971", "1970 to 1973")
    assert person.identifiers == (Identifier(kind="Passport", value="OB0243318", country="DRC"),)
    assert (person.countries, person.titles, person.gender) == (("Rwanda",), ("General",), "male")
    assert person.remarks == "He fled. And more."
    assert (entity.kind, [name.kind for name in entity.names]) == ("company", ["primary", "former"])


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("<GENDER>Male</GENDER>", "<SEX>Male</SEX>", "line 5: found the element <SEX> in <INDIVIDUAL>"),
        ("<CITY>Goma</CITY>", "<TOWN>Goma</TOWN>", "found the element <TOWN> in <INDIVIDUAL_ADDRESS>"),
        ("<QUALITY>Low</QUALITY>", "<QUALITY>Fair</QUALITY>", "found the quality 'fair'"),
        ("2012-12-31", "31/12/2012", "found '31/12/2012'; expected a day"),
        ("CDi.001", "", "found no id"),
        ("CDi.001", "CDe.001", "the id a second time"),
        ("BADEGE", "x" * 10_000, "a name of 10005 characters"),
    ],
)
def test_what_the_un_does_not_publish_so_is_refused(tmp_path: Path, old: str, new: str, found: str) -> None:
    with pytest.raises(RosterError, match=found):
        un_xml.read(written(tmp_path, PERSON.replace(old, new)))


def test_an_empty_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=r"no name in entry CDe\.001"):
        un_xml.read(written(tmp_path, entity=ENTITY.replace("ADF", " ").replace("NALU", "")))


def test_other_xml_is_not_claimed(tmp_path: Path) -> None:
    path = tmp_path / "other.xml"
    path.write_text("<sdnList/>")
    assert not un_xml.claims(path)


def test_the_real_list_is_read_whole(real_lists: Path) -> None:
    path = real_lists / "un" / "consolidated-2026-02-27.xml"
    (draft,) = un_xml.read(path)
    text = path.read_text(encoding="utf-8")
    counts = counts_of(tuple(draft.entries))
    assert counts["person"] == text.count("<INDIVIDUAL>") == 730
    assert counts["company"] == text.count("<ENTITY>") == 273
    assert draft.vintage == date(2026, 2, 27)
    assert all(entry.listed_on is not None for entry in draft.entries)
    originals = [name.text for entry in draft.entries for name in entry.names if name.kind == "original"]
    assert len(originals) > 370
