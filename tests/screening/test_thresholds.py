from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.law.records import Obligation, Threshold
from penstock.screening.consignment import GoodsItem
from penstock.screening.thresholds import is_exempt


def item(**fields: Any) -> GoodsItem:  # noqa: ANN401  # any column of the contract
    return GoodsItem(consignment_id="C-1", item_no=1, **fields)


def duty_below(**limit: Any) -> Obligation:  # noqa: ANN401  # any part of a threshold
    return Obligation(stage="export", duty="licence", text="x", by="y", threshold=Threshold(**limit))


@pytest.mark.parametrize(
    ("limit", "fields", "wanted"),
    [
        ({"meaning": "exempt_below", "concentration_percent": 60}, {"concentration_percent": 59.9}, True),
        ({"meaning": "exempt_below", "concentration_percent": 60}, {"concentration_percent": 60}, False),
        ({"meaning": "exempt_at_or_below", "concentration_percent": 60}, {"concentration_percent": 60}, True),
        (
            {"meaning": "exempt_at_or_below", "concentration_percent": 60},
            {"concentration_percent": 60.1},
            False,
        ),
        ({"meaning": "exempt_at_or_below", "concentration_percent": 60}, {"concentration_percent": 0}, False),
        ({"meaning": "exempt_below", "concentration_percent": 60}, {}, False),
        ({"meaning": "exempt_below", "quantity": 500, "unit": "g"}, {"net_mass_kg": 0.4}, True),
        ({"meaning": "exempt_below", "quantity": 500, "unit": "g"}, {"net_mass_kg": 0.5}, False),
        ({"meaning": "exempt_below", "quantity": 1, "unit": "t"}, {"net_mass_kg": 999}, True),
        ({"meaning": "exempt_below", "quantity": 1, "unit": "lb"}, {"net_mass_kg": 0.46}, False),
        ({"meaning": "exempt_below", "quantity": 5, "unit": "l"}, {"net_mass_kg": 0.1}, False),
        (
            {"meaning": "exempt_below", "quantity": 5, "unit": "kg"},
            {"quantity": 1, "quantity_unit": "kg"},
            False,
        ),
        (
            {"meaning": "exempt_below", "quantity": 5, "unit": "kg", "period": "year"},
            {"net_mass_kg": 1},
            False,
        ),
        ({"meaning": "capped_at", "quantity": 5, "unit": "kg"}, {"net_mass_kg": 1}, False),
        (
            {"meaning": "exempt_below", "quantity": 5, "unit": "kg", "concentration_percent": 60},
            {"net_mass_kg": 1, "concentration_percent": 70},
            False,
        ),
        (
            {"meaning": "exempt_below", "quantity": 5, "unit": "kg", "concentration_percent": 60},
            {"net_mass_kg": 1, "concentration_percent": 50},
            True,
        ),
    ],
)
def test_only_what_is_shown_to_be_below_a_threshold_is_exempt(
    limit: dict[str, Any], fields: dict[str, Any], *, wanted: bool
) -> None:
    assert is_exempt(item(**fields), duty_below(**limit)) is wanted


def test_a_duty_without_a_threshold_exempts_nothing() -> None:
    duty = Obligation(stage="export", duty="licence", text="x", by="y")
    assert not is_exempt(item(net_mass_kg=0.0, concentration_percent=0.0), duty)


@given(st.floats(0.001, 100), st.floats(0.001, 100))
def test_less_of_it_is_never_less_exempt(one: float, other: float) -> None:
    duty = duty_below(meaning="exempt_at_or_below", concentration_percent=40)
    little, much = (is_exempt(item(concentration_percent=value), duty) for value in sorted((one, other)))
    assert little >= much
