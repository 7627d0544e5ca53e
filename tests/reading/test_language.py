from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.reading.labelled import load

from penstock.reading.language import language_of

if TYPE_CHECKING:
    from collections.abc import Mapping

READ = ("en", "es", "zh")
SENTENCES: Mapping[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "languages.yaml").read_text(encoding="utf-8")
)


def test_many_languages_are_tried() -> None:
    assert len(SENTENCES) >= 30
    assert set(READ) < SENTENCES.keys()


@pytest.mark.parametrize(("code", "text"), [(code, one) for code, told in SENTENCES.items() for one in told])
def test_a_text_is_of_its_language_or_of_none_that_is_read(code: str, text: str) -> None:
    expected = code if code in READ else None
    assert language_of(text) == expected
    assert language_of("\n\n".join([text] * 20)) == expected


@pytest.mark.parametrize("half", ["open", "opened", "shut", "fresh", "sealed", "unopened"])
def test_every_article_made_up_is_of_a_language_that_is_read(half: str) -> None:
    assert [one.name for one in load(half) if language_of(one.text) is None] == []


def test_the_five_articles_are_english(shared: Path) -> None:
    texts = sorted((shared / "articles").glob("*.txt"))
    assert texts
    assert {language_of(one.read_text(encoding="utf-8")) for one in texts} == {"en"}


@pytest.mark.parametrize("text", ["", "  ", "1234 5678", "Żółw"])
def test_what_says_nothing_is_of_none(text: str) -> None:
    assert language_of(text) is None
