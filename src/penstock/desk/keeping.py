"""What is kept of an answer: the decision, and a matter for every group of findings that holds an item."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from penstock.desk.permits import PermitDesk
from penstock.desk.problems import Problem
from penstock.store.decisions import Decisions
from penstock.store.matters import Matters, Opening
from penstock.store.texts import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.desk.actors import Actor
    from penstock.store.store import Store

HELD = frozenset({"hold", "prohibited"})
"""The outcomes that somebody has to decide about before the goods go."""

MOST_MATTERS = 200
"""Matters that one call may open; what holds more is for a run."""

LONGEST_ID = 500
"""Characters of the id of a consignment that is kept."""


class Held(NamedTuple):
    """A group of findings that holds an item: what it is about, and which item of which consignment."""

    consignment: str
    item: str
    about: str
    outcome: str


class Keeper:
    """Keeps decisions in a store."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self.store = store
        self.decisions = Decisions(store)
        self.matters = Matters(store)
        self.permits = PermitDesk(store)

    def keep(self, actor: Actor, question: dict[str, Any], answer: bytes) -> str:
        """Keep an answer and open its matters, in one commit; return the id of the decision. The same again is once.

        Raises:
            Problem: The role is lower than that of an officer, or it would open too many matters.
            UsageError: The id of a consignment cannot be kept.
        """
        if not actor.may("officer"):
            raise Problem.of(
                code="not_allowed", detail=f"Keeping a decision needs the role officer; yours is {actor.role}."
            )
        with self.store.whole():
            return self._keep(actor, question, answer)

    def _keep(self, actor: Actor, question: dict[str, Any], answer: bytes) -> str:
        told = json.loads(answer)
        held = list(dict.fromkeys(held_in(told)))
        if len(held) > MOST_MATTERS:
            raise Problem.of(
                code="too_large", detail=f"It would open {len(held)} matters; one call may open {MOST_MATTERS}."
            )
        for one in held:
            plain(one.consignment, "consignment_id", LONGEST_ID)
        decision = self.decisions.keep(actor.name, question, stamp_in(told), answer)
        self.matters.open_many(actor.name, [Opening(decision, *one) for one in held])
        return decision


def stamp_in(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the stamp of an answer as it is kept: with the day of law, and with rosters, be they none."""
    stamp = answer["stamp"]
    return {"as_of": answer.get("as_of"), **stamp, "rosters": stamp.get("rosters", {})}


def held_in(answer: dict[str, Any]) -> Iterator[Held]:
    """Yield what an answer about goods items holds, a finding each; the answer to a question holds nothing."""
    for item in answer.get("items", ()):
        if item.get("outcome") in HELD:
            for finding in item["findings"]:
                if finding["outcome"] in HELD:
                    yield Held(item["consignment_id"], str(item["item_no"]), about_of(finding), item["outcome"])


def about_of(finding: dict[str, Any]) -> str:
    """Return what a finding is about, which findings of one group share: its code, and the column it is in."""
    return f"{finding['code']}: {finding['field']}" if finding["field"] else str(finding["code"])
