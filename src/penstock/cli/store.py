"""``penstock store``: upgrade, backup, restore; and what the commands that open a store share."""

from __future__ import annotations

import getpass
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from penstock.cli.options import as_json
from penstock.cli.printing import print_json
from penstock.kernel.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.store.backup import Kept
    from penstock.store.store import Store

database = click.option(
    "--database",
    "url",
    metavar="URL",
    help="The database; PENSTOCK_DATABASE_URL, or a file in the folder of PENSTOCK_DATA by default.",
)


@click.group()
def store() -> None:
    """Look after the database of decisions, accounts and the trail."""


@contextmanager
def opened(url: str | None, *, whatever_version: bool = False) -> Iterator[Store]:
    """Yield the store of an address, or the usual one, and close it.

    Raises:
        StoreError: It cannot be opened, or what it needs is not installed.
    """
    try:
        from penstock.store.store import Store  # noqa: PLC0415  # of an extra, and slow to import
    except ModuleNotFoundError as error:
        message = f"{error.name} is not installed, which the store needs."
        raise StoreError(message, remedy="Install it with: pip install 'penstock[desk]'.") from None
    found = Store.at(url) if whatever_version else Store.open(url)
    try:
        yield found
    finally:
        found.close()


def actor() -> str:
    """Return who runs the command, as the trail names them."""
    return f"shell:{getpass.getuser()}"


@store.command()
@database
@as_json
def upgrade(*, url: str | None, as_json: bool) -> None:
    """Take the database to this program's version; take a backup of it before."""
    with opened(url, whatever_version=True) as found:
        version, place = found.upgrade(actor()), found.place
    if as_json:
        print_json({"database": place, "version": version})
    else:
        click.echo(f"{place} is of version {version}.")


@store.command()
@click.argument("file", type=click.Path(path_type=Path))
@database
@as_json
def backup(*, file: Path, url: str | None, as_json: bool) -> None:
    """Copy the whole store, as it is at one moment, into a new FILE; it may be in use meanwhile."""
    with opened(url) as found:
        from penstock.store.backup import backup as copy  # noqa: PLC0415  # not needed by the others

        kept = copy(found, file, actor())
    _print_kept(kept, f"{file} holds", as_json=as_json)


@store.command()
@click.argument("file", type=click.Path(path_type=Path))
@database
@as_json
def restore(*, file: Path, url: str | None, as_json: bool) -> None:
    """Copy a backup FILE into an empty database, of either kind."""
    with opened(url, whatever_version=True) as found:
        from penstock.store.backup import restore as copy  # noqa: PLC0415  # not needed by the others

        kept = copy(file, found, actor())
        place = found.place
    _print_kept(kept, f"{place} holds", as_json=as_json)


def _print_kept(kept: Kept, holds: str, *, as_json: bool) -> None:
    if as_json:
        breaks = [{"seq": one.seq, "found": one.found} for one in kept.breaks]
        print_json({"rows": kept.rows, "head": kept.head, "breaks": breaks})
    else:
        click.echo(f"{holds} {kept.rows['trail']:,} rows of the trail and {kept.rows['decisions']:,} decisions.")
        click.echo(f"head {kept.head}")
    for one in kept.breaks:
        click.echo(f"penstock: the trail is broken at row {one.seq}: {one.found}", err=True)
    if kept.breaks:
        sys.exit(1)
