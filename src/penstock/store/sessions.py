"""Sessions: who is signed in at a browser. A token is new at every sign-in, and kept as its SHA-256 alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from penstock.store.accounts import LONGEST_NAME, Account, account_in, folded
from penstock.store.passwords import Cost, cost_of, hashed, matches
from penstock.store.tables import accounts, sessions
from penstock.store.texts import stamp_of
from penstock.store.tokens import digest_of, new_token

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.engine import Connection, Row

    from penstock.store.store import Store

LIVES = timedelta(hours=12)
"""How long a session lasts from signing in, whatever is done in it."""

ANYBODY = "account"
"""The record of a refused sign-in under a name nobody has: what was typed may be a password, and is not kept."""

_OF_TOKEN = (
    select(accounts)
    .join(sessions, sessions.c.account == accounts.c.name)
    .where(sessions.c.token == bindparam("digest"), sessions.c.ended_at.is_(None))
    .where(sessions.c.expires_at > bindparam("now"), accounts.c.disabled_at.is_(None))
)
"""Asked at every request, so made once."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that has just begun. The token is known to its holder alone; it cannot be read from the store."""

    token: str = field(repr=False)
    account: Account
    expires_at: str


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of a store."""

    store: Store
    cost: Cost = field(default_factory=Cost)
    lives: timedelta = LIVES

    def sign_in(self, name: str, password: str, *, before: str | None = None) -> Session | None:
        """Begin a session with a new token, and end the one before; ``None`` when name and password do not fit.

        It takes as long for a name nobody has. A password kept at another cost is hashed again at the present one.

        Args:
            name: The account's, in any capitals.
            password: What was typed.
            before: The token the browser came with, if any; it ends, so that nobody can have planted it.
        """
        row = self._row(name)
        is_right = matches(password, row.password if row is not None else _NOBODY[self.cost])
        if row is None or not is_right or row.disabled_at is not None:
            with self.store.act("penstock:", "session.refused", row.name if row is not None else ANYBODY):
                return None
        anew = hashed(password, self.cost) if cost_of(row.password) != self.cost else row.password
        with self.store.writing() as connection:
            still = (accounts.c.name == row.name) & (accounts.c.password == row.password)
            holds = select(accounts.c.name).where(still & accounts.c.disabled_at.is_(None))
            if connection.execute(holds).first() is None:  # changed while the password was being hashed
                self.store.note(connection, "penstock:", "session.refused", row.name)
                return None
            connection.execute(update(accounts).where(accounts.c.name == row.name).values(password=anew))
            if before is not None:
                self._end(connection, before)
            begun = self._begin(connection, account_in(row))
            self.store.note(connection, row.name, "session.began", row.name, {"until": begun.expires_at})
        return begun

    def account_of(self, token: str) -> Account | None:
        """Return whose session a token is; ``None`` when it is none, has expired or was ended."""
        told = {"digest": digest_of(token), "now": stamp_of(self.store.clock())}
        with self.store.reading() as connection:
            row = connection.execute(_OF_TOKEN, told).one_or_none()
        return None if row is None else account_in(row)

    def sign_out(self, token: str) -> None:
        """End a session; a token of none is passed over."""
        account = self.account_of(token)
        if account is not None:
            with self.store.act(account.name, "session.ended", account.name) as connection:
                self._end(connection, token)

    def _row(self, name: str) -> Row[Any] | None:
        if len(name) > LONGEST_NAME or "\x00" in name or not name.isprintable():
            return None
        with self.store.reading() as connection:
            return connection.execute(select(accounts).where(accounts.c.folded == folded(name))).one_or_none()

    def _begin(self, connection: Connection, account: Account) -> Session:
        now = self.store.clock()
        begun = Session(new_token(), account, stamp_of(now + self.lives))
        values = {"token": digest_of(begun.token), "account": account.name, "made_at": stamp_of(now)}
        connection.execute(insert(sessions).values(values | {"expires_at": begun.expires_at}))
        return begun

    def _end(self, connection: Connection, token: str) -> None:
        found = (sessions.c.token == digest_of(token)) & sessions.c.ended_at.is_(None)
        connection.execute(update(sessions).where(found).values(ended_at=stamp_of(self.store.clock())))


class _Nobodies(dict[Cost, str]):
    """For each cost a hash that no password has, to be compared with where there is no account."""

    def __missing__(self, cost: Cost) -> str:
        self[cost] = hashed(new_token(), cost)
        return self[cost]


_NOBODY = _Nobodies()
