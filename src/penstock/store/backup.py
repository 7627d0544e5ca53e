"""Backups: one file, whichever database it was taken of, and back into either; the trail goes with it, hash by hash."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from sqlalchemy.engine import URL

from penstock.kernel.errors import InputError, OutputError, StoreError
from penstock.store.engine import connect
from penstock.store.migrating import migrate, version_of
from penstock.store.store import Store
from penstock.store.tables import metadata
from penstock.store.trail import head_of, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

    from penstock.store.trail import Break

_PART = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """What was copied: the rows of each table, the head of the trail, and where the trail is broken."""

    rows: dict[str, int]
    head: str
    breaks: tuple[Break, ...]


def backup(store: Store, file: Path, actor: str) -> Kept:
    """Copy a store, as it is at one moment, into a new file; others go on writing meanwhile.

    The file is a SQLite database. It appears under its name when it is whole and on the disk.

    Raises:
        OutputError: There is such a file, or it cannot be written.
        StoreError: The database failed.
    """
    if file.exists():
        message = f"{file} is there already."
        raise OutputError(message, remedy="Name a new file; a backup is never written over.")
    if not file.parent.is_dir():
        message = f"{file.parent} is no folder."
        raise OutputError(message, remedy="Name a file in a folder you may write to, with room.")
    scratch = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        scratch.touch(mode=0o600)
    except OSError as error:
        raise _unwritable(file, error) from None
    try:
        with store.act(actor, "store.backed_up", "store", {"file": ascii(str(file))}):
            pass
        with _file_store(scratch, store) as copy:
            with store.reading(isolated=True) as source, copy.writing() as target:
                migrate(target)
                rows, head = _copy(source, target)
            breaks = tuple(verify(copy, head))
        _settle(scratch, file)
    except OSError as error:
        raise _unwritable(file, error) from None
    finally:
        scratch.unlink(missing_ok=True)
    return Kept(rows, head, breaks)


def restore(file: Path, store: Store, actor: str) -> Kept:
    """Copy a backup into an empty database, all of it or nothing. One of an older version is upgraded on the way.

    Args:
        file: The backup; it is not changed.
        store: What ``Store.at`` gives for an empty database.
        actor: Who restores it.

    Raises:
        InputError: The file cannot be read, or is no backup.
        StoreError: The database is not empty, or failed; or the backup is of a newer version.
    """
    with tempfile.TemporaryDirectory(prefix="penstock-restore-") as folder:
        try:
            copied = Path(shutil.copyfile(file, Path(folder, "backup.sqlite")))
        except OSError as error:
            message = f"{file} cannot be read ({error.strerror})."
            raise InputError(message, remedy="Name a file that 'penstock store backup' made.") from None
        with _file_store(copied, store) as backed, store.writing() as target:
            if version_of(target) is not None:
                message = f"{store.place} is not empty."
                raise StoreError(
                    message, remedy="Restore into a new place: an empty database, or a file not there yet."
                )
            version = _upgrade(backed, file)
            migrate(target)
            with backed.reading() as source:
                rows, head = _copy(source, target)
            breaks = tuple(verify(backed))
            detail = {"version": version, "head": head, "breaks": len(breaks)}
            store.note(target, actor, "store.restored", "store", detail)
    return Kept(rows, head, breaks)


def _upgrade(backed: Store, file: Path) -> str:
    """Take a backup to this program's version and return the one it had."""
    try:
        with backed.reading() as connection:
            version = version_of(connection)
    except StoreError:
        version = None
    if version is None:
        message = f"{file} is no backup of a store."
        raise InputError(message, remedy="Name a file that 'penstock store backup' made.")
    with backed.writing() as connection:
        migrate(connection)
    return version


def _copy(source: Connection, target: Connection) -> tuple[dict[str, int], str]:
    """Copy every table, in an order in which no row points to one that is not there yet."""
    counts = {}
    streamed = source.execution_options(yield_per=_PART)
    for table in metadata.sorted_tables:
        counts[table.name] = 0
        for part in streamed.execute(select(table).order_by(*table.primary_key)).mappings().partitions():
            target.execute(insert(table), [dict(row) for row in part])
            counts[table.name] += len(part)
    return counts, head_of(target)[1]


def _unwritable(file: Path, error: OSError) -> OutputError:
    message = f"{file} cannot be written ({error.strerror})."
    return OutputError(message, remedy="Name a file in a folder you may write to, with room.")


@contextmanager
def _file_store(file: Path, like: Store) -> Iterator[Store]:
    store = Store(connect(URL.create("sqlite+pysqlite", database=str(file))), like.clock)
    try:
        yield store
    finally:
        store.close()
        for name in (f"{file}-wal", f"{file}-shm"):  # there only when the copy was broken off
            Path(name).unlink(missing_ok=True)


def _settle(scratch: Path, file: Path) -> None:
    """Give a whole file its name, and wait until both are on the disk."""
    _flush(scratch, os.O_RDWR)
    scratch.rename(file)
    _flush(file.parent, os.O_RDONLY)


def _flush(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
