from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.shipped import REGISTER

import penstock
from penstock.cli import tables
from penstock.law.compare import FENTANYL_PRECURSORS, changes, lag
from penstock.reading.referral import OUTCOMES
from penstock.screening.stands import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 11, 1)

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def shown(capsys: Printed) -> Callable[..., str]:
    """Return ``shown(subject, place, ...)``: the table for a question, on one line each, spaces joined."""

    def show(subject: str, *places: str, on: date = DAY, route: tuple[str, str] | None = None) -> str:
        answer = penstock.check(subject, jurisdictions=places or None, on=on, route=route)
        assert isinstance(answer, penstock.Answer)
        tables.print_answer(answer)
        return " ".join(capsys.readouterr().out.split())

    return show


def test_an_answer_names_the_subject_the_text_the_day_and_the_duties(shown: Callable[..., str]) -> None:
    table = shown("41661-47-6", "CN", on=date(2026, 11, 1))
    assert "41661-47-6 read as substance, law of 2026-11-01" in table
    assert "= 4-piperidone, CAS 41661-47-6, by cas (1.00)" in table
    assert "CN controlled checked " in table
    assert "holds since 2025-07-20: Precursor chemicals, Category II, named" in table
    assert "export: licence - " in table
    assert "also: " in table
    assert f"register {REGISTER.digest[:12]}, penstock {penstock.__version__}" in table


def test_a_salt_and_a_scope_are_said(shown: Callable[..., str]) -> None:
    table = shown("41979-39-9", "CN")
    assert "hydrochloride, by cas" in table
    assert "scope (salt)" in table


def test_what_is_open_is_not_said_to_hold(shown: Callable[..., str]) -> None:
    table = shown("4-ap", "MX", on=date(2022, 11, 23))
    assert "MX unknown" in table
    assert "may hold since a day that is not settled" in table
    assert " holds since " not in table


def test_a_watch_list_is_told_apart_from_a_control(shown: Callable[..., str]) -> None:
    assert "watched since 2023-10-24: " in shown("punch and die set", "US")


def test_candidates_of_a_code_are_shown_and_identify_nothing(shown: Callable[..., str]) -> None:
    table = shown("2933.39", "CN")
    assert "= 4-piperidone, CAS 41661-47-6, by code (0.10)" in table
    assert "not identified" in table
    assert "CN unknown" in table


def test_what_is_invalid_is_not_said_to_be_known_to_nobody(shown: Callable[..., str]) -> None:
    for subject in ("41661-47-5", "C1CC"):
        table = shown(subject, "CN")
        assert "not identified: what was asked is invalid, see below" in table
        assert "--kind party" not in table
    assert "a customs code names candidates and decides nothing" in shown("2933.39", "CN")


def test_a_line_about_one_of_several_subjects_begins_with_it(shown: Callable[..., str]) -> None:
    table = shown("tablet press, 4-piperidone, CAS 41661-47-6", "US")
    assert "by name (0.80) and cas (1.00)" in table
    assert table.count("4-piperidone: holds since 2023-05-12") == 1
    assert "4-piperidone: controlled" in table


def test_a_repair_is_suggested(shown: Callable[..., str]) -> None:
    table = shown("41661-47-5", "CN")
    assert "CN invalid" in table
    assert "41661-47-6 (4-piperidone)" in table


def test_square_brackets_of_a_name_are_printed(shown: Callable[..., str]) -> None:
    name = REGISTER.name_of("dmhp")
    assert "[b,d]" in name
    assert f"= {name}," in shown("32904-22-6", "CN")


@pytest.mark.parametrize("typed", ["[red]urea[/red]", "[/]", "[bold", "尿素 [link=x]"])
def test_what_the_user_typed_is_printed_as_typed(shown: Callable[..., str], typed: str) -> None:
    assert shown(typed, "CN").startswith(f"{typed} read as ")


def test_every_verdict_and_outcome_has_a_style() -> None:
    verdicts = {"controlled", "not_controlled", "invalid", *VERDICTS}
    assert set(tables.STYLES) == verdicts | set(REGISTER.packed.decision_table.outcomes) | set(OUTCOMES)


def test_a_pipe_gets_a_readable_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert tables.console().width == 120
    monkeypatch.setenv("COLUMNS", "200")
    assert tables.console().width == 200


def test_the_lag_marks_days_behind_ahead_and_not_settled(capsys: Printed) -> None:
    tables.print_lag(lag(REGISTER, FENTANYL_PRECURSORS, ("US", "CN"), DAY))
    printed = capsys.readouterr().out
    assert "2025-07-20 (+229)" in printed
    assert "2010-08-30 (-2606)" in printed
    assert "'by DAY': in force by that day at the latest" in printed


def test_a_place_that_still_does_not_control_is_counted_to_the_day_asked(capsys: Printed) -> None:
    tables.print_lag(lag(REGISTER, ["4-piperidone"], ("CN",), date(2025, 7, 19)))
    assert "not controlled (+228...)" in " ".join(capsys.readouterr().out.split())


def test_an_empty_table_is_no_error(capsys: Printed) -> None:
    tables.print_lag([])
    tables.print_changes([])
    tables.print_rows([])
    assert "Traceback" not in capsys.readouterr().err


def test_changes_are_a_row_each_with_their_citation(capsys: Printed) -> None:
    found = changes(REGISTER, date(2023, 5, 11), date(2023, 5, 12), ("US",))
    tables.print_changes(found)
    printed = " ".join(capsys.readouterr().out.split())
    assert "2023-05-12 US begins" in printed
    assert "4-piperidone" in printed
    assert "88 FR 21902" in printed


def test_rows_stand_under_their_keys_with_brackets_kept(capsys: Printed) -> None:
    tables.print_rows([{"id": "x.[a]", "n": 1}, {"id": "y", "n": None}])
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["id", "n"],
        ["x.[a]", "1"],
        ["y", "None"],
    ]


def test_what_a_text_mentions_is_underlined_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    answer = penstock.check("urea, fentanyl, 437-38-8", kind="text", jurisdictions=["CN"], on=DAY)
    assert isinstance(answer, penstock.Answer)
    tables.print_answer(answer)
    (first, *_) = capsys.readouterr().out.splitlines()
    assert "\x1b[1;4;32murea" in first
    assert "\x1b[1;4;31mfentanyl" in first
    assert "\x1b[1;4;35m437-38-8" in first
