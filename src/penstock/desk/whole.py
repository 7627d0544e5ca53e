"""The whole desk: the application over a store, with accounts, kept decisions, runs and pages."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.staticfiles import StaticFiles

from penstock.desk import (
    answer_pages,
    case_pages,
    cases_api,
    draws_api,
    papers,
    record_api,
    record_line_pages,
    record_pages,
    records_api,
    runs_api,
    sign_in,
)
from penstock.desk.app import create_app
from penstock.desk.articles import Articles
from penstock.desk.case_room import CaseRoom
from penstock.desk.cases import CaseDesk
from penstock.desk.entry import Entry, Forms
from penstock.desk.keeping import Keeper
from penstock.desk.pages import Pages
from penstock.desk.problems import answer_with_problems
from penstock.desk.record_api import Room
from penstock.desk.record_line import RecordLine
from penstock.desk.records import Records
from penstock.desk.runs import RunDesk
from penstock.store.passwords import Cost

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import FastAPI

    from penstock.desk.app import Settings
    from penstock.desk.kit import Kit
    from penstock.store.store import Store

STATIC = Path(__file__).with_name("static")


def create_desk(settings: Settings, store: Store, folder: Path, cost: Cost | None = None) -> FastAPI:
    """Return the application with all that an officer sees.

    Args:
        settings: How it is run.
        store: The store, which the caller closes.
        folder: Where uploaded files and the results of runs are kept.
        cost: What hashes of passwords cost; as much as they should when ``None``.
    """
    entry, pages, keeper = Entry(store, cost or Cost()), Pages(), Keeper(store)
    app = create_app(settings, entry.who, keeper)
    kit: Kit = app.state.kit
    records, runs = Records(keeper, kit.lane), RunDesk(store, folder, settings.lists, settings.run_memory)
    cases = CaseDesk(store, kit.today)
    articles = Articles(store, folder / "articles", lambda: kit.lane.answering.register, kit.today)
    paper = papers.Papers(store, settings.lists, lambda: kit.lane.answering.register)
    room = Room(CaseRoom(cases, kit.lane), RecordLine(cases), articles)
    for part in (
        records_api.routes(kit, records),
        runs_api.routes(kit, runs),
        sign_in.routes(entry, pages, settings.clock),
        answer_pages.routes(kit, pages, keeper),
        record_pages.routes(kit, pages, records, runs, cases),
        cases_api.routes(kit, room.cases),
        draws_api.routes(kit, room.cases, records, runs),
        record_api.routes(kit, room),
        case_pages.routes(kit, pages, room, keeper),
        record_line_pages.routes(kit, pages, room),
        papers.routes(kit, pages, paper),
    ):
        app.include_router(part)
    app.add_middleware(Forms)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    answer_with_problems(app, pages.problem)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(one: FastAPI) -> AsyncIterator[None]:
        async with inner(one):
            runs.start()
            try:
                yield
            finally:
                runs.stop()
                articles.stop()
                paper.stop()

    app.router.lifespan_context = lifespan
    return app
