"""What is told of requests: a line of JSON for each, figures for Prometheus, and an id; none names a person or a thing.

A line has no address, no account, no query, no body and no path but its pattern.
"""

from __future__ import annotations

import logging
import secrets
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

import msgspec
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect

from penstock import __version__
from penstock.desk.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("penstock.desk")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NOWHERE = "(none)"
"""What stands for the route of a request that is for none."""

GONE = 499
"""The status that is told of a request whose sender went away."""

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Figures:
    """The figures of one application."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "penstock_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "penstock_request_seconds", "How long requests took.", ("route",), buckets=_SECONDS, registry=self.registry
        )
        self.items = Counter(
            "penstock_items",
            "Goods items screened, by outcome; those refused too.",
            ("outcome",),
            registry=self.registry,
        )
        self.checks = Counter("penstock_checks", "Questions answered.", registry=self.registry)

    def count_items(self, outcomes: Mapping[str, int], rejects: int) -> None:
        """Count the goods items of a call."""
        for outcome, number in {**outcomes, "refused": rejects}.items():
            if number:
                self.items.labels(outcome).inc(number)

    def written(self) -> bytes:
        """Return all figures, as Prometheus reads them."""
        return generate_latest(self.registry)


class Watch:
    """Tells of every request, and answers with a problem where what nobody foresaw went wrong."""

    def __init__(self, app: ASGIApp, *, figures: Figures, clock: Callable[[], float]) -> None:
        """Take what answers, the figures, and a clock in seconds that never goes back."""
        self._app = app
        self._figures = figures
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, request_id = self._clock(), secrets.token_hex(8)
        status = 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except ClientDisconnect:
            status = status or GONE
        except Exception as error:  # noqa: BLE001  # whatever it is, its words may hold what was asked
            _tell("failed", id=request_id, error=type(error).__name__, where=_where(error))
            if not status:
                await Problem.of("internal").response()(scope, receive, sent)
        self._count(scope, status, self._clock() - started, request_id)

    def _count(self, scope: Scope, status: int, seconds: float, request_id: str) -> None:
        route = getattr(scope.get("route"), "path", NOWHERE)
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._figures.requests.labels(method, route, str(status)).inc()
        self._figures.seconds.labels(route).observe(seconds)
        _tell(
            "request", id=request_id, method=method, route=route, status=status, milliseconds=round(seconds * 1000, 3)
        )


def _tell(event: str, **told: object) -> None:
    if LOG.isEnabledFor(logging.INFO):
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        LOG.info(msgspec.json.encode({"at": at, "event": event, "version": __version__, **told}).decode())


def _where(error: Exception) -> list[str]:
    """Return the files and lines an error came through, without any value."""
    return [f"{Path(step.filename).name}:{step.lineno}" for step in extract_tb(error.__traceback__)][-8:]
