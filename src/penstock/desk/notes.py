"""Notes of answers in the reader's language: the sentences that are Penstock's own; words of a text stay."""

from __future__ import annotations

import re
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from penstock.desk.words import Catalogue, Language

KIND = "said."
"""What the keys of such sentences begin with in the catalogue; the English one is that of the answer."""

_VALUE = r"(?P<{name}>[^.?!]+?(?:\.[^.?!\s][^.?!]*?)*)"


def said(catalogue: Catalogue, language: Language, note: str) -> str:
    """Return a note with each sentence that the catalogue has in a language; the others as they are."""
    if language == "en":
        return note
    for key, words in catalogue.words.items():
        if key.startswith(KIND):
            told = words.of(language)
            note = _pattern(words.en).sub(lambda found, told=told: told.format(**found.groupdict()), note)  # type: ignore[misc]  # the loop's own
    return note


@lru_cache
def _pattern(sentence: str) -> re.Pattern[str]:
    """Return what matches a sentence with any values in its places."""
    parts = []
    for text, name, _, _ in Formatter().parse(sentence):
        parts.append(re.escape(text))
        if name is not None:
            parts.append(_VALUE.format(name=name))
    return re.compile("(?:(?<=^)|(?<=[.?!:] ))" + "".join(parts))
