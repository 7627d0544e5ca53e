"""Visits: which register and rosters an account saw last, to show what changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from penstock.store.accounts import row_of
from penstock.store.tables import visits
from penstock.store.texts import canonical, plain, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from penstock.store.store import Store


_LAW = ":law"
"""Among the lists, what stands for the law that was seen: no list has such an id."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The digest of the register, and of each list, that an account saw, and when (UTC, ISO 8601).

    ``law`` are the keys of the changes of law that the register told of then; ``None`` where they were not kept.
    """

    account: str
    at: str
    register: str
    rosters: dict[str, str]
    law: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits of a store: the last one of each account."""

    store: Store

    def mark(self, account: str, register: str, rosters: Mapping[str, str], law: Iterable[str] | None = None) -> Visit:
        """Keep what an account saw now, in place of what it saw before.

        Args:
            account: Who saw it.
            register: The digest of the register.
            rosters: The digest of each imported list.
            law: A key for each change of law that the register tells of, without spaces.

        Raises:
            UnknownId: There is no such account.
        """
        seen = None if law is None else frozenset(law)
        visit = Visit(account, stamp_of(self.store.clock()), plain(register, "register", 200), dict(rosters), seen)
        told = visit.rosters if seen is None else visit.rosters | {_LAW: " ".join(sorted(seen))}
        with self.store.act(account, "visit.marked", account, {"register": register}) as connection:
            name = row_of(connection, account).name
            connection.execute(delete(visits).where(visits.c.account == name))
            values = {"account": name, "at": visit.at, "register": register, "rosters": canonical(told)}
            connection.execute(insert(visits).values(values))
        return visit

    def last(self, account: str) -> Visit | None:
        """Return what an account saw last; ``None`` when it never came."""
        with self.store.reading() as connection:
            asked = select(visits).where(visits.c.account == plain(account, "name", 200))
            row = connection.execute(asked).one_or_none()
        if row is None:
            return None
        rosters = json.loads(row.rosters)
        law = rosters.pop(_LAW, None)
        return Visit(row.account, row.at, row.register, rosters, None if law is None else frozenset(law.split()))
