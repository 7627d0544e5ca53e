from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from penstock.law.routes import Route
from penstock.screening.consignment import GoodsItem
from penstock.screening.route import binding_on, places_of, route_of

if TYPE_CHECKING:
    from penstock.law.register import Register


def item(**values: Any) -> GoodsItem:  # noqa: ANN401  # fields of an item
    return GoodsItem(consignment_id="A", item_no=1, **values)


@pytest.mark.parametrize(
    ("values", "route"),
    [
        ({}, None),
        ({"notify_party_name": "Example Trading"}, None),
        ({"export_country": "CN", "destination_country": "MX"}, Route("CN", "MX", ())),
        ({"consignor_country": "CN", "consignee_country": "MX"}, Route("CN", "MX", ())),
        ({"export_country": "HK", "consignor_country": "CN"}, Route("HK", None, ())),
        ({"transit_countries": ("US",)}, Route(None, None, ("US",))),
    ],
)
def test_an_item_goes_by_its_own_countries_else_by_those_of_its_parties(
    values: dict[str, Any], route: Route | None
) -> None:
    assert route_of(item(**values)) == route


@pytest.mark.parametrize(
    ("route", "places"),
    [
        (Route("CN", "MX", ()), ("CN", "MX", "UN")),
        (Route("CN", "US", ("MX",)), ("CN", "MX", "US", "UN")),
        (Route("ZW", None, ()), ("ZW", "UN")),
        (Route("CN", "CN", ()), ("CN", "UN")),
    ],
)
def test_a_route_is_bound_by_the_law_of_its_places_and_a_place_without_law_stands_for_itself(
    register: Register, route: Route, places: tuple[str, ...]
) -> None:
    found = binding_on(register, route)
    assert set(found) == set(places)
    assert len(found) == len(places)
    assert found[-1] == "UN"


def test_the_places_asked_for_come_before_those_of_the_route(register: Register) -> None:
    route = Route("CN", "MX", ())
    assert places_of(register, ("US",), route) == ("US",)
    assert places_of(register, None, route) == binding_on(register, route)
    assert places_of(register, None, None) == register.places(None)
