"""The pages of cases: lists, one case with what may be done in it, forms for new ones, scores, the schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from penstock.cases.drawing import LAST_ITEM
from penstock.cases.extracts import Extract
from penstock.cases.holds import draft_of
from penstock.cases.notifications import read_number
from penstock.cases.scores import By
from penstock.cases.states import table_of
from penstock.desk.actors import actor_of
from penstock.desk.case_fields import fields_of, values_of
from penstock.desk.case_forms import again, filled, forms_of, lacking
from penstock.desk.case_opening import form_of_new
from penstock.desk.cases import after_of
from penstock.desk.cases_api import extracts_of
from penstock.desk.entry import form_of, text_in
from penstock.desk.problems import Problem
from penstock.desk.reading import day_of
from penstock.desk.record_api import reading_of
from penstock.kernel.errors import UnknownId, UsageError

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from penstock.desk.keeping import Keeper
    from penstock.desk.kit import Kit
    from penstock.desk.pages import Pages
    from penstock.desk.record_api import Room

FIRST = 10
"""Cases that are overdue that stand before a list of all."""


def routes(kit: Kit, pages: Pages, room: Room, keeper: Keeper) -> APIRouter:
    """Return the routes."""
    whole = APIRouter()
    for part in (_new(kit, pages, room, keeper), _shown(kit, pages, room), _done(kit, room), _given_back(kit, room)):
        whole.include_router(part)
    return whole


def _shown(kit: Kit, pages: Pages, room: Room) -> APIRouter:
    viewer = APIRouter(dependencies=[Depends(kit.doors.needs("viewer"))], include_in_schema=False)
    officer = APIRouter(dependencies=[Depends(kit.doors.needs("officer"))], include_in_schema=False)

    async def kinds(_request: Request) -> dict[str, Any]:
        return await run_in_threadpool(room.cases.desk.kinds)

    async def listed(request: Request) -> dict[str, Any]:
        told, kind = request.query_params, request.path_params["kind"]
        states, is_late = told.getlist("state") or None, bool(told.get("overdue"))
        found = await room.cases.queue(actor_of(request), kind, states, told.get("after"), is_late=is_late)
        first: list[dict[str, Any]] = []
        if found["overdue"] and not (states or is_late or told.get("after")):
            late = await room.cases.queue(actor_of(request), kind, None, None, is_late=True, most=FIRST)
            first = late["cases"]
        known = list(table_of(kind).states)
        return found | {"first": first, "states": known, "chosen": states or [], "is_late": is_late}

    async def one(request: Request) -> dict[str, Any]:
        kind, case = request.path_params["kind"], request.path_params["case"]
        is_reading = kind == "reading"
        told = await (reading_of(room, request, case) if is_reading else room.cases.case(actor_of(request), kind, case))
        return told | {"forms": forms_of(told, kit.today()), "on": kit.today().isoformat()}

    async def scored(request: Request) -> dict[str, Any]:
        by = request.query_params.get("by") or "source"
        if by not in get_args(By):
            raise Problem.of(code="invalid", detail=f"by: use one of {', '.join(get_args(By))}.")
        told = await run_in_threadpool(room.cases.scores, actor_of(request), by)
        return told | {"every": list(get_args(By))}

    async def due(request: Request) -> dict[str, Any]:
        return await room.cases.schedule(actor_of(request), after_of(request.query_params.get("after") or ""))

    pages.twin(officer, "/scores", "scores.html", scored, ("by",))
    pages.twin(viewer, "/schedule", "schedule.html", due, ("after",))
    pages.twin(viewer, "/cases", "cases.html", kinds)
    pages.twin(viewer, "/cases/{kind}", "case_list.html", listed, ("state", "overdue", "after"))
    pages.twin(viewer, "/cases/{kind}/{case}", "case.html", one, ("again",))
    whole = APIRouter()
    whole.include_router(officer)
    whole.include_router(viewer)
    return whole


def _new(kit: Kit, pages: Pages, room: Room, keeper: Keeper) -> APIRouter:
    router = APIRouter(dependencies=[Depends(kit.doors.needs("officer"))], include_in_schema=False)

    @router.get("/cases/{kind}/new")
    async def show_form(request: Request, kind: str) -> Response:
        """Show the form of a new case; a held matter, or the address, says what is known of it already."""
        matter = request.query_params.get("matter") or None
        values: dict[str, Any] = {name: text for name, text in request.query_params.items() if kind != "lead"}
        if matter is not None and kind == "lead":
            values = await run_in_threadpool(_of_matter, keeper, actor_of(request).name, matter)
        told = {"kind": kind, "fields": [one.as_dict() for one in form_of_new(kind, values)], "matter": matter}
        told["problem"] = None
        return pages.show(request, "case_new.html", told)

    @router.post("/cases/{kind}")
    async def open_case(request: Request, kind: str) -> Response:
        """Open a case and go on to its page."""
        form = await form_of(request)
        matter = text_in(form, "matter", 200) or None
        known = {} if matter is None else await run_in_threadpool(_of_matter, keeper, actor_of(request).name, matter)
        asked = form_of_new(kind, known)
        try:
            fields = values_of(asked, lambda name: text_in(form, name, 400_000))
            case = await room.cases.opened(actor_of(request), kind, fields, matter)
        except UnknownId:
            raise
        except UsageError as error:  # the form is shown again, with what was written and what is wrong with it
            problem = {"lacks": lacking(error.message), "detail": error.message, "remedy": error.remedy}
            typed = [again(one.as_dict(), lambda name: text_in(form, name, 400_000)) for one in asked]
            told = {"kind": kind, "fields": typed, "matter": matter, "problem": problem}
            return pages.show(request, "case_new.html", told, 422)
        return RedirectResponse(f"/cases/{kind}/{case.id}{'' if case.is_new else '?again=1'}", 303)

    return router


def _of_matter(keeper: Keeper, actor: str, matter: str) -> dict[str, Any]:
    """Return what a held matter says of a lead."""
    held = keeper.matters.get(matter)
    decision = keeper.decisions.get(held.decision)
    keeper.store.saw(actor, held.id, decision.id)
    return draft_of(decision.question, consignment=held.consignment, item=held.item, about=held.about)


def _done(kit: Kit, room: Room) -> APIRouter:
    router = APIRouter(dependencies=[Depends(kit.doors.needs("officer"))], include_in_schema=False)

    @router.post("/cases/{kind}/{case}")
    async def take_step(request: Request, kind: str, case: str) -> Response:
        """Take the step of the button that was pressed, with what its form says."""
        form, actor = await form_of(request), actor_of(request)
        step, version = text_in(form, "step", 50), version_in(form)
        found = await run_in_threadpool(room.cases.desk.found, actor, kind, case)
        said = filled(found, step, lambda name: text_in(form, name, 400_000), kit.today())
        await room.cases.taken(actor, kind, case, step, version, said)
        back = text_in(form, "back", 200)
        is_reading = back.isalnum() and back.isascii()
        return RedirectResponse(f"/cases/reading/{back}" if is_reading else f"/cases/{kind}/{case}", 303)

    @router.post("/cases/lead/{case}/precheck")
    async def test_lead(request: Request, case: str) -> Response:
        """Put a lead to the tests with what was filled in of a company register."""
        form = await form_of(request)
        told = values_of(fields_of(Extract), lambda name: text_in(form, name, 20_000))
        extracts = extracts_of([told] if told.get("register") else [])
        await room.cases.tested(actor_of(request), case, version_in(form), extracts)
        return RedirectResponse(f"/cases/lead/{case}", 303)

    @router.post("/cases/authorisation/{case}/draws")
    async def draw(request: Request, case: str) -> Response:
        """Draw an authorisation down."""
        form = await form_of(request)
        item, on = text_in(form, "item", 12) or "1", day_of(text_in(form, "on", 64) or None, kit.today)
        if not (item.isascii() and item.isdecimal() and 0 < int(item) <= LAST_ITEM):
            raise Problem.of(code="invalid", detail="item: a number from 1.")
        much = (read_number(text_in(form, "quantity", 50), "quantity"), text_in(form, "unit", 50))
        of = (text_in(form, "consignment", 500), int(item))
        await run_in_threadpool(room.cases.drawn, actor_of(request), case, of, much, on)
        return RedirectResponse(f"/cases/authorisation/{case}", 303)

    return router


def _given_back(kit: Kit, room: Room) -> APIRouter:
    router = APIRouter(dependencies=[Depends(kit.doors.needs("approver"))], include_in_schema=False)

    @router.post("/cases/authorisation/{case}/returns")
    async def give_back(request: Request, case: str) -> Response:
        """Give back what an item drew whose shipment did not go."""
        form = await form_of(request)
        item, _, consignment = text_in(form, "draw", 600).partition(" ")
        if not (item.isascii() and item.isdecimal() and 0 < int(item) <= LAST_ITEM):
            raise Problem.of(code="invalid", detail="draw: load the page again, and choose one.")
        of, reason = (consignment, int(item)), text_in(form, "reason", 1_000)
        await run_in_threadpool(room.cases.given_back, actor_of(request), case, of, reason)
        return RedirectResponse(f"/cases/authorisation/{case}", 303)

    return router


def version_in(form: FormData) -> int:
    """Return the version of a case that a form was made for.

    Raises:
        Problem: It says none.
    """
    version = text_in(form, "version", 12)
    if not (version.isascii() and version.isdecimal()):
        raise Problem.of(code="invalid", detail="version: load the page again.")
    return int(version)
