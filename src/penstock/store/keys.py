"""API keys: how programs say whose they are. A key is shown once, and kept as its SHA-256 alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from penstock.kernel.errors import NotAllowed, UnknownId, UsageError
from penstock.kernel.roles import ROLES, Role
from penstock.store.accounts import Account, account_in, row_of
from penstock.store.tables import accounts, api_keys
from penstock.store.texts import plain, stamp_of
from penstock.store.tokens import digest_of, new_token

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlalchemy.engine import Row

    from penstock.store.store import Store

MARK = "penstock"
"""What every key begins with, so that scanners for secrets can find one that was lost."""

_OF_KEY = (
    select(accounts, api_keys.c.role.label("narrowed"), api_keys.c.expires_at)
    .join(api_keys, api_keys.c.account == accounts.c.name)
    .where(api_keys.c.token == bindparam("digest"), api_keys.c.revoked_at.is_(None))
    .where(accounts.c.disabled_at.is_(None))
)
"""Asked at every request, so made once."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What may be shown of a key. Times are UTC, ISO 8601."""

    prefix: str
    account: str
    role: Role
    label: str
    made_at: str
    expires_at: str | None = None
    revoked_at: str | None = None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made, with the whole of it, which cannot be read again."""

    key: str = field(repr=False)
    shown: ApiKey


@dataclass(frozen=True, slots=True)
class ApiKeys:
    """The API keys of a store."""

    store: Store

    def make(
        self, actor: str, account: str, label: str, *, role: Role | None = None, expires_at: datetime | None = None
    ) -> NewKey:
        """Make a key of an account.

        Args:
            actor: Who makes it.
            account: Whose key it is.
            label: What it is for.
            role: The most it may do; the account's own role when ``None``. It never outgrows the account's.
            expires_at: When it ends; never when ``None``.

        Raises:
            UnknownId: There is no such account.
            UsageError: The role is none, or the label cannot be kept.
            NotAllowed: The account is disabled or its role is lower.
        """
        prefix, secret = f"{MARK}_{secrets.token_hex(4)}", new_token()
        key = f"{prefix}_{secret}"
        detail = {"label": plain(label, "label", 200)}
        with self.store.act(actor, "key.made", prefix, detail) as connection:
            owner = account_in(row_of(connection, account))
            wanted = owner.role if role is None else role
            _check(owner, wanted)
            until = None if expires_at is None else stamp_of(expires_at)
            shown = ApiKey(prefix, owner.name, wanted, label, stamp_of(self.store.clock()), until)
            detail |= {"account": owner.name, "role": wanted, "until": until or "revoked"}
            values = {name: getattr(shown, name) for name in ApiKey.__slots__}
            connection.execute(insert(api_keys).values(values | {"token": digest_of(key)}))
        return NewKey(key, shown)

    def account_of(self, key: str) -> Account | None:
        """Return whose key this is, with the role the key has; ``None`` when it opens nothing (any more)."""
        with self.store.reading() as connection:
            row = connection.execute(_OF_KEY, {"digest": digest_of(key)}).one_or_none()
        if row is None or (row.expires_at is not None and row.expires_at <= stamp_of(self.store.clock())):
            return None
        account = account_in(row)
        return replace(account, role=min(account.role, row.narrowed, key=ROLES.index))

    def all(self, account: str | None = None) -> list[ApiKey]:
        """Return every key, or every key of an account, the latest first, those revoked among them."""
        asked = select(api_keys).order_by(api_keys.c.made_at.desc(), api_keys.c.prefix)
        if account is not None:
            asked = asked.where(api_keys.c.account == plain(account, "name", 200))
        with self.store.reading() as connection:
            return [_key(row) for row in connection.execute(asked)]

    def revoke(self, actor: str, prefix: str) -> ApiKey:
        """End a key at once; one that was revoked stays as it was.

        Raises:
            UnknownId: There is no such key.
        """
        with self.store.act(actor, "key.revoked", plain(prefix, "prefix", 200)) as connection:
            mine = api_keys.c.prefix == prefix
            at = stamp_of(self.store.clock())
            connection.execute(update(api_keys).where(mine & api_keys.c.revoked_at.is_(None)).values(revoked_at=at))
            row = connection.execute(select(api_keys).where(mine)).one_or_none()
            if row is None:
                message = f"There is no key {prefix!r}."
                raise UnknownId(message, remedy="Give the beginning of the key, up to its second underscore.")
            return _key(row)


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(**{name: getattr(row, name) for name in ApiKey.__slots__})


def _check(owner: Account, role: str) -> None:
    if role not in ROLES:
        message = f"{role!r} is no role."
        raise UsageError(message, remedy=f"Use one of {', '.join(ROLES)}.")
    if not owner.may(role):
        message = f"{owner.name!r} may not do what {role!r} may."
        raise NotAllowed(message, remedy="Give the key a role that the account has.")
