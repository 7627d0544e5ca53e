"""Dossiers and the meeting pack at the desk: made one after another by a thread of their own, sent as files."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated, Any, get_args

from fastapi import APIRouter, Depends, Query, Request, Response

from penstock.batch.rosters import store_at
from penstock.cases.document import TLP, What
from penstock.desk.actors import actor_of
from penstock.desk.answering import state_of
from penstock.desk.dossiers import ENDINGS, Dossiers, Question, written
from penstock.desk.pages import LANGUAGE
from penstock.desk.problems import Problem
from penstock.desk.reading import refuse_unasked
from penstock.desk.words import LANGUAGES, Language
from penstock.kernel.days import parse_day
from penstock.kernel.errors import OutputError, UnknownId, UsageError
from penstock.law.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from penstock.desk.answering import State
    from penstock.desk.kit import Kit
    from penstock.desk.pages import Pages
    from penstock.store.store import Store

COSTS = 20
"""Requests that one document counts as."""

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".ftm.json": "application/x-ndjson",
    ".stix.json": "application/json",
}
"""The media type of each format."""

_TYPED = ("subject", "since", "until", "tlp", "format")
_NOT_OF_A_NAME = re.compile(r"[^A-Za-z0-9.-]+")
_FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.partition(";")[0]: {"schema": {"type": "string"}} for kind in KINDS.values()}}
}


class Papers:
    """Makes documents of a store."""

    def __init__(self, store: Store, lists: Path | None, register: Callable[[], Register]) -> None:
        """Take the store, the folder of the imported lists, and the register that the desk answers by."""
        self._store = store
        self._lists = lists
        self._register = register
        self._one = ThreadPoolExecutor(1, thread_name_prefix="papers")
        self._made: tuple[str, State, Register, Dossiers] | None = None

    def stop(self) -> None:
        """End the thread, after what it is at."""
        self._one.shutdown(cancel_futures=True)

    async def make(self, actor: str, question: Question, ending: str, language: Language) -> bytes:
        """Return a document in a format; that it was made, and whose records it shows, stands in the trail.

        Raises:
            UsageError: The subject is not known, the period holds no day, or a day has not come.
            Problem: What writes the format is not installed.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._one, self._written, actor, question, ending, language
        )

    def _written(self, actor: str, question: Question, ending: str, language: Language) -> bytes:
        register, dossiers = self._now()
        made = dossiers.make(actor, question)
        try:
            return written(register, made, ending, language)
        except OutputError as error:
            raise Problem(error.code, 422, error.message, error.remedy) from None

    def _now(self) -> tuple[Register, Dossiers]:
        """Return the register and the lists of now, in a copy that this thread has for itself."""
        register, state = self._register(), state_of(store_at(self._lists).folder)
        if self._made is None or self._made[:2] != (register.digest, state):
            own = Register(register.packed, register.digest)
            self._made = register.digest, state, own, Dossiers(own, self._store, self._lists)
        return self._made[2], self._made[3]


def routes(kit: Kit, pages: Pages, papers: Papers) -> APIRouter:
    """Return the routes of documents, and the page that asks for them."""
    router = APIRouter(dependencies=[Depends(kit.doors.needs("officer"))])

    @router.get("/api/dossiers/{what}", response_class=Response, responses=_FILES, tags=["dossiers"])
    async def make_dossier(  # noqa: PLR0913, PLR0917  # one parameter a field of the query
        request: Request,
        what: str,
        subject: Annotated[str | None, Query(max_length=500)] = None,
        since: Annotated[str | None, Query(max_length=64)] = None,
        until: Annotated[str | None, Query(max_length=64)] = None,
        on: Annotated[str | None, Query(max_length=64)] = None,
        known_at: Annotated[str | None, Query(max_length=64)] = None,
        tlp: Annotated[str, Query(max_length=20)] = "amber",
        ending: Annotated[str, Query(alias="format", max_length=20)] = "html",
        language: Annotated[str, Query(max_length=20)] = "en",
    ) -> Response:
        """Make the dossier of a party, a substance or a period, or the meeting pack, as a file to keep."""
        kind, mark = _one_of("what", what, get_args(What)), _one_of("tlp", tlp, TLP)
        days = (_day(since), _day(until), _day(on))
        told = Question(kind, subject or None, *days, known_at or None, None, mark)
        chosen, form = _one_of("language", language, LANGUAGES), _one_of("format", f".{ending}", ENDINGS)
        kit.doors.charge(actor_of(request), COSTS, each=1)
        content = await papers.make(actor_of(request).name, told, form, chosen)
        name = _NOT_OF_A_NAME.sub("-", f"{what}-{subject or f'{since}-{until}'}")[:100]
        headers = {"Content-Disposition": f'attachment; filename="{name}{form}"'}
        return Response(content, media_type=KINDS[form], headers=headers)

    async def page(_request: Request) -> dict[str, Any]:
        return _form(kit.today())

    @router.get("/papers/{what}", include_in_schema=False)
    async def make_of_form(request: Request, what: str) -> Response:
        """Make the document that the form asks for, or show the form again with what is wrong and who may be meant."""
        told = request.query_params
        refuse_unasked(told, (*_TYPED, "language", LANGUAGE))
        typed = {name: told.get(name, "")[:500] for name in _TYPED}
        try:
            return await make_dossier(
                request,
                what,
                subject=typed["subject"],
                since=typed["since"],
                until=typed["until"],
                tlp=typed["tlp"] or "amber",
                ending=typed["format"] or "html",
                language=told.get("language", "en"),
            )
        except UsageError as error:
            choices = dict(error.choices) if isinstance(error, UnknownId) else {}
            problem = {"lacks": [], "detail": error.message, "remedy": error.remedy}
            shown = _form(kit.today()) | {"typed": typed, "asked": what, "problem": problem, "choices": choices}
            return pages.show(request, "papers.html", shown, 422)

    pages.twin(router, "/papers", "papers.html", page)
    return router


def _form(today: date) -> dict[str, Any]:
    endings = [one.removeprefix(".") for one in ENDINGS]
    chosen = {"typed": dict.fromkeys(_TYPED, ""), "asked": None, "problem": None, "choices": {}}
    return chosen | {"what": list(get_args(What)), "tlps": list(TLP), "endings": endings, "today": today.isoformat()}


def _one_of(name: str, text: str, words: tuple[Any, ...]) -> Any:  # noqa: ANN401  # a word of a literal type
    if text not in words:
        known = ", ".join(one.removeprefix(".") for one in words)
        raise Problem.of(code="invalid", detail=f"{name}: use one of {known}.")
    return text


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None
