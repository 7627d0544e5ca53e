"""The pages of the record: the line of time, one entry beside the register, and where articles are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from penstock.desk.actors import actor_of
from penstock.desk.articles import ENDINGS, LARGEST
from penstock.desk.cases import after_of
from penstock.desk.record_api import Asked, line_of, read_in
from penstock.desk.record_line import STATES
from penstock.kernel.days import parse_day

if TYPE_CHECKING:
    from datetime import date

    from penstock.desk.kit import Kit
    from penstock.desk.pages import Pages
from penstock.desk.record_api import Room


def routes(kit: Kit, pages: Pages, room: Room) -> APIRouter:
    """Return the routes."""
    viewer = APIRouter(dependencies=[Depends(kit.doors.needs("viewer"))], include_in_schema=False)
    officer = APIRouter(dependencies=[Depends(kit.doors.needs("officer"))], include_in_schema=False)

    async def record(request: Request) -> dict[str, Any]:
        told = request.query_params
        subjects, parties = _named(told.getlist("subject")), _named(told.getlist("party"))
        since, until, state = told.get("since"), told.get("until"), told.get("state") or "accepted"
        asked = Asked(_day(since), _day(until), subjects, parties, state, after_of(told.get("after") or ""))
        found = await line_of(kit, room, request, asked)
        chosen = {"since": since or "", "until": until or "", "subjects": subjects, "parties": parties, "state": state}
        return found | {"chosen": chosen, "states": list(STATES)}

    async def entry(request: Request) -> dict[str, Any]:
        name, on = request.path_params["entry"], _day(request.query_params.get("on"))
        told = await kit.lane.ask(lambda answering: room.line.entry(answering.register, name, on))
        return told | {"id": name}

    async def reading(request: Request) -> dict[str, Any]:
        found = await room.cases.queue(actor_of(request), "reading", None, None, is_late=False)
        return {"readings": found["cases"], "endings": list(ENDINGS), "largest": LARGEST >> 10}

    pages.twin(viewer, "/record", "record.html", record, ("since", "until", "subject", "party", "state", "after"))
    pages.twin(viewer, "/record/{entry}", "entry.html", entry, ("on",))
    pages.twin(viewer, "/read", "read.html", reading)

    @officer.post("/read")
    async def read_article(request: Request) -> Response:
        """Read an article and go on to its page."""
        case = await read_in(room, request)
        return RedirectResponse(f"/cases/reading/{case.id}{'' if case.is_new else '?again=1'}", 303)

    whole = APIRouter()
    for part in (officer, viewer):
        whole.include_router(part)
    return whole


def _named(told: list[str]) -> list[str]:
    """Return ids that are given each by itself, or several with commas between."""
    return [one.strip() for text in told for one in text.split(",") if one.strip()]


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None
