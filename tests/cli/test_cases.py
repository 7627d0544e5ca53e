from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from penstock.cli.cases import cut, flat

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEADS = "examples/leads/leads.yaml"


@pytest.fixture
def lead(penstock_command: Callable[..., Any], root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(root)
    kept = json.loads(penstock_command("lead", "new", LEADS, "--json").out)["kept"]
    return str(kept[2]["id"])


def test_any_step_is_taken_with_what_it_says(penstock_command: Callable[..., Any], lead: str, tmp_path: Path) -> None:
    file = tmp_path / "said.yaml"
    file.write_text("subject: {kind: party, name: Example Other Co.}\ncredibility: 3\n", encoding="utf-8")
    told = penstock_command("lead", "step", lead, "edit", "--file", file, "--note", "read again", "--json")
    edited = json.loads(told.out)
    assert (edited["state"], edited["body"]["credibility"]) == ("draft", 3)
    assert edited["body"]["subject"]["name"] == "Example Other Co."
    dates = ("--say", "sent_on=2026-04-01", "--say", "acknowledged_on=2026-04-03")
    assert (
        json.loads(penstock_command("lead", "step", lead, "receive", *dates, "--json").out)["state"] == "acknowledged"
    )
    shown = json.loads(penstock_command("lead", "show", lead, "--json").out)
    assert [one["step"] for one in shown["history"]] == ["open", "edit", "receive"]
    assert shown["history"][1]["detail"]["note"] == "read again"
    assert [one["kind"] for one in shown["links"]] == ["party"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("note", "--say", "note"), "'note' says no field"),
        (("note",), "'note' does not say note"),
        (("send", "--say", "sent_on=2026-04-01"), "cannot be done in a lead that is draft"),
        (("receive", "--say", "sent_on=soon", "--say", "acknowledged_on=2026-04-01"), "This is no lead: Invalid"),
        (("withdraw", "--say", "colour=red", "--note", "x"), "says nothing called colour"),
    ],
)
def test_what_cannot_be_done_is_said(
    penstock_command: Callable[..., Any], lead: str, arguments: tuple[str, ...], words: str
) -> None:
    told = penstock_command("lead", "step", lead, *arguments)
    assert told.status == 2
    assert words in told.err
    assert "Traceback" not in told.err


def test_a_case_of_another_kind_and_one_that_is_not_there_are_refused(
    penstock_command: Callable[..., Any], lead: str
) -> None:
    assert "is of the kind lead, not referral" in penstock_command("referral", "down", lead).err
    assert "There is no case 'none'" in penstock_command("lead", "show", "none").err


def test_that_somebody_saw_a_case_is_written_down(penstock_command: Callable[..., Any], lead: str) -> None:
    penstock_command("lead", "show", lead)
    penstock_command("lead", "list")
    told = json.loads(penstock_command("audit", "show", "--of", lead, "--json").out)
    assert [one["act"] for one in told] == ["saw", "saw", "lead.opened"]


def test_lists_are_by_state_and_empty_ones_say_so(penstock_command: Callable[..., Any], lead: str) -> None:
    assert len(penstock_command("lead", "list").out.splitlines()) == 3
    assert len(json.loads(penstock_command("lead", "list", "--limit", "2", "--json").out)) == 2
    assert penstock_command("lead", "list", "--state", "sent").out == "There is none.\n"
    penstock_command("lead", "step", lead, "withdraw", "--note", "x")
    assert lead in penstock_command("lead", "list", "--state", "withdrawn", "--state", "sent").out
    assert penstock_command("inspection", "overdue").out == "There is none.\n"


def test_fields_are_shown_with_their_path_and_long_ones_are_cut() -> None:
    assert flat({"a": {"b": 1}, "c": [{"d": "x"}, "y"], "e": None, "f": "", "g": ()}) == [
        ("a.b", 1),
        ("c 1.d", "x"),
        ("c 2", "y"),
    ]
    assert cut("x" * 300) == "x" * 300
    assert cut("x" * 301) == f"{'x' * 300}... (--json has the whole of it)"
