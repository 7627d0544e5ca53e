"""A process that draws, gives back or draws a whole run when it is told to, and says what came of it."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from penstock.cases.drawing import Drawing
from penstock.kernel.errors import Conflict, Overdrawn
from penstock.store.draws import Draws
from penstock.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from penstock.cases.authorisations import Authorisation

DAY = date(2026, 5, 4)
ACTOR = "shell:test"


def drawings(one: Authorisation, run: str, quantities: str) -> list[Drawing]:
    """Return what the items of a run draw, one consignment each, in kilograms."""
    told = enumerate(quantities.split(","), 1)
    return [
        Drawing(one.number, one.issuer, one.terms, f"{run}-{nth}", 1, Decimal(much), "kg", DAY) for nth, much in told
    ]


def draws_run(store: Store, of: str, run: str, quantities: str = "30,30") -> str:
    """Draw a whole run and say what came of it."""
    one = Draws(store).balance(of).authorisation
    try:
        return f"drew {Draws(store).draw_all(ACTOR, drawings(one, run, quantities), run).new}"
    except Overdrawn as refused:
        return refused.code


def gives_back(store: Store, of: str, consignment: str) -> str:
    """Give back what the first item of a consignment drew and say what came of it."""
    try:
        Draws(store).give_back(ACTOR, of, consignment=consignment, item=1, reason="it did not go")
    except Conflict as refused:
        return refused.code
    return "gave back"


WORKS: dict[str, Callable[[Store, str, str], str]] = {"draw": draws_run, "return": gives_back}

if __name__ == "__main__":
    opened = Store.open(sys.argv[1])
    sys.stdin.readline()  # until all are there
    sys.stdout.write(WORKS[sys.argv[2]](opened, sys.argv[3], sys.argv[4]))
    opened.close()
