"""The desk under load: many clients at once that mix questions, items and names, each answer compared to the byte.

The clients are threads of another process, so that they take no turns with the server's own. What each call must be
answered was asked by one client beforehand.
"""

from __future__ import annotations

import http.client
import multiprocessing
import random
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from figures import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLIENTS = 16
SECONDS = 6.0
OK = 200
FAILED = 500


class Call(NamedTuple):
    """One call: where to, what with, and what it must be answered."""

    path: str
    body: bytes
    answer: bytes = b""


class Taken(NamedTuple):
    """One call that was answered: where, in how many seconds, with which status, and whether rightly."""

    path: str
    seconds: float
    status: int
    is_right: bool


def asked(connection: http.client.HTTPConnection, call: Call) -> tuple[int, bytes]:
    """Send one call and return the status and the body of the answer."""
    connection.request("POST", call.path, call.body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    return response.status, response.read()


def answered(port: int, calls: Sequence[Call]) -> list[Call]:
    """Return calls with what one client is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    found = []
    for call in calls:
        status, body = asked(connection, call)
        if status != OK:
            message = f"{call.path} answered {status}"
            raise RuntimeError(message)
        found.append(call._replace(answer=body))
    return found


def load(port: int, calls: Sequence[Call], clients: int, seconds: float) -> list[Taken]:
    """Have so many clients send calls, each drawn by lot, for so long; a client sends its next when it was answered."""
    found: list[list[Taken]] = [[] for _ in range(clients)]
    until = time.perf_counter() + seconds

    def client(number: int) -> None:
        rng = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while time.perf_counter() < until:
            call = rng.choice(calls)
            started = time.perf_counter()
            try:
                status, body = asked(connection, call)
            except (OSError, http.client.HTTPException):
                connection.close()
                status, body = FAILED, b""
            is_right = status == OK and body == call.answer
            found[number].append(Taken(call.path, time.perf_counter() - started, status, is_right))

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for taken in found for one in taken]


def load_figures(port: int, calls: Sequence[Call], seconds: float = SECONDS) -> Iterator[Figure]:
    """Measure a desk that serves on a port; the calls are asked once by one client before."""
    right = answered(port, calls)
    with multiprocessing.get_context("spawn").Pool(1) as apart:
        one = apart.apply(load, (port, right, 1, seconds / 2))
        many = apart.apply(load, (port, right, CLIENTS, seconds))
    alone, rate = len(one) / (seconds / 2), len(many) / seconds
    yield Figure(
        f"{CLIENTS} clients for {seconds:g} s that mix `/api/check`, `/api/screen` and `/match`, calls a second",
        f"{rate:,.0f}",
        f"one client {alone:,.0f}: {rate / alone:.2f} of it",
        "at least 0.8 of it",
        rate >= 0.8 * alone,  # the goal
    )
    for path in sorted({call.path for call in calls}):
        times = sorted(taken.seconds * 1000 for taken in many if taken.path == path)
        late = times[len(times) * 99 // 100]
        yield Figure(
            f"`{path}` among {CLIENTS} clients, time of one call",
            f"p50 {times[len(times) // 2]:.0f} ms",
            f"p99 {late:.0f} ms",
            "p99 under 500 ms",
            late < 500,  # the goal
        )
    wrong, failed = sum(not taken.is_right for taken in many), sum(taken.status >= FAILED for taken in many)
    yield Figure(
        f"answers to {CLIENTS} clients that differ from what one client is answered, or failed",
        f"{wrong} of {len(many):,}",
        f"{failed} of them failed (5xx or broken off)",
        "none",
        not wrong,
    )
