"""``/api/check`` and ``/api/screen``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool

from penstock.desk.actors import actor_of
from penstock.desk.answering import Question
from penstock.desk.asked import checked_again, screened_again
from penstock.desk.problems import Problem
from penstock.desk.reading import Answer, body_of, day_of, described_body, places_of
from penstock.desk.shapes import (
    LONGEST_SUBJECT,
    MOST_ITEMS,
    CheckAnswer,
    CheckBody,
    ScreenAnswer,
    ScreenBody,
    body_schema,
)
from penstock.screening.asking import Kind  # noqa: TC001  # FastAPI reads the annotations

if TYPE_CHECKING:
    from penstock.desk.actors import Actor
    from penstock.desk.kit import Kit
    from penstock.desk.permits import Permits

Short = Annotated[str | None, Query(max_length=64)]

_ITEMS = {
    "type": "array",
    "minItems": 1,
    "maxItems": MOST_ITEMS,
    "items": {
        "type": "object",
        "description": "One goods item: the columns of a consignment, or their aliases, as keys.",
    },
}
ITEMS_A_REQUEST = 50
"""Goods items of a call that cost as much as one request: they take about as long."""

KEPT_AS = "Penstock-Decision"
"""The header that names the decision that was kept."""

_CHECK = msgspec.json.Decoder(CheckBody)
_SCREEN = msgspec.json.Decoder(ScreenBody)


def routes(kit: Kit) -> APIRouter:
    """Return the routes that answer questions and screen goods items."""
    router = APIRouter(prefix="/api", dependencies=[Depends(kit.doors.needs("viewer"))], tags=["answers"])

    async def kept(actor: Actor, question: dict[str, Any], answer: Answer) -> Answer:
        if kit.keeper is None:
            raise Problem.of(code="invalid", detail="keep: nothing is kept here.")
        answer.headers[KEPT_AS] = await run_in_threadpool(kit.keeper.keep, actor, question, bytes(answer.body))
        return answer

    async def answered(question: Question) -> Answer:
        answer = await kit.lane.drive(lambda answering: answering.asking(question))
        kit.figures.checks.inc()
        return Answer(answer)

    @router.get("/check", response_model=CheckAnswer)
    async def ask_by_query(  # noqa: PLR0913, PLR0917  # the parts of a question
        subject: Annotated[str, Query(max_length=LONGEST_SUBJECT)],
        kind: Kind | None = None,
        places: Annotated[list[str] | None, Query(alias="in", max_length=64)] = None,
        on: Short = None,
        origin: Annotated[str | None, Query(alias="from", max_length=64)] = None,
        to: Short = None,
        country: Short = None,
        born: Short = None,
    ) -> Answer:
        """Answer whether a subject is controlled or listed, where, since when and by which text."""
        day = day_of(on, kit.today)
        return await answered(Question(subject, day, kind, places_of(places), origin, to, country, born))

    @router.post("/check", response_model=CheckAnswer, openapi_extra=described_body(body_schema(CheckBody)))
    async def ask_by_body(request: Request) -> Answer:
        """Answer the same question, put as JSON: what is asked about stands in no log of addresses.

        With ``keep`` the answer is kept; the header ``Penstock-Decision`` says under which id.
        """
        told = await body_of(request, _CHECK)
        places = None if told.places is None else tuple(told.places)
        day = day_of(told.on, kit.today)
        question = Question(told.subject, day, told.kind, places, told.origin, told.to, told.country, told.born)
        answer = await answered(question)
        return await kept(actor_of(request), checked_again(question), answer) if told.keep else answer

    @router.post(
        "/screen", response_model=ScreenAnswer, openapi_extra=described_body(body_schema(ScreenBody, items=_ITEMS))
    )
    async def screen(request: Request) -> Answer:
        """Screen goods items as ``penstock screen`` screens a file of them; each is decided or refused by itself.

        With ``keep`` the answer is kept, and a matter is opened for what is held; ``Penstock-Decision`` is its id.
        With ``authorisations`` those kept here are consulted: what is covered is clear, and draws nothing yet.
        """
        told = await body_of(request, _SCREEN)
        kit.doors.charge(actor_of(request), len(told.items), each=ITEMS_A_REQUEST)
        texts = [bytes(item).decode() for item in told.items]
        day = day_of(told.on, kit.today)
        permits = await run_in_threadpool(_permits, kit) if told.authorisations else None
        at_hand = None if permits is None else permits.at_hand
        screened = await kit.lane.drive(lambda answering: answering.screen(texts, day, told.places, at_hand))
        kit.figures.count_items(screened.run.outcomes, len(screened.run.rejects))
        answer = Answer(screened.as_dict())
        consulted = screened.consulted
        if permits is not None and consulted is not None:
            await run_in_threadpool(permits.saw, actor_of(request).name, consulted.ledger.cited)
        again = screened_again(texts, day, told.places, None if consulted is None else consulted.at_hand)
        return await kept(actor_of(request), again, answer) if told.keep else answer

    return router


def _permits(kit: Kit) -> Permits:
    """Return the authorisations that are kept here, as they are now.

    Raises:
        Problem: Nothing is kept here.
    """
    if kit.keeper is None:
        raise Problem.of(code="invalid", detail="authorisations: nothing is kept here.")
    return kit.keeper.permits.now()
