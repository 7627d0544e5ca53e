"""Thresholds: below what quantity or concentration a duty does not apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from penstock.law.records import Obligation
    from penstock.screening.consignment import GoodsItem

_KILOGRAMS = {"kg": 1.0, "g": 0.001, "mg": 0.000001, "t": 1000.0, "lb": 0.45359237}
"""Mass units of thresholds, in kilograms (1 lb = 0.45359237 kg exactly, international pound)."""


def is_exempt(item: GoodsItem, duty: Obligation) -> bool:
    """Tell whether an item is shown to be below the threshold of a duty; what the row leaves out exempts nothing."""
    limit = duty.threshold
    if limit is None or limit.meaning == "capped_at":
        return False
    tests = []
    if limit.concentration_percent is not None:
        tests.append(_is_below(item.concentration_percent, limit.concentration_percent, limit.meaning))
    if limit.quantity is not None and limit.period is None:
        mass = limit.quantity * _KILOGRAMS[limit.unit] if limit.unit in _KILOGRAMS else None
        tests.append(mass is not None and _is_below(item.net_mass_kg, mass, limit.meaning))
    return bool(tests) and all(tests)


def _is_below(value: float | None, limit: float, meaning: str) -> bool:
    if value is None or value <= 0:  # a zero is an empty cell, not a measurement
        return False
    return value <= limit if meaning == "exempt_at_or_below" else value < limit
