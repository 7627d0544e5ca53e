"""``penstock authorisation``: licences, registrations, certificates and guarantees, and what is drawn of them."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from penstock.cases.notifications import read_number
from penstock.cases.states import TABLES
from penstock.cli.options import as_json
from penstock.cli.printing import print_json
from penstock.cli.store import actor, database, opened
from penstock.kernel.days import parse_day
from penstock.law.register import Register

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.store.balances import Balance

STEPS = tuple(step.name for step in TABLES["authorisation"].steps)


@click.group()
def authorisation() -> None:
    """Licences, registrations, certificates and guarantees: what each is for, and how much of it is left."""


@authorisation.command()
@click.argument("file", type=click.Path(path_type=Path))
@database
@as_json
def add(*, file: Path, url: str | None, as_json: bool) -> None:
    """Keep the authorisations of a FILE (CSV, JSON, YAML); one that is there already is named and left as it is."""
    from penstock.batch.authorised import read_authorisations  # noqa: PLC0415  # not needed by the others

    read = read_authorisations(file, Register.load())
    with opened(url) as store:
        from penstock.store.balances import KIND  # noqa: PLC0415  # of an extra
        from penstock.store.cases import Cases  # noqa: PLC0415  # as above

        cases = Cases(store)
        found = [cases.open(actor(), KIND, msgspec.to_builtins(one), key=one.key) for one in read.authorisations]
    if as_json:
        print_json([{"id": case.id, "number": case.body["number"], "is_new": case.is_new} for case in found])
        return
    for case in found:
        click.echo(f"{case.id}  {case.body['number']}{'' if case.is_new else ', which is there already'}")


@authorisation.command("list")
@database
@as_json
def list_authorisations(*, url: str | None, as_json: bool) -> None:
    """List the authorisations that may be relied on, with what is left of each."""
    with opened(url) as store:
        from penstock.store.draws import Draws  # noqa: PLC0415  # of an extra

        found = Draws(store).active()
    _print(found, as_json=as_json)


@authorisation.command()
@click.argument("authorisation_id", metavar="ID")
@database
@as_json
def show(*, authorisation_id: str, url: str | None, as_json: bool) -> None:
    """Show one whole: what it is for, its history, what has drawn on it."""
    with opened(url) as store:
        from penstock.store.cases import Cases  # noqa: PLC0415  # of an extra
        from penstock.store.draws import Draws  # noqa: PLC0415  # as above

        draws = Draws(store)
        balance, drawn = draws.balance(authorisation_id), draws.of(authorisation_id)
        history = Cases(store).history(authorisation_id)
        store.saw(actor(), authorisation_id)
    told: dict[str, Any] = {
        **balance.as_dict(),
        "authorisation": msgspec.to_builtins(balance.authorisation),
        "drawn_by": [msgspec.to_builtins(one) for one in drawn],
        "history": [{"at": one.at, "by": one.by, "step": one.step, "state": one.state} for one in history],
    }
    if as_json:
        print_json(told)
        return
    import yaml  # noqa: PLC0415  # only people need YAML

    sys.stdout.write(yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=110))


@authorisation.command()
@click.argument("authorisation_id", metavar="ID")
@database
@as_json
def balance(*, authorisation_id: str, url: str | None, as_json: bool) -> None:
    """Tell how much is granted, drawn and left."""
    with opened(url) as store:
        from penstock.store.draws import Draws  # noqa: PLC0415  # of an extra

        found = Draws(store).balance(authorisation_id)
    _print([found], as_json=as_json)


@authorisation.command()
@click.argument("authorisation_id", metavar="ID")
@click.option("--consignment", required=True, help="The consignment that ships.")
@click.option("--item", type=click.IntRange(1), default=1, help="The number of the item in it.")
@click.option("--quantity", required=True, help="How much it ships.")
@click.option("--unit", required=True, help="The unit of that, for example kg.")
@click.option("--on", metavar="DATE", help="The day of the shipment, YYYY-MM-DD; today.")
@database
@as_json
def draw(  # noqa: PLR0913  # one parameter an option
    *,
    authorisation_id: str,
    consignment: str,
    item: int,
    quantity: str,
    unit: str,
    on: str | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Draw down by what a consignment ships; more than is left is refused, and the same again draws nothing more."""
    day = date.today() if on is None else parse_day(on)  # noqa: DTZ011  # the reader's own day
    much = read_number(quantity, "quantity")
    with opened(url) as store:
        from penstock.store.draws import Draws  # noqa: PLC0415  # of an extra

        found = Draws(store).draw(
            actor(), authorisation_id, consignment=consignment, item=item, quantity=much, unit=unit, on=day
        )
    _print([found], as_json=as_json)


@authorisation.command("draw-run")
@click.argument("run", type=click.Path(path_type=Path))
@database
@as_json
def draw_run(*, run: Path, url: str | None, as_json: bool) -> None:
    """Draw all that the rows of a finished RUN draw, in one commit: all of it, or nothing where too little is left.

    RUN is the folder that screen was given with --out. The same run again draws nothing more.
    """
    from penstock.batch.kept_draws import read_draws  # noqa: PLC0415  # not needed by the others

    drawings = read_draws(run)
    with opened(url) as store:
        from penstock.store.draws import Draws, name_of  # noqa: PLC0415  # of an extra

        done = Draws(store).draw_all(actor(), drawings, name_of(drawings))
    if as_json:
        print_json(done.as_dict())
        return
    before = f"; {done.before} were drawn before and were not drawn again" if done.before else ""
    click.echo(f"{done.new} draws were made{before}.")
    _print(done.balances, as_json=False)


@authorisation.command("return")
@click.argument("authorisation_id", metavar="ID")
@click.option("--consignment", required=True, help="The consignment that did not go.")
@click.option("--item", type=click.IntRange(1), default=1, help="The number of the item in it.")
@click.option("--reason", required=True, help="Why it did not go.")
@database
@as_json
def give_back(  # noqa: PLR0913  # one parameter an option
    *, authorisation_id: str, consignment: str, item: int, reason: str, url: str | None, as_json: bool
) -> None:
    """Give back what an item drew whose shipment did not go; it may be drawn again afterwards."""
    with opened(url) as store:
        from penstock.store.draws import Draws  # noqa: PLC0415  # of an extra

        found = Draws(store).give_back(actor(), authorisation_id, consignment=consignment, item=item, reason=reason)
    _print([found], as_json=as_json)


@authorisation.command()
@click.argument("authorisation_id", metavar="ID")
@click.argument("step", type=click.Choice(STEPS))
@click.option("--note", required=True, help="Why.")
@database
@as_json
def step(*, authorisation_id: str, step: str, note: str, url: str | None, as_json: bool) -> None:
    """Suspend, resume, revoke or surrender one."""
    with opened(url) as store:
        from penstock.store.cases import Cases  # noqa: PLC0415  # of an extra
        from penstock.store.draws import Draws  # noqa: PLC0415  # as above

        draws, cases = Draws(store), Cases(store)
        draws.balance(authorisation_id)  # refuses what is no authorisation
        version = cases.get(authorisation_id).version
        cases.take(actor(), authorisation_id, step, version=version, detail={"note": note})
        found = draws.balance(authorisation_id)
    _print([found], as_json=as_json)


@authorisation.command()
@click.argument("file", type=click.Path(path_type=Path))
@database
@as_json
def export(*, file: Path, url: str | None, as_json: bool) -> None:
    """Write those that may be relied on, with what is drawn, into a FILE for screen --authorisations (JSON)."""
    from penstock.batch.authorised import write_authorisations  # noqa: PLC0415  # not needed by the others

    with opened(url) as store:
        from penstock.store.draws import Draws  # noqa: PLC0415  # of an extra

        found = Draws(store).at_hand().authorisations
    write_authorisations(file, found)
    if as_json:
        print_json({"file": str(file), "authorisations": len(found)})
    else:
        click.echo(f"{len(found)} authorisations written to {file}.")


def _print(found: Sequence[Balance], *, as_json: bool) -> None:
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    for one in found:
        told = one.authorisation
        granted = "no limit" if told.quantity is None else f"{told.quantity.normalize():f} {told.unit}"
        left = "" if one.left is None else f", {one.left.normalize():f} {told.unit} left"
        again = "" if one.is_new else " (drawn before; nothing more was drawn)"
        days = f"{told.valid_from} to {told.valid_until}"
        click.echo(f"{one.id}  {one.state}  {told.said}, {told.holder}, {days}: {granted}{left}{again}")
