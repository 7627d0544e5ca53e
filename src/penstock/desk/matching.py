"""Which parties match an entity by example, or a text: what ``/match`` and ``/search`` answer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.desk.entities import COMPARED_AS, MATCHABLE, as_entity, is_a, record_of
from penstock.kernel.errors import UnreadableName
from penstock.screening.cautions import code_of
from penstock.screening.party_answers import PartyQuestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from penstock.desk.answering import Answering
    from penstock.screening.party_answers import PartyMatch

MOST_NAMES = 50
"""Names of an entity that are looked up."""

_NAMES = ("name", "alias", "previousName", "weakAlias")
_BIRTH = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Example(msgspec.Struct):
    """An entity by example, as ``/match`` takes it."""

    schema: str
    properties: dict[str, list[str] | str] = {}
    id: str | None = None

    def __post_init__(self) -> None:
        """Refuse a schema that is none.

        Raises:
            ValueError: It is no schema by which parties are asked for.
        """
        if self.schema not in MATCHABLE:
            message = f"schema: use one of {', '.join(sorted(MATCHABLE))}"
            raise ValueError(message)

    def values(self, *names: str) -> list[str]:
        """Return the values of some properties, each once."""
        found: dict[str, None] = {}
        for name in names:
            told = self.properties.get(name, [])
            found |= dict.fromkeys([told] if isinstance(told, str) else told)
        return [value for value in found if value.strip()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which entities count.

    Args:
        datasets: Those on one of these lists.
        without: Not those on these lists alone.
        topics: Those with one of these topics; any where there is none.
        schemata: Those of one of these schemas.
        no_schemata: Not those of these schemas.
        countries: Those of one of these countries, in small letters.
        no_ids: Not these.
    """

    datasets: frozenset[str]
    without: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    schemata: frozenset[str] = frozenset()
    no_schemata: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    no_ids: frozenset[str] = frozenset()

    def takes(self, entity: dict[str, Any]) -> bool:
        """Tell whether an entity counts."""
        told = entity["properties"]
        return (
            not (self.datasets - self.without).isdisjoint(entity["datasets"])
            and (not self.topics or not self.topics.isdisjoint(told.get("topics", ())))
            and (not self.schemata or is_a(entity["schema"], self.schemata))
            and not (self.no_schemata and is_a(entity["schema"], self.no_schemata))
            and (not self.countries or not self.countries.isdisjoint(told.get("country", ())))
            and entity["id"] not in self.no_ids
        )


@dataclass(slots=True)
class _Found:
    """The best match of one entity, and whether every match of it was looked into and cleared."""

    score: float = -1.0
    match: PartyMatch | None = None
    is_cleared: bool = field(default=True)


def match(answering: Answering, example: Example, day: date, choice: Choice) -> list[dict[str, Any]]:
    """Return the entities that match one by example, best first, with ``score``, ``features`` and ``explanations``.

    ``is_cleared`` tells that somebody looked into every match of the entity and cleared it.
    """
    kind = COMPARED_AS.get(example.schema)
    countries = [code for value in example.values("country", "nationality", "jurisdiction") if (code := code_of(value))]
    born = next((value for value in example.values("birthDate") if _BIRTH.fullmatch(value)), None)
    names = example.values(*_NAMES)[:MOST_NAMES]
    questions = [PartyQuestion(name=name, kind=kind, country=next(iter(countries), None), born=born) for name in names]
    results = []
    for key, found in _found(answering, questions, day).items():
        record = record_of(answering, key, day)
        entity = as_entity(answering, record) if record is not None else None
        if entity is not None and found.match is not None and choice.takes(entity):
            told = _explained(found.match, entity, countries, born)
            features = {name: one["score"] for name, one in told.items()}
            scored = {"score": round(found.score, 3), "features": features, "explanations": told}
            results.append({**entity, **scored, "is_cleared": found.is_cleared})
    return sorted(results, key=lambda one: (-one["score"], one["id"]))


def _found(answering: Answering, questions: Iterable[PartyQuestion], day: date) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    for question in questions:
        try:
            answers = answering.parties.answers(question, day)
        except UnreadableName:
            continue  # it tells nobody from another, so it matches nobody
        for answer in answers:
            for one in answer.matches:
                best = found.setdefault(one.hit.party or f"{answer.list}:{one.hit.uid}", _Found())
                best.is_cleared = best.is_cleared and one.is_cleared
                if one.hit.comparison.score > best.score:
                    best.score, best.match = one.hit.comparison.score, one
    return found


def _explained(
    one: PartyMatch, entity: dict[str, Any], countries: Sequence[str], born: str | None
) -> dict[str, dict[str, Any]]:
    """Return what speaks for a match: the names, and whether country and birth date agree; 0 where they do not."""
    hit, told = one.hit, entity["properties"]
    said = "; ".join(dict.fromkeys(part.note for part in hit.comparison.explanation if part.note))
    found: dict[str, dict[str, Any]] = {
        "name": {"score": round(hit.comparison.score, 3), "detail": said, "query": hit.input, "candidate": hit.name}
    }
    if countries and told.get("country"):
        score = float(any(code.split("-")[0].lower() in told["country"] for code in countries))
        found["country"] = {"score": score, "query": ", ".join(countries), "candidate": ", ".join(told["country"])}
    if born and told.get("birthDate"):
        score = float(any(day.startswith(born) or born.startswith(day) for day in told["birthDate"]))
        found["birth_date"] = {"score": score, "query": born, "candidate": ", ".join(told["birthDate"])}
    notes = " ".join(dict.fromkeys(one.stand.notes))
    found["standing"] = {"score": 0.0, "detail": f"{one.stand.verdict}. {notes}".strip()}
    return found


def search(answering: Answering, text: str, day: date, choice: Choice) -> list[dict[str, Any]]:
    """Return the entities that a text names: those whose name matches, then those that have all its words."""
    scores: dict[str, float] = {}
    if text.strip():
        found = _found(answering, [PartyQuestion(name=text.strip())], day)
        scores = {key: one.score for key, one in found.items()}
        for key, share in answering.directory(day).with_words(text):
            scores[key] = max(scores.get(key, 0.0), share)
    results = []
    for key, _ in sorted(scores.items(), key=lambda one: (-one[1], one[0])):
        record = record_of(answering, key, day)
        entity = as_entity(answering, record) if record is not None else None
        if entity is not None and choice.takes(entity):
            results.append(entity)
    return results


FACETS = {"countries": "country", "topics": "topics"}
"""The properties that are counted under each name of a facet."""


def facets(entities: Sequence[dict[str, Any]], names: Iterable[str]) -> dict[str, Any]:
    """Return how many entities have each value of some facets."""
    found = {}
    for name in names:
        counts = Counter(value for entity in entities for value in _values(entity, name))
        told = [{"name": value, "label": value, "count": count} for value, count in counts.most_common()]
        found[name] = {"label": name, "values": told}
    return found


def _values(entity: dict[str, Any], facet: str) -> list[str]:
    if facet in FACETS:
        return list(entity["properties"].get(FACETS[facet], ()))
    return list(entity["datasets"]) if facet == "datasets" else [entity["schema"]]
