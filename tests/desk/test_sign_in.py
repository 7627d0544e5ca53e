from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from tests.desk.conftest import TestClient
from tests.desk.office import CHEAP, HTML, form_token_in, signed_in

from penstock.desk import sign_in
from penstock.desk.entry import COOKIE, Entry
from penstock.desk.pages import Pages
from penstock.desk.problems import answer_with_problems
from penstock.store.sessions import Sessions

if TYPE_CHECKING:
    from tests.desk.office import Office


def test_signing_in_leads_back_to_where_one_was_going(office: Office) -> None:
    client = office.stranger()
    form = client.get("/timeline/4-piperidone?on=2024-01-01")
    assert form.url.path == "/sign-in"
    told = {"name": "viewer", "password": "the password of viewer", "csrf": form_token_in(form.text)}
    page = client.post("/sign-in", data={**told, "next": "/timeline/4-piperidone?on=2024-01-01"})
    assert (page.url.path, page.url.query) == ("/timeline/4-piperidone", b"on=2024-01-01")


def test_nobody_is_led_away_from_the_desk(office: Office) -> None:
    for elsewhere in ("//example.org", "https://example.org", "/\\example.org", "javascript:alert(1)", ""):
        client = office.stranger()
        told = {"name": "viewer", "password": "the password of viewer", "next": elsewhere}
        told["csrf"] = form_token_in(client.get("/sign-in").text)
        assert client.post("/sign-in", data=told, follow_redirects=False).headers["location"] == "/", elsewhere


def test_a_planted_session_is_not_the_one_that_begins(office: Office) -> None:
    planted = signed_in(office.stranger(), "colleague").client.cookies[COOKIE]
    client = office.stranger()
    client.cookies.set(COOKIE, planted, domain="localhost.local", path="/")
    signed_in(client, "viewer")
    assert client.cookies[COOKIE] != planted
    sessions = Sessions(office.store)
    assert sessions.account_of(planted) is None
    begun = sessions.account_of(client.cookies[COOKIE])
    assert begun is not None
    assert begun.name == "viewer"


def test_a_wrong_password_is_told_without_saying_what_was_wrong(office: Office) -> None:
    pages = set()
    for name in ("officer", "nobody of that name"):
        client = office.stranger()
        token = form_token_in(client.get("/sign-in").text)
        page = client.post("/sign-in", data={"name": name, "password": "wrong", "csrf": token})
        assert page.status_code == 403
        assert Sessions(office.store).account_of(client.cookies[COOKIE]) is None
        pages.add(page.text.replace(form_token_in(page.text), ""))
    assert len(pages) == 1


def test_a_sign_in_form_of_another_site_is_refused(office: Office) -> None:
    told = {"name": "officer", "password": "the password of officer"}
    assert office.stranger().post("/sign-in", data=told).status_code == 403


def test_signing_out_ends_the_session(office: Office) -> None:
    browser = signed_in(office.stranger(), "viewer")
    token = browser.client.cookies[COOKIE]
    assert browser.client.post("/sign-out").status_code == 403
    assert browser.send("/sign-out").url.path == "/sign-in"
    assert Sessions(office.store).account_of(token) is None


def test_guessing_ends_soon(office: Office) -> None:
    app = FastAPI()
    app.include_router(sign_in.routes(Entry(office.store, CHEAP), Pages(), lambda: 0.0))
    answer_with_problems(app)
    client = TestClient(app, base_url="http://localhost", headers=HTML)
    token = form_token_in(client.get("/sign-in").text)
    statuses = [
        client.post("/sign-in", data={"name": "officer", "password": str(guess), "csrf": token}).status_code
        for guess in range(12)
    ]
    assert statuses == [403] * 10 + [429] * 2
