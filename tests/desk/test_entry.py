from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.desk.office import PIPERIDONE, signed_in

from penstock.desk.entry import COOKIE, form_token
from penstock.store.keys import ApiKeys
from penstock.store.sessions import Sessions

if TYPE_CHECKING:
    from tests.desk.office import Office

KEPT = {"subject": "acetone", "keep": True}


def test_a_stranger_is_let_in_nowhere(office: Office) -> None:
    for path in ("/api/check?subject=x", "/api/matters", "/api/runs", "/index.json", "/queue.json"):
        refused = office.stranger().get(path)
        assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in"), path


@pytest.mark.parametrize("scheme", ["ApiKey", "Bearer", "bearer"])
def test_a_key_opens_the_desk_for_a_program_without_a_form(office: Office, scheme: str) -> None:
    key = ApiKeys(office.store).make("shell:test", "officer", scheme).key
    answer = office.stranger().post("/api/check", json=KEPT, headers={"Authorization": f"{scheme} {key}"})
    assert answer.status_code == 200
    assert len(answer.headers["penstock-decision"]) == 64


@pytest.mark.parametrize("told", ["ApiKey", "ApiKey nix", "Basic b2ZmaWNlcjp4", "", "ApiKey " + "x" * 5000])
def test_what_is_no_key_opens_nothing_even_beside_a_session(office: Office, told: str) -> None:
    answer = office.browser("officer").get("/api/check?subject=acetone", headers={"Authorization": told})
    assert answer.status_code == 401


def test_a_key_made_for_less_does_less_than_its_account(office: Office) -> None:
    matter = office.matter("KEY")
    keys = ApiKeys(office.store)
    step = {"step": "ask_release", "version": 1, "reason": "authorised", "note": "licence 7"}
    assert office.browser("officer").ask(f"/api/matters/{matter}/steps", step).status_code == 200
    narrow = keys.make("shell:test", "approver", "read", role="officer").key
    taken = {"step": "approve", "version": 2, "reason": "authorised"}
    headers = {"Authorization": f"ApiKey {narrow}"}
    refused = office.stranger().post(f"/api/matters/{matter}/steps", json=taken, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    viewer = {"Authorization": f"ApiKey {keys.make('shell:test', 'approver', 'less', role='viewer').key}"}
    assert office.stranger().get(f"/api/matters/{matter}", headers=viewer).status_code == 403


def test_a_form_without_a_token_or_with_that_of_another_session_is_refused(office: Office) -> None:
    mine, other = office.browser("officer"), office.browser("colleague")
    matter = office.matter("CSRF")
    note = {"step": "note", "version": "1", "note": "x"}
    for token in ({}, {"csrf": ""}, {"csrf": other.csrf}, {"csrf": form_token("")}, {"csrf": "ü"}):
        refused = mine.client.post(f"/matters/{matter}", data={**note, **token})
        assert refused.status_code == 403, token
        assert "another session" in refused.text
    for headers in ({}, {"x-csrf-token": other.csrf}):
        refused = mine.client.post("/api/check", json=KEPT, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "other_session")
    assert len(mine.get(f"/api/matters/{matter}").json()["history"]) == 1
    assert mine.send(f"/matters/{matter}", **note).status_code == 200
    assert len(mine.get(f"/api/matters/{matter}").json()["history"]) == 2


def test_the_token_of_forms_is_not_the_session_s(office: Office) -> None:
    browser = signed_in(office.stranger(), "second")
    token = browser.client.cookies[COOKIE]
    assert browser.csrf == form_token(token) != token
    assert Sessions(office.store).account_of(browser.csrf) is None


def test_the_cookie_stays_with_the_browser(office: Office) -> None:
    near = office.stranger().get("/sign-in").headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", "path=/"} <= set(near.split("; "))
    assert "secure" not in near
    for host in ("desk.example.org", "127.0.0.1.example.org", "localhost.example.org", "10.0.0.1"):
        far = office.stranger().get("/sign-in", headers={"host": host}).headers["set-cookie"].lower()
        assert "secure" in far.split("; "), host


def test_what_is_asked_is_not_kept_unless_it_is_asked_for(office: Office) -> None:
    answer = office.browser("officer").ask("/api/screen", {"items": [{"goods_description": PIPERIDONE}]})
    assert "penstock-decision" not in answer.headers
