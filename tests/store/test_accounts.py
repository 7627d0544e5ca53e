from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from tests.store.conftest import CHEAP

from penstock.kernel.errors import NotAllowed, UnknownId, UsageError
from penstock.kernel.roles import ROLES
from penstock.store.accounts import Account, Accounts, folded
from penstock.store.sessions import Sessions
from penstock.store.store import Store
from penstock.store.trail import rows_of, verify

if TYPE_CHECKING:
    from penstock.kernel.roles import Role

PASSWORD = "correct horse battery"  # noqa: S105  # of the tests
NAMES = ["ito", "O'Brien", "'); DROP TABLE accounts; --", "张伟", "%s", "Señor Ñ", 'a "b" c', "x" * 100]


@pytest.mark.parametrize("name", NAMES)
def test_an_account_is_kept_under_any_name(store: Store, name: str) -> None:
    people = Accounts(store, CHEAP)
    made = people.add("shell:root", name, "officer", PASSWORD)
    assert people.get(name) == made == people.all()[0]
    assert (made.name, made.role, made.disabled_at) == (name, "officer", None)
    (row,) = rows_of(store, of=name)
    assert (row.actor, row.act, json.loads(row.detail)) == ("shell:root", "account.added", {"role": "officer"})


@pytest.mark.parametrize("name", ["", "  ", "a:b", "penstock:", "a\x00b", "a\nb", "a\u200bb", "\ud800", "x" * 101])
def test_what_cannot_be_a_name_is_refused(store: Store, name: str) -> None:
    with pytest.raises(UsageError):
        Accounts(store, CHEAP).add("shell:root", name, "officer", PASSWORD)
    assert Accounts(store).all() == []


@pytest.mark.parametrize("other", ["Ito", " ito ", "ＩＴＯ", "ITO"])
def test_a_name_nobody_can_tell_from_another_is_taken(store: Store, other: str) -> None:
    people = Accounts(store, CHEAP)
    people.add("shell:root", "ito", "officer", PASSWORD)
    with pytest.raises(UsageError, match=r"an account .* already"):
        people.add("shell:root", other, "viewer", PASSWORD)
    assert people.get(other).name == "ito"
    assert folded("İto") != folded("ito")


def test_a_role_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="'root' is no role"):
        Accounts(store, CHEAP).add("shell:root", "ito", "root", PASSWORD)  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_those_before_it_may(role: Role) -> None:
    account = Account("ito", role, "2026-11-22T08:00:00.000000Z")
    assert [account.may(one) for one in ROLES] == [ROLES.index(one) <= ROLES.index(role) for one in ROLES]
    assert not Account("ito", role, "", "2026-11-22T08:00:00.000000Z").may("viewer")


def test_passwords_are_never_stored_in_clear(store: Store) -> None:
    people = Accounts(store, CHEAP)
    people.add("shell:root", "ito", "officer", PASSWORD)
    people.set_password("shell:root", "ito", f"another {PASSWORD}")
    with store.reading() as connection:
        stored = [*connection.execute(text("SELECT * FROM accounts")), *connection.execute(text("SELECT * FROM trail"))]
    assert PASSWORD not in str(stored)
    assert "scrypt$" in str(stored[0])
    assert "scrypt$" not in str(stored[1:])


def test_a_password_changed_ends_the_sessions_of_that_account_alone(people: Accounts) -> None:
    sessions = Sessions(people.store, CHEAP)
    his = [sessions.sign_in("officer", "the password of officer") for _ in range(2)]
    hers = sessions.sign_in("viewer", "the password of viewer")
    assert hers is not None
    people.set_password("shell:root", "officer", PASSWORD)
    assert [sessions.account_of(one.token) for one in his if one is not None] == [None, None]
    assert sessions.account_of(hers.token) is not None
    assert sessions.sign_in("officer", "the password of officer") is None
    assert sessions.sign_in("officer", PASSWORD) is not None
    (changed,) = [row for row in rows_of(people.store, of="officer") if row.act == "account.password"]
    assert json.loads(changed.detail) == {"sessions_ended": 2}


def test_a_disabled_account_is_out_at_once_and_may_be_let_in_again(people: Accounts) -> None:
    sessions = Sessions(people.store, CHEAP)
    begun = sessions.sign_in("officer", "the password of officer")
    assert begun is not None
    assert people.disable("administrator", "Officer").disabled_at is not None
    assert sessions.account_of(begun.token) is None
    assert sessions.sign_in("officer", "the password of officer") is None
    assert people.enable("administrator", "officer").disabled_at is None
    assert sessions.account_of(begun.token) is None
    assert sessions.sign_in("officer", "the password of officer") is not None


def test_the_last_administrator_stays(people: Accounts) -> None:
    with pytest.raises(NotAllowed, match="the last administrator"):
        people.disable("x", "administrator")
    with pytest.raises(NotAllowed, match="the last administrator"):
        people.set_role("x", "administrator", "viewer")
    people.set_role("administrator", "administrator", "administrator")
    people.set_role("administrator", "officer", "administrator")
    assert people.disable("officer", "administrator").disabled_at is not None
    with pytest.raises(NotAllowed):
        people.disable("officer", "officer")


@pytest.mark.parametrize("name", ["nobody", "'; --", ""])
def test_an_account_that_is_not_there_is_told(people: Accounts, name: str) -> None:
    before = len(rows_of(people.store))
    with pytest.raises(UnknownId, match="no account"):
        people.get(name)
    with pytest.raises(UnknownId, match="no account"):
        people.disable("x", name)
    with pytest.raises(UnknownId, match="no account"):
        people.set_password("x", name, PASSWORD)
    assert len(rows_of(people.store)) == before


def test_the_first_administrator_is_made_once_however_many_ask(url: str) -> None:
    stores = [Store.open(url) for _ in range(4)]
    made: list[str | None] = []
    asking = [
        threading.Thread(target=lambda store=store: made.append(Accounts(store, CHEAP).first_administrator()))
        for store in stores
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    (password,) = [one for one in made if one is not None]
    begun = Sessions(stores[0], CHEAP).sign_in("administrator", password)
    assert begun is not None
    assert begun.account.role == "administrator"
    assert verify(stores[0]) == []
    for store in stores:
        store.close()
