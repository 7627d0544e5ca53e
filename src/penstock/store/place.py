"""Where the store's database is: the one named, that of the environment, or a file in the data folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from penstock.kernel.errors import StoreError, UsageError
from penstock.lists.store import platform_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "PENSTOCK_DATABASE_URL"
"""Environment variable that names the database, e.g. ``postgresql://penstock@localhost/penstock``."""

FOLDER_VARIABLE = "PENSTOCK_DATA"
"""Environment variable that names the folder of data."""

FILE = "penstock.sqlite"
_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_REMEDY = "Write it as postgresql://user:password@host/name or sqlite:////folder/file."


def data_folder(environ: Mapping[str, str], home: Path, platform: str = sys.platform) -> Path:
    """Return the folder of data: that of ``PENSTOCK_DATA``, or the platform's for Penstock."""
    if environ.get(FOLDER_VARIABLE):
        return Path(environ[FOLDER_VARIABLE])
    return platform_folder(environ, home, platform)


def place_of(chosen: str | None, environ: Mapping[str, str], home: Path, platform: str = sys.platform) -> URL:
    """Return the address of the database: the one chosen, that of ``PENSTOCK_DATABASE_URL``, or the file of the folder.

    Raises:
        UsageError: The address is of no database that the store knows.
    """
    told = chosen if chosen is not None else environ.get(VARIABLE) or None
    if told is None:
        file = data_folder(environ, home, platform) / FILE
        return URL.create("sqlite+pysqlite", database=str(file))
    try:
        url = make_url(told)
    except (ArgumentError, ValueError):  # no word of it is repeated: it may hold a password
        message = "The address of the database cannot be read."
        raise UsageError(message, remedy=_REMEDY) from None
    family = url.get_backend_name()
    if family not in _DRIVERS or not url.database or url.database == ":memory:":
        message = f"{shown(url)} names no database the store can use."
        raise UsageError(message, remedy=_REMEDY)
    return url.set(drivername=_DRIVERS[family])


def make_file(url: URL) -> None:
    """Make the file of a SQLite database, and its folder, for its owner alone; leave one that is there.

    Raises:
        StoreError: It cannot be made.
    """
    file = Path(str(url.database))
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        message = f"{file} cannot be opened ({error.strerror})."
        raise StoreError(message, remedy=f"Name a folder you may write to in {FOLDER_VARIABLE}.") from None


def shown(url: URL) -> str:
    """Return an address for people to read, without its password, which a parameter after ``?`` may be as well."""
    return url.set(drivername=url.get_backend_name(), query={}).render_as_string(hide_password=True)
