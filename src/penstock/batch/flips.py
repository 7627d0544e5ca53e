"""The decisions that differ between two runs of the same rows: all of them compared, or those of some parties anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from penstock.batch.results import DECISIONS, FINDINGS, UNSHOWN, said_of
from penstock.screening.decide import Decision, Finding

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from pathlib import Path

    from penstock.screening.decide import Table
    from penstock.screening.party_findings import Judged

KEY = ("consignment_id", "item_no")
COMPARED = ("outcome", "reasons", "unknown_in", "flags_not_evaluated")
PLACE = ("file", "row")

OF_PARTIES = "party_"
"""What the code of every finding about a party begins with, and of no other."""


class JudgedRow(NamedTuple):
    """A row of a file, and what is said of its parties now."""

    file: str
    row: int
    judged: Judged


def flips_of(before: Path, after: Path) -> pl.DataFrame:
    """Return the items whose decision differs between two files of decisions."""
    old = pl.scan_parquet(before).select(*KEY, *_before())
    joined = (
        pl.scan_parquet(after)
        .select(*KEY, *COMPARED)
        .join(old, on=KEY, how="full", coalesce=True, maintain_order="left_right")
    )
    return joined.filter(_differs()).collect().rechunk()


def flips_of_parties(run: Path, rows: Sequence[JudgedRow], lists: Container[str], table: Table) -> pl.DataFrame:
    """Return the items of a run whose decision differs when their parties are judged anew.

    What was found of the goods, the flags and the rows together does not depend on the parties' names on lists, so it
    is taken from the findings of the run.

    Args:
        run: The folder of the run.
        rows: The rows of which something may differ; one that the run refused is left out.
        lists: The lists that answer.
        table: The decision table.
    """
    places = pl.LazyFrame(
        {"file": [one.file for one in rows], "row": [one.row for one in rows], "nth": range(len(rows))},
        schema={"file": pl.String, "row": pl.Int64, "nth": pl.Int64},
    ).unique(PLACE, keep="first")
    old = (
        pl.scan_parquet(run / DECISIONS)
        .select(*KEY, *COMPARED, *PLACE)
        .filter(pl.col("row").is_in(list({one.row for one in rows})))  # much faster than the join alone
        .join(places, on=PLACE, maintain_order="left")
        .collect()
    )
    rest = _others(run, old)
    judged = (rows[nth].judged for nth in old["nth"])
    told = zip(old.select(*KEY, *COMPARED).iter_rows(named=True), rest, judged, strict=True)
    decided = [_decided(row, findings, one, lists, table) for row, findings, one in told]
    new = {"outcome": [one.outcome for one in decided], **said_of(decided)}
    columns = [pl.Series(name, new[name], pl.String) for name in COMPARED if name != "flags_not_evaluated"]
    joined = old.select(*KEY, *COMPARED, *_before()).with_columns(columns)
    return joined.filter(_differs()).rechunk()


def _before() -> Iterator[pl.Expr]:
    return (pl.col(name).alias(f"{name}_before") for name in COMPARED)


def _differs() -> pl.Expr:
    return pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in COMPARED)


def _others(run: Path, items: pl.DataFrame) -> Iterator[list[Finding]]:
    """Yield for each item the cases of the findings a run made of it that are not about a party."""
    found = (
        pl.scan_parquet(run / FINDINGS)
        .select(*KEY, "code", "duty", "stage")
        .join(items.lazy().select(KEY), on=KEY, how="semi")
        .filter(~pl.col("code").str.starts_with(OF_PARTIES))
        .collect()
    )
    by_item: dict[tuple[str, int], list[Finding]] = {}
    for consignment, number, code, duty, stage in found.iter_rows():
        by_item.setdefault((consignment, number), []).append(Finding(code=code, duty=duty, stage=stage, message=""))
    for *key, reasons in items.select(*KEY, "reasons").iter_rows():
        unshown = [Finding(code=UNSHOWN, message="")] if UNSHOWN in _parted(reasons) else []
        yield [*by_item.get((key[0], key[1]), []), *unshown]


def _decided(
    before: dict[str, str], others: Iterable[Finding], judged: Judged, lists: Container[str], table: Table
) -> Decision:
    places = [one for one in _parted(before["unknown_in"]) if one not in lists]
    outcome, findings = table.decide([*others, *judged.findings])
    unknown = tuple(dict.fromkeys([*places, *judged.unknown]))
    return Decision(before["consignment_id"], int(before["item_no"]), outcome, findings, unknown)


def _parted(told: str) -> list[str]:
    return [one for one in told.split(", ") if one]
