"""How the store speaks to its database, so that what is committed is on the disk and writers take turns."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from penstock.kernel.errors import StoreError
from penstock.store.place import make_file, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import URL, Connection, Engine

WRITES = "writes"
"""The execution option of a connection whose transactions write."""

BUSY_SECONDS = 30
"""How long a writer waits for the one before it."""

_TURN = 0x70656E73746F636B
"""The number of PostgreSQL's advisory lock that writers take in turn."""

BEGIN_WRITING = {"sqlite": "BEGIN IMMEDIATE", "postgresql": f"SELECT pg_advisory_xact_lock({_TURN})"}
"""What takes the turn, as the first statement of a transaction."""

_PAUSE = 0.01
"""Seconds between two tries to turn a new file to its write-ahead log."""

_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF", "wal_autocheckpoint=4000")


def connect(url: URL) -> Engine:
    """Return the engine of a database. SQLite's file is made where it is absent; nothing else is touched yet.

    Raises:
        StoreError: The file cannot be made.
    """
    if url.get_backend_name() == "sqlite":
        make_file(url)
        arguments = {"timeout": BUSY_SECONDS, "isolation_level": None}  # the listener below begins transactions
        engine = create_engine(url, hide_parameters=True, pool_size=8, max_overflow=32, connect_args=arguments)
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        import psycopg  # noqa: F401, PLC0415  # only to say in time that it is missing
    except ModuleNotFoundError:
        message = "psycopg is not installed, which speaks to PostgreSQL."
        raise StoreError(message, remedy="Install it with: pip install 'penstock[postgres]'.") from None
    options = f"-c synchronous_commit=on -c lock_timeout={BUSY_SECONDS}s -c timezone=UTC"
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=8,
        max_overflow=32,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": BUSY_SECONDS},
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _set_pragmas(connection: sqlite3.Connection, _: object) -> None:
    _keep_log(connection)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _keep_log(connection: sqlite3.Connection) -> None:
    """Have a file keep its write-ahead log; SQLite does not wait by itself while others turn the same file to it."""
    last = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql(BEGIN_WRITING["sqlite"] if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql(BEGIN_WRITING["postgresql"])


def check_durable(connection: Connection, url: URL) -> None:
    """Refuse a database that acknowledges what is not on the disk yet.

    Raises:
        StoreError: It keeps no write-ahead log, or was told not to wait for the disk.
    """
    if url.get_backend_name() == "sqlite":
        is_durable = connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        remedy = "Keep the file on a disk of this machine, or use PostgreSQL."
    else:
        is_durable = connection.execute(text("SHOW fsync")).scalar_one() == "on"
        remedy = "Set fsync = on in the server's configuration."
    if not is_durable:
        message = f"{shown(url)} acknowledges what is not on the disk."
        raise StoreError(message, remedy=remedy)


@contextmanager
def telling(engine: Engine) -> Iterator[None]:
    """Turn an error of the database into one for people; a statement's values are left out of it.

    Raises:
        StoreError: The database failed.
    """
    driver: type[Exception] = engine.dialect.loaded_dbapi.Error
    try:
        yield
    except (DBAPIError, PoolTimeout, driver) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        lines = str(cause).strip().splitlines()
        message = f"{shown(engine.url)}: {lines[0].rstrip('.') if lines else type(cause).__name__}."
        raise StoreError(message, remedy=_remedy(str(cause))) from error


def _remedy(told: str) -> str:
    if "locked" in told or "lock timeout" in told:
        return "Somebody else is writing; try again."
    if "not a database" in told or "malformed" in told:
        return "Restore a backup with 'penstock store restore FILE' into a new place."
    return "See that the database runs and that there is room; nothing unacknowledged was kept."
