"""``penstock user``: add, list, disable, enable, password; keys of programs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from penstock.cli.options import as_json
from penstock.cli.printing import print_json
from penstock.cli.store import actor, database, opened
from penstock.kernel.roles import ROLES

if TYPE_CHECKING:
    from penstock.kernel.roles import Role
    from penstock.store.accounts import Account
    from penstock.store.keys import ApiKey

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


@user.command()
@click.argument("name")
@click.argument("label")
@click.option("--role", type=click.Choice(ROLES), help="The most it may do; what the account may by default.")
@click.option("--days", type=click.IntRange(1, 3_650), help="Let it end after so many days.")
@database
@as_json
def key(  # noqa: PLR0913  # one parameter an option
    *, name: str, label: str, role: Role | None, days: int | None, url: str | None, as_json: bool
) -> None:
    """Make a key for a program of NAME's, and print it once; LABEL says what it is for."""
    with opened(url) as store:
        from penstock.store.keys import ApiKeys  # noqa: PLC0415  # of an extra

        ends = None if days is None else store.clock() + timedelta(days=days)
        made = ApiKeys(store).make(actor(), name, label, role=role, expires_at=ends)
    if as_json:
        print_json(_shown_key(made.shown) | {"key": made.key})
    else:
        click.echo(f"{made.shown.account} ({made.shown.role}): {made.shown.label}. The key is not shown again.")
        click.echo(f"key {made.key}")


@user.command()
@database
@as_json
def keys(*, url: str | None, as_json: bool) -> None:
    """List every key by its beginning, those revoked among them."""
    with opened(url) as store:
        from penstock.store.keys import ApiKeys  # noqa: PLC0415  # of an extra

        found = ApiKeys(store).all()
    if as_json:
        print_json([_shown_key(one) for one in found])
    elif found:
        from penstock.cli.tables import print_rows  # noqa: PLC0415  # rich is slow to import

        print_rows([{column: value or "-" for column, value in _shown_key(one).items()} for one in found])
    else:
        click.echo("There is no key yet. Make one with 'penstock user key NAME LABEL'.")


@user.command()
@click.argument("prefix")
@database
@as_json
def revoke(*, prefix: str, url: str | None, as_json: bool) -> None:
    """End the key that begins with PREFIX at once."""
    with opened(url) as store:
        from penstock.store.keys import ApiKeys  # noqa: PLC0415  # of an extra

        ended = ApiKeys(store).revoke(actor(), prefix)
    if as_json:
        print_json(_shown_key(ended))
    else:
        click.echo(f"{ended.prefix} of {ended.account} was revoked at {ended.revoked_at}.")


def _password(*, made_up: bool) -> str:
    if made_up:
        from penstock.store.passwords import generated  # noqa: PLC0415  # of an extra

        return generated()
    told: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return told


def _shown(account: Account) -> dict[str, str | None]:
    return {name: getattr(account, name) for name in ("name", "role", "made_at", "disabled_at")}


def _shown_key(key: ApiKey) -> dict[str, str | None]:
    names = ("prefix", "account", "role", "label", "made_at", "expires_at", "revoked_at")
    return {name: getattr(key, name) for name in names}


def _print(account: Account, password: str | None, *, as_json: bool) -> None:
    if as_json:
        print_json(_shown(account) | ({} if password is None else {"password": password}))
        return
    state = "may sign in" if account.disabled_at is None else f"was disabled at {account.disabled_at}"
    click.echo(f"{account.name} ({account.role}) {state}.")
    if password is not None:
        click.echo(f"password {password}")
