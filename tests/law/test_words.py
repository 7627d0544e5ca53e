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


def test_a_word_that_nobody_uses_may_stay(good: Path) -> None:
    path = good / "words.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "ethyl:\n  narrow: [{smarts: ['[CH2][CH3]'], whole: true}]\n", encoding="utf-8")
    assert validate_folder(good).errors == []


def test_a_register_whose_lists_use_no_such_word_needs_no_rules(good: Path) -> None:
    (good / "scope_rules.yaml").unlink()
    assert validate_folder(good).errors == []


def test_a_rule_that_could_not_be_read_is_not_missed_in_the_lists(good: Path) -> None:
    path = good / "measures" / "us" / "list-i.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[salt]", "[salt, amide]"), encoding="utf-8")
    rules = good / "scope_rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("says:", "said:"), encoding="utf-8")
    assert {(error.file, error.code) for error in validate_folder(good).errors} == {("scope_rules.yaml", "unknown_key")}
