from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.batch.test_authorised import licences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., Any]


@pytest.fixture
def of(penstock_command: Command, tmp_path: Path) -> str:
    """Keep one licence for 100 kg and return its id."""
    file = str(licences(tmp_path / "licences.csv"))
    added = penstock_command("authorisation", "add", file).out
    assert added.endswith("  EX-1\n")
    assert "which is there already" in penstock_command("authorisation", "add", file).out
    found: str = added.split()[0]
    return found


def draw(command: Command, of: str, consignment: str, quantity: str) -> Any:  # noqa: ANN401  # what a run gives
    told = ("--consignment", consignment, "--quantity", quantity, "--unit", "kg", "--on", "2026-05-04")
    return command("authorisation", "draw", of, *told)


def test_a_licence_is_drawn_down_by_two_consignments_and_not_overdrawn(penstock_command: Command, of: str) -> None:
    assert "100 kg, 40 kg left" in draw(penstock_command, of, "C1", "60").out
    refused = draw(penstock_command, of, "C2", "60")
    assert "has 40 kg left, and 60 kg were to be drawn. That is 20 kg over" in refused.err
    assert "drawn before; nothing more was drawn" in draw(penstock_command, of, "C1", "60").out
    (balance,) = json.loads(penstock_command("authorisation", "balance", of, "--json").out)
    assert (balance["granted"], balance["drawn"], balance["left"], balance["draws"]) == ("100", "60", "40", 1)
    assert "40 kg left" in penstock_command("authorisation", "list").out
    shown = json.loads(penstock_command("authorisation", "show", of, "--json").out)
    assert [one["consignment"] for one in shown["drawn_by"]] == ["C1"]
    assert yaml.safe_load(penstock_command("authorisation", "show", of).out)["number"] == "EX-1"


def test_what_is_left_in_the_store_is_what_a_file_is_screened_by(
    penstock_command: Command, of: str, tmp_path: Path
) -> None:
    draw(penstock_command, of, "C1", "60")
    at_hand = str(tmp_path / "at-hand.json")
    assert json.loads(penstock_command("authorisation", "export", at_hand, "--json").out)["authorisations"] == 1
    rows = tmp_path / "f.csv"
    parties = "consignor_name,consignor_country,consignee_name,consignee_country"
    names = f"consignment_id,date,{parties},cas_number,net_mass_kg"
    row = "C2,2026-05-05,Ejemplo Quimica SA,MX,Example Pharma Inc.,US,21409-26-7"
    rows.write_text(f"{names}\n{row},50\n", encoding="utf-8")
    asked = ("screen", str(rows), "--in", "US", "--on", "2026-11-22", "--authorisations", at_hand, "--json")
    told = json.loads(penstock_command(*asked, "--out", str(tmp_path / "one")).out)
    assert told["counts"]["outcomes"]["licence"] == 1
    rows.write_text(f"{names}\n{row},40\n", encoding="utf-8")
    told = json.loads(penstock_command(*asked, "--out", str(tmp_path / "two")).out)
    assert told["counts"]["outcomes"]["clear"] == 1
    assert told["authorisations"]["balance"][0]["left"] == "0"


def test_a_suspended_licence_is_not_at_hand(penstock_command: Command, of: str) -> None:
    assert "  suspended  " in penstock_command("authorisation", "step", of, "suspend", "--note", "asked to").out
    assert penstock_command("authorisation", "list").out == ""
    assert "is suspended" in draw(penstock_command, of, "C1", "1").err
    refused = penstock_command("authorisation", "step", of, "suspend", "--note", "again")
    assert "cannot be done in an authorisation that is suspended" in refused.err
    penstock_command("authorisation", "step", of, "revoke", "--note", "taken away")


def test_a_bad_file_and_an_unknown_id_are_refused(penstock_command: Command, tmp_path: Path) -> None:
    bad = str(licences(tmp_path / "bad.csv", {"quantity": "much"}))
    assert "row 2: quantity is 'much'" in penstock_command("authorisation", "add", bad).err
    assert "There is no authorisation 'none'" in penstock_command("authorisation", "balance", "none").err
    assert "is no number" in draw(penstock_command, "none", "C1", "much").err
