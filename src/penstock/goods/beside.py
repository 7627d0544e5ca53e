"""Names too wide to mean a thing by themselves: they count only in the company of a word of the trade.

"Die" is any die; "die set for TDP-5" is one of a tablet press. What the company must be, the vocabulary says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from penstock.goods.folding import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.goods.folding import Folder


class Company(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The words that must and that must not stand near a name.

    One of ``beside``, if there are any, stands within ``within`` characters before or behind the name, and none of
    ``unless`` does. Both are folded; Latin words and numbers are matched whole.
    """

    beside: tuple[str, ...]
    unless: tuple[str, ...]
    within: int

    def allows(self, folder: Folder, text: str, start: int, end: int, *, is_trade: bool = False) -> bool:
        """Tell whether a name at ``text[start:end]`` stands in this company.

        ``is_trade`` says that the text names a machine by itself: then no word of ``beside`` is asked for.
        """
        sides = ((max(0, start - self.within), start), (end, min(len(text), end + self.within)))

        def is_near(words: tuple[str, ...]) -> bool:
            return any(_holds(folder, text, *side, words) for side in sides)

        return (is_trade or not self.beside or is_near(self.beside)) and not is_near(self.unless)


def _holds(folder: Folder, text: str, first: int, last: int, words: tuple[str, ...]) -> bool:
    """Tell whether one of some folded words stands whole in ``text[first:last]``."""
    folded = folder.fold(text)
    begin, end = bisect_left(folded.places, first), bisect_left(folded.places, last)
    if _any_of(words).search(folded.text, begin, end) is None:
        return False
    return any(
        not _is_cut(text, folded.places[at], folded.places[at + len(word) - 1] + 1)
        for word in words
        for at in _places_of(word, folded.text, begin, end)
    )


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of some words, of which there are a few lists in a register."""
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


def _places_of(word: str, text: str, begin: int, end: int) -> Iterator[int]:
    at = text.find(word, begin, end)
    while at >= 0:
        yield at
        at = text.find(word, at + 1, end)


def _is_cut(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` begins or ends inside a Latin word or a number."""
    before = start > 0 and _is_latin(text[start - 1]) and _is_latin(text[start])
    return before or (end < len(text) and _is_latin(text[end]) and _is_latin(text[end - 1]))


def _is_latin(char: str) -> bool:
    return char.isalnum() and ord(char) < HAN
