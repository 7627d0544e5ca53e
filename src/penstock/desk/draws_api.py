"""``/api/draws`` and what belongs to it: all that an answer, a decision or a run draws; and what is given back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool

from penstock.cases.drawing import LAST_ITEM, Drawing
from penstock.desk.actors import actor_of
from penstock.desk.answers_api import ITEMS_A_REQUEST
from penstock.desk.reading import Answer, body_of, described_body
from penstock.desk.shapes import body_schema
from penstock.store.draws import Draws, name_of

if TYPE_CHECKING:
    from penstock.desk.case_room import CaseRoom
    from penstock.desk.kit import Kit
    from penstock.desk.records import Records
    from penstock.desk.runs import RunDesk

MOST_DRAWS = 5_000
"""Draws of one call; what draws more is a run."""


class DrawsBody(msgspec.Struct, forbid_unknown_fields=True):
    """What an answer of ``/api/screen`` says is to be drawn."""

    draws: Annotated[list[Drawing], msgspec.Meta(min_length=1, max_length=MOST_DRAWS)]


class ReturnBody(msgspec.Struct, forbid_unknown_fields=True):
    """What an item drew that did not go, and why it did not."""

    consignment: Annotated[str, msgspec.Meta(max_length=500)]
    reason: Annotated[str, msgspec.Meta(max_length=1_000)]
    item: Annotated[int, msgspec.Meta(ge=1, le=LAST_ITEM)] = 1


_DRAWS, _RETURN = msgspec.json.Decoder(DrawsBody), msgspec.json.Decoder(ReturnBody)


def routes(kit: Kit, room: CaseRoom, records: Records, runs: RunDesk) -> APIRouter:
    """Return the routes: an officer draws, an approver gives back."""
    whole = APIRouter()
    for part in (_draw(kit, room, records, runs), _give_back(kit, room)):
        whole.include_router(part)
    return whole


def _draw(kit: Kit, room: CaseRoom, records: Records, runs: RunDesk) -> APIRouter:
    router = APIRouter(prefix="/api", dependencies=[Depends(kit.doors.needs("officer"))], tags=["draws"])

    @router.post("/draws", response_model=dict[str, Any], openapi_extra=described_body(body_schema(DrawsBody)))
    async def draw(request: Request) -> Answer:
        """Draw all that an answer says is to be drawn, or nothing; what was drawn before is drawn no more."""
        told = await body_of(request, _DRAWS)
        kit.doors.charge(actor_of(request), len(told.draws), each=ITEMS_A_REQUEST)
        draws, name = Draws(room.desk.store), actor_of(request).name
        done = await run_in_threadpool(draws.draw_all, name, told.draws, name_of(told.draws))
        return Answer(done.as_dict())

    @router.post("/decisions/{decision}/draws", response_model=dict[str, Any])
    async def draw_decision(request: Request, decision: str) -> Answer:
        """Draw all that a kept decision draws, or nothing; the same again draws nothing more."""
        done = await run_in_threadpool(records.draw, actor_of(request), decision)
        return Answer(done.as_dict())

    @router.post("/runs/{run}/draws", response_model=dict[str, Any])
    async def draw_run(request: Request, run: str) -> Answer:
        """Draw all that the rows of a finished run draw, or nothing; the same again draws nothing more."""
        done = await run_in_threadpool(runs.draw, actor_of(request), run)
        return Answer(done.as_dict())

    return router


def _give_back(kit: Kit, room: CaseRoom) -> APIRouter:
    router = APIRouter(prefix="/api", dependencies=[Depends(kit.doors.needs("approver"))], tags=["draws"])

    @router.post(
        "/cases/authorisation/{case}/returns",
        response_model=dict[str, Any],
        openapi_extra=described_body(body_schema(ReturnBody)),
    )
    async def give_back(request: Request, case: str) -> Answer:
        """Give back what an item drew whose shipment did not go, once; it may be drawn again afterwards."""
        told = await body_of(request, _RETURN)
        of = (told.consignment, told.item)
        return Answer(await run_in_threadpool(room.given_back, actor_of(request), case, of, told.reason))

    return router
