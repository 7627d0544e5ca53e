from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.law.validate import validate_folder

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class BadCase(Protocol):
        expected: list[str]

        def lay_into(self, folder: Path) -> Path: ...


def test_a_bad_file_is_refused_with_file_line_key_and_shape(bad_case: BadCase, tmp_path: Path) -> None:
    assert [str(error) for error in validate_folder(bad_case.lay_into(tmp_path)).errors] == bad_case.expected


def test_a_register_without_periods_is_whole(good: Path) -> None:
    assert not (good / "cumulation.yaml").exists()
    assert validate_folder(good).errors == []


def test_a_threshold_of_a_period_that_is_known(good: Path) -> None:
    path = good / "measures" / "us" / "list-i.yaml"
    before = path.read_text(encoding="utf-8")
    limited = before.replace(
        "entries:", "      threshold: {quantity: 1, unit: kg, period: week, meaning: exempt_below}\nentries:"
    )
    path.write_text(limited, encoding="utf-8")
    week = "week: {adds: days, days: 7, said: in a week, basis: practice, because: a test}\n"
    (good / "cumulation.yaml").write_text(week, encoding="utf-8")
    assert validate_folder(good).errors == []
    (good / "cumulation.yaml").write_text(week.replace("week:", "month:"), encoding="utf-8")
    assert [error.code for error in validate_folder(good).errors] == ["unknown_period"]
