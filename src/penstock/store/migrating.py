"""Which version of the tables a database has, and how it comes to the one this program works with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, select

from penstock.kernel.errors import StoreError
from penstock.store.tables import VERSION, migrated

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

MIGRATIONS = Path(__file__).with_name("migrations")


def version_of(connection: Connection) -> str | None:
    """Return the version of a database's tables; ``None`` when it has no tables at all.

    Raises:
        StoreError: It has tables that are not the store's.
    """
    names = inspect(connection).get_table_names()
    if not names:
        return None
    found = connection.execute(select(migrated.c.version_num)).scalars().all() if migrated.name in names else []
    if len(found) != 1:
        message = "The database holds tables that are not Penstock's."
        raise StoreError(message, remedy="Name an empty database, or the one 'penstock store backup' was taken of.")
    return str(found[0])


def check_version(version: str | None) -> None:
    """Refuse a database whose tables are of another version than this program's.

    Raises:
        StoreError: They are older, newer or absent.
    """
    if version == VERSION:
        return
    if version is not None and version > VERSION:
        message = f"The database is of version {version}, made by a newer Penstock; this one knows {VERSION}."
        raise StoreError(message, remedy="Install the newer Penstock again.")
    message = f"The database is of version {version}, this Penstock needs {VERSION}."
    raise StoreError(message, remedy="Take a backup of it, then run 'penstock store upgrade'.")


def migrate(connection: Connection, to: str = VERSION) -> None:
    """Take the tables to a version, in the transaction of a connection that writes.

    Raises:
        StoreError: They are newer than this program knows.
    """
    from alembic import command  # noqa: PLC0415  # slow to import, and wanted once in a database's life
    from alembic.config import Config  # noqa: PLC0415  # as above

    version = version_of(connection)
    if version is not None and version > VERSION:
        check_version(version)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
