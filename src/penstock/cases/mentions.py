"""What an article mentions in a stretch of its text."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from penstock.reading.article import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from penstock.reading.article import Article, When


class Mentions:
    """The substances, machines, parties and days of one article, by where they stand."""

    def __init__(self, article: Article) -> None:
        """Take the reading; of its substances those of the register, but fentanyl, which all is about."""
        things = [
            one for one in article.things if one.in_register and one.kind != "class" and one.subject != "fentanyl"
        ]
        self._subjects = _Placed((one.subject, one.spans) for one in things)
        self._parties = _Placed((one.party, one.spans) for one in article.parties)
        self._days = sorted((one for one in article.days if one.value != UNKNOWN), key=lambda day: day.start)
        self._starts = [day.start for day in self._days]

    def subjects(self, start: int, end: int) -> list[str]:
        """Return the substances and machines of the register that a stretch names, in the article's order."""
        return self._subjects.within(start, end)

    def parties(self, start: int, end: int) -> list[str]:
        """Return the parties that a stretch names, in the article's order."""
        return self._parties.within(start, end)

    def days(self, start: int, end: int) -> list[When]:
        """Return the settled days that a stretch names, in its order."""
        return self._days[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


class _Placed:
    """Names by the places where they stand."""

    def __init__(self, named: Iterable[tuple[str, list[tuple[int, int]]]]) -> None:
        self._names: list[str] = []
        places: list[tuple[int, int]] = []
        for nth, (name, spans) in enumerate(named):
            self._names.append(name)
            places += [(start, nth) for start, _ in spans]
        self._places = sorted(places)

    def within(self, start: int, end: int) -> list[str]:
        found = self._places[bisect_left(self._places, (start, -1)) : bisect_left(self._places, (end, -1))]
        return list(dict.fromkeys(self._names[nth] for nth in sorted({nth for _, nth in found})))
