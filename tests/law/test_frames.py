from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import pytest
import yaml

from penstock.law.packed import REGISTER_FOLDER
from penstock.law.validate import validate_folder
from penstock.substances.wording import Frame

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class BadCase(Protocol):
        expected: list[str]

        def lay_into(self, folder: Path) -> Path: ...


def test_a_bad_file_is_refused_with_file_line_key_and_shape(bad_case: BadCase, tmp_path: Path) -> None:
    assert [str(error) for error in validate_folder(bad_case.lay_into(tmp_path)).errors] == bad_case.expected


RULES = "      - {is: [alkyl]}\n      - {is: [alkyl], clause: A, open: alkyl group}\n"


def with_rules(good: Path, rules: str) -> list[str]:
    path = good / "classes" / "us.yaml"
    before, asked, after = path.read_text(encoding="utf-8").partition(RULES)
    assert asked
    path.write_text(before + rules + after, encoding="utf-8")
    return [error.code for error in validate_folder(good).errors]


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        (["{is: [alkyl]}", "{is: [alkyl], clause: A}"], []),  # surely one: as in the parent; maybe one: open
        (["{is: [methyl]}", "{is: [methyl], clause: A}"], ["bad_rule"]),  # nothing is maybe a methyl group
        (["{is: [alkyl]}", "{is: [alkyl]}"], ["bad_rule"]),
        (["{is: [alkyl], clause: A}", "{is: [alkyl]}"], ["bad_rule"]),
        (["{is: [alkyl]}", "{is: [alkyl], clause: A}", "{is: [alkyl], clause: B}"], ["bad_rule"]),
        (["{is: [alkyl, methyl], clause: A}", "{is: [any], clause: B}"], []),
        (["{is: [any]}", "{is: [any], clause: B}"], ["bad_rule"]),
    ],
)
def test_a_word_comes_again_only_where_the_rule_before_left_something(
    good: Path, rules: list[str], codes: list[str]
) -> None:
    assert with_rules(good, "".join(f"      - {rule}\n" for rule in rules)) == codes


def test_words_that_could_not_be_read_are_not_missed_in_the_frames(good: Path) -> None:
    path = good / "words.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("whole: true", "whole: all of it"), encoding="utf-8")
    assert [(error.file, error.code) for error in validate_folder(good).errors] == [("words.yaml", "bad_value")]
    path.unlink()
    assert {error.code for error in validate_folder(good).errors} == {"unknown_word"}


def test_a_class_needs_no_frames_and_a_wording_may_have_more_clauses_than_they_name(good: Path) -> None:
    path = good / "classes" / "us.yaml"
    before, _, after = path.read_text(encoding="utf-8").partition("  frames:\n")
    sources = after[after.index("  sources:") :]
    path.write_text(before + sources, encoding="utf-8")
    assert validate_folder(good).errors == []


def test_the_example_of_the_guide_is_what_the_register_holds() -> None:
    guide = (REGISTER_FOLDER / "AUTHORING.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n( +frames:\n.*?)^```", guide, re.MULTILINE | re.DOTALL)
    (shown,) = msgspec.convert(yaml.safe_load(example)["frames"], list[Frame])
    (held,) = validate_folder(REGISTER_FOLDER).classes["cn-nitazenes"].frames
    assert shown.skeletons == held.skeletons
    assert [site for site in shown.sites if site not in held.sites] == []
