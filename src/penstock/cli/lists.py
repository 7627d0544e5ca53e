"""``penstock lists``: import, update, status, diff, rescreen, clear."""

from __future__ import annotations

import getpass
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from penstock.cli.options import as_json
from penstock.cli.printing import print_json, write_text
from penstock.kernel.days import parse_day
from penstock.kernel.errors import UnknownId, UsageError
from penstock.lists.store import ListStore, folder_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from penstock.lists.importing import Imported

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
    from penstock.lists.importing import import_path, passed_over  # noqa: PLC0415  # the others need no feeds

    imported = import_path(
        store_at(folder), path, today=today(), vintage=vintage, only=only, accepts_fewer=accept_fewer
    )
    for file in passed_over(path):
        click.echo(f"passed over: {file} is in no format Penstock reads", err=True)
    if as_json:
        print_json([one.as_dict() for one in imported])
        return
    _print_imported(imported)


def _print_imported(imported: Iterable[Imported]) -> None:
    from penstock.cli.tables import print_rows  # noqa: PLC0415  # rich is slow to import

    kept = list(imported)
    print_rows(
        [
            {
                "list": one.roster.list,
                "vintage": _vintage(one.roster.earliest, one.roster.vintage),
                "saved": one.saved,
                **{key: one.roster.counts[key] for key in ("entries", "names", "addresses")},
            }
            for one in kept
        ]
    )
    for one in kept:
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


@lists.command()
@click.argument("list_ids", metavar="[LIST]...", nargs=-1)
@lists_folder
@as_json
def update(*, list_ids: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Fetch lists from their publishers and keep them; by default those that are stored already.

    A list that cannot be fetched, read or believed leaves the roster that was kept before.
    """
    from penstock.lists.fetching import fetch  # noqa: PLC0415  # the network is there when it is asked for
    from penstock.lists.update import update as fetch_lists  # noqa: PLC0415  # not needed by the others

    updated = fetch_lists(store_at(folder), list_ids, fetch=fetch, today=today())
    if as_json:
        print_json([one.as_dict() for one in updated])
    else:
        _print_imported(imported for one in updated for imported in one.imported)
    failed = [one for one in updated if one.error is not None]
    for one in failed:
        click.echo(f"penstock: {one.delivery}: {one.error}", err=True)
    if failed:
        sys.exit(1)


@lists.command()
@click.argument("list_id", metavar="LIST")
@click.argument("days", metavar="[DAY DAY]", nargs=-1)
@lists_folder
@as_json
def diff(*, list_id: str, days: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Show what changed between two vintages of LIST: added, gone, changed to the field.

    The DAYs name the latest vintage on or before each; by default the last two vintages.
    """
    from penstock.lists.diff import diff as compare  # noqa: PLC0415  # not needed by the others

    store = store_at(folder)
    older, newer = _pair(store, list_id, days)
    found = compare(store.roster(list_id, older), store.roster(list_id, newer))
    if as_json:
        print_json(found.as_dict())
        return
    from penstock.cli.rosters import print_diff  # noqa: PLC0415  # rich is slow to import

    print_diff(found)


def _pair(store: ListStore, list_id: str, days: tuple[str, ...]) -> tuple[date, date]:
    """Return the two vintages to compare, the older first."""
    if len(days) not in {0, 2}:
        message = f"{len(days)} days given."
        raise UsageError(message, remedy="Give two days, or none for the last two vintages.")
    if days:
        first, second = (store.vintage_for(list_id, parse_day(day)) for day in days)
    else:
        second = store.vintage_for(list_id)
        first = store.vintages(list_id)[-2:][0]
    if first >= second:
        message = f"That is one vintage of {list_id}, of {first}."
        raise UsageError(message, remedy="Import another vintage, or give the earlier day first.")
    return first, second


@lists.command()
@click.argument("parties", type=click.Path(path_type=Path))
@click.option(
    "--list", "list_id", metavar="ID", default="us-ofac-sdn", show_default=True, help="The list that changed."
)
@click.option("--from", "older", metavar="DAY", help="The day before the change; by default the vintage before --to.")
@click.option("--to", "newer", metavar="DAY", help="The day after the change; by default the latest vintage.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Write what differs, and rejects, as CSV.")
@lists_folder
@as_json
def rescreen(  # noqa: PLR0913  # one parameter an option
    *,
    parties: Path,
    list_id: str,
    older: str | None,
    newer: str | None,
    out: Path | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Tell which answers about the parties of a file flip by what changed on a list.

    PARTIES has a column name, and id, kind and country where they are known. A DAY means the latest vintage up to it.
    """
    from penstock.batch.rescreen import rescreen as screen_again  # noqa: PLC0415  # not needed by the others

    report = screen_again(parties, list_id, older=older, newer=newer, lists=folder)
    if out is not None:
        write_text(out, report.as_csv())
    if as_json:
        print_json(report.as_dict())
        return
    from penstock.cli.rescreened import print_rescreening  # noqa: PLC0415  # rich is slow to import

    print_rescreening(report)


@lists.command()
@click.argument("name")
@click.argument("list_id", metavar="LIST")
@click.argument("uid")
@click.option("--reason", required=True, metavar="TEXT", help="Why this name is not that party.")
@click.option("--by", metavar="WHO", help="Who looked into it; your user name by default.")
@lists_folder
@as_json
def clear(  # noqa: PLR0913  # one parameter an option
    *, name: str, list_id: str, uid: str, reason: str, by: str | None, folder: Path | None, as_json: bool
) -> None:
    """Remember that NAME is not the party of entry UID on LIST, until that entry changes."""
    from penstock.lists.clearings import Clearings  # noqa: PLC0415  # not needed by the others

    store = store_at(folder)
    store.vintage_for(list_id)
    entry = next((one for one in store.ever(list_id) if one.uid == uid), None)
    if entry is None:
        message = f"No stored vintage of {list_id} has an entry {uid!r}."
        raise UnknownId(message, remedy="Use the uid that 'penstock check' or 'penstock lists diff' shows.")
    who = by if by is not None else getpass.getuser()
    clearing = Clearings(store.folder).clear(name, entry, reason=reason, by=who, on=today())
    if as_json:
        print_json(clearing.as_dict())
    else:
        click.echo(f"Cleared: {name!r} is not {entry.name} ({list_id} {uid}), says {who} on {clearing.on}.")
