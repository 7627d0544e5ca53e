"""Authorisations drawn down by the rows of a run, in the order of the files and their rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from penstock.batch.cumulated import change_of, decided_before
from penstock.batch.shipped import SHIPPED, shipped_rows
from penstock.cases.cover import LICENCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from penstock.batch.cumulated import Change
    from penstock.batch.parts import Part
    from penstock.cases.cover import Ledger
    from penstock.screening.decide import Decision, Table


def draws_of(
    parts: Sequence[Part],
    dropped: Mapping[int, Sequence[int]],
    changes: Mapping[int, Change],
    table: Table,
    ledger: Ledger,
) -> dict[int, Change]:
    """Hold the rows of all parts against the authorisations, one after another, and return what changes, by part.

    Args:
        parts: The parts of the run, in the order of the files and their rows.
        dropped: The rows that stand twice, by part: they are no shipments.
        changes: What other rows changed of them: such rows are held, and draw nothing.
        table: The decision table.
        ledger: The authorisations; they are drawn down.
    """
    found: dict[int, Change] = {}
    for nth, part in enumerate(parts):
        gone = {*dropped.get(nth, ()), *(changes[nth].rows["row"].to_list() if nth in changes else ())}
        shipments = dict(shipped_rows(pl.read_ipc(part.folder / SHIPPED)))
        rows = sorted(shipments.keys() - gone)
        before = decided_before(part.folder, rows)
        decided: dict[int, Decision] = {}
        for row in rows:
            anew = ledger.apply(table, replace(before[row], outcome=LICENCE), shipments[row])
            if anew is not None:
                decided[row] = anew
        if decided:
            found[nth] = change_of(part.folder, decided, table)
    return found


def together(changes: Mapping[int, Change], more: Mapping[int, Change]) -> dict[int, Change]:
    """Return the changes of two sorts, which never touch the same row."""
    return {
        nth: changes[nth].beside(more[nth]) if nth in changes and nth in more else changes.get(nth) or more[nth]
        for nth in changes.keys() | more.keys()
    }
