"""A document as a STIX 2.1 bundle: who is named, what was said, what was seen on the web, and the report of it all.

Nothing becomes an opinion or an indicator: what an authority answered to a lead is no judgement on a scale, and a party
that is named is no threat actor. Ids are made of the document, so that the same document gives the same bundle.
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from msgspec.json import encode

from penstock.cases.document import ClaimRow, Dossier, LeadRow, ListingRow, NoticeRow, RemovalRow, StatementRow
from penstock.cases.figures import digest

MARKINGS = {
    "clear": "94868c89-83c2-464b-929b-a1a8aa3c8487",
    "green": "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "amber": "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "amber+strict": "939a9414-2ddd-4d32-a0cd-375ea402b003",
    "red": "e828b379-4e03-4974-9ac4-e53a884c97c1",
}
"""The marking definitions of TLP 2.0 that OASIS published for STIX 2.1, by label."""

TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_NAMESPACE = uuid5(NAMESPACE_URL, "https://penstock.example/dossier")
_OBSERVED = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""The namespace of the ids of what is observed, by section 2.9 of STIX 2.1."""


def bundle(dossier: Dossier) -> dict[str, Any]:
    """Return the bundle as plain JSON values."""
    return _Bundle(dossier).made()


class _Bundle:
    """Makes the objects of one document, each once."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._at = f"{dossier.head.known_at[:19]}.{dossier.head.known_at[20:23]}Z"
        self._mark = f"marking-definition--{MARKINGS[dossier.head.tlp]}"
        self._found: dict[str, dict[str, Any]] = {}

    def made(self) -> dict[str, Any]:
        author = self._put("identity", "penstock", name="Penstock", identity_class="system")
        self._author = author
        for row in self._dossier.rows():
            self._row(row)
        named = [key for key in self._found if key != author]
        head = self._dossier.head
        self._put(
            "report",
            "report",
            name=f"{head.what}: {head.title}",
            description=f"Law of {head.as_of}, known up to {head.known_at}, register {head.stamp['register']}. "
            "It sets records beside each other and passes no verdict; a lead or a charge is an allegation.",
            published=self._at,
            report_types=["observed-data"] if any(key.startswith("observed-data") for key in named) else ["identity"],
            object_refs=named or [author],
        )
        objects = [_marking(head.tlp), *self._found.values()]
        return {"type": "bundle", "id": f"bundle--{uuid5(_NAMESPACE, digest(self._dossier))}", "objects": objects}

    def _row(self, row: object) -> None:
        if isinstance(row, ListingRow):
            days = f"since {row.since or 'unknown'}, until {row.until or '-'}"
            note = f"{row.title}: {row.verdict}, {days}. {row.note or ''}"
            self._note(
                self._party(row.name), note.strip(), row.party + row.list + str(row.since), row.citation, row.url
            )
        elif isinstance(row, LeadRow) and row.about == "party":
            said = (
                f"Named in lead {row.reference}, an allegation; state {row.state}, result {row.result or 'none yet'}."
            )
            self._note(self._party(row.subject), said, row.record, None, None)
        elif isinstance(row, NoticeRow):
            text = (
                f"Pre-export notification of {row.substance}, {row.quantity or 'quantity unknown'}; state {row.state}."
            )
            self._note(self._party(row.exporter), text, row.record, None, None, self._party(row.importer))
        elif isinstance(row, StatementRow):
            stands = f" Beside the register: {', '.join(row.beside)}." if row.beside else ""
            self._note(self._speaker(row.speaker), f"{row.day}: {row.says}{stands}", row.record, row.citation, row.url)
        elif isinstance(row, ClaimRow):
            text = f"{row.day}: {row.claim} claimed of {row.name} in {row.place}; register: {row.shows} ({row.beside})."
            self._note(
                self._speaker(row.speaker), text, row.record + row.subject + row.place + row.day, row.citation, None
            )
        elif isinstance(row, RemovalRow) and row.where.startswith(("http://", "https://")):
            self._observed(row)

    def _party(self, name: str) -> str:
        return self._put("identity", f"party {name}", name=name)

    def _speaker(self, name: str) -> str:
        return self._put("identity", f"speaker {name}", name=name)

    def _note(self, about: str, text: str, key: str, citation: str | None, url: str | None, *others: str) -> None:
        told: dict[str, Any] = {"content": text, "object_refs": list(dict.fromkeys([about, *others]))}
        if citation is not None:
            told["external_references"] = [
                {"source_name": "source", "description": citation} | ({"url": url} if url else {})
            ]
        self._put("note", key, **told)

    def _observed(self, row: RemovalRow) -> None:
        address = f"url--{uuid5(_OBSERVED, encode({'value': row.where}).decode())}"
        marked = {"object_marking_refs": [self._mark]}
        self._found[address] = {
            "type": "url", "spec_version": "2.1", "id": address, "value": row.where, **marked,
        }  # fmt: skip
        seen = f"{row.opened_on}T00:00:00.000Z"
        self._put(
            "observed-data",
            row.record,
            first_observed=seen,
            last_observed=f"{row.again_on}T00:00:00.000Z" if row.again_on else seen,
            number_observed=2 if row.again_on else 1,
            object_refs=[address],
        )

    def _put(self, kind: str, key: str, **told: Any) -> str:  # noqa: ANN401  # the properties of the object
        name = f"{kind}--{uuid5(_NAMESPACE, f'{kind} {key}')}"
        if name not in self._found:
            head = {"type": kind, "spec_version": "2.1", "id": name, "created": self._at, "modified": self._at}
            if key != "penstock":
                head["created_by_ref"] = self._author
            self._found[name] = head | told | {"object_marking_refs": [self._mark]}
        return name


def _marking(tlp: str) -> dict[str, Any]:
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{MARKINGS[tlp]}",
        "created": "2022-10-01T00:00:00.000Z",
        "name": f"TLP:{tlp.upper()}",
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": tlp}},
    }
