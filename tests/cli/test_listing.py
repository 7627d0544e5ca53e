from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = ("--on", "2026-11-22", "--in", "US,CN")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(
        "<title>Some [bold]shop</title><p>4-piperidone $5, 100% stealth shipping, a@b.example"
        "<p hidden>NPP 39742-60-4</p>",
        encoding="utf-8",
    )
    return path


def test_a_page_is_printed_with_its_reasons_spans_law_and_sources(
    penstock_command: Callable[..., Any], page: Path, tmp_path: Path
) -> None:
    ran = penstock_command("screen", "--listing", page, "--out", tmp_path / "out", *DAY)
    assert ran.status == 0
    for words in (
        "page.html  refer  sha256 ",
        "title: Some [bold]shop",
        "It offers 4-piperidone, controlled in US, CN; beside it a price, a contact (email).",
        "'4-piperidone' at 33-45 (body)",
        "N-phenethyl-4-piperidone, CAS 39742-60-4: controlled, hidden",
        "US controlled since 2023-05-12: 88 FR 21902, 21 CFR 1310.02(a)(38)",
        "quoted in Department of Justice press release of 23 June 2023",
        "email: a@b.example",
        "1 pages: 1 refer, law of 2026-11-22",
    ):
        assert words in ran.out
    assert (tmp_path / "out" / "referrals.jsonl").is_file()


def test_without_a_folder_nothing_is_written(penstock_command: Callable[..., Any], page: Path) -> None:
    ran = penstock_command("screen", "--listing", page, *DAY)
    assert "no records written" in ran.out


def test_json_has_the_records(penstock_command: Callable[..., Any], page: Path) -> None:
    ran = penstock_command("screen", "--listing", page, page, "--json", *DAY)
    shown = json.loads(ran.out)
    assert shown["counts"]["pages"] == 2
    assert shown["referrals"][0]["outcome"] == "refer"


@pytest.mark.parametrize(
    ("least", "status"), [("refer", 1), ("review", 1), ("nothing_found", 1), ("clear", 2), ("hold", 2)]
)
def test_fail_on_is_met_by_what_is_at_least_as_pressing(
    penstock_command: Callable[..., Any], page: Path, least: str, status: int
) -> None:
    assert penstock_command("screen", "--listing", page, "--fail-on", least, *DAY).status == status


def test_a_page_below_it_does_not_fail(penstock_command: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "salt.txt"
    path.write_text("sodium chloride $5", encoding="utf-8")
    assert penstock_command("screen", "--listing", path, "--fail-on", "unknown", *DAY).status == 0


@pytest.mark.parametrize("option", [("--rows",), ("--names",), ("--lists", "x"), ("--resume",), ("--engine", "daft")])
def test_options_of_consignments_are_refused(
    penstock_command: Callable[..., Any], page: Path, option: tuple[str, ...]
) -> None:
    ran = penstock_command("screen", "--listing", page, *option)
    assert ran.status == 2
    assert f"{option[0]} is not for pages." in ran.err


def test_consignments_need_a_folder(penstock_command: Callable[..., Any], page: Path) -> None:
    ran = penstock_command("screen", page)
    assert ran.status == 2
    assert "Missing option '--out'." in ran.err
