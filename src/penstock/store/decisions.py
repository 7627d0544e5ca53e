"""Decisions: what was asked, by which law, and the bytes that were answered, under the hash of all three."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, tuple_

from penstock.kernel.errors import StoreError, UnknownId, UsageError
from penstock.store.replay import Replay, replayed
from penstock.store.tables import decisions, laws
from penstock.store.texts import canonical, plain, stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Row
    from sqlalchemy.sql import Select

    from penstock.store.store import Store

_PART = 500
_SHOWN = (decisions.c.id, decisions.c.question, decisions.c.as_of, decisions.c.kept_at, decisions.c.kept_by)


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision to keep: the question, the stamp (``as_of``, ``register``, ``rosters``, ``engine``), the bytes."""

    question: Mapping[str, Any]
    stamp: Mapping[str, Any]
    answer: bytes


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that is kept. ``kept_at`` is UTC, ISO 8601: the day it was known on."""

    id: str
    question: dict[str, Any]
    stamp: dict[str, Any]
    answer: bytes
    kept_at: str
    kept_by: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A line of a list of decisions."""

    id: str
    question: dict[str, Any]
    as_of: str
    kept_at: str
    kept_by: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a store. None is ever changed or removed."""

    store: Store

    def keep(self, actor: str, question: Mapping[str, Any], stamp: Mapping[str, Any], answer: bytes) -> str:
        """Keep one decision and return its id; the same again is the same id and is kept once.

        Raises:
            UsageError: The question or the stamp is no JSON, or the stamp names no day or register.
        """
        return self.keep_many(actor, [Asked(question, stamp, answer)])[0]

    def keep_many(self, actor: str, asked: Sequence[Asked]) -> list[str]:
        """Keep many decisions in one commit, all or none, and return their ids in order.

        Raises:
            UsageError: A question or a stamp is no JSON, or a stamp names no day or register.
        """
        if not asked:
            return []
        rows = [_row(one) for one in asked]
        ids = [str(row["id"]) for row in rows]
        of = ids[0] if len(set(ids)) == 1 else "decisions"
        with self.store.act(actor, "decision.kept", of, {"ids": ids}) as connection:
            known = _known(connection, ids)
            fresh = {row["id"]: row for row in rows if row["id"] not in known}
            _keep_laws(connection, list(fresh.values()))
            kept = {"kept_at": stamp_of(self.store.clock()), "kept_by": actor}
            if fresh:
                columns = [{k: v for k, v in row.items() if k not in {"register", "rosters"}} for row in fresh.values()]
                connection.execute(insert(decisions), [row | kept for row in columns])
        return ids

    def get(self, decision: str) -> Decision:
        """Return a decision. It is sensitive: the caller says who saw it, with ``store.saw``.

        Raises:
            UnknownId: There is none of that id.
            StoreError: What is stored is not what the id was given to.
        """
        asked = select(decisions).where(decisions.c.id == plain(decision, "id", 200))
        with self.store.reading() as connection:
            row = connection.execute(asked).one_or_none()
        if row is None:
            message = f"There is no decision {decision!r}."
            raise UnknownId(message, remedy="Give the whole id, 64 digits, as it was returned when it was kept.")
        answer = bytes(row.answer)
        if _id(row.question, row.stamp, answer) != decision:
            message = f"The decision {decision} was changed after it was kept."
            raise StoreError(message, remedy="Run 'penstock audit verify', and restore a backup beside this database.")
        return Decision(
            row.id, json.loads(row.question), json.loads(row.stamp), answer, kept_at=row.kept_at, kept_by=row.kept_by
        )

    def latest(self, *, limit: int = 50, until: tuple[str, str] | None = None) -> list[Summary]:
        """Return the decisions kept last, the last first.

        Args:
            limit: At most so many.
            until: ``(kept_at, id)`` of the last one of the page before.
        """
        return self._listed(select(*_SHOWN), limit, until)

    def of_other_law(
        self,
        register: str,
        rosters: Mapping[str, str],
        *,
        limit: int = 50,
        until: tuple[str, str] | None = None,
    ) -> list[Summary]:
        """Return the decisions that were made by another register or by other vintages of their lists, the last first.

        Args:
            register: The digest of the register now.
            rosters: The digest of each list now.
            limit: At most so many.
            until: ``(kept_at, id)`` of the last one of the page before.
        """
        with self.store.reading() as connection:
            known = connection.execute(select(laws)).all()
        others = [law.id for law in known if law.register != register or _is_other(law.rosters, rosters)]
        return self._listed(select(*_SHOWN).where(decisions.c.law.in_(others)), limit, until)

    def count(self) -> int:
        """Return how many decisions are kept."""
        with self.store.reading() as connection:
            return connection.execute(select(func.count()).select_from(decisions)).scalar_one()

    def replay(
        self,
        actor: str,
        decision: str,
        answer_again: Callable[[dict[str, Any], dict[str, Any]], bytes],
        at_hand: Mapping[str, Any],
    ) -> Replay:
        """Answer a kept question again and compare the bytes; that it was done stands in the trail.

        Args:
            actor: Who asks.
            decision: The id.
            answer_again: Given the question and the stamp, returns the bytes of the answer.
            at_hand: The ``register``, ``rosters`` and ``engine`` it answers by.

        Raises:
            UnknownId: There is none of that id.
        """
        kept = self.get(decision)
        found = replayed(kept.id, kept.stamp, kept.answer, answer_again(kept.question, kept.stamp), at_hand)
        detail = {"same": found.is_same, "absent": list(found.absent)}
        with self.store.act(actor, "decision.replayed", kept.id, detail):
            return found

    def _listed(self, asked: Select[Any], limit: int, until: tuple[str, str] | None) -> list[Summary]:
        key = (decisions.c.kept_at, decisions.c.id)
        if until is not None:
            asked = asked.where(tuple_(*key) < until)
        asked = asked.order_by(*(column.desc() for column in key)).limit(limit)
        with self.store.reading() as connection:
            return [_summary(row) for row in connection.execute(asked)]


def _id(question: str, stamp: str, answer: bytes) -> str:
    told = canonical({"answer": hashlib.sha256(answer).hexdigest(), "question": question, "stamp": stamp})
    return hashlib.sha256(told.encode()).hexdigest()


def _row(asked: Asked) -> dict[str, Any]:
    question, stamp = canonical(asked.question), canonical(asked.stamp)
    as_of, register, rosters = (asked.stamp.get(name) for name in ("as_of", "register", "rosters"))
    if not isinstance(as_of, str) or not isinstance(register, str) or not isinstance(rosters, dict):
        message = "The stamp names no day, no register or no rosters."
        raise UsageError(message, remedy="Give the stamp of the answer: as_of, register, rosters, engine.")
    law = {"register": plain(register, "register", 200), "rosters": canonical(rosters)}
    return {
        "id": _id(question, stamp, asked.answer),
        "question": question,
        "stamp": stamp,
        "answer": asked.answer,
        "as_of": plain(as_of, "day", 50),
        "law": hashlib.sha256(canonical(law).encode()).hexdigest(),
        **law,
    }


def _known(connection: Connection, ids: Sequence[str]) -> set[str]:
    parts = (ids[start : start + _PART] for start in range(0, len(ids), _PART))
    return {
        one
        for part in parts
        for one in connection.execute(select(decisions.c.id).where(decisions.c.id.in_(part))).scalars()
    }


def _keep_laws(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    known = set(connection.execute(select(laws.c.id)).scalars())
    wanted = {row["law"]: {"id": row["law"], "register": row["register"], "rosters": row["rosters"]} for row in rows}
    if fresh := [row for key, row in wanted.items() if key not in known]:
        connection.execute(insert(laws), fresh)


def _is_other(kept: str, rosters: Mapping[str, str]) -> bool:
    return any(rosters.get(name) != digest for name, digest in json.loads(kept).items())


def _summary(row: Row[Any]) -> Summary:
    return Summary(row.id, json.loads(row.question), row.as_of, row.kept_at, row.kept_by)
