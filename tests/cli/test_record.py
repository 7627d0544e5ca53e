from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Outcome

ENTRY = {
    "kind": "statement",
    "body": {
        "speaker": "Ann Lee",
        "day": "2023-06-21",
        "quote": "not regulated",
        "claims": [{"predicate": "not_regulated", "subjects": ["4-ap"], "places": ["UN", "CN"]}],
        "origin": {"citation": "A press release"},
    },
}


def add(penstock_command: Callable[..., Outcome], tmp_path: Path) -> str:
    file = tmp_path / "entries.jsonl"
    file.write_text(json.dumps(ENTRY) + "\n", encoding="utf-8")
    found = penstock_command("record", "add", str(file), "--json")
    assert found.status == 0, found.err
    return str(json.loads(found.out)[0]["id"])


def test_the_timeline_of_the_register_needs_no_store(penstock_command: Callable[..., Outcome]) -> None:
    found = penstock_command(
        "record", "list", "--since", "2023-11-01", "--until", "2023-12-01", "--subject", "4-ap", "--json"
    )
    assert found.status == 0, found.err
    ids = [one["id"] for one in json.loads(found.out)["events"]]
    assert "us-bis-institute-removed-2023" in ids
    assert "us.list-i.4-ap" in ids
    assert penstock_command("record", "list", "--party", "nobody").status == 2
    assert penstock_command("record", "list", "--subject", "nothing").status == 2


def test_an_entry_is_added_accepted_shown_and_set_beside(
    penstock_command: Callable[..., Outcome], tmp_path: Path
) -> None:
    entry = add(penstock_command, tmp_path)
    assert penstock_command("record", "accept", entry).out == f"{entry} is accepted.\n"
    shown = json.loads(penstock_command("record", "show", entry, "--json").out)
    assert [one["step"] for one in shown["steps"]] == ["open", "accept"]
    beside = json.loads(penstock_command("record", "beside", entry, "--json").out)
    assert {row["place"]: row["status"] for row in beside["claims"][0]["rows"]} == {
        "UN": "contradicted",
        "CN": "consistent",
    }
    listed = penstock_command("record", "list", "--kept", "--state", "accepted")
    assert entry in listed.out
    assert "already" in penstock_command("record", "add", str(tmp_path / "entries.jsonl")).out


def test_a_proposal_is_rejected_with_a_reason(penstock_command: Callable[..., Outcome], tmp_path: Path) -> None:
    entry = add(penstock_command, tmp_path)
    assert penstock_command("record", "reject", entry).status == 2
    assert penstock_command("record", "reject", entry, "--note", "said by another").status == 0
    assert penstock_command("record", "accept", "no-such-id").status == 2


def test_files_that_cannot_be_added_say_where(penstock_command: Callable[..., Outcome], tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    for text, said in (
        ("{", ":1:"),
        ('{"kind": "lead", "body": {}}', "found no"),
        ('{"kind": "act", "body": {}}', "This is no act"),
    ):
        file.write_text(text, encoding="utf-8")
        found = penstock_command("record", "add", str(file))
        assert found.status == 2
        assert said in found.err


def test_an_act_of_the_register_is_shown_and_makes_no_claim(penstock_command: Callable[..., Outcome]) -> None:
    assert "Entity List" in penstock_command("record", "show", "us-bis-institute-removed-2023").out
    assert "is no statement" in penstock_command("record", "beside", "us-bis-institute-removed-2023").err
