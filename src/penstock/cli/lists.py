"""``penstock lists``: import, update, status, diff, clear."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from penstock.cli.options import as_json
from penstock.cli.printing import print_json
from penstock.lists.store import ListStore, folder_for

lists_folder = click.option(
    "--lists",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder of the rosters; PENSTOCK_LISTS or the platform's data folder by default.",
)


@click.group()
def lists() -> None:
    """Keep party lists: import every vintage, see what changed, remember cleared pairs."""


def store_at(folder: Path | None) -> ListStore:
    """Open the rosters of the folder chosen, or of the usual one."""
    return ListStore.open(folder_for(folder, os.environ, Path.home()))


def today() -> date:
    """Return the reader's own day."""
    return date.today()  # noqa: DTZ011  # the reader's own day


@lists.command("import")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--vintage", metavar="DAY", help="The day of the list, or its month YYYY-MM where the day is unknown.")
@click.option("--list", "only", metavar="ID", help="Import this list alone of those the files hold.")
@click.option("--accept-fewer", is_flag=True, help="Keep a roster with fewer entries than expected.")
@lists_folder
@as_json
def import_lists(  # noqa: PLR0913  # one parameter an option
    *, path: Path, vintage: str | None, only: str | None, accept_fewer: bool, folder: Path | None, as_json: bool
) -> None:
    """Read the party list of a FILE or folder strictly and keep it as one more vintage."""
    from penstock.lists.importing import import_path  # noqa: PLC0415  # the feeds are not needed by the others

    imported = import_path(
        store_at(folder), path, today=today(), vintage=vintage, only=only, accepts_fewer=accept_fewer
    )
    if as_json:
        print_json([one.as_dict() for one in imported])
        return
    from penstock.cli.tables import print_rows  # noqa: PLC0415  # rich is slow to import

    print_rows(
        [
            {
                "list": one.roster.list,
                "vintage": _vintage(one.roster.earliest, one.roster.vintage),
                "saved": one.saved,
                **{key: one.roster.counts[key] for key in ("entries", "names", "addresses")},
            }
            for one in imported
        ]
    )
    for one in imported:
        for warning in one.roster.warnings:
            click.echo(f"warning: {one.roster.list} of {one.roster.vintage}: {warning}", err=True)


def _vintage(earliest: date, latest: date) -> str:
    return str(latest) if earliest == latest else f"{earliest} to {latest}"


@lists.command()
@lists_folder
@as_json
def status(*, folder: Path | None, as_json: bool) -> None:
    """Show each stored list: vintage, age, and alarms for lists that are stale or shrink."""
    from penstock.lists.status import statuses  # noqa: PLC0415  # not needed by the others

    store = store_at(folder)
    found, damaged = statuses(store, today())
    if as_json:
        print_json({"digest": store.digest(), "lists": [one.as_dict() for one in found]})
    elif found:
        from penstock.cli.tables import print_rows  # noqa: PLC0415  # rich is slow to import

        print_rows(
            [
                {
                    "list": one.list,
                    "vintage": one.vintage,
                    "age": f"{one.age} days",
                    "vintages": one.vintages,
                    "entries": one.entries,
                    "alarms": "; ".join(one.alarms) or "-",
                }
                for one in found
            ]
        )
    else:
        click.echo(f"No list is stored in {store.folder}. Import one with 'penstock lists import'.")
    for error in damaged:
        click.echo(f"penstock: {error}", err=True)
    if damaged:
        sys.exit(1)
