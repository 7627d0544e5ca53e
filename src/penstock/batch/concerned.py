"""The rows of a run's files whose parties have a name that some changed name of a list may be a match of."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from penstock.batch.cells import Cells
from penstock.batch.columns import PARTIES, USABLE
from penstock.batch.frames import ROWS, Frame, frames
from penstock.batch.rows import RejectedError, RowBuilder
from penstock.kernel.errors import UnreadableName
from penstock.parties.index import PartyIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        self._seed = seed
        self._pool = pool
        self._seen = self._found = np.empty(0, np.uint64)
        self._known, self._may = np.empty(0, np.uint64), np.empty(0, np.uint64)
        if kept is not None:
            self._known = kept.known
            may = [numbers[self._index.concerns(keys)] for numbers, keys in kept.read()]
            self._may = np.concatenate([self._may, *may])

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

    def _unless_far(self, names: pl.Series) -> pl.Series:
        """Read names whose keys are not kept, and return those that may match a changed one."""
        return names if names.is_empty() else names[self._index.concerns(self._pool.keys(names.to_list()))]

    def _look_at(self, names: pl.Series) -> None:
        """Search for names among those that changed, just as a run searches for them among all."""
        every = self._index.search_many(names.to_list(), limit=1)
        found = [not isinstance(matches, UnreadableName) and bool(matches) for matches in every]
        some = names.filter(pl.Series(found, dtype=pl.Boolean)).hash(self._seed).to_numpy()
        self._found = np.concatenate([self._found, some])


def _is_in(numbers: pl.Series, some: Array) -> pl.Series:
    return numbers.is_in(pl.Series(some).implode())


def concerned_rows(sheet: Sheet, names: NamesConcerned) -> Iterator[tuple[int, list[Concerned]]]:
    """Yield of each part of a file how many rows it has and which are concerned; some were refused by the run."""
    places = {column: place for column, (_, place) in sheet.columns.known.items() if column in READ}
    builder = RowBuilder(sheet.source, sheet.columns)
    cells = Cells()
    for frame in _narrow(sheet, sorted(places.values())):
        parties = {column: f"c{places[column]}" for column in PARTIES if column in places}
        clean = cells.clean(frame.table, parties).table
        is_concerned = pl.select(pl.any_horizontal(*(names.of(clean[column]) for column in parties))).to_series()
        found = []
        for place in is_concerned.arg_true().to_list():
            with suppress(RejectedError):  # the run refused it too
                item = builder.item_of(("", 1), _cells(frame, place, places.values(), len(sheet.source.headers)))
                found.append(Concerned(frame.rows[place], item))
        yield len(frame.rows) + len(frame.rough), found


def _cells(frame: Frame, place: int, columns: Iterable[int], width: int) -> list[Any]:
    """Return a row of which only some cells are filled in."""
    found: list[Any] = [None] * width
    for column in columns:
        found[column] = frame.table[f"c{column}"][place] if frame.cells is None else frame.cells[place][column]
    return found


def _narrow(sheet: Sheet, places: Sequence[int]) -> Iterator[Frame]:
    """Yield the rows of a file, of a Parquet file only some of its columns."""
    if sheet.rows is None:
        yield from frames(sheet)
        return
    scan = pl.scan_parquet(sheet.path, glob=False, hive_partitioning=False)
    some = scan.select(pl.col(sheet.source.headers[place]).alias(f"c{place}") for place in places)
    for first in range(0, sheet.rows, ROWS):
        table = some.slice(first, ROWS).collect()
        numbers = pl.int_range(first + 1, first + len(table) + 1, eager=True)
        yield Frame(table, numbers, numbers, first=first)
