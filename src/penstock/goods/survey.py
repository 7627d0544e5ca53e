"""What is found by going through all terms of a vocabulary once: done when it is packed, not whenever it is opened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.goods.folding import Folder
    from penstock.goods.vocabulary import Term

LONG = 8
"""Letters of the shortest word in which a slip is looked for."""

_WORD = re.compile(f"[a-z]{{{LONG - 1},}}")


class Survey(msgspec.Struct, frozen=True, array_like=True):
    """Places of terms, ascending, and words.

    Attributes:
        needy: The terms that count only in company, or only as they are written.
        named: The names of controlled subjects in which slips of the pen are looked for.
        words: The long words of all names, and those that are one letter shorter.
    """

    needy: list[int]
    named: list[int]
    words: list[str]


def survey(terms: Sequence[Term], folder: Folder) -> Survey:
    """Go through the terms of a vocabulary."""
    needy, named = [], []
    words: set[str] = set()
    for place, term in enumerate(terms):
        if term.as_written or term.company is not None:
            needy.append(place)
        if not (term.ordinary or term.as_written or term.is_regular or term.kind == "class"):
            named.append(place)
        words.update(_WORD.findall(spelled(term.name, folder)))
        if not term.name.isascii():
            words.update(_WORD.findall(term.name.lower()))
    return Survey(needy, named, sorted(words))


def spelled(name: str, folder: Folder) -> str:
    """Return a name with its letters folded and nothing left out between them."""
    return name.lower() if name.isascii() else "".join(folder.char(char) or char for char in name)
