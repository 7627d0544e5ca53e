"""What all rows of a run are added up to: how many had each outcome, the strictest of each consignment, red flags."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from penstock.screening.decide import Table

AT_ONCE = 8_000_000
"""Numbers that are sorted together."""


class Tally:
    """Counts rows, part after part.

    Attributes:
        outcomes: How many rows had each outcome.
        flags: How many rows had each set of red flags, as `penstock.batch.parts.told_flags` reads it.
    """

    def __init__(self, table: Table) -> None:
        """Take the table that says how strict outcomes are."""
        self.outcomes: Counter[str] = Counter()
        self.flags: Counter[str] = Counter()
        self._names = table.outcomes
        self._strict: list[pl.DataFrame] = []
        self._ids: list[NDArray[np.uint64]] = []

    def add(self, rows: pl.DataFrame, decisions: pl.DataFrame, changed: pl.DataFrame | None, prefix: str) -> None:
        """Count the rows of a part.

        Args:
            rows: ``consignment_id``, ``row`` and ``decision``, a place in ``decisions``.
            decisions: ``outcome`` and ``flags``.
            changed: ``row`` and ``outcome`` of rows whose outcome is another.
            prefix: What stands before the consignments of the file.
        """
        ids, places = rows.select(with_prefix(prefix)).to_series(), rows["decision"].to_numpy()
        self._ids.append(ids.hash(0).unique().to_numpy())
        times = np.bincount(places, minlength=len(decisions)).tolist()
        for (outcome, flags), count in zip(decisions.iter_rows(), times, strict=True):
            if count:
                self.outcomes[outcome] += count
                self.flags[flags] += count
        ranks = np.array([self._names.index(outcome) for outcome in decisions["outcome"].to_list()], np.int8)
        of_rows = ranks[places]
        for row, outcome in changed.iter_rows() if changed is not None else ():
            place = int(rows["row"].search_sorted(row))
            self.outcomes[self._names[of_rows[place]]] -= 1
            self.outcomes[outcome] += 1
            of_rows[place] = self._names.index(outcome)
        some = np.flatnonzero(of_rows)
        self._strict.append(pl.DataFrame({"consignment_id": ids.gather(some), "rank": of_rows[some]}))

    def strict_consignments(self) -> pl.DataFrame:
        """Return the consignments of which some item is more than the least strict outcome, with their outcome."""
        strictest = pl.concat(self._strict).group_by("consignment_id").agg(pl.col("rank").max())
        names = dict(enumerate(self._names))
        return strictest.select(
            "consignment_id", consignment_outcome=pl.col("rank").replace_strict(names, return_dtype=pl.String)
        )

    def consignments(self) -> int:
        """Return how many consignments there are.

        They are told apart by 64 bits of a hash: among fifty million, a chance that two count as one is 1 in 15,000.
        """
        buckets = sum(map(len, self._ids)) // AT_ONCE + 1
        some = ([ids[ids % np.uint64(buckets) == bucket] for ids in self._ids] for bucket in range(buckets))
        return sum(pl.Series(np.concatenate(ids)).n_unique() for ids in some)


def with_prefix(prefix: str) -> pl.Expr:
    """Return the consignments of a file with what stands before them."""
    own = pl.col("consignment_id")
    return (pl.lit(prefix) + own).alias("consignment_id") if prefix else own
