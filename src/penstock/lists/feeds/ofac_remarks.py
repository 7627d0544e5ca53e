"""The remarks of an OFAC entry: parts after semicolons, of which those with a known beginning are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from penstock.lists.feeds.drafts import birth_date, plain
from penstock.lists.records import Identifier, Link

_ALT = re.compile(r"^alt\. ")
_COUNTRY = re.compile(r"^(.*?)\s*\(([^()]+)\)$")
_DETAIL = re.compile(r"\s+(?:issued|expires)\s.*$|;.*$")
_NAME = re.compile(r"^[afn]\.?k\.?a\.?,? ['\"](.+?)['\"]?$")
LABELS = (
    "Vessel Registration Identification",
    "Aircraft Manufacturer's Serial Number (MSN)",
    "Aircraft Construction Number",
    "Business Registration Document #",
    "Business Registration Number",
    "Central Registration Number",
    "Certificate of Incorporation Number",
    "Chamber of Commerce Number",
    "Chinese Commercial Code",
    "Commercial Registry Number",
    "Company Number",
    "Driver's License No.",
    "D-U-N-S Number",
    "Enterprise Number",
    "Folio Mercantil No.",
    "Government Gazette Number",
    "Identification Number",
    "Legal Entity Number",
    "Matricula Mercantil No",
    "National Foreign ID Number",
    "National ID No.",
    "Organization Code",
    "Personal ID Card",
    "Public Registration Number",
    "Registered Charity No.",
    "Registration Number",
    "Registration ID",
    "Residency Number",
    "Tax ID No.",
    "Trade License No.",
    "Unified Social Credit Code (USCC)",
    "V.A.T. Number",
    "Aircraft Tail Number",
    "Birth Certificate Number",
    "Phone Number",
    "Telephone",
    "Email Address",
    "Electoral Registry No.",
    "SSN",
    "SWIFT/BIC",
    "Website",
    "Cedula No.",
    "C.R. No.",
    "C.U.R.P.",
    "C.U.I.T.",
    "C.U.I.",
    "D.N.I.",
    "I.F.E.",
    "License",
    "MMSI",
    "NIT #",
    "Passport",
    "RIF #",
    "RTN",
    "RUC #",
    "R.F.C.",
    "UK Company Number",
    "BIK (RU)",
)
"""What the parts that give an identifier begin with, the longer of two alike first."""

_DIGITAL = re.compile(r"^(Digital Currency Address) - (\w+) (\S+)$")


@dataclass(slots=True)
class Remarks:
    """What the remarks say, as far as it can be read; the text itself is kept by the entry."""

    weak_names: list[str] = field(default_factory=list)
    birth_dates: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    gender: str | None = None


def read_remarks(text: str) -> Remarks:
    """Read the parts of a remark that begin as OFAC's do."""
    told = Remarks()
    for part in text.strip().removesuffix(".").split("; "):
        _read_part(told, _ALT.sub("", plain(part)))
    return told


def _read_part(told: Remarks, part: str) -> None:
    word, _, rest = part.partition(" ")
    if name := _NAME.match(part):
        told.weak_names.append(name[1])
    elif word == "DOB":
        told.birth_dates.append(birth_date(rest))
    elif word in {"nationality", "citizen"}:
        told.countries.append(rest)
    elif word == "Gender":
        told.gender = rest.lower()
    elif part.startswith("Linked To: "):
        told.links.append(Link(kind="Linked To", name=part.removeprefix("Linked To: ")))
    elif identifier := identifier_of(part):
        told.identifiers.append(identifier)


def identifier_of(part: str) -> Identifier | None:
    """Return the identifier a part of the remarks gives; ``None`` when it begins with no known label."""
    if digital := _DIGITAL.match(part):
        return Identifier(kind=f"{digital[1]} - {digital[2]}", value=digital[3])
    label = next((label for label in LABELS if part.startswith(f"{label} ")), None)
    if label is None:
        return None
    value = _DETAIL.sub("", part.removeprefix(label)).strip()
    country = _COUNTRY.match(value)
    if country:
        return Identifier(kind=label, value=country[1], country=country[2])
    return Identifier(kind=label, value=value) if value else None
