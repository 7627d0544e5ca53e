"""The words of the names of all parties, for a search by words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Directory:
    """The words of all names, and whose they are."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Take the id and each name of every entity."""
        self._whose: dict[str, set[int]] = {}
        self._names: list[tuple[str, int]] = []
        for place, (key, name) in enumerate(named):
            words = words_of(name)
            self._names.append((key, len(words)))
            for word in words:
                self._whose.setdefault(word, set()).add(place)

    def with_words(self, text: str) -> Iterator[tuple[str, float]]:
        """Yield the entities with a name that has all words of a text, and the share of its words that these are."""
        words = words_of(text)
        if not words:
            return
        for place in set.intersection(*(self._whose.get(word, set()) for word in words)):
            key, size = self._names[place]
            yield key, len(words) / size


def words_of(name: str) -> set[str]:
    """Return the words of a name, whatever their case."""
    return set(re.findall(r"\w+", name.casefold()))
