"""Accounts: who may sign in and what for. None is ever removed, so a name in the trail means one person."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from penstock.kernel.errors import NotAllowed, UnknownId, UsageError
from penstock.kernel.roles import ROLES, covers
from penstock.store.passwords import Cost, generated, hashed
from penstock.store.store import PROGRAM
from penstock.store.tables import accounts, sessions
from penstock.store.texts import plain, stamp_of

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.engine import Connection, Row

    from penstock.kernel.roles import Role
    from penstock.store.store import Store

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. Times are UTC, ISO 8601; ``disabled_at`` is ``None`` while they may."""

    name: str
    role: Role
    made_at: str
    disabled_at: str | None = None

    def may(self, role: Role) -> bool:
        """Tell whether the account may do what a role may."""
        return self.disabled_at is None and covers(self.role, role)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a store. Who calls decides who may change them; ``actor`` is who it is done for."""

    store: Store
    cost: Cost = field(default_factory=Cost)

    def add(self, actor: str, name: str, role: Role, password: str) -> Account:
        """Add an account.

        Raises:
            UsageError: The name is taken or cannot be one, the role is none, or the password is too short.
        """
        name, kept = _name(name), hashed(password, self.cost)
        with self.store.act(actor, "account.added", name, {"role": _role(role)}) as connection:
            if connection.execute(select(accounts).where(accounts.c.folded == folded(name))).first() is not None:
                message = f"There is an account {name!r} already."
                raise UsageError(message, remedy="Choose another name; names of former accounts are not given again.")
            made = Account(name, role, stamp_of(self.store.clock()))
            values = {"name": name, "folded": folded(name), "role": role, "password": kept, "made_at": made.made_at}
            connection.execute(insert(accounts).values(values))
        return made

    def first_administrator(self, name: str = "administrator") -> str | None:
        """Add an administrator where there is no account at all, and return the password, which is kept nowhere."""
        if self.all():
            return None
        password = generated()
        kept = hashed(password, self.cost)
        with self.store.writing() as connection:
            if connection.execute(select(accounts.c.name).limit(1)).first() is not None:
                return None
            made_at = stamp_of(self.store.clock())
            values = {"name": _name(name), "folded": folded(name), "role": ROLES[-1], "password": kept}
            connection.execute(insert(accounts).values(values | {"made_at": made_at}))
            self.store.note(connection, PROGRAM, "account.added", name, {"role": ROLES[-1]})
        return password

    def all(self) -> list[Account]:
        """Return every account, by name."""
        with self.store.reading() as connection:
            return [account_in(row) for row in connection.execute(select(accounts).order_by(accounts.c.folded))]

    def get(self, name: str) -> Account:
        """Return the account of a name, however it is spelt in capitals.

        Raises:
            UnknownId: There is none.
        """
        with self.store.reading() as connection:
            return account_in(row_of(connection, name))

    def set_role(self, actor: str, name: str, role: Role) -> Account:
        """Give an account another role.

        Raises:
            UnknownId: There is no such account.
            UsageError: The role is none.
            NotAllowed: It is the last administrator.
        """
        return self._change(actor, "account.role", name, {"role": _role(role)})

    def disable(self, actor: str, name: str) -> Account:
        """Keep an account from signing in; its sessions end and its keys open nothing any more.

        Raises:
            UnknownId: There is no such account.
            NotAllowed: It is the last administrator.
        """
        return self._change(actor, "account.disabled", name, {"disabled_at": stamp_of(self.store.clock())})

    def enable(self, actor: str, name: str) -> Account:
        """Let a disabled account sign in again; sessions that ended stay ended.

        Raises:
            UnknownId: There is no such account.
        """
        return self._change(actor, "account.enabled", name, {"disabled_at": None})

    def set_password(self, actor: str, name: str, password: str) -> Account:
        """Give an account another password; every session of it ends in the same commit.

        Raises:
            UnknownId: There is no such account.
            UsageError: The password is too short.
        """
        return self._change(actor, "account.password", name, {"password": hashed(password, self.cost)})

    def _change(self, actor: str, act: str, name: str, values: dict[str, Any]) -> Account:
        detail = {key: value for key, value in values.items() if key != "password"}
        ends = "password" in values or values.get("disabled_at") is not None
        found = self.get(name)
        with self.store.act(actor, act, found.name, detail) as connection:
            row = row_of(connection, name)
            lowers = values.get("role", ROLES[-1]) != ROLES[-1] or "disabled_at" in values
            if lowers and account_in(row).may(ROLES[-1]):
                _check_another(connection, row.name)
            connection.execute(update(accounts).where(accounts.c.name == row.name).values(values))
            if ends:
                open_ones = (sessions.c.account == row.name) & sessions.c.ended_at.is_(None)
                ended = update(sessions).where(open_ones).values(ended_at=stamp_of(self.store.clock()))
                detail["sessions_ended"] = connection.execute(ended).rowcount
            return account_in(row_of(connection, name))


def row_of(connection: Connection, name: str) -> Row[Any]:
    """Return the row of an account.

    Raises:
        UnknownId: There is no such account.
    """
    asked = select(accounts).where(accounts.c.folded == folded(plain(name, "name", LONGEST_NAME)))
    row = connection.execute(asked).one_or_none()
    if row is None:
        message = f"There is no account {name!r}."
        raise UnknownId(message, remedy="See 'penstock user list'.")
    return row


def folded(name: str) -> str:
    """Return what two names share that nobody could tell apart: compatible letters, capitals, spaces at the ends."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def account_in(row: Row[Any]) -> Account:
    """Return the account of a row that has its columns."""
    return Account(row.name, row.role, row.made_at, row.disabled_at)


def _check_another(connection: Connection, name: str) -> None:
    others = (accounts.c.role == ROLES[-1]) & accounts.c.disabled_at.is_(None) & (accounts.c.name != name)
    if connection.execute(select(accounts.c.name).where(others).limit(1)).first() is None:
        message = f"{name!r} is the last administrator."
        raise NotAllowed(message, remedy="Make another administrator first.")


def _name(name: str) -> str:
    told = unicodedata.normalize("NFC", plain(name, "name", LONGEST_NAME)).strip()
    if not told or ":" in told or any(unicodedata.category(letter).startswith("C") for letter in told):
        message = f"{name!r} cannot be the name of an account."
        raise UsageError(message, remedy="Use letters, digits, spaces and signs, but no colon and nothing invisible.")
    return told


def _role(role: str) -> str:
    if role not in ROLES:
        message = f"{role!r} is no role."
        raise UsageError(message, remedy=f"Use one of {', '.join(ROLES)}.")
    return role
