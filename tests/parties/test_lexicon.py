"""The tables of words: every row is read, nothing has two meanings, and what is said of a word follows from them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from penstock.parties.lexicon import (
    FOLDER,
    HAN,
    NOTHING,
    is_common,
    is_pinyin,
    lexicon,
    rarity,
    same_names,
    surnames,
)

TABLES = {
    "places.tsv": ["hanzi", "pinyin", "others", "level", "within", "brandlike"],
    "forms.tsv": ["term", "lang", "class"],
    "trades.tsv": ["term", "lang", "concepts"],
    "surnames.tsv": ["hanzi", "pinyin", "others", "rank"],
    "concepts.tsv": ["concept", "gloss", "hanzi", "family"],
    "common.tsv": ["word", "parties"],
    "spellings.tsv": ["word", "names"],
    "ordinary.tsv": ["word"],
}
LEVELS = {"country", "region", "province", "prefecture", "county_city"}
LEVELS |= {"county", "district", "town", "former", "city"}
LANGUAGES = {
    "forms.tsv": {"zh", "pinyin", "en", "es", "ru", "ru-latn", "other"},
    "trades.tsv": {"zh", "pinyin", "en", "es", "fr", "tr", "ru", "ru-latn", "fa-latn"},
}
CONCEPT = re.compile(r"[A-Z0-9]+(?:_[A-Z]+)*")
LATIN = re.compile(r"(?:[a-z0-9]+|&)(?: (?:[a-z0-9]+|&))*")


def head(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return lines[: next(number for number, line in enumerate(lines) if not line.startswith("#"))]


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table by column, read apart from the code that uses them."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()[len(head(name)) :]
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:]]


def several(cell: str) -> list[str]:
    return [] if cell == "-" else cell.split(";")


# --- the shape of the tables


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_the_columns_of_the_header_and_no_empty_cell(name: str) -> None:
    rows = table(name)
    assert len(rows) > 400
    assert list(rows[0]) == TABLES[name]
    assert [row for row in rows if any(not cell or cell != cell.strip() for cell in row.values())] == []


def test_every_table_of_the_room_is_known_here() -> None:
    assert {path.name for path in FOLDER.glob("*.tsv")} == set(TABLES)


@pytest.mark.parametrize("name", [*TABLES, "syllables.txt"])
def test_every_file_names_its_source(name: str) -> None:
    said = "\n".join(head(name)).replace("_", " ").lower()
    assert "source" in said or "written by" in said


@pytest.mark.parametrize("name", ["forms.tsv", "trades.tsv"])
def test_no_term_has_two_meanings(name: str) -> None:
    meanings: dict[str, set[str]] = {}
    for row in table(name):
        meanings.setdefault(row["term"], set()).add(row["class" if name == "forms.tsv" else "concepts"])
    assert {term: found for term, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", ["surnames.tsv", "concepts.tsv", "common.tsv", "spellings.tsv"])
def test_no_row_stands_twice(name: str) -> None:
    key = TABLES[name][0]
    assert [word for word, number in Counter(row[key] for row in table(name)).items() if number > 1] == []


def test_no_place_stands_twice_with_one_meaning() -> None:
    keys = Counter((row["hanzi"], row["pinyin"], row["others"], row["within"]) for row in table("places.tsv"))
    assert [key for key, number in keys.items() if number > 1] == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_language_is_one_of_those_the_header_names(name: str) -> None:
    assert {row["lang"] for row in table(name)} == LANGUAGES[name]


# --- letters


@pytest.mark.parametrize(
    ("name", "column"), [("places.tsv", "hanzi"), ("surnames.tsv", "hanzi"), ("concepts.tsv", "hanzi")]
)
def test_hanzi_are_hanzi_alone(name: str, column: str) -> None:
    assert [row[column] for row in table(name) if row[column] != "-" and not HAN.fullmatch(row[column])] == []


@pytest.mark.parametrize("name", ["forms.tsv", "trades.tsv"])
def test_terms_are_written_in_the_letters_of_their_language(name: str) -> None:
    wrong = []
    for row in table(name):
        if row["lang"] == "zh":
            is_right = HAN.fullmatch(row["term"]) is not None
        elif row["lang"] == "ru":
            is_right = re.fullmatch(r"[а-яё0-9]+(?: [а-яё0-9]+)*", row["term"]) is not None
        else:
            is_right = LATIN.fullmatch(row["term"]) is not None or row["lang"] == "other"
        if not is_right:
            wrong.append(row)
    assert wrong == []


def test_other_spellings_are_small_latin_words() -> None:
    for name in ("places.tsv", "surnames.tsv"):
        spelt = [one for row in table(name) for one in several(row["others"])]
        assert [one for one in spelt if not LATIN.fullmatch(one)] == []


@pytest.mark.parametrize("name", ["places.tsv", "surnames.tsv"])
def test_pinyin_is_made_of_syllables(name: str) -> None:
    own = [row["pinyin"] for row in table(name) if row["pinyin"] != "-"]
    assert own
    assert [word for word in own if not is_pinyin(word)] == []


def test_terms_in_pinyin_are_made_of_syllables() -> None:
    words = [word for row in table("trades.tsv") if row["lang"] == "pinyin" for word in row["term"].split()]
    assert [word for word in words if not is_pinyin(word)] == []


def test_forms_in_pinyin_are_made_of_syllables_but_for_older_spellings_and_abbreviations() -> None:
    words = {word for row in table("forms.tsv") if row["lang"] == "pinyin" for word in row["term"].split()}
    older = {"kung", "ssu", "hsien", "yauhan", "gungsi", "yau", "gung", "gs", "yxgs"}
    assert {word for word in words if not is_pinyin(word)} == older


# --- meanings


def test_every_concept_is_explained() -> None:
    known = {row["concept"] for row in table("concepts.tsv")}
    used = {one for row in table("trades.tsv") for one in re.split(r"[+|]", row["concepts"])}
    assert used - known - {NOTHING} == set()
    assert [one for one in known if not CONCEPT.fullmatch(one)] == []


def test_every_form_has_a_class_that_the_header_names() -> None:
    named = set(re.findall(r"[A-Z]{3,}", "\n".join(head("forms.tsv"))))
    assert {row["class"] for row in table("forms.tsv")} <= named


def test_every_place_has_a_level_and_lies_in_a_place_that_is_there() -> None:
    rows = table("places.tsv")
    assert {row["level"] for row in rows} <= LEVELS
    assert {row["brandlike"] for row in rows} <= {"yes", "-"}
    pinyin = {row["pinyin"] for row in rows}
    for row in rows:
        for within in row["within"].split(","):
            assert within == "-" or within in pinyin or re.fullmatch("[a-z]{2}", within), row


def test_counts_and_ranks_are_numbers() -> None:
    assert all(int(row["parties"]) > 0 for row in table("common.tsv"))
    assert all(row["rank"] == "-" or int(row["rank"]) > 0 for row in table("surnames.tsv"))
    assert all(row["names"].replace(" ", "").isdigit() for row in table("spellings.tsv"))


def test_a_name_has_two_spellings_or_more() -> None:
    counts = Counter(number for row in table("spellings.tsv") for number in row["names"].split())
    assert min(counts.values()) > 1


# --- what is said of words


def test_the_words_are_read_once() -> None:
    assert lexicon() is lexicon()


def test_every_term_in_hanzi_is_known() -> None:
    known = lexicon().han
    terms = [row["term"] for name in LANGUAGES for row in table(name) if row["lang"] == "zh"]
    assert [term for term in terms if term not in known] == []
    assert lexicon().longest == max(map(len, known))


def test_phrases_are_tried_longest_first() -> None:
    for phrases in lexicon().phrases.values():
        lengths = [len(phrase.words) for phrase in phrases]
        assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize(("word", "expected"), [("huarui", True), ("lv", True), ("xian", True), ("smith", False)])
def test_pinyin_is_told(word: str, expected: bool) -> None:  # noqa: FBT001  # expected
    assert is_pinyin(word) is expected


def test_a_word_tells_the_less_the_more_parties_have_it() -> None:
    assert 0.2 < rarity("al") < rarity("mohammed") < rarity("kuzgunbayevich") == 1
    assert rarity("q") < rarity("qx") < rarity("qxz")
    assert is_common("mohammed")
    assert not is_common("kuzgunbayevich")


def test_a_latin_surname_stands_for_every_chinese_one_it_may_spell() -> None:
    assert {"王", "黄", "汪"} <= surnames("wong")
    assert surnames("kuzgunbayev") == frozenset()
    assert surnames("chan") & surnames("chen")


def test_spellings_of_one_name_have_a_number_in_common() -> None:
    assert same_names("william") & same_names("bill")
    assert not same_names("william") & same_names("vladimir")
    assert same_names("qxzq") == frozenset()
