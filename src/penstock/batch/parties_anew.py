"""The parties of rows that a change of lists concerns, judged anew; their goods are not looked at."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from penstock.batch.flips import JudgedRow
from penstock.screening.alike import Sort
from penstock.screening.party_findings import parties_of
from penstock.screening.route import route_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from penstock.batch.cache import Learnt
    from penstock.batch.concerned import Concerned, NamesConcerned
    from penstock.batch.sorted_values import Array
    from penstock.law.routes import Route
    from penstock.screening.consignment import GoodsItem
    from penstock.screening.party_findings import PartyFindings


class PartiesAnew:
    """Judges the parties of rows; rows that differ in days between which nothing changes are judged alike."""

    def __init__(
        self,
        parties: PartyFindings,
        binding: Callable[[Route | None], tuple[str, ...]],
        day: date,
        names: NamesConcerned,
        learnt: Learnt | None,
    ) -> None:
        """Prepare for a run.

        Args:
            parties: Who judges them now.
            binding: Tells the places whose law is asked for a route.
            day: The day of rows without one.
            names: Tells which names the change concerns.
            learnt: What the run knew of names, by the same seed: those that no list had then and that are not
                concerned are on none now, and need not be searched for.
        """
        self._parties = parties
        self._binding = lru_cache(maxsize=4096)(binding)
        self._day = day
        self._names = names
        self._silent = np.empty(0, np.uint64) if learnt is None else _silent(learnt)
        self._days: dict[tuple[tuple[str, int], ...], date] = {}

    def judged(self, file: str, rows: Sequence[Concerned]) -> Iterator[JudgedRow]:
        """Yield what is said of the parties of some rows of a file now."""
        distinct = dict.fromkeys(party.name for row in rows for party in parties_of(row.item))
        names = pl.Series(list(distinct), dtype=pl.String)
        is_silent = self._names.are_in(names, self._silent) & ~self._names.of(names)
        self._parties.know_unlisted(names.filter(is_silent).to_list())
        self._parties.read_ahead(row.item for row in rows)
        for number, item in rows:
            places = self._binding(route_of(item))
            yield JudgedRow(file, number, self._parties.of(item, self._day_for(item), places))

    def _day_for(self, item: GoodsItem) -> date:
        """Return the first day met of those on which the same is found of an item's parties as on its own."""
        day = item.date or self._day
        names = dict.fromkeys(party.name for party in parties_of(item))
        return self._days.setdefault(tuple([(name, self._parties.turn(name, day)) for name in names]), day)


def _silent(learnt: Learnt) -> Array:
    """Return the numbers of the names that no list had."""
    numbers, sorts = np.frombuffer(learnt.numbers, np.uint64), np.frombuffer(learnt.sorts, np.uint8)
    return numbers[np.flatnonzero(sorts == Sort.SILENT)]
