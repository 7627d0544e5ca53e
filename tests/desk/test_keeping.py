from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.desk.office import PIPERIDONE

from penstock.desk.actors import Actor
from penstock.desk.keeping import MOST_MATTERS, Held, Keeper, held_in
from penstock.desk.problems import Problem
from penstock.kernel.errors import StoreError
from penstock.store.trail import rows_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient
    from tests.desk.office import Office


def test_a_held_item_opens_a_matter_for_each_group_of_findings(office: Office) -> None:
    decision = office.held("KEPT", consignee_name="Hubei Amarvel Biotech")
    told = office.browser("officer").get(f"/api/decisions/{decision}").json()
    assert {one["about"] for one in told["matters"]} >= {"party_charged: consignee_name"}
    assert {one["state"] for one in told["matters"]} == {"open"}
    assert {one["consignment"] for one in told["matters"]} == {"KEPT"}
    assert office.held("KEPT", consignee_name="Hubei Amarvel Biotech") == decision
    again = office.browser("officer").get(f"/api/decisions/{decision}").json()["matters"]
    assert [one["id"] for one in again] == [one["id"] for one in told["matters"]]
    assert "decision.kept" in {row.act for row in rows_of(office.store, of=decision)}


def test_a_viewer_keeps_nothing(office: Office) -> None:
    refused = office.browser("viewer").ask("/api/check", {"subject": "acetone", "keep": True})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_without_a_store_nothing_is_kept(client: TestClient) -> None:
    refused = client.post("/api/check", json={"subject": "acetone", "keep": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


def test_a_call_that_would_fill_the_queue_keeps_nothing(office: Office) -> None:
    before = office.browser("officer").get("/api/matters").json()["counts"]
    items = [{"consignment_id": f"N{n}", "goods_description": PIPERIDONE} for n in range(MOST_MATTERS + 1)]
    refused = office.browser("officer").ask("/api/screen", {"items": items, "keep": True})
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert office.browser("officer").get("/api/matters").json()["counts"] == before


def test_an_answer_that_holds_nothing_opens_nothing() -> None:
    held = {"code": "open", "field": None, "outcome": "hold"}
    said = {"code": "code_basket", "field": None, "outcome": "clear"}
    item = {"consignment_id": "A", "item_no": 1, "outcome": "hold", "findings": [held, said]}
    items = [item, {**item, "outcome": "clear"}, {"row": 2, "refused": {}}]
    assert list(held_in({"items": items})) == [Held("A", "1", "open", "hold")]
    assert list(held_in({"answers": []})) == []


def test_an_id_that_cannot_be_kept_leaves_nothing_behind(office: Office) -> None:
    before = Keeper(office.store).decisions.count()
    item = {"consignment_id": "x" * 3_000, "goods_description": PIPERIDONE}
    refused = office.browser("officer").ask("/api/screen", {"items": [item], "keep": True})
    assert refused.status_code == 422
    assert Keeper(office.store).decisions.count() == before
    with pytest.raises(Problem, match="needs the role officer"):
        Keeper(office.store).keep(Actor("viewer", "viewer"), {}, b"{}")


def test_a_decision_and_its_matters_are_one_commit(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Keeper(office.store).decisions.count()

    def broken(*_: object, **__: object) -> None:
        raise StoreError("gone", remedy="x")  # noqa: EM101  # what is said matters to nobody

    monkeypatch.setattr("penstock.store.matters._write", broken)
    item = {"consignment_id": "WHOLE", "goods_description": PIPERIDONE, "destination_country": "MX"}
    assert office.browser("officer").ask("/api/screen", {"items": [item], "keep": True}).status_code == 503
    assert Keeper(office.store).decisions.count() == before
