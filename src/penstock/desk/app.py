"""The application: its routes, its limits, and the description of all it answers."""

from __future__ import annotations

import time
from collections.abc import Mapping  # noqa: TC003  # read at run time by the dataclass
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from penstock import __version__
from penstock.desk import answers_api, health_api, law_api, yente
from penstock.desk.actors import Doors
from penstock.desk.answering import Answering
from penstock.desk.kit import Kit
from penstock.desk.lane import Lane
from penstock.desk.limits import Buckets, Limits, Rate
from penstock.desk.problems import MEDIA_TYPE, answer_with_problems
from penstock.desk.run_worker import MEMORY
from penstock.desk.shapes import ProblemShape
from penstock.desk.watch import Figures, Watch
from penstock.law.register import Register

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from starlette.requests import Request

    from penstock.desk.actors import Actor
    from penstock.desk.keeping import Keeper

DESCRIPTION = "Is it controlled, listed or suspect - where, since when, by which text - and what comes before it ships?"

SIZES = {"/": 1 << 20, "/api/screen": 8 << 20, "/api/draws": 8 << 20, "/api/runs": 65 << 20, "/runs": 65 << 20}
"""The most bytes of a body, by the beginning of the path."""


BY_ADDRESS = Rate(a_second=200, at_once=400)
BY_ACCOUNT = Rate(a_second=100, at_once=200)


def _today() -> date:
    return date.today()  # noqa: DTZ011  # the server's own day


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How an application is run.

    Args:
        register: The register to answer by; the shipped one when ``None``.
        lists: Folder of the imported lists; the usual one when ``None``.
        by_address: How many requests one address may make.
        by_account: How many requests one account may make.
        sizes: The most bytes of a body, by the beginning of the path.
        run_memory: Bytes of memory that a run over an uploaded file may hold.
        today: Which day it is, for questions that name none.
        clock: Seconds that never go back.
    """

    register: Register | None = None
    lists: Path | None = None
    by_address: Rate = BY_ADDRESS
    by_account: Rate = BY_ACCOUNT
    sizes: Mapping[str, int] = field(default_factory=lambda: SIZES)
    run_memory: int = MEMORY
    today: Callable[[], date] = _today
    clock: Callable[[], float] = time.monotonic


def create_app(
    settings: Settings, who: Callable[[Request], Actor | Awaitable[Actor]], keeper: Keeper | None = None
) -> FastAPI:
    """Return the application.

    Args:
        settings: How it is run.
        who: Tells who sent a request, or raises a `penstock.desk.problems.Problem`, as a dependency of FastAPI does.
        keeper: What keeps decisions; none are kept when ``None``.
    """

    def make() -> Answering:
        made = Answering(settings.register or Register.load(), settings.lists)
        made.warm(settings.today())
        return made

    kit = Kit(
        Lane(make, settings.clock),
        Doors(who, Buckets(settings.by_account, settings.clock)),
        Figures(),
        settings.today,
        keeper,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await kit.lane.start()
        try:
            yield
        finally:
            kit.lane.stop()

    app = FastAPI(
        title="Penstock",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.kit = kit
    for part in (answers_api, law_api, health_api, yente):
        app.include_router(part.routes(kit))
    answer_with_problems(app)
    addresses = Buckets(settings.by_address, settings.clock)
    app.add_middleware(Limits, sizes=settings.sizes, buckets=addresses, free=health_api.FREE)
    app.add_middleware(Watch, figures=kit.figures, clock=settings.clock)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]  # FastAPI's own way to describe otherwise
    return app


def described(app: FastAPI) -> dict[str, Any]:
    """Return the description of an application (OpenAPI 3.1), with the problems that every route may answer with."""
    if app.openapi_schema is None:
        told = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        shapes = told.setdefault("components", {}).setdefault("schemas", {})
        shapes |= ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}").pop("$defs")
        shape = ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}")
        shapes["Problem"] = {key: value for key, value in shape.items() if key != "$defs"}
        for unused in ("HTTPValidationError", "ValidationError"):
            shapes.pop(unused, None)
        problem = {
            "description": "A problem (RFC 9457); its code says which.",
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for path in told["paths"].values():
            for operation in path.values():
                operation["responses"].pop("422", None)
                operation["responses"]["default"] = problem
        app.openapi_schema = told
    return app.openapi_schema
