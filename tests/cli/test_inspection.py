from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDER = "examples/inspections"


@pytest.fixture
def works(penstock_command: Callable[..., Any], root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(root)
    told = json.loads(penstock_command("inspection", "enterprises", f"{FOLDER}/enterprises.yaml", "--json").out)
    return str(told["kept"][0]["id"])


def test_from_the_schedule_to_what_was_put_right(penstock_command: Callable[..., Any], works: str) -> None:
    first = json.loads(penstock_command("inspection", "schedule", "--on", "2026-11-10", "--json").out)[0]
    assert (first["id"], first["is_overdue"], first["last"]) == (works, True, None)
    assert first["points"] == sum(one["points"] for one in first["reasons"])
    plan = ("inspection", "plan", works, "--due", "2026-11-12", "--why", "risk", "--on", "2026-11-10", "--json")
    case = json.loads(penstock_command(*plan).out)["id"]
    assert json.loads(penstock_command(*plan).out)["id"] == case, "planned once"
    penstock_command("inspection", "done", case, "--on", "2026-11-12", "--inspector", "A", "--inspector", "B")
    found = json.loads(penstock_command("inspection", "findings", case, f"{FOLDER}/findings.yaml", "--json").out)
    assert (found["state"], found["due"], found["body"]["inspectors"]) == ("correcting", "2026-11-15", ["A", "B"])
    assert (
        "a drum without a label, by 2026-11-15" in penstock_command("inspection", "overdue", "--on", "2026-11-18").out
    )
    refused = penstock_command("inspection", "step", case, "close", "--note", "x")
    assert (refused.status, "Not put right yet" in refused.err) == (2, True)
    for number in (1, 2):
        penstock_command("inspection", "corrected", case, number, "--on", "2026-11-18", "--note", "seen")
    assert " closed " in penstock_command("inspection", "step", case, "close", "--note", "all put right").out
    assert "  closed  " in penstock_command("inspection", "list").out


def test_what_is_no_enterprise_no_finding_and_no_day_is_refused(
    penstock_command: Callable[..., Any], works: str, tmp_path: Path
) -> None:
    file = tmp_path / "x.csv"
    file.write_text("name,place\nExample One,CN\n,CN\n", encoding="utf-8")
    told = penstock_command("inspection", "enterprises", file)
    assert (told.status, "Example One, CN" in told.out, "record 2: This is no enterprise" in told.err) == (
        1,
        True,
        True,
    )
    file.write_text("what,gravity\nx,terrible\n", encoding="utf-8")
    assert "holds no findings" in penstock_command("inspection", "findings", works, file).err
    past = penstock_command("inspection", "plan", works, "--due", "2020-01-01", "--why", "x", "--on", "2026-11-10")
    assert (past.status, "2020-01-01, which is before 2026-11-10" in " ".join(past.err.split())) == (2, True)
    bad = penstock_command("inspection", "plan", works, "--due", "soon", "--why", "x")
    assert (bad.status, "'soon' is not a day" in bad.err) == (2, True)


def test_with_no_enterprise_there_is_no_schedule(penstock_command: Callable[..., Any]) -> None:
    assert "There is no enterprise yet" in penstock_command("inspection", "schedule").out
