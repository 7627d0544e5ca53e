"""Rows of a table that are judged alike: a number for each row, equal where rows say the same that counts.

No row is looked at by itself: columns become arrays of numbers, and where only so much of a cell counts its number
stands for just that. `penstock.batch.words` puts one row of each kind in the words by which all of them are judged.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from penstock.batch.columns import CONTRACT, PARTIES
from penstock.batch.sorted_values import Hashed, Said, Values, hashed, mixed, numbered
from penstock.batch.words import AMOUNTS, BEYOND, BUSINESSES, ENDS, GOODS, OTHERS, WHOLE, Same, Told, put_in_words
from penstock.screening.alike import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from penstock.batch.cache import ValueCache
    from penstock.batch.pool import NamePool
    from penstock.batch.sorted_values import Array, Begins
    from penstock.screening.alike import Alike

    Flags = NDArray[np.bool_]
    Rows = NDArray[np.int64]

HASHED = (*GOODS, "commodity_code", *PARTIES, *ENDS, *BEYOND)
"""Columns of which every cell has a number."""

_HALF = 2
"""Stands for a concentration of which only that it is below the whole counts."""

_TURNS = 20
"""Bits for the number of a span of days of one name."""


class Kinds(NamedTuple):
    """The number of each row's kind, what is told of the rows, and the description of each that another stands for."""

    numbers: Array
    told: Told
    said: pl.Series


class Telling:
    """Tells the kinds of the rows of one run."""

    def __init__(self, alike: Alike, day: date, seed: int) -> None:
        """Take what sorts values, the day of rows without one, and the seed of the numbers."""
        self._alike = alike
        self._day = day
        self._seed = seed
        self._texts = Values(self._sort_texts)
        self._structures = Values(alike.structures)
        self._numbers = Values(lambda texts: [alike.of_number(text) for text in texts])
        self._names = Values(alike.names)
        self._begin_names: Begins = partial(partial, alike.names)
        self._codes = Values(lambda codes: [Sort.QUIET if alike.is_basket(c) else Sort.SILENT for c in codes])
        self._days: dict[tuple[bool, int], date] = {}
        self._signatures = Said(seed, alike.signatures)
        self._trades = Said(seed, alike.trades)

    def share_names(self, pool: NamePool) -> None:
        """Have new names sorted by a pool."""
        self._begin_names = partial(pool.begin, self._alike)

    @property
    def _values(self) -> dict[str, Values]:
        return {
            "texts": self._texts,
            "structures": self._structures,
            "numbers": self._numbers,
            "names": self._names,
            "codes": self._codes,
        }

    def recall(self, cache: ValueCache) -> None:
        """Take over what runs before learnt of values; the cache must have the seed of this run."""
        for column, values in self._values.items():
            learnt = cache.learnt(column)
            if learnt is not None:
                values.recall(learnt)

    def keep(self, cache: ValueCache) -> None:
        """Keep what this run learnt of values.

        Raises:
            OutputError: The folder of the cache cannot be written.
        """
        for column, values in self._values.items():
            cache.keep(column, values.learnt())

    def numbered(self, table: pl.DataFrame) -> dict[str, Hashed]:
        """Return the columns of a table of which every cell has a number."""
        return {column: hashed(table[column], self._seed) for column in HASHED}

    def begin(self, own: Mapping[str, Hashed]) -> Callable[[], None]:
        """Begin to sort the names of rows; what is returned must be called before `kinds` tells of these rows."""
        return self._names.begin([own[column] for column in PARTIES], self._begin_names)

    def kinds(self, table: pl.DataFrame, own: Mapping[str, Hashed], learn_names: Callable[[], None]) -> Kinds:
        """Tell the kinds of the rows of a table of goods items' columns.

        Args:
            table: The rows.
            own: Their columns of which every cell has a number.
            learn_names: See `begin`.
        """
        told = self._told(own, learn_names)
        quiet = np.flatnonzero(told.is_quiet & ~told.is_loud)
        texts = self._signatures.tell(own["goods_description"].cells.gather(quiet))
        numbers = mixed(self._columns(table, own, told, quiet, texts))
        said = _but_for(table["goods_description"], quiet, texts)
        return Kinds(numbers, told, said)

    def words(self, table: pl.DataFrame, told: Told) -> pl.DataFrame:
        """Put rows of a table of which ``told`` tells in the words by which they are judged."""
        silent = {
            "goods_description": self._texts.silent,
            "cas_number": self._numbers.silent,
            **dict.fromkeys(PARTIES, self._names.silent),
        }
        words = put_in_words(table, told, Same(self._alike.columns, silent, self._signatures, self._trades))
        return words.with_columns(self._first_days(table["date"].fill_null(self._day), told))

    def _first_days(self, days: pl.Series, told: Told) -> pl.Series:
        """Return for each day the first met of its span: what the law says is remembered by the day.

        A row of a party that some list has keeps its own.
        """
        turns = {True: self._alike.law_turn, False: self._alike.turn}
        rows = zip(days.to_list(), told.is_loud.tolist(), told.is_known.tolist(), strict=True)
        met = [
            day if is_known else self._days.setdefault((is_loud, turns[is_loud](day)), day)
            for day, is_loud, is_known in rows
        ]
        return pl.Series("date", met, pl.Date)

    def whole(self, table: pl.DataFrame) -> Array:
        """Return the numbers of rows by all they say, but for their keys."""
        columns = [column for column in CONTRACT if column not in {"consignment_id", "item_no"}]
        return mixed([numbered(table[column], self._seed) for column in columns])

    def unknown_names(self, table: pl.DataFrame, told: Told) -> list[str]:
        """Return the names in a table that no list has."""
        found = [table[column].filter(pl.Series(~is_known)) for column, is_known in told.names.items()]
        return pl.concat(found).drop_nulls().unique().to_list()

    def _told(self, own: Mapping[str, Hashed], learn_names: Callable[[], None]) -> Told:
        text, number = self._texts.sorts(own["goods_description"]), self._numbers.sorts(own["cas_number"])
        structure, code = self._structures.sorts(own["smiles"]), self._codes.sorts(own["commodity_code"])
        is_loud = (text == Sort.LOUD) | (number == Sort.LOUD) | (structure == Sort.LOUD)
        is_loud |= np.logical_and.reduce([own[column].is_empty for column in GOODS])
        is_loud |= self._alike.reads_amounts
        speaks = (text > Sort.SILENT) | (number > Sort.SILENT) | ~own["smiles"].is_empty | is_loud
        learn_names()
        names = {column: self._names.told(own[column]) == Sort.LOUD for column in PARTIES}
        return Told(text == Sort.QUIET, is_loud, speaks, speaks | (code > Sort.SILENT), names, self._asked(own))

    def _asked(self, own: Mapping[str, Hashed]) -> Flags:
        """Tell which rows have a route on which the parties' business counts."""
        origin, destination = _ends(own)
        routes = pl.DataFrame({"origin": origin, "destination": destination}).with_row_index("row")
        found = np.zeros(len(origin), np.bool_)
        for row in routes.group_by("origin", "destination").agg(pl.first("row"))["row"].to_list():
            ends = (own[one].cells[row] or own[other].cells[row] for one, other in zip(ENDS, BEYOND, strict=True))
            if self._alike.asks_for_trade(*ends):
                found |= (origin == origin[row]) & (destination == destination[row])
        return found

    def _columns(
        self, table: pl.DataFrame, own: Mapping[str, Hashed], told: Told, quiet: Rows, texts: pl.Series
    ) -> Iterator[Array]:
        """Yield what counts of each column of the rows, as numbers."""
        loud = np.flatnonzero(told.is_loud)
        yield told.is_loud.astype(np.uint64)
        description = own["goods_description"]
        written = description.numbers.copy()
        written[quiet] = numbered(texts, self._seed)
        yield np.where(told.speaks, written, ~description.is_empty)
        yield np.where(told.speaks, own["cas_number"].numbers, ~own["cas_number"].is_empty)
        yield np.where(told.says_code, own["commodity_code"].numbers, ~own["commodity_code"].is_empty)
        yield own["smiles"].numbers
        yield self._own_of(table["quantity_unit"], np.flatnonzero(told.speaks), self._says(table["quantity_unit"]))
        yield self._own_of(table["transit_countries"], np.arange(len(table)), np.zeros(len(table), np.uint64))
        for column in (*AMOUNTS, *OTHERS):
            yield self._own_of(table[column], loud, self._says(table[column]))
        concentration = table["concentration_percent"]
        is_dilute = told.speaks & (concentration < WHOLE).fill_null(value=False).to_numpy()
        yield self._own_of(concentration, loud, np.where(is_dilute, _HALF, self._says(concentration)))
        for column in PARTIES:
            yield self._who(own[column], told, column)
        for place, column in zip(_ends(own), ENDS, strict=True):
            yield np.where(told.is_own, own[column].numbers, place)
        for column in BEYOND:
            yield np.where(told.is_own, own[column].numbers, 0)
        yield from self._turns(table, told, loud)

    def _says(self, cells: pl.Series) -> Array:
        """Return 1 where a cell says something, if that counts, and 0 elsewhere."""
        if cells.name not in self._alike.columns:
            return np.zeros(len(cells), np.uint64)
        says = cells.is_not_null() if cells.dtype == pl.String else (cells != 0).fill_null(value=False)
        return says.to_numpy().astype(np.uint64)

    def _own_of(self, cells: pl.Series, rows: Rows, others: Array) -> Array:
        """Return the numbers of cells for some rows, and ``others`` for the others."""
        found = others.astype(np.uint64)
        if len(rows):
            found[rows] = numbered(cells.gather(rows), self._seed)
        return found

    def _who(self, names: Hashed, told: Told, column: str) -> Array:
        """Return numbers for names; that of one nobody knows tells of its business, where that counts."""
        is_own = told.is_loud | told.names[column]
        found = np.where(is_own, names.numbers, ~names.is_empty)
        if column in BUSINESSES:
            rows = np.flatnonzero(told.asked & ~is_own & ~names.is_empty)
            found[rows] = numbered(self._trades.tell(names.cells.gather(rows)), self._seed)
        return found

    def _turns(self, table: pl.DataFrame, told: Told, loud: Rows) -> Iterator[Array]:
        """Yield the spans of days in which rows are judged alike: of the law of their goods, and of their parties."""
        days = table["date"].fill_null(self._day)
        distinct = days.unique()
        quiet, of_law = (
            pl.Series([turn(day) for day in distinct.to_list()], dtype=pl.UInt64)
            for turn in (self._alike.turn, self._alike.law_turn)
        )
        found = days.replace_strict(distinct, quiet).to_numpy().copy()
        found[loud] = days.gather(loud).replace_strict(distinct, of_law).to_numpy()
        yield found
        known = np.flatnonzero(told.is_known)
        of_parties = np.zeros(len(table), np.uint64)
        listed = [
            table[column].set(pl.Series(~is_known), None).gather(known) for column, is_known in told.names.items()
        ]
        self._alike.search(pl.concat([names.alias("name") for names in listed]).drop_nulls().unique().to_list())
        for names in listed:
            of_parties[known] <<= np.uint64(_TURNS)
            of_parties[known] |= self._turns_of(names, days.gather(known))
        yield of_parties

    def _turns_of(self, names: pl.Series, days: pl.Series) -> Array:
        told = zip(names.to_list(), days.to_list(), strict=True)
        return np.array([0 if name is None else self._alike.party_turn(name, day) for name, day in told], np.uint64)

    def _sort_texts(self, texts: Sequence[str]) -> list[Sort]:
        marked = pl.Series(texts, dtype=pl.String).str.contains(self._alike.marks)
        return self._alike.texts(texts, marked.to_list())


def _but_for(descriptions: pl.Series, rows: Rows, others: pl.Series) -> pl.Series:
    """Return the descriptions of those of some rows that are not judged by their own, and nothing for all others."""
    differs = rows[(descriptions.gather(rows) != others).to_numpy()]
    return descriptions.clear(len(descriptions)).scatter(differs, descriptions.gather(differs))


def _ends(own: Mapping[str, Hashed]) -> tuple[Array, Array]:
    """Return the numbers of where the routes of rows begin and end."""
    begins, ends = (
        np.where(own[column].is_empty, own[other].numbers, own[column].numbers)
        for column, other in zip(ENDS, BEYOND, strict=True)
    )
    return begins, ends
