"""The goods items of one call: read as a JSON Lines file of them is, each made an item or refused by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from penstock.batch.columns import ColumnMap, map_headers
from penstock.batch.formats import object_in
from penstock.batch.readers import Reject, rejected, whole_row
from penstock.batch.rows import Numbers, RejectedError, RowBuilder
from penstock.batch.sources import LONGEST_CELL, BadRow, Source
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from penstock.screening.consignment import GoodsItem

CALL = "call"
"""What stands where the results of a file name the file."""


@dataclass(slots=True)
class Reading:
    """What a call held: every row is in ``items`` or in ``rejects``, by its number from 1.

    ``columns`` are the contract's columns that some row has, ``unread`` the keys that mean none.
    """

    items: dict[int, GoodsItem] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)


def read_items(texts: Sequence[str]) -> Reading:
    """Read the items of a call.

    Args:
        texts: One JSON object an item, with the columns of a consignment or their aliases as keys.
    """
    rows = [object_in(text) for text in texts]
    keys: dict[str, None] = {}
    for row in rows:
        if isinstance(row, dict):
            keys |= dict.fromkeys(row)
    builders = _Builders(list(keys))
    reading = Reading()
    seen: ColumnMap | None = None
    for number, (text, row) in enumerate(zip(texts, rows, strict=True), start=1):
        source, columns = builders.source, None
        try:
            if isinstance(row, BadRow):
                whole_row(row)
            else:
                source, columns, build = builders.of(row)
                cells = list(map(row.get, source.headers))
                read = build.item if len(text) > LONGEST_CELL else build.item_in_shape
                reading.items[number] = read(number, cells)
        except RejectedError as why:
            reading.rejects.append(rejected(CALL, number, source, number, why))
        except InputError as error:
            remedy = f"{error.message} {error.remedy}"
            unusable = RejectedError(code="unusable_keys", seen=", ".join(keys), remedy=remedy)
            reading.rejects.append(rejected(CALL, number, source, number, unusable))
        if columns is not None and columns is not seen:
            seen = columns
            reading.columns |= columns.known.keys()
    reading.unread = [key for key in keys if key in builders.unread]
    return reading


class _Builders:
    """Who makes items of rows: one for all rows, or one for those of the same keys where all together collide."""

    def __init__(self, keys: list[str]) -> None:
        self._numbers = Numbers()
        self._made: dict[tuple[str, ...], tuple[Source, ColumnMap, RowBuilder]] = {}
        self.unread: set[str] = set()
        self.source = _source(keys)
        try:
            self._all: tuple[Source, ColumnMap, RowBuilder] | None = self._make(keys)
        except InputError:
            self._all = None

    def of(self, row: Mapping[str, Any]) -> tuple[Source, ColumnMap, RowBuilder]:
        """Return the headers, their meaning and the builder for a row.

        Raises:
            InputError: Two keys of the row mean one column, or none says what the goods or who the parties are.
        """
        if self._all is not None:
            return self._all
        keys = tuple(row)
        if keys not in self._made:
            self._made[keys] = self._make(list(keys))
        return self._made[keys]

    def _make(self, keys: list[str]) -> tuple[Source, ColumnMap, RowBuilder]:
        source = _source(keys)
        columns = map_headers("The item", keys)
        self.unread |= {keys[place] for _, place in columns.carried}
        return source, columns, RowBuilder(source, columns, self._numbers)


def _source(keys: list[str]) -> Source:
    return Source(keys, lambda: iter(()), "row", is_typed=True)
