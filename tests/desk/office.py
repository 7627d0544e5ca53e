"""The whole desk over a store, with a browser for each person in it."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from tests.desk.conftest import DAY, FREELY, TestClient

from penstock.desk.app import Settings
from penstock.desk.whole import create_desk
from penstock.kernel.roles import ROLES, Role
from penstock.store.accounts import Accounts
from penstock.store.passwords import Cost

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

    from penstock.law.register import Register
    from penstock.store.store import Store

CHEAP = Cost(n=16, r=1, p=1)
PEOPLE: dict[str, Role] = {**{role: role for role in ROLES}, "colleague": "officer", "second": "approver"}
ONE_STORE = pytest.mark.parametrize("office", ["sqlite"], indirect=True)
"""For tests of what pages look like: the office on one kind of database is enough for them."""

HTML = {"accept": "text/html"}
PIPERIDONE = "tert-butyl 4-oxopiperidine-1-carboxylate, 79099-07-3"
SCRIPT = "<script>alert('x')</script>"


class Browser(NamedTuple):
    """Somebody's browser, signed in: what it sends, and the token of its forms."""

    client: TestClient
    csrf: str

    def get(self, path: str, **more: Any) -> Any:  # noqa: ANN401  # the client's own
        return self.client.get(path, **more)

    def send(self, path: str, **fields: str) -> Any:  # noqa: ANN401  # the client's own
        """Send a form."""
        return self.client.post(path, data={"csrf": self.csrf, **fields})

    def ask(self, path: str, told: dict[str, Any]) -> Any:  # noqa: ANN401  # the client's own
        """Send JSON as a script of the page would."""
        return self.client.post(path, json=told, headers={"x-csrf-token": self.csrf})


class Office:
    """The application, its store, and who works there; passwords are ``the password of NAME``."""

    def __init__(self, register: Register, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.day = DAY
        people = Accounts(store, CHEAP)
        for name, role in PEOPLE.items():
            people.add("shell:test", name, role, f"the password of {name}")
        minutes = count(0, 60)
        settings = Settings(
            register=register, lists=folder / "lists", by_address=FREELY, by_account=FREELY, today=lambda: self.day,
            clock=lambda: float(next(minutes)),
        )  # fmt: skip
        (folder / "lists").mkdir()
        self.app: FastAPI = create_desk(settings, store, folder / "runs", CHEAP)
        self._browsers: dict[str, Browser] = {}

    def stranger(self) -> TestClient:
        """Return a browser that nobody is signed in at."""
        return TestClient(self.app, base_url="http://localhost", headers=HTML)

    def browser(self, name: str) -> Browser:
        """Return somebody's browser, signed in once."""
        if name not in self._browsers:
            self._browsers[name] = signed_in(self.stranger(), name)
        return self._browsers[name]

    def held(self, consignment: str, **columns: str) -> str:
        """Have the officer keep a held item and return the id of its decision."""
        item = {"consignment_id": consignment, "goods_description": PIPERIDONE, "destination_country": "MX", **columns}
        answer = self.browser("officer").ask("/api/screen", {"items": [item], "keep": True})
        assert answer.status_code == 200, answer.text
        decision: str = answer.headers["penstock-decision"]
        return decision

    def matter(self, consignment: str) -> str:
        """Have an item held and return the id of its first matter."""
        decision = self.held(consignment)
        told = self.browser("officer").get(f"/api/decisions/{decision}").json()
        matter: str = told["matters"][0]["id"]
        return matter


def form_token_in(page: str) -> str:
    """Return the token of the forms of a page."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
    assert found is not None, page
    return found[1]


def signed_in(client: TestClient, name: str) -> Browser:
    """Sign in at a browser, through the form."""
    form = client.get("/sign-in")
    told = {"name": name, "password": f"the password of {name}", "csrf": form_token_in(form.text), "next": "/"}
    page = client.post("/sign-in", data=told)
    assert page.status_code == 200, page.text
    return Browser(client, form_token_in(page.text))
