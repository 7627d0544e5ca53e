"""The EU's consolidated financial sanctions list, version 1.1 in XML: it also says which names are strong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.lists.feeds.drafts import Draft, Place, birth_date, day_of, distinct, named, plain, refusal
from penstock.lists.feeds.eu_csv import KINDS, LIST
from penstock.lists.feeds.gathering import Gathered, entries_of
from penstock.lists.feeds.markup import check_node, nodes_of, root_of
from penstock.lists.records import Address, Identifier

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.lists.feeds.markup import Node
    from penstock.lists.records import ListedName, NameKind

_PARTS = {
    "sanctionEntity": (
        "remark",
        "regulation",
        "subjectType",
        "nameAlias",
        "citizenship",
        "birthdate",
        "identification",
        "address",
    ),
    "regulation": ("publicationUrl",),
    "nameAlias": ("regulationSummary", "remark"),
    "citizenship": ("regulationSummary", "remark"),
    "birthdate": ("regulationSummary", "remark"),
    "identification": ("regulationSummary", "remark"),
    "address": ("regulationSummary", "remark", "contactInfo"),
}
_STREET = ("street", "poBox", "zipCode", "city", "place", "region")


def claims(path: Path) -> bool:
    """Tell whether a file is the EU's list in XML."""
    return path.suffix.lower() == ".xml" and root_of(path) == "export"


def read(path: Path) -> list[Draft]:
    """Read the EU's list.

    Raises:
        RosterError: The file is not laid out as the EU publishes it.
    """
    draft = Draft(LIST, [], [path])
    gathered = []
    for node in nodes_of(path, {"sanctionEntity"}, {"export"}):
        if node.tag == "export":
            place = Place(path.name, f"line {node.line}")
            draft.vintage = day_of(place, node.attributes.get("generationDate", "")[:10])
        else:
            gathered.append(_gathered(path.name, node))
    draft.entries = entries_of(gathered, LIST)
    return [distinct(draft)]


def _gathered(file: str, node: Node) -> Gathered:
    _check(file, node)
    place = Place(file, f"line {node.line}")
    subject = node.first("subjectType")
    kind = subject.attributes.get("classificationCode", "") if subject is not None else ""
    if kind not in KINDS:
        raise refusal(place, f"the subject type {kind!r}", "P or E")
    one = Gathered(place, _told(node, "logicalId"), KINDS[kind])
    one.remarks = [*(plain(remark.text) for remark in node.all("remark")), _told(node, "designationDetails")]
    one.listed_on = [day_of(place, _told(node, "designationDate"))]
    one.identifiers = [
        Identifier(kind=label, value=_told(node, key))
        for label, key in (("EU reference", "euReferenceNumber"), ("UN reference", "unitedNationId"))
        if _told(node, key)
    ]
    for regulation in node.all("regulation"):
        one.programmes.append(_told(regulation, "programme"))
        one.url = one.url or regulation.value("publicationUrl") or None
    _take_parts(one, file, node)
    return one


def _check(file: str, node: Node) -> None:
    """Refuse an element with a child nobody knows; attributes are many, and those not read are left alone."""
    if node.tag in _PARTS:
        check_node(file, node, _PARTS[node.tag], node.attributes)
        for child in node.children:
            _check(file, child)


def _told(node: Node, key: str) -> str:
    return plain(node.attributes.get(key, ""))


def _take_parts(one: Gathered, file: str, node: Node) -> None:
    for alias in node.all("nameAlias"):
        one.names.append(_name(file, alias, is_first=not any(one.names)))
        one.genders.append({"M": "male", "F": "female"}.get(_told(alias, "gender"), ""))
        one.titles += [_told(alias, "title"), _told(alias, "function")]
    one.countries = [_told(citizenship, "countryDescription") for citizenship in node.all("citizenship")]
    one.birth_dates = list(map(_birth, node.all("birthdate")))
    for document in node.all("identification"):
        number = _told(document, "number") or _told(document, "latinNumber")
        if number:
            kind = _told(document, "identificationTypeDescription") or "document"
            country = _told(document, "countryDescription") or None
            one.identifiers.append(Identifier(kind=kind, value=number, country=country))
    for address in node.all("address"):
        text = ", ".join(filter(None, (_told(address, key) for key in _STREET)))
        country = _told(address, "countryDescription")
        if text or country:
            one.addresses.append(Address(text=text, country=country or None))


def _name(file: str, alias: Node, *, is_first: bool) -> ListedName | None:
    is_weak = _told(alias, "strong") == "false"
    kind: NameKind = "primary" if is_first else "weak" if is_weak else "alias"
    parts = " ".join(_told(alias, key) for key in ("firstName", "middleName", "lastName"))
    place = Place(file, f"line {alias.line}")
    return named(place, _told(alias, "wholeName") or parts, kind, language=_told(alias, "nameLanguage") or None)


def _birth(node: Node) -> str:
    if _told(node, "yearRangeFrom") and _told(node, "yearRangeTo"):
        return f"{_told(node, 'yearRangeFrom')} to {_told(node, 'yearRangeTo')}"
    day = birth_date(_told(node, "birthdate") or _told(node, "year"))
    return f"circa {day}" if day and _told(node, "circa") == "true" else day
