"""Rows of all parts of a run that pass a threshold together, and what changes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from penstock.batch.counted import COUNTED, counted_rows
from penstock.batch.parts import FINDINGS
from penstock.batch.results import finding_columns, finding_schema, said_of
from penstock.screening.cumulation import with_findings
from penstock.screening.decide import Decision, Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from penstock.batch.parts import Part
    from penstock.screening.cumulation import Counted
    from penstock.screening.decide import Table
    from penstock.screening.judge import Judge


class Change(NamedTuple):
    """Rows of a part whose decision is another, since other rows add up with them: the rows, and all their findings."""

    rows: pl.DataFrame
    findings: pl.DataFrame

    def decided(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Return the rows of the part with the outcome and reasons that changed."""
        joined = rows.join(self.rows.lazy(), on="row", how="left", maintain_order="left", suffix="_new")
        new = {name: pl.coalesce(f"{name}_new", name) for name in self.rows.columns if name != "row"}
        return joined.with_columns(**new).drop(f"{name}_new" for name in new)

    def beside(self, other: Change) -> Change:
        """Return this change and that of other rows of the part together."""
        return Change(pl.concat([self.rows, other.rows]), pl.concat([self.findings, other.findings]))

    def found(self, findings: pl.LazyFrame) -> pl.LazyFrame:
        """Return the findings of the part with those of the rows that changed, row after row."""
        kept = findings.filter(~pl.col("row").is_in(self.rows["row"].implode()))
        return pl.concat([kept, self.findings.lazy()]).sort("row", maintain_order=True)


def changes_of(
    parts: Sequence[Part], dropped: Mapping[int, Sequence[int]], prefixes: Sequence[str], judge: Judge
) -> dict[int, Change]:
    """Add up the rows of all parts, and return what changes, by part.

    Args:
        parts: The parts of the run.
        dropped: The rows that stand twice, by part.
        prefixes: What stands before the consignments of each file.
        judge: Who judged them.
    """
    where: list[tuple[int, int]] = []
    rows: list[Counted] = []
    for nth, part in enumerate(parts):
        gone = set(dropped.get(nth, ()))
        for row, one in counted_rows(pl.read_ipc(part.folder / COUNTED)):
            if row not in gone:
                where.append((nth, row))
                rows.append(one._replace(consignment_id=prefixes[part.file] + one.consignment_id))
    more: dict[int, dict[int, list[Finding]]] = {}
    for place, findings in judge.cumulation.findings(rows).items():
        nth, row = where[place]
        more.setdefault(nth, {}).setdefault(row, []).extend(findings)
    return {nth: _change(parts[nth].folder, own, judge.table) for nth, own in more.items()}


def decided_before(folder: Path, rows: Collection[int]) -> dict[int, Decision]:
    """Return what was decided of some rows of a part, by row; the outcome is left to whoever decides anew."""
    before: dict[int, Decision] = {}
    for told in _written(folder, rows).drop("outcome").iter_rows(named=True):
        row, key = told.pop("row"), (told.pop("consignment_id"), told.pop("item_no"))
        known = before.get(row)
        findings = (*known.findings, Finding(**told)) if known else (Finding(**told),)
        before[row] = Decision(*key, "", findings)
    return before


def change_of(folder: Path, decided: Mapping[int, Decision], table: Table) -> Change:
    """Return what changes of a part, by rows that are decided anew, in the order of their numbers."""
    schema = pl.scan_ipc(folder / FINDINGS).collect_schema()
    said = {"outcome": [one.outcome for one in decided.values()], "reasons": said_of(list(decided.values()))["reasons"]}
    pairs = [(row, one, finding) for row, one in decided.items() for finding in one.findings]
    columns = finding_columns([finding for *_, finding in pairs], table)
    found = pl.DataFrame(columns, schema=finding_schema(columns)).with_columns(
        pl.Series("consignment_id", [one.consignment_id for _, one, _ in pairs], pl.String),
        pl.Series("item_no", [one.item_no for _, one, _ in pairs], schema["item_no"]),
        pl.Series("row", [row for row, *_ in pairs], schema["row"]),
    )
    rows = pl.DataFrame({"row": pl.Series(list(decided), dtype=schema["row"]), **said})
    return Change(rows, found.select(schema.names()))


def _change(folder: Path, more: Mapping[int, Sequence[Finding]], table: Table) -> Change:
    """Decide anew the rows of a part that have more findings."""
    before = decided_before(folder, more)
    return change_of(folder, {row: with_findings(table, before[row], more[row]) for row in sorted(before)}, table)


def _written(folder: Path, rows: Collection[int]) -> pl.DataFrame:
    return pl.scan_ipc(folder / FINDINGS).filter(pl.col("row").is_in(list(rows))).collect()
