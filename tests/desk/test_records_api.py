from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.desk.office import Office


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"step": 1}',
        b'{"step": "note", "version": -1}',
        b'{"step": "note", "version": 1, "by": "x"}',
    ],
)
def test_a_step_that_cannot_be_read_is_refused(office: Office, body: bytes) -> None:
    matter, officer = office.matter("UNREAD"), office.browser("officer")
    headers = {"content-type": "application/json", "x-csrf-token": officer.csrf}
    refused = officer.client.post(f"/api/matters/{matter}/steps", content=body, headers=headers)
    assert refused.status_code in {400, 422}
    assert refused.json()["remedy"]


def test_every_route_is_described(office: Office) -> None:
    paths = office.browser("viewer").get("/openapi.json").json()["paths"]
    wanted = {"/api/matters", "/api/matters/{matter}/steps", "/api/decisions/{decision}/replay", "/api/runs/{run}"}
    assert wanted <= paths.keys()
    assert not {"/answer", "/sign-in", "/queue.json"} & paths.keys()
