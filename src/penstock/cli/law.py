"""``penstock law``: list, show, flags, diff, lag, validate."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from penstock.cli.options import as_json, places
from penstock.cli.printing import print_json
from penstock.kernel.days import parse_day
from penstock.kernel.errors import UsageError
from penstock.law.register import Register
from penstock.law.shown import lists_in, record_of


@click.group()
def law() -> None:
    """Read the register: its lists and texts, what changed, how far places lag behind the UN."""


def _places(register: Register, places: str | None) -> tuple[str, ...]:
    return register.places(places.split(",") if places is not None else None)


@law.command("list")
@places
@as_json
def list_lists(*, places: str | None, as_json: bool) -> None:
    """List the control lists and watch lists of the register: entries, extent, last look."""
    register = Register.load()
    wanted = _places(register, places)
    rows = lists_in(register, wanted)
    if as_json:
        print_json(rows)
        return
    from penstock.cli.tables import print_rows  # noqa: PLC0415  # rich is slow to import

    print_rows(rows)


@law.command()
@click.argument("record_id", metavar="ID")
@as_json
def show(*, record_id: str, as_json: bool) -> None:
    """Show one record whole: ID is that of a text, list, measure, subject, party, red flag, place or code."""
    register = Register.load()
    record = record_of(register, record_id)
    if as_json:
        print_json(record)
        return
    import yaml  # noqa: PLC0415  # only people need YAML

    sys.stdout.write(yaml.safe_dump({record_id: record}, allow_unicode=True, sort_keys=False, width=110))


@law.command("flags")
@places
@as_json
def show_flags(*, places: str | None, as_json: bool) -> None:
    """List the published red flags: what each says, where, what it reads, whether a consignment can answer it."""
    from penstock.law.flags import published  # noqa: PLC0415  # not needed by check

    register = Register.load()
    rows = published(register, _places(register, places))
    if as_json:
        print_json(rows)
        return
    from penstock.cli.tables import print_flags  # noqa: PLC0415  # rich is slow to import

    print_flags(rows)


@law.command()
@click.argument("first", metavar="DATE")
@click.argument("second", metavar="DATE")
@places
@as_json
def diff(*, first: str, second: str, places: str | None, as_json: bool) -> None:
    """Show what changed after the first day, up to and including the second, and what may have begun between them."""
    from penstock.law.compare import changes  # noqa: PLC0415  # not needed by check
    from penstock.law.unsettled import unsettled  # noqa: PLC0415  # as above

    one, other = parse_day(first), parse_day(second)
    if other < one:
        message = f"{other} lies before {one}."
        raise UsageError(message, remedy="Give the earlier day first.")
    register = Register.load()
    chosen = _places(register, places)
    found, open_days = changes(register, one, other, chosen), unsettled(register, one, other, chosen)
    if as_json:
        shown = {"changes": [change.as_dict() for change in found], "unsettled": [span.as_dict() for span in open_days]}
        print_json({"after": one.isoformat(), "until": other.isoformat(), "register": register.digest, **shown})
        return
    from penstock.cli.change_tables import print_changes, print_unsettled  # noqa: PLC0415  # rich is slow to import

    print_changes(found)
    print_unsettled(open_days)


@law.command("lag")
@click.argument("subjects", nargs=-1)
@places
@click.option("--on", metavar="YYYY-MM-DD", help="Count up to this day; today by default.")
@as_json
def show_lag(*, subjects: tuple[str, ...], places: str | None, on: str | None, as_json: bool) -> None:
    """Set the UN's first day of control beside each place's, and count the days not controlled.

    SUBJECTS are ids of the register; the seven fentanyl precursors under UN control by default.
    """
    from penstock.law.compare import FENTANYL_PRECURSORS, LAG_PLACES, lag  # noqa: PLC0415  # not needed by check

    register = Register.load()
    wanted = _places(register, places) if places is not None else LAG_PLACES
    day = parse_day(on) if on is not None else date.today()  # noqa: DTZ011  # the reader's own day
    rows = lag(register, subjects or FENTANYL_PRECURSORS, wanted, day)
    if as_json:
        print_json([row.as_dict() for row in rows])
        return
    from penstock.cli.tables import print_lag  # noqa: PLC0415  # rich is slow to import

    print_lag(rows)


@law.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def validate(*, folder: Path | None) -> None:
    """Read every file of a register FOLDER strictly and print each refusal with file, line and key."""
    from penstock.law.packed import REGISTER_FOLDER  # noqa: PLC0415  # the checks import RDKit
    from penstock.law.validate import validate_folder  # noqa: PLC0415  # as above

    where = folder or REGISTER_FOLDER
    if not where.is_dir():
        message = f"{where} is no folder."
        raise UsageError(message, remedy="Give the folder that holds texts/, substances/ and measures/.")
    sources = validate_folder(where)
    for error in sources.errors:
        click.echo(str(error), err=True)
    if sources.errors:
        click.echo(f"refused: {len(sources.errors)}", err=True)
        sys.exit(1)
    entries = sum(len(file.entries) for file in sources.lists.values())
    click.echo(
        f"{len(sources.texts)} texts, {len(sources.substances)} substances, {len(sources.lists)} lists, "
        f"{entries} entries, {len(sources.parties)} parties: no refusals"
    )
