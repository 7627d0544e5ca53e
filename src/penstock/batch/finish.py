"""The results of a run from its parts: rows that stand twice refused, the outcome of whole consignments, four files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from penstock.batch import results
from penstock.batch.cumulated import changes_of
from penstock.batch.doubles import find_doubles, within
from penstock.batch.drawn import draws_of, together
from penstock.batch.engine import CARRIED
from penstock.batch.parts import DECISIONS, FINDINGS, ROWS, told_flags
from penstock.batch.readers import across
from penstock.batch.results import carried_as, told_of_flags, write_rejects
from penstock.batch.tally import Tally, with_prefix
from penstock.batch.wide import ADDED, write_wide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from penstock.batch.cumulated import Change
    from penstock.batch.frames import Sheet
    from penstock.batch.laid import Frame
    from penstock.batch.parts import Parts
    from penstock.batch.readers import Reject
    from penstock.cases.cover import Ledger
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

    def __init__(self, sheets: Sequence[Sheet], parts: Parts, judge: Judge, ledger: Ledger | None = None) -> None:
        """Take the files, the parts, who judged them, and the authorisations to draw down, if there are any."""
        self._sheets = sheets
        self._parts = parts.parts
        self._table = judge.table
        self._judge = judge
        self._ledger = ledger
        self._prefixes = [_prefix(sheet, len(sheets)) for sheet in sheets]
        self._dropped: dict[int, list[int]] = {}
        self._changes: dict[int, Change] = {}

    def write(self, folder: Path, wide: int | None = None) -> Finished:
        """Write decisions, findings and rejects into a folder.

        Args:
            folder: The folder.
            wide: Write the columns of the files as well, reading so many rows at a time: those of a part.

        Raises:
            OSError: It cannot be written.
            InputError: A file cannot be read any more.
        """
        rejects = self._rejects()
        try:
            self._changes = self._changed()
            lazy = [self._rows(nth) for nth in range(len(self._parts))]
            tally = Tally(self._table)
            for nth, part in enumerate(self._parts):
                self._add_up(tally, nth, self._prefixes[part.file])
            strict = tally.strict_consignments().lazy()
            carried = self._carried_names()
            whole = pl.concat([self._decided(rows, strict, carried) for rows in lazy], how="diagonal_relaxed")
            whole.select(*FIXED, *carried.values()).sink_parquet(
                folder / results.DECISIONS, row_group_size=results.GROUP
            )
            findings = pl.concat([self._findings(nth) for nth in range(len(self._parts))])
            findings.sink_parquet(folder / results.FINDINGS, row_group_size=results.GROUP)
            if wide is not None:
                write_wide(folder / results.WIDE, self._sheets, wide, partial(self._beside, lazy, strict))
            shown = int(pl.scan_parquet(folder / results.FINDINGS).select(pl.len()).collect().item())
        except pl.exceptions.PolarsError as error:
            raise OSError(str(error)) from None
        write_rejects(rejects, folder / results.REJECTS)
        return Finished(tally.outcomes, tally.consignments(), shown, rejects, _counted_flags(tally.flags))

    def _changed(self) -> dict[int, Change]:
        """Return what rows change of each other: those over a threshold together, and those on one licence."""
        changes = changes_of(self._parts, self._dropped, self._prefixes, self._judge)
        if self._ledger is None:
            return changes
        return together(changes, draws_of(self._parts, self._dropped, changes, self._table, self._ledger))

    def _add_up(self, tally: Tally, nth: int, prefix: str) -> None:
        """Add up the rows of a part."""
        rows = self._kept(nth, ROWS).select("consignment_id", "row", "decision").collect()
        decisions = pl.read_ipc(self._parts[nth].folder / DECISIONS, columns=["outcome", "flags"])
        changed = self._changes[nth].rows.select("row", "outcome") if nth in self._changes else None
        tally.add(rows, decisions, changed, prefix)

    def _rows(self, nth: int) -> pl.LazyFrame:
        """Return the rows of a part with their outcome, without those that stand twice."""
        part = self._parts[nth]
        decisions = pl.scan_ipc(part.folder / DECISIONS).drop("flags")
        joined = self._kept(nth, ROWS).join(decisions, on="decision", how="left", maintain_order="left")
        if nth in self._changes:
            joined = self._changes[nth].decided(joined)
        return joined.drop("decision", "place").with_columns(
            self._key(part.file), pl.lit(self._sheets[part.file].file).alias("file")
        )

    def _kept(self, nth: int, table: str) -> pl.LazyFrame:
        """Return a table of a part, without the rows that stand twice."""
        rows = pl.scan_ipc(self._parts[nth].folder / table)
        dropped = self._dropped.get(nth)
        return rows.filter(~pl.col("row").is_in(dropped)) if dropped else rows

    def _key(self, file: int) -> pl.Expr:
        return with_prefix(self._prefixes[file])

    def _decided(self, rows: pl.LazyFrame, strict: pl.LazyFrame, carried: Mapping[str, str]) -> pl.LazyFrame:
        joined = rows.join(strict, on="consignment_id", how="left", maintain_order="left")
        own = {name for name in rows.collect_schema().names() if name.startswith(CARRIED)}
        shown = {CARRIED + name: called for name, called in carried.items() if CARRIED + name in own}
        return (
            joined.with_columns(
                pl.col("consignment_outcome").fill_null(self._table.outcomes[0]), pl.col("as_of").cast(pl.String)
            )
            .drop(own - shown.keys())
            .rename(shown)
        )

    def _beside(self, lazy: Sequence[pl.LazyFrame], strict: pl.LazyFrame, file: int, frame: Frame) -> pl.DataFrame:
        """Return what was decided of the rows of a frame."""
        nth = next(nth for nth, part in enumerate(self._parts) if (part.file, part.first) == (file, frame.first))
        return self._decided(lazy[nth], strict, {}).select("row", *ADDED).collect()

    def _carried_names(self) -> dict[str, str]:
        """Return the columns carried through by rows that stand, and what each is called among those of the results."""
        taken, found = set(FIXED), {}
        dropped = {nth: len(rows) for nth, rows in self._dropped.items()}
        with_rows = {part.file for nth, part in enumerate(self._parts) if part.judged > dropped.get(nth, 0)}
        names = [name for file in sorted(with_rows) for name, _ in self._sheets[file].columns.carried]
        for name in dict.fromkeys(names):
            found[name] = carried_as(name, taken)
            taken.add(found[name])
        return found

    def _findings(self, nth: int) -> pl.LazyFrame:
        found = self._kept(nth, FINDINGS)
        if nth in self._changes:
            found = self._changes[nth].found(found)
        return found.with_columns(self._key(self._parts[nth].file)).drop("row")

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


def _counted_flags(written: Mapping[str, int]) -> dict[str, Any]:
    """Add up how often each red flag was raised, and how often and for want of what it was not evaluated."""
    raised: Counter[str] = Counter()
    left: dict[str, dict[str, Any]] = {}
    for flags, times in written.items():
        met, unanswered = told_flags(flags)
        raised.update(dict.fromkeys(met, times))
        for flag, *missing in unanswered:
            kept = left.setdefault(flag, {"items": 0, "missing": Counter()})
            kept["items"] += times
            kept["missing"].update(dict.fromkeys(missing, times))
    return told_of_flags(raised, left)


def _prefix(sheet: Sheet, sheets: int) -> str:
    """Return what makes the rows' own numbers of several files differ, where a file has no consignments."""
    return f"{sheet.file}:" if sheets > 1 and "consignment_id" not in sheet.columns.known else ""
