"""Evasive phrases of the register in a text, in any spelling, each with its characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from penstock.goods.folding import Folded, Folder
    from penstock.law.phrase_records import ListingPhrase

_BREAK = re.compile(r"[.;!?]\s|[。！？；\n]")
"""What ends a sentence, and so parts no phrase."""


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase at ``text[start:end]``: the id of its record, and its language."""

    phrase: str
    language: str
    start: int
    end: int


class PhraseBook:
    """The phrases of a register, ready to be found."""

    def __init__(self, records: Mapping[str, ListingPhrase], folder: Folder) -> None:
        """Take the records and the folding under which two spellings are equal."""
        self._folder = folder
        self._keys = sorted(
            (
                (folder.key(phrase), key, language)
                for key, record in records.items()
                for language, phrases in record.phrases.items()
                for phrase in phrases
            ),
            key=lambda one: (-len(one[0]), one),
        )

    def find(self, text: str) -> list[PhraseHit]:
        """Return the phrases of a text in order of appearance; where two overlap, the longer one."""
        folded = self._folder.fold(text)
        found: list[PhraseHit] = []
        taken: set[int] = set()
        for key, phrase, language in self._keys:
            for at in _places(folded.text, key):
                if not (_is_bound(folded, at) and _is_bound(folded, at + len(key))):
                    continue
                start, end = folded.places[at], folded.places[at + len(key) - 1] + 1
                if _BREAK.search(text, start, end) or not taken.isdisjoint(range(start, end)):
                    continue
                taken.update(range(start, end))
                found.append(PhraseHit(phrase, language, start, end))
        return sorted(found, key=lambda hit: hit.start)


def _places(text: str, key: str) -> Iterator[int]:
    at = text.find(key)
    while at >= 0:
        yield at
        at = text.find(key, at + len(key))


def _is_bound(folded: Folded, at: int) -> bool:
    place = bisect_left(folded.bounds, at)
    return place < len(folded.bounds) and folded.bounds[place] == at
