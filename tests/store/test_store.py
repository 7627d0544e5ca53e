from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from penstock.kernel.errors import StoreError, UsageError
from penstock.store.store import Store
from penstock.store.trail import rows_of, verify

if TYPE_CHECKING:
    from pathlib import Path


def test_an_act_and_its_row_of_the_trail_are_one_commit(store: Store) -> None:
    detail = {"known": 1}
    with store.act("ito", "test", "r", detail) as connection:
        connection.execute(text("INSERT INTO laws VALUES ('a', 'b', 'c')"))
        detail["found"] = 2
    assert rows_of(store, limit=1)[0].detail == '{"found":2,"known":1}'

    def fail() -> None:
        with store.act("ito", "test", "r") as connection:
            connection.execute(text("INSERT INTO laws VALUES ('d', 'e', 'f')"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with store.reading() as connection:
        assert connection.execute(text("SELECT id FROM laws")).scalars().all() == ["a"]
    assert len(rows_of(store, of="r")) == 1


def test_what_the_trail_cannot_keep_is_refused_and_undone(store: Store) -> None:
    with pytest.raises(UsageError), store.act("ito", "test", "r", {"x": b"bytes"}) as connection:
        connection.execute(text("INSERT INTO laws VALUES ('a', 'b', 'c')"))
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM laws")).scalar_one() == 0


def test_what_is_read_cannot_write(store: Store) -> None:
    with store.reading() as connection:
        connection.execute(text("INSERT INTO laws VALUES ('a', 'b', 'c')"))
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM laws")).scalar_one() == 0


def test_what_was_seen_is_in_the_trail_row_by_row(store: Store) -> None:
    store.saw("ito", "a", "b")
    store.saw("ito")
    assert [(row.actor, row.act, row.of) for row in rows_of(store, actor="ito")] == [
        ("ito", "saw", "b"),
        ("ito", "saw", "a"),
    ]
    with pytest.raises(UsageError):
        store.saw("ito", "a", "x\x00")
    assert len(rows_of(store, actor="ito")) == 2


def test_what_is_written_as_a_whole_is_committed_together_or_not_at_all(store: Store) -> None:
    def write() -> None:
        with store.whole():
            with store.act("ito", "first", "a"):
                pass
            store.saw("ito", "a")
            with store.whole(), store.act("ito", "last", "a"):
                pass
            assert rows_of(store, actor="ito") == []
            if is_broken_off:
                raise KeyError

    is_broken_off = True
    with pytest.raises(KeyError):
        write()
    assert rows_of(store, actor="ito") == []
    is_broken_off = False
    write()
    assert [row.act for row in rows_of(store, actor="ito")] == ["last", "saw", "first"]
    store.saw("another", "b")
    assert verify(store) == []


def test_many_threads_and_stores_write_one_whole_chain(store: Store) -> None:
    stores = [store, Store.open(store.engine.url.render_as_string(hide_password=False))]

    def work(mark: int) -> None:
        for number in range(10):
            stores[mark % 2].saw(f"reader {mark}", f"{number}")
            with stores[mark % 2].act(f"writer {mark}", "test", f"{number}"):
                pass

    threads = [threading.Thread(target=work, args=(mark,)) for mark in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify(store) == []
    assert len(rows_of(store, limit=1_000)) == 1 + 6 * 20
    stores[1].close()


def test_many_open_an_empty_database_at_once_and_it_is_given_its_tables_once(url: str) -> None:
    stores: list[Store] = []
    at_once = threading.Barrier(6)

    def open_it() -> None:
        at_once.wait()
        stores.append(Store.open(url))

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores) == 6
    assert [row.act for row in rows_of(stores[0])] == ["store.upgraded"]
    for store in stores:
        store.close()


def test_the_file_is_found_through_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSTOCK_DATA", str(tmp_path / "data"))
    store = Store.open()
    assert store.place == f"sqlite:///{tmp_path}/data/penstock.sqlite"
    store.close()


def test_a_database_that_is_away_is_told_without_its_password() -> None:
    with pytest.raises(StoreError) as told:
        Store.open("postgresql://ito:secret@127.0.0.1:1/penstock")
    assert "secret" not in str(told.value)
    assert "See that the database runs" in str(told.value)


def test_what_is_committed_waits_for_the_disk(store: Store) -> None:
    with store.reading() as connection:
        if connection.dialect.name == "sqlite":
            told = [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "synchronous")]
            assert told == ["wal", 2]
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
        else:
            told = [connection.execute(text(f"SHOW {name}")).scalar_one() for name in ("fsync", "synchronous_commit")]
            assert told == ["on", "on"]
