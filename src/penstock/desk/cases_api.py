"""``/api/cases`` and what belongs to it: cases of every kind are opened, listed, shown and worked in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool

from penstock.cases.extracts import Extract
from penstock.cases.notifications import read_number
from penstock.desk.actors import actor_of
from penstock.desk.cases import MOST_AFTER, shown
from penstock.desk.reading import Answer, body_of, day_of, described_body
from penstock.desk.shapes import body_schema
from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from penstock.desk.case_room import CaseRoom
    from penstock.desk.kit import Kit

_Id = Annotated[str, msgspec.Meta(max_length=200)]
_Version = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class OpenBody(msgspec.Struct, forbid_unknown_fields=True):
    """A new case: the fields of its kind, and the held matter a lead comes from."""

    fields: dict[str, Any]
    matter: _Id | None = None


class TakeBody(msgspec.Struct, forbid_unknown_fields=True):
    """A step in a case, by the version of it that its author looked at, and what is said with it."""

    step: Annotated[str, msgspec.Meta(max_length=50)]
    version: _Version
    detail: dict[str, Any] = {}


class TestBody(msgspec.Struct, forbid_unknown_fields=True):
    """What a lead is tested by: the version that was looked at, and what company registers gave."""

    version: _Version
    extracts: Annotated[list[dict[str, Any]], msgspec.Meta(max_length=20)] = []


class DrawBody(msgspec.Struct, forbid_unknown_fields=True):
    """What one item of a consignment draws; ``quantity`` is written in digits."""

    consignment: Annotated[str, msgspec.Meta(max_length=500)]
    quantity: Annotated[str, msgspec.Meta(max_length=50)]
    unit: Annotated[str, msgspec.Meta(max_length=50)]
    item: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)] = 1
    on: Annotated[str, msgspec.Meta(max_length=64)] | None = None


_OPEN, _TAKE = msgspec.json.Decoder(OpenBody), msgspec.json.Decoder(TakeBody)
_TEST, _DRAW = msgspec.json.Decoder(TestBody), msgspec.json.Decoder(DrawBody)
_BY = Query(pattern="^(source|basis|reliability|credibility|to_authority|from_authority)$")


def extracts_of(told: list[dict[str, Any]]) -> list[Extract]:
    """Return extracts of company registers.

    Raises:
        UsageError: One is none.
    """
    try:
        return msgspec.convert(told, list[Extract], strict=False)
    except msgspec.ValidationError as error:
        message = f"This is no extract of a company register: {error}."
        raise UsageError(message, remedy="See the shape of an extract in docs/leads.md.") from None


def routes(kit: Kit, room: CaseRoom) -> APIRouter:
    """Return the routes: a viewer reads, an officer writes."""
    whole = APIRouter()
    for part in (_read, _write):
        whole.include_router(part(kit, room))
    return whole


def _read(kit: Kit, room: CaseRoom) -> APIRouter:
    router = APIRouter(prefix="/api", dependencies=[Depends(kit.doors.needs("viewer"))], tags=["cases"])

    @router.get("/cases", response_model=dict[str, Any])
    async def list_kinds() -> Answer:
        """List the kinds of cases: how many are in each state, and how many are overdue."""
        return Answer(await run_in_threadpool(room.desk.kinds))

    @router.get("/cases/{kind}", response_model=dict[str, Any])
    async def list_cases(
        request: Request,
        kind: str,
        state: Annotated[list[str] | None, Query(max_length=20)] = None,
        after: Annotated[str | None, Query(max_length=200)] = None,
        overdue: bool = False,  # noqa: FBT001, FBT002  # a parameter of the query
    ) -> Answer:
        """List cases of a kind, the longest open first, or those that are overdue; clocks and balances beside them."""
        return Answer(await room.queue(actor_of(request), kind, state, after, is_late=overdue))

    @router.get("/cases/{kind}/{case}", response_model=dict[str, Any])
    async def show_case(request: Request, kind: str, case: str) -> Answer:
        """Show a case: what it says, what stands beside it, its history, what it belongs to, the steps you may take."""
        return Answer(await room.case(actor_of(request), kind, case))

    @router.get("/schedule", response_model=dict[str, Any])
    async def show_schedule(request: Request, after: Annotated[int, Query(ge=0, le=MOST_AFTER)] = 0) -> Answer:
        """Show which enterprise is to be inspected next, and why, those overdue first; 50 a page."""
        return Answer(await room.schedule(actor_of(request), after))

    return router


def _write(kit: Kit, room: CaseRoom) -> APIRouter:
    router = APIRouter(prefix="/api", dependencies=[Depends(kit.doors.needs("officer"))], tags=["cases"])

    @router.post("/cases/{kind}", response_model=dict[str, Any], openapi_extra=described_body(body_schema(OpenBody)))
    async def open_case(request: Request, kind: str) -> Answer:
        """Open a case; one that is there already is returned as it is, ``is_new`` false."""
        told = await body_of(request, _OPEN)
        return Answer(shown(await room.opened(actor_of(request), kind, told.fields, told.matter)))

    @router.post(
        "/cases/{kind}/{case}/steps", response_model=dict[str, Any], openapi_extra=described_body(body_schema(TakeBody))
    )
    async def take_step(request: Request, kind: str, case: str) -> Answer:
        """Take a step; whoever comes second is told who was first (409), and changes nothing."""
        told = await body_of(request, _TAKE)
        return Answer(shown(await room.taken(actor_of(request), kind, case, told.step, told.version, told.detail)))

    @router.post(
        "/cases/lead/{case}/precheck",
        response_model=dict[str, Any],
        openapi_extra=described_body(body_schema(TestBody)),
    )
    async def test_lead(request: Request, case: str) -> Answer:
        """Put a lead to the tests before sending: it is ready afterwards, or stopped where one failed."""
        told = await body_of(request, _TEST)
        extracts = extracts_of(told.extracts)
        return Answer(shown(await room.tested(actor_of(request), case, told.version, extracts)))

    @router.get("/cases/lead/{case}/form", response_model=dict[str, Any])
    async def disclose_lead(
        request: Request, case: str, to: Annotated[str | None, Query(max_length=500)] = None
    ) -> Answer:
        """Give the form of a lead for its recipient: what is needed to verify it, not who told or what is alleged."""
        return Answer(await run_in_threadpool(room.disclosed, actor_of(request), case, to))

    @router.get("/scores", response_model=dict[str, Any])
    async def score_leads(request: Request, by: Annotated[str, _BY] = "source") -> Answer:
        """Say how leads fared: the share confirmed with its interval, and how long answers took."""
        return Answer(await run_in_threadpool(room.scores, actor_of(request), by))

    @router.post(
        "/cases/authorisation/{case}/draws",
        response_model=dict[str, Any],
        openapi_extra=described_body(body_schema(DrawBody)),
    )
    async def draw(request: Request, case: str) -> Answer:
        """Draw an authorisation down by an item of a consignment; never beyond what is left, the same again once."""
        told = await body_of(request, _DRAW)
        much, on = read_number(told.quantity, "quantity"), day_of(told.on, kit.today)
        return Answer(
            await run_in_threadpool(
                room.drawn, actor_of(request), case, (told.consignment, told.item), (much, told.unit), on
            )
        )

    return router
