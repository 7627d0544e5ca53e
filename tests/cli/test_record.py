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


def test_an_entry_is_corrected_as_often_as_need_be_and_its_history_says_how(
    penstock_command: Callable[..., Outcome], tmp_path: Path
) -> None:
    entry = add(penstock_command, tmp_path)
    told = ("--say", "day=2023-06-22", "--say", "venue=a briefing", "--note", "read again")
    assert penstock_command("record", "correct", entry, *told).out == f"{entry} is proposed.\n"
    penstock_command("record", "accept", entry)
    lists = tmp_path / "lists.json"
    lists.write_text(json.dumps({"about": ["4-ap"], "venue": None}), encoding="utf-8")
    assert penstock_command("record", "correct", entry, "--file", str(lists), "--note", "no briefing").status == 0
    shown = json.loads(penstock_command("record", "show", entry, "--json").out)
    body = shown["case"]["body"]
    assert (shown["case"]["state"], body["day"], body["venue"], body["about"]) == (
        "accepted",
        "2023-06-22",
        None,
        ["4-ap"],
    )
    assert shown["steps"][1]["detail"] == {"day": "2023-06-22", "venue": "a briefing", "note": "read again"}


def test_a_correction_that_cannot_stand_changes_nothing(
    penstock_command: Callable[..., Outcome], tmp_path: Path
) -> None:
    entry = add(penstock_command, tmp_path)
    for told, said in (
        (("--note", "nothing"), "Nothing is corrected"),
        (("--say", "day=2023-06-22"), "does not say note"),
        (("--say", "day=2199-01-01", "--note", "x"), "still to come"),
        (("--say", "speaker=", "--note", "x"), "speaker"),
        (("--say", "colour=red", "--note", "x"), "colour"),
        (("--say", "day", "--note", "x"), "day"),
    ):
        found = penstock_command("record", "correct", entry, *told)
        assert found.status == 2, told
        assert said in found.err
    shown = json.loads(penstock_command("record", "show", entry, "--json").out)
    assert (shown["case"]["version"], shown["case"]["body"]["day"]) == (1, "2023-06-21")


def test_only_what_was_accepted_is_withdrawn_and_not_without_a_reason(
    penstock_command: Callable[..., Outcome], tmp_path: Path
) -> None:
    entry = add(penstock_command, tmp_path)
    assert penstock_command("record", "withdraw", entry, "--note", "too early").status == 2
    penstock_command("record", "accept", entry)
    assert penstock_command("record", "withdraw", entry).status == 2
    assert penstock_command("record", "withdraw", entry, "--note", "a misprint").out == f"{entry} is withdrawn.\n"
    assert entry in penstock_command("record", "list", "--kept", "--state", "withdrawn").out
    assert penstock_command("record", "correct", entry, "--say", "day=2023-06-20", "--note", "late").status == 2


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
