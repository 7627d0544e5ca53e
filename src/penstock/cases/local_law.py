"""What the law that binds at a place says of goods on a day: its own law, or that of a union it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from penstock.law.check import INTERNATIONAL, check

if TYPE_CHECKING:
    from datetime import date

    from penstock.law.register import Register

Verdict = Literal["controlled", "not_controlled", "unknown"]


@dataclass(frozen=True, slots=True)
class Local:
    """How goods stand at a place on a day.

    ``citations`` are of the measures that control them; ``kinds`` and ``names`` what they are taken for: kinds of
    goods, ids of subjects and CAS numbers. An invalid number is ``unknown``: it says nothing of any goods.
    """

    verdict: Verdict
    citations: tuple[str, ...]
    kinds: frozenset[Literal["substance", "equipment"]]
    names: frozenset[str]


class LocalLaw:
    """Answers by one register; equal questions are answered once."""

    def __init__(self, register: Register, engine: str) -> None:
        """Take the register and the version of the program."""
        self._register, self._engine = register, engine
        self._known: dict[tuple[str, str, date], Local] = {}

    def has(self, place: str) -> bool:
        """Tell whether the register holds any law that binds at a place."""
        return bool(self._binding(place))

    def of(self, goods: str, place: str, day: date) -> Local:
        """Return how goods stand at a place on a day; ``unknown`` where the register holds no law that binds there.

        Args:
            goods: A CAS number, or words.
            place: A jurisdiction or country.
            day: The day of law.
        """
        key = (goods, place, day)
        if key not in self._known:
            self._known[key] = self._of(goods, place, day)
        return self._known[key]

    def _of(self, goods: str, place: str, day: date) -> Local:
        binding = self._binding(place)
        answer = check(
            self._register,
            goods,
            kind=None,
            places=binding or [INTERNATIONAL],
            on=day,
            route=None,
            engine=self._engine,
        )
        known = [one for one in answer.reading.identified if not one.is_candidate]
        verdicts = {one.verdict for one in answer.answers} if binding else set[str]()
        verdict: Verdict = "unknown"
        if "controlled" in verdicts:
            verdict = "controlled"
        elif verdicts == {"not_controlled"}:
            verdict = "not_controlled"
        cited = [str(one.measures[0]["citation"]) for one in answer.answers if binding and one.measures]
        names = {name for one in known for name in (one.subject, one.cas) if name is not None}
        kinds: set[Literal["substance", "equipment"]] = {
            "equipment" if one.kind == "equipment" else "substance" for one in known
        }
        return Local(verdict, tuple(cited), frozenset(kinds), frozenset(names))

    def _binding(self, place: str) -> list[str]:
        """Return the places whose law binds there; treaties bind states, not those who trade."""
        code = place.strip().upper()
        return [one for one in self._register.binding(code) if one == code or one != INTERNATIONAL]
