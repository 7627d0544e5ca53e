"""The US Consolidated Screening List, as trade.gov exports it in CSV: thirteen lists in one file.

Each list keeps its own id; OFAC's are here in this list's wording and are better imported from OFAC itself.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from penstock.lists.feeds.drafts import Draft, Place, birth_date, day_of, distinct, made, named, plain, refusal
from penstock.lists.feeds.ofac_remarks import LABELS
from penstock.lists.feeds.tabular import check_header, rows_of, text_of
from penstock.lists.records import Address, Identifier, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from penstock.lists.records import Entry, Kind, ListedName

LISTS = {
    "EL": "us-bis-entity-list",
    "DPL": "us-bis-denied-persons",
    "UVL": "us-bis-unverified",
    "MEU": "us-bis-military-end-user",
    "ISN": "us-state-nonproliferation",
    "DTC": "us-state-itar-debarred",
    "SDN": "us-csl-sdn",
    "FSE": "us-csl-evaders",
    "SSI": "us-csl-sectoral",
    "PLC": "us-csl-palestinian-council",
    "CAP": "us-csl-correspondent-accounts",
    "MBS": "us-csl-menu-based",
    "CMIC": "us-csl-chinese-military",
}
"""Abbreviation in brackets after a list's name, and the id of the list."""

READ = (
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
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "ids",
)
"""Columns that are read."""

IGNORED = (
    "_id",
    "standard_order",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "places_of_birth",
    "source_information_url",
)
"""Columns that are left out on purpose; ``_id`` is read where it is there."""

_KINDS: dict[str, Kind | None] = {
    "": None,
    "Individual": "person",
    "Entity": "company",
    "Vessel": "vessel",
    "Aircraft": None,
}
_SOURCE = re.compile(r"\((?:NS-)?([A-Z]{2,5})(?: List)?\)")
_COUNTRY = re.compile(r"(?:^|, )([A-Z]{2})$")
_GENDER = "Gender"
_SUCCESSORS = re.compile(r"[;,]? and any successor.*$", re.IGNORECASE)


def claims(path: Path) -> bool:
    """Tell whether a file is the list in CSV, by its header."""
    if path.suffix.lower() != ".csv":
        return False
    with path.open("rb") as stream:
        head = stream.readline(2000).decode("utf-8-sig", errors="replace")
    return {"source", "entity_number", "federal_register_notice"} <= set(head.strip().replace('"', "").split(","))


def read(path: Path) -> list[Draft]:
    """Read the file into a draft a list.

    Raises:
        RosterError: The file is not laid out as trade.gov exports it.
    """
    return drafts_of(path, _rows(path))


def drafts_of(path: Path, rows: Iterable[tuple[Place, Mapping[str, str]]]) -> list[Draft]:
    """Return a draft a list out of the rows of an export, whatever its format.

    Raises:
        RosterError: A row is not filled as trade.gov fills it.
    """
    entries: dict[str, list[Entry]] = defaultdict(list)
    repeated: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for place, row in rows:
        entry = _entry(place, row)
        if (entry.list, entry.digest) in seen:
            repeated[entry.list] += 1
            continue
        seen.add((entry.list, entry.digest))
        entries[entry.list].append(entry)
    drafts = [distinct(Draft(list_id, found, [path])) for list_id, found in sorted(entries.items())]
    for draft in drafts:
        if repeated[draft.list_id]:
            draft.warnings.append(f"{repeated[draft.list_id]} rows that repeat another word for word")
    return drafts


def _rows(path: Path) -> Iterator[tuple[Place, Mapping[str, str]]]:
    rows = rows_of(path.name, text_of(path))
    line, header = next(rows, (1, []))
    check_header(path.name, line, header, READ, IGNORED)
    for at, cells in rows:
        place = Place(path.name, f"line {at}")
        if len(cells) != len(header):
            raise refusal(place, f"{len(cells)} cells", str(len(header)))
        yield place, dict(zip(header, map(plain, cells), strict=True))


def list_of(place: Place, source: str) -> str:
    """Return the id of the list a row belongs to, by the abbreviation in its source.

    Raises:
        RosterError: The source is none of the lists known.
    """
    short = _SOURCE.search(source)
    key = "CAP" if "CAPTA" in source else short[1] if short is not None else ""
    if key not in LISTS:
        raise refusal(place, f"the source {source!r}", f"one with {', '.join(LISTS)} in brackets")
    return LISTS[key]


def _entry(place: Place, row: Mapping[str, str]) -> Entry:
    if row["type"] not in _KINDS:
        raise refusal(place, f"the type {row['type']!r}", "Individual, Entity, Vessel, Aircraft or none")
    terms = (("Licence requirement", "license_requirement"), ("Licence policy", "license_policy"))
    remarks = [row["remarks"], *(f"{label}: {row[key]}" for label, key in terms if row[key])]
    notice = [row["federal_register_notice"]] if row["federal_register_notice"] else []
    return made(
        place,
        list_id=list_of(place, row["source"]),
        uid=row["entity_number"] or row.get("_id") or _made_up(row),
        kind=_KINDS[row["type"]],
        names=list(_names(place, row)),
        programmes=_split(row["programs"]) or notice,
        addresses=[_address(part) for part in _split(row["addresses"])],
        countries=[*_split(row["nationalities"]), *_split(row["citizenships"]), row["vessel_flag"]],
        birth_dates=[birth_date(part) for part in _split(row["dates_of_birth"])],
        identifiers=[*_call_sign(row), *map(_identifier, _split(row["ids"]))],
        links=[Link(kind="Vessel Owner", name=row["vessel_owner"])] if row["vessel_owner"] else [],
        titles=_split(row["title"]),
        gender=next((part.partition(", ")[2].lower() for part in _split(row["ids"]) if part.startswith(_GENDER)), None),
        remarks="; ".join(filter(None, [*remarks, *notice])) or None,
        listed_on=day_of(place, row["start_date"]),
        until=day_of(place, row["end_date"]),
        url=row["source_list_url"] or None,
    )


def _made_up(row: Mapping[str, str]) -> str:
    """Return an id out of what tells a row from all others, where the export gives none."""
    parts = (row[key] for key in ("source", "name", "addresses", "federal_register_notice", "start_date", "end_date"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _split(cell: str) -> list[str]:
    return [part.removeprefix("and ").strip() for part in cell.split("; ") if part.strip()]


def _names(place: Place, row: Mapping[str, str]) -> Iterator[ListedName | None]:
    yield named(place, _SUCCESSORS.sub("", row["name"]), "primary")
    for alias in _split(row["alt_names"]):
        yield named(place, alias, "alias")


def _address(part: str) -> Address:
    country = _COUNTRY.search(part)
    return Address(text=_COUNTRY.sub("", part), country=country[1] if country is not None else None)


def _call_sign(row: Mapping[str, str]) -> list[Identifier]:
    return [Identifier(kind="Call Sign", value=row["call_sign"])] if row["call_sign"] else []


def _identifier(part: str) -> Identifier | None:
    """Read ``kind, number, country`` or, in older exports, ``country, number, kind``; ``None`` for other remarks."""
    cells = part.split(", ")
    if (
        cells[0] == _GENDER
        or cells[0].rstrip().endswith((":", "-"))
        or cells[-1].rstrip().endswith((":", "-"))
        or len(cells) == 1
    ):
        return None
    country = next((cell for cell in (cells[0], cells[-1]) if re.fullmatch("[A-Z]{2}", cell)), None)
    if country == cells[0]:
        return Identifier(kind=cells[-1], value=", ".join(cells[1:-1]), country=country)
    if country is None and cells[-1] in LABELS:
        return Identifier(kind=cells[-1], value=", ".join(cells[:-1]))
    value = cells[1:-1] if country is not None else cells[1:]
    return Identifier(kind=cells[0], value=", ".join(value), country=country)
