"""What a request may be, how many there may be, and what a browser may do with the answer."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from starlette.datastructures import MutableHeaders

from penstock.desk.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BUCKETS = 20_000
"""Callers that are counted apart; beyond, the one not seen for longest is forgotten."""

UNAUTHORISED = 401

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""What every answer says to browsers, where the answer itself does not say otherwise."""


class Rate(NamedTuple):
    """How many requests one caller may make: so many a second, and so many at once before."""

    a_second: float
    at_once: float


class Buckets:
    """Token buckets, one a caller."""

    def __init__(self, rate: Rate, clock: Callable[[], float], most: int = MOST_BUCKETS) -> None:
        """Take the rate, a clock in seconds that never goes back, and how many callers are counted apart."""
        self._rate = rate
        self._clock = clock
        self._most = most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str, tokens: float = 1) -> float:
        """Take tokens of a caller's; return the seconds until there are enough again, 0 where there were."""
        now = self._clock()
        left, at = self._left.pop(caller, (self._rate.at_once, now))
        left = min(self._rate.at_once, left + (now - at) * self._rate.a_second)
        waits = max(0.0, (min(tokens, self._rate.at_once) - left) / self._rate.a_second)
        self._left[caller] = (left if waits else left - tokens, now)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
        return waits

    def charge(self, caller: str, tokens: float) -> None:
        """Take tokens of a caller's, whether they are there or not."""
        self.take(caller, 0)
        left, at = self._left[caller]
        self._left[caller] = (max(left - tokens, -self._rate.at_once), at)

    def __len__(self) -> int:
        """Return how many callers are counted."""
        return len(self._left)

    def refuse_too_many(self, caller: str, tokens: float = 1) -> None:
        """Take tokens of a caller's.

        Raises:
            Problem: There are not enough; it says when there will be.
        """
        if waits := self.take(caller, tokens):
            raise Problem.of(code="too_many_requests", headers={"Retry-After": str(ceil(waits))})


def address_of(scope: Scope) -> str:
    """Return who a request comes from: its address, of IPv6 the network of 64 bits that one caller has."""
    host = (scope.get("client") or ("unknown", 0))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if address.version == 6:  # noqa: PLR2004  # the version of the protocol
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


class Limits:
    """Refuses what is too large or too often before it reaches the application, and adds the headers of safety."""

    def __init__(
        self, app: ASGIApp, *, sizes: Mapping[str, int], buckets: Buckets, failure: float = 10, free: frozenset[str]
    ) -> None:
        """Take the limits.

        Args:
            app: What answers.
            sizes: The most bytes of a body, by the beginning of the path; the longest beginning counts.
            buckets: The buckets of addresses.
            failure: Tokens that a failed sign-in costs: guessing keys ends soon.
            free: Paths that cost no token.
        """
        self._app = app
        self._sizes = sorted(sizes.items(), key=lambda one: -len(one[0]))
        self._buckets = buckets
        self._failure = failure
        self._free = free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address = address_of(scope)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if message["status"] == UNAUTHORISED:
                    self._buckets.charge(address, self._failure)
            await send(message)

        try:
            if scope["path"] not in self._free:
                self._buckets.refuse_too_many(address)
            received = self._counted(scope, receive)
        except Problem as problem:
            await problem.response()(scope, receive, sent)
            return
        await self._app(scope, received, sent)

    def _counted(self, scope: Scope, receive: Receive) -> Receive:
        """Return a ``receive`` that refuses to go on beyond the limit, whatever the headers say.

        Raises:
            Problem: The headers say already that the body is too large.
        """
        most = next(size for start, size in self._sizes if scope["path"].startswith(start))
        said = dict(scope["headers"]).get(b"content-length", b"0")
        too_large = Problem.of("too_large", f"The body is larger than {most} bytes.", headers={"Connection": "close"})
        if not said.isdigit() or int(said[:20]) > most:
            raise too_large
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > most:
                    raise too_large
            return message

        return counted
