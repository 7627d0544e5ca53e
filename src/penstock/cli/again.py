"""``penstock rescreen``: a run screened again, and the decisions that differ."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from penstock.cli.lists import lists_folder
from penstock.cli.options import as_json
from penstock.cli.printing import print_json, progress_bar
from penstock.cli.store import database
from penstock.cli.stored import of_store

if TYPE_CHECKING:
    from penstock.batch.again import Again

SHOWN = 40
"""Items whose decision differs that are printed; flips.parquet has all of them."""


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--out", metavar="DIR", required=True, type=click.Path(path_type=Path), help="Folder for the results.")
@lists_folder
@click.option(
    "--cache", metavar="DIR", type=click.Path(path_type=Path), help="Keep what is learnt of values for the next run."
)
@click.option(
    "--processes", type=click.IntRange(1), default=os.cpu_count() or 1, help="Look up names in so many processes."
)
@click.option("--whole", is_flag=True, help="Judge every row, and write the four files of a run too.")
@database
@as_json
@click.option("--fail-on-flips", is_flag=True, help="Exit 1 if a decision differs.")
def rescreen(  # noqa: PLR0913  # one parameter an option
    *,
    run: Path,
    out: Path,
    folder: Path | None,
    cache: Path | None,
    processes: int,
    whole: bool,
    url: str | None,
    as_json: bool,
    fail_on_flips: bool,
) -> None:
    """Screen the files of RUN again, by the register and lists of now, and tell which decisions differ.

    The day of law and the places are those of RUN. Writes flips.parquet and run.json into DIR. Where nothing but the
    imported lists changed, only the rows are judged whose parties the change can touch; else all, and DIR is a run too.
    A run with the authorisations of the store is held against those of now.
    """
    from penstock.batch.again import screen_again  # noqa: PLC0415  # not needed by check

    with progress_bar() as progress:
        again = screen_again(
            run,
            out,
            lists=None if folder is None else str(folder),
            cache=None if cache is None else str(cache),
            processes=processes,
            is_whole=whole,
            of_store=partial(of_store, url),
            progress=progress,
        )
    if as_json:
        print_json(as_dict(again))
    else:
        _print(again, out)
    if fail_on_flips and len(again.flips):
        sys.exit(1)


def as_dict(again: Again) -> dict[str, Any]:
    """Return what differs as plain values."""
    return {
        "stamp_before": again.stamp_before,
        "stamp": again.summary["stamp"],
        "why_whole": again.why_whole,
        "counts": again.summary["counts"],
        "flips": again.flips.head(SHOWN).to_dicts(),
    }


def _print(again: Again, out: Path) -> None:
    from rich.table import Table  # noqa: PLC0415  # slow to import
    from rich.text import Text  # noqa: PLC0415  # as above

    from penstock.cli.tables import STYLES, console  # noqa: PLC0415  # as above

    screen, flips = console(), again.flips
    if len(flips):
        table = Table("item", "before", "after", "reasons before", "reasons after", box=None, pad_edge=False)
        for one in flips.head(SHOWN).iter_rows(named=True):
            sides = (one["outcome_before"] or "reject", one["outcome"] or "reject")
            table.add_row(
                Text(f"{one['consignment_id']}/{one['item_no']}"),
                *(Text(side, style=STYLES.get(side, "magenta")) for side in sides),
                Text(one["reasons_before"] or ""),
                Text(one["reasons"] or ""),
            )
        screen.print(table)
    if len(flips) > SHOWN:
        screen.print(f"and {len(flips) - SHOWN:,} more")
    counts = again.summary["counts"]
    if again.why_whole is not None:
        screen.print(f"all rows were judged: {again.why_whole}")
    screen.print(f"{len(flips):,} of {counts['rows']:,} decisions differ; they are in {out / 'flips.parquet'}")
