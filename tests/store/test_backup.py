from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text
from tests.cases.samples import lead_body
from tests.store.conftest import CHEAP
from tests.store.databases import KINDS

from penstock.kernel.errors import InputError, OutputError, StoreError
from penstock.store.accounts import Accounts
from penstock.store.backup import backup, restore
from penstock.store.cases import Cases, Link
from penstock.store.decisions import Decisions
from penstock.store.matters import Matters
from penstock.store.migrating import migrate
from penstock.store.runs import Runs
from penstock.store.sessions import Sessions
from penstock.store.store import Store
from penstock.store.tables import VERSION, metadata
from penstock.store.trail import rows_of, verify
from penstock.store.visits import Visits

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Select, Table
    from tests.store.databases import Databases, Kind

STAMP = {"as_of": "2026-11-22", "register": "r1", "rosters": {}, "engine": "0.1.0"}


@pytest.fixture
def full(people: Accounts) -> Store:
    """Return a store with something in every table."""
    store = people.store
    Sessions(store, CHEAP).sign_in("officer", "the password of officer")
    ids = [Decisions(store).keep("officer", {"名": number}, STAMP, bytes([0, 255, number])) for number in range(3)]
    Matters(store).open("officer", ids[0], "party", consignment="C", item="1", outcome="hold")
    Runs(store).start("officer", "a.csv", "/x")
    Visits(store).mark("officer", "r1", {"un-sc": "u1"})
    Cases(store).open("officer", "lead", lead_body(), key="EX-1", links=[Link("decision", ids[0])])
    return store


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


@pytest.mark.parametrize("into", KINDS)
def test_a_backup_of_either_database_is_restored_into_either(
    full: Store, into: Kind, tmp_path: Path, databases: Databases
) -> None:
    kept = backup(full, tmp_path / "kept.backup", "shell:ito")
    before = contents(full)
    assert kept.breaks == ()
    assert kept.head == rows_of(full, limit=1)[0].hash
    assert kept.rows == {name: len(rows) for name, rows in before.items()}
    assert [path.name for path in tmp_path.glob("*kept*")] == ["kept.backup"]
    target = Store.at(databases.empty(into), clock=full.clock)
    assert restore(tmp_path / "kept.backup", target, "shell:ito") == kept
    target.close()
    opened = Store.open(str(target.engine.url.render_as_string(hide_password=False)))
    after = contents(opened)
    assert after | {"trail": after["trail"][:-1]} == before
    restored = rows_of(opened, limit=1)[0]
    assert (restored.act, json.loads(restored.detail)["head"]) == ("store.restored", kept.head)
    assert verify(opened, kept.head) == []
    opened.close()


def test_a_backup_is_of_one_moment(full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def with_a_write_after_the_first_table(table: Table) -> Select[Any]:
        read.append(table.name)
        if len(read) == 2:
            Decisions(full).keep("officer", {"q": "meanwhile"}, STAMP, b"")
        return select(table)

    before = contents(full)
    monkeypatch.setattr("penstock.store.backup.select", with_a_write_after_the_first_table)
    kept = backup(full, tmp_path / "kept", "shell:ito")
    assert len(contents(full)["decisions"]) == len(before["decisions"]) + 1
    assert kept.rows == {name: len(rows) + (name == "trail") for name, rows in before.items()}
    assert kept.breaks == ()
    assert verify(full, kept.head) == []


def test_a_backup_is_never_written_over_nor_half_there(
    full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(OutputError, match="is there already"):
        backup(full, tmp_path / "kept", "shell:ito")
    assert (tmp_path / "kept").read_text() == "mine"
    monkeypatch.setattr("penstock.store.backup.verify", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup(full, tmp_path / "other", "shell:ito")
    assert [path.name for path in tmp_path.glob("*other*")] == []
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="is no folder"):
        backup(full, tmp_path / "file" / "kept", "shell:ito")


def test_a_place_that_takes_no_file_is_told_with_what_to_name_instead(full: Store, tmp_path: Path) -> None:
    before = contents(full)
    with pytest.raises(OutputError, match="cannot be written") as told:
        backup(full, tmp_path / ("x" * 250), "shell:ito")  # with what is added to it while written, too long
    assert told.value.remedy == "Name a file in a folder you may write to, with room."
    assert contents(full) == before
    assert list(tmp_path.glob("*x*")) == []


def test_a_database_that_is_not_empty_is_never_restored_into(full: Store, tmp_path: Path) -> None:
    backup(full, tmp_path / "kept", "shell:ito")
    before = contents(full)
    with pytest.raises(StoreError, match=r"is not empty. Restore into a new place"):
        restore(tmp_path / "kept", full, "shell:ito")
    assert contents(full) == before


@pytest.mark.parametrize("content", [None, b"", b"no backup" * 1_000])
def test_what_is_no_backup_is_refused_and_nothing_is_made(url: str, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "kept").write_bytes(content)
    store = Store.at(url)
    with pytest.raises(InputError, match="penstock store backup"):
        restore(tmp_path / "kept", store, "shell:ito")
    with store.reading() as connection:
        found = connection.dialect.get_table_names(connection)
    assert found == []
    store.close()


def test_an_older_backup_is_upgraded_on_the_way_and_a_newer_one_refused(url: str, tmp_path: Path) -> None:
    older = Store.at(f"sqlite:///{tmp_path}/older")
    with older.writing() as connection:
        migrate(connection, "0001")
    older.close()
    content = (tmp_path / "older").read_bytes()
    store = Store.at(url)
    restore(tmp_path / "older", store, "shell:ito")
    assert json.loads(rows_of(store)[0].detail)["version"] == "0001"
    assert Accounts(store).all() == []
    assert (tmp_path / "older").read_bytes() == content
    with older.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    older.close()
    shutil.rmtree(tmp_path / "again", ignore_errors=True)
    fresh = Store.at(f"sqlite:///{tmp_path}/again/store.sqlite")
    with pytest.raises(StoreError, match="made by a newer Penstock"):
        restore(tmp_path / "older", fresh, "shell:ito")
    assert VERSION < "9999"
    for one in (older, store, fresh):
        one.close()


def test_a_broken_trail_is_carried_over_as_it_is_and_told(full: Store, tmp_path: Path) -> None:
    kept = backup(full, tmp_path / "kept", "shell:ito")
    forged = Store.at(f"sqlite:///{tmp_path}/kept")
    with forged.writing() as connection:
        connection.execute(text("DROP TRIGGER trail_update"))
        connection.execute(text("UPDATE trail SET actor = 'nobody' WHERE seq = 2"))
    forged.close()
    target = Store.at(f"sqlite:///{tmp_path}/restored.sqlite", clock=full.clock)
    told = restore(tmp_path / "kept", target, "shell:ito")
    assert any(one.seq == 2 for one in told.breaks)
    assert told.head == kept.head
    assert [one.seq for one in verify(target)] == [2]
    target.close()
