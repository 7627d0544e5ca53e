from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROW = '{0},"COMPANY {0}",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSTOCK_LISTS", str(tmp_path / "kept"))


def sdn(tmp_path: Path, *numbers: int, folder: str = "2021-07") -> Path:
    where = tmp_path / folder
    where.mkdir(exist_ok=True)
    (where / "sdn.csv").write_text("".join(ROW.format(number) for number in numbers), newline="")
    return where / "sdn.csv"


def told(outcome: Any) -> Any:  # noqa: ANN401  # any JSON value
    assert outcome.status == 0, outcome.err
    return json.loads(outcome.out)


# --- import


def test_import_keeps_a_roster_and_says_what_it_holds(tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    outcome = penstock_command("lists", "import", sdn(tmp_path, 1, 2), "--accept-fewer")
    assert outcome.status == 0
    assert "us-ofac-sdn  2021-07-01 to 2021-07-31  added  2" in outcome.out
    assert "warning: us-ofac-sdn of 2021-07-31: alt.csv is absent" in outcome.err
    (again,) = told(penstock_command("lists", "import", tmp_path / "2021-07", "--accept-fewer", "--json"))
    assert again["saved"] == "unchanged"


def test_import_says_why_it_refused_without_a_traceback(tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    path = sdn(tmp_path, 1)
    outcome = penstock_command("lists", "import", path)
    assert outcome.status == 1
    assert outcome.err.startswith("penstock: sdn.csv: found 1 entries; expected at least 4000")
    path.write_text('1,"A"\n')
    outcome = penstock_command("lists", "import", path, "--accept-fewer")
    assert (outcome.status, outcome.err) == (1, "penstock: sdn.csv: line 1: found 2 columns; expected 12.\n")


def test_import_asks_for_a_day_it_cannot_tell(tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    path = sdn(tmp_path, 1, folder="ofac")
    outcome = penstock_command("lists", "import", path, "--accept-fewer")
    assert outcome.status == 2
    assert "Give --vintage" in outcome.err
    (one,) = told(penstock_command("lists", "import", path, "--accept-fewer", "--vintage", "2021-07-15", "--json"))
    assert (one["earliest"], one["vintage"]) == ("2021-07-15", "2021-07-15")


def test_the_folder_can_be_named(tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    penstock_command("lists", "import", sdn(tmp_path, 1), "--accept-fewer", "--lists", tmp_path / "other")
    assert told(penstock_command("lists", "status", "--json"))["lists"] == []
    assert len(told(penstock_command("lists", "status", "--json", "--lists", tmp_path / "other"))["lists"]) == 1


# --- status


def test_status_shows_age_and_alarms(tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    assert "No list is stored" in penstock_command("lists", "status").out
    penstock_command("lists", "import", sdn(tmp_path, 1), "--accept-fewer")
    shown = penstock_command("lists", "status")
    assert shown.status == 0
    assert "us-ofac-sdn  2021-07-31" in shown.out
    assert "stale" in shown.out
    status = told(penstock_command("lists", "status", "--json"))
    assert len(status["digest"]) == 64
    assert status["lists"][0]["entries"] == 1


def test_status_fails_on_a_damaged_roster(tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    penstock_command("lists", "import", sdn(tmp_path, 1), "--accept-fewer")
    (stored,) = (tmp_path / "kept" / "rosters" / "us-ofac-sdn").iterdir()
    stored.write_bytes(b"x")
    outcome = penstock_command("lists", "status")
    assert outcome.status == 1
    assert "is damaged" in outcome.err
