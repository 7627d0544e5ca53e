"""The pages of what is kept: the queue, a matter, a decision, runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from penstock.desk.actors import actor_of
from penstock.desk.drawings import of_findings
from penstock.desk.entry import form_of, text_in
from penstock.desk.problems import Problem
from penstock.desk.runs_api import taken
from penstock.desk.uploads import ENDINGS, LARGEST
from penstock.kernel.errors import UnknownId, UsageError
from penstock.store.cases import Link
from penstock.store.steps import REASONS, STATES, STEPS

if TYPE_CHECKING:
    from penstock.desk.cases import CaseDesk
    from penstock.desk.kit import Kit
    from penstock.desk.pages import Pages
    from penstock.desk.records import Records
    from penstock.desk.runs import RunDesk

NOTHING = {"reason": "", "note": ""}
"""What the form of a matter says before anybody wrote into it."""


def routes(kit: Kit, pages: Pages, records: Records, runs: RunDesk, cases: CaseDesk) -> APIRouter:
    """Return the routes."""
    router = APIRouter(dependencies=[Depends(kit.doors.needs("officer"))], include_in_schema=False)

    async def queue(request: Request) -> dict[str, Any]:
        states, run = request.query_params.getlist("state") or None, request.query_params.get("run") or None
        file = None if run is None else (await run_in_threadpool(runs.get, actor_of(request), run))["file"]
        found = await run_in_threadpool(
            records.queue, actor_of(request), states, request.query_params.get("after"), run
        )
        return found | {"states": list(STATES), "chosen": states or [], "run": run, "file": file}

    async def decision(request: Request) -> dict[str, Any]:
        shown = await run_in_threadpool(records.decision, actor_of(request), request.path_params["decision"])
        return shown | {"replay": None}

    async def all_runs(request: Request) -> dict[str, Any]:
        told = await run_in_threadpool(runs.all, actor_of(request))
        return told | {"endings": list(ENDINGS), "largest": LARGEST >> 20}

    async def one_run(request: Request) -> dict[str, Any]:
        told = await run_in_threadpool(runs.get, actor_of(request), request.path_params["run"])
        return told | {"outcomes": list(kit.lane.answering.register.packed.decision_table.outcomes)}

    pages.twin(router, "/queue", "queue.html", queue, ("state", "run", "after"))
    pages.twin(router, "/decisions/{decision}", "decision.html", decision)
    pages.twin(router, "/runs", "runs.html", all_runs)
    pages.twin(router, "/runs/{run}", "run.html", one_run)

    @router.post("/decisions/{decision}")
    async def answer_again(request: Request, decision: str) -> Response:
        """Answer a kept question again and say whether the bytes are the same."""
        shown = await run_in_threadpool(records.decision, actor_of(request), decision)
        replay = await records.replay(actor_of(request), decision)
        return pages.show(request, "decision.html", shown | {"replay": replay})

    @router.post("/runs")
    async def upload(request: Request) -> Response:
        """Take a file and go on to its page."""
        run = await taken(request, runs, kit)
        return RedirectResponse(f"/runs/{run['id']}", 303)

    router.include_router(_matters(kit, pages, records, cases))
    _draw(router, records, runs)
    return router


def _matters(kit: Kit, pages: Pages, records: Records, cases: CaseDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    async def matter(request: Request) -> dict[str, Any]:
        return await shown(request, request.path_params["matter"]) | {"typed": NOTHING, "problem": None}

    async def shown(request: Request, name: str) -> dict[str, Any]:
        told = await run_in_threadpool(records.matter, actor_of(request), name)
        link = Link("matter", told["matter"]["id"])
        leads = await run_in_threadpool(cases.linked, actor_of(request), link)
        texts = [marked(one, told["item"]) for one in told["findings"]]
        drawn = await kit.lane.ask(lambda answering: of_findings(answering, told))
        needs = {step: list(STEPS[step].needs) for step in told["steps"]}
        return told | drawn | {"marked": texts, "needs": needs, "reasons": list(REASONS), "cases": leads}

    pages.twin(router, "/matters/{matter}", "matter.html", matter)

    @router.post("/matters/{matter}")
    async def take_step(request: Request, matter: str) -> Response:
        """Take the step of the button that was pressed."""
        form = await form_of(request)
        version = text_in(form, "version", 12)
        if not version.isdecimal():
            raise Problem.of(code="invalid", detail="version: load the page again.")
        said = (text_in(form, "reason", 50), text_in(form, "note"))
        step = text_in(form, "step", 50)
        try:
            await run_in_threadpool(records.take, actor_of(request), matter, step, int(version), said)
        except UnknownId:
            raise
        except UsageError as error:  # the form is shown again, with what was written and what is wrong with it
            problem = {"lacks": lacking(step, *said), "detail": error.message, "remedy": error.remedy}
            typed = {"typed": dict(zip(NOTHING, said, strict=True)), "problem": problem}
            return pages.show(request, "matter.html", await shown(request, matter) | typed, 422)
        return RedirectResponse(f"/matters/{matter}", 303)

    return router


def lacking(step: str, reason: str, note: str) -> list[str]:
    """Return the fields of the form of a step that have to be filled in and are not."""
    needs = {*STEPS[step].needs, *(["note"] if reason == "other" else [])} if step in STEPS else set()
    return [name for name, text in zip(NOTHING, (reason, note), strict=True) if name in needs and not text.strip()]


def _draw(router: APIRouter, records: Records, runs: RunDesk) -> None:
    """Give a router the buttons that draw."""

    @router.post("/decisions/{decision}/authorised")
    async def hold(request: Request, decision: str) -> Response:
        """Hold the goods of a decision against the authorisations of now, and go on to the answer, which is kept."""
        held = await records.held_now(actor_of(request), decision)
        return RedirectResponse(f"/decisions/{held}", 303)

    @router.post("/decisions/{decision}/draws")
    async def draw_decision(request: Request, decision: str) -> Response:
        """Draw all that a decision draws, or nothing."""
        await run_in_threadpool(records.draw, actor_of(request), decision)
        return RedirectResponse(f"/decisions/{decision}", 303)

    @router.post("/runs/{run}/draws")
    async def draw_run(request: Request, run: str) -> Response:
        """Draw all that the rows of a run draw, or nothing."""
        await run_in_threadpool(runs.draw, actor_of(request), run)
        return RedirectResponse(f"/runs/{run}", 303)


def marked(finding: dict[str, Any], item: dict[str, Any]) -> dict[str, str] | None:
    """Return the text of a finding, as what stands before the span, in it and after it; ``None`` where there is none.

    The columns of an item may have come under other names: it is the text that has the very words at that place.
    """
    start, end, matched = finding["start"], finding["end"], finding["matched"]
    if start is None or end is None or not matched:
        return None
    own = [item[finding["field"]]] if finding["field"] in item else []
    for text in (*own, *item.values()):
        if isinstance(text, str) and text[start:end] == matched:
            return {"before": text[:start], "matched": matched, "after": text[end:]}
    return None
