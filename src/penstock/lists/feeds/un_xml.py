"""The Security Council's consolidated list, as the UN publishes it in XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.lists.feeds.drafts import Draft, Place, birth_date, day_of, distinct, made, named, plain, refusal
from penstock.lists.feeds.markup import check_node, nodes_of, root_of
from penstock.lists.records import Address, Identifier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from penstock.lists.feeds.markup import Node
    from penstock.lists.records import Entry, Kind, ListedName, NameKind

LIST = "un-sc"
_URL = "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list"
_KINDS: dict[str, Kind] = {"INDIVIDUAL": "person", "ENTITY": "company"}
_AROUND = ("CONSOLIDATED_LIST", "INDIVIDUALS", "ENTITIES")
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_IGNORED = (
    "DATAID",
    "VERSIONNUM",
    "LIST_TYPE",
    "LAST_DAY_UPDATED",
    "SORT_KEY",
    "SORT_KEY_LAST_MOD",
    "SUBMITTED_ON",
    "SUBMITTED_BY",
    "INDIVIDUAL_PLACE_OF_BIRTH",
)
_PLAIN = ("UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON", "GENDER", "COMMENTS1", "NAME_ORIGINAL_SCRIPT")
_LISTS = ("NATIONALITY", "NATIONALITY2", "DESIGNATION", "TITLE")
_PARTS = {
    "ALIAS": {"QUALITY", "ALIAS_NAME", "DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH", "NOTE"},
    "ADDRESS": {"STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE"},
    "DATE_OF_BIRTH": {"TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR", "NOTE"},
    "DOCUMENT": {
        "TYPE_OF_DOCUMENT",
        "TYPE_OF_DOCUMENT2",
        "NUMBER",
        "ISSUING_COUNTRY",
        "DATE_OF_ISSUE",
        "CITY_OF_ISSUE",
        "COUNTRY_OF_ISSUE",
        "NOTE",
    },
}
_QUALITIES: dict[str, NameKind] = {
    "": "alias",
    "good": "alias",
    "a.k.a.": "alias",
    "low": "weak",
    "f.k.a.": "former",
}


def claims(path: Path) -> bool:
    """Tell whether a file is the UN's list in XML."""
    return path.suffix.lower() == ".xml" and root_of(path) == "CONSOLIDATED_LIST"


def read(path: Path) -> list[Draft]:
    """Read the UN's list.

    Raises:
        RosterError: The file is not laid out as the UN publishes it.
    """
    draft = Draft(LIST, [], [path])
    for node in nodes_of(path, _KINDS, _AROUND):
        if node.tag in _KINDS:
            draft.entries.append(_entry(path.name, node))
        elif node.tag == "CONSOLIDATED_LIST":
            check = Place(path.name, f"line {node.line}")
            draft.vintage = day_of(check, node.attributes.get("dateGenerated", "")[:10])
    return [distinct(draft)]


def _entry(file: str, node: Node) -> Entry:
    place = Place(file, f"line {node.line}")
    parts = {f"{node.tag}_{part}": known for part, known in _PARTS.items()}
    check_node(file, node, {*_NAMES, *_IGNORED, *_PLAIN, *_LISTS, *parts})
    for child in node.children:
        if child.tag in parts:
            check_node(file, child, parts[child.tag])
    countries = [value for tag in ("NATIONALITY", "NATIONALITY2") for value in _values(node, tag)]
    return made(
        place,
        list_id=LIST,
        uid=node.value("REFERENCE_NUMBER"),
        kind=_KINDS[node.tag],
        names=list(_names(place, node)),
        programmes=[node.value("UN_LIST_TYPE")],
        addresses=list(_addresses(node)),
        countries=countries,
        birth_dates=list(_births(node)),
        identifiers=list(_documents(node)),
        titles=[*_values(node, "TITLE"), *_values(node, "DESIGNATION")],
        gender=node.value("GENDER").lower() or None,
        remarks=plain(node.value("COMMENTS1")) or None,
        listed_on=day_of(place, node.value("LISTED_ON")[:10]),
        url=_URL,
    )


def _values(node: Node, tag: str) -> list[str]:
    return [plain(value.text) for child in node.all(tag) for value in child.children]


def _names(place: Place, node: Node) -> Iterator[ListedName | None]:
    yield named(place, " ".join(node.value(tag) for tag in _NAMES), "primary")
    yield named(place, node.value("NAME_ORIGINAL_SCRIPT"), "original")
    for alias in node.all(f"{node.tag}_ALIAS"):
        quality = alias.value("QUALITY").lower()
        if quality not in _QUALITIES:
            at = Place(place.file, f"line {alias.line}")
            raise refusal(at, f"the quality {quality!r}", "one of Good, Low, a.k.a., f.k.a.")
        for text in alias.value("ALIAS_NAME").split(";"):
            yield named(place, text, _QUALITIES[quality])


def _addresses(node: Node) -> Iterator[Address]:
    for child in node.all(f"{node.tag}_ADDRESS"):
        lines = [plain(child.value(tag)) for tag in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")]
        country = plain(child.value("COUNTRY"))
        if country or any(lines):
            yield Address(text=", ".join(filter(None, lines)), country=country or None)


def _births(node: Node) -> Iterator[str]:
    for child in node.all("INDIVIDUAL_DATE_OF_BIRTH"):
        if years := [child.value(tag) for tag in ("FROM_YEAR", "TO_YEAR") if child.value(tag)]:
            yield " to ".join(years)
        else:
            yield birth_date(child.value("DATE")[:10] or child.value("YEAR") or child.value("NOTE"))


def _documents(node: Node) -> Iterator[Identifier]:
    for child in node.all("INDIVIDUAL_DOCUMENT"):
        number = plain(child.value("NUMBER"))
        if number:
            kind = plain(child.value("TYPE_OF_DOCUMENT")) or "document"
            country = plain(child.value("ISSUING_COUNTRY") or child.value("COUNTRY_OF_ISSUE"))
            yield Identifier(kind=kind, value=number, country=country or None)
