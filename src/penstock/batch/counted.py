"""Rows that concern a threshold of quantity, as they are kept with a part of a run."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from penstock.screening.cumulation import Counted, Limit
from penstock.screening.linked import Party

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTED = "counted.arrow"
"""The rows of a part that concern a threshold of quantity."""

_SIDES = ("consignor", "consignee")
_SCHEMA = {
    "row": pl.Int64,
    "consignment_id": pl.String,
    "item_no": pl.Int64,
    "day": pl.Date,
    "mass": pl.String,
    "field": pl.String,
    **{f"{side}_{name}": pl.String for side in _SIDES for name in Party._fields},
    **{name: pl.Boolean if name == "is_reached_at" else pl.String for name in Limit._fields},
}


def counted_table(counted: Sequence[tuple[int, Counted]]) -> pl.DataFrame:
    """Return the table of rows that concern a threshold, each with the number of its row."""
    rows = [
        (
            row,
            *one[:3],
            None if one.mass is None else str(one.mass),
            one.field,
            *one.consignor,
            *one.consignee,
            *one.limit,
        )
        for row, one in counted
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def counted_rows(table: pl.DataFrame) -> list[tuple[int, Counted]]:
    """Return the rows of a table that `counted_table` made."""
    wide = len(Party._fields)
    found = []
    for row, consignment_id, item_no, day, mass, field, *rest in table.iter_rows():
        weight = None if mass is None else Decimal(mass)
        consignor, consignee, limit = Party(*rest[:wide]), Party(*rest[wide : 2 * wide]), Limit(*rest[2 * wide :])
        found.append((row, Counted(consignment_id, item_no, day, weight, field, consignor, consignee, limit)))
    return found
