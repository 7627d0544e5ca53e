"""Consignments and goods items, in the terms of the WCO Data Model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsItem:
    """One line of goods in a consignment; every text is as the shipper wrote it.

    Countries are ISO 3166 codes. ``net_mass_kg`` is in kilograms, ``concentration_percent`` in per cent by mass,
    ``quantity`` in ``quantity_unit``. ``date`` is the day of law; ``None`` means the day of the run.
    """

    consignment_id: str
    item_no: int
    date: date | None = None
    consignor_name: str | None = None
    consignor_address: str | None = None
    consignor_country: str | None = None
    consignee_name: str | None = None
    consignee_address: str | None = None
    consignee_country: str | None = None
    notify_party_name: str | None = None
    export_country: str | None = None
    transit_countries: tuple[str, ...] = ()
    destination_country: str | None = None
    goods_description: str | None = None
    commodity_code: str | None = None
    cas_number: str | None = None
    smiles: str | None = None
    quantity: float | None = None
    quantity_unit: str | None = None
    net_mass_kg: float | None = None
    concentration_percent: float | None = None
    declared_value: float | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Consignment:
    """One shipment: its id and its goods items."""

    consignment_id: str
    items: tuple[GoodsItem, ...]
