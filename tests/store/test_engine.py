from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from penstock.kernel.errors import StoreError
from penstock.store import engine as engine_room
from penstock.store.engine import WRITES, check_durable, connect, telling
from penstock.store.place import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.store.postgres import Server


def test_two_writers_take_turns(url: str) -> None:
    """The second is refused or waits: it never reads what the first is about to change."""
    engine = connect(place_of(url, {}, Path()))
    with engine.connect() as first, engine.connect() as second:
        first.execution_options(**{WRITES: True})
        second.execution_options(**{WRITES: True})
        if first.dialect.name == "sqlite":
            second.exec_driver_sql("PRAGMA busy_timeout = 10")
        else:
            second.exec_driver_sql("SET lock_timeout = 10")
        second.commit() if second.dialect.name == "postgresql" else second.rollback()
        with first.begin(), pytest.raises(StoreError, match="Somebody else is writing; try again"), telling(engine):
            second.execute(text("SELECT 1"))
    engine.dispose()


def test_a_server_that_does_not_wait_for_the_disk_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    url = place_of(server.new_database(), {}, Path())
    engine = connect(url)
    with engine.connect() as connection:
        check_durable(connection, url)

        class Off:
            @staticmethod
            def scalar_one() -> str:
                return "off"

        monkeypatch.setattr(connection, "execute", lambda _: Off)
        with pytest.raises(StoreError, match=r"acknowledges what is not on the disk. Set fsync = on"):
            check_durable(connection, url)
    engine.dispose()


def test_an_error_of_the_pool_is_told_as_well() -> None:
    engine = connect(place_of("postgresql://u:secret@h/d", {}, Path()))
    with pytest.raises(StoreError, match="no connection is free") as told, telling(engine):
        raise PoolTimeout("no connection is free")  # noqa: EM101, TRY003  # as the library raises it
    assert "secret" not in str(told.value)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Return a connection that keeps others from turning a new file to its write-ahead log."""
    with closing(sqlite3.connect(tmp_path / "held.sqlite", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield holder


def test_a_new_file_that_others_hold_is_waited_for(
    held: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: held.execute("ROLLBACK"))
    url = place_of(f"sqlite:///{tmp_path}/held.sqlite", {}, Path())
    engine = connect(url)
    with engine.connect() as connection:
        check_durable(connection, url)
    assert not held.in_transaction
    engine.dispose()


def test_a_new_file_that_others_hold_for_long_is_told(
    held: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_room, "BUSY_SECONDS", 0)
    engine = connect(place_of(f"sqlite:///{tmp_path}/held.sqlite", {}, Path()))
    with pytest.raises(StoreError, match=r"locked. Somebody else is writing; try again"), telling(engine):
        engine.connect()
    assert held.in_transaction
    engine.dispose()
