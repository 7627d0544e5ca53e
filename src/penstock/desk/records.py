"""Decisions and matters as plain values; whoever is shown one stands in the trail before it is shown."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.concurrency import run_in_threadpool

from penstock import __version__
from penstock.cases.drawing import Drawing
from penstock.desk.asked import TOGETHER, answered_again, screened_again
from penstock.desk.keeping import about_of
from penstock.desk.problems import Problem
from penstock.desk.reading import Answer
from penstock.desk.runs import may_see
from penstock.kernel.days import parse_day
from penstock.kernel.errors import UsageError
from penstock.store.accounts import Account
from penstock.store.draws import Draws, drawn_for
from penstock.store.matters import steps_for
from penstock.store.runs import Runs
from penstock.store.steps import STATES, STEPS

if TYPE_CHECKING:
    from penstock.desk.actors import Actor
    from penstock.desk.keeping import Keeper
    from penstock.desk.lane import Lane
    from penstock.store.draws import Drawn
    from penstock.store.matters import Matter
    from penstock.store.runs import Run

PAGE = 50
"""Lines of a list of matters or decisions."""

_DIGITS = 9


class Records:
    """The kept decisions and matters, for whoever may see them."""

    def __init__(self, keeper: Keeper, lane: Lane) -> None:
        """Take what keeps them, and who answers again."""
        self._keeper = keeper
        self._lane = lane

    def queue(
        self, actor: Actor, states: list[str] | None, after: str | None, run: str | None = None
    ) -> dict[str, Any]:
        """Return matters, the longest open first, and how many there are of each state.

        Args:
            actor: Who is shown them.
            states: Only those in one of these states.
            after: What ``next`` of the lines before says.
            run: Only those of rows of this run.

        Raises:
            Problem: There is no such state, or ``after`` is none.
        """
        if unknown := [state for state in states or () if state not in STATES]:
            raise Problem.of(code="invalid", detail=f"{unknown[0]!r} is no state; use one of {', '.join(STATES)}.")
        told = self._queued(states, after) if run is None else self._of_run(run, states, after)
        self._keeper.store.saw(actor.name, *(one["id"] for one in told[:PAGE]))
        return {
            "matters": told[:PAGE],
            "counts": dict.fromkeys(STATES, 0) | self._keeper.matters.counts(run),
            "next": _next(told[PAGE - 1]) if len(told) > PAGE else None,
        }

    def _queued(self, states: list[str] | None, after: str | None) -> list[dict[str, Any]]:
        begun = None if after is None else _place(after)
        return [asdict(one) for one in self._keeper.matters.queue(states=states, limit=PAGE + 1, after=begun)]

    def _of_run(self, run: str, states: list[str] | None, after: str | None) -> list[dict[str, Any]]:
        begun = None if after is None else _row(after)
        found = self._keeper.matters.of_run(run, states=states, limit=PAGE + 1, after=begun)
        return [asdict(one) | {"row": row} for row, one in found]

    def matter(self, actor: Actor, matter: str) -> dict[str, Any]:
        """Return a matter with its findings, its history and what this one may do in it.

        Raises:
            UnknownId: There is none of that id.
        """
        found = self._keeper.matters.get(matter)
        self._keeper.store.saw(actor.name, found.id, found.decision)
        kept = self._keeper.decisions.get(found.decision)
        item, text = _item_of(found, kept.question, json.loads(kept.answer))
        findings = [one for one in item.get("findings", ()) if about_of(one) == found.about]
        return {
            "matter": asdict(found),
            "item": text,
            "findings": findings,
            "others": [one for one in item.get("findings", ()) if about_of(one) != found.about],
            "history": [asdict(one) for one in self._keeper.matters.history(matter)],
            "steps": steps_for(found, Account(actor.name, actor.role, "")),
            "as_of": item.get("as_of"),
            "known_on": kept.kept_at,
            "stamp": kept.stamp,
            "runs": [_row_of_run(actor, run, row) for run, row in Runs(self._keeper.store).of_decision(kept.id)],
        }

    def take(self, actor: Actor, matter: str, step: str, version: int, said: tuple[str, str]) -> dict[str, Any]:
        """Take a step in a matter, with a reason and a note, and return the matter as it is now.

        Raises:
            Problem: The key it is asked with may do less than the account.
            Conflict: Somebody else was first.
            NotAllowed: The role is too low, or another person has to decide.
            UsageError: There is no such step or reason, or the note is missing.
            UnknownId: There is none of that id.
        """
        wanted = STEPS.get(step)
        if wanted is not None and not actor.may(wanted.role):
            raise Problem.of(code="not_allowed", detail=f"This needs the role {wanted.role}; yours is {actor.role}.")
        reason, note = said
        return asdict(self._keeper.matters.take(actor.name, matter, step, version=version, reason=reason, note=note))

    def decision(self, actor: Actor, decision: str) -> dict[str, Any]:
        """Return a kept decision with its matters; ``as_of`` is the day of law, ``known_on`` when it was known.

        Raises:
            UnknownId: There is none of that id.
        """
        kept = self._keeper.decisions.get(decision)
        self._keeper.store.saw(actor.name, kept.id)
        return {
            "id": kept.id,
            "question": kept.question,
            "stamp": kept.stamp,
            "as_of": kept.stamp["as_of"],
            "known_on": kept.kept_at,
            "kept_by": kept.kept_by,
            "answer": json.loads(kept.answer),
            "drawn": drawn_for(self._keeper.store, kept.id),
            "matters": [asdict(one) for one in self._keeper.matters.of_decision(kept.id)],
        }

    def draw(self, actor: Actor, decision: str) -> Drawn:
        """Draw all that a kept decision draws of the authorisations it was held against, or nothing.

        Raises:
            UnknownId: There is none of that id.
            UsageError: It was held against none; or as ``Draws.draw_all``.
        """
        kept = self._keeper.decisions.get(decision)
        told = json.loads(kept.answer).get("authorisations")
        if told is None:
            message = "The decision was held against no authorisations."
            raise UsageError(message, remedy="Screen the goods with 'authorisations' and keep that answer.")
        drawings = msgspec.convert(told["draws"], list[Drawing])
        return Draws(self._keeper.store).draw_all(actor.name, drawings, kept.id)

    async def held_now(self, actor: Actor, decision: str) -> str:
        """Ask a kept question about goods again, held against the authorisations of now, and keep the answer.

        Returns:
            The id of the decision that is kept of it.

        Raises:
            UnknownId: There is none of that id.
            UsageError: The question is about no goods, or about rows that add up to more together.
        """
        kept = await run_in_threadpool(self._keeper.decisions.get, decision)
        asked = kept.question
        if asked["ask"] != "screen" or TOGETHER in asked:
            message = "The decision is not one that authorisations can clear."
            raise UsageError(message, remedy="Screen the goods with 'authorisations'.")
        permits = await run_in_threadpool(self._keeper.permits.now)
        day, places = parse_day(asked["on"]), asked["places"]
        screened = await self._lane.drive(
            lambda answering: answering.screen(asked["items"], day, places, permits.at_hand)
        )
        answer, at_hand = bytes(Answer(screened.as_dict()).body), None
        if screened.consulted is not None:
            at_hand = screened.consulted.at_hand
            await run_in_threadpool(permits.saw, actor.name, screened.consulted.ledger.cited)
        question = screened_again(asked["items"], day, places, at_hand)
        return await run_in_threadpool(self._keeper.keep, actor, question, answer)

    async def replay(self, actor: Actor, decision: str) -> dict[str, Any]:
        """Answer a kept question again: the same bytes, or where they differ and what is not at hand.

        Raises:
            UnknownId: There is none of that id.
        """
        kept = await run_in_threadpool(self._keeper.decisions.get, decision)
        again = await answered_again(self._lane, kept.question)
        answering = self._lane.answering
        at_hand = {
            "register": answering.register.digest,
            "rosters": {book.list: book.digest for book in answering.rosters},
            "engine": __version__,
        }
        found = await run_in_threadpool(
            self._keeper.decisions.replay, actor.name, decision, lambda _question, _stamp: again, at_hand
        )
        return {
            "id": found.id,
            "is_same": found.is_same,
            "absent": list(found.absent),
            "differs": list(found.differs),
            "again": json.loads(found.again),
        }


def _row_of_run(actor: Actor, run: Run, row: int) -> dict[str, Any]:
    """Return which row of which file an item is; of a file that one may not see, whose it is and no more."""
    told = {"row": row, "by": run.by}
    return told | ({"run": run.id, "file": run.file} if may_see(actor, run) else {"run": None, "file": None})


def _place(after: str) -> tuple[str, str]:
    opened_at, comma, key = after.partition(",")
    if not comma:
        raise Problem.of(code="invalid", detail="after: use what 'next' says.")
    return opened_at, key


def _row(after: str) -> tuple[int, str]:
    row, key = _place(after)
    if not row.isdecimal() or len(row) > _DIGITS:
        raise Problem.of(code="invalid", detail="after: use what 'next' says.")
    return int(row), key


def _next(last: dict[str, Any]) -> str:
    return f"{last.get('row', last['opened_at'])},{last['id']}"


def _item_of(matter: Matter, question: dict[str, Any], answer: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the decided item of a matter, and its columns as they came."""
    for item in answer.get("items", ()):
        if (item.get("consignment_id"), str(item.get("item_no"))) == (matter.consignment, matter.item):
            return item, json.loads(question["items"][item["row"] - 1])
    return {}, {}
