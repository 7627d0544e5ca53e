"""``/healthz``, ``/readyz`` and ``/metrics``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from penstock.desk.reading import Answer
from penstock.desk.shapes import Health

if TYPE_CHECKING:
    from penstock.desk.kit import Kit

FREE = frozenset({"/healthz", "/readyz"})
"""What whoever watches the process may ask as often as it likes, without a key."""


def routes(kit: Kit) -> APIRouter:
    """Return the routes for whoever watches the process."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", response_model=Health)
    async def is_alive() -> Answer:
        """Say that the process answers."""
        return Answer({"status": "ok"})

    @router.get("/readyz", response_model=Health)
    async def is_ready() -> Answer:
        """Say that the register and the lists are at hand; 503 where they are not."""
        kit.lane.answering  # noqa: B018  # it raises what is missing
        if kit.lane.trouble is not None:
            raise kit.lane.trouble
        return Answer({"status": "ok"})

    @router.get(
        "/metrics",
        dependencies=[Depends(kit.doors.needs("viewer"))],
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    async def show_figures() -> Response:
        """Give the figures that Prometheus reads: requests, their times, questions, goods items by outcome."""
        return Response(kit.figures.written(), media_type=CONTENT_TYPE_LATEST)

    return router
