"""What a store may know, made up, with the day and the places that the tests of documents ask about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
from tests.cases.samples import lead_body

from penstock.cases.asked import Ask
from penstock.cases.kinds import KINDS
from penstock.cases.known import KnownCase, KnownDecision, Store

if TYPE_CHECKING:
    from penstock.cases.document import Tlp, What
    from penstock.law.register import Register

DAY = date(2026, 11, 22)
AT = "2026-11-29T10:00:00.000000Z"
OPENED = "2026-03-01T08:00:00.000000Z"
SINCE, UNTIL = date(2026, 1, 1), date(2026, 10, 31)
AMARVEL = "cn-hubei-amarvel-biotech"


def kept(kind: str, key: str, state: str, body: dict[str, Any], **told: Any) -> KnownCase:  # noqa: ANN401  # any field
    """Return a case with a body of its kind's shape, every field there, as the store keeps it."""
    whole = msgspec.to_builtins(msgspec.convert(body, KINDS[kind].shape))
    fields = {"version": 1, "opened_at": OPENED, "changed_at": OPENED, "due": whole.get("due")} | told
    return KnownCase(id=key, kind=kind, state=state, body=whole, **fields)


def answer(result: str = "confirmed", on: str = "2026-04-11") -> dict[str, Any]:
    return {
        "result": result,
        "explanation": "looked into",
        "for_sender": "looked into",
        "answered_on": on,
        "by": "officer",
        "evidence": [{"what": "a file"}],
    }


def lead(key: str, *, tlp: str = "amber", state: str = "sent", **changed: Any) -> KnownCase:  # noqa: ANN401  # any JSON
    handling = {"tlp": tlp, "purpose": "verification"}
    body = lead_body(reference=f"EX-{key}", handling=handling, sent_on="2026-04-01")
    return kept("lead", key, state, body | changed)


def about(name: str) -> dict[str, Any]:
    return {"subject": {"kind": "party", "name": name, "country": "CN"}}


NOTICE: dict[str, Any] = {
    "exporting_country": "CN",
    "importing_country": "MX",
    "exporter": {"name": "Example Export Co., Ltd.", "address": "1 Harbour Road", "country": "CN"},
    "importer": {"name": "Ejemplo Importadora SA", "address": "Calle 1", "country": "MX"},
    "substance": "4-anilinopiperidine",
    "subject": "4-ap",
    "quantity": "25.50",
    "unit": "kg",
    "sent_on": "2026-05-01",
    "due": "2026-05-22",
}
REFERRAL: dict[str, Any] = {
    "where": "https://shop.example/1",
    "sha256": "0" * 64,
    "seen_on": "2026-05-01",
    "title": "=4-AP 现货供应",
    "outcome": "hold",
    "reasons": ["names a controlled substance"],
    "goods": ["4-ap"],
    "sent_to": "Example Platform",
    "sent_on": "2026-05-02",
    "down_on": "2026-05-09",
    "sightings": [{"seen_on": "2026-06-01", "where": "https://shop.example/2", "sha256": "1" * 64}],
}
PERMIT: dict[str, Any] = {
    "number": "L-1",
    "kind": "licence",
    "jurisdiction": "CN",
    "issuer": "Example Office",
    "holder": "Example Export Co., Ltd.",
    "holder_country": "CN",
    "stages": ["export"],
    "substances": ["4-anilinopiperidine"],
    "covers": [{"subject": "4-ap"}],
    "counterparties": None,
    "quantity": "100",
    "unit": "kg",
    "valid_from": "2026-01-01",
    "valid_until": "2026-12-31",
    "drawn": "10",
}
INSPECTION: dict[str, Any] = {
    "enterprise": "e1",
    "name": "Example Everbright Chemical Co., Ltd.",
    "why": "never seen",
    "due": "2026-06-01",
    "carried_out_on": "2026-05-20",
    "findings": [{"what": "no log", "gravity": "serious", "correct_by": "2026-06-01"}],
}
CASES = (
    lead("1", state="answered", verification=answer(), **about("Hubei Amarvel Biotech Co Ltd")),
    lead("2", state="answered", verification=answer("entity_defunct", "2026-04-21")),
    lead("3", basis="financial"),
    lead("4", tlp="red"),
    kept("notification", "n1", "sent", NOTICE),
    kept("referral", "r1", "reappeared", REFERRAL),
    kept("authorisation", "a1", "active", PERMIT, drawn="15.5"),
    kept("inspection", "i1", "correcting", INSPECTION),
)
STORE = Store(AT, CASES)


def ask(register: Register, what: What, subject: str | None = None, *, tlp: Tlp = "amber", **days: date) -> Ask:
    """Ask for a document of all places by the shipped register."""
    stamp = {"as_of": DAY.isoformat(), "register": register.digest, "rosters": {}, "engine": "0.1.0"}
    given = {"as_of": DAY} | days
    return Ask(what, subject, tlp=tlp, places=tuple(register.packed.jurisdictions), stamp=stamp, **given)


def decision(key: str, **question: Any) -> KnownDecision:  # noqa: ANN401  # any JSON
    return KnownDecision(key, "2026-05-01T08:00:00.000000Z", "2026-05-01", question)
