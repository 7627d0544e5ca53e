"""Text drawn from a document that remembers where in the document each of its characters stood."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

Part = Literal["title", "body", "hidden", "description", "alt", "data", "link"]
"""Where on a page a text stands; ``hidden`` is what a reader of the page does not see, ``link`` the address of one."""


class Passage:
    """The text of one part of a document, in the order in which it stands there."""

    def __init__(self, part: Part) -> None:
        """Begin an empty passage."""
        self.part = part
        self._pieces: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._origins: list[tuple[int, int]] = []
        self._text: str | None = None
        self._mark: str | None = None

    @property
    def text(self) -> str:
        """The text, entities decoded, without markup."""
        if self._text is None:
            self._text = "".join(self._pieces)
        return self._text

    def __len__(self) -> int:
        """Return the number of characters."""
        return self._length

    def add(self, text: str, start: int, end: int) -> None:
        """Add characters that stand for ``document[start:end]``, one for one where they are as many."""
        if not text:
            return
        self._text = None
        if not text.isspace():
            self._mark = None
        before = self._origins[-1] if self._origins else None
        as_many = end - start == len(text)
        if before is None or not as_many or before[1] != start or not self._is_plain(-1):
            self._starts.append(self._length)
            self._origins.append((start, end))
        else:
            self._origins[-1] = (before[0], end)
        self._pieces.append(text)
        self._length += len(text)

    def part_off(self, at: int, mark: str = "\n") -> None:
        """Part what follows from what stands before by a mark that stands for nothing in the document.

        One mark is enough, whatever space stands between, and behind the end of a line no other is needed, but that
        of a paragraph: two ends.
        """
        is_parted = self._mark in {mark, "\n\n"} or (self._mark == "\n" and mark != "\n\n")
        if not self._pieces or is_parted:
            return
        self.add(mark, at, at)
        self._mark = mark

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the document that ``text[start:end]`` stands for; the two ends take in whole entities.

        Raises:
            ValueError: The stretch is empty or not within the text.
        """
        if not 0 <= start < end <= self._length:
            message = f"{start} to {end} is no stretch of a text of {self._length} characters"
            raise ValueError(message)
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        begin, finish = self._origins[first][0], self._origins[last][1]
        if self._is_plain(first):
            begin += start - self._starts[first]
        if self._is_plain(last):
            finish = self._origins[last][0] + end - self._starts[last]
        return begin, finish

    def _is_plain(self, place: int) -> bool:
        """Tell whether the characters of a stretch stand one for one in the document."""
        begin, finish = self._origins[place]
        after = self._starts[place + 1] if place not in {-1, len(self._starts) - 1} else self._length
        return finish - begin == after - self._starts[place]
