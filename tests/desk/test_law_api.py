from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.desk.shapes import LawAnswer, LawChanges, LawRecord, ListsAnswer
from penstock.law.shown import lists_in

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from penstock.law.register import Register


def test_the_lists_of_the_law_are_those_of_the_register(client: TestClient, register: Register) -> None:
    told = client.get("/api/law", params={"in": "US,MX"}).json()
    LawAnswer.model_validate(told)
    assert told["register"] == register.digest
    assert told["lists"] == lists_in(register, {"US", "MX"})
    assert len(client.get("/api/law").json()["lists"]) > len(told["lists"])


def test_a_list_is_shown_with_its_entries_their_spans_and_what_they_cite(client: TestClient) -> None:
    told = client.get("/api/law/us.list-i").json()
    LawRecord.model_validate(told)
    entry = told["record"]["entries"]["4-piperidone"]
    assert entry["spans"][0]["since"] == "2023-05-12"
    assert told["texts"][entry["spans"][0]["by"]]["citation"]
    measure = client.get("/api/law/us.list-i.4-piperidone").json()
    assert measure["record"] == entry


def test_what_changed_between_two_days_is_cited(client: TestClient) -> None:
    told = client.get("/api/law/changes", params={"after": "2023-01-01", "until": "2023-12-31", "in": "US"}).json()
    LawChanges.model_validate(told)
    assert any(
        change["measure"] == "us.list-i.4-piperidone" and change["what"] == "begins" for change in told["changes"]
    )
    assert all(change["citation"] for change in told["changes"])


def test_what_may_have_begun_between_two_days_stands_beside(client: TestClient) -> None:
    told = client.get("/api/law/changes", params={"after": "2025-11-01", "until": "2026-11-30", "in": "US"}).json()
    LawChanges.model_validate(told)
    (span,) = [one for one in told["unsettled"] if one["subject"] == "propionyl-chloride"]
    assert (span["not_before"], span["known_by"]) == ("2026-03-10", None)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/law/nothing", 404),
        ("/api/law?in=XX", 422),
        ("/api/law/changes?after=2024-01-01&until=2023-01-01", 422),
        ("/api/law/changes?after=2024-01-01", 422),
        ("/api/law/changes?after=yesterday&until=2024-01-01", 422),
    ],
)
def test_what_is_not_there_is_refused(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.json()["remedy"]


def test_without_an_imported_list_there_is_none(client: TestClient) -> None:
    told = client.get("/api/lists").json()
    ListsAnswer.model_validate(told)
    assert told["lists"] == told["damaged"] == []
