"""The EU's consolidated financial sanctions list, version 1.1 in CSV: one row a name, address, birth or document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.lists.feeds.drafts import Draft, Place, birth_date, day_of, distinct, named, plain, refusal
from penstock.lists.feeds.gathering import Gathered, entries_of
from penstock.lists.feeds.tabular import records_of, rows_of, text_of
from penstock.lists.records import Address, Identifier

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from penstock.lists.records import Kind

LIST = "eu-fsf"
KINDS: dict[str, Kind] = {"P": "person", "E": "company"}
"""What the EU's code of a subject means."""
_WORDS = {"P": "person", "E": "enterprise"}

_REGULATION = ("Type", "OrganisationType", "PublicationDate", "EntryIntoForceDate", "NumberTitle")
_PARTS = ("Entity", "NameAlias", "Address", "BirthDate", "Identification", "Citizenship")
_READ = (
    "fileGenerationDate",
    "Entity_LogicalId",
    "Entity_EU_ReferenceNumber",
    "Entity_UnitedNationId",
    "Entity_DesignationDate",
    "Entity_DesignationDetails",
    "Entity_Remark",
    "Entity_SubjectType",
    "Entity_SubjectType_ClassificationCode",
    "Entity_Regulation_Programme",
    "Entity_Regulation_PublicationUrl",
    "NameAlias_LastName",
    "NameAlias_FirstName",
    "NameAlias_MiddleName",
    "NameAlias_WholeName",
    "NameAlias_NameLanguage",
    "NameAlias_Gender",
    "NameAlias_Title",
    "NameAlias_Function",
    "NameAlias_Regulation_Programme",
    "Address_City",
    "Address_Street",
    "Address_PoBox",
    "Address_ZipCode",
    "Address_Region",
    "Address_Place",
    "Address_CountryDescription",
    "BirthDate_BirthDate",
    "BirthDate_Year",
    "BirthDate_YearRangeFrom",
    "BirthDate_YearRangeTo",
    "BirthDate_Circa",
    "Identification_Number",
    "Identification_TypeDescription",
    "Identification_CountryDescription",
    "Citizenship_CountryDescription",
)
_IGNORED = (
    *(f"{part}_Regulation_{name}" for part in _PARTS for name in _REGULATION),
    *(f"{part}_Regulation_Programme" for part in _PARTS[2:]),
    *(f"{part}_Regulation_PublicationUrl" for part in _PARTS[1:]),
    *(f"{part}_{name}" for part in _PARTS[1:] for name in ("LogicalId", "RegulationLanguage", "Remark")),
    *(f"{part}_CountryIso2Code" for part in _PARTS[2:]),
    *(f"Address_{name}" for name in ("AsAtListingTime", "ContactInfo")),
    *(f"BirthDate_{name}" for name in ("Day", "Month", "CalendarType", "ZipCode", "Region", "Place", "City")),
    "BirthDate_CountryDescription",
    *(f"Identification_{name}" for name in ("Diplomatic", "KnownExpired", "KnownFalse", "ReportedLost")),
    *(f"Identification_{name}" for name in ("RevokedByIssuer", "IssuedBy", "IssuedDate", "ValidFrom", "ValidTo")),
    *(f"Identification_{name}" for name in ("LatinNumber", "NameOnDocument", "TypeCode", "Region")),
    "Citizenship_Region",
)


def claims(path: Path) -> bool:
    """Tell whether a file is the EU's list in CSV, by the beginning of its header."""
    if path.suffix.lower() != ".csv":
        return False
    with path.open("rb") as stream:
        return b"fileGenerationDate;" in stream.readline(200)


def read(path: Path) -> list[Draft]:
    """Read the EU's list.

    Raises:
        RosterError: The file is not laid out as the EU publishes it.
    """
    gathered: dict[str, Gathered] = {}
    draft = Draft(LIST, [], [path])
    rows = rows_of(path.name, text_of(path), ";")
    for line, cells in records_of(path.name, rows, _READ, _IGNORED):
        place = Place(path.name, f"line {line}")
        row = {key: plain(cell) for key, cell in cells.items()}
        kind = _kind(place, row)
        uid = row["Entity_LogicalId"]
        one = gathered.setdefault(uid, Gathered(place, uid, kind))
        _take(one, place, row)
        draft.vintage = _day(place, row["fileGenerationDate"])
    draft.entries = entries_of(gathered.values(), LIST)
    return [distinct(draft)]


def _kind(place: Place, row: Mapping[str, str]) -> Kind:
    """Read what an entry is: its code stands in one of two columns and the word for it in the other."""
    said = {row["Entity_SubjectType"], row["Entity_SubjectType_ClassificationCode"]}
    for code, word in _WORDS.items():
        if said == {code, word}:
            return KINDS[code]
    raise refusal(
        place, f"the subject type {' and '.join(map(repr, sorted(said)))}", "P and person, or E and enterprise"
    )


def _take(one: Gathered, place: Place, row: Mapping[str, str]) -> None:
    parts = (row["NameAlias_FirstName"], row["NameAlias_MiddleName"], row["NameAlias_LastName"])
    whole = row["NameAlias_WholeName"] or " ".join(parts)
    one.names.append(
        named(place, whole, "alias" if any(one.names) else "primary", language=row["NameAlias_NameLanguage"] or None)
    )
    one.genders.append({"M": "male", "F": "female"}.get(row["NameAlias_Gender"], ""))
    one.titles += [row["NameAlias_Title"], row["NameAlias_Function"]]
    one.programmes += [row["Entity_Regulation_Programme"], row["NameAlias_Regulation_Programme"]]
    one.remarks += [row["Entity_Remark"], row["Entity_DesignationDetails"]]
    one.listed_on.append(_day(place, row["Entity_DesignationDate"]))
    one.url = one.url or row["Entity_Regulation_PublicationUrl"] or None
    lines = ("Street", "PoBox", "ZipCode", "City", "Place", "Region")
    text, country = ", ".join(filter(None, (row[f"Address_{n}"] for n in lines))), row["Address_CountryDescription"]
    if text or country:
        one.addresses.append(Address(text=text, country=country or None))
    one.countries.append(row["Citizenship_CountryDescription"])
    one.birth_dates.append(_birth(row))
    one.identifiers += _identifiers(row)


def _birth(row: Mapping[str, str]) -> str:
    if row["BirthDate_YearRangeFrom"] and row["BirthDate_YearRangeTo"]:
        return f"{row['BirthDate_YearRangeFrom']} to {row['BirthDate_YearRangeTo']}"
    day = birth_date(row["BirthDate_BirthDate"] or row["BirthDate_Year"])
    return f"circa {day}" if day and row["BirthDate_Circa"].lower() == "true" else day


def _identifiers(row: Mapping[str, str]) -> list[Identifier]:
    found = []
    for label, key in (("EU reference", "Entity_EU_ReferenceNumber"), ("UN reference", "Entity_UnitedNationId")):
        if row[key]:
            found.append(Identifier(kind=label, value=row[key]))
    if row["Identification_Number"]:
        kind = row["Identification_TypeDescription"] or "document"
        country = row["Identification_CountryDescription"] or None
        found.append(Identifier(kind=kind, value=row["Identification_Number"], country=country))
    return found


def _day(place: Place, text: str) -> date | None:
    """Read a day: the file writes some as ``31/12/2025`` and some as ``2025-12-31``."""
    return day_of(place, text, "%d/%m/%Y" if "/" in text else "%Y-%m-%d")
