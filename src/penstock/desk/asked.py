"""Questions as they are kept, and answered again: the same question gives the same bytes by the same law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from penstock.desk.answering import Question
from penstock.desk.reading import Answer
from penstock.kernel.days import parse_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from penstock.desk.lane import Lane


def checked_again(question: Question) -> dict[str, Any]:
    """Return a question about one subject as plain values, to be kept."""
    told = {name: value for name, value in question._asdict().items() if value is not None}
    return {"ask": "check", **told, "on": question.on.isoformat()}


def screened_again(texts: Sequence[str], on: date, places: Sequence[str] | None) -> dict[str, Any]:
    """Return a call that screens goods items, to be kept: the items are the texts that came."""
    return {"ask": "screen", "items": list(texts), "on": on.isoformat(), "places": places}


async def answered_again(lane: Lane, asked: dict[str, Any]) -> bytes:
    """Return the bytes that a kept question is answered with now."""
    told = {name: value for name, value in asked.items() if name != "ask"}
    day = parse_day(told.pop("on"))
    places = told.pop("places", None)
    chosen = None if places is None else tuple(places)
    if asked["ask"] == "check":
        question = Question(**told, on=day, places=chosen)
        return bytes(Answer(await lane.drive(lambda answering: answering.asking(question))).body)
    screened = await lane.drive(lambda answering: answering.screen(told["items"], day, chosen))
    return bytes(Answer(screened.as_dict()).body)
