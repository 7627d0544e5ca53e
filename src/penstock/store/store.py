"""The store: one database, writers in turn, and for every write a row of the trail in the same commit."""

from __future__ import annotations

import os
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from penstock.store.engine import BEGIN_WRITING, WRITES, check_durable, connect, telling
from penstock.store.group import Group
from penstock.store.migrating import check_version, migrate, version_of
from penstock.store.place import place_of, shown
from penstock.store.tables import VERSION
from penstock.store.texts import stamp_of, utc_now
from penstock.store.trail import Entry, append

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection, Engine

PROGRAM = "penstock:"
"""The actor of what the program does of itself. No account can be named so: a colon is refused in names."""


@dataclass(frozen=True, slots=True)
class Store:
    """A database that is open. Threads may share it; so may processes, each with a store of its own.

    Every method raises ``StoreError`` when the database fails; what was acknowledged before stays.
    """

    engine: Engine
    clock: Callable[[], datetime]
    _group: Group = field(default_factory=lambda: Group(threading.Lock()))
    _whole: threading.local = field(default_factory=threading.local)

    @classmethod
    def open(cls, url: str | None = None, *, clock: Callable[[], datetime] = utc_now) -> Store:
        """Open a database; an empty one is given its tables.

        Args:
            url: ``sqlite:////folder/file`` or ``postgresql://user:password@host/name``; by default that of
                ``PENSTOCK_DATABASE_URL``, else a SQLite file in the folder of ``PENSTOCK_DATA`` or the platform's.
            clock: Tells the time, with its zone.

        Raises:
            UsageError: The address is of no database the store can use.
            StoreError: The database cannot be reached, is older (run ``penstock store upgrade``) or newer than this
                program, or does not wait for the disk.
        """
        store = cls.at(url, clock=clock)
        try:
            with store.reading() as connection:
                check_durable(connection, store.engine.url)
                version = version_of(connection)
            if version is None:
                version = store.upgrade(PROGRAM)
            check_version(version)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def at(cls, url: str | None = None, *, clock: Callable[[], datetime] = utc_now) -> Store:
        """Return the store of a database whatever its version, to upgrade it or restore into it."""
        return cls(connect(place_of(url, os.environ, Path.home())), clock)

    @property
    def place(self) -> str:
        """The address of the database, without its password."""
        return shown(self.engine.url)

    def close(self) -> None:
        """Let go of every connection. Nothing waits to be written: every write was committed."""
        self.engine.dispose()

    def upgrade(self, actor: str) -> str:
        """Take the tables to this program's version, whole or not at all, and return it. One that is there is left.

        Raises:
            StoreError: They are newer than this program knows.
        """
        with self.writing() as connection:
            before = version_of(connection)
            if before != VERSION:
                migrate(connection)
                self.note(connection, actor, "store.upgraded", "store", {"from": before, "to": VERSION})
        return VERSION

    @contextmanager
    def reading(self, *, isolated: bool = False) -> Iterator[Connection]:
        """Yield a connection to read with; what it would write is rolled back.

        Args:
            isolated: Every statement is to see the database as it was at the first.
        """
        with telling(self.engine), self.engine.connect() as connection:
            if isolated and connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection whose transaction is committed, on the disk, when the block ends, or rolled back.

        Writers take turns, in this process and among processes. Use ``act``, which writes the trail as well. Inside
        ``whole`` it is the connection of that block, and committed with it.
        """
        if (outer := self._outer()) is not None:
            yield outer
            return
        with self._group.turn, self._transaction() as connection:
            yield connection

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Have all that this thread writes in the block committed together when it ends, or nothing of it."""
        with self.writing() as connection:
            before, self._whole.connection = self._outer(), connection
            try:
                yield
            finally:
                self._whole.connection = before

    def _outer(self) -> Connection | None:
        return getattr(self._whole, "connection", None)

    @contextmanager
    def act(self, actor: str, act: str, of: str, detail: Mapping[str, Any] | None = None) -> Iterator[Connection]:
        """Yield a connection to do one thing with; that it was done stands in the trail in the same commit.

        Args:
            actor: Who does it: the name of an account, or ``shell:NAME`` or ``penstock:`` for the program.
            act: What is done, e.g. ``matter.approve``.
            of: The record it is done to.
            detail: The particulars, any JSON. It is written when the block ends, so the block may add to it.

        Raises:
            UsageError: A text cannot be kept, or the particulars are no JSON.
            StoreError: The database failed; nothing was done.
        """
        Entry.of_act(actor, act, of)  # refused before anything is done
        with self.writing() as connection:
            yield connection
            self.note(connection, actor, act, of, detail)

    def saw(self, actor: str, *of: str) -> None:
        """Write that somebody was shown records, one row each, and return when it is on the disk.

        What several threads saw at the same time is written in one commit.

        Args:
            actor: Who was shown them.
            of: The ids of the records.

        Raises:
            UsageError: A text cannot be kept.
            StoreError: The database failed; show nothing.
        """
        if (outer := self._outer()) is not None:
            for one in of:
                self.note(outer, actor, "saw", one)
        elif of:
            self._group.write([Entry.of_act(actor, "saw", one) for one in of], self._write)

    def _write(self, entries: Sequence[Entry]) -> None:
        """Write rows of the trail and nothing else, by the driver alone: half the time of a transaction as below."""
        with telling(self.engine), closing(self.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(BEGIN_WRITING[self.engine.dialect.name])
            append(cursor, self.engine.dialect, stamp_of(self.clock()), entries)
            connection.commit()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with telling(self.engine), self.engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection

    def note(
        self, connection: Connection, actor: str, act: str, of: str, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write a row of the trail in the transaction of ``writing``, where ``act`` would come too early or too late.

        Raises:
            UsageError: A text cannot be kept, or the particulars are no JSON.
        """
        self.note_many(connection, [Entry.of_act(actor, act, of, detail)])

    def note_many(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Write rows of the trail in the transaction of ``writing``, one after the other."""
        append(connection.connection.cursor(), connection.dialect, stamp_of(self.clock()), entries)
