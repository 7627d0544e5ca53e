from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from tests.store.conftest import CHEAP

from penstock.store.passwords import Cost, cost_of, matches
from penstock.store.sessions import LIVES, Session, Sessions
from penstock.store.trail import rows_of

if TYPE_CHECKING:
    from tests.store.conftest import Ticking

    from penstock.store.accounts import Accounts

PASSWORD = "the password of officer"  # noqa: S105  # of the tests


def signed_in(sessions: Sessions, before: str | None = None) -> Session:
    begun = sessions.sign_in("officer", PASSWORD, before=before)
    assert begun is not None
    return begun


def test_a_session_says_whose_it_is_until_it_is_ended(people: Accounts) -> None:
    sessions = Sessions(people.store, CHEAP)
    begun = signed_in(sessions)
    assert sessions.account_of(begun.token) == people.get("officer") == begun.account
    assert begun.token not in repr(begun)
    sessions.sign_out(begun.token)
    assert sessions.account_of(begun.token) is None
    sessions.sign_out(begun.token)
    acts = [row.act for row in rows_of(people.store, of="officer")]
    assert acts == ["session.ended", "session.began", "account.added"]


def test_a_session_expires(people: Accounts, clock: Ticking) -> None:
    sessions = Sessions(people.store, CHEAP)
    begun = signed_in(sessions)
    clock.at += LIVES - timedelta(seconds=10)
    assert sessions.account_of(begun.token) is not None
    clock.at += timedelta(seconds=10)
    assert sessions.account_of(begun.token) is None


def test_the_token_is_new_at_every_sign_in_and_the_one_before_ends(people: Accounts) -> None:
    sessions = Sessions(people.store, CHEAP)
    planted = signed_in(sessions).token
    begun = signed_in(sessions, before=planted)
    assert begun.token != planted
    assert sessions.account_of(planted) is None
    assert sessions.account_of(begun.token) is not None
    assert signed_in(sessions, before="a token nobody ever had").token


def test_tokens_are_never_stored_in_clear(people: Accounts) -> None:
    begun = signed_in(Sessions(people.store, CHEAP))
    with people.store.reading() as connection:
        tables = ("sessions", "trail", "accounts")
        stored = [row for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608  # names of tables
    assert begun.token not in str(stored)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("officer", "the password of viewer"),
        ("officer", ""),
        ("nobody", PASSWORD),
        ("", ""),
        ("officer\x00", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("x" * 10**5, "x" * 10**5),
        ("officer", "\ud800"),
    ],
)
def test_a_wrong_name_or_password_opens_nothing_and_is_in_the_trail(people: Accounts, name: str, password: str) -> None:
    assert Sessions(people.store, CHEAP).sign_in(name, password) is None
    (row,) = rows_of(people.store, limit=1)
    assert (row.act, row.actor) == ("session.refused", "penstock:")
    assert row.of == ("officer" if name == "officer" else "account"), "what nobody is called may be a password"


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "' OR 1=1 --", "x" * 10**5])
def test_a_token_of_no_session_is_nobody_s(people: Accounts, token: str) -> None:
    signed_in(sessions := Sessions(people.store, CHEAP))
    assert sessions.account_of(token) is None
    sessions.sign_out(token)


def test_a_name_nobody_has_costs_as_much_as_one_somebody_has(people: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    costs = []
    digest = Cost.digest

    def counted(self: Cost, password: str, salt: bytes) -> bytes:
        costs.append(self)
        return digest(self, password, salt)

    sessions = Sessions(people.store, CHEAP)
    sessions.sign_in("nobody", "any password")  # the hash of nobody is made once
    monkeypatch.setattr(Cost, "digest", counted)
    sessions.sign_in("nobody", "any password")
    sessions.sign_in("officer", "any password")
    assert costs == [CHEAP, CHEAP]


def test_a_hash_of_another_cost_is_made_anew_at_sign_in(people: Accounts) -> None:
    dearer = Cost(n=2**5, r=1, p=1)
    assert Sessions(people.store, dearer).sign_in("officer", PASSWORD) is not None
    with people.store.reading() as connection:
        kept = connection.execute(text("SELECT password FROM accounts WHERE name = 'officer'")).scalar_one()
    assert cost_of(kept) == dearer
    assert Sessions(people.store, dearer).sign_in("officer", PASSWORD) is not None


@pytest.mark.parametrize("change", ["password", "disable"])
def test_an_account_changed_while_its_password_is_hashed_gets_no_session(
    people: Accounts, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    def slowly(password: str, kept: str) -> bool:
        is_right = matches(password, kept)
        if change == "password":
            people.set_password("shell:root", "officer", "another password")
        else:
            people.disable("shell:root", "officer")
        return is_right

    monkeypatch.setattr("penstock.store.sessions.matches", slowly)
    assert Sessions(people.store, CHEAP).sign_in("officer", PASSWORD) is None
    assert rows_of(people.store, limit=1)[0].act == "session.refused"
