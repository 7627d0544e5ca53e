"""``penstock user``: add, list, disable, enable, password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from penstock.cli.options import as_json
from penstock.cli.printing import print_json
from penstock.cli.store import actor, database, opened

if TYPE_CHECKING:
    from penstock.store.accounts import Account, Role

ROLES = ("viewer", "officer", "approver", "administrator")
"""As the store has them; named here so that help costs no database library."""

generate = click.option("--generate", is_flag=True, help="Make a password up and print it; else it is asked for.")


@click.group()
def user() -> None:
    """Say who may sign in, and what for."""


@user.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="viewer", show_default=True, help="What they may do.")
@generate
@database
@as_json
def add(*, name: str, role: Role, generate: bool, url: str | None, as_json: bool) -> None:
    """Add the account NAME."""
    with opened(url) as store:
        from penstock.store.accounts import Accounts  # noqa: PLC0415  # of an extra

        password = _password(made_up=generate)
        made = Accounts(store).add(actor(), name, role, password)
    _print(made, password if generate else None, as_json=as_json)


@user.command("list")
@database
@as_json
def list_users(*, url: str | None, as_json: bool) -> None:
    """List every account, those disabled among them."""
    with opened(url) as store:
        from penstock.store.accounts import Accounts  # noqa: PLC0415  # of an extra

        found = Accounts(store).all()
    if as_json:
        print_json([_shown(one) for one in found])
    elif found:
        from penstock.cli.tables import print_rows  # noqa: PLC0415  # rich is slow to import

        print_rows([{key: value or "-" for key, value in _shown(one).items()} for one in found])
    else:
        click.echo("There is no account yet. Add one with 'penstock user add NAME --role administrator'.")


@user.command()
@click.argument("name")
@database
@as_json
def disable(*, name: str, url: str | None, as_json: bool) -> None:
    """Keep NAME from signing in; what they are signed in with ends at once."""
    with opened(url) as store:
        from penstock.store.accounts import Accounts  # noqa: PLC0415  # of an extra

        changed = Accounts(store).disable(actor(), name)
    _print(changed, None, as_json=as_json)


@user.command()
@click.argument("name")
@database
@as_json
def enable(*, name: str, url: str | None, as_json: bool) -> None:
    """Let NAME sign in again."""
    with opened(url) as store:
        from penstock.store.accounts import Accounts  # noqa: PLC0415  # of an extra

        changed = Accounts(store).enable(actor(), name)
    _print(changed, None, as_json=as_json)


@user.command()
@click.argument("name")
@generate
@database
@as_json
def password(*, name: str, generate: bool, url: str | None, as_json: bool) -> None:
    """Give NAME another password; every session of theirs ends."""
    with opened(url) as store:
        from penstock.store.accounts import Accounts  # noqa: PLC0415  # of an extra

        Accounts(store).get(name)
        chosen = _password(made_up=generate)
        changed = Accounts(store).set_password(actor(), name, chosen)
    _print(changed, chosen if generate else None, as_json=as_json)


def _password(*, made_up: bool) -> str:
    if made_up:
        from penstock.store.passwords import generated  # noqa: PLC0415  # of an extra

        return generated()
    told: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return told


def _shown(account: Account) -> dict[str, str | None]:
    return {name: getattr(account, name) for name in ("name", "role", "made_at", "disabled_at")}


def _print(account: Account, password: str | None, *, as_json: bool) -> None:
    if as_json:
        print_json(_shown(account) | ({} if password is None else {"password": password}))
        return
    state = "may sign in" if account.disabled_at is None else f"was disabled at {account.disabled_at}"
    click.echo(f"{account.name} ({account.role}) {state}.")
    if password is not None:
        click.echo(f"password {password}")
