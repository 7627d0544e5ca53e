from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from tests.desk.office import SCRIPT
from tests.desk.serving import serving

from penstock.desk.runs import FILES
from penstock.store.keys import ApiKeys

RECORDS = [
    "/api/matters",
    "/api/matters/{matter}",
    "/api/matters/{matter}/steps",
    "/api/decisions/{decision}",
    "/api/decisions/{decision}/replay",
    "/api/runs",
    "/api/runs/{run}",
    "/api/runs/{run}/results/{name}",
    "/api/cases",
    "/api/cases/{kind}",
    "/api/cases/{kind}/{case}",
    "/api/cases/{kind}/{case}/steps",
    "/api/cases/lead/{case}/precheck",
    "/api/cases/lead/{case}/form",
    "/api/cases/authorisation/{case}/draws",
    "/api/cases/authorisation/{case}/returns",
    "/api/draws",
    "/api/decisions/{decision}/draws",
    "/api/runs/{run}/draws",
    "/api/scores",
    "/api/schedule",
    "/api/record",
    "/api/record/{entry}",
    "/api/readings",
    "/api/readings/{case}",
    "/api/dossiers/{what}",
]
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desk.office import Office


def test_the_api_of_before_is_all_there(office: Office) -> None:
    viewer = office.browser("viewer")
    for path in ("/healthz", "/readyz", "/metrics", "/api/law", "/api/lists", "/search/default?q=amarvel"):
        assert viewer.get(path).status_code == 200, path


def test_what_pages_are_made_of_needs_no_session(office: Office) -> None:
    for name, kind in (("desk.css", "text/css"), ("desk.js", "javascript")):
        file = office.stranger().get(f"/static/{name}")
        assert file.status_code == 200
        assert kind in file.headers["content-type"]
        assert "content-security-policy" in file.headers
    for path in ("/static/..%2fwhole.py", "/static/../whole.py", "/static/"):
        assert office.stranger().get(path).status_code == 404, path


def test_nothing_that_was_asked_stands_in_a_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="penstock.desk"):
        office.browser("officer").get("/answer", params={"q": f"secret {SCRIPT}"})
        office.browser("officer").send("/answer", q="secret")
    said = "".join(caplog.messages)
    assert "/answer" in said
    assert "secret" not in said
    assert "officer" not in said


@pytest.fixture(scope="module")
def description(office: Office) -> Iterator[Any]:
    """Read the description from a server, as a program would."""
    with serving(office.app, is_running=True) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


@pytest.mark.parametrize("path", RECORDS)
def test_nothing_that_is_sent_about_records_makes_it_fail(office: Office, description: Any, path: str) -> None:  # noqa: ANN401  # one of schemathesis
    key = ApiKeys(office.store).make("shell:test", "approver", path).key
    operations = [result.ok() for result in description.include(path=path).get_all_operations()]
    assert operations
    for operation in operations:

        @how(max_examples=15, database=None, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy())
        def holds(case: Any) -> None:  # noqa: ANN401  # one of schemathesis
            case.call_and_validate(headers={"Authorization": f"ApiKey {key}"}, checks=CHECKS)

        holds()


def test_every_route_and_page_is_documented(office: Office, root: Path) -> None:
    text = "".join((root / "docs" / name).read_text(encoding="utf-8") for name in ("desk.md", "serve.md"))
    paths = office.browser("viewer").get("/openapi.json").json()["paths"]
    routes = [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]
    assert [route for route in routes if f"`{route}`" not in text] == []
    pages = [
        "/",
        "/answer?q=",
        "/timeline/SUBJECT",
        "/queue",
        "/matters/ID",
        "/decisions/ID",
        "/runs",
        "/runs/ID",
        "/changes",
        "/cases",
        "/cases/KIND",
        "/cases/KIND/new",
        "/cases/KIND/ID",
        "/schedule",
        "/scores",
        "/record",
        "/record/ENTRY",
        "/read",
        "/papers",
    ]
    assert [page for page in pages if f"`{page}`" not in text] == []
    assert {name for name in FILES if f"`{name}`" not in text} == set()
