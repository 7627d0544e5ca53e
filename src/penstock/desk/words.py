"""The words of the pages, in English, Simplified Chinese and Spanish, from one catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import msgspec
import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "zh-Hans", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
"""The languages of the pages, as HTML names them."""

PAGES = ("words.yaml", "case_words.yaml", "finding_words.yaml")
"""The files of the words of the pages."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"zh": "zh-Hans"}):
    """One entry of the catalogue: the same words in each language."""

    en: str
    zh: str
    es: str

    def of(self, language: Language) -> str:
        """Return the words in a language."""
        return {"en": self.en, "zh-Hans": self.zh, "es": self.es}[language]


class Catalogue:
    """All words of the pages."""

    def __init__(self, words: Mapping[str, Words]) -> None:
        """Take the entries by their keys."""
        self.words = words

    @classmethod
    def load(cls, *files: str) -> Catalogue:
        """Read a catalogue that the desk comes with, of one file or several: that of its pages where none is named."""
        words: dict[str, Words] = {}
        for file in files or PAGES:
            told = yaml.safe_load(Path(__file__).parent.joinpath(file).read_text(encoding="utf-8"))
            words |= msgspec.convert(told, dict[str, Words])
        return cls(words)

    def say(self, language: Language, key: str, **values: object) -> str:
        """Return the words of a key, with values in their places.

        Raises:
            KeyError: The catalogue has no such key.
        """
        return self.words[key].of(language).format(**values)

    def name(self, language: Language, kind: str, value: str) -> str:
        """Return the words for a value of a kind, e.g. a verdict; the value itself where the catalogue has none."""
        found = self.words.get(f"{kind}.{value}")
        return value if found is None else found.of(language)


def language_of(asked: str | None, accepted: str) -> Language:
    """Return the language of a page.

    Args:
        asked: What the reader chose, if anything.
        accepted: The header ``Accept-Language``.
    """
    if asked in LANGUAGES:
        return asked
    for part in accepted.split(","):
        tag = part.partition(";")[0].strip().lower()
        for language in LANGUAGES:
            if tag.partition("-")[0] == language.partition("-")[0]:
                return language
    return "en"
