"""The whole application: nothing that is sent makes it fail, and its description is true of what it answers."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.desk.conftest import DAY, FREELY, who
from tests.desk.conftest import TestClient as Client
from tests.desk.serving import serving

from penstock.desk.app import Settings, create_app
from penstock.desk.limits import HEADERS, Rate
from penstock.lists.records import Entry, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

    from penstock.law.register import Register

JSON = {"content-type": "application/json"}
PROBLEM = "application/problem+json"

HOSTILE = [
    "", " ", "\x00", "\x1b[31m", "\u202egpj.exe", "' OR 1=1; DROP TABLE matters; --", "<script>alert(1)</script>",
    "{{7*7}}", '=HYPERLINK("http://x")', "../../etc/passwd", "%00", "a" * 20_000, "(" * 3000, "C" * 3000, "中" * 500,
    "1" * 400, "[" * 900, "C1" * 500,
]  # fmt: skip


def ask(client: TestClient, path: str, body: bytes, **headers: str) -> Any:  # noqa: ANN401  # the client's own
    return client.post(path, content=body, headers={**JSON, **headers})


def is_fine(response: Any) -> None:  # noqa: ANN401  # the client's own
    """See that an answer is one, or a problem of whoever asked."""
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert response.headers["content-type"] == PROBLEM
        told = response.json()
        assert told["status"] == response.status_code
        assert told["code"]
        assert told["remedy"].endswith(".")
    for name, value in HEADERS.items():
        assert response.headers[name] == value


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_text_holds_it_is_answered_or_refused(client: TestClient, text: str) -> None:
    is_fine(client.get("/api/check", params={"subject": text}))
    is_fine(client.get("/api/check", params={"subject": "acetone", "in": text, "on": text[:50], "from": text[:50]}))
    is_fine(client.get("/api/check", params={"subject": "x", "kind": "person", "born": text[:50], "country": text[:9]}))
    is_fine(client.get("/search/default", params={"q": text[:900], "schema": text[:100]}))
    is_fine(client.get("/api/law/changes", params={"after": text[:50], "until": text[:50]}))
    for path in ("/api/law/", "/entities/", "/match/", "/search/", "/"):
        is_fine(client.get(path + text[:200].replace("#", "").replace("\x00", "%00").replace("\x1b", "%1b")))
    for name in ("goods_description", "consignee_name", "cas_number", "smiles", "consignment_id", "date", "quantity",
                 "commodity_code", "destination_country", "item_no", text[:200]):  # fmt: skip
        item = {"goods_description": "acetone", name: text}
        response = client.post("/api/screen", json={"items": [item]})
        is_fine(response)
        assert response.status_code == 200
    is_fine(
        client.post(
            "/match/default", json={"queries": {text[:50]: {"schema": text[:50], "properties": {"name": [text]}}}}
        )
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"x", 400), (b"null", 422), (b"[]", 422), (b"{}", 422), (b"\xff\xfe", 400), (b"\x00", 400),
        (b'{"subject": 1}', 422), (b'{"subject": NaN}', 400), (b'{"subject": "x", "more": 1}', 422),
        (b'{"subject": "\\ud800"}', 400), (b'{"subject": ' + b"[" * 100_000, 422), (b'{"subject": "x", "on": 5}', 422),
        (b'{"subject": "x", "on": "2026-02-30"}', 422), (b'{"subject": "x", "in": "CN"}', 422),
        (b'{"subject": "x", "in": []}', 422), (b'{"subject": "x", "in": ["XX"]}', 422),
        (b'{"subject": "x", "kind": "thing"}', 422), (b'{"subject": "x", "from": "China"}', 422),
        (b'{"subject": "' + b"x" * 20_001 + b'"}', 422),
    ],
)  # fmt: skip
def test_a_bad_question_is_refused(client: TestClient, body: bytes, status: int) -> None:
    response = ask(client, "/api/check", body)
    is_fine(response)
    assert response.status_code == status, response.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"items": []}, 422), ({"items": [{}] * 1001}, 422), ({"items": {}}, 422), ({"items": [{}], "x": 1}, 422),
        ({"items": [{}], "in": ["XX"]}, 422), ({"items": [{}], "on": "tomorrow"}, 422), ([], 422),
        ({"items": [{}] * 1000}, 200), ({"items": [[], 1, None, "x", True, 1.5]}, 200),
        ({"items": [{"goods_description": {"a": [1]}}]}, 200), ({"items": [{"item_no": 10**30, "cas_number": 5}]}, 200),
    ],
)  # fmt: skip
def test_bad_goods_items_are_refused(client: TestClient, body: Any, status: int) -> None:  # noqa: ANN401  # any JSON
    response = client.post("/api/screen", json=body)
    is_fine(response)
    assert response.status_code == status, response.text
    if status == 200:
        assert response.json()["counts"]["rejects"] == len(body["items"])


def test_a_deep_item_is_refused(client: TestClient) -> None:
    response = ask(client, "/api/screen", b'{"items": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}")
    is_fine(response)
    assert response.status_code == 400
    is_fine(ask(client, "/api/screen", b'{"items": [' + b"[" * 900 + b"]" * 900 + b"]}"))


def test_other_media_types_methods_and_paths_are_refused(client: TestClient) -> None:
    refused = client.post("/api/check", data={"subject": "x"})
    is_fine(refused)
    assert refused.status_code == 415
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        response = client.request(method, "/api/check")
        is_fine(response)
        assert response.status_code == 405
        assert response.headers["allow"]
    assert client.get("/nothing").json()["code"] == "not_found"


def test_a_body_beyond_the_limit_is_refused_whether_it_is_announced_or_not(client: TestClient) -> None:
    large = b" " * ((1 << 20) + 1)
    announced = ask(client, "/api/check", large)
    streamed = client.post("/api/check", content=iter([large[:1000], large]), headers=JSON)
    for response in (announced, streamed):
        is_fine(response)
        assert response.status_code == 413
    assert ask(client, "/api/screen", b" " * ((8 << 20) + 1)).status_code == 413


def test_nobody_and_too_many_are_refused(register: Register) -> None:
    few = Settings(register=register, by_address=FREELY, by_account=Rate(0.01, 2), today=lambda: DAY)
    with Client(create_app(few, who)) as client:
        stranger = client.get("/api/law", headers={"x-who": "nobody"})
        assert stranger.status_code == 401
        assert stranger.headers["www-authenticate"] == "ApiKey"
        assert [client.get("/api/law").status_code for _ in range(3)] == [200, 200, 429]
        assert int(client.get("/api/law").headers["retry-after"]) >= 99
        assert client.get("/api/law", headers={"x-who": "officer"}).status_code == 200
        assert client.get("/healthz", headers={"x-who": "nobody"}).status_code == 200


def test_a_call_of_many_items_or_queries_costs_what_it_asks(register: Register) -> None:
    few = Settings(register=register, by_address=FREELY, by_account=Rate(0.001, 10), today=lambda: DAY)
    item = {"goods_description": "steel bolts"}
    queries = {f"q{nth}": {"schema": "Company", "properties": {"name": ["Acme"]}} for nth in range(11)}
    with Client(create_app(few, who)) as client:

        def asked(number: int, who: str) -> int:
            told = {"items": [item] * number}
            return int(client.post("/api/screen", json=told, headers={"x-who": who}).status_code)

        assert [asked(1, "viewer") for _ in range(11)] == [200] * 10 + [429]
        assert [asked(150, "officer") for _ in range(4)] == [200, 200, 200, 429]
        found = [
            client.post("/match/default", json={"queries": queries}, headers={"x-who": "approver"}) for _ in "1234"
        ]
        assert [one.status_code for one in found] == [200, 200, 200, 429]
        assert int(found[-1].headers["retry-after"]) > 0


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["goods_description", "cas_number", "smiles", "consignee_name", "date", "quantity", "item_no", "CAS", "unit",
        "consignment_id", "net_mass_kg", "transit_countries"]  # fmt: skip
columns = st.sampled_from(KEYS) | st.text(max_size=8)


@how(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(columns, values, max_size=6), min_size=1, max_size=5))
def test_every_item_is_decided_or_refused_whatever_it_is(client: TestClient, items: list[dict[str, Any]]) -> None:
    response = ask(client, "/api/screen", json.dumps({"items": items}).encode())
    is_fine(response)
    if response.status_code == 200:
        told = response.json()
        assert [item["row"] for item in told["items"]] == list(range(1, len(items) + 1))
        assert told["counts"]["decisions"] + told["counts"]["rejects"] == len(items)


@how(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values)
def test_any_json_is_answered_or_refused(client: TestClient, body: Any) -> None:  # noqa: ANN401  # any JSON
    for path in ("/api/check", "/api/screen", "/match/default"):
        is_fine(ask(client, path, json.dumps(body).encode()))


@pytest.fixture(scope="session")
def description(register: Register) -> Iterator[Any]:
    settings = Settings(register=register, by_address=FREELY, by_account=FREELY, today=lambda: DAY)
    with serving(create_app(settings, who)) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_the_description_is_true_of_every_answer(description: Any) -> None:  # noqa: ANN401  # one of schemathesis
    operations = [result.ok() for result in description.get_all_operations()]
    assert len(operations) >= 15
    for operation in operations:

        @how(max_examples=12, suppress_health_check=list(HealthCheck), database=None)
        @given(operation.as_strategy())
        def holds(case: Any) -> None:  # noqa: ANN401  # one of schemathesis
            case.call_and_validate(checks=CHECKS)

        holds()


def test_the_description_names_every_route_and_its_problems(client: TestClient) -> None:
    told = client.get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    for path, operations in told["paths"].items():
        for operation in operations.values():
            assert operation["description"], path
            assert set(operation["responses"]) == {"200", "default"}, path
            assert operation["responses"]["default"]["content"].keys() == {PROBLEM}
            for kind in operation["responses"]["200"]["content"].values():
                assert kind["schema"], path


def test_a_list_that_is_imported_while_it_runs_is_asked_soon(register: Register, tmp_path: Path) -> None:
    now = [0.0]
    store = ListStore.open(tmp_path / "lists")
    (tmp_path / "lists").mkdir()
    settings = Settings(
        register=register, lists=store.folder, by_address=FREELY, by_account=FREELY, today=lambda: DAY,
        clock=lambda: now[0],
    )  # fmt: skip
    entry = sealed(
        Entry(list="us-ofac-sdn", uid="1", kind="company", names=(ListedName(text="Velkarien Ltd", kind="primary"),))
    )
    vintage = date(2026, 11, 20)
    roster = Roster(
        list="us-ofac-sdn", vintage=vintage, earliest=vintage, publisher="OFAC", files=(), entries=(entry,),
        counts=counts_of((entry,)),
    )  # fmt: skip
    with Client(create_app(settings, who)) as client:
        ask_about = {"items": [{"goods_description": "bolts", "consignee_name": "Velkarien"}]}
        before = client.post("/api/screen", json=ask_about).json()
        store.save(roster)
        now[0] = 60.0
        told = (client.post("/api/screen", json=ask_about).json() for _ in range(2000))
        after = next(one for one in told if one["stamp"]["rosters"])
        assert before["stamp"]["rosters"] == {}
        assert "us-ofac-sdn:1" in {finding["subject"] for finding in after["items"][0]["findings"]}
        assert [one["list"] for one in client.get("/api/lists").json()["lists"]] == ["us-ofac-sdn"]
