"""``/api/record`` and ``/api/readings``: the record as a line of time, and articles that are read into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from penstock.desk.actors import actor_of
from penstock.desk.cases import MOST_AFTER, shown
from penstock.desk.entry import FORMS, form_of, text_in
from penstock.desk.reading import JSON, Answer, body_of
from penstock.desk.shapes import body_schema
from penstock.kernel.days import parse_day
from penstock.store.cases import Link

if TYPE_CHECKING:
    from datetime import date

    from penstock.desk.actors import Actor
    from penstock.desk.articles import Articles
    from penstock.desk.case_room import CaseRoom
    from penstock.desk.kit import Kit
    from penstock.desk.record_line import RecordLine
    from penstock.store.cases import Case

LONGEST = 1_000_000
"""Characters of a text that is pasted; what is too many bytes is refused afterwards."""

_Day = Annotated[str, msgspec.Meta(max_length=64)]


class ReadBody(msgspec.Struct, forbid_unknown_fields=True):
    """An article to read: its text, the name of its file, the day it was published."""

    text: Annotated[str, msgspec.Meta(max_length=LONGEST)]
    name: Annotated[str, msgspec.Meta(max_length=500)] = "article.txt"
    published: _Day | None = None


_READ = msgspec.json.Decoder(ReadBody)
_UPLOAD = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}, "published": {"type": "string", "maxLength": 64}},
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {JSON: {"schema": body_schema(ReadBody)}, "multipart/form-data": {"schema": _UPLOAD}},
    }
}


class Room(NamedTuple):
    """What the routes of the record share."""

    cases: CaseRoom
    line: RecordLine
    articles: Articles


def routes(kit: Kit, room: Room) -> APIRouter:
    """Return the routes."""
    viewer = APIRouter(prefix="/api", dependencies=[Depends(kit.doors.needs("viewer"))], tags=["record"])
    officer = APIRouter(prefix="/api", dependencies=[Depends(kit.doors.needs("officer"))], tags=["record"])

    @viewer.get("/record", response_model=dict[str, Any])
    async def show_record(  # noqa: PLR0913, PLR0917  # one parameter a field of the query
        request: Request,
        since: Annotated[str | None, Query(max_length=64)] = None,
        until: Annotated[str | None, Query(max_length=64)] = None,
        subject: Annotated[list[str] | None, Query(max_length=20)] = None,
        party: Annotated[list[str] | None, Query(max_length=20)] = None,
        state: Annotated[str, Query(max_length=20)] = "accepted",
        after: Annotated[int, Query(ge=0, le=MOST_AFTER)] = 0,
    ) -> Answer:
        """Show acts, statements and spans of control by day, each claim beside the register; 50 a page."""
        asked = Asked(_day(since), _day(until), subject or [], party or [], state, after)
        return Answer(await line_of(kit, room, request, asked))

    @viewer.get("/record/{entry}", response_model=dict[str, Any])
    async def show_entry(entry: str, on: Annotated[str | None, Query(max_length=64)] = None) -> Answer:
        """Show an act or statement of the register's record; ``on`` sets its claims beside the law of another day."""
        day = _day(on)
        return Answer(await kit.lane.ask(lambda answering: room.line.entry(answering.register, entry, day)))

    @viewer.get("/readings/{case}", response_model=dict[str, Any])
    async def show_reading(request: Request, case: str) -> Answer:
        """Show a reading: its text in pieces with what each mentions, who is quoted, and what it proposes."""
        return Answer(await reading_of(room, request, case))

    @officer.post("/readings", response_model=dict[str, Any], openapi_extra=_BODY)
    async def read_article(request: Request) -> Answer:
        """Read an article, text or HTML, and keep what it proposes; the same again is the reading that is there."""
        return Answer(shown(await read_in(room, request)))

    whole = APIRouter()
    for part in (viewer, officer):
        whole.include_router(part)
    return whole


class Asked(NamedTuple):
    """What of the record is asked for."""

    since: date | None
    until: date | None
    subjects: list[str]
    parties: list[str]
    state: str
    after: int


async def line_of(kit: Kit, room: Room, request: Request, asked: Asked) -> dict[str, Any]:
    """Return a page of the record."""
    actor = actor_of(request)
    entries = await run_in_threadpool(room.line.entries, asked.state)
    return await kit.lane.ask(
        lambda answering: room.line.line(
            actor,
            answering.register,
            entries,
            since=asked.since,
            until=asked.until,
            subjects=asked.subjects,
            parties=asked.parties,
            after=asked.after,
        )
    )


async def reading_of(room: Room, request: Request, case: str) -> dict[str, Any]:
    """Return a reading with its text and what it proposes; the text is ``None`` where it is not kept here."""
    actor = actor_of(request)
    told = await room.cases.case(actor, "reading", case)
    text = await run_in_threadpool(room.articles.text_of, told["case"]["body"]["sha256"])
    return told | {"article": text, "proposals": await run_in_threadpool(_proposals, room, actor, case)}


def _proposals(room: Room, actor: Actor, case: str) -> list[dict[str, Any]]:
    """Return what a reading proposes, statements first, in the order of the text."""
    desk = room.cases.desk
    cases = desk.cases.linked(Link("case", case))
    desk.store.saw(actor.name, *(one.id for one in cases))
    found = [shown(one) | {"steps": desk.steps(actor, one)} for one in cases]
    return sorted(found, key=lambda one: (one["kind"] != "statement", one["body"]["origin"].get("start") or 0))


async def read_in(room: Room, request: Request) -> Case:
    """Read the article of a request: JSON, a file that is uploaded, or a text that is pasted into a form.

    Raises:
        Problem: There is none in it, or it is refused.
    """
    if not request.headers.get("content-type", "").lower().startswith(FORMS):
        told = await body_of(request, _READ)
        name, data, published = told.name, told.text.encode(), told.published
    else:
        form = await form_of(request)
        file, published = form.get("file"), text_in(form, "published", 64)
        if isinstance(file, UploadFile) and file.filename:
            name, data = file.filename, await file.read()
        else:
            name, data = "article.txt", text_in(form, "text", LONGEST).encode(errors="replace")
    return await room.articles.read(actor_of(request).name, name, data, _day(published))


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None
