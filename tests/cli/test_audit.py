from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from penstock.cli.store import actor, opened

if TYPE_CHECKING:
    from collections.abc import Callable


def forge(*statements: str) -> None:
    with opened(None) as store, store.writing() as connection:
        for statement in ("DROP TRIGGER trail_update", "DROP TRIGGER trail_delete", *statements):
            connection.execute(text(statement))


def test_a_whole_trail_is_told_with_its_head(penstock_command: Callable[..., Any]) -> None:
    told = penstock_command("audit", "verify")
    assert told.status == 0
    assert told.out.startswith("The trail is whole: 1 rows.\nhead ")
    head = told.out.split()[-1]
    penstock_command("user", "add", "ito", "--generate")
    assert penstock_command("audit", "verify", "--head", head).status == 0
    assert json.loads(penstock_command("audit", "verify", "--json").out)["rows"] == 2


def test_the_first_row_that_was_changed_is_named(penstock_command: Callable[..., Any]) -> None:
    penstock_command("user", "add", "ito", "--generate")
    forge("UPDATE trail SET actor = 'nobody' WHERE seq = 2")
    told = penstock_command("audit", "verify")
    assert told.status == 1
    assert "penstock: row 2: it was changed after it was written" in told.err
    assert "penstock: the trail: the database lost its guard trail_update" in told.err
    assert len(json.loads(penstock_command("audit", "verify", "--json").out)["breaks"]) == 3


def test_a_tail_cut_off_is_told_by_a_head_that_was_noted(penstock_command: Callable[..., Any]) -> None:
    penstock_command("user", "add", "ito", "--generate")
    head = penstock_command("audit", "verify").out.split()[-1]
    forge("DELETE FROM trail WHERE seq = 2")
    assert f"no row carries the head {head}" in penstock_command("audit", "verify", "--head", head).err
    assert penstock_command("audit", "verify", "--head", "x").status == 2


def test_rows_are_shown_and_that_is_written_down(penstock_command: Callable[..., Any]) -> None:
    penstock_command("user", "add", "ito", "--role", "officer", "--generate")
    shown = penstock_command("audit", "show", "--of", "ito").out
    assert shown.startswith("2  20")
    assert shown.endswith(f'Z  {actor()}  account.added  ito  {{"role":"officer"}}\n')
    rows = json.loads(penstock_command("audit", "show", "--actor", actor(), "--last", "2", "--json").out)
    assert [(row["act"], row["of"]) for row in rows] == [("saw", "trail"), ("account.added", "ito")]
    assert rows[1]["detail"] == {"role": "officer"}
    assert penstock_command("audit", "show", "--last", "0").status == 2
