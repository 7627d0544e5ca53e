from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

from penstock.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def law(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["law", *arguments])
    assert result.exit_code == 0, result.exception
    return result.stdout


def law_json(*arguments: str) -> Any:  # noqa: ANN401  # any JSON value
    return json.loads(law(*arguments, "--json"))


# --- list


def test_list_names_every_list_with_its_extent_and_last_look() -> None:
    rows = law_json("list")
    shown = {row["id"]: row for row in rows}
    assert list(rows[0]) == ["id", "jurisdiction", "name", "kind", "entries", "extent", "checked_on"]
    assert shown["us.list-i"]["name"] == "List I chemicals"
    assert shown["us.list-i"]["kind"] == "control"
    assert shown["us.special-surveillance-list"]["kind"] == "watch"
    assert shown["us.list-i"]["entries"] > 10
    assert {"complete", "partial"} >= {row["extent"] for row in rows}


def test_list_keeps_to_the_places_asked() -> None:
    assert {row["jurisdiction"] for row in law_json("list", "--in", "hk, ca-bc")} == {"HK", "CA-BC"}
    table = law("list", "--in", "CA-BC")
    assert "ca-bc.pill-press-act" in table
    assert "us.list-i" not in table


# --- show


@pytest.mark.parametrize(
    ("record", "holds"),
    [
        ("us-88-fr-21902", ("citation", "88 FR 21902")),
        ("4-piperidone", ("cas", "41661-47-6")),
        ("8479.89", ("system", "HS")),
        ("CN", ("kind", "country")),
    ],
)
def test_show_prints_any_record_whole(record: str, holds: tuple[str, str]) -> None:
    assert law_json("show", record)[holds[0]] == holds[1]
    assert yaml.safe_load(law("show", record))[record][holds[0]] == holds[1]


def test_show_prints_lists_machines_and_measures() -> None:
    assert law_json("show", "us.list-i")["list"]["name"] == "List I chemicals"
    assert "tablet press" in law_json("show", "tablet_press")["names"]["en"]
    (span, *_) = law_json("show", "us.list-i.4-piperidone")["spans"]
    assert (span["since"], span["by"]) == ("2023-05-12", "us-88-fr-21902")


# --- diff


def test_diff_tells_what_begins_after_the_first_day_up_to_the_second() -> None:
    days = ("2025-07-19", "2025-07-20", "--in", "CN")
    begun = {row["subject"]: row for row in law_json("diff", *days)["changes"]}
    assert {"4-piperidone", "1-boc-4-piperidone"} <= set(begun)
    assert begun["4-piperidone"]["what"] == "begins"
    assert begun["4-piperidone"]["day"] == "2025-07-20"
    assert begun["4-piperidone"]["citation"]
    assert "4-piperidone" in law("diff", *days)


def test_diff_of_a_day_with_itself_or_of_another_place_is_empty() -> None:
    same = law_json("diff", "2025-07-20", "2025-07-20")
    assert (same["changes"], same["unsettled"]) == ([], [])
    subjects = {row["subject"] for row in law_json("diff", "2025-07-19", "2025-07-20", "--in", "MX")["changes"]}
    assert "4-piperidone" not in subjects


def test_diff_shows_what_may_have_begun_in_a_section_of_its_own() -> None:
    days = ("2025-11-01", "2026-11-30", "--in", "US")
    told = law_json("diff", *days)["unsettled"]
    assert "us.list-i.propionyl-chloride" in {row["measure"] for row in told}
    printed = law("diff", *days)
    assert "First day not settled" in printed
    assert "91 FR 11450" in printed


# --- lag


def test_lag_sets_each_place_beside_the_un() -> None:
    (row,) = law_json("lag", "4-piperidone", "--in", "US,CN", "--on", "2026-11-01")
    assert (row["subject"], row["un_since"]) == ("4-piperidone", "2024-12-03")
    shown = {place["jurisdiction"]: (place["since"], place["days_not_controlled"]) for place in row["places"]}
    assert shown == {"US": ("2023-05-12", -571), "CN": ("2025-07-20", 229)}


def test_lag_counts_up_to_the_day_asked_about() -> None:
    def days(on: str) -> int:
        (row,) = law_json("lag", "4-piperidone", "--in", "CN", "--on", on)
        (place,) = row["places"]
        assert place["status"] == "not_controlled"
        return int(place["days_not_controlled"])

    assert days("2025-07-19") - days("2025-07-09") == 10


def test_lag_shows_the_seven_precursors_in_five_places_by_default() -> None:
    table = law("lag", "--on", "2026-11-01")
    head = table.splitlines()[0].split()
    assert head[-5:] == ["US", "CN", "MX", "CA", "EU"]
    for subject in (
        "npp",
        "4-anpp",
        "4-ap",
        "1-boc-4-ap",
        "norfentanyl",
        "4-piperidone",
        "1-boc-4-piperidone",
    ):
        assert f"\n{subject} " in table
    assert "2025-07-20 (+229)" in table


# --- validate


def test_validate_passes_the_shipped_register() -> None:
    assert law("validate").endswith("no refusals\n")


def test_validate_names_file_line_and_key_of_each_refusal(penstock_command: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "us.yaml").write_text("us-x:\n  jurisdiction: US\n  colour: red\n", encoding="utf-8")
    ended = penstock_command("law", "validate", tmp_path)
    assert ended.status == 1
    assert "texts/us.yaml:3: " in ended.err
    assert "colour" in ended.err
    assert ended.err.rstrip().endswith("refused: 1")
    assert "Traceback" not in ended.err


# --- wrong usage


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["list", "--in", "XX"], "The register holds no law of 'XX'."),
        (["show", "nothing"], "The register has no record 'nothing'."),
        (
            ["diff", "2024-01-02", "2024-01-01"],
            "2024-01-01 lies before 2024-01-02. Give the earlier day first.",
        ),
        (["diff", "soon", "2024-01-01"], "'soon' is not a day."),
        (["diff", "2024-01-01", "2024-02-30"], "'2024-02-30' is not a day."),
        (["diff", "2024-01-01", "2024-01-02", "--in", "XX"], "The register holds no law of 'XX'."),
        (["lag", "nothing"], "The register has no subject 'nothing'."),
        (["lag", "--on", "x"], "'x' is not a day."),
        (["lag", "--in", "XX"], "The register holds no law of 'XX'."),
        (["validate", "nowhere"], "nowhere is no folder."),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    penstock_command: Callable[..., Any], arguments: list[str], says: str
) -> None:
    ended = penstock_command("law", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith(f"penstock: {says}")
    assert ended.err.count("\n") == 1


def test_show_prints_a_party_and_a_party_list_whole() -> None:
    party = yaml.safe_load(law("show", "cn-hubei-amarvel-biotech"))["cn-hubei-amarvel-biotech"]
    assert party["charged"][0]["court"] == "S.D.N.Y."
    assert "listings" not in party
    (head,) = yaml.safe_load(law("show", "us-ofac-sdn")).values()
    assert head["kind"] == "blocking"
    assert head["ownership"][0]["percent"] == 50


# --- flags


def test_flags_are_printed_with_their_sources_and_what_they_read() -> None:
    rows = law_json("flags", "--in", "US")
    assert {row["jurisdiction"] for row in rows} == {"US"}
    shown = law("flags", "--in", "US")
    for row in rows:
        assert f"{row['id']} since {row['since']}" in shown
    assert "CSMS # 60011750, second paragraph" in shown
    assert "reads payments; not evaluated: no such field" in shown
    ready = sum(row["evaluated"] == "by rule" for row in rows)
    assert f"red flags: {len(rows)}; by rule: {ready}; not evaluated, no such field: {len(rows) - ready}" in shown


def test_show_prints_a_flag_with_its_rule_and_a_publication_with_its_flags() -> None:
    flag = "us-cbp-vague-descriptions.vague-description"
    case = {"to": ["US"], "description": {"only": "vague_terms"}}
    assert law_json("show", flag)["when"] == [case]
    assert yaml.safe_load(law("show", flag))[flag]["when"] == [case]
    assert law_json("show", "us-fincen-2024")["publication"]["extent"] == "complete"
