"""The results of a run from its parts: rows that stand twice refused, the outcome of whole consignments, four files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from penstock.batch import results
from penstock.batch.cumulated import changes_of
from penstock.batch.doubles import find_doubles, within
from penstock.batch.engine import CARRIED
from penstock.batch.parts import DECISIONS, FINDINGS, ROWS
from penstock.batch.readers import across
from penstock.batch.results import carried_as, write_rejects

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from penstock.batch.cumulated import Change
    from penstock.batch.frames import Sheet
    from penstock.batch.parts import Parts
    from penstock.batch.readers import Reject
    from penstock.screening.judge import Judge

FIXED = (
    "consignment_id", "item_no", "outcome", "consignment_outcome", "as_of", "reasons", "unknown_in",
    "flags_not_evaluated", "file", "row",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finished:
    """What a finished run counts."""

    outcomes: Counter[str]
    consignments: int
    findings: int
    rejects: list[Reject]
    flags: dict[str, Any]


class Finish:
    """Puts the parts of a run together."""

    def __init__(self, sheets: Sequence[Sheet], parts: Parts, judge: Judge) -> None:
        """Take the files, the parts and who judged them."""
        self._sheets = sheets
        self._parts = parts.parts
        self._table = judge.table
        self._judge = judge
        self._prefixes = [_prefix(sheet, len(sheets)) for sheet in sheets]
        self._carried = self._carried_names()
        self._dropped: dict[int, list[int]] = {}
        self._changes: dict[int, Change] = {}

    def write(self, folder: Path) -> Finished:
        """Write decisions, findings and rejects into a folder.

        Raises:
            OSError: It cannot be written.
        """
        rejects = self._rejects()
        try:
            self._changes = changes_of(self._parts, self._dropped, self._prefixes, self._judge)
            lazy = [self._rows(nth) for nth in range(len(self._parts))]
            strict = self._strict_consignments(lazy)
            whole = pl.concat([self._decided(rows, strict) for rows in lazy], how="diagonal_relaxed")
            columns = [*FIXED, *(name for name in whole.collect_schema().names() if name not in FIXED)]
            whole.select(columns).sink_parquet(folder / results.DECISIONS)
            findings = pl.concat([self._findings(nth) for nth in range(len(self._parts))])
            findings.sink_parquet(folder / results.FINDINGS)
            counts = self._count(lazy)
            shown = int(pl.scan_parquet(folder / results.FINDINGS).select(pl.len()).collect().item())
        except pl.exceptions.PolarsError as error:
            raise OSError(str(error)) from None
        write_rejects(rejects, folder / results.REJECTS)
        return Finished(counts[0], counts[1], shown, rejects, self._flags())

    def _rows(self, nth: int) -> pl.LazyFrame:
        """Return the rows of a part with their outcome, without those that stand twice."""
        part = self._parts[nth]
        rows = pl.scan_ipc(part.folder / ROWS)
        decisions = pl.scan_ipc(part.folder / DECISIONS)
        dropped = self._dropped.get(nth)
        if dropped:
            rows = rows.filter(~pl.col("row").is_in(dropped))
        joined = rows.join(decisions, on="decision", how="left", maintain_order="left").drop("decision", "place")
        if nth in self._changes:
            joined = self._changes[nth].decided(joined)
        return joined.with_columns(
            self._key(part.file).alias("consignment_id"), pl.lit(self._sheets[part.file].file).alias("file")
        )

    def _key(self, file: int) -> pl.Expr:
        return pl.lit(self._prefixes[file]) + pl.col("consignment_id")

    def _strict_consignments(self, lazy: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
        """Return the consignments of which some item is more than the least strict outcome, with their outcome."""
        ranks = {outcome: self._table.rank(outcome) for outcome in self._table.outcomes}
        ranked = pl.col("outcome").replace_strict(ranks, return_dtype=pl.Int8)
        some = [rows.select("consignment_id", rank=ranked).filter(pl.col("rank") > 0) for rows in lazy]
        strictest = pl.concat(some).group_by("consignment_id").agg(pl.col("rank").max()).collect()
        names = {rank: outcome for outcome, rank in ranks.items()}
        return strictest.lazy().select(
            "consignment_id", consignment_outcome=pl.col("rank").replace_strict(names, return_dtype=pl.String)
        )

    def _decided(self, rows: pl.LazyFrame, strict: pl.LazyFrame) -> pl.LazyFrame:
        joined = rows.join(strict, on="consignment_id", how="left", maintain_order="left")
        own = [name for name in rows.collect_schema().names() if name.startswith(CARRIED)]
        return joined.with_columns(
            pl.col("consignment_outcome").fill_null(self._table.outcomes[0]), pl.col("as_of").cast(pl.String)
        ).rename({name: self._carried[name.removeprefix(CARRIED)] for name in own})

    def _carried_names(self) -> dict[str, str]:
        """Return the columns carried through, and what each is called among those of the results."""
        taken, found = set(FIXED), {}
        with_rows = {part.file for part in self._parts if part.is_judged}
        names = [name for file in sorted(with_rows) for name, _ in self._sheets[file].columns.carried]
        for name in dict.fromkeys(names):
            found[name] = carried_as(name, taken)
            taken.add(found[name])
        return found

    def _findings(self, nth: int) -> pl.LazyFrame:
        part = self._parts[nth]
        found = pl.scan_ipc(part.folder / FINDINGS)
        if nth in self._changes:
            found = self._changes[nth].found(found)
        found = found.with_columns(self._key(part.file).alias("consignment_id"))
        dropped = self._dropped.get(nth)
        return (found.filter(~pl.col("row").is_in(dropped)) if dropped else found).drop("row")

    def _count(self, lazy: Sequence[pl.LazyFrame]) -> tuple[Counter[str], int]:
        counted = pl.concat([rows.group_by("outcome").len() for rows in lazy]).collect()
        outcomes: Counter[str] = Counter()
        for outcome, times in counted.iter_rows():
            outcomes[outcome] += times
        ids = pl.concat([rows.select("consignment_id") for rows in lazy])
        return outcomes, int(ids.select(pl.col("consignment_id").n_unique()).collect().item())

    def _rejects(self) -> list[Reject]:
        """Return the rows that were refused, with those whose key another has already."""
        doubles = find_doubles(self._parts, self._prefixes)
        found: list[Reject] = []
        for file, sheet in enumerate(self._sheets):
            again = [one for one in doubles if one.file == file]
            for one in again:
                if one.part is not None:
                    self._dropped.setdefault(one.part, []).append(one.row)
            own = {reject.row: reject for part in self._parts if part.file == file for reject in part.rejects}
            own |= {one.row: within(sheet, one) for one in again if one.is_within}
            found += [own[row] for row in sorted(own)]
            found += [across(sheet.file, one.row, one.consignment, one.number) for one in again if not one.is_within]
        return found

    def _flags(self) -> dict[str, Any]:
        """Add up what the parts count of red flags."""
        raised: Counter[str] = Counter()
        left: dict[str, dict[str, Any]] = {}
        for part in self._parts:
            raised.update(part.flags["raised"])
            for flag, said in part.flags["not_evaluated"].items():
                kept = left.setdefault(flag, {"items": 0, "missing": Counter()})
                kept["items"] += said["items"]
                kept["missing"].update(said["missing"])
        return {
            "raised": dict(sorted(raised.items())),
            "not_evaluated": {flag: {**kept, "missing": dict(kept["missing"])} for flag, kept in sorted(left.items())},
        }


def _prefix(sheet: Sheet, sheets: int) -> str:
    """Return what makes the rows' own numbers of several files differ, where a file has no consignments."""
    return f"{sheet.file}:" if sheets > 1 and "consignment_id" not in sheet.columns.known else ""
