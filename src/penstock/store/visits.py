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
    from collections.abc import Mapping

    from penstock.store.store import Store


@dataclass(frozen=True, slots=True)
class Visit:
    """The digest of the register, and of each list, that an account saw, and when (UTC, ISO 8601)."""

    account: str
    at: str
    register: str
    rosters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits of a store: the last one of each account."""

    store: Store

    def mark(self, account: str, register: str, rosters: Mapping[str, str]) -> Visit:
        """Keep what an account saw now, in place of what it saw before.

        Raises:
            UnknownId: There is no such account.
        """
        visit = Visit(account, stamp_of(self.store.clock()), plain(register, "register", 200), dict(rosters))
        with self.store.act(account, "visit.marked", account, {"register": register}) as connection:
            name = row_of(connection, account).name
            connection.execute(delete(visits).where(visits.c.account == name))
            values = {"account": name, "at": visit.at, "register": register, "rosters": canonical(visit.rosters)}
            connection.execute(insert(visits).values(values))
        return visit

    def last(self, account: str) -> Visit | None:
        """Return what an account saw last; ``None`` when it never came."""
        with self.store.reading() as connection:
            asked = select(visits).where(visits.c.account == plain(account, "name", 200))
            row = connection.execute(asked).one_or_none()
        return None if row is None else Visit(row.account, row.at, row.register, json.loads(row.rosters))
