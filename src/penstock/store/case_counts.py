"""How many cases there are in each state and overdue, and whether anything changed in them since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from penstock.cases.states import table_of
from penstock.store.tables import cases
from penstock.store.texts import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from penstock.store.store import Store


def counts(store: Store, kind: str) -> dict[str, int]:
    """Return how many cases of a kind are in each of its states.

    Raises:
        UnknownId: There is no such kind.
    """
    states = table_of(kind).states
    asked = select(cases.c.state, func.count().label("number")).where(cases.c.kind == kind).group_by(cases.c.state)
    with store.reading() as connection:
        found = {row.state: row.number for row in connection.execute(asked)}
    return {state: found.get(state, 0) for state in states}


def late(store: Store, moment: str, waiting: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Return how many cases of some kinds were due before a moment.

    Args:
        store: The store.
        moment: A day or a moment, written as the kinds write ``due``: what is due that day is not overdue yet.
        waiting: The states in which each kind waits for its day.
    """
    asked = (
        select(cases.c.kind, cases.c.state, func.count().label("number"))
        .where(cases.c.due < plain(moment, "moment", 50))
        .group_by(cases.c.kind, cases.c.state)
    )
    found = dict.fromkeys(waiting, 0)
    with store.reading() as connection:
        for row in connection.execute(asked):
            if row.state in waiting.get(row.kind, ()):
                found[row.kind] += row.number
    return found


def mark(store: Store, *kinds: str) -> tuple[int, int]:
    """Return what is another after every step in a case of some kinds, and after each that is opened."""
    asked = select(func.count(), func.coalesce(func.sum(cases.c.version), 0)).where(cases.c.kind.in_(kinds))
    with store.reading() as connection:
        number, versions = connection.execute(asked).one()
        return int(number), int(versions)
