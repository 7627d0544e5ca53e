"""What pages and API ask of cases alike: the store's part in any thread, the law's part in its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from starlette.concurrency import run_in_threadpool

from penstock.desk.case_beside import beside_case, beside_line, scheduled
from penstock.desk.case_opening import Asked, opened
from penstock.desk.case_steps import taken, tested
from penstock.desk.cases import PAGE, shown
from penstock.store.case_counts import mark
from penstock.store.draws import Draws
from penstock.store.leads import Leads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from penstock.cases.extracts import Extract
    from penstock.cases.schedule import Place
    from penstock.cases.scores import By
    from penstock.desk.actors import Actor
    from penstock.desk.answering import Answering
    from penstock.desk.cases import CaseDesk
    from penstock.desk.lane import Lane
    from penstock.store.cases import Case


T = TypeVar("T")

MOST_ANSWERS = 64
"""Answers over all cases of a kind that are remembered."""


class CaseRoom:
    """The cases of a desk, by its law."""

    def __init__(self, desk: CaseDesk, lane: Lane) -> None:
        """Take the cases, and the one thread that judges."""
        self.desk = desk
        self._lane = lane
        self._answers: dict[tuple[Any, ...], Any] = {}

    async def queue(  # noqa: PLR0913  # as `CaseDesk.queue`
        self,
        actor: Actor,
        kind: str,
        states: Sequence[str] | None,
        after: str | None,
        *,
        is_late: bool,
        most: int = PAGE,
    ) -> dict[str, Any]:
        """Return cases of a kind, clocks and balances beside them; see ``CaseDesk.queue``."""
        told = await run_in_threadpool(self.desk.queue, actor, kind, states, after, is_late=is_late, most=most)
        cases: list[Case] = told["cases"]

        def lines(answering: Answering) -> list[dict[str, Any]]:
            return [shown(one) | beside_line(self.desk, answering.register, one) for one in cases]

        return told | {"cases": await self._lane.ask(lines)}

    async def case(self, actor: Actor, kind: str, case: str) -> dict[str, Any]:
        """Return a case with all that is shown beside it; see ``CaseDesk.case``."""
        told = await run_in_threadpool(self.desk.case, actor, kind, case)
        found: Case = told["case"]
        beside = await self._lane.ask(lambda answering: beside_case(self.desk, answering.register, found))
        return told | {"case": shown(found)} | beside

    async def opened(self, actor: Actor, kind: str, fields: Mapping[str, Any], matter: str | None) -> Case:
        """Open a case; see `penstock.desk.case_opening.opened`."""
        store, on = self.desk.store, self.desk.today()
        return await self._lane.ask(
            lambda answering: opened(Asked(store, answering.register, actor.name, kind, fields, matter, on))
        )

    async def taken(  # noqa: PLR0913, PLR0917  # a step of a case by somebody
        self, actor: Actor, kind: str, case: str, step: str, version: int, said: dict[str, Any]
    ) -> Case:
        """Take a step in a case; see `penstock.desk.case_steps.taken`."""
        found = await run_in_threadpool(self.desk.found, actor, kind, case)
        return await self._lane.ask(lambda answering: taken(self.desk, answering, actor, found, step, version, said))

    async def tested(self, actor: Actor, case: str, version: int, extracts: Sequence[Extract]) -> Case:
        """Put a lead to the tests before sending."""
        found = await run_in_threadpool(self.desk.found, actor, "lead", case)
        return await self._lane.ask(lambda answering: tested(self.desk, answering, actor, found, version, extracts))

    def disclosed(self, actor: Actor, case: str, to: str | None) -> dict[str, Any]:
        """Return the form of a lead for a recipient, by default the authority it is addressed to."""
        found = self.desk.found(actor, "lead", case)
        recipient = to or str(found.body["to_authority"])
        return Leads(self.desk.store).disclose(actor.name, case, recipient).as_dict()

    def scores(self, actor: Actor, by: str) -> dict[str, Any]:
        """Return how leads fared, group by group."""
        on = self.desk.today()
        found = self._remembered(
            ("scores", by, on, mark(self.desk.store, "lead")),
            lambda: [one.as_dict() for one in Leads(self.desk.store).scores(cast("By", by), on)],
        )
        self.desk.store.saw(actor.name, "lead.scores")
        return {"by": by, "on": on.isoformat(), "scores": found}

    async def schedule(self, actor: Actor, after: int) -> dict[str, Any]:
        """Return a page of the enterprises in the order in which they are to be inspected."""

        def places(answering: Answering) -> list[Place]:
            seen = mark(self.desk.store, "enterprise", "inspection")
            return self._remembered(
                ("schedule", answering.register.digest, self.desk.today(), seen),
                lambda: scheduled(self.desk, answering.register),
            )

        found = await self._lane.ask(places)
        shown_now = [one.as_dict() for one in found[after : after + PAGE]]
        await run_in_threadpool(self.desk.store.saw, actor.name, *(one["id"] for one in shown_now))
        more = after + PAGE if after + PAGE < len(found) else None
        return {"enterprises": shown_now, "total": len(found), "next": more, "on": self.desk.today().isoformat()}

    def _remembered(self, key: tuple[Any, ...], work: Callable[[], T]) -> T:
        """Return what a piece of work over all cases of a kind answers, worked out once until one of them changes."""
        found: T | None = self._answers.get(key)
        if found is None:
            found = work()
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            self._answers[key] = found
        return found

    def drawn(
        self, actor: Actor, case: str, of: tuple[str, int], much: tuple[Decimal, str], on: date
    ) -> dict[str, Any]:
        """Draw an authorisation down by one item of a consignment.

        Args:
            actor: Who draws.
            case: The authorisation.
            of: The consignment and the number of the item in it.
            much: How much of which unit.
            on: The day of the shipment.

        Raises:
            Overdrawn: More is asked than is left.
            UsageError: It does not hold on that day, or the quantity is none.
        """
        self.desk.found(actor, "authorisation", case)
        (consignment, item), (quantity, unit) = of, much
        balance = Draws(self.desk.store).draw(
            actor.name, case, consignment=consignment, item=item, quantity=quantity, unit=unit, on=on
        )
        return balance.as_dict() | {"is_new": balance.is_new}

    def given_back(self, actor: Actor, case: str, of: tuple[str, int], reason: str) -> dict[str, Any]:
        """Give back what an item of a consignment drew, since its shipment did not go.

        Args:
            actor: Who gives it back.
            case: The authorisation.
            of: The consignment and the number of the item in it.
            reason: Why it did not go.

        Raises:
            UnknownId: The item drew nothing of it.
            Conflict: It was given back already.
        """
        self.desk.found(actor, "authorisation", case)
        consignment, item = of
        draws = Draws(self.desk.store)
        return draws.give_back(actor.name, case, consignment=consignment, item=item, reason=reason).as_dict()
