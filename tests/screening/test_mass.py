from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from penstock.screening.consignment import GoodsItem
from penstock.screening.mass import exact, kilograms, net_kilograms, shown


def item(**fields: Any) -> GoodsItem:  # noqa: ANN401  # any column of the contract
    return GoodsItem(consignment_id="C-1", item_no=1, **fields)


@pytest.mark.parametrize(
    ("quantity", "unit", "wanted"),
    [
        (400, "g", "0.4"),
        (3, " KG.", "3"),
        (2, "吨", "2000"),
        (1, "lb", "0.45359237"),
        (5, "mg", "0.000005"),
        (5, "l", None),
        (5, "drums", None),
        (5, None, None),
    ],
)
def test_a_quantity_in_kilograms(quantity: float, unit: str | None, wanted: str | None) -> None:
    assert kilograms(quantity, unit) == (None if wanted is None else Decimal(wanted))


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"net_mass_kg": 0.1, "quantity": 9, "quantity_unit": "kg"}, "0.1"),
        ({"quantity": 9, "quantity_unit": "kg"}, "9"),
        ({"net_mass_kg": 0.0, "quantity": 9, "quantity_unit": "kg"}, "9"),
        ({"quantity": 9, "quantity_unit": "pcs"}, None),
        ({"quantity": 0.0, "quantity_unit": "kg"}, None),
        ({}, None),
    ],
)
def test_the_mass_of_an_item_is_its_net_mass_else_its_quantity(fields: dict[str, Any], wanted: str | None) -> None:
    assert net_kilograms(item(**fields)) == (None if wanted is None else Decimal(wanted))


def test_masses_add_up_as_they_are_written() -> None:
    assert exact(0.1) + exact(0.2) == exact(0.3)
    assert shown(exact(0.1) + exact(0.7)) == "0.8 kg"
    assert shown(exact(1000)) == "1000 kg"
