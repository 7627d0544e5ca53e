"""Whose mouth the words of a body were in: the same words stand in a person's quotation too."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from penstock.reading.attribution import Given

_FEWEST = 2
"""Words that are quoted again, at least."""


def said_again(given: list[Given], text: str) -> list[Given]:
    """Return quotations of bodies, places and titles with the person who says the same words in another, if one does.

    Args:
        given: The quotations with their speakers.
        text: The text in which they stand.
    """
    spoken = _Spoken(given, text)
    out = []
    for one in given:
        is_other = one.voice.kind in {"place", "body", "role"} and one.voice.named_as
        by = spoken.by(_words(one, text)) if is_other else None
        out.append(one if by is None else replace(one, voice=replace(one.voice, spoken_by=by)))
    return out


class _Spoken:
    """The words that people are quoted with, found by two words that stand together."""

    def __init__(self, given: list[Given], text: str) -> None:
        people = [one for one in given if one.voice.kind == "person" and one.voice.name]
        self._names = [one.voice.name for one in people]
        self._lines = [f" {' '.join(words)} " for words in (_words(one, text) for one in people)]
        self._pairs: dict[tuple[str, str], dict[int, None]] = {}
        for nth, line in enumerate(self._lines):
            for pair in _pairs(line.split()):
                self._pairs.setdefault(pair, {})[nth] = None
        self._known: dict[tuple[str, ...], str | None] = {}

    def by(self, words: tuple[str, ...]) -> str | None:
        """Return the one person in whose quotations words stand; ``None`` where nobody says them, or several do."""
        if words not in self._known:
            self._known[words] = self._found(words) if len(words) >= _FEWEST else None
        return self._known[words]

    def _found(self, words: tuple[str, ...]) -> str | None:
        rarest = min((self._pairs.get(pair, {}) for pair in _pairs(words)), key=len)
        piece, by = f" {' '.join(words)} ", None
        for nth in rarest:
            if piece in self._lines[nth]:
                if by not in {None, self._names[nth]}:
                    return None
                by = self._names[nth]
        return by


def _pairs(words: tuple[str, ...] | list[str]) -> list[tuple[str, str]]:
    return list(pairwise(words))


def _words(one: Given, text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", one.quote.words(text).lower()))
