"""The language of a text, told by its script and its commonest short words; ``None`` where it is none that is read."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from penstock.reading.speech import Language

_HANZI = re.compile(r"[\u3400-\u9fff]")
_KANA_OR_HANGUL = re.compile(r"[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]+")
_OF_LETTERS = 0.2
_OF_HANZI = 0.15
"""Share of kana and hangul among hanzi above which a text is Japanese or Korean; Chinese has them in names alone."""

_OF_WORDS = 0.06
_MOST = 100_000
"""Characters by which the language of a text is told."""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    read: dict[str, str]
    other: dict[str, str]


@cache
def _table() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    told = msgspec.toml.decode(files("penstock.reading").joinpath("languages.toml").read_bytes(), type=_Table)
    read, other = ({code: frozenset(words.split()) for code, words in one.items()} for one in (told.read, told.other))
    return read, other


def language_of(text: str) -> Language | None:
    """Tell the language of a text; ``None`` when it is none that is read, or none that can be told."""
    text = text[:_MOST].lower()
    words = Counter(_WORD.findall(text))
    letters = sum(len(word) * count for word, count in words.items())
    if not letters:
        return None
    hanzi, others = len(_HANZI.findall(text)), len(_KANA_OR_HANGUL.findall(text))
    if hanzi + others > letters * _OF_LETTERS:
        return "zh" if others <= hanzi * _OF_HANZI else None
    read, other = _table()
    of_all = words.total() * _OF_WORDS
    shares = {code: _count(words, common) for code, common in read.items()}
    best = max(shares, key=lambda code: shares[code])
    rival = max(_count(words, common) for common in other.values())
    if shares[best] < of_all or shares[best] < rival:
        return None
    return "es" if best == "es" else "en"


def _count(words: Counter[str], common: frozenset[str]) -> int:
    return sum(words[word] for word in common)
