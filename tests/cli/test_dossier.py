from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Outcome

    Run = Callable[..., Outcome]


def test_a_dossier_is_written_and_counted_again(penstock_command: Run, tmp_path: Path) -> None:
    file = tmp_path / "4-ap.json"
    made = penstock_command("dossier", "substance", "4-ap", "--on", "2026-11-22", "--out", file)
    assert made.status == 0, made.err
    assert "4-anilinopiperidine, law of 2026-11-22" in made.out
    again = penstock_command("dossier", "verify", file)
    assert (again.status, again.out.splitlines()[0].split(" ", 1)[1]) == (0, "numbers counted again, 0 differ")
    file.write_text(file.read_text(encoding="utf-8").replace('"value": 648', '"value": 0'), encoding="utf-8")
    forged = penstock_command("dossier", "verify", file)
    assert forged.status == 1
    assert "control: lag.days place CN, subject 4-ap: was 0, is 648" in forged.out
    told = json.loads(penstock_command("dossier", "verify", file, "--json").out)
    assert (told["is_same"], told["page_is_same"], len(told["differences"])) == (False, None, 1)


def test_a_pack_has_a_page_in_the_language_that_is_asked_for(penstock_command: Run, tmp_path: Path) -> None:
    file = tmp_path / "pack.html"
    told = penstock_command(
        *("pack", "--from", "2023-01-01", "--to", "2023-12-31", "--in", "UN,CN,US", "--out", file, "--json"),
        *("--language", "zh-Hans", "--tlp", "green"),
    )
    assert told.status == 0, told.err
    summary = json.loads(told.out)
    assert (summary["what"], summary["tlp"], summary["as_of"]) == ("pack", "green", "2023-12-31")
    text = file.read_text(encoding="utf-8")
    assert '<html lang="zh-Hans">' in text
    assert "TLP:GREEN" in text
    assert penstock_command("dossier", "verify", file).status == 0


def test_the_dossier_of_a_party_says_what_it_is_charged_with(penstock_command: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    told = penstock_command("dossier", "party", "Hubei Amarvel Biotech", "--on", "2026-11-22", "--out", file)
    assert told.status == 0, told.err
    assert "allegation" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dossier", "substance", "no such thing"], "nothing the register knows"),
        (["dossier", "party", "Example Nobody Trading"], "Nothing is on record"),
        (["dossier", "period", "--from", "2026-02-01", "--to", "2026-01-01"], "holds no day"),
        (["pack", "--from", "2026-02-30", "--to", "2026-03-01"], "is not a day"),
        (["pack", "--from", "2026-01-01", "--to", "9999-01-01"], "has not come yet"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_written(
    penstock_command: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    file = tmp_path / "x.json"
    told = penstock_command(*arguments, "--out", file)
    assert told.status == 2
    assert said in told.err
    assert not file.exists()


def test_a_day_to_come_is_told_by_the_clock_of_now(penstock_command: Run, tmp_path: Path) -> None:
    later = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    told = penstock_command("dossier", "substance", "4-ap", "--on", later, "--out", tmp_path / "x.json")
    assert (told.status, "has not come yet" in told.err) == (2, True)


def test_a_name_that_says_no_format_is_refused(penstock_command: Run, tmp_path: Path) -> None:
    told = penstock_command("dossier", "substance", "4-ap", "--out", tmp_path / "x.docx")
    assert (told.status, ".ftm.json" in told.err) == (2, True)


def test_a_missing_library_is_named_with_its_extra(
    penstock_command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    told = penstock_command("dossier", "substance", "4-ap", "--out", tmp_path / "x.html")
    assert told.status == 1
    assert "pip install 'penstock[desk,print]'" in told.err
    assert penstock_command("dossier", "substance", "4-ap", "--out", tmp_path / "x.json").status == 0
