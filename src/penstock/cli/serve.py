"""``penstock serve``: the desk, with one command."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from penstock.cli.lists import lists_folder
from penstock.cli.store import database, opened

if TYPE_CHECKING:
    from penstock.store.store import Store


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0: any.")
@click.option(
    "--run-memory",
    metavar="SIZE",
    envvar="PENSTOCK_RUN_MEMORY",
    default="2GiB",
    show_default=True,
    help="How much memory a run over an uploaded file may hold; PENSTOCK_RUN_MEMORY by default.",
)
@lists_folder
@database
def serve(*, host: str, port: int, run_memory: str, folder: Path | None, url: str | None) -> None:
    """Serve the API and the pages. The first start makes an administrator and prints the password once."""
    from penstock.batch.memory import size_of  # noqa: PLC0415  # of an extra, and slow to import

    memory = size_of(run_memory)
    with opened(url) as store:
        _greet(store)
        _serve(store, host, port, folder, memory)


def _greet(store: Store) -> None:
    """Make an administrator where there is no account, and say the password."""
    from penstock.store.accounts import Accounts  # noqa: PLC0415  # of an extra

    password = Accounts(store).first_administrator()
    if password is not None:
        click.echo("This is the first start: sign in as 'administrator'. The password is not shown again.")
        click.echo(f"password {password}")


def _serve(store: Store, host: str, port: int, folder: Path | None, memory: int) -> None:
    import uvicorn  # noqa: PLC0415  # of an extra, and slow to import

    from penstock.desk.app import Settings  # noqa: PLC0415  # as above
    from penstock.desk.whole import create_desk  # noqa: PLC0415  # as above
    from penstock.store.place import data_folder  # noqa: PLC0415  # as above

    logging.getLogger("penstock.desk").setLevel(logging.INFO)
    logging.basicConfig(format="%(message)s")
    app = create_desk(Settings(lists=folder, run_memory=memory), store, data_folder(os.environ, Path.home()) / "runs")
    uvicorn.run(app, host=host, port=port, access_log=False, server_header=False)
