"""What a run holds comes into the queue: decisions and matters of its rows, some at a time, each time whole.

Every step may be taken again: a decision is under the hash of what it says, a matter under what it is about, and a row
is linked to its decision last. A server that ended in the midst goes on where it was.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from penstock.desk.held import MOST, read_held
from penstock.desk.keeping import HELD, LONGEST_ID, held_in, stamp_in
from penstock.kernel.errors import UsageError
from penstock.store.decisions import Asked, Decisions
from penstock.store.matters import Matters, Opening
from penstock.store.runs import Runs
from penstock.store.texts import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from penstock.desk.held import HeldRow
    from penstock.desk.keeping import Held
    from penstock.store.runs import Run
    from penstock.store.store import Store

AT_ONCE = 50
"""Rows that are kept in one commit."""


def keep_held(store: Store, run: Run, folder: Path, stops: Callable[[], bool]) -> bool:
    """Keep what a run holds that is not kept yet, in the name of who uploaded the file.

    Args:
        store: The store.
        run: The run.
        folder: Where the rows that are held were written.
        stops: Tells whether to leave off; what is left is kept when it is called again.

    Returns:
        Whether all is kept.
    """
    kept = Runs(store).linked(run.id)
    rows = (one for one in read_held(folder) if one.row not in kept)
    while some := list(islice(rows, AT_ONCE)):
        if stops():
            return False
        _keep(store, run, some)
    return True


def _keep(store: Store, run: Run, rows: Sequence[HeldRow]) -> None:
    told = {one.row: json.loads(one.answer) for one in rows}
    held = {row: _openable(answer) for row, answer in told.items()}
    chosen = [one for one in rows if held[one.row]]
    if not chosen:
        return
    asked = [Asked(one.question, stamp_in(told[one.row]), one.answer.encode()) for one in chosen]
    decisions = dict(zip((one.row for one in chosen), Decisions(store).keep_many(run.by, asked), strict=True))
    openings = [Opening(decision, *one) for row, decision in decisions.items() for one in held[row]]
    Matters(store).open_many(run.by, openings)
    Runs(store).link(run.by, run.id, decisions)


def _openable(answer: dict[str, Any]) -> list[Held]:
    """Return what an answer holds; nothing where the id of its consignment cannot be kept."""
    held = list(dict.fromkeys(held_in(answer)))
    try:
        for one in held:
            plain(one.consignment, "consignment_id", LONGEST_ID)
    except UsageError:
        return []
    return held


def queued(store: Store, run: Run, outcomes: Mapping[str, int]) -> dict[str, int]:
    """Return how many items a run holds, how many of them are in the queue, and how many may be at most.

    Args:
        store: The store.
        run: The run.
        outcomes: How many items of it came out how.
    """
    held = sum(number for outcome, number in outcomes.items() if outcome in HELD)
    return {"held": held, "in_queue": len(Runs(store).linked(run.id)), "most": MOST}
