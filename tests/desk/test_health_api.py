from __future__ import annotations

from typing import TYPE_CHECKING

from tests.desk.conftest import DAY, FREELY, TestClient, who

from penstock.desk.app import Settings, create_app

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.law.register import Register


def test_a_process_that_is_ready_says_so_to_anybody(client: TestClient) -> None:
    nobody = {"x-who": "nobody"}
    assert client.get("/healthz", headers=nobody).json() == client.get("/readyz", headers=nobody).json()
    assert client.get("/metrics", headers=nobody).status_code == 401


def test_a_process_whose_lists_are_damaged_is_alive_and_not_ready(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    (folder / "rosters" / "us-ofac-sdn").mkdir(parents=True)
    (folder / "clearings.jsonl").write_text("{\n{}\n", encoding="utf-8")
    settings = Settings(register=register, lists=folder, by_address=FREELY, by_account=FREELY, today=lambda: DAY)
    with TestClient(create_app(settings, who)) as client:
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["code"]) == (503, "list_missing")
        assert client.get("/api/check", params={"subject": "acetone"}).status_code == 503
