from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROW = '{0},"{1}",-0- ,"{2}",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
BEFORE = ((1, "KESTREL BAY SHIPPING", "CUBA"), (2, "AMBER RIDGE TEXTILES", "CUBA"), (5, "ORIOLE GRAIN", "CUBA"))
AFTER = ((2, "AMBER RIDGE TEXTILES", "IRAN"), (3, "SORREL MOUNTAIN MINING", "IRAN"), (5, "ORIOLE GRAIN", "SYRIA"))
PARTIES = (
    "id,name\na,Kestrel Bay Shipping\nb,Amber Ridge Textiles\nc,Sorrel Mountain Mining\nd,CO LTD\ne,Oriole Grain\n"
)


@pytest.fixture
def rescreen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, penstock_command: Callable[..., Any]
) -> Callable[..., Any]:
    """Return ``rescreen(*options)``, which screens four parties again over two vintages."""
    monkeypatch.setenv("PENSTOCK_LISTS", str(tmp_path / "kept"))
    for folder, rows in (("2021-07", BEFORE), ("2023-01", AFTER)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "sdn.csv").write_text("".join(ROW.format(*row) for row in rows), newline="")
        assert penstock_command("lists", "import", tmp_path / folder, "--accept-fewer").status == 0
        if folder == "2021-07":
            penstock_command("lists", "clear", "Oriole Grain", "us-ofac-sdn", "5", "--reason", "other", "--by", "me")
    (tmp_path / "p.csv").write_text(PARTIES, encoding="utf-8")
    return lambda *options: penstock_command("lists", "rescreen", tmp_path / "p.csv", *options)


def test_people_are_told_what_flips_what_stays_and_what_was_not_read(rescreen: Callable[..., Any]) -> None:
    outcome = rescreen()
    said = " ".join(outcome.out.split())
    said = re.sub(r"score \d\.\d\d", "score S", said)
    assert outcome.status == 0
    assert "list of 2021-07-31 to list of 2023-01-31" in said
    assert "4 parties read, 1 rows rejected" in said
    assert "3 answers flip" in said
    assert "row 1, a: Kestrel Bay Shipping listed -> not_listed" in said
    assert "KESTREL BAY SHIPPING, uid 1, score S: listed (CUBA) -> not listed (CUBA)" in said
    assert "Absent from the list of 2023-01-31" in said
    assert "SORREL MOUNTAIN MINING, uid 3, score S: no match -> listed (IRAN)" in said
    assert "cleared -> listed (SYRIA) A pair that was cleared is open again." in said
    assert "1 stay, by other entries or programmes row 2, b: Amber Ridge Textiles listed" in said
    assert "1 rows rejected, neither listed nor clear row 4: unreadable_name: 'CO LTD'." in said
    assert "Absence is no removal" in said


def test_programs_get_json_and_a_file(rescreen: Callable[..., Any], tmp_path: Path) -> None:
    outcome = rescreen("--json", "--out", tmp_path / "out.csv", "--list", "us-ofac-sdn")
    shown = json.loads(outcome.out)
    assert [one["id"] for one in shown["flipped"]] == ["a", "c", "e"]
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["what"] for row in csv.DictReader(stream)] == ["flipped"] * 3 + ["changed", "rejected"]


def test_long_tables_are_cut_and_say_so(rescreen: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("name\n" + "Sorrel Mountain Mining\n" * 50 + "Ltd\n" * 12, encoding="utf-8")
    said = rescreen().out
    assert "and 10 more (--json and --out have them)" in said
    assert "and 2 more (--json and --out have them)" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2023-02-01"), "That is one vintage of us-ofac-sdn"),
        (("--to", "2021-08-01"), "That is one vintage of us-ofac-sdn"),
        (("--from", "2020-01-01"), "was never imported as of 2020-01-01"),
        (("--list", "un-sc"), "The list un-sc was never imported"),
        (("--from", "2021"), "'2021' is not a day"),
    ],
)
def test_days_and_lists_that_are_not_there_are_refused(
    rescreen: Callable[..., Any], options: tuple[str, ...], said: str
) -> None:
    outcome = rescreen(*options)
    assert outcome.status != 0
    assert said in outcome.err
    assert "Traceback" not in outcome.err


def test_a_file_that_is_none_is_refused(rescreen: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("goods\nacetone\n", encoding="utf-8")
    outcome = rescreen()
    assert (outcome.status, outcome.out) == (1, "")
    assert "no column holds the names of parties" in outcome.err
