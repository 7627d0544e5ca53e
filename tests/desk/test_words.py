from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import penstock.desk
from penstock.desk.words import LANGUAGES, Catalogue, language_of
from penstock.kernel.roles import ROLES
from penstock.store.steps import REASONS, STATES, STEPS

FOLDER = Path(penstock.desk.__file__).parent
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in (FOLDER / "templates").glob("*.html")}
CATALOGUE = Catalogue.load()
STANDING = ("listed", "delisted", "charged", "named_in_lead", "not_listed")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_word_that_a_page_asks_for_is_there_and_none_is_idle() -> None:
    asked = {key for text in TEMPLATES.values() for key in re.findall(r"\bt\('(\w+)'", text)}
    asked |= {key for text in TEMPLATES.values() for key in re.findall(r"\('/\w*', '(\w+)'\)", text)}
    asked |= {"reason", "note"}
    plain = {key for key in CATALOGUE.words if "." not in key}
    assert asked == plain


@pytest.mark.parametrize("key", CATALOGUE.words)
def test_every_word_is_said_in_each_language_with_the_same_places(key: str) -> None:
    said = [CATALOGUE.words[key].of(language) for language in LANGUAGES]
    assert all(text.strip() for text in said)
    assert len({frozenset(places(text)) for text in said}) == 1
    assert not re.search(r"[A-Za-z]{4,}", re.sub(r"\{\w+\}|Penstock|SMILES|InChI|Parquet", "", said[1]))


def test_what_the_store_and_the_table_say_has_words() -> None:
    wanted = (
        {f"state.{one}" for one in STATES} | {f"step.{one}" for one in STEPS} | {f"reason.{one}" for one in REASONS}
    )
    wanted |= {f"role.{one}" for one in ROLES} | {f"verdict.{one}" for one in STANDING}
    wanted |= {f"outcome.{one}" for one in ("clear", "notify", "licence", "hold", "prohibited")}
    assert wanted <= CATALOGUE.words.keys()
    assert all(CATALOGUE.words[f"reason.{key}"].en == text for key, text in REASONS.items())


def test_a_value_without_words_is_shown_as_it_is() -> None:
    assert CATALOGUE.name("es", "verdict", "<new>") == "<new>"
    with pytest.raises(KeyError):
        CATALOGUE.say("en", "nix")


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        (None, "es-MX", "es"),
        (None, "fr, es;q=0.5", "es"),
        (None, "", "en"),
        ("es", "zh", "es"),
        ("<script>", "de;q=x", "en"),
    ],
)
def test_the_language_is_the_reader_s(asked: str | None, accepted: str, language: str) -> None:
    assert language_of(asked, accepted) == language
