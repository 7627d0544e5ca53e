"""A process that draws on an authorisation as often as it can, and says what it got."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal

from penstock.kernel.errors import Overdrawn
from penstock.store.draws import Draws
from penstock.store.store import Store

WORKERS, EACH = 4, 6
DAY = date(2026, 5, 4)


def tries(store: Store, of: str, worker: str) -> list[bool]:
    """Draw 3 kg so many times, each for a consignment of its own, and tell which were drawn."""
    found = []
    for nth in range(EACH):
        told = {"consignment": f"{worker}-{nth}", "unit": "kg"}
        try:
            Draws(store).draw("shell:test", of, item=1, quantity=Decimal(3), on=DAY, **told)
            found.append(True)
        except Overdrawn:
            found.append(False)
    return found


if __name__ == "__main__":
    opened = Store.open(sys.argv[1])
    sys.stdin.readline()  # until all are there
    sys.stdout.write(" ".join(map(str, tries(opened, sys.argv[2], sys.argv[3]))))
    opened.close()
