"""The reference values of OFAC's advanced XML, and the small shapes that use them: names, days, places."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from penstock.lists.feeds.drafts import Place, plain, refusal
from penstock.lists.records import Address

if TYPE_CHECKING:
    from penstock.lists.feeds.markup import Node

_YEAR_LAST_DAY = (12, 31)
_STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "REGION", "POSTAL CODE", "Unknown")


@dataclass(frozen=True, slots=True)
class Values:
    """Every reference value by the name of its set and its id."""

    file: str
    nodes: dict[tuple[str, str], Node]

    @classmethod
    def read(cls, file: str, sets: Node) -> Values:
        """Take the element ``ReferenceValueSets``."""
        return cls(
            file,
            {(value.tag, value.attributes.get("ID", "")): value for one in sets.children for value in one.children},
        )

    def node(self, user: Node, kind: str, attribute: str) -> Node:
        """Return the value an attribute of an element points to.

        Raises:
            RosterError: There is no such value.
        """
        key = user.attributes.get(attribute, "")
        found = self.nodes.get((kind, key))
        if found is None:
            place = Place(self.file, f"line {user.line}")
            raise refusal(place, f"{attribute} {key!r} of <{user.tag}>", f"the id of a <{kind}>")
        return found

    def text(self, user: Node, kind: str, attribute: str) -> str:
        """Return the text of the value an attribute points to."""
        return plain(self.node(user, kind, attribute).text)

    def maybe(self, user: Node, kind: str, attribute: str) -> str | None:
        """Return the text of the value an attribute points to; ``None`` where the attribute is not there."""
        return self.text(user, kind, attribute) or None if attribute in user.attributes else None


def day_in(node: Node | None) -> date | None:
    """Return the day of an element with a year, a month and a day; ``None`` where one is missing or no day."""
    if node is not None:
        with suppress(ValueError):
            return date(*(int(node.value(part)) for part in ("Year", "Month", "Day")))
    return None


def period_of(node: Node) -> str:
    """Return a period as ISO 8601 writes it: a day, a year where it is the whole of one, else both ends."""
    ends = [_edge(node, "Start", "From"), _edge(node, "End", "To")]
    start, end = (one or other for one, other in (ends, ends[::-1]))
    if start is None or end is None:
        return ""
    if start == end:
        return start.isoformat()
    if start.year == end.year and (start.month, start.day) == (1, 1) and (end.month, end.day) == _YEAR_LAST_DAY:
        return str(start.year)
    return f"{start} to {end}"


def _edge(node: Node, end: str, side: str) -> date | None:
    part = node.first(end)
    return day_in(part.first(side)) if part is not None else None


def address_of(values: Values, node: Node) -> Address:
    """Return the address of a ``Location``."""
    parts: dict[str, str] = {}
    for part in node.all("LocationPart"):
        kind = values.text(part, "LocPartType", "LocPartTypeID")
        told = [plain(value.value("Value")) for value in part.all("LocationPartValue")]
        parts[kind] = ", ".join(filter(None, [parts.get(kind), *told]))
    countries = [_country(values, one) for one in node.all("LocationCountry")]
    known = [country for country in countries if country and country != "undetermined"]
    text = ", ".join(parts[kind] for kind in _STREET if parts.get(kind))
    return Address(text=text, country=known[0] if known else None)


def _country(values: Values, node: Node) -> str:
    found = values.node(node, "Country", "CountryID")
    return plain(found.text) or found.attributes.get("ISO2", "")
