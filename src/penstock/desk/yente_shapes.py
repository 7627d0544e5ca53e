"""The shapes of the answers of a yente server, as the description of the API has them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from penstock.desk.shapes import Shape


class Total(Shape):
    """How many there are."""

    value: int
    relation: Literal["eq"]


class EntityAnswer(Shape):
    """A party as an entity of FollowTheMoney."""

    id: str
    caption: str
    schema_: str = Field(alias="schema")
    properties: dict[str, list[str]]
    datasets: list[str]
    referents: list[str]
    target: bool


class Explanation(Shape):
    """What one feature says of a match."""

    score: float
    detail: str | None = None
    query: str | None = None
    candidate: str | None = None


class ScoredEntity(EntityAnswer):
    """An entity that matches, how well, and why."""

    score: float
    match: bool
    features: dict[str, float]
    explanations: dict[str, Explanation]


class Matches(Shape):
    """The matches of one entity by example."""

    status: int
    query: dict[str, Any]
    results: list[ScoredEntity]
    total: Total


class MatchAnswer(Shape):
    """The matches of each entity by example."""

    responses: dict[str, Matches]
    limit: int


class FacetValue(Shape):
    """How many entities have a value."""

    name: str
    label: str
    count: int


class Facet(Shape):
    """The values of a facet."""

    label: str
    values: list[FacetValue]


class SearchAnswer(Shape):
    """The entities found."""

    results: list[EntityAnswer]
    facets: dict[str, Facet]
    total: Total
    limit: int
    offset: int


class AdjacentAnswer(Shape):
    """An entity, and what is beside it."""

    entity: EntityAnswer
    adjacent: dict[str, Any]


class Dataset(Shape):
    """A list as a dataset."""

    name: str
    title: str
    load: bool
    children: list[str]
    version: str | None = None
    summary: str | None = None
    index_current: bool | None = None
    index_version: str | None = None


class CatalogAnswer(Shape):
    """The lists as datasets."""

    datasets: list[Dataset]
    current: list[str]
    outdated: list[str]
    index_stale: bool


class Algorithm(Shape):
    """A way in which names are compared."""

    name: str
    description: str


class AlgorithmsAnswer(Shape):
    """The ways in which names are compared."""

    algorithms: list[Algorithm]
    default: str
    best: str
