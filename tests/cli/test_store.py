from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

import penstock
from penstock.cli.store import actor, opened
from penstock.store.migrating import migrate
from penstock.store.store import Store
from penstock.store.tables import VERSION
from penstock.store.trail import rows_of, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def test_an_older_database_is_upgraded_by_the_command_its_refusal_names(
    tmp_path: Path, penstock_command: Callable[..., Any]
) -> None:
    store = Store.at(f"sqlite:///{tmp_path}/data/penstock.sqlite")
    with store.writing() as connection:
        migrate(connection, "0001")
    store.close()
    refused = penstock_command("user", "list")
    assert refused.status == 1
    assert "Take a backup of it, then run 'penstock store upgrade'" in refused.err
    assert penstock_command("store", "upgrade").out.endswith(f"penstock.sqlite is of version {VERSION}.\n")
    assert json.loads(penstock_command("store", "upgrade", "--json").out)["version"] == VERSION
    assert penstock_command("user", "list").status == 0
    with opened(None) as found:
        (row,) = rows_of(found, of="store")
    assert (row.actor, row.act) == (actor(), "store.upgraded")
    assert actor().startswith("shell:")


def test_a_backup_goes_to_another_place_and_back(tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    penstock_command("user", "add", "ito", "--generate")
    kept = penstock_command("store", "backup", tmp_path / "kept")
    assert kept.status == 0
    assert f"{tmp_path}/kept holds 3 rows of the trail and 0 decisions." in kept.out
    head = kept.out.split()[-1]
    other = f"sqlite:///{tmp_path}/other.sqlite"
    told = json.loads(penstock_command("store", "restore", tmp_path / "kept", "--database", other, "--json").out)
    assert (told["head"], told["rows"]["accounts"], told["breaks"]) == (head, 1, [])
    assert "ito" in penstock_command("user", "list", "--database", other).out
    assert penstock_command("audit", "verify", "--database", other, "--head", head).status == 0


def test_what_cannot_be_kept_or_restored_is_told(tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    penstock_command("store", "backup", tmp_path / "kept")
    again = penstock_command("store", "backup", tmp_path / "kept")
    assert (again.status, "is there already" in again.err) == (1, True)
    full = penstock_command("store", "restore", tmp_path / "kept")
    assert (full.status, "is not empty" in full.err) == (1, True)
    absent = penstock_command("store", "restore", tmp_path / "none", "--database", f"sqlite:///{tmp_path}/x")
    assert (absent.status, "cannot be read" in absent.err) == (1, True)
    wrong = penstock_command("store", "backup", tmp_path / "y", "--database", "mysql://u:secret@h/d")
    assert (wrong.status, "secret" in wrong.err) == (2, False)


def test_a_broken_trail_fails_the_backup_and_is_kept_all_the_same(
    tmp_path: Path, penstock_command: Callable[..., Any]
) -> None:
    penstock_command("user", "add", "ito", "--generate")
    with opened(None) as store, store.writing() as connection:
        connection.execute(text("DROP TRIGGER trail_update"))
        connection.execute(text("UPDATE trail SET actor = 'nobody' WHERE seq = 2"))
    kept = penstock_command("store", "backup", tmp_path / "kept")
    assert kept.status == 1
    assert "the trail is broken at row 2: it was changed after it was written" in kept.err
    copy = Store.open(f"sqlite:///{tmp_path}/kept")
    assert [one.seq for one in verify(copy)] == [2]
    copy.close()


def test_a_missing_library_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, penstock_command: Callable[..., Any]
) -> None:
    monkeypatch.setattr(penstock, "store", sys.modules["penstock.store"])  # what is imported meanwhile is put back
    for name in [one for one in sys.modules if one.startswith("penstock.store")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    refused = penstock_command("user", "list")
    assert refused.status == 1
    assert "pip install 'penstock[desk]'" in refused.err
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "psycopg", None)
    refused = penstock_command("user", "list", "--database", "postgresql://h/d")
    assert (refused.status, "pip install 'penstock[postgres]'" in refused.err) == (1, True)
