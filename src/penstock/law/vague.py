"""Descriptions that say nothing: no word in them but those that customs authorities call too vague."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from penstock.law.clash import Cited, Clash
from penstock.law.hits import TEXT, Place

if TYPE_CHECKING:
    from penstock.law.register import Register

_WORD = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+")
_LONGEST = 300
"""Characters of a description that is still read: whatever is longer says something."""

_NUMBER = re.compile(r"\d+[a-z]{0,3}", re.IGNORECASE)
"""A number, with a unit or without: it says how much, not what."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Vague terms and fillers as runs of folded words; a Chinese character is a word of its own.

    ``runs`` maps a run to the first text that calls it vague, or to ``None`` for a filler; ``firsts`` are the words
    with which one begins.
    """

    runs: dict[tuple[str, ...], str | None]
    firsts: frozenset[str]
    longest: int


def vague(register: Register, text: str) -> Clash | None:
    """Return the finding that a description is nothing but vague words, with the text that calls one of them so."""
    first = _WORD.search(text)
    if first is None or len(text) > _LONGEST or not _may_begin(register, first[0]):
        return None
    known = _vocabulary(register)
    words = list(_WORD.finditer(text))
    folded = tuple(_stem(register.folder.key(word[0])) for word in words)
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        length = _longest_run(known, folded, at)
        of = known.runs.get(folded[at : at + length]) if length else None
        if of is not None:
            found.append((words[at].start(), words[at + length - 1].end(), of))
        elif not length and not _is_amount(register, folded[at], words[at][0]):
            return None
        at += length or 1
    return _finding(register, text, found) if found else None


@lru_cache(maxsize=65_536)
def _may_begin(register: Register, written: str) -> bool:
    """Tell whether a description that begins with a word may be vague: most begin with one that says something."""
    word = _stem(register.folder.key(written))
    return word in _vocabulary(register).firsts or _is_amount(register, word, written)


def _longest_run(known: Vocabulary, words: tuple[str, ...], at: int) -> int:
    """Return how many words from ``at`` on are one term or filler; 0 where none begins there."""
    lengths = range(min(known.longest, len(words) - at), 0, -1)
    return next((length for length in lengths if words[at : at + length] in known.runs), 0)


def _is_amount(register: Register, word: str, written: str) -> bool:
    return _NUMBER.fullmatch(word) is not None or register.folder.key(written) in register.units


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 2 else word  # noqa: PLR2004  # "is" and "as" have no plural


@lru_cache(maxsize=8)
def _vocabulary(register: Register) -> Vocabulary:
    words = register.packed.word_lists.get("vague_terms")
    fillers = (word for written in words.fillers.values() for word in written) if words is not None else ()
    runs: dict[tuple[str, ...], str | None] = {_run(register, word): None for word in fillers}
    runs |= {_run(register, term.term): term.source for term in reversed(words.terms if words is not None else ())}
    firsts = frozenset(run[0] for run in runs if run)
    return Vocabulary(runs, firsts, max(map(len, runs), default=0))


def _run(register: Register, term: str) -> tuple[str, ...]:
    return tuple(_stem(register.folder.key(word[0])) for word in _WORD.finditer(term))


def _finding(register: Register, text: str, found: list[tuple[int, int, str]]) -> Clash:
    start, end = found[0][0], found[-1][1]
    listed = register.text(found[0][2])
    said = ", ".join(dict.fromkeys(repr(text[first:last]) for first, last, _ in found))
    return Clash(
        code="vague_description",
        message=f"The description says no more than {said}, too vague to tell the goods ({listed.citation}).",
        one=Place(TEXT, text[start:end], start, end),
        source=Cited(listed.citation, listed.url or listed.seen[0].url),
    )
