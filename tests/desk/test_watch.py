"""What is told of requests names nobody and nothing."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from tests.desk.conftest import TestClient

from penstock.desk.watch import Figures, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "Velkarien Chemicals 79099-07-3"  # noqa: S105  # what nobody may read in a log


@pytest.fixture
def figures() -> Figures:
    return Figures()


@pytest.fixture
def watched(figures: Figures, caplog: pytest.LogCaptureFixture) -> Iterator[TestClient]:
    app = FastAPI(openapi_url=None)

    @app.get("/fine/{name}")
    async def fine(name: str) -> str:
        return name

    @app.get("/broken/{name}")
    async def broken(name: str) -> str:
        raise ValueError(name)

    app.add_middleware(Watch, figures=figures, clock=lambda: 0.0)
    caplog.set_level(logging.INFO, "penstock.desk")
    with TestClient(app) as client:
        yield client


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(record.message) for record in caplog.records if record.name == "penstock.desk"]


def test_a_line_tells_the_route_and_no_value(watched: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    response = watched.get(f"/fine/{SECRET}", params={"q": SECRET}, headers={"authorization": SECRET})
    (line,) = lines(caplog)
    assert (line["method"], line["route"], line["status"]) == ("GET", "/fine/{name}", 200)
    assert line["id"] == response.headers["x-request-id"]
    assert not any(word in caplog.text for word in (*SECRET.split(), "testclient"))


def test_a_failure_is_a_problem_and_its_line_tells_where_and_no_value(
    watched: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = watched.get(f"/broken/{SECRET}")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "internal"
    failed, line = lines(caplog)
    assert failed["error"] == "ValueError"
    assert str(failed["where"]).startswith("['")
    assert "test_watch.py" in str(failed["where"])
    assert line["status"] == 500
    for word in SECRET.split():
        assert word not in caplog.text
        assert word not in response.text


def test_figures_count_by_route_and_never_by_path(watched: TestClient, figures: Figures) -> None:
    watched.get("/fine/a")
    watched.get("/fine/b")
    watched.get(f"/{SECRET}")
    watched.request("BREW", "/fine/a")
    figures.count_items({"hold": 2, "clear": 0}, rejects=1)
    told = figures.written().decode()
    assert 'penstock_requests_total{method="GET",route="/fine/{name}",status="200"} 2.0' in told
    assert 'method="other"' in told
    assert 'route="(none)",status="404"' in told
    assert 'penstock_items_total{outcome="hold"} 2.0' in told
    assert 'penstock_items_total{outcome="refused"} 1.0' in told
    assert "clear" not in told
    assert SECRET.split(maxsplit=1)[0] not in told
