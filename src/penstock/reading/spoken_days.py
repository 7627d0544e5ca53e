"""The days on which a text says that somebody spoke, for the words that it gives no day of their own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

from penstock.reading.speech import place_names

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from penstock.reading.article import When
    from penstock.reading.resolving import Voice

_SPEAKS_FOR_OTHERS = ("spokes", "official", "portavoz", "vocer", "funcionari")
_OF_GOVERNMENT = frozenset({"ministry", "ministerio", "cancillería", "government", "gobierno"})
"""Of whose spokespeople a text says what their government said that day: ``Beijing on Wednesday hit out``."""

_OFFICES = _OF_GOVERNMENT | {"embassy", "department", "commission", "agency", "office", "house", "council"}
_OFFICES |= {"ministerio", "embajada"}
_MOST = 64
"""Bodies of one kind, named last before a place, for which somebody may speak there."""


class SpokenDays:
    """The days of speech of every speaker of a text, by the speaker's key."""

    def __init__(self, known: Iterable[tuple[str, int, When]], explicit: Container[int]) -> None:
        """Take ``(key, place, day)`` of each, and the places of those that only say when somebody spoke."""
        self._days: dict[str, list[tuple[int, When]]] = {}
        for key, at, day in sorted(known, key=itemgetter(1)):
            self._days.setdefault(key, []).append((at, day))
        self._all = {key: {day.value: day for _, day in reversed(days)} for key, days in self._days.items()}
        self._explicit = {
            key: {day.value: day for at, day in reversed(days) if at in explicit} for key, days in self._days.items()
        }
        self._of_places = {key: code[0] for key in self._days if (code := place_names().get(key.title())) is not None}
        self._of_office: dict[str, list[tuple[int, str]]] = {}
        for key, days in self._days.items():
            for word in _OFFICES & set(re.findall(r"\w+", key)):
                self._of_office.setdefault(word, []).append((days[0][0], key))
        for offices in self._of_office.values():
            offices.sort()

    def last(self, keys: Iterable[str], at: int) -> When | None:
        """Return the last day before a place on which one of some speakers spoke."""
        before = [
            days[count - 1]
            for key in sorted(keys)
            if (count := bisect_right(days := self._of(key), at, key=itemgetter(0)))
        ]
        return max(before, key=itemgetter(0))[1] if before else None

    def only(self, keys: Iterable[str], *, explicit: bool) -> When | None:
        """Return the one day on which some speakers spoke at all; ``None`` where there are several, or none.

        Args:
            keys: The speakers.
            explicit: Whether only what says when somebody spoke counts.
        """
        of = self._explicit if explicit else self._all
        found: dict[str, When] = {}
        for key in sorted(keys):
            for value, day in of.get(key, {}).items():
                found.setdefault(value, day)
                if len(found) > 1:
                    return None
        return next(iter(found.values()), None)

    def spoken_for(self, voice: Voice, at: int) -> Iterator[str]:
        """Yield the bodies and governments named before whose day is that of their spokesperson's words."""
        role = (voice.role or "").lower()
        if not any(word in role for word in _SPEAKS_FOR_OTHERS):
            return
        words = set(re.findall(r"\w+", role))
        is_of_government = bool(words & _OF_GOVERNMENT)
        if is_of_government:
            said = {place_names()[word.title()][0] for word in words if word.title() in place_names()}
            for key, code in self._of_places.items():
                if self._days[key][0][0] < at and said <= {code}:
                    yield key
        for word in words & _OFFICES:
            offices = self._of_office.get(word, [])
            count = bisect_left(offices, (at, ""))
            for _, key in offices[max(0, count - _MOST) : count]:
                if not (is_of_government and key in self._of_places):
                    yield key

    def _of(self, key: str) -> Sequence[tuple[int, When]]:
        return self._days.get(key, ())
