"""New cases of every kind, each by what its own room makes of the fields; what is there already is named."""

from __future__ import annotations

import hashlib
from datetime import date  # noqa: TC003  # msgspec reads the annotations
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from penstock import __version__
from penstock.cases.authorisations import Kind, read_authorisation
from penstock.cases.kinds import KINDS, read_body
from penstock.cases.referrals import referred
from penstock.desk.case_fields import fields_of
from penstock.desk.problems import Problem
from penstock.kernel.days import parse_day
from penstock.kernel.errors import UnknownId, UsageError
from penstock.reading.page import read_page
from penstock.reading.refer import Referrer
from penstock.store.balances import KIND as AUTHORISATION
from penstock.store.cases import Cases
from penstock.store.inspections import Inspections
from penstock.store.leads import Leads
from penstock.store.notices import Notices
from penstock.store.record import keep_entry
from penstock.store.referrals import Referrals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from penstock.desk.case_fields import Field
    from penstock.law.register import Register
    from penstock.store.cases import Case
    from penstock.store.store import Store


class Planned(msgspec.Struct, forbid_unknown_fields=True):
    """What a new inspection is planned by."""

    enterprise: str
    due: date
    why: str


class Seen(msgspec.Struct, forbid_unknown_fields=True):
    """A web listing that somebody saw: where, when, the text or HTML of the page, and the name of the seller."""

    where: str
    seen_on: date
    text: str
    seller: str | None = None


class Permitted(msgspec.Struct):
    """The columns of an authorisation, as somebody writes them; they are read as a row of a file is."""

    number: str
    kind: Kind
    jurisdiction: str
    issuer: str
    holder: str
    holder_country: str
    stages: str
    substances: str
    counterparties: str
    quantity: str
    valid_from: date
    valid_until: date
    unit: str = ""
    salts: str = ""
    drawn: str = ""
    conditions: str = ""


class Cited(msgspec.Struct):
    """Where an entry of the record comes from, as somebody writes it."""

    citation: str
    url: str | None = None


_LEAD = (
    "reference", "from_authority", "to_authority", "place", "subject", "goods", "period", "allegation", "basis",
    "source", "reliability", "credibility", "handling", "evidence", "due", "request",
)  # fmt: skip
_NOTICE = (
    "exporting_country", "importing_country", "exporter", "importer", "consignee", "substance", "quantity", "unit",
    "point_of_entry", "dispatch_on", "concentration_percent", "legal_basis", "exporting_authority",
    "importing_authority", "end_use", "authorisation", "consignment", "agreed",
)  # fmt: skip
_STATEMENT = ("speaker", "day", "on_behalf", "role", "place", "venue", "quote", "says", "claims", "about")
_ACT = ("kind", "day", "by", "what", "place", "status", "towards", "subjects", "parties")

FORMS: dict[str, tuple[tuple[type[msgspec.Struct], tuple[str, ...] | None], ...]] = {
    "lead": ((KINDS["lead"].shape, _LEAD),),
    "notification": ((KINDS["notification"].shape, _NOTICE),),
    "authorisation": ((Permitted, None),),
    "enterprise": ((KINDS["enterprise"].shape, None),),
    "inspection": ((Planned, None),),
    "referral": ((Seen, None),),
    "statement": ((KINDS["statement"].shape, _STATEMENT), (Cited, None)),
    "act": ((KINDS["act"].shape, _ACT), (Cited, None)),
}
"""What a form for a new case of each kind asks for; a reading is made of a file."""


def form_of_new(kind: str, values: Mapping[str, Any]) -> list[Field]:
    """Return the fields of a form for a new case.

    Raises:
        UnknownId: There is no such kind, or none of it is opened so.
    """
    if kind not in FORMS:
        raise _not_so(kind)
    return [field for shape, names in FORMS[kind] for field in fields_of(shape, names, values=values, empty=2)]


class Asked(NamedTuple):
    """What a case is opened by: the store, the law, who, the fields, the matter a lead comes from, today."""

    store: Store
    register: Register
    actor: str
    kind: str
    fields: Mapping[str, Any]
    matter: str | None
    on: date


def opened(asked: Asked) -> Case:
    """Open a case; where it is there already it is returned as it is, ``is_new`` false.

    Raises:
        UsageError: The fields are of the wrong shape, or say what cannot be.
        UnknownId: There is no such kind, or nothing of an id that is named.
        Problem: A matter is given, and it is no lead.
    """
    if asked.kind not in _OPENERS:
        raise _not_so(asked.kind)
    if asked.matter is not None and asked.kind != "lead":
        raise Problem.of(code="invalid", detail=f"matter: a case of the kind {asked.kind} comes from none.")
    return _OPENERS[asked.kind](asked)


def _not_so(kind: str) -> UnknownId:
    message = f"A case of the kind {kind!r} is not opened so."
    return UnknownId(message, remedy=f"Use one of {', '.join(FORMS)}; an article is read, and its reading kept.")


def _lead(asked: Asked) -> Case:
    return Leads(asked.store).draft(asked.actor, asked.fields, matter=asked.matter)


def _notification(asked: Asked) -> Case:
    return Notices(asked.store, asked.register).draft(asked.actor, asked.fields, asked.on).case


def _authorisation(asked: Asked) -> Case:
    one = read_authorisation(dict(asked.fields), asked.register)
    return Cases(asked.store).open(asked.actor, AUTHORISATION, msgspec.to_builtins(one), key=one.key)


def _enterprise(asked: Asked) -> Case:
    return Inspections(asked.store).add(asked.actor, asked.fields)


def _inspection(asked: Asked) -> Case:
    told = _read(Planned, asked.fields)
    return Inspections(asked.store).plan(asked.actor, told.enterprise, told.due, told.why, on=min(asked.on, told.due))


def _entry(asked: Asked) -> Case:
    told = {name: value for name, value in asked.fields.items() if name not in {"citation", "url"}}
    if "citation" in asked.fields or "url" in asked.fields:
        told["origin"] = {"citation": asked.fields.get("citation") or "", "url": asked.fields.get("url")}
    return keep_entry(asked.store, asked.actor, asked.kind, read_body(asked.kind, told))


def _referral(asked: Asked) -> Case:
    """Keep a web listing by the page that somebody saw; nothing is fetched."""
    told = _read(Seen, asked.fields)
    page, digest = read_page(told.text, None), hashlib.sha256(told.text.encode(errors="replace")).hexdigest()
    record = Referrer(asked.register, None, asked.on, __version__).refer(page, told.where, digest)
    text = page.passage("body").text
    new = referred(record, text, where=told.where, seen_on=told.seen_on, seller=told.seller or None)
    return Referrals(asked.store).add(asked.actor, new).case


_OPENERS: dict[str, Callable[[Asked], Case]] = {
    "lead": _lead,
    "notification": _notification,
    "authorisation": _authorisation,
    "enterprise": _enterprise,
    "inspection": _inspection,
    "referral": _referral,
    "statement": _entry,
    "act": _entry,
}


def _read(shape: type[Any], fields: Mapping[str, Any]) -> Any:  # noqa: ANN401  # of the shape
    try:
        return msgspec.convert(fields, shape, strict=False)
    except msgspec.ValidationError as error:
        message = f"{error}."
        raise UsageError(message, remedy="See docs/desk.md for the fields of each kind.") from None


def day_in(said: Mapping[str, Any], name: str) -> date:
    """Return the day that a step says.

    Raises:
        UsageError: It says none.
    """
    told = said.get(name)
    if not isinstance(told, str) or not told:
        message = f"The step does not say {name}."
        raise UsageError(message, remedy="Give the day as YYYY-MM-DD.")
    return parse_day(told)
