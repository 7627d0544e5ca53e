"""Consignment ids and item numbers of many rows together: read, counted where they are left out, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from penstock.batch.cells import SPACE, Cells, nowhere
from penstock.batch.fields import BadCell, read_id, read_item_no

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from penstock.batch.laid import Frame

MOST = 999_999_999
"""The highest number an item may have."""


class Keyed(NamedTuple):
    """The key of each row, and which rows have none: their id or number needs the plain reader to say why."""

    ids: pl.Series
    numbers: pl.Series
    is_odd: pl.Series


def keys_of(
    frame: Frame,
    known: Mapping[str, str],
    cells: Cells,
    left_out: pl.Series,
    last: Callable[[pl.Series], Mapping[str, int]],
) -> Keyed:
    """Return the keys of the rows of a frame.

    Args:
        frame: The rows.
        known: ``{contract column: column of the table}``.
        cells: What reads the columns.
        left_out: Rows that are refused before their key is looked at.
        last: Tells the highest number so far of each of some consignments of the file; of those it leaves out, 0.
    """
    has_id = "consignment_id" in known
    ids, odd = _ids(frame.table[known["consignment_id"]], cells) if has_id else _own_ids(frame)
    if "item_no" not in known:
        numbers = pl.Series([None] * len(ids), dtype=pl.Int64)
    else:
        numbers, bad = _numbers(frame.table[known["item_no"]], cells)
        odd |= bad
        place = frame.table.columns.index(known["item_no"])
        unread = [nth for nth in frame.mixed if _is_refused(frame.row(nth)[place])]
        odd = odd.scatter(unread, True) if unread else odd  # noqa: FBT003  # polars names it values
    blank = numbers.is_null() & ~odd & ~left_out
    if not has_id:
        return Keyed(ids, numbers.fill_null(1), odd)
    if blank.any():
        numbers = _counted(ids, numbers, blank, odd | left_out, last)
    return Keyed(ids, numbers, odd)


def _own_ids(frame: Frame) -> tuple[pl.Series, pl.Series]:
    return pl.select(pl.lit("row-") + frame.rows.cast(pl.String)).to_series(), nowhere(frame.rows.to_frame())


def _ids(cells: pl.Series, reader: Cells) -> tuple[pl.Series, pl.Series]:
    if cells.dtype.is_integer():
        return cells.cast(pl.String), cells.is_null()
    if cells.dtype == pl.String:
        ids = cells.str.strip_chars(SPACE)
        return ids, (ids.str.len_bytes() == 0).fill_null(value=True)
    ids, odd = reader.mapped(cells, read_id, pl.String)
    return ids, ids.is_null() if odd is None else ids.is_null() | odd


def _numbers(cells: pl.Series, reader: Cells) -> tuple[pl.Series, pl.Series]:
    if cells.dtype.is_integer():
        numbers = cells.cast(pl.Int64, strict=False)
        is_fit = numbers.is_between(1, MOST).fill_null(value=False)
        return numbers, cells.is_not_null() & ~is_fit
    numbers, odd = reader.mapped(cells, read_item_no, pl.Int64)
    return numbers, nowhere(cells) if odd is None else odd


def _is_refused(cell: object) -> bool:
    """Tell whether a cell of another type than its column is no item number, and not empty either."""
    if cell is None or not str(cell).strip():
        return False
    try:
        read_item_no(cell)
    except BadCell:
        return True
    return False


def _counted(
    ids: pl.Series,
    numbers: pl.Series,
    blank: pl.Series,
    unread: pl.Series,
    last: Callable[[pl.Series], Mapping[str, int]],
) -> pl.Series:
    """Number the items that have no number: each is one more than the highest before it."""
    concerned = ids.filter(blank).unique()
    so_far = dict(last(concerned))
    if not numbers.is_not_null().any():
        nth = pl.DataFrame({"id": ids, "blank": blank}).select(pl.col("blank").cast(pl.Int64).cum_sum().over("id"))
        base = ids.replace_strict(list(so_far), list(so_far.values()), default=0, return_dtype=pl.Int64)
        return pl.select(pl.when(blank).then(nth.to_series() + base)).to_series()
    places = (ids.is_in(concerned.implode()) & ~unread).arg_true().to_list()
    found = numbers.to_list()
    taken: set[tuple[str, int]] = set()
    for place in places:
        key = ids[place]
        number = so_far.get(key, 0) + 1 if found[place] is None else found[place]
        if (key, number) not in taken:  # one that stands twice is refused later, and counts for nothing
            so_far[key] = max(so_far.get(key, 0), number)
        taken.add((key, number))
        found[place] = number
    return pl.Series(found, dtype=pl.Int64)
