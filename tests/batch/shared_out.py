"""What the tests of sharing a run out have in common: some hundred rows in several files, and a list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from penstock.batch.frames import open_sheet
from penstock.batch.job import Job, make_ready, plan_of
from penstock.batch.parts import Parts
from penstock.batch.sharing import errand_of, tasks_of
from penstock.lists.records import Entry, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.batch.frames import Sheet
    from penstock.batch.job import Ready
    from penstock.batch.work import Errand, Task

EXAMPLES = Path(__file__).parents[2] / "examples" / "consignments.csv"
DAY = "2026-11-22"
ROWS = 50
RESULTS = ("decisions.parquet", "findings.parquet", "rejects.csv", "screened.parquet")


def job_in(folder: Path) -> Job:
    """Write files of 504 rows and a list in which a consignee stands, and return the job of screening them."""
    rows = pl.read_csv(EXAMPLES, infer_schema_length=0)
    many = pl.concat([_renamed(rows, f"-{nth}").with_columns(pl.col("item_no").cast(pl.Int64)) for nth in range(4)])
    many[:140].write_parquet(folder / "one.parquet")
    many[140:].write_parquet(folder / "two.parquet")
    counted = pl.concat([rows.with_columns(consignment_id=pl.lit("ALL")), _renamed(rows, "-c")]).drop("item_no")
    spoilt = counted.with_columns(
        net_mass_kg=pl.when(pl.int_range(pl.len()) == 30).then(pl.lit("much")).otherwise("net_mass_kg")
    )
    spoilt.write_csv(folder / "counted.csv")
    rows.drop("consignment_id").write_csv(folder / "catalogue.csv")
    return Job(
        tuple(str(folder / name) for name in ("one.parquet", "counted.csv", "two.parquet", "catalogue.csv")),
        on=DAY,
        lists=str(list_in(folder / "lists").folder),
        rows=ROWS,
        wide=True,
    )


def list_in(folder: Path) -> ListStore:
    """Keep one vintage of a list with two companies and return the store."""
    names = ("EXAMPLE IMPORTS LTD", "KESTREL BAY SHIPPING CO LTD")
    entries = tuple(
        sealed(Entry(list="us-ofac-sdn", uid=str(uid), kind="company", names=(ListedName(text=name, kind="primary"),)))
        for uid, name in enumerate(names)
    )
    day, counts = date(2019, 1, 1), counts_of(entries)
    store = ListStore.open(folder)
    store.save(
        Roster(list="us-ofac-sdn", vintage=day, earliest=day, publisher="p", files=(), entries=entries, counts=counts)
    )
    return store


def begun(job: Job, out: Path) -> tuple[Ready, Parts, Errand, list[Task]]:
    """Begin a run as its driver does, and return what its tasks need."""
    ready = make_ready(job)
    parts = Parts.begin(out, plan_of(job, ready), resume=False)
    return ready, parts, errand_of(job, ready, parts), list(tasks_of(ready.sheets, parts, job.rows))


def results(out: Path) -> list[bytes]:
    """Return the bytes of all that a run writes but for how long it took."""
    return [(out / name).read_bytes() for name in RESULTS]


def sheets(*paths: Path) -> Sequence[Sheet]:
    """Open files."""
    return [open_sheet(path) for path in paths]


def _renamed(rows: pl.DataFrame, ending: str) -> pl.DataFrame:
    return rows.with_columns(pl.col("consignment_id") + ending)
