"""Who asks, and what a role may do."""

from __future__ import annotations

from inspect import iscoroutinefunction
from math import ceil
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request  # noqa: TC002  # FastAPI reads the annotation

from penstock.desk.problems import Problem
from penstock.desk.reading import refuse_unasked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from penstock.desk.limits import Buckets

Role = Literal["viewer", "officer", "approver", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""The roles; each may do what those before it may."""


class Actor(NamedTuple):
    """Who asks: the name of an account, and its role."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Tell whether this one may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Doors:
    """Lets in who has the role, so many times a second."""

    def __init__(self, who: Callable[[Request], Actor | Awaitable[Actor]], buckets: Buckets) -> None:
        """Take what tells who sent a request, or raises a `Problem`, and the buckets of accounts."""
        self._who = who
        self._buckets = buckets

    def needs(self, role: Role) -> Callable[[Request], Coroutine[Any, Any, Actor]]:
        """Return the dependency of a route that needs a role; it gives the `Actor`."""

        async def let_in(request: Request) -> Actor:
            actor = await self._actor(request)
            if not actor.may(role):
                raise Problem.of(code="not_allowed", detail=f"This needs the role {role}; yours is {actor.role}.")
            self._buckets.refuse_too_many(actor.name)
            request.state.actor = actor
            route = request.scope.get("route")
            if isinstance(route, APIRoute) and route.include_in_schema:  # a page says what it reads by itself
                refuse_unasked(request.query_params, [one.alias for one in route.dependant.query_params])
            return actor

        return let_in

    def charge(self, actor: Actor, things: int, *, each: int) -> None:
        """Have a call of many things cost its account more than the request that it is: one for each so many begun.

        Raises:
            Problem: The account has not so many requests left; it says when it will.
        """
        self._buckets.refuse_too_many(actor.name, ceil(things / each) - 1)

    async def _actor(self, request: Request) -> Actor:
        """Return who sent a request; one that blocks is asked in another thread."""
        if iscoroutinefunction(self._who):
            told: Actor = await self._who(request)
            return told
        return await run_in_threadpool(self._who, request)  # type: ignore[arg-type]  # it is no coroutine


def actor_of(request: Request) -> Actor:
    """Return who was let in with a request."""
    actor: Actor = request.state.actor
    return actor
