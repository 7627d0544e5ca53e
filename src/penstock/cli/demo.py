"""``penstock demo-data``: consignments to try things on, with the cases planted in them labelled."""

from __future__ import annotations

from pathlib import Path

import click

from penstock.cli.options import as_json
from penstock.cli.printing import print_json, progress_bar


@click.command("demo-data")
@click.option("--rows", type=int, required=True, help="How many rows.")
@click.option(
    "--distinct", type=float, default=0.12, show_default=True, help="Distinct goods texts and parties a row, up to 1."
)
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same bytes.")
@click.option("--planted", type=float, default=0.001, show_default=True, help="Share of rows that are planted cases.")
@click.option("--files", type=int, default=1, show_default=True, help="Into how many Parquet files of a folder.")
@click.option(
    "--lists",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder of imported lists; some of their companies are planted too.",
)
@click.option(
    "--out",
    metavar="PATH",
    type=click.Path(path_type=Path),
    required=True,
    help="A .parquet or .csv file, or a folder.",
)
@as_json
def demo_data(  # noqa: PLR0913  # one parameter an option
    *,
    rows: int,
    distinct: float,
    seed: int,
    planted: float,
    files: int,
    folder: Path | None,
    out: Path,
    as_json: bool,
) -> None:
    """Write made-up consignments of any number, with planted cases and their labels."""
    from penstock.batch import demo_data as demo  # noqa: PLC0415  # no other command needs it

    with progress_bar("making") as progress:
        made = demo.demo_data(
            out, rows=rows, distinct=distinct, seed=seed, planted=planted, files=files, lists=folder, progress=progress
        )
    if as_json:
        files_made = [str(path) for path in made.files]
        print_json({"rows": rows, "files": files_made, "labels": str(made.labels), "planted": made.kinds})
        return
    click.echo(f"{rows} rows in {made.files[0] if len(made.files) == 1 else made.labels.parent}")
    click.echo(f"{sum(made.kinds.values())} of them planted, labelled in {made.labels}")
    for kind, count in made.kinds.items():
        click.echo(f"  {kind}: {count}")
