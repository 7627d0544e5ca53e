"""``/api/law`` and ``/api/lists``: what the register holds and how it changed, and which lists were imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.concurrency import run_in_threadpool

from penstock.desk.reading import Answer, places_of
from penstock.desk.shapes import LawAnswer, LawChanges, LawRecord, ListsAnswer
from penstock.kernel.days import parse_day
from penstock.kernel.errors import UsageError
from penstock.law.compare import changes
from penstock.law.shown import lists_in, record_of
from penstock.law.unsettled import unsettled
from penstock.lists.status import statuses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from penstock.desk.answering import Answering
    from penstock.desk.kit import Kit
    from penstock.law.register import Register
    from penstock.lists.store import ListStore

Places = Annotated[list[str] | None, Query(alias="in", max_length=64)]


def routes(kit: Kit) -> APIRouter:
    """Return the routes that show the register and the lists."""
    router = APIRouter(prefix="/api", dependencies=[Depends(kit.doors.needs("viewer"))], tags=["law"])

    @router.get("/law", response_model=LawAnswer)
    async def show_law(places: Places = None) -> Answer:
        """Show the control lists and watch lists of the register: entries, extent, last look."""
        chosen = places_of(places)
        return Answer(await kit.lane.ask(lambda answering: _lists(answering.register, chosen)))

    @router.get("/law/changes", response_model=LawChanges)
    async def show_changes(
        after: Annotated[str, Query(max_length=64)],
        until: Annotated[str, Query(max_length=64)],
        places: Places = None,
    ) -> Answer:
        """Show what began, ended or changed its words after the first day, up to the second, or may have begun."""
        first, last, chosen = parse_day(after), parse_day(until), places_of(places)
        if last < first:
            message = f"{last} lies before {first}."
            raise UsageError(message, remedy="Give the earlier day as 'after'.")
        return Answer(await kit.lane.ask(lambda answering: _changes(answering.register, first, last, chosen)))

    @router.get("/law/{record_id}", response_model=LawRecord)
    async def show_record(record_id: str) -> Answer:
        """Show one record whole: a list with its entries and their spans, a measure, text, subject, party or place."""
        return Answer(await kit.lane.ask(lambda answering: _record(answering, record_id)))

    @router.get("/lists", response_model=ListsAnswer)
    async def show_lists() -> Answer:
        """Show the imported lists: vintages, age, and alarms for lists that are stale or shrink."""
        return Answer(await run_in_threadpool(_imported, kit.lane.answering.lists, kit.today()))

    return router


def _lists(register: Register, places: tuple[str, ...] | None) -> dict[str, Any]:
    return {"register": register.digest, "lists": lists_in(register, register.places(places))}


def _changes(register: Register, after: date, until: date, places: tuple[str, ...] | None) -> dict[str, Any]:
    found = changes(register, after, until, register.places(places))
    return {
        "after": after.isoformat(),
        "until": until.isoformat(),
        "register": register.digest,
        "changes": [change.as_dict() for change in found],
        "unsettled": [span.as_dict() for span in unsettled(register, after, until, register.places(places))],
    }


def _record(answering: Answering, record_id: str) -> dict[str, Any]:
    register = answering.register
    record = record_of(register, record_id)
    cited = {text: register.text(text) for text in dict.fromkeys(_words(record)) if text in register.packed.texts}
    return {
        "id": record_id,
        "register": register.digest,
        "record": record,
        "texts": {
            key: {"title": text.title, "citation": text.citation, "url": text.url or text.seen[0].url}
            for key, text in cited.items()
        },
    }


def _words(record: object) -> Iterator[str]:
    """Yield every text that stands as a value in plain values."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, dict):
        for value in record.values():
            yield from _words(value)
    elif isinstance(record, list):
        for value in record:
            yield from _words(value)


def _imported(store: ListStore, today: date) -> dict[str, Any]:
    found, damaged = statuses(store, today)
    return {
        "digest": store.digest(),
        "lists": [one.as_dict() for one in found],
        "damaged": [error.as_dict() for error in damaged],
    }
