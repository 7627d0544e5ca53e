from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from penstock.store.keys import ApiKeys

if TYPE_CHECKING:
    from tests.desk.office import Browser, Office

GOODS = b"consignment_id,goods_description\nA,acetone\n"


def sent(browser: Browser, path: str, name: str, data: bytes, **fields: str) -> Any:  # noqa: ANN401  # the client's own
    form = {"csrf": browser.csrf, **fields}
    return browser.client.post(path, data=form, files={"file": (name, data)}, follow_redirects=False)


def test_a_run_of_another_is_as_one_that_is_not_there(office: Office) -> None:
    officer = office.browser("officer")
    run = sent(officer, "/api/runs", "goods.csv", GOODS).json()
    assert officer.get(f"/api/runs/{run['id']}").json()["file"] == "goods.csv"
    for path in (f"/api/runs/{run['id']}", f"/api/runs/{run['id']}/results/run.json", f"/runs/{run['id']}"):
        assert office.browser("colleague").get(path).status_code == 404, path
    assert office.browser("approver").get(f"/api/runs/{run['id']}").status_code == 200
    assert office.browser("viewer").get(f"/api/runs/{run['id']}").status_code == 403


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [("x.exe", GOODS, 422), ("", GOODS, 422), ("x.xlsx", b"PK", 422), ("x.csv", b"x" * (66 << 20), 413)],
)
def test_what_is_not_taken_is_refused(office: Office, name: str, data: bytes, status: int) -> None:
    refused = sent(office.browser("officer"), "/api/runs", name, data)
    assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")


def test_an_upload_needs_the_form_of_its_session(office: Office) -> None:
    officer = office.browser("officer")
    refused = officer.client.post("/api/runs", files={"file": ("goods.csv", GOODS)})
    assert (refused.status_code, refused.json()["code"]) == (403, "other_session")
    assert sent(officer, "/api/runs", "goods.csv", GOODS, on="not a day").status_code == 422
    many = officer.client.post(
        "/api/runs", data={"csrf": officer.csrf}, files=[("file", ("a.csv", GOODS)), ("file", ("b.csv", GOODS))]
    )
    assert many.status_code == 400


@pytest.mark.parametrize("name", ["..%2Fjob.json", "..%2F..%2Fpenstock.sqlite", "%2Fetc%2Fpasswd", "job.json"])
def test_a_path_leads_nowhere(office: Office, name: str) -> None:
    officer = office.browser("officer")
    run = sent(officer, "/api/runs", "goods.csv", GOODS).json()
    assert officer.get(f"/api/runs/{run['id']}/results/{name}").status_code == 404


def test_a_program_uploads_with_its_key(office: Office) -> None:
    key = ApiKeys(office.store).make("shell:test", "officer", "uploads").key
    headers = {"Authorization": f"ApiKey {key}"}
    run = office.stranger().post("/api/runs", files={"file": ("goods.csv", GOODS)}, headers=headers)
    assert run.status_code == 200
    assert run.json()["by"] == "officer"
