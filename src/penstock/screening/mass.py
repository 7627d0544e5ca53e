"""Masses of goods and thresholds in kilograms, exactly as they were written."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from penstock.screening.consignment import GoodsItem

WHOLE = 100
"""Per cent by mass of a substance that is nothing else."""

_WORDS = {
    "1": ("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramo", "kilogramos", "公斤", "千克"),
    "0.001": ("g", "gr", "gram", "grams", "gramo", "gramos", "克"),
    "0.000001": ("mg", "milligram", "milligrams", "毫克"),
    "1000": ("t", "mt", "ton", "tons", "tonne", "tonnes", "吨", "噸"),
    "0.45359237": ("lb", "lbs", "pound", "pounds", "libra", "libras"),
}
"""Words for units of mass, by the unit in kilograms (1 lb = 0.45359237 kg exactly, international pound)."""

_KILOGRAMS = {word: Decimal(mass) for mass, words in _WORDS.items() for word in words}


def kilograms(quantity: float, unit: str | None) -> Decimal | None:
    """Return a quantity in kilograms; ``None`` where its unit is none of mass, or missing."""
    return in_kilograms(exact(quantity), unit)


def in_kilograms(quantity: Decimal, unit: str | None) -> Decimal | None:
    """Return an exact quantity in kilograms; ``None`` where its unit is none of mass, or missing."""
    mass = _KILOGRAMS.get((unit or "").strip().rstrip(".").casefold())
    return None if mass is None else quantity * mass


def net_kilograms(item: GoodsItem) -> Decimal | None:
    """Return the net mass of an item, else its quantity where that is a mass; ``None`` where it says neither.

    A zero is an empty cell, not a measurement.
    """
    if item.net_mass_kg:
        return exact(item.net_mass_kg)
    return kilograms(item.quantity, item.quantity_unit) if item.quantity else None


def exact(number: float) -> Decimal:
    """Return a number as it is written: 0.1 and 0.2 are 0.3."""
    return Decimal(repr(float(number)))


def shown(mass: Decimal) -> str:
    """Write a mass in kilograms."""
    return f"{mass.normalize():f} kg"
