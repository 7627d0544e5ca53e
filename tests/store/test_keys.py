from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from penstock.kernel.errors import NotAllowed, UnknownId, UsageError
from penstock.store.keys import ApiKeys
from penstock.store.trail import rows_of

if TYPE_CHECKING:
    from tests.store.conftest import Ticking

    from penstock.store.accounts import Accounts


def test_a_key_says_whose_it_is_until_it_is_revoked(people: Accounts) -> None:
    keys = ApiKeys(people.store)
    made = keys.make("administrator", "officer", "nightly run")
    assert keys.account_of(made.key) == people.get("officer")
    assert made.key.startswith(made.shown.prefix + "_")
    assert made.key not in repr(made)
    assert keys.all("officer") == [made.shown] == keys.all()
    assert keys.revoke("administrator", made.shown.prefix).revoked_at is not None
    assert keys.account_of(made.key) is None
    again = keys.revoke("administrator", made.shown.prefix)
    assert [again] == keys.all("officer")
    (made_row, *_) = reversed(rows_of(people.store, of=made.shown.prefix))
    assert json.loads(made_row.detail) == {
        "label": "nightly run",
        "account": "officer",
        "role": "officer",
        "until": "revoked",
    }


def test_keys_are_never_stored_in_clear(people: Accounts) -> None:
    made = ApiKeys(people.store).make("administrator", "officer", "x")
    secret = made.key.removeprefix(made.shown.prefix + "_")
    with people.store.reading() as connection:
        stored = [
            row
            for table in ("api_keys", "trail")
            for row in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608  # names of tables
        ]
    assert made.shown.prefix in str(stored)
    assert secret not in str(stored)


def test_a_key_may_do_no_more_than_it_was_made_for_nor_than_its_account(people: Accounts) -> None:
    keys = ApiKeys(people.store)
    low = keys.make("administrator", "approver", "reads", role="viewer")
    full = keys.make("administrator", "approver", "all")
    people.set_role("administrator", "approver", "officer")
    roles = [account.role for one in (low, full) if (account := keys.account_of(one.key)) is not None]
    assert roles == ["viewer", "officer"]
    with pytest.raises(NotAllowed, match="may not do what 'approver' may"):
        keys.make("administrator", "approver", "more", role="approver")
    people.disable("administrator", "approver")
    assert keys.account_of(low.key) is None
    with pytest.raises(NotAllowed):
        keys.make("administrator", "approver", "more", role="viewer")


def test_a_key_expires(people: Accounts, clock: Ticking) -> None:
    keys = ApiKeys(people.store)
    made = keys.make("administrator", "officer", "short", expires_at=clock.at + timedelta(hours=1))
    assert keys.account_of(made.key) is not None
    clock.at += timedelta(hours=1)
    assert keys.account_of(made.key) is None


@pytest.mark.parametrize("key", ["", "penstock_", "\x00", "\ud800", "' OR 1=1 --", "x" * 10**5])
def test_what_is_no_key_is_nobody_s(people: Accounts, key: str) -> None:
    keys = ApiKeys(people.store)
    made = keys.make("administrator", "officer", "x")
    assert keys.account_of(key) is None
    assert keys.account_of(made.shown.prefix) is None
    assert keys.account_of(made.key + " ") is None


def test_what_cannot_be_made_or_revoked_is_told(people: Accounts) -> None:
    keys = ApiKeys(people.store)
    with pytest.raises(UnknownId, match="no account 'nobody'"):
        keys.make("administrator", "nobody", "x")
    with pytest.raises(UsageError, match="'root' is no role"):
        keys.make("administrator", "officer", "x", role="root")  # type: ignore[arg-type]  # on purpose
    with pytest.raises(UsageError, match="The label"):
        keys.make("administrator", "officer", "x\x00")
    with pytest.raises(UnknownId, match="no key 'penstock_0'"):
        keys.revoke("administrator", "penstock_0")
    assert keys.all() == []
    assert not rows_of(people.store, of="penstock_0")
