"""The pages that answer: the search box, an answer, a subject's law over time, what changed since the last visit."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from penstock.desk.actors import actor_of
from penstock.desk.answering import Question
from penstock.desk.asked import checked_again
from penstock.desk.drawings import drawings
from penstock.desk.entry import form_of, text_in
from penstock.desk.news import law_told, news
from penstock.desk.problems import Problem
from penstock.desk.reading import Answer, day_of
from penstock.desk.shapes import LONGEST_SUBJECT
from penstock.desk.timeline import listings, timeline
from penstock.law.check import looked_on
from penstock.law.several import merged
from penstock.store.visits import Visits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from penstock.desk.actors import Actor
    from penstock.desk.answering import Answering
    from penstock.desk.keeping import Keeper
    from penstock.desk.kit import Kit
    from penstock.desk.pages import Pages

MOST_CHANGES = 200
"""Changes of the law that are shown; the first days are left out where there are more."""

_FIELDS = ("q", "on", "in", "from", "to")


def routes(kit: Kit, pages: Pages, keeper: Keeper) -> APIRouter:
    """Return the routes."""
    viewer = APIRouter(dependencies=[Depends(kit.doors.needs("viewer"))], include_in_schema=False)
    officer = APIRouter(dependencies=[Depends(kit.doors.needs("officer"))], include_in_schema=False)
    visits = Visits(keeper.store)

    async def home(request: Request) -> dict[str, Any]:
        counts = await run_in_threadpool(keeper.matters.counts) if actor_of(request).may("officer") else {}
        return {"counts": counts, "today": kit.today().isoformat()}

    async def answer(request: Request) -> dict[str, Any]:
        question = _question(request.query_params, kit)
        told = await kit.lane.drive(lambda answering: answering.asking(question))
        return await kit.lane.ask(lambda answering: _shown(answering, question, told))

    async def picture(request: Request) -> dict[str, Any]:
        on = _day(request.query_params, kit)
        subject = request.path_params["subject"]
        return await kit.lane.ask(lambda answering: timeline(answering.register, subject, on, kit.today()))

    async def changed(request: Request) -> dict[str, Any]:
        return await _changed(kit, keeper, visits, actor_of(request))

    pages.twin(viewer, "/", "home.html", home)
    pages.twin(viewer, "/answer", "answer.html", answer, _FIELDS)
    pages.twin(viewer, "/timeline/{subject}", "timeline.html", picture, ("on", "day"))
    pages.twin(viewer, "/changes", "changes.html", changed)

    @officer.post("/answer")
    async def keep(request: Request) -> Response:
        """Ask again and keep the answer."""
        form = await form_of(request)
        question = _question({name: text_in(form, name, LONGEST_SUBJECT) for name in _FIELDS}, kit)
        body = Answer(await kit.lane.drive(lambda answering: answering.asking(question))).body
        kept = await run_in_threadpool(keeper.keep, actor_of(request), checked_again(question), bytes(body))
        return RedirectResponse(f"/decisions/{kept}", 303)

    @viewer.post("/changes")
    async def mark(request: Request) -> Response:
        """Take all that is shown as seen."""
        answering = kit.lane.answering
        rosters = {book.list: book.digest for book in answering.rosters}
        law = await kit.lane.ask(lambda one: law_told(one.register))
        await run_in_threadpool(visits.mark, actor_of(request).name, answering.register.digest, rosters, law)
        return RedirectResponse("/changes", 303)

    whole = APIRouter()
    whole.include_router(viewer)
    whole.include_router(officer)
    return whole


def _day(told: Mapping[str, str], kit: Kit) -> date:
    """Return the day a picture is about; a slider sends it as a number of days, 1 being the first of year 1."""
    number = told.get("day", "")
    if not number:
        return day_of(told.get("on") or None, kit.today)
    if not (number.isdecimal() and len(number) <= len(str(date.max.toordinal()))):
        raise Problem.of(code="invalid", detail="day: a number of days; or give 'on', a day as YYYY-MM-DD.")
    return date.fromordinal(min(max(int(number), 1), date.max.toordinal()))


def _question(told: Mapping[str, str], kit: Kit) -> Question:
    subject = told.get("q", "").strip()
    if not subject or len(subject) > LONGEST_SUBJECT:
        raise Problem.of(code="invalid", detail=f"q: write 1 to {LONGEST_SUBJECT} characters.")
    short = {name: told.get(name, "").strip()[:200] or None for name in _FIELDS[1:]}
    places = short["in"]
    return Question(
        subject,
        day_of(short["on"], kit.today),
        places=None if places is None else tuple(place.strip() for place in places.split(",")),
        origin=short["from"],
        destination=short["to"],
    )


def _shown(answering: Answering, question: Question, answer: dict[str, Any]) -> dict[str, Any]:
    is_party = answer["subject"]["kind"] == "party"
    parties = answer["answers"] if is_party else answer.get("parties", [])
    return {
        "question": {
            "q": question.subject,
            "on": question.on.isoformat(),
            "in": ",".join(question.places or ()),
            "from": question.origin or "",
            "to": question.destination or "",
        },
        "is_party": is_party,
        "answer": answer,
        "drawings": [] if is_party else drawings(answering.register, answer),
        "identified": merged(answer["subject"]["identified"]),
        "notes": [] if is_party else [_note(place) for place in answer["answers"]],
        "parties": parties,
        "listings": listings(parties, question.on),
        "timelines": [] if is_party else _subjects(answering, answer),
    }


def _note(place: dict[str, Any]) -> str:
    """Return the note of a place without the day of the last look, which the page says beside it."""
    looked = looked_on(place["checked_on"])
    return str(place["note"] or "").replace(looked, "").strip()


def _subjects(answering: Answering, answer: dict[str, Any]) -> list[dict[str, str]]:
    """Return the subjects of an answer whose law can be shown over time."""
    packed = answering.register.packed
    known = packed.substances.keys() | packed.equipment.keys() | packed.classes.keys()
    told = [(one.get("id"), one["name"]) for one in answer["subject"]["identified"]]
    told += [(one["subject"], one["subject_name"]) for place in answer["answers"] for one in place["measures"]]
    names = {key: name for key, name in told if key in known}
    often = Counter(names.values())
    return [{"subject": key, "name": f"{name} ({key})" if often[name] > 1 else name} for key, name in names.items()]


async def _changed(kit: Kit, keeper: Keeper, visits: Visits, actor: Actor) -> dict[str, Any]:
    last = await run_in_threadpool(visits.last, actor.name)
    today = kit.today()
    since = date.fromisoformat(last.at[:10]) if last is not None else today.replace(year=today.year - 1, day=1)
    answering = kit.lane.answering
    register, rosters = answering.register, {book.list: book.digest for book in answering.rosters}
    known = last.law if last is not None else None
    found = await kit.lane.ask(lambda one: news(one.register, since, today, known))
    seen = last.rosters if last is not None else {}
    touched = await run_in_threadpool(keeper.decisions.of_other_law, register.digest, rosters)
    return {
        "since": since.isoformat(),
        "today": today.isoformat(),
        "is_first": last is None,
        "is_new_register": last is not None and last.register != register.digest,
        "register": register.digest,
        "changes": [one.as_dict() | {"name": register.name_of(one.subject)} for one in found[-MOST_CHANGES:]],
        "left_out": max(len(found) - MOST_CHANGES, 0),
        "lists": sorted(name for name in rosters.keys() | seen.keys() if rosters.get(name) != seen.get(name)),
        "decisions": [
            {
                "id": one.id,
                "ask": one.question["ask"],
                "as_of": one.as_of,
                "kept_at": one.kept_at,
                "kept_by": one.kept_by,
            }
            for one in touched
        ]
        if actor.may("officer")
        else [],
    }
