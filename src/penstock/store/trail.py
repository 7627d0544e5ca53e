"""The trail: one row an act, each carrying the hash of the row before it.

A row's ``hash`` is the SHA-256 of the canonical JSON of its other columns, ``before`` among them; the first row's
``before`` is 64 zeros. Whoever changes, removes or moves a row breaks the chain from there on.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, text

from penstock.kernel.errors import UsageError
from penstock.store.tables import trail
from penstock.store.texts import canonical, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from sqlalchemy.engine import Connection, Dialect
    from sqlalchemy.engine.interfaces import DBAPICursor

    from penstock.store.store import Store

START = "0" * 64
"""What the first row carries in place of a hash before it."""

_LAST = select(trail.c.seq, trail.c.hash).where(trail.c.seq == select(func.max(trail.c.seq)).scalar_subquery())
_GUARDS = {
    "sqlite": ("trail_update", "trail_delete", "trail_insert"),
    "postgresql": ("trail_update", "trail_delete", "trail_truncate"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written into the trail: who did what, to which record, and the particulars."""

    actor: str
    act: str
    of: str
    detail: str

    @classmethod
    def of_act(cls, actor: str, act: str, of: str, detail: Mapping[str, Any] | None = None) -> Entry:
        """Make an entry of an act; the particulars are written as canonical JSON.

        Raises:
            UsageError: A text cannot be kept, or the particulars are no JSON.
        """
        texts = plain(actor, "actor", 200), plain(act, "act", 100), plain(of, "record", 2_000)
        return cls(*texts, canonical(detail or {}))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the trail; ``at`` is UTC to the microsecond, ``detail`` canonical JSON."""

    seq: int
    at: str
    actor: str
    act: str
    of: str
    detail: str
    before: str
    hash: str

    def hashed(self) -> str:
        """Return the hash the row should carry."""
        return _hash(self.seq, self.at, Entry(self.actor, self.act, self.of, self.detail), self.before)


def _hash(seq: int, at: str, entry: Entry, before: str) -> str:
    told = {
        "act": entry.act,
        "actor": entry.actor,
        "at": at,
        "before": before,
        "detail": entry.detail,
        "of": entry.of,
        "seq": seq,
    }
    return hashlib.sha256(canonical(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """Where the trail does not hold: the number of the row, or 0 for the whole, and what is wrong there."""

    seq: int
    found: str


def append(cursor: DBAPICursor, dialect: Dialect, at: str, entries: Sequence[Entry]) -> None:
    """Add entries at the end of the trail, in the transaction of a driver's cursor that has the turn to write."""
    last, add, names = _statements(dialect)
    cursor.execute(last)
    seq, before = cursor.fetchone() or (0, START)
    rows = []
    for entry in entries:
        seq += 1
        told = _hash(seq, at, entry, before)
        row = {"seq": seq, "at": at, "actor": entry.actor, "act": entry.act, "of": entry.of, "detail": entry.detail}
        rows.append(row | {"before": before, "hash": told})
        before = told
    values = rows if names is None else [tuple(row[name] for name in names) for row in rows]
    cursor.executemany(add, values)


@cache
def _statements(dialect: Dialect) -> tuple[str, str, Sequence[str] | None]:
    """Return what reads the last row and what adds one, as the driver takes them, and the order of its values."""
    add = insert(trail).compile(dialect=dialect)
    return str(_LAST.compile(dialect=dialect)), str(add), add.positiontup if dialect.positional else None


def head_of(connection: Connection) -> tuple[int, str]:
    """Return the number and the hash of the last row; 0 and ``START`` when there is none."""
    last = connection.execute(_LAST).one_or_none()
    return (0, START) if last is None else (last.seq, last.hash)


def breaks_in(rows: Iterable[Row], head: str | None = None) -> Iterator[Break]:
    """Yield every place at which rows, in their order, are no whole chain.

    Args:
        rows: The rows from the first on.
        head: A hash noted earlier, which some row must carry; one that none carries tells of a tail cut off.
    """
    seq, before, is_met = 0, START, head is None or head == START
    for row in rows:
        if row.seq != seq + 1:
            yield Break(row.seq, f"row {seq + 1} should stand here")
        elif row.before != before:
            yield Break(row.seq, "the row before it is another one than when it was written")
        if row.hashed() != row.hash:
            yield Break(row.seq, "it was changed after it was written")
        seq, before, is_met = row.seq, row.hash, is_met or row.hash == head
    if not is_met:
        yield Break(seq, f"no row carries the head {head}: rows after this one are gone, or the trail is another one")


def verify(store: Store, head: str | None = None) -> list[Break]:
    """Return every place at which the trail of a store is broken: changed, removed or moved rows, missing guards.

    Args:
        store: The store.
        head: The hash of a row noted earlier elsewhere, e.g. by ``penstock audit verify``.

    Raises:
        UsageError: The head is no hash.
        StoreError: The database failed.
    """
    if head is not None and (len(head) != len(START) or set(head) - set("0123456789abcdef")):
        message = f"{head!r} is no hash of the trail."
        raise UsageError(message, remedy="Give the 64 digits that 'penstock audit verify' prints.")
    with store.reading() as connection:
        missing = set(_GUARDS[connection.dialect.name]) - _triggers(connection)
        found = [Break(0, f"the database lost its guard {name}") for name in sorted(missing)]
        return found + list(breaks_in(_rows(connection), head))


def _rows(connection: Connection) -> Iterator[Row]:
    streamed = connection.execution_options(yield_per=1_000)
    for one in streamed.execute(select(trail).order_by(trail.c.seq)):
        yield Row(*one)


def _triggers(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        told = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail'")
    else:
        told = text("SELECT tgname FROM pg_trigger WHERE tgrelid = 'trail'::regclass AND tgenabled IN ('O', 'A')")
    return set(connection.execute(told).scalars())


def rows_of(  # noqa: PLR0913  # the parts of a question
    store: Store,
    *,
    of: str | None = None,
    actor: str | None = None,
    after: int = 0,
    until: int | None = None,
    limit: int = 100,
) -> list[Row]:
    """Return the latest rows of the trail, the last first.

    Args:
        store: The store.
        of: Only acts upon this record.
        actor: Only acts of this actor.
        after: Only rows with a greater number.
        until: Only rows with a lesser number; the next page goes on until the last number of this one.
        limit: At most so many.
    """
    asked = select(trail).where(trail.c.seq > after).order_by(trail.c.seq.desc()).limit(limit)
    if of is not None:
        asked = asked.where(trail.c.of == plain(of, "record", 2_000))
    if actor is not None:
        asked = asked.where(trail.c.actor == plain(actor, "actor", 200))
    if until is not None:
        asked = asked.where(trail.c.seq < until)
    with store.reading() as connection:
        return [Row(*one) for one in connection.execute(asked)]
