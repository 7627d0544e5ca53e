from __future__ import annotations

import lzma
from typing import TYPE_CHECKING

import pytest

from penstock.goods import Scanner, Vocabulary, read_vocabulary
from penstock.kernel.errors import RegisterError
from penstock.law.compile import compile_register, compile_vocabulary
from penstock.law.lexicon import Entry, controlled_subjects, entries_of, read_dictionary, vocabulary
from penstock.law.register import Register

if TYPE_CHECKING:
    from pathlib import Path

DICTIONARY = [
    "7647-14-5\ten\tsodium chloride",
    "7647-14-5\tzh\t氯化钠",
    "58-08-2\ten\tcaffeine",
    "58-08-2\tde\tCoffein",
    "69-22-7\ten\tcaffeine citrate",
    "7440-43-9\ten\tcadmium",
    "41661-47-6\ten\tazacyclohexan-4-one",
    "41979-39-9\ten\tazacyclohexan-4-one hydrochloride",
    "0-00-0\ten\tabc",
    "0-00-0\ten\tbenzyl",
    "71-43-2\tzh\t苯",
]
NEW = """officer-case:
  names:
    en: [frobnicarb-7]
    zh: [福罗卡布]
  cas: 50-00-0
  sources:
    - {text: us-72-fr-20039, shows: [names, cas]}
"""
LISTED = """  officer-case:
    spans:
      - since: 2024-01-01
        by: us-72-fr-20039
"""


def compiled(folder: Path, place: Path, lines: list[str] = DICTIONARY) -> Vocabulary:
    """Compile a register folder and a dictionary as ``make register`` does, and open what was written."""
    compile_register(folder, place / "register.bin")
    with lzma.open(place / "ordinary.tsv.xz", "wt", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    names = compile_vocabulary(place / "register.bin", place / "ordinary.tsv.xz", place / "vocabulary.bin")
    words = read_vocabulary(place / "vocabulary.bin")
    assert len(words.terms) == len(words.keys) == names
    return words


def found(words: Vocabulary, text: str) -> list[tuple[str | None, str | None, bool]]:
    return [(mention.subject, mention.record, mention.ordinary) for mention in Scanner.of(words).scan(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4-piperidone", ("41661-47-6", "4-piperidone", False)),
        ("4-哌啶酮", ("41661-47-6", "4-piperidone", False)),
        ("4-piperidona", ("41661-47-6", "4-piperidone", False)),
        ("4-Piperidon", ("41661-47-6", "4-piperidone", False)),
        ("N-(2-phenylethyl)-4-piperidone", ("39742-60-4", "npp", False)),
        ("azacyclohexan-4-one", ("41661-47-6", "4-piperidone", False)),  # the dictionary's name of a record
        ("41979-39-9", ("41979-39-9", "4-piperidone", False)),
        ("sodium chloride", ("7647-14-5", None, True)),
        ("cloruro de sodio", ("7647-14-5", None, True)),
        ("Natriumchlorid", ("7647-14-5", None, True)),
        ("氯化钠", ("7647-14-5", None, True)),
        ("7647-14-5", ("7647-14-5", None, True)),
        ("Coffein", ("58-08-2", None, True)),
        ("tablet press", ("tablet_press", "tablet_press", False)),
        ("壓片機", ("tablet_press", "tablet_press", False)),
    ],
)
def test_names_of_the_register_are_controlled_and_others_ordinary(
    good: Path, tmp_path: Path, text: str, expected: tuple[str, str | None, bool]
) -> None:
    assert found(compiled(good, tmp_path), text) == [expected]


def test_a_metal_counts_only_where_it_is_the_goods(good: Path, tmp_path: Path) -> None:
    words = compiled(good, tmp_path)
    assert found(words, "cadmium plated screws") == []
    assert found(words, "cadmium powder") == [("7440-43-9", None, True)]


def test_a_salt_of_a_base_the_vocabulary_has_is_found_by_the_base(good: Path, tmp_path: Path) -> None:
    words = compiled(good, tmp_path)
    assert "4oxopiperidinehydrochloride" not in words.keys
    (mention,) = Scanner.of(words).scan("4-oxopiperidine hydrochloride")
    assert (mention.subject, mention.salt) == ("41661-47-6", "hydrochloride")
    assert "caffeinecitrate" in words.keys  # no salt word of this register


def test_short_words_and_radicals_of_the_dictionary_are_not_looked_for(good: Path, tmp_path: Path) -> None:
    words = compiled(good, tmp_path)
    assert {"abc", "benzyl", "苯"} & set(words.keys) == set()
    assert {"sodiumchloride", "氯化钠"} <= set(words.keys)


def test_the_dictionary_is_read_line_by_line_in_other_spellings_where_the_substance_is_common() -> None:
    entries = list(read_dictionary(DICTIONARY, {}))
    assert Entry("7647-14-5", "natriumchlorid", "natriumchlorid") in entries
    assert Entry("58-08-2", "Coffein", "coffein") in entries
    assert {entry.name for entry in entries if entry.cas == "69-22-7"} == {"caffeine citrate"}
    assert list(read_dictionary([], {})) == []


def test_a_compiled_vocabulary_gives_its_dictionary_back(good: Path, tmp_path: Path) -> None:
    words = compiled(good, tmp_path)
    register = Register.load(tmp_path / "register.bin")
    entries = list(entries_of(words))
    assert {entry.cas for entry in entries} == {"7647-14-5", "58-08-2", "69-22-7", "7440-43-9", "41661-47-6"}
    again = vocabulary(register.packed, register.digest, entries, words.simplified)
    ordinary = [(term.name, term.subject) for term in words.terms if term.record is None]
    assert [(term.name, term.subject) for term in again.terms if term.record is None] == ordinary


def test_two_compiles_give_the_same_bytes(good: Path, tmp_path: Path) -> None:
    compiled(good, tmp_path)
    before = (tmp_path / "vocabulary.bin").read_bytes()
    compiled(good, tmp_path)
    assert (tmp_path / "vocabulary.bin").read_bytes() == before


# An officer adds a substance to a register of their own


def test_a_term_added_with_its_source_is_found_after_compiling(good: Path, tmp_path: Path) -> None:
    assert found(compiled(good, tmp_path), "25 kg frobnicarb-7") == []
    (good / "substances" / "own.yaml").write_text(NEW, encoding="utf-8")
    listing = good / "measures" / "us" / "list-i.yaml"
    listing.write_text(listing.read_text(encoding="utf-8") + LISTED, encoding="utf-8")
    words = compiled(good, tmp_path)
    for text in ("25 kg frobnicarb-7", "FROBNICARB 7, drums", "福罗卡布 25kg"):
        assert found(words, text) == [("50-00-0", "officer-case", False)]
    assert found(words, "CAS 50-00-0") == [("50-00-0", "officer-case", False)]
    assert "officer-case" in controlled_subjects(Register.load(tmp_path / "register.bin").packed)


def test_a_term_that_no_list_takes_is_known_and_ordinary(good: Path, tmp_path: Path) -> None:
    (good / "substances" / "own.yaml").write_text(NEW, encoding="utf-8")
    words = compiled(good, tmp_path)
    assert found(words, "25 kg frobnicarb-7") == [("50-00-0", "officer-case", True)]
    assert "officer-case" not in controlled_subjects(Register.load(tmp_path / "register.bin").packed)


def test_a_name_added_to_a_record_is_found_as_that_record(good: Path, tmp_path: Path) -> None:
    path = good / "substances" / "precursors.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("piperidin-4-one]", "piperidin-4-one, frobnidone]"), encoding="utf-8")
    words = compiled(good, tmp_path)
    assert found(words, "frobnidone 5 kg") == [("41661-47-6", "4-piperidone", False)]
    assert found(words, "frobnidona 5 kg") == [("41661-47-6", "4-piperidone", False)]


def test_a_term_without_a_source_is_refused_and_nothing_is_written(good: Path, tmp_path: Path) -> None:
    (good / "substances" / "own.yaml").write_text(NEW.partition("  sources")[0], encoding="utf-8")
    with pytest.raises(RegisterError, match="officer-case"):
        compile_register(good, tmp_path / "register.bin")
    assert not (tmp_path / "register.bin").exists()


def test_a_register_of_ones_own_is_read_with_the_shipped_dictionary(good: Path, tmp_path: Path) -> None:
    (good / "substances" / "own.yaml").write_text(NEW, encoding="utf-8")
    compile_register(good, tmp_path / "register.bin")
    scanner = Register.load(tmp_path / "register.bin").scanner
    mentions = scanner.scan("frobnicarb-7 25 kg; sodium citrate")
    assert [(mention.record, mention.subject) for mention in mentions] == [
        ("officer-case", "50-00-0"),
        (None, "68-04-2"),
    ]
