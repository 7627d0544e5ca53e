"""``/api/runs``: upload a file, follow it, fetch its results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse

from penstock.desk.actors import actor_of
from penstock.desk.entry import form_of, text_in
from penstock.desk.problems import Problem
from penstock.desk.reading import Answer, day_of

if TYPE_CHECKING:
    from penstock.desk.kit import Kit
    from penstock.desk.runs import RunDesk

_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "on": {"type": "string", "maxLength": 64},
                        "authorisations": {"type": "string", "enum": ["", "true"]},
                    },
                }
            }
        },
    }
}


def routes(kit: Kit, runs: RunDesk) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/api/runs", dependencies=[Depends(kit.doors.needs("officer"))], tags=["runs"])

    @router.get("", response_model=dict[str, Any])
    async def list_runs(request: Request) -> Answer:
        """List the runs of whoever asks; an approver sees everybody's."""
        return Answer(await run_in_threadpool(runs.all, actor_of(request)))

    @router.post("", response_model=dict[str, Any], openapi_extra=_FORM)
    async def upload(request: Request) -> Answer:
        """Take a file of consignments or a catalogue, to be screened in its turn.

        With ``authorisations`` licences are held against those kept here; nothing is drawn until somebody draws it.
        """
        return Answer(await taken(request, runs, kit))

    @router.get("/{run}", response_model=dict[str, Any])
    async def show_run(request: Request, run: str) -> Answer:
        """Show one run: its state, how far it is, what it counted."""
        return Answer(await run_in_threadpool(runs.get, actor_of(request), run))

    @router.get(
        "/{run}/results/{name}",
        response_class=FileResponse,
        responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}},
    )
    async def fetch_results(request: Request, run: str, name: str) -> FileResponse:
        """Fetch a file of the results; in those of CSV no cell is a formula."""
        file = await run_in_threadpool(runs.file, actor_of(request), run, name)
        return FileResponse(file, media_type="application/octet-stream", filename=name)

    return router


async def taken(request: Request, runs: RunDesk, kit: Kit) -> dict[str, Any]:
    """Take the file of an upload form.

    Raises:
        Problem: There is no file in it, or it is refused.
    """
    form = await form_of(request)
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Problem.of(code="invalid", detail="file: choose one.")
    on, held = day_of(text_in(form, "on", 64) or None, kit.today), text_in(form, "authorisations", 10)
    if held not in {"", "true"}:
        raise Problem.of(code="invalid", detail="authorisations: 'true', or nothing.")
    name, is_authorised = file.filename, bool(held)
    return await run_in_threadpool(runs.take, actor_of(request), name, file.file, on, is_authorised=is_authorised)
