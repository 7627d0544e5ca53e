"""Parties as entities of FollowTheMoney: an id, a schema, properties, and the lists they stand on as datasets.

The id is that of the register's party, or the list and the entry's number on it with a colon between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from penstock.screening.books import uid_of
from penstock.screening.cautions import code_of
from penstock.screening.parties import UID_LIST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from penstock.desk.answering import Answering
    from penstock.law.party_records import Party
    from penstock.lists.records import Entry
    from penstock.parties import Kind
    from penstock.screening.stands import Stand

SCHEMATA = {
    "person": "Person",
    "company": "Company",
    "group": "Organization",
    "body": "Organization",
    "vessel": "Vessel",
    None: "LegalEntity",
}
"""The schema of each kind of party."""

ABOVE: dict[str, tuple[str, ...]] = {
    "Person": ("Person", "LegalEntity", "Thing"),
    "Company": ("Company", "Organization", "LegalEntity", "Asset", "Thing"),
    "Organization": ("Organization", "LegalEntity", "Thing"),
    "PublicBody": ("PublicBody", "Organization", "LegalEntity", "Thing"),
    "Vessel": ("Vessel", "Vehicle", "Asset", "Thing"),
    "LegalEntity": ("LegalEntity", "Thing"),
}
"""Each schema that parties have or are asked for by, with those it is a kind of."""

MATCHABLE = frozenset({*ABOVE, "Address", "Airplane", "BankAccount", "CryptoWallet", "Position", "Security",
                       "UserAccount", "Vehicle"})  # fmt: skip
"""The schemas that FollowTheMoney lets be matched: those of parties, and others of which nothing is listed by name."""

COMPARED_AS: dict[str, Kind] = {
    "Person": "person",
    "Company": "company",
    "Organization": "company",
    "PublicBody": "company",
    "Vessel": "vessel",
}
"""How the names of each schema are compared; those of others as they look."""

_PROPERTY = {"primary": "name", "original": "name", "alias": "alias", "former": "previousName", "weak": "weakAlias"}
_TOPICS = {"blocking": "sanction", "licence": "export.control"}


@dataclass(frozen=True, slots=True)
class Record:
    """What is on record of one party: by the register, by the entries of lists, and how it stands on each list."""

    id: str
    party: Party | None
    entries: tuple[Entry, ...]
    stands: Mapping[str, Stand]

    @property
    def kind(self) -> str | None:
        """What it is."""
        return self.party.kind if self.party else self.entries[0].kind if self.entries else None

    @property
    def schema(self) -> str:
        """Its schema."""
        return SCHEMATA[self.kind]

    @property
    def caption(self) -> str:
        """The name it is known by."""
        return self.party.name if self.party else self.entries[0].name if self.entries else self.id

    @property
    def datasets(self) -> list[str]:
        """The lists that have it now, had it, or say something else of it."""
        return sorted(list_id for list_id, stand in self.stands.items() if stand.verdict != "not_listed")


def record_of(answering: Answering, entity_id: str, day: date) -> Record | None:
    """Return what is on record of an entity on a day; ``None`` where there is none of that id."""
    judge, books = answering.parties, {book.list: book for book in answering.rosters}
    party = answering.register.packed.parties.get(entity_id)
    uids: dict[str, str] = {}
    if party is not None:
        uid = uid_of(party)
        uids = {UID_LIST: uid} if uid is not None else {}
    else:
        uids = {key: entity_id.removeprefix(f"{key}:") for key in books if entity_id.startswith(f"{key}:")}
    entries = [books[key].entry(uid, day) for key, uid in uids.items() if key in books]
    found = tuple(entry for entry in entries if entry is not None)
    if party is None and not found:
        return None
    party_id = entity_id if party is not None else None
    told = {key: judge.stand(key, party_id, uids.get(key), day) for key in judge.lists()}
    return Record(entity_id, party, found, {key: stand for key, stand in told.items() if stand is not None})


def as_entity(answering: Answering, record: Record) -> dict[str, Any]:
    """Return the entity of a record as plain values."""
    properties: dict[str, dict[str, None]] = {}
    for name, value in (*_of_party(record.party), *_of_entries(record), *_of_stands(answering, record)):
        if value:
            properties.setdefault(name, {})[value] = None
    if record.schema == "Vessel":
        properties = {key: value for key, value in properties.items() if key not in {"birthDate", "idNumber"}}
    return {
        "id": record.id,
        "caption": record.caption,
        "schema": record.schema,
        "properties": {name: list(values) for name, values in properties.items()},
        "datasets": record.datasets,
        "referents": [],
        "target": bool(record.datasets),
    }


def _of_party(party: Party | None) -> Iterator[tuple[str, str | None]]:
    if party is None:
        return
    for name in party.names:
        yield _PROPERTY[name.type], name.name
    yield "country", party.country.split("-")[0].lower()
    for address in party.addresses:
        yield "address", address.text
        yield "country", address.country.split("-")[0].lower()
    for day in party.born:
        yield "birthDate", day.isoformat()
    for number in party.identifiers:
        yield "idNumber", number.value
    yield "notes", party.note


def _of_entries(record: Record) -> Iterator[tuple[str, str | None]]:
    for entry in record.entries:
        for name in entry.names:
            yield _PROPERTY[name.kind], name.text
        for country in (*entry.countries, *(address.country for address in entry.addresses)):
            code = code_of(country) if country else None
            yield "country", code.split("-")[0].lower() if code else None
        for address in entry.addresses:
            yield "address", address.text
        for day in entry.birth_dates:
            yield "birthDate", day
        for number in entry.identifiers:
            yield "idNumber", number.value
        yield "notes", entry.remarks


def _of_stands(answering: Answering, record: Record) -> Iterator[tuple[str, str | None]]:
    for list_id, stand in record.stands.items():
        if stand.verdict == "not_listed":
            continue
        yield "topics", topic_of(answering, list_id, stand)
        for programme in stand.programmes:
            yield "program", programme
        yield "sourceUrl", stand.url


def topic_of(answering: Answering, list_id: str, stand: Stand) -> str | None:
    """Return the topic of how a party stands on a list: one taken off has none, and a charge is no conviction."""
    if stand.verdict == "delisted":
        return None
    head = answering.register.packed.party_lists.get(list_id)
    listed = _TOPICS.get(head.kind if head is not None else "blocking", "poi")
    return listed if stand.verdict == "listed" else "poi"


def is_a(schema: str, wanted: Iterable[str]) -> bool:
    """Tell whether a schema is one of some, or a kind of it."""
    return not set(ABOVE.get(schema, (schema,))).isdisjoint(wanted)
