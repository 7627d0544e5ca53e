"""What rows ship that a licence may clear, as it is kept with a part of a run."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from penstock.cases.cover import Shipment
from penstock.screening.linked import Party

if TYPE_CHECKING:
    from collections.abc import Sequence

SHIPPED = "shipped.arrow"
"""The rows of a part that a licence may clear."""

_SIDES = ("consignor", "consignee")
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.Int64,
    "consignment_id": pl.String,
    "item_no": pl.Int64,
    "day": pl.Date,
    "kilograms": pl.String,
    "quantity": pl.String,
    "unit": pl.String,
    **{f"{side}_{name}": pl.String for side in _SIDES for name in Party._fields},
    "forms": pl.List(pl.List(pl.String)),
}


def shipped_table(shipments: Sequence[tuple[int, Shipment]]) -> pl.DataFrame:
    """Return the table of what rows ship, each with the number of its row."""
    rows = [
        (row, *one[:3], _text(one.kilograms), _text(one.quantity), one.unit, *one.consignor, *one.consignee, one.forms)
        for row, one in shipments
    ]
    return pl.DataFrame([(*row[:-1], [list(form) for form in row[-1]]) for row in rows], schema=_SCHEMA, orient="row")


def shipped_rows(table: pl.DataFrame) -> list[tuple[int, Shipment]]:
    """Return the rows of a table that `shipped_table` made."""
    wide = len(Party._fields)
    found = []
    for row, consignment_id, item_no, day, mass, quantity, unit, *rest, forms in table.iter_rows():
        consignor, consignee = Party(*rest[:wide]), Party(*rest[wide:])
        said = tuple((subject, form) for subject, form in forms)
        key = (consignment_id, item_no, day)
        found.append((row, Shipment(*key, _number(mass), _number(quantity), unit, consignor, consignee, said)))
    return found


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
