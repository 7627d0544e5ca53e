"""Thresholds: below what quantity or concentration a duty does not apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.screening.mass import kilograms

if TYPE_CHECKING:
    from penstock.law.records import Obligation
    from penstock.screening.consignment import GoodsItem


def is_exempt(item: GoodsItem, duty: Obligation) -> bool:
    """Tell whether an item is shown to be below the threshold of a duty; what the row leaves out exempts nothing."""
    limit = duty.threshold
    if limit is None or limit.meaning == "capped_at":
        return False
    tests = []
    if limit.concentration_percent is not None:
        tests.append(_is_below(item.concentration_percent, limit.concentration_percent, limit.meaning))
    if limit.quantity is not None and limit.period is None:
        mass = kilograms(limit.quantity, limit.unit)
        tests.append(mass is not None and _is_below(item.net_mass_kg, float(mass), limit.meaning))
    return bool(tests) and all(tests)


def _is_below(value: float | None, limit: float, meaning: str) -> bool:
    if value is None or value <= 0:  # a zero is an empty cell, not a measurement
        return False
    return value <= limit if meaning == "exempt_at_or_below" else value < limit
