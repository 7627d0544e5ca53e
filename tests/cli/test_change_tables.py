"""Tables of what changed, and of what may have."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.shipped import REGISTER

from penstock.cli import change_tables
from penstock.law.compare import changes
from penstock.law.unsettled import unsettled

if TYPE_CHECKING:
    import pytest


def test_changes_are_a_row_each_with_their_citation(capsys: pytest.CaptureFixture[str]) -> None:
    found = changes(REGISTER, date(2023, 5, 11), date(2023, 5, 12), ("US",))
    change_tables.print_changes(found)
    printed = " ".join(capsys.readouterr().out.split())
    assert "2023-05-12 US begins" in printed
    assert "4-piperidone" in printed
    assert "88 FR 21902" in printed


def test_what_may_have_begun_stands_in_a_section_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    change_tables.print_changes([])
    change_tables.print_unsettled(unsettled(REGISTER, date(2026, 3, 1), date(2026, 3, 31), ("US",)))
    printed = " ".join(capsys.readouterr().out.split())
    assert "No dated change." in printed
    assert "First day not settled by any source read" in printed
    assert "2026-03-10 - US propionyl-chloride List I chemicals 91 FR 11450" in printed


def test_nothing_unsettled_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    change_tables.print_unsettled([])
    assert capsys.readouterr().out == ""
