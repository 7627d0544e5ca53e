from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from penstock.kernel.errors import FetchError

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


# --- diff


def test_diff_compares_the_last_two_vintages(tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    penstock_command("lists", "import", sdn(tmp_path, 1, 2), "--accept-fewer")
    alone = penstock_command("lists", "diff", "us-ofac-sdn")
    assert alone.status == 2
    assert "That is one vintage of us-ofac-sdn" in alone.err
    penstock_command("lists", "import", sdn(tmp_path, 2, 3, folder="2026-07-11"), "--accept-fewer")
    shown = penstock_command("lists", "diff", "us-ofac-sdn")
    assert "us-ofac-sdn: 2021-07-31 to 2026-07-11: 1 added, 1 gone, 0 changed" in shown.out
    found = told(penstock_command("lists", "diff", "us-ofac-sdn", "2022-01-01", "2026-11-01", "--json"))
    assert [entry["uid"] for entry in found["added"]] == ["3"]
    assert [entry["uid"] for entry in found["gone"]] == ["1"]
    assert (found["older"], found["newer"]) == ("2021-07-31", "2026-07-11")


@pytest.mark.parametrize("days", [["2026-07-11"], ["2026-11-01", "2022-01-01"], ["x", "y"]])
def test_diff_refuses_days_that_make_no_pair(
    tmp_path: Path, penstock_command: Callable[..., Any], days: list[str]
) -> None:
    penstock_command("lists", "import", sdn(tmp_path, 1), "--accept-fewer")
    penstock_command("lists", "import", sdn(tmp_path, 1, folder="2026-07-11"), "--accept-fewer")
    assert penstock_command("lists", "diff", "us-ofac-sdn", *days).status == 2


def test_diff_of_a_list_nobody_imported_fails(penstock_command: Callable[..., Any]) -> None:
    outcome = penstock_command("lists", "diff", "un-sc")
    assert (outcome.status, outcome.err[:37]) == (1, "penstock: The list un-sc was never im")


# --- clear


def test_clear_remembers_who_and_why(tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    penstock_command("lists", "import", sdn(tmp_path, 1), "--accept-fewer")
    pair = ("lists", "clear", "Company One", "us-ofac-sdn", "1", "--reason", "another city", "--by", "R. Ito")
    assert "Cleared: 'Company One' is not COMPANY 1 (us-ofac-sdn 1), says R. Ito" in penstock_command(*pair).out
    found = told(penstock_command(*pair, "--json"))
    assert (found["uid"], found["reason"], found["by"]) == ("1", "another city", "R. Ito")
    assert len((tmp_path / "kept" / "clearings.jsonl").read_text().splitlines()) == 2


def test_clear_refuses_what_is_not_there(tmp_path: Path, penstock_command: Callable[..., Any]) -> None:
    penstock_command("lists", "import", sdn(tmp_path, 1), "--accept-fewer")
    absent = penstock_command("lists", "clear", "X", "us-ofac-sdn", "99", "--reason", "r")
    assert absent.status == 2
    assert "has an entry '99'" in absent.err
    assert penstock_command("lists", "clear", "X", "us-ofac-sdn", "1").status == 2
    assert penstock_command("lists", "clear", "X", "un-sc", "1", "--reason", "r").status == 1


# --- update


def test_update_tells_what_failed_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, penstock_command: Callable[..., Any]
) -> None:
    def refuse(url: str, _: object) -> None:
        message = f"{url} answered 503 (Busy)."
        raise FetchError(message, remedy="Try again later.")

    monkeypatch.setattr("penstock.lists.fetching.fetch", refuse)
    outcome = penstock_command("lists", "update", "un-sc", "us-csl")
    assert outcome.status == 1
    assert outcome.err.count("answered 503") == 2
    shown = penstock_command("lists", "update", "un-sc", "--json")
    assert json.loads(shown.out)[0]["error"]["code"] == "fetch"


def test_update_fetches_nothing_unasked(penstock_command: Callable[..., Any]) -> None:
    outcome = penstock_command("lists", "update")
    assert outcome.status == 2
    assert "Name the lists to fetch" in outcome.err
