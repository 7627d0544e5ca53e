"""``/api/matters`` and ``/api/decisions``: what is held, what was decided, and the same question answered again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool

from penstock.desk.actors import actor_of
from penstock.desk.reading import Answer, body_of, described_body
from penstock.desk.shapes import body_schema

if TYPE_CHECKING:
    from penstock.desk.kit import Kit
    from penstock.desk.records import Records


class StepBody(msgspec.Struct, forbid_unknown_fields=True):
    """A step in a matter, by the version of it that its author looked at."""

    step: Annotated[str, msgspec.Meta(max_length=50)]
    version: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
    reason: Annotated[str, msgspec.Meta(max_length=50)] = ""
    note: Annotated[str, msgspec.Meta(max_length=4_000)] = ""


_STEP = msgspec.json.Decoder(StepBody)


def routes(kit: Kit, records: Records) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/api", dependencies=[Depends(kit.doors.needs("officer"))], tags=["records"])

    @router.get("/matters", response_model=dict[str, Any])
    async def list_matters(
        request: Request,
        state: Annotated[list[str] | None, Query(max_length=20)] = None,
        after: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Answer:
        """List what is held, the longest open first."""
        return Answer(await run_in_threadpool(records.queue, actor_of(request), state, after))

    @router.get("/matters/{matter}", response_model=dict[str, Any])
    async def show_matter(request: Request, matter: str) -> Answer:
        """Show one matter: its findings, its history, the steps that may be taken."""
        return Answer(await run_in_threadpool(records.matter, actor_of(request), matter))

    @router.post(
        "/matters/{matter}/steps",
        response_model=dict[str, Any],
        openapi_extra=described_body(body_schema(StepBody)),
    )
    async def take_step(request: Request, matter: str) -> Answer:
        """Take a step; whoever comes second is told who was first (409), and changes nothing."""
        told = await body_of(request, _STEP)
        said = (told.reason, told.note)
        return Answer(await run_in_threadpool(records.take, actor_of(request), matter, told.step, told.version, said))

    @router.get("/decisions/{decision}", response_model=dict[str, Any])
    async def show_decision(request: Request, decision: str) -> Answer:
        """Show a kept decision: the question, the stamp, the answer, its matters."""
        return Answer(await run_in_threadpool(records.decision, actor_of(request), decision))

    @router.post("/decisions/{decision}/replay", response_model=dict[str, Any])
    async def answer_again(request: Request, decision: str) -> Answer:
        """Answer a kept question again: the same bytes, or where they differ and what is not at hand."""
        return Answer(await records.replay(actor_of(request), decision))

    return router
