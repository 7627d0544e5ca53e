"""Every test of the store runs on SQLite and on PostgreSQL, each on an empty database of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.store.databases import KINDS

from penstock.kernel.roles import ROLES
from penstock.store.accounts import Accounts
from penstock.store.passwords import Cost
from penstock.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.store.databases import Databases, Kind
    from tests.store.postgres import Server


@pytest.fixture
def server(databases: Databases) -> Server:
    """Return the PostgreSQL of the tests, or skip where none can run."""
    return databases.server


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Return each kind of database in turn."""
    chosen: Kind = request.param
    return chosen


@pytest.fixture
def url(databases: Databases, kind: Kind) -> str:
    """Return the address of an empty database."""
    return databases.empty(kind)


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
def store(databases: Databases, kind: Kind, clock: Ticking) -> Iterator[Store]:
    """Open a store on a database of its own with nothing in it but the row that says it was made."""
    with databases.lent(kind) as url:
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
