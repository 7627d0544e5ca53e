"""Routes: which law binds where goods start, end and pass, and which duties of an entry hold on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from penstock.law.records import ControlList, Obligation
    from penstock.law.register import Placed, Register

_COUNTRY = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")

ORIGIN_STAGES = frozenset({"production", "sale", "transport", "export", "possession"})
DESTINATION_STAGES = frozenset({"purchase", "transport", "import", "possession"})
STAGES = {
    "export": ORIGIN_STAGES,
    "import": DESTINATION_STAGES,
    "transit": frozenset({"transit", "transport"}),
    "within": (ORIGIN_STAGES | DESTINATION_STAGES) - {"export", "import"},
}
"""The stages of trade that happen at each side of a route."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where goods start, end and pass, as ISO 3166 codes; any part may be missing."""

    origin: str | None = None
    destination: str | None = None
    transit: tuple[str, ...] = ()

    def in_capitals(self) -> Route:
        """Return the same route with every code in capitals."""
        origin = self.origin.upper() if self.origin else None
        destination = self.destination.upper() if self.destination else None
        return Route(origin, destination, tuple(code.upper() for code in self.transit))


def read_route(origin: str | None, destination: str | None) -> Route | None:
    """Build a route from two country codes; ``None`` when neither is given.

    Raises:
        UsageError: One is not shaped like an ISO 3166 code.
    """
    if origin is None and destination is None:
        return None
    return Route(read_country(origin), read_country(destination))


def read_country(code: str | None) -> str | None:
    """Return a country code in capitals.

    Raises:
        UsageError: It is not shaped like an ISO 3166 code.
    """
    if code is None:
        return None
    plain = code.strip().upper()
    if not _COUNTRY.fullmatch(plain):
        message = f"{code!r} is not a country code."
        raise UsageError(message, remedy="Write ISO 3166 codes, for example CN or CA-BC.")
    return plain


def binds(register: Register, head: ControlList, route: Route | None) -> bool:
    """Tell whether a list that names directions or counterparties binds on this route; without a route it may."""
    if route is None or not (head.counterparties or head.direction):
        return True
    sides = _sides(register, head.jurisdiction, route)
    if not sides:
        return True
    if head.direction:
        sides = {side: other for side, other in sides.items() if side in head.direction}
    if not head.counterparties:
        return bool(sides)
    return any(other is None or _is_one_of(register, other, head.counterparties) for other in sides.values())


def _sides(register: Register, place: str, route: Route) -> dict[str, str | None]:
    """Return ``{direction: counterparty}`` for the sides of the route at which a place stands.

    A route that starts and ends in one place, or in one union, is trade within it: neither export nor import.
    """
    sides: dict[str, str | None] = {}
    ends = [place in register.binding(country) for country in (route.origin, route.destination) if country]
    if ends == [True, True]:
        return {"within": None}
    if route.origin is not None and place in register.binding(route.origin):
        sides["export"] = route.destination
    if route.destination is not None and place in register.binding(route.destination):
        sides["import"] = route.origin
    if any(place in register.binding(country) for country in route.transit):
        sides["transit"] = route.destination
    return sides


def _is_one_of(register: Register, country: str, places: list[str]) -> bool:
    return country in places or any(place in places for place in register.binding(country))


def duties(register: Register, placed: Placed, day: date, route: Route | None) -> Iterator[Obligation]:
    """Yield the obligations of an entry that hold on a day, for this route's stages and counterparties."""
    head = placed.file.list
    sides = _sides(register, head.jurisdiction, route) if route is not None else {}
    stages = _stages(sides)
    listed = head.obligations if placed.entry.obligations is None else placed.entry.obligations
    for duty in listed:
        if (duty.since is not None and day < duty.since) or (duty.until is not None and day >= duty.until):
            continue
        if stages and duty.stage not in stages:
            continue
        others = [other for other in sides.values() if other is not None]
        if duty.counterparties and others and not any(_is_one_of(register, o, duty.counterparties) for o in others):
            continue
        yield duty


def _stages(sides: dict[str, str | None]) -> frozenset[str]:
    stages: frozenset[str] = frozenset()
    for side in sides:
        stages |= STAGES[side]
    return stages


def on_route(register: Register, route: Route) -> set[str]:
    """Return the jurisdictions whose law binds some part of a route."""
    countries = [country for country in (route.origin, route.destination, *route.transit) if country]
    return {place for country in countries for place in register.binding(country)}
