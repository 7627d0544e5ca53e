"""OpenSanctions' FollowTheMoney export, ``entities.ftm.json``: one entity a line, parties and sanctions apart.

A party is taken when a sanction points to it or its topics say that it is sanctioned, debarred or under export
control. A dataset is a list of its own; its name comes from the entities, or from the list asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from penstock.kernel.errors import InputError, UsageError
from penstock.lists.feeds.drafts import Draft, Place, birth_date, distinct, named, refusal
from penstock.lists.feeds.gathering import Gathered
from penstock.lists.records import Address, Identifier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from penstock.lists.records import Entry, Kind, NameKind

FAMILY = "opensanctions"

_KINDS: dict[str, Kind | None] = {
    "Person": "person",
    "Company": "company",
    "Organization": "company",
    "PublicBody": "company",
    "LegalEntity": None,
    "Vessel": "vessel",
    "Airplane": None,
}
_IGNORED = {
    "Address",
    "Article",
    "Asset",
    "Associate",
    "BankAccount",
    "CallForTenders",
    "Contract",
    "ContractAward",
    "CourtCase",
    "CourtCaseParty",
    "CryptoWallet",
    "Debt",
    "Directorship",
    "Documentation",
    "EconomicActivity",
    "Employment",
    "Event",
    "Family",
    "Identification",
    "License",
    "Membership",
    "Note",
    "Occupancy",
    "Ownership",
    "Passport",
    "Payment",
    "Position",
    "Project",
    "ProjectParticipant",
    "RealEstate",
    "Representation",
    "Risk",
    "Security",
    "Similar",
    "Succession",
    "TaxRoll",
    "Trip",
    "UnknownLink",
    "Vehicle",
}
_NAMES: dict[str, NameKind] = {
    "name": "alias",
    "alias": "alias",
    "previousName": "former",
    "weakAlias": "weak",
    "abbreviation": "weak",
}
_COUNTRIES = ("nationality", "citizenship", "country", "jurisdiction", "flag")
_IDENTIFIERS = (
    "registrationNumber",
    "idNumber",
    "passportNumber",
    "taxNumber",
    "innCode",
    "ogrnCode",
    "imoNumber",
    "mmsi",
    "callSign",
    "swiftBic",
    "leiCode",
    "uscCode",
    "vatCode",
    "dunsCode",
    "serialNumber",
    "bikCode",
)
_TOPICS = ("sanction", "debarment", "export.")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class FtmEntity(msgspec.Struct, forbid_unknown_fields=True):
    """One line of the export."""

    id: str
    schema: str
    properties: dict[str, list[str]]
    caption: str = ""
    datasets: list[str] = []
    referents: list[str] = []
    origin: list[str] = []
    target: bool | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    last_change: str | None = None


def claims(path: Path) -> bool:
    """Tell whether a file is an export of entities, by its name."""
    return path.name.lower().endswith(("entities.ftm.json", ".ftm.jsonl"))


def read(path: Path, asked: str | None = None) -> list[Draft]:
    """Read the export of a dataset.

    Raises:
        RosterError: A line is no entity, or of a schema nobody knows.
        UsageError: The entities are of several datasets and no list was asked for.
    """
    parties: dict[str, tuple[Place, FtmEntity]] = {}
    sanctions: dict[str, list[FtmEntity]] = defaultdict(list)
    common: set[str] | None = None
    for place, entity in _entities(path):
        if entity.schema in _KINDS:
            parties[entity.id] = (place, entity)
            common = set(entity.datasets) if common is None else common & set(entity.datasets)
        elif entity.schema == "Sanction":
            for of in entity.properties.get("entity", []):
                sanctions[of].append(entity)
        elif entity.schema not in _IGNORED:
            raise refusal(place, f"the schema {entity.schema!r}", "one that FollowTheMoney publishes")
    list_id = asked if asked is not None else _list_of(path, common or set())
    draft = Draft(list_id, [], [path])
    for place, party in parties.values():
        if party.id in sanctions or _is_listed(party):
            draft.entries.append(_entry(list_id, place, party, sanctions.get(party.id, [])))
    return [distinct(draft)]


def _entities(path: Path) -> Iterator[tuple[Place, FtmEntity]]:
    decoder = msgspec.json.Decoder(FtmEntity)
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                place = Place(path.name, f"line {number}")
                if not line.endswith(b"\n"):
                    raise refusal(place, "a line that breaks off", "its end of line")
                if line.strip():
                    try:
                        entity = decoder.decode(line)
                    except (msgspec.DecodeError, UnicodeDecodeError) as error:
                        raise refusal(place, str(error), "one entity a line") from None
                    yield place, entity
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})."
        raise InputError(message, remedy="Check the path and its permissions.") from None


def _list_of(path: Path, common: set[str]) -> str:
    if len(common) != 1:
        message = f"{path.name} is of {'several datasets' if common else 'no one dataset'}."
        raise UsageError(message, remedy=f"Name the list: --list {FAMILY}:DATASET.")
    return f"{FAMILY}:{common.pop()}"


def _is_listed(party: FtmEntity) -> bool:
    return any(topic.startswith(_TOPICS) for topic in party.properties.get("topics", []))


def _entry(list_id: str, place: Place, party: FtmEntity, sanctions: list[FtmEntity]) -> Entry:
    said = party.properties
    one = Gathered(place, party.id, _KINDS[party.schema])
    one.names = [named(place, party.caption, "primary")] if party.caption else []
    for key, kind in _NAMES.items():
        one.names += [named(place, text, kind) for text in said.get(key, []) if text != party.caption]
    one.programmes = [text for s in sanctions for key in ("program", "programId") for text in s.properties.get(key, [])]
    one.addresses = [Address(text=text) for text in said.get("address", [])]
    one.countries = [code for key in _COUNTRIES for code in said.get(key, [])]
    one.birth_dates = list(map(birth_date, said.get("birthDate", [])))
    one.identifiers = [Identifier(kind=key, value=value) for key in _IDENTIFIERS for value in said.get(key, [])]
    one.titles = [*said.get("title", []), *said.get("position", [])]
    one.genders = said.get("gender", [])
    one.remarks = [*said.get("notes", []), *(text for s in sanctions for text in s.properties.get("reason", []))]
    one.listed_on += [day for s in sanctions for key in ("startDate", "listingDate") for day in _days(s, key)]
    ends = [_days(s, "endDate") for s in sanctions]
    one.until = max(day for days in ends for day in days) if ends and all(ends) else None
    urls = [*(url for s in sanctions for url in s.properties.get("sourceUrl", [])), *said.get("sourceUrl", [])]
    one.url = next(iter(urls), None)
    return one.entry(list_id)


def _days(sanction: FtmEntity, key: str) -> list[date]:
    found = []
    for text in sanction.properties.get(key, []):
        if _DAY.fullmatch(text[:10]):
            with suppress(ValueError):
                found.append(date.fromisoformat(text[:10]))
    return found
