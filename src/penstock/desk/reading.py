"""What every route does with requests and answers: JSON in, strictly; JSON out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec
from starlette.responses import Response

from penstock.desk.problems import Problem, unreadable, whole
from penstock.kernel.days import parse_day

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date

    from starlette.requests import Request

T = TypeVar("T")

JSON = "application/json"


class Answer(Response):
    """An answer in JSON."""

    media_type = JSON

    def render(self, content: object) -> bytes:
        """Return the bytes of plain values."""
        return msgspec.json.encode(content)


async def body_of(request: Request, decoder: msgspec.json.Decoder[T]) -> T:
    """Return the body of a request.

    Raises:
        Problem: It is of another media type, no JSON, or not as described.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise Problem.of(code="wrong_media_type")
    try:
        return decoder.decode(await request.body())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise unreadable(error) from None


def refuse_unasked(given: Iterable[str], known: Collection[str]) -> None:
    """See that a request has no parameter that would be passed over: it would be answered as another question.

    Args:
        given: The names of the parameters that stand in the address.
        known: Those that the route reads.

    Raises:
        Problem: One of them is none that is read.
    """
    unread = sorted(set(given).difference(known))
    if unread:
        there = f"use {', '.join(sorted(known))}" if known else "there is none here"
        errors = [{"where": f"query.{name}", "what": f"no such parameter: {there}"} for name in map(whole, unread)]
        detail = "; ".join(f"{one['where']}: {one['what']}" for one in errors)[:1000]
        raise Problem.of(code="invalid", detail=detail, errors=errors)


def described_body(schema: dict[str, object]) -> dict[str, object]:
    """Return what the description of a route says of its body."""
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


def day_of(text: str | None, today: Callable[[], date]) -> date:
    """Return the day a request is about: today where it says none.

    Raises:
        BadDay: It is no day.
    """
    return today() if text is None else parse_day(text)


def places_of(texts: Iterable[str] | None) -> tuple[str, ...] | None:
    """Return the places of a query, each given by itself or several with commas between."""
    if texts is None:
        return None
    return tuple(place.strip() for text in texts for place in text.split(","))
