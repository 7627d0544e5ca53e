"""``penstock audit``: verify the trail, show its rows."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from penstock.cli.options import as_json
from penstock.cli.printing import print_json
from penstock.cli.store import actor, database, opened


@click.group()
def audit() -> None:
    """Read the trail of what was done and seen, and prove that nobody changed it."""


@audit.command()
@click.option("--head", metavar="HASH", help="A head noted earlier, which the trail must still hold.")
@database
@as_json
def verify(*, head: str | None, url: str | None, as_json: bool) -> None:
    """Follow the trail from its first row; exit 1 and name the first row that does not hold.

    It prints the head: note it elsewhere, and give it another time to learn whether the end was cut off.
    """
    with opened(url) as store:
        from penstock.store.trail import head_of  # noqa: PLC0415  # of an extra
        from penstock.store.trail import verify as follow  # noqa: PLC0415  # as above

        with store.reading() as connection:
            rows, last = head_of(connection)
        breaks = follow(store, head)
    if as_json:
        print_json({"rows": rows, "head": last, "breaks": [asdict(one) for one in breaks]})
    elif not breaks:
        click.echo(f"The trail is whole: {rows:,} rows.")
        click.echo(f"head {last}")
    for one in breaks:
        where = f"row {one.seq}" if one.seq else "the trail"
        click.echo(f"penstock: {where}: {one.found}", err=True)
    if breaks:
        sys.exit(1)


@audit.command()
@click.option("--of", metavar="ID", help="Only what was done to this record, e.g. a matter or an account.")
@click.option("--actor", "by", metavar="NAME", help="Only what this account did.")
@click.option(
    "--last", metavar="N", type=click.IntRange(1, 100_000), default=20, show_default=True, help="How many rows."
)
@database
@as_json
def show(*, of: str | None, by: str | None, last: int, url: str | None, as_json: bool) -> None:
    """Show the last rows of the trail, the last first. That they were shown is written into the trail as well."""
    with opened(url) as store:
        from penstock.store.trail import rows_of  # noqa: PLC0415  # of an extra

        found = rows_of(store, of=of, actor=by, limit=last)
        store.saw(actor(), "trail")
    if as_json:
        print_json([asdict(one) | {"detail": json.loads(one.detail)} for one in found])
        return
    for one in found:
        told = "" if one.detail == "{}" else f"  {one.detail}"
        click.echo(f"{one.seq}  {one.at}  {one.actor}  {one.act}  {one.of}{told}")
