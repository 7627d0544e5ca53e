from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
import pytest

from penstock.cli.store import opened
from penstock.store.keys import ApiKeys
from penstock.store.sessions import Sessions

if TYPE_CHECKING:
    from collections.abc import Callable

PASSWORD = "correct horse battery"  # noqa: S105  # of the tests


@pytest.fixture(autouse=True)
def _own_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click, "prompt", lambda *_, **__: PASSWORD)


def may_sign_in(name: str, password: str) -> bool:
    with opened(None) as store:
        return Sessions(store).sign_in(name, password) is not None


def test_an_account_is_added_listed_disabled_and_enabled(penstock_command: Callable[..., Any]) -> None:
    assert "There is no account yet" in penstock_command("user", "list").out
    assert penstock_command("user", "add", "O'Brien", "--role", "officer").out == "O'Brien (officer) may sign in.\n"
    assert may_sign_in("o'brien", PASSWORD)
    (listed,) = json.loads(penstock_command("user", "list", "--json").out)
    assert (listed["name"], listed["role"], listed["disabled_at"]) == ("O'Brien", "officer", None)
    assert "O'Brien" in penstock_command("user", "list").out
    assert "(officer) was disabled at 20" in penstock_command("user", "disable", "O'Brien").out
    assert not may_sign_in("O'Brien", PASSWORD)
    assert json.loads(penstock_command("user", "enable", "O'Brien", "--json").out)["disabled_at"] is None
    assert may_sign_in("O'Brien", PASSWORD)


def test_a_password_is_changed_or_made_up(penstock_command: Callable[..., Any]) -> None:
    made = json.loads(penstock_command("user", "add", "ito", "--generate", "--json").out)
    assert may_sign_in("ito", made["password"])
    told = penstock_command("user", "password", "ito", "--generate").out
    assert may_sign_in("ito", told.split()[-1])
    assert not may_sign_in("ito", made["password"])
    assert "password" not in penstock_command("user", "password", "ito").out
    assert may_sign_in("ito", PASSWORD)


def test_what_is_wrong_is_told(penstock_command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    penstock_command("user", "add", "ito", "--role", "administrator")
    for arguments, status, found in [
        (("add", "ITO"), 2, "There is an account 'ITO' already"),
        (("add", "a:b"), 2, "cannot be the name of an account"),
        (("add", "sato", "--role", "root"), 2, ""),
        (("disable", "nobody"), 2, "There is no account 'nobody'"),
        (("password", "nobody"), 2, "There is no account 'nobody'"),
        (("disable", "ito"), 1, "the last administrator"),
    ]:
        refused = penstock_command("user", *arguments)
        assert (refused.status, found in refused.err) == (status, True)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: "short")
    refused = penstock_command("user", "add", "sato")
    assert (refused.status, "at least 12 characters" in refused.err) == (2, True)


def test_a_key_is_made_shown_once_listed_and_revoked(penstock_command: Callable[..., Any]) -> None:
    assert "There is no key yet" in penstock_command("user", "keys").out
    penstock_command("user", "add", "ito", "--role", "officer")
    told = penstock_command("user", "key", "ito", "the warehouse", "--role", "viewer", "--days", "30").out
    key = told.split()[-1]
    with opened(None) as store:
        account = ApiKeys(store).account_of(key)
    assert account is not None
    assert (account.name, account.role) == ("ito", "viewer")
    (listed,) = json.loads(penstock_command("user", "keys", "--json").out)
    assert key.startswith(listed["prefix"])
    assert listed["expires_at"] > listed["made_at"]
    shown = penstock_command("user", "keys").out
    assert "the warehouse" in shown
    assert key not in shown
    assert "was revoked at 20" in penstock_command("user", "revoke", listed["prefix"]).out
    with opened(None) as store:
        assert ApiKeys(store).account_of(key) is None
    made = json.loads(penstock_command("user", "key", "ito", "another", "--json").out)
    assert (made["role"], made["expires_at"]) == ("officer", None)


def test_a_key_that_cannot_be_made_is_refused(penstock_command: Callable[..., Any]) -> None:
    penstock_command("user", "add", "ito", "--role", "officer")
    for words in (("nobody", "x"), ("ito", "x", "--role", "approver"), ("ito", "x", "--days", "0")):
        refused = penstock_command("user", "key", *words)
        assert refused.status != 0
        assert "Traceback" not in refused.err
    assert penstock_command("user", "revoke", "nix").status == 2
