from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from penstock.cli.party_tables import owned, reasons, standing_of

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = ("--on", "2026-11-25")


@pytest.fixture
def shown(penstock_command: Callable[..., Any]) -> Callable[..., str]:
    """Return ``shown(name, *options)``: the table for a name, spaces joined."""

    def show(name: str, *options: str) -> str:
        outcome = penstock_command("check", name, *options)
        assert outcome.status == 0, outcome.err
        return " ".join(outcome.out.split())

    return show


def test_a_listing_shows_since_when_for_what_by_which_notice_and_why(shown: Callable[..., str]) -> None:
    table = shown("HEBEI YAXIN RESTAURANT MANAGEMENT", *DAY)
    assert "HEBEI YAXIN RESTAURANT MANAGEMENT read as party, lists of 2026-11-25" in table
    assert "listed, since 2023-10-03: HEBEI YAXIN RESTAURANT MANAGEMENT CO., LTD., ILLICIT-DRUGS-EO14059" in table
    assert "OFAC recent actions of 3 October 2023 https://ofac.treasury.gov/recent-actions/20231003 (copy)" in table
    assert "owner: WANG, Tianmin, on this list as well" in table
    assert "score 0." in table
    assert "us-charges (Federal criminal charges) unknown" in table
    assert "no roster imported" in table


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2020-06-04", "not listed on this day; listed since 2020-06-05 until 2023-11-16"),
        ("2020-06-05", "listed, since 2020-06-05 until 2023-11-16"),
        ("2023-11-15", "listed, since 2020-06-05 until 2023-11-16"),
        ("2023-11-16", "delisted on this day; listed since 2020-06-05 until 2023-11-16"),
    ],
)
def test_the_institute_of_forensic_science(shown: Callable[..., str], day: str, words: str) -> None:
    table = shown("Institute of Forensic Science", "--on", day)
    assert f"{words}: Institute of Forensic Science = Ministry of Public Security" in table


def test_a_charge_is_called_one(shown: Callable[..., str]) -> None:
    table = shown("Hubei Amarvel Biotech", *DAY)
    assert "charged, since 2023-06-23: Hubei Amarvel Biotech Co., Ltd." in table
    assert "us-ofac-sdn (Specially Designated Nationals and Blocked Persons List) not_listed" in table
    assert "not listed: Hubei Amarvel" in table


def test_a_name_nobody_bears_is_unknown_to_lists_read_in_part(shown: Callable[..., str]) -> None:
    table = shown("Shanghai Best Umbrella", "--kind", "company", *DAY)
    assert "no party of that name is known" in table
    assert "Import the whole list to learn that a name is not on it." in table


def test_what_may_be_a_thing_or_a_party_is_answered_as_both(shown: Callable[..., str]) -> None:
    table = shown("fentanyl Hubei Amarvel Biotech", "--in", "US", *DAY)
    assert "read as text, law of" in table
    assert "It may be the name of a party:" in table
    assert "charged, since 2023-06-23" in table


MATCH = {
    "verdict": "listed",
    "is_cleared": False,
    "is_near": False,
    "since": "2024-01-01",
    "until": None,
    "since_basis": "published",
}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "listed, since 2024-01-01"),
        ({"since_basis": "vintage"}, "listed, since 2024-01-01, by its vintages"),
        ({"since": "unknown"}, "listed, since an unknown day"),
        ({"verdict": "not_listed", "since": "unknown"}, "not listed"),
        ({"is_cleared": True}, "cleared, since 2024-01-01"),
        (
            {"until": "2025-01-01", "verdict": "delisted"},
            "delisted on this day; listed since 2024-01-01 until 2025-01-01",
        ),
    ],
)
def test_how_a_match_stands_in_words(changed: dict[str, object], words: str) -> None:
    assert standing_of({**MATCH, **changed}) == words


def test_reasons_say_which_words_pair_and_what_each_measure_adds() -> None:
    parts = [
        {"left": "yaxin", "right": "yaxin", "effect": 0.0, "note": "the same word"},
        {"left": "", "right": "", "effect": -1.25, "note": "other places"},
    ]
    assert reasons({"explanation": parts}) == ["yaxin = yaxin: the same word", "other places -1.2"]


def test_a_share_is_told_where_it_is_known() -> None:
    owner = {"role": "owner", "percent": 50, "name": "X", "is_listed": True, "citation": "notice"}
    assert owned(owner) == "owner of 50 percent: X, on this list as well (notice)"
    plain = {**owner, "role": "owner-or-controller", "percent": None, "is_listed": False}
    assert owned(plain) == "owner or controller: X (notice)"
