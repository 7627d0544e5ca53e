"""Rows made ready to be judged: what needs neither other rows nor a judge, so that the next are prepared meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from penstock.batch.cells import nowhere
from penstock.batch.columns import PARTIES
from penstock.batch.sources import LONGEST_CELL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from penstock.batch.cells import Cells
    from penstock.batch.frames import Sheet
    from penstock.batch.kinds import Telling
    from penstock.batch.laid import Frame
    from penstock.batch.sorted_values import Hashed


class Prepared(NamedTuple):
    """The rows of a frame whose cells are read.

    Args:
        sheet: Their file.
        frame: The rows as they were read.
        known: ``{contract column: column of the frame's table}``.
        clean: The contract's columns, but for the keys.
        is_long: Which rows hold a cell that is too long to be read.
        is_odd: Which rows hold a cell that needs the plain reader.
        own: The columns of ``clean`` of which every cell has a number.
        learn_names: What waits for the sorts of the names of parties, which are begun.
    """

    sheet: Sheet
    frame: Frame
    known: Mapping[str, str]
    clean: pl.DataFrame
    is_long: pl.Series
    is_odd: pl.Series
    own: dict[str, Hashed]
    learn_names: Callable[[], None]


def prepare(sheet: Sheet, frame: Frame, cells: Cells, telling: Telling) -> Prepared:
    """Read the cells of the rows of a frame and begin to sort the names in them."""
    known = {column: f"c{place}" for column, (_, place) in sheet.columns.known.items()}
    is_long = _is_long(frame.table)
    clean, is_odd = cells.clean(frame.table, known)
    own = telling.numbered(clean)
    left_out = is_long | is_odd
    fit = (~left_out).arg_true() if left_out.any() else None
    names = {column: own[column] if fit is None else own[column].of(fit) for column in PARTIES}
    return Prepared(sheet, frame, known, clean, is_long, is_odd, own, telling.begin(names))


def _is_long(table: pl.DataFrame) -> pl.Series:
    found = nowhere(table)
    for column in table:
        if column.dtype in {pl.String, pl.Categorical, pl.Enum}:
            texts = column.cast(pl.String)
            if (texts.str.len_bytes() > LONGEST_CELL).any():  # counting characters takes longer
                found |= (texts.str.len_chars() > LONGEST_CELL).fill_null(value=False)
    return found
