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


def test_a_register_without_chapters_and_units_is_whole(good: Path) -> None:
    assert not (good / "units.yaml").exists()
    assert validate_folder(good).errors == []


def test_one_word_may_be_vague_by_two_texts(good: Path) -> None:
    term = "- {{term: parts, lang: en, source: {}}}\n"
    text = "terms:\n" + "".join(map(term.format, ("us-88-fr-21902", "us-72-fr-20039")))
    (good / "vague_terms.yaml").write_text(text, encoding="utf-8")
    assert validate_folder(good).errors == []


def test_a_unit_may_have_one_word_in_two_languages(good: Path) -> None:
    (good / "units.yaml").write_text(
        "units:\n  carton:\n    measures: package\n    names: {en: [carton], fr: [carton]}\n", encoding="utf-8"
    )
    assert validate_folder(good).errors == []
