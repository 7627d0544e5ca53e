from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.desk.conftest import DAY

import penstock
from penstock.desk.shapes import CheckAnswer, ScreenAnswer

if TYPE_CHECKING:
    from starlette.testclient import TestClient

DISPUTED = "79099-07-3"


def test_both_ways_to_ask_give_the_object_of_the_command(client: TestClient) -> None:
    plain = penstock.check(DISPUTED, jurisdictions=["CN", "US"], on="2023-06-21").as_dict()
    query = client.get("/api/check", params={"subject": DISPUTED, "in": "CN,US", "on": "2023-06-21"})
    repeated = client.get("/api/check", params={"subject": DISPUTED, "in": ["CN", "US"], "on": "2023-06-21"})
    body = client.post("/api/check", json={"subject": DISPUTED, "in": ["CN", "US"], "on": "2023-06-21"})
    assert query.json() == repeated.json() == body.json() == plain
    CheckAnswer.model_validate(plain, extra="forbid")


@pytest.mark.parametrize(
    ("path", "unread"),
    [
        ("/api/check?subject=4-piperidone&date=2020-01-01&in=US", "date"),
        ("/api/law?places=US", "places"),
        ("/api/law/changes?after=2020-01-01&until=2021-01-01&from=US", "from"),
        ("/api/law/us.list-i?on=2020-01-01", "on"),
        ("/api/lists?on=2020-01-01", "on"),
        ("/search/default?q=amarvel&date=2020-01-01", "date"),
        ("/entities/us-ofac-sdn:1?on=2020-01-01", "on"),
        ("/catalog?on=2020-01-01", "on"),
    ],
)
def test_a_parameter_that_is_not_read_is_refused(client: TestClient, path: str, unread: str) -> None:
    refused = client.get(path)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert [one["where"] for one in refused.json()["errors"]] == [f"query.{unread}"]


def test_a_parameter_beside_a_body_is_refused(client: TestClient) -> None:
    refused = client.post("/api/check?on=2020-01-01", json={"subject": "4-piperidone"})
    assert (refused.status_code, refused.json()["detail"]) == (422, "query.on: no such parameter: there is none here")


def test_a_route_and_what_is_known_of_a_party_count(client: TestClient) -> None:
    route = penstock.Route("CN", "MX")
    plain = penstock.check("4-AP", route=route, on=DAY).as_dict()
    assert client.post("/api/check", json={"subject": "4-AP", "from": "CN", "to": "MX"}).json() == plain
    told = {"subject": "Zhang Wei", "kind": "person", "country": "MX", "born": "1970"}
    assert "The country differs: MX was given" in client.get("/api/check", params=told).text


def test_goods_items_are_screened_in_the_order_of_the_call(client: TestClient) -> None:
    items = [
        {"consignment_id": "A", "cas_number": DISPUTED, "export_country": "CN", "destination_country": "MX"},
        {"consignment_id": "A", "goods_description": "steel bolts"},
        {"consignment_id": "A", "cas_number": "x", "date": "03/04/2025"},
    ]
    told = client.post("/api/screen", json={"items": items, "on": "2026-11-22"}).json()
    ScreenAnswer.model_validate(told)
    first, second, third = told["items"]
    assert first["outcome"] == first["consignment_outcome"] == second["consignment_outcome"] != second["outcome"]
    assert any(finding["citation"] for finding in first["findings"])
    assert third["refused"]["code"] == "ambiguous_date"
    assert told["counts"] == {**told["counts"], "rows": 3, "decisions": 2, "rejects": 1}
    assert told["stamp"]["as_of"] == "2026-11-22"


def test_places_narrow_a_screening(client: TestClient) -> None:
    told = client.post("/api/screen", json={"items": [{"cas_number": DISPUTED}], "in": ["MX"]}).json()
    assert told["stamp"]["jurisdictions"] == ["MX"]
    assert {finding["jurisdiction"] for finding in told["items"][0]["findings"]} <= {"MX", None}


def test_what_is_answered_is_counted(client: TestClient) -> None:
    client.get("/api/check", params={"subject": "acetone"})
    client.post("/api/screen", json={"items": [{"cas_number": DISPUTED}, {}]})
    told = client.get("/metrics").text
    assert 'penstock_items_total{outcome="refused"}' in told
    assert "penstock_checks_total" in told
