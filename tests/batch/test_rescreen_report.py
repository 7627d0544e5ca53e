from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from penstock.batch.readers import Reject
from penstock.batch.rescreen_report import COLUMNS, PartyOutcome, RescreenReport
from penstock.screening.books import Hit
from penstock.screening.party_answers import PartyMatch, PartyQuestion
from penstock.screening.rescreened import Move, Outcome
from penstock.screening.stands import Stand

if TYPE_CHECKING:
    from pathlib import Path

ASKED = PartyQuestion(name='ODD, "NAME"\nTWO', kind="company", country="CN")


def match(uid: str, verdict: str, *, is_cleared: bool = False) -> PartyMatch:
    comparison: Any = type("Scored", (), {"score": 0.9876, "explanation": (), "is_near": False})()
    stand: Any = {"verdict": verdict, "programmes": ("A", "B"), "since": date(2020, 1, 1), "notes": ("Said.",)}
    hit = Hit(ASKED.name, f"ODD {uid}", "alias", comparison, uid=uid)
    return PartyMatch(hit, Stand(**stand), known_as="ODD CO", is_cleared=is_cleared)


@pytest.fixture
def report() -> RescreenReport:
    came = Move(None, match("1", "listed"))
    gone = Move(match("2", "listed"), match("2", "not_listed"))
    opened = Move(match("3", "listed", is_cleared=True), match("3", "listed"))
    return RescreenReport(
        list="us-ofac-sdn",
        title="A list",
        older=date(2024, 1, 1),
        newer=date(2025, 1, 1),
        outcomes=(
            PartyOutcome(1, "a", Outcome(ASKED, "not_listed", "listed", (came, gone))),
            PartyOutcome(4, None, Outcome(ASKED, "listed", "listed", (opened,))),
        ),
        rejects=(Reject("f.csv", 2, "name", "unreadable_name", "CO LTD", "Give the whole name."),),
        notices=("A notice.",),
        rows=3,
        searched=7,
        judged=2,
        stamp={"engine": "0"},
    )


def test_what_flips_stands_apart_from_what_stays(report: RescreenReport) -> None:
    shown = report.as_dict()
    assert json.loads(json.dumps(shown)) == shown
    assert shown["counts"] == {
        "parties": 3,
        "rejects": 1,
        "flipped": 1,
        "changed": 1,
        "reopened": 1,
        "searched": 7,
        "judged": 2,
    }
    (flip,), (stays,) = shown["flipped"], shown["changed"]
    assert (flip["row"], flip["id"], flip["before"], flip["after"]) == (1, "a", "not_listed", "listed")
    assert [entry["uid"] for entry in flip["entries"]] == ["1", "2"]
    assert (stays["row"], stays["id"], stays["entries"][0]["is_reopened"]) == (4, None, True)
    assert shown["rejects"][0]["code"] == "unreadable_name"


def test_the_csv_has_a_line_for_each_entry_and_each_reject(report: RescreenReport) -> None:
    rows = list(csv.DictReader(io.StringIO(report.as_csv(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["row"], row["what"], row["uid"]) for row in rows] == [
        ("1", "flipped", "1"),
        ("1", "flipped", "2"),
        ("4", "changed", "3"),
        ("2", "rejected", ""),
    ]
    assert rows[0]["name"] == ASKED.name
    assert (rows[0]["entry_before"], rows[0]["entry_after"], rows[0]["score"]) == ("", "listed", "0.988")
    assert (rows[1]["entry_before"], rows[1]["entry_after"], rows[1]["programmes"]) == ("listed", "not_listed", "A; B")
    assert (rows[2]["is_reopened"], rows[2]["known_as"], rows[2]["listed_name"]) == ("True", "ODD CO", "ODD 3")
    assert (rows[3]["name"], rows[3]["note"]) == ("CO LTD", "unreadable_name: Give the whole name.")


def test_every_field_and_column_is_documented(report: RescreenReport, root: Path) -> None:
    text = (root / "docs" / "lists.md").read_text(encoding="utf-8")
    section = text.split("## `penstock lists rescreen`")[1].split("\n## ", maxsplit=1)[0]
    shown = report.as_dict()
    (flip,) = shown["flipped"]
    entry = flip["entries"][0]
    names = {*shown, *flip, *entry, *entry["after"], *COLUMNS}
    assert not sorted(name for name in names if f"`{name}`" not in section)
