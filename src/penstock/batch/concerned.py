"""The rows of a run's files whose parties have a name that some changed name of a list may be a match of."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from penstock.batch.cells import Cells
from penstock.batch.columns import PARTIES, USABLE
from penstock.batch.frames import ROWS, frames
from penstock.batch.laid import Frame
from penstock.batch.results import carried_as
from penstock.batch.rows import RejectedError, RowBuilder
from penstock.parties.asked import Asker
from penstock.parties.index import PartyIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.batch.frames import Sheet
    from penstock.batch.kept_keys import KeptKeys
    from penstock.batch.pool import NamePool
    from penstock.batch.sorted_values import Array
    from penstock.screening.consignment import GoodsItem
    from penstock.screening.rescreening import Name

READ = (
    *PARTIES,
    *USABLE,
    "date",
    "consignor_country",
    "consignee_country",
    "export_country",
    "transit_countries",
    "destination_country",
)
"""The columns that what is said of the parties of a row depends on."""


class Concerned(NamedTuple):
    """A row that is concerned: its number, and its item as far as its parties and its route go."""

    row: int
    item: GoodsItem


class NamesConcerned:
    """Tells which names may be judged otherwise since some names of lists changed; each is looked at once."""

    def __init__(self, changed: Sequence[Name], seed: int, pool: NamePool, kept: KeptKeys | None) -> None:
        """Prepare for a run.

        Args:
            changed: The names that changed, and what each belongs to.
            seed: The seed of the numbers that stand for names.
            pool: What reads names whose keys are not kept.
            kept: The keys that are kept.
        """
        self._index = PartyIndex.build([text for text, _ in changed], [kind for _, kind in changed])
        self._asker = Asker()
        self._seed = seed
        self._pool = pool
        self._seen = self._found = np.empty(0, np.uint64)
        self._known = self._may = np.empty(0, np.uint64)
        for numbers, keys in () if kept is None else kept.read():
            self._known = np.concatenate([self._known, numbers])
            self._may = np.concatenate([self._may, numbers[self._index.concerns(keys)]])

    @property
    def count(self) -> int:
        """How many names are concerned of those that were looked at."""
        return len(self._found)

    def of(self, cells: pl.Series) -> pl.Series:
        """Tell which cells hold a name that is concerned."""
        numbers = cells.hash(self._seed)
        first = numbers.arg_unique()
        first = first.filter(~_is_in(numbers.gather(first), self._seen) & cells.gather(first).is_not_null())
        new = numbers.gather(first)
        self._seen = np.concatenate([self._seen, new.to_numpy()])
        is_known = _is_in(new, self._known)
        self._look_at(cells.gather(first.filter(is_known & _is_in(new, self._may))))
        self._look_at(self._unless_far(cells.gather(first.filter(~is_known))))
        return _is_in(numbers, self._found) & cells.is_not_null()

    def are_in(self, names: pl.Series, numbers: Array) -> pl.Series:
        """Tell which names are among those that some numbers stand for."""
        return _is_in(names.hash(self._seed), numbers)

    def _unless_far(self, names: pl.Series) -> pl.Series:
        """Read names whose keys are not kept, and return those that may match a changed one."""
        return names if names.is_empty() else names[self._index.concerns(self._pool.keys(names.to_list()))]

    def _look_at(self, names: pl.Series) -> None:
        """Search for names among those that changed, just as a run searches for them among all."""
        found: list[bool] = []
        for asked in self._asker.asked(names.to_list()):
            matches = self._index.search_asked(asked, limit=1, near=True)
            found += [place in matches for place in range(len(asked.names))]
        some = names.filter(pl.Series(found, dtype=pl.Boolean)).hash(self._seed).to_numpy()
        self._found = np.concatenate([self._found, some])


def _is_in(numbers: pl.Series, some: Array) -> pl.Series:
    return numbers.is_in(pl.Series(some).implode())


def concerned_rows(sheet: Sheet, names: NamesConcerned) -> Iterator[tuple[int, list[Concerned]]]:
    """Yield of each part of a file how many rows it has and which are concerned, but for those the run refused.

    A file that names no parties has no parts.
    """
    parties = {column: f"c{place}" for column, (_, place) in sheet.columns.known.items() if column in PARTIES}
    if not parties:
        return
    rows = _Rows(sheet)
    cells = Cells()
    for frame in _frames(sheet):
        plain = {column for column, own in parties.items() if frame.table[own].dtype == pl.String}
        read = cells.clean(frame.table, {column: own for column, own in parties.items() if column not in plain}).table
        told = (frame.table[own] if column in plain else read[column] for column, own in parties.items())
        is_concerned = pl.select(pl.any_horizontal(*map(names.of, told))).to_series()
        yield len(frame.rows) + len(frame.rough), list(rows.of(frame, is_concerned.arg_true()))


class _Rows:
    """Reads rows of a file as far as their parties and their route go."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._places = [place for column, (_, place) in sheet.columns.known.items() if column in READ]
        self._builder = RowBuilder(sheet.source, sheet.columns)

    def of(self, frame: Frame, places: pl.Series) -> Iterator[Concerned]:
        """Yield some rows of a frame."""
        cells: list[Any] = [None] * len(self._sheet.source.headers)
        for number, read in zip(frame.rows[places], self._read(frame, places), strict=True):
            for place, cell in zip(self._places, read, strict=True):
                cells[place] = cell
            with suppress(RejectedError):  # the run refused it too
                yield Concerned(number, self._builder.item_of(("", 1), cells))

    def _read(self, frame: Frame, places: pl.Series) -> Sequence[Sequence[Any]]:
        if places.is_empty():
            return ()
        if frame.cells is not None:
            return [[frame.cells[row][place] for place in self._places] for row in places]
        if self._sheet.rows is None:
            return frame.table[places].select(f"c{place}" for place in self._places).rows()
        index = carried_as("row", self._sheet.source.headers)
        part = _scan(self._sheet, self._places, index).slice(frame.first, len(frame.table))
        wanted = (places.cast(pl.Int64) + frame.first).implode()
        return part.filter(pl.col(index).is_in(wanted)).drop(index).collect().rows()


def _frames(sheet: Sheet) -> Iterator[Frame]:
    """Yield the rows of a file; of a Parquet file only the names of parties, since the others are seldom needed."""
    if sheet.rows is None:
        yield from frames(sheet)
        return
    some = _scan(sheet, [place for column, (_, place) in sheet.columns.known.items() if column in PARTIES])
    for first in range(0, sheet.rows, ROWS):
        table = some.slice(first, ROWS).collect()
        numbers = pl.int_range(first + 1, first + len(table) + 1, eager=True)
        yield Frame(table, numbers, numbers, first=first)


def _scan(sheet: Sheet, places: Sequence[int], index: str | None = None) -> pl.LazyFrame:
    """Scan some columns of a Parquet file, called as in a frame, with the number of each row from 0 if asked for."""
    scan = pl.scan_parquet(sheet.path, glob=False, hive_partitioning=False, row_index_name=index)
    columns = [pl.col(sheet.source.headers[place]).alias(f"c{place}") for place in places]
    return scan.select(*columns, *([index] if index else []))
