"""The route of a goods item, and the places whose law binds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.law.check import INTERNATIONAL, route_places
from penstock.law.routes import Route

if TYPE_CHECKING:
    from penstock.law.register import Register
    from penstock.screening.consignment import GoodsItem


def route_of(item: GoodsItem) -> Route | None:
    """Return the route of an item: its own countries, else those of the parties; ``None`` where it names none."""
    origin = item.export_country or item.consignor_country
    destination = item.destination_country or item.consignee_country
    if origin is None and destination is None and not item.transit_countries:
        return None
    return Route(origin, destination, item.transit_countries)


def binding_on(register: Register, route: Route) -> tuple[str, ...]:
    """Return the places whose law binds a route; a country without law in the register stands for itself."""
    countries = [c for c in (route.origin, *route.transit, route.destination) if c]
    unread = [c for c in countries if not register.binding(c)]
    bound = [place for place in route_places(register, route) if place != INTERNATIONAL]
    return tuple(dict.fromkeys([*bound, *unread, INTERNATIONAL]))


def places_of(register: Register, asked: tuple[str, ...] | None, route: Route | None) -> tuple[str, ...]:
    """Return the places whose law is asked for a route: those asked for, those it binds, or all where there is none."""
    if asked is not None:
        return asked
    return register.places(None) if route is None else binding_on(register, route)
