"""The application over the shipped register, asked by who the header ``X-Who`` names."""

from __future__ import annotations

import warnings
from datetime import date
from typing import TYPE_CHECKING

import pytest
from starlette.requests import Request  # noqa: TC002  # FastAPI reads the annotation
from tests.store.databases import KINDS

from penstock.desk.actors import ROLES, Actor
from penstock.desk.app import Settings, create_app
from penstock.desk.limits import Rate
from penstock.desk.problems import Problem
from penstock.store.store import Store

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have a client that yente-client does not know
    from starlette.testclient import TestClient

__all__ = ["DAY", "FREELY", "TestClient", "client", "settings", "who"]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desk.office import Office
    from tests.store.databases import Databases, Kind

    from penstock.law.register import Register

DAY = date(2026, 11, 22)
FREELY = Rate(1e6, 1e6)


PAGES_ALONE = {"test_pages"}
"""Modules about what pages look like: one kind of database is enough for them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what would test pages alone on another kind of database."""
    items[:] = [item for item in items if item.path.stem not in PAGES_ALONE or _office_of(item) in {None, KINDS[0]}]


def _office_of(item: pytest.Item) -> Kind | None:
    call = getattr(item, "callspec", None)
    return None if call is None else call.params.get("office")


def who(request: Request) -> Actor:
    """Tell who asks: an account of the role that the header names."""
    role = next((role for role in ROLES if role == request.headers.get("x-who", "viewer")), None)
    if role is None:
        raise Problem.of(code="not_signed_in", headers={"WWW-Authenticate": "ApiKey"})
    return Actor(f"an {role}", role)


@pytest.fixture(scope="session")
def settings(register: Register) -> Settings:
    """Return settings that limit nobody."""
    return Settings(register=register, by_address=FREELY, by_account=FREELY, today=lambda: DAY)


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient]:
    """Return a client of the application."""
    with TestClient(create_app(settings, who), raise_server_exceptions=True) as client:
        yield client


@pytest.fixture(scope="session", params=KINDS)
def office(
    request: pytest.FixtureRequest, register: Register, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """Return the whole desk over a store of its own, on each kind of database in turn."""
    from tests.desk.office import Office  # noqa: PLC0415  # it takes the client from here

    with databases.lent(request.param) as url:
        store = Store.open(url)
        whole = Office(register, store, tmp_path_factory.mktemp("office"))
        with TestClient(whole.app):
            yield whole
        store.close()
