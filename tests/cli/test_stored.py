from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.batch.test_authorised import licences
from tests.batch.test_drawn import ROWS, written

from penstock.batch.again import DRAWN, OTHERWISE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., Any]


@pytest.fixture
def of(penstock_command: Command, tmp_path: Path) -> str:
    """Keep one licence for 100 kg and return its id."""
    found: str = penstock_command("authorisation", "add", str(licences(tmp_path / "licences.csv"))).out.split()[0]
    return found


@pytest.fixture
def rows(tmp_path: Path) -> str:
    """Write rows of which two draw 100 kg together."""
    return str(written(tmp_path / "f.csv", ROWS))


def asked(rows: str, out: Path, *more: str) -> tuple[str, ...]:
    return ("screen", rows, "--in", "US", "--on", "2026-11-22", "--authorisations", "store", "--out", str(out), *more)


def balance(command: Command, of: str) -> dict[str, Any]:
    (found,) = json.loads(command("authorisation", "balance", of, "--json").out)
    told: dict[str, Any] = found
    return told


def test_a_run_is_held_against_the_store_and_draws_there_when_it_is_told_to(
    penstock_command: Command, of: str, rows: str, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    said = penstock_command(*asked(rows, run)).out
    assert "2 draws on authorisations of the store, none of them made" in said
    told = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert told["counts"]["outcomes"]["clear"] == 3
    assert (told["authorisations"]["from"], told["authorisations"]["draws"]) == ("store", 2)
    assert balance(penstock_command, of)["drawn"] == "0"
    done = penstock_command("authorisation", "draw-run", str(run))
    assert done.out.startswith("2 draws were made.\n")
    assert "100 kg, 0 kg left" in done.out
    again = json.loads(penstock_command("authorisation", "draw-run", str(run), "--json").out)
    assert (again["new"], again["before"], again["balances"][0]["left"]) == (0, 2, "0")
    assert "2 were drawn before" in penstock_command("authorisation", "draw-run", str(run)).out


def test_what_a_run_drew_is_its_own_when_it_is_screened_after_that(
    penstock_command: Command, of: str, rows: str, tmp_path: Path
) -> None:
    penstock_command(*asked(rows, tmp_path / "one"))
    penstock_command("authorisation", "draw-run", str(tmp_path / "one"))
    told = json.loads(penstock_command(*asked(rows, tmp_path / "two", "--json")).out)
    assert told["counts"]["outcomes"]["clear"] == 3
    (left,) = told["authorisations"]["balance"]
    assert (left["drawn_before"], left["drawn"], left["left"], left["items"]) == ("100", "0", "0", 2)
    again = json.loads(penstock_command("authorisation", "draw-run", str(tmp_path / "two"), "--json").out)
    assert (again["new"], again["before"]) == (0, 2)
    assert balance(penstock_command, of)["draws"] == 2


def test_a_run_is_refused_whole_when_somebody_drew_meanwhile(
    penstock_command: Command, of: str, rows: str, tmp_path: Path
) -> None:
    penstock_command(*asked(rows, tmp_path / "run"))
    penstock_command("authorisation", "draw", of, "--consignment", "X", "--quantity", "1", "--unit", "kg",
                     "--on", "2026-05-04")  # fmt: skip
    refused = penstock_command("authorisation", "draw-run", str(tmp_path / "run"))
    assert refused.status == 2
    assert "has 99 kg left, and 100 kg were to be drawn by 2 items. That is 1 kg over" in refused.err
    assert balance(penstock_command, of)["drawn"] == "1"
    penstock_command("authorisation", "step", of, "suspend", "--note", "asked to")
    assert "is suspended" in penstock_command("authorisation", "draw-run", str(tmp_path / "run")).err


def test_a_shipment_that_did_not_go_is_given_back_and_drawn_again(
    penstock_command: Command, of: str, rows: str, tmp_path: Path
) -> None:
    penstock_command(*asked(rows, tmp_path / "run"))
    penstock_command("authorisation", "draw-run", str(tmp_path / "run"))
    told = ("authorisation", "return", of, "--consignment", "C1", "--reason", "The buyer withdrew.")
    assert "60 kg left" in penstock_command(*told).out
    assert "was given back by shell:" in penstock_command(*told).err
    assert "drew nothing" in penstock_command(*told, "--item", "7").err
    now = balance(penstock_command, of)
    assert (now["drawn"], now["returned"], now["left"], now["draws"]) == ("100", "60", "60", 1)
    shown = json.loads(penstock_command("authorisation", "show", of, "--json").out)
    assert [(one["consignment"], one["reason"]) for one in shown["drawn_by"]] == [
        ("C1", "The buyer withdrew."),
        ("C6", None),
    ]
    again = json.loads(penstock_command("authorisation", "draw-run", str(tmp_path / "run"), "--json").out)
    assert (again["new"], again["before"], again["balances"][0]["left"]) == (1, 1, "0")


def test_a_run_is_screened_again_by_the_authorisations_of_now_and_says_that_they_changed(
    penstock_command: Command, of: str, rows: str, tmp_path: Path
) -> None:
    penstock_command(*asked(rows, tmp_path / "run"))
    same = json.loads(penstock_command("rescreen", str(tmp_path / "run"), "--out", str(tmp_path / "a"), "--json").out)
    assert (same["why_whole"], same["flips"]) == (DRAWN, [])
    penstock_command("authorisation", "step", of, "revoke", "--note", "taken away")
    found = json.loads(penstock_command("rescreen", str(tmp_path / "run"), "--out", str(tmp_path / "b"), "--json").out)
    assert found["why_whole"] == OTHERWISE
    flips = [(one["consignment_id"], one["outcome_before"], one["outcome"]) for one in found["flips"]]
    assert flips[0] == ("C1", "clear", "licence")
    assert found["counts"]["outcomes"]["clear"] == 1


@pytest.mark.usefixtures("of")
def test_the_same_store_and_rows_give_the_same_bytes_in_every_way_of_screening(
    penstock_command: Command, rows: str, tmp_path: Path
) -> None:
    penstock_command(*asked(rows, tmp_path / "one"))
    penstock_command(*asked(rows, tmp_path / "two"))
    assert "C1/1" in penstock_command(*asked(rows, tmp_path / "three", "--rows")).out
    for name in ("decisions.parquet", "findings.parquet", "draws.parquet"):
        first = (tmp_path / "one" / name).read_bytes()
        assert (tmp_path / "two" / name).read_bytes() == first
    drawn = [(tmp_path / way / "draws.parquet").read_bytes() for way in ("one", "three")]
    assert drawn[0] == drawn[1]


def test_what_cannot_be_drawn_is_refused_with_what_to_do(
    penstock_command: Command, of: str, rows: str, tmp_path: Path
) -> None:
    assert "holds no run" in penstock_command("authorisation", "draw-run", str(tmp_path / "none")).err
    penstock_command("screen", rows, "--in", "US", "--on", "2026-11-22", "--out", str(tmp_path / "plain"))
    refused = penstock_command("authorisation", "draw-run", str(tmp_path / "plain"))
    assert "had no authorisations" in refused.err
    assert "--authorisations store" in refused.err
    penstock_command(*asked(rows, tmp_path / "run"))
    (tmp_path / "run" / "draws.parquet").unlink()
    assert "draws.parquet cannot be read" in penstock_command("authorisation", "draw-run", str(tmp_path / "run")).err
    named = ("--database", f"sqlite:///{tmp_path}/other.sqlite")
    file = str(licences(tmp_path / "more.csv", {"number": "EX-2"}))
    refused = penstock_command("screen", rows, "--out", str(tmp_path / "x"), "--authorisations", file, *named)
    assert "--database is for the authorisations of the store" in refused.err
    other = json.loads(penstock_command(*asked(rows, tmp_path / "other", *named, "--json")).out)
    assert other["authorisations"]["balance"] == []
    assert balance(penstock_command, of)["drawn"] == "0"
