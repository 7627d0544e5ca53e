"""Records laid out in columns: a table, and beside it the rows that no table can hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from penstock.batch.fields import BadCell, read_text
from penstock.batch.sources import BadRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.batch.sources import Record


@dataclass(frozen=True, slots=True)
class Frame:
    """Some rows of a file that follow each other; ``first`` counts the rows before them.

    ``table`` has a column ``c0``, ``c1``, ... for each header; ``rows`` the numbers of its rows and ``places`` where
    each stands in the file. ``rough`` are the rows that no table can hold: number, place, cells. ``cells`` are those
    of the rows as they were read, ``None`` where the table has them; ``mixed`` the places, from 0, of rows with a cell
    of another type than its column.
    """

    table: pl.DataFrame
    rows: pl.Series
    places: pl.Series
    rough: Sequence[tuple[int, int, Sequence[Any] | BadRow]] = ()
    cells: Sequence[Sequence[Any]] | None = None
    mixed: Sequence[int] = ()
    first: int = 0

    def row(self, place: int) -> Sequence[Any]:
        """Return the cells of a row as they were read; ``place`` counts the rows of the table from 0."""
        return self.table.row(place) if self.cells is None else self.cells[place]

    def __len__(self) -> int:
        """Return how many rows these are, with those that no table can hold."""
        return len(self.rows) + len(self.rough)


def lay_out(records: Sequence[Record], width: int, *, before: int = 0, is_typed: bool) -> Frame:
    """Lay records out in columns; those of another width are rough.

    Args:
        records: Where each stands, and its cells.
        width: How many headers there are.
        before: How many rows stand before them.
        is_typed: Cells are values of several types, not text alone.
    """
    numbered = [(before + nth, place, cells) for nth, (place, cells) in enumerate(records, start=1)]
    rough = [one for one in numbered if isinstance(one[2], BadRow) or len(one[2]) != width]
    whole = [(*one[:2], one[2]) for one in numbered if not isinstance(one[2], BadRow) and len(one[2]) == width]
    cells = [row for _, _, row in whole]
    columns = list(zip(*cells, strict=True)) or [()] * width
    mixed: set[int] = set()
    laid = [_column(place, column, mixed, is_typed=is_typed) for place, column in enumerate(columns)]
    return Frame(
        pl.DataFrame(laid),
        pl.Series([number for number, _, _ in whole], dtype=pl.Int64),
        pl.Series([place for _, place, _ in whole], dtype=pl.Int64),
        rough,
        cells if is_typed else None,
        sorted(mixed),
        before,
    )


def gathered(tables: Iterator[Frame], rows: int) -> Iterator[Frame]:
    """Yield tables of text of exactly so many rows, but for the last; those given count their own rows from 1."""
    held: list[Frame] = []
    first = count = 0
    for table in tables:
        rest = table
        while count + len(rest) >= rows:
            head, rest = _split(rest, rows - count)
            yield _joined([*held, head], first)
            first, count, held = first + rows, 0, []
        if len(rest):
            held.append(rest)
            count += len(rest)
    if held:
        yield _joined(held, first)


def _split(frame: Frame, rows: int) -> tuple[Frame, Frame]:
    """Part a frame whose rows are counted from 1 after so many rows; the rest counts its own from 1 again."""
    cut = frame.rows.search_sorted(rows, side="right")
    rough = len([row for row, *_ in frame.rough if row <= rows])
    behind = [(row - rows, place, cells) for row, place, cells in frame.rough[rough:]]
    return (
        Frame(frame.table[:cut], frame.rows[:cut], frame.places[:cut], frame.rough[:rough]),
        Frame(frame.table[cut:], frame.rows[cut:] - rows, frame.places[cut:], behind),
    )


def _joined(frames: Sequence[Frame], first: int) -> Frame:
    """Put frames that count their own rows from 1 behind each other."""
    befores = [first]
    for frame in frames:
        befores.append(befores[-1] + len(frame))
    pairs = list(zip(frames, befores, strict=False))
    return Frame(
        pl.concat([frame.table for frame in frames], rechunk=True),
        pl.concat([frame.rows + before for frame, before in pairs], rechunk=True),
        pl.concat([frame.places for frame in frames], rechunk=True),
        [(before + row, place, cells) for frame, before in pairs for row, place, cells in frame.rough],
        first=first,
    )


def interleaved(one: Frame, other: Frame) -> Frame:
    """Put two frames of text together, in the order of the numbers of their rows."""
    rows = pl.concat([one.rows, other.rows])
    order = rows.arg_sort()
    table = pl.concat([one.table, other.table]) if len(other.table) else one.table
    return replace(
        one,
        table=table[order],
        rows=rows[order],
        places=pl.concat([one.places, other.places])[order],
        rough=sorted([*one.rough, *other.rough], key=lambda rough: rough[0]),
    )


def _column(place: int, cells: Sequence[Any], mixed: set[int], *, is_typed: bool) -> pl.Series:
    """Make a column of cells; where they are of several types, all are written as text that can be."""
    kinds = {type(cell) for cell in cells if cell is not None} if is_typed else {str}
    if kinds <= {str}:
        return pl.Series(f"c{place}", cells, pl.String)
    if kinds == {float}:
        return pl.Series(f"c{place}", cells, pl.Float64)
    written: list[str | None] = []
    for nth, cell in enumerate(cells):
        try:
            written.append(None if cell is None else read_text(cell))
        except BadCell:
            mixed.add(nth)
            written.append(None)
    return pl.Series(f"c{place}", written, pl.String)
