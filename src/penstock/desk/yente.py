"""The routes of a yente server, so that its published client works unchanged: match, search, entities, catalogue.

What has no meaning here is refused, not passed over: ``changed_since`` and ``filter``, other algorithms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, Query, Request

from penstock.desk.actors import actor_of
from penstock.desk.entities import as_entity, record_of
from penstock.desk.matching import Choice, Example, facets, match, search
from penstock.desk.problems import Problem
from penstock.desk.reading import Answer, body_of, described_body
from penstock.desk.shapes import body_schema
from penstock.desk.yente_shapes import (
    AdjacentAnswer,
    AlgorithmsAnswer,
    CatalogAnswer,
    EntityAnswer,
    MatchAnswer,
    SearchAnswer,
)
from penstock.kernel.errors import UnknownId

if TYPE_CHECKING:
    from datetime import date

    from penstock.desk.answering import Answering
    from penstock.desk.kit import Kit

DEFAULT = "default"
"""The dataset of all lists."""

ALGORITHM = "penstock"
MOST_QUERIES = 100
QUERIES_A_REQUEST = 5
"""Queries of a call that cost as much as one request, so that a call of the most costs what one of goods items does."""

MOST_RESULTS = 500

Many = Annotated[list[str] | None, Query(max_length=200)]
Share = Annotated[float, Query(ge=0, le=1)]


class MatchBody(msgspec.Struct):
    """Entities by example, by names that the answer gives back."""

    queries: Annotated[dict[str, Example], msgspec.Meta(min_length=1, max_length=MOST_QUERIES)]


_MATCH = msgspec.json.Decoder(MatchBody)


def routes(kit: Kit) -> APIRouter:
    """Return the routes."""
    router = APIRouter(dependencies=[Depends(kit.doors.needs("viewer"))], tags=["yente"])

    @router.post("/match/{dataset}", response_model=MatchAnswer, openapi_extra=described_body(body_schema(MatchBody)))
    async def match_entities(  # noqa: PLR0913, PLR0917  # the parameters of yente
        request: Request,
        dataset: str,
        threshold: Share = 0.7,
        cutoff: Share = 0.5,
        limit: Annotated[int, Query(ge=1, le=MOST_RESULTS)] = 5,
        algorithm: Literal["best", "penstock"] = "best",
        include_dataset: Many = None,
        exclude_dataset: Many = None,
        exclude_schema: Many = None,
        exclude_entity_ids: Many = None,
        topics: Many = None,
        changed_since: str | None = None,
    ) -> Answer:
        """Match parties by example against the lists; names that score less than 0.5 are never found."""
        del algorithm  # there is one
        _refuse(changed_since=changed_since)
        told = await body_of(request, _MATCH)
        kit.doors.charge(actor_of(request), len(told.queries), each=QUERIES_A_REQUEST)
        day = kit.today()
        responses = {}
        for name, example in told.queries.items():

            def one(answering: Answering, example: Example = example) -> list[dict[str, Any]]:
                choice = Choice(
                    datasets=_datasets(answering, dataset, include_dataset),
                    without=frozenset(exclude_dataset or ()),
                    topics=frozenset(topics or ()),
                    no_schemata=frozenset(exclude_schema or ()),
                    no_ids=frozenset(exclude_entity_ids or ()),
                )
                return match(answering, example, day, choice)

            found = [entity for entity in await kit.lane.ask(one) if entity["score"] >= cutoff]
            for entity in found:
                is_cleared = entity.pop("is_cleared")
                entity["match"] = entity["score"] >= threshold and not is_cleared
            responses[name] = {
                "status": 200,
                "query": example,
                "results": found[:limit],
                "total": {"value": len(found), "relation": "eq"},
            }
        return Answer({"responses": responses, "limit": limit})

    @router.get("/search/{dataset}", response_model=SearchAnswer)
    async def search_entities(  # noqa: PLR0913, PLR0917  # the parameters of yente
        dataset: str,
        q: Annotated[str, Query(max_length=1000)] = "",
        limit: Annotated[int, Query(ge=0, le=MOST_RESULTS)] = 10,
        offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
        schema: str | None = None,
        countries: Many = None,
        topics: Many = None,
        include_dataset: Many = None,
        exclude_dataset: Many = None,
        exclude_schema: Many = None,
        facet: Annotated[
            list[Literal["countries", "topics", "datasets", "schema"]] | None, Query(alias="facets")
        ] = None,
        changed_since: str | None = None,
        filtered: Annotated[list[str] | None, Query(alias="filter")] = None,
        sort: Annotated[list[str] | None, Query()] = None,
        *,
        fuzzy: bool = False,
        simple: bool = False,
    ) -> Answer:
        """Find parties by name: those that match, then those that have all the words, best first."""
        del fuzzy, simple  # there is one way to search
        _refuse(changed_since=changed_since, filter=filtered, sort=sort)
        day = kit.today()

        def found_by(answering: Answering) -> list[dict[str, Any]]:
            choice = Choice(
                datasets=_datasets(answering, dataset, include_dataset),
                without=frozenset(exclude_dataset or ()),
                topics=frozenset(topics or ()),
                schemata=frozenset([schema] if schema and schema != "Thing" else ()),
                no_schemata=frozenset(exclude_schema or ()),
                countries=frozenset(code.lower() for code in countries or ()),
            )
            return search(answering, q, day, choice)

        found = await kit.lane.ask(found_by)
        return Answer(
            {
                "results": found[offset : offset + limit],
                "facets": facets(found, facet if facet is not None else ("countries", "topics", "datasets")),
                "total": {"value": len(found), "relation": "eq"},
                "limit": limit,
                "offset": offset,
            }
        )

    _add_entities(router, kit)
    _add_catalogue(router, kit)
    return router


def _add_entities(router: APIRouter, kit: Kit) -> None:
    async def entity_of(entity_id: str) -> dict[str, Any]:
        day = kit.today()
        return await kit.lane.ask(lambda answering: _entity(answering, entity_id, day))

    @router.get("/entities/{entity_id}", response_model=EntityAnswer)
    async def show_entity(entity_id: str, *, nested: bool = True) -> Answer:
        """Show one party; it holds no others."""
        del nested
        return Answer(await entity_of(entity_id))

    @router.get("/entities/{entity_id}/adjacent", response_model=AdjacentAnswer)
    async def show_adjacent(
        entity_id: str, offset: int = 0, limit: int | None = None, sort: str | None = None
    ) -> Answer:
        """Show one party and nothing beside it: links stand in the answers of ``/api/check``."""
        del offset, limit, sort  # of nothing
        return Answer({"entity": await entity_of(entity_id), "adjacent": {}})


def _add_catalogue(router: APIRouter, kit: Kit) -> None:
    @router.get("/catalog", response_model=CatalogAnswer)
    async def show_catalogue() -> Answer:
        """Show the lists as datasets, and ``default``, which is all of them."""
        return Answer(await kit.lane.ask(lambda answering: _catalogue(answering, kit.today())))

    @router.get("/algorithms", response_model=AlgorithmsAnswer)
    async def show_algorithms() -> Answer:
        """Show the one way in which names are compared."""
        told = {"name": ALGORITHM, "description": "Names word by word, across scripts; see the page on names."}
        return Answer({"algorithms": [told], "default": ALGORITHM, "best": ALGORITHM})


def _refuse(**told: object) -> None:
    """Refuse parameters that would be passed over.

    Raises:
        Problem: One is given.
    """
    for name, value in told.items():
        if value is not None:
            raise Problem.of(code="invalid", detail=f"query.{name}: this server cannot narrow or order by it.")


def _datasets(answering: Answering, dataset: str, more: list[str] | None) -> frozenset[str]:
    """Return the lists that a request is about.

    Raises:
        UnknownId: One of them is none.
    """
    known = frozenset(answering.parties.lists())
    asked = [dataset, *(more or ())]
    unknown = [one for one in asked if one != DEFAULT and one not in known]
    if unknown:
        message = f"There is no dataset {unknown[0]!r}."
        raise UnknownId(message, remedy=f"Use {DEFAULT}, or an id that /catalog shows.")
    return known if DEFAULT in asked else frozenset(asked)


def _entity(answering: Answering, entity_id: str, day: date) -> dict[str, Any]:
    record = record_of(answering, entity_id, day)
    if record is None:
        message = f"There is no entity {entity_id!r}."
        raise UnknownId(message, remedy="Use an id that /match or /search gives.")
    return as_entity(answering, record)


def _catalogue(answering: Answering, day: date) -> dict[str, Any]:
    books, heads = {book.list: book for book in answering.rosters}, answering.register.packed.party_lists
    lists = answering.parties.lists()
    told: list[dict[str, Any]] = [{"name": DEFAULT, "title": "All lists", "load": True, "children": list(lists)}]
    for key in lists:
        vintage = books[key].vintage(day) if key in books else None
        told.append(
            {
                "name": key,
                "title": heads[key].name if key in heads else books[key].title,
                "load": True,
                "children": [],
                "version": vintage.isoformat() if vintage else None,
                "summary": None if key in books else heads[key].coverage,
                "index_current": key in books,
                "index_version": books[key].digest if key in books else answering.register.digest,
            }
        )
    return {"datasets": told, "current": sorted(books), "outdated": [], "index_stale": False}
