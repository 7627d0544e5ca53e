"""The authorisations of the store consulted for the goods items of a call: what covers each, or what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from penstock.batch.authorised import ledger_of
from penstock.batch.collector import collector_paused
from penstock.batch.run import draw_down, licensed
from penstock.batch.silent import SLICE

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import date

    from penstock.batch.run import Run
    from penstock.cases.cover import Ledger
    from penstock.cases.drawing import AtHand
    from penstock.law.register import Register
    from penstock.screening.judge import Judge

HOW = "Nothing is drawn yet: POST /api/draws with these draws draws all of them, or nothing."


class Consulted(NamedTuple):
    """What was consulted: the authorisations that could say anything of the items, and what the items draw of them."""

    at_hand: AtHand
    ledger: Ledger

    def as_dict(self) -> dict[str, Any]:
        """Return what an answer says of them: those that it names, and what is to be drawn."""
        named = [account.as_dict() for account in self.ledger.accounts if account.one.key in self.ledger.cited]
        return {"balance": named, "draws": msgspec.to_builtins(self.ledger.draws), "how": HOW}


def consulting(
    run: Run, judge: Judge, register: Register, on: date, authorised: AtHand
) -> Generator[None, None, Consulted]:
    """Hold the items of a call that a licence may clear against authorisations; yields where another call may come in.

    Args:
        run: The call, judged; its decisions and its stamp are changed.
        judge: Who judged.
        register: The register it was judged by.
        on: The day of law of items without a date.
        authorised: The authorisations; those that are for none of the goods leave no trace in the answer.
    """
    places = licensed(run)
    decisions = [run.judged[place].decision for place in places]
    subjects = {one.subject for decision in decisions for one in decision.findings if one.subject}
    some = authorised.narrowed(subjects, {one.consignment_id for one in decisions})
    ledger = ledger_of(some, register)
    for start in range(0, len(places), SLICE):
        with collector_paused():
            draw_down(run, judge, on, ledger, places[start : start + SLICE])
        if start + SLICE < len(places):
            yield
    run.stamp["authorisations"] = some.digest
    return Consulted(some, ledger)
