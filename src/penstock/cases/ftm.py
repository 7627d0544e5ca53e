"""A document as entities of FollowTheMoney: parties, how they stand on lists, and what was notified of their trade.

A lead is no entity, nor is a charge a sanction: both are notes that call themselves allegations, and give no topic of
crime.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from penstock.cases.document import ChargeRow, LeadRow, ListingRow, NoticeRow
from penstock.cases.figures import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from penstock.cases.document import Dossier, Row
    from penstock.law.register import Register

SCHEMATA = {
    "person": "Person",
    "company": "Company",
    "group": "Organization",
    "body": "Organization",
    "vessel": "Vessel",
}
"""The schema of each kind of party; ``LegalEntity`` of any other."""

TOPICS = {"blocking": "sanction", "licence": "export.control"}
"""The topic of a party that is on a list, by what standing on the list means; ``poi`` for every other standing."""


def entities(register: Register, dossier: Dossier) -> list[dict[str, Any]]:
    """Return the entities of a document, in its order, each once.

    Args:
        register: The register that says what its parties and lists are.
        dossier: The document.
    """
    found: dict[str, dict[str, Any]] = {}
    for entity in _made(register, dossier.rows()):
        known = found.setdefault(entity["id"], entity)
        if known is not entity:
            for name, values in entity["properties"].items():
                kept = known["properties"].setdefault(name, [])
                kept += [value for value in values if value not in kept]
    return list(found.values())


def _made(register: Register, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if isinstance(row, ListingRow):
            yield _party(register, row.party, row.name, topics=_topic(register, row))
            yield from _sanction(register, row)
        elif isinstance(row, ChargeRow):
            note = f"Charged, an allegation: {row.charges} ({row.court}, {row.public}). {row.outcome or ''}".strip()
            yield _party(register, row.party, row.name, topics="poi", notes=note, sourceUrl=row.url)
        elif isinstance(row, LeadRow) and row.about == "party":
            note = f"Named in lead {row.reference}, an allegation; result: {row.result or 'none yet'}."
            yield _party(register, row.subject, row.subject, notes=note)
        elif isinstance(row, NoticeRow):
            yield from _trade(register, row)


def _party(register: Register, key: str, name: str, **told: str | None) -> dict[str, Any]:
    party = register.packed.parties.get(key)
    names = [one.name for one in party.names if one.type in {"primary", "original"}] if party is not None else []
    aliases = [one.name for one in party.names if one.type == "alias"] if party is not None else []
    country = party.country.split("-")[0].lower() if party is not None else None
    return _entity(
        f"penstock-{key}" if party is not None or ":" in key else f"penstock-name-{digest(key)}",
        SCHEMATA.get(party.kind, "LegalEntity") if party is not None else "LegalEntity",
        name=[name, *names],
        alias=aliases,
        country=[country],
        **{key: [value] for key, value in told.items()},
    )


def _topic(register: Register, row: ListingRow) -> str | None:
    if row.verdict != "listed":
        return None
    head = register.packed.party_lists.get(row.list)
    return TOPICS.get(head.kind, "poi") if head is not None else "sanction"


def _sanction(register: Register, row: ListingRow) -> Iterator[dict[str, Any]]:
    if row.verdict not in {"listed", "delisted"}:
        return
    head = register.packed.party_lists.get(row.list)
    yield _entity(
        f"penstock-sanction-{digest([row.party, row.list, row.since])}",
        "Sanction",
        entity=[f"penstock-{row.party}"],
        authority=[head.publisher if head is not None else row.title],
        program=list(row.programmes),
        country=[head.jurisdiction.split("-")[0].lower() if head is not None else None],
        listingDate=[row.since],
        startDate=[row.since],
        endDate=[row.until],
        status=[row.verdict],
        provisions=[row.citation],
        sourceUrl=[row.url],
    )


def _trade(register: Register, row: NoticeRow) -> Iterator[dict[str, Any]]:
    parties = [_party(register, name, name) for name in (row.exporter, row.importer)]
    yield from parties
    sender, receiver = (party["id"] for party in parties)
    yield _entity(
        f"penstock-notice-{row.record}",
        "EconomicActivity",
        sender=[sender],
        receiver=[receiver],
        goodsDescription=[" ".join(filter(None, (row.quantity, row.substance)))],
        departureCountry=[row.exporting.lower()],
        destinationCountry=[row.importing.lower()],
        date=[row.sent_on],
        customsProcedure=["pre-export notification"],
        summary=[f"state: {row.state}"],
    )


def _entity(key: str, schema: str, **properties: Sequence[str | None]) -> dict[str, Any]:
    told = {name: [one for one in dict.fromkeys(values) if one] for name, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in told.items() if values}}
