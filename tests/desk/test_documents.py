from __future__ import annotations

import re
import sys
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, get_args

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import fields, replace
from playwright.sync_api import sync_playwright
from tests.cases.kept import CASES, DAY, SINCE, STORE, UNTIL, ask, kept, lead
from tests.desk.test_journey import CHROMIUM, FLAGS

from penstock.cases import sections
from penstock.cases.document import HEADS, Dossier, Row
from penstock.cases.dossier import of_party, of_period, of_substance
from penstock.cases.listed import Known
from penstock.cases.pack import pack
from penstock.desk.documents import MOST_ROWS, Words, columns, page, printed
from penstock.desk.words import LANGUAGES
from penstock.kernel.errors import OutputError
from penstock.screening.parties import PartyJudge

if TYPE_CHECKING:
    from penstock.desk.words import Language
    from penstock.law.register import Register

FOLDER = files("penstock.desk").joinpath("print")
WORDS = yaml.safe_load(FOLDER.joinpath("words.yaml").read_text(encoding="utf-8"))
TEMPLATE = FOLDER.joinpath("document.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def known(register: Register) -> Known:
    return Known(register, (), PartyJudge(register))


@pytest.fixture(scope="module")
def made(known: Known, register: Register) -> Dossier:
    return pack(known, STORE, ask(register, "pack", since=SINCE, until=UNTIL))


# --- words and columns


@pytest.mark.parametrize("key", WORDS)
def test_every_word_is_said_in_each_language_with_the_same_places(key: str) -> None:
    said = [WORDS[key][language] for language in LANGUAGES]
    assert all(said)
    assert len({frozenset(name for _, name, _, _ in Formatter().parse(text) if name) for text in said}) == 1
    assert not re.search(r"[A-Za-z]{5,}", re.sub(r"\{\w+\}|[Pp]enstock dossier verify|Penstock", "", said[1]))


def test_every_field_that_a_page_shows_is_one_of_its_row_and_has_words() -> None:
    kinds = {kind.__name__: {one.name for one in fields(kind)} for kind in get_args(Row)}
    assert columns().shown.keys() == kinds.keys()
    for kind, shown in columns().shown.items():
        assert set(shown) <= kinds[kind], kind
    used = {name for shown in columns().shown.values() for name in shown}
    assert used == {key.removeprefix("column.") for key in WORDS if key.startswith("column.")}
    assert columns().widths.keys() <= used


def test_every_key_of_a_document_has_words(made: Dossier) -> None:
    asked = set(re.findall(r"\bt\('([\w.]+)'[,)]", TEMPLATE))
    assert asked <= WORDS.keys()
    source = (Path(sections.__file__), Path(sections.__file__).with_name("pack.py"))
    text = "".join(path.read_text(encoding="utf-8") for path in source)
    keys = set(re.findall(r"(?:count|counts|figure|middle)\(\s*\"([\w.]+)\"", text))
    assert len(keys) > 15
    assert {f"count.{key}" for key in keys} <= WORDS.keys()
    assert {f"section.{name}" for name in HEADS} <= WORDS.keys()
    assert {f"table.{table.name}" for section in made.sections for table in section.tables} <= WORDS.keys()


# --- the page


def test_a_page_needs_nothing_else(made: Dossier) -> None:
    text = page(made)
    assert re.findall(r"""(?:src|href)=["'](?!data:|#|https?:)""", text) == []
    assert not re.search(r"<link|<script(?! type=\"application/json\")|@import|url\(", text)
    assert all(f'id="{name}"' in text for name in HEADS)
    assert "TLP:AMBER" in text
    assert "TLP:RED" in text, "how many red records were left out is told"
    assert "EX-4" not in text


def test_what_a_stranger_wrote_is_text_and_no_part_of_the_page(known: Known, register: Register) -> None:
    evil = "</script><script>alert(1)</script><b>&"
    subject = {"kind": "party", "name": evil}
    store = STORE._replace(cases=(lead("1", subject=subject),))
    text = page(of_period(known, store, ask(register, "period", since=SINCE, until=UNTIL)))
    assert "<script>alert" not in text
    assert text.count("</script>") == 1
    assert "&lt;/script&gt;" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_document_gives_the_same_page_in_each_language(made: Dossier, language: Language) -> None:
    text = page(made, language)
    assert text == page(made, language)
    assert f'<html lang="{language}">' in text
    assert WORDS["section.cases"][language] in text


def test_every_number_stands_with_its_digest(made: Dossier) -> None:
    text = page(made)
    assert all(one.digest in text for one in made.figures())


def test_tables_have_captions_headings_and_plots_have_words(made: Dossier) -> None:
    text = page(made)
    assert text.count("<table") == text.count("<caption>") == text.count("<thead>")
    assert text.count("<img") == len(re.findall(r'<img src="data:[^"]+" alt="[^"]{10,}"', text)) > 0
    assert text.count("<h1>") == 1


def test_a_long_table_is_cut_and_says_so(known: Known, register: Register) -> None:
    cases = tuple(lead(f"{n}") for n in range(MOST_ROWS + 5))
    made = of_period(known, STORE._replace(cases=cases), ask(register, "period", since=SINCE, until=DAY))
    text = page(made)
    assert f"The first {MOST_ROWS} of {MOST_ROWS + 5} rows" in text
    assert f">EX-{MOST_ROWS + 4}<" not in text


# --- the print


def test_the_same_document_gives_the_same_print(known: Known, register: Register) -> None:
    made = of_party(known, STORE, ask(register, "party", "cn-hebei-yaxin-restaurant-management"))
    one = printed(made)
    assert one.startswith(b"%PDF-")
    assert one == printed(made)
    other = replace(made, head=replace(made.head, title="another"))
    assert printed(other) != one
    assert b"CreationDate" not in one


def test_a_print_is_made_where_the_reader_has_no_font_for_hanzi(known: Known, register: Register) -> None:
    body = CASES[5].body | {"title": "4-AP 现货供应"}
    store = STORE._replace(cases=(kept("referral", "r", "sent", body),))
    made = of_substance(known, store, ask(register, "substance", "4-ap"))
    assert printed(made, "zh-Hans").startswith(b"%PDF-")


def test_what_is_missing_is_named_with_its_extra(made: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(OutputError, match=r"weasyprint is not installed.*penstock\[desk,print\]"):
        printed(made)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(OutputError, match="jinja2 is not installed"):
        page(made)


def test_a_value_without_words_is_shown_as_it_is() -> None:
    assert Words.of("en").name("result", "<new>") == "<new>"
    assert Words.of("es").name("result", "wrong_entity") == "entidad equivocada"
    assert Words.of("en").name("case_state", "taken_down") == "taken down"


# --- in a browser


def test_a_page_can_be_used_by_everybody(made: Dossier, tmp_path: Path) -> None:
    if not CHROMIUM.is_file():
        pytest.skip("there is no Chromium here")
    (tmp_path / "pack.html").write_text(page(made), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        shown = browser.new_page()
        shown.goto((tmp_path / "pack.html").as_uri())
        found = Axe().run(shown)
        browser.close()
    assert found.violations_count == 0, found.generate_report()
