"""Questions as they are kept, and answered again: the same question gives the same bytes by the same law."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.cases.drawing import AtHand
from penstock.desk.answering import Question
from penstock.desk.reading import Answer
from penstock.kernel.days import parse_day
from penstock.screening.cumulation import with_findings
from penstock.screening.decide import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from penstock.desk.answering import Screened
    from penstock.desk.lane import Lane


def checked_again(question: Question) -> dict[str, Any]:
    """Return a question about one subject as plain values, to be kept."""
    told = {name: value for name, value in question._asdict().items() if value is not None}
    return {"ask": "check", **told, "on": question.on.isoformat()}


def screened_again(
    texts: Sequence[str], on: date, places: Sequence[str] | None, authorised: AtHand | None = None
) -> dict[str, Any]:
    """Return a call that screens goods items, to be kept: the items are the texts that came.

    With authorisations the question holds those that were consulted, as they were: they are other ones later.
    """
    told = {"ask": "screen", "items": list(texts), "on": on.isoformat(), "places": places}
    return told if authorised is None else told | {AUTHORISATIONS: msgspec.to_builtins(authorised)}


AUTHORISATIONS = "authorisations"
"""The key of a kept question that holds the authorisations that were consulted."""

TOGETHER = "together"
"""The key of a kept question that holds what its item and other rows of a run add up to, as findings."""


def with_together(screened: Screened, together: Sequence[Mapping[str, Any]]) -> None:
    """Add what rows of a run add up to to the decision of a call of one item that is one of them."""
    run = screened.run
    (one,) = run.judged
    findings = [Finding(**told) for told in together]
    run.judged[0] = replace(one, decision=with_findings(run.table, one.decision, findings))


async def answered_again(lane: Lane, asked: dict[str, Any]) -> bytes:
    """Return the bytes that a kept question is answered with now."""
    told = {name: value for name, value in asked.items() if name != "ask"}
    day = parse_day(told.pop("on"))
    places = told.pop("places", None)
    chosen = None if places is None else tuple(places)
    if asked["ask"] == "check":
        question = Question(**told, on=day, places=chosen)
        return bytes(Answer(await lane.drive(lambda answering: answering.asking(question))).body)
    authorised = msgspec.convert(told[AUTHORISATIONS], AtHand) if AUTHORISATIONS in told else None
    screened = await lane.drive(lambda answering: answering.screen(told["items"], day, chosen, authorised))
    if TOGETHER in told:
        with_together(screened, told[TOGETHER])
    return bytes(Answer(screened.as_dict()).body)
