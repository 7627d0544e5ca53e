from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from tests.store.drawn import opened

from penstock.kernel.errors import StoreError
from penstock.store.decisions import Decisions
from penstock.store.draws import Draws
from penstock.store.matters import Matters
from penstock.store.migrating import migrate, version_of
from penstock.store.runs import Runs
from penstock.store.store import Store
from penstock.store.tables import VERSION
from penstock.store.trail import rows_of, verify

if TYPE_CHECKING:
    from pathlib import Path


def put(url: str, *statements: str) -> None:
    store = Store.at(url)
    with store.writing() as connection:
        for statement in statements:
            connection.execute(text(statement))
    store.close()


def test_an_empty_database_is_given_its_tables_once(url: str) -> None:
    for _ in range(2):
        store = Store.open(url)
        with store.reading() as connection:
            assert version_of(connection) == VERSION
        (made,) = rows_of(store, of="store")
        assert (made.act, made.actor) == ("store.upgraded", "penstock:")
        assert made.detail == f'{{"from":null,"to":"{VERSION}"}}'
        store.close()


def test_a_newer_database_is_refused_with_a_remedy_and_left(url: str) -> None:
    Store.open(url).close()
    put(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"version 9999, made by a newer Penstock.* Install the newer Penstock again"):
        Store.open(url)
    store = Store.at(url)
    with pytest.raises(StoreError, match="made by a newer Penstock"):
        store.upgrade("shell:ito")
    with store.reading() as connection:
        assert version_of(connection) == "9999"
    store.close()


def test_an_older_database_is_refused_until_it_is_upgraded(url: str) -> None:
    store = Store.at(url)
    with store.writing() as connection:
        migrate(connection, "0001")
    with pytest.raises(StoreError, match=f"version 0001, this Penstock needs {VERSION}.*penstock store upgrade"):
        Store.open(url)
    store.upgrade("shell:ito")
    store.close()
    again = Store.open(url)
    (row,) = rows_of(again)
    assert (row.actor, row.act, row.detail) == (
        "shell:ito",
        "store.upgraded",
        f'{{"from":"0001","to":"{VERSION}"}}',
    )
    assert verify(again) == []
    again.close()


def test_what_was_kept_before_an_upgrade_is_there_after_it(url: str) -> None:
    store = Store.at(url)
    with store.writing() as connection:
        migrate(connection, "0004")
    stamp = {"as_of": "2026-11-22", "register": "r1", "rosters": {}, "engine": "0.1.0"}
    decision = Decisions(store).keep("ito", {"q": 1}, stamp, b"hold")
    matter = Matters(store).open("ito", decision, "open", consignment="C", item="1", outcome="hold")
    run = Runs(store).start("ito", "a.csv", "/x")
    store.upgrade("shell:ito")
    store.close()
    again = Store.open(url)
    Runs(again).link("ito", run.id, {7: decision})
    assert Matters(again).of_run(run.id) == [(7, matter)]
    assert Matters(again).of_decision(decision) == [matter]
    assert verify(again) == []
    again.close()


def test_what_was_drawn_before_an_upgrade_stands_after_it_and_may_be_given_back(url: str) -> None:
    store = Store.at(url)
    with store.writing() as connection:
        migrate(connection, "0007")
    of = opened(store)
    put(
        url,
        "INSERT INTO draws (authorisation, consignment, item, quantity, unit, at, by) "
        "SELECT id, 'C1', 1, '60', 'kg', '2026-05-04T00:00:00.000000Z', 'ito' FROM cases",
    )
    store.upgrade("shell:ito")
    assert [(one.consignment, one.nth, one.by, one.stands) for one in Draws(store).of(of)] == [("C1", 1, "ito", True)]
    after = Draws(store).give_back("shell:ito", of, consignment="C1", item=1, reason="it did not go")
    assert after.as_dict()["left"] == "100"
    assert verify(store) == []
    store.close()


def test_a_database_of_somebody_else_is_refused(url: str) -> None:
    put(url, "CREATE TABLE orders (id integer)")
    with pytest.raises(StoreError, match="tables that are not Penstock's"):
        Store.open(url)


def test_an_upgrade_that_fails_leaves_nothing(url: str) -> None:
    put(url, "CREATE TABLE alembic_version (version_num text)", "INSERT INTO alembic_version VALUES ('0001')")
    store = Store.at(url)
    with pytest.raises(StoreError):
        store.upgrade("shell:ito")
    with store.reading() as connection:
        assert version_of(connection) == "0001"
    store.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match=r"not a database.* Restore a backup"):
        Store.open(f"sqlite:///{tmp_path}/store.sqlite")
