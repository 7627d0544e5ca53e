"""Runs: files that were uploaded to be screened, where their results are, and how far they have come."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import insert, select, tuple_, update

from penstock.kernel.errors import UnknownId, UsageError
from penstock.store.tables import run_rows, runs
from penstock.store.texts import canonical, plain, stamp_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sqlalchemy.engine import Row

    from penstock.store.store import Store

State = Literal["queued", "running", "done", "failed", "cancelled"]

_NEXT: dict[str, tuple[str, ...]] = {
    "queued": ("running", "failed", "cancelled"),
    "running": ("running", "queued", "done", "failed", "cancelled"),
    "done": (),
    "failed": ("queued",),
    "cancelled": ("queued",),
}
"""From each state the states that may follow: a run that was interrupted, failed or cancelled may be queued again."""

_MOST_SHOWN = 20
"""Rows of runs that one decision names."""


@dataclass(frozen=True, slots=True)
class Run:
    """One uploaded file. Times are UTC, ISO 8601; ``counts`` is what the run says of itself."""

    id: str
    file: str
    folder: str
    state: State
    counts: dict[str, Any]
    by: str
    started_at: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a store."""

    store: Store

    def start(self, actor: str, file: str, folder: str) -> Run:
        """Keep a run that is queued.

        Args:
            actor: Whose it is.
            file: The name the file was uploaded under, to be shown and never opened.
            folder: Where the file and its results are.
        """
        now = stamp_of(self.store.clock())
        shown = plain(file, "name of the file", 500), plain(folder, "folder", 4_000)
        run = Run(secrets.token_hex(10), *shown, "queued", {}, actor, now, now)
        with self.store.act(actor, "run.queued", run.id, {"file": file}) as connection:
            values = {name: getattr(run, name) for name in Run.__slots__}
            connection.execute(insert(runs).values(values | {"counts": "{}"}))
        return run

    def change(self, actor: str, run: str, state: State, counts: Mapping[str, Any] | None = None) -> Run:
        """Take a run to another state, with what it counted so far; ``None`` leaves the counts.

        Raises:
            UnknownId: There is no such run.
            UsageError: That state cannot follow.
        """
        detail = {} if counts is None else {"counts": dict(counts)}
        with self.store.act(actor, f"run.{state}", plain(run, "id", 200), detail) as connection:
            row = connection.execute(select(runs).where(runs.c.id == run)).one_or_none()
            if row is None:
                raise _unknown(run)
            if state not in _NEXT[row.state]:
                message = f"A run that is {row.state} cannot become {state}."
                raise UsageError(message, remedy=f"It may become one of {', '.join(_NEXT[row.state]) or 'none'}.")
            told = row.counts if counts is None else canonical(counts)
            values = {"state": state, "counts": told, "changed_at": stamp_of(self.store.clock())}
            connection.execute(update(runs).where(runs.c.id == run).values(values))
            return _run(connection.execute(select(runs).where(runs.c.id == run)).one())

    def get(self, run: str) -> Run:
        """Return a run; whether whoever asks may see it is for the caller, by ``run.by``.

        Raises:
            UnknownId: There is none of that id.
        """
        with self.store.reading() as connection:
            row = connection.execute(select(runs).where(runs.c.id == plain(run, "id", 200))).one_or_none()
        if row is None:
            raise _unknown(run)
        return _run(row)

    def all(self, *, by: str | None = None, limit: int = 50, until: tuple[str, str] | None = None) -> list[Run]:
        """Return runs, the latest first.

        Args:
            by: Only those of this account.
            limit: At most so many.
            until: ``(started_at, id)`` of the last one of the page before.
        """
        key = (runs.c.started_at, runs.c.id)
        asked = select(runs).order_by(*(column.desc() for column in key)).limit(limit)
        if by is not None:
            asked = asked.where(runs.c.by == plain(by, "name", 200))
        if until is not None:
            asked = asked.where(tuple_(*key) < until)
        with self.store.reading() as connection:
            return [_run(row) for row in connection.execute(asked)]

    def link(self, actor: str, run: str, rows: Mapping[int, str]) -> None:
        """Keep which decision is that of which row of a run's file; what is kept already stays.

        Args:
            actor: Who has it kept.
            run: The id.
            rows: The id of the decision by the number of the row, from 1.
        """
        with self.store.act(actor, "run.kept", plain(run, "id", 200), {"rows": sorted(rows)}) as connection:
            known = set(connection.execute(select(run_rows.c.row).where(run_rows.c.run == run)).scalars())
            fresh = [{"run": run, "row": row, "decision": one} for row, one in rows.items() if row not in known]
            if fresh:
                connection.execute(insert(run_rows), fresh)

    def linked(self, run: str) -> set[int]:
        """Return the numbers of the rows of a run whose decision is kept."""
        with self.store.reading() as connection:
            return set(connection.execute(select(run_rows.c.row).where(run_rows.c.run == run)).scalars())

    def of_decision(self, decision: str) -> list[tuple[Run, int]]:
        """Return the runs and the rows of their files that a decision is of, the latest run first."""
        asked = select(runs, run_rows.c.row).join(run_rows, run_rows.c.run == runs.c.id)
        asked = asked.where(run_rows.c.decision == plain(decision, "id", 200))
        asked = asked.order_by(runs.c.started_at.desc(), runs.c.id, run_rows.c.row).limit(_MOST_SHOWN)
        with self.store.reading() as connection:
            return [(_run(row), row.row) for row in connection.execute(asked)]


def _unknown(run: str) -> UnknownId:
    return UnknownId(f"There is no run {run!r}.", remedy="Take the id from the list of runs.")


def _run(row: Row[Any]) -> Run:
    return Run(**{name: getattr(row, name) for name in Run.__slots__} | {"counts": json.loads(row.counts)})
