"""Planted cases: what a row says, and what is at least to be found in it, by the law of the register on those days."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from penstock.law.identified import on_record
from penstock.law.routes import Route
from penstock.law.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np

    from penstock.batch.demo_words import DemoWords
    from penstock.law.identified import Identified
    from penstock.law.measures import Measure
    from penstock.law.records import Obligation, Substance
    from penstock.law.register import Register

T = TypeVar("T")

MOST = 40
"""Cases of one kind; more rows repeat them."""

_LONG_ENOUGH = {"en": 6, "es": 6, "zh": 4}
"""Letters of a name that means its subject wherever it stands, by language."""

_SIGNS = ("(+)", "(-)", "(±)")
"""Signs of a mirror image: the plain name is planted, not one that begins so."""


@dataclass(frozen=True, slots=True)
class Case:
    """One row to plant and its label.

    ``lane`` is the origin and destination; ``fields`` are columns of the contract, and what they leave out is empty.
    ``expects`` are finding codes of which one at least is due, ``never`` those that must not come. Rows of one
    ``group`` have one consignor and one consignee; ``part`` is their place in it, from 0.
    """

    kind: str
    lane: tuple[str, str]
    fields: dict[str, str | float]
    expects: tuple[str, ...] = ()
    subject: str | None = None
    never: tuple[str, ...] = ()
    group: int | None = None
    part: int = 0


@dataclass(frozen=True, eq=False)
class Source:
    """What cases are made from: the register, the words, the lanes and days of the data."""

    register: Register
    words: DemoWords
    rng: np.random.Generator
    _due: dict[tuple[str, str | None, str], tuple[tuple[str, str], str] | None] = field(default_factory=dict)

    def drawn(self, found: Iterable[T]) -> list[T]:
        """Return things in an order drawn by lot."""
        known = list(found)
        return [known[place] for place in self.rng.permutation(len(known))]

    def some(self, made: Iterable[Case | None]) -> Iterator[Case]:
        """Yield the first ``MOST`` cases of those that could be made; what could not is ``None``."""
        yield from islice((case for case in made if case is not None), MOST)

    def one_of(self, words: list[str]) -> str:
        """Return one of some words, drawn by lot."""
        return words[int(self.rng.integers(len(words)))]

    def lanes(self) -> list[tuple[str, str]]:
        """Return the lanes, in an order drawn by lot."""
        return self.drawn((lane.origin, lane.destination) for lane in self.words.lanes)

    def due(self, subject: str, form: str | None = None, basis: str = "") -> tuple[tuple[str, str], str] | None:
        """Return a lane on which a measure binds a subject on all days of the data, and the finding due there."""
        key = (subject, form, basis)
        if key not in self._due:
            one = on_record(self.register, subject, "name", 1.0, form=form)
            asked = ((lane, self._code(one, lane, basis)) for lane in self.lanes())
            self._due[key] = next(((lane, code) for lane, code in asked if code is not None), None)
        return self._due[key]

    def duties(self, subject: str, lane: tuple[str, str]) -> Iterator[Obligation]:
        """Yield what binds a subject, itself and no salt of it, on a lane on all days of the data."""
        one = on_record(self.register, subject, "name", 1.0)
        return (duty for measure in self._standing(one, lane) for duty in measure.obligations)

    def _code(self, one: Identified, lane: tuple[str, str], basis: str) -> str | None:
        """Return the finding due on a lane: an obligation that no quantity lifts, or the control itself."""
        for measure in self._standing(one, lane, basis):
            duties = [duty for duty in measure.obligations if duty.threshold is None]
            if duties or not measure.obligations:
                return "obligation" if duties else "controlled"
        return None

    def _standing(self, one: Identified, lane: tuple[str, str], basis: str = "") -> Iterator[Measure]:
        """Yield the measures that bind on a lane on the first and last day, of places where all are of one basis."""
        places = dict.fromkeys(place for end in lane for place in self.register.binding(end))
        for place in filter(lambda place: self._is_spoken_of(one, place), places):
            both = [standing(self.register, one, place, day, Route(*lane)).measures for day in self.words.days]
            kept = {measure.placed.measure_id for measure in both[1]}
            if not basis or all(measure.basis == basis for measure in both[0]):
                yield from (measure for measure in both[0] if measure.placed.measure_id in kept)

    def _is_spoken_of(self, one: Identified, place: str) -> bool:
        """Tell whether a list of a place has the subject, what it derives from, or a class that may take it."""
        record = self.register.packed.substances.get(one.subject or "")
        parents = [derivation.parent for derivation in record.derived_from] if record is not None else []
        kin = (*parents, *(rule.parent for rule in one.derived), *(reading.subject for reading in one.classes))
        return any(self.register.entries_on(subject, place) for subject in (one.subject or "", *kin))

    @lru_cache(maxsize=8)  # noqa: B019  # a source lives as long as one run
    def names(self, language: str, kind: str = "substance") -> dict[str, list[str]]:
        """Return ``{subject: names}`` of a language that mean one subject and are long enough to mean it anywhere."""
        found: dict[str, list[str]] = {}
        for name in self.register.packed.names:
            is_asked = name.kind == kind and name.language == language and not (name.beside or name.unless)
            is_plain = len(name.name) >= _LONG_ENOUGH[language] and not name.name.startswith(_SIGNS)
            if is_asked and is_plain and self._is_of_one(name.key):
                found.setdefault(name.subject, []).append(name.name)
        return found

    def _is_of_one(self, key: str) -> bool:
        return len({name.subject for name in self.register.by_name[key]}) == 1

    def substances(self) -> Iterator[tuple[str, Substance, str]]:
        """Yield the substances with an English name, with that name."""
        for subject, names in self.names("en").items():
            yield subject, self.register.packed.substances[subject], names[0]


def weighed(source: Source, **fields: str | float) -> dict[str, str | float]:
    """Return fields of goods sold by the kilogram, with quantity, mass and value that agree."""
    mass = float(source.rng.integers(1, 50))
    told: dict[str, str | float] = {"quantity": mass, "quantity_unit": "kg", "net_mass_kg": mass}
    return told | {"declared_value": mass * float(source.rng.integers(20, 200)), "currency": "USD"} | fields


def counted(source: Source, **fields: str | float) -> dict[str, str | float]:
    """Return fields of goods sold by the piece."""
    told: dict[str, str | float] = {"quantity": float(source.rng.integers(1, 9)), "quantity_unit": "pcs"}
    return told | {"declared_value": float(source.rng.integers(40, 900)), "currency": "USD"} | fields
