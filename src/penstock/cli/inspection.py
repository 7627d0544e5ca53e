"""``penstock inspection``: key enterprises, whom to inspect next and why, what was found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from penstock import __version__
from penstock.cli.cases import add_shared, case_id, day_of, keep_each, on_day, print_case, take
from penstock.cli.options import as_json
from penstock.cli.printing import print_json
from penstock.cli.store import actor, database, opened
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from penstock.cases.schedule import Place
    from penstock.store.cases import Case


@click.group()
def inspection() -> None:
    """Inspections of key enterprises: who is to be seen next and why, what was found, what is overdue."""


def line(case: Case) -> str:
    """Say an inspection in one line."""
    return f"{case.id}  {case.state}  {case.body['name']}: {case.body['why']}, due {case.due}"


def _late(case: Case, on: date) -> str:
    from penstock.store.inspections import why_late  # noqa: PLC0415  # of an extra

    return why_late(case, on)


add_shared(inspection, "inspection", line, _late)


@inspection.command()
@click.argument("file", type=click.Path(path_type=Path))
@database
@as_json
def enterprises(*, file: Path, url: str | None, as_json: bool) -> None:
    """Keep the enterprises of a FILE (CSV, JSON, JSON Lines or YAML); refuse those that are none, each by itself."""
    from penstock.batch.plain_records import records_of  # noqa: PLC0415  # PyYAML is slow to import

    records = records_of(file, "enterprises")
    with opened(url) as store:
        from penstock.store.inspections import Inspections  # noqa: PLC0415  # of an extra

        inspections = Inspections(store)
        keep_each(file, records, lambda one: inspections.add(actor(), one), _enterprise, as_json=as_json)


@inspection.command()
@on_day
@database
@as_json
def schedule(*, on: str | None, url: str | None, as_json: bool) -> None:
    """Say which enterprises are to be inspected next, those overdue first, each with the reasons for its place."""
    from penstock.law.register import Register  # noqa: PLC0415  # the others need no law

    with opened(url) as store:
        from penstock.store.inspections import Inspections  # noqa: PLC0415  # of an extra

        found = Inspections(store).schedule(Register.load(), day_of(on), __version__)
        store.saw(actor(), *(one.id for one in found))
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    for one in found:
        _print_place(one)
    if not found:
        click.echo("There is no enterprise yet. Add some with 'penstock inspection enterprises FILE'.")


@inspection.command()
@click.argument("enterprise", metavar="ENTERPRISE")
@click.option("--due", metavar="YYYY-MM-DD", required=True, help="The day it is planned for.")
@click.option("--why", metavar="TEXT", required=True, help="What it is planned for.")
@click.option("--on", metavar="DATE", help="The day on which it is planned, YYYY-MM-DD; today. No --due is before it.")
@database
@as_json
def plan(*, enterprise: str, due: str, why: str, on: str | None, url: str | None, as_json: bool) -> None:  # noqa: PLR0913  # one parameter an option
    """Plan an inspection of ENTERPRISE, given by its id."""
    with opened(url) as store:
        from penstock.store.inspections import Inspections  # noqa: PLC0415  # of an extra

        planned = Inspections(store).plan(actor(), enterprise, day_of(due), why, on=day_of(on))
    print_case(planned, line, as_json=as_json)


@inspection.command()
@case_id
@on_day
@click.option("--inspector", "inspectors", metavar="NAME", multiple=True, required=True, help="Who carried it out.")
@database
@as_json
def done(*, case: str, on: str | None, inspectors: tuple[str, ...], url: str | None, as_json: bool) -> None:
    """Say that inspection ID was carried out."""
    said = {"carried_out_on": day_of(on).isoformat(), "inspectors": list(inspectors)}
    print_case(take(url, "inspection", case, "carry_out", said), line, as_json=as_json)


@inspection.command()
@case_id
@click.argument("file", type=click.Path(path_type=Path))
@database
@as_json
def findings(*, case: str, file: Path, url: str | None, as_json: bool) -> None:
    """Keep what inspection ID found, from a FILE of findings; it is due when the first has to be put right."""
    import msgspec  # noqa: PLC0415  # the others need it not

    from penstock.batch.plain_records import records_of  # noqa: PLC0415  # PyYAML is slow to import
    from penstock.cases.inspections import Finding  # noqa: PLC0415  # as above

    try:
        found = msgspec.convert(records_of(file, "findings"), type=list[Finding], strict=False)
    except msgspec.ValidationError as error:
        message = f"{file} holds no findings: {error}."
        raise InputError(message, remedy="See the fields of a finding in docs/inspections.md.") from None
    said = {"findings": msgspec.to_builtins(found), "due": min(one.correct_by for one in found).isoformat()}
    print_case(take(url, "inspection", case, "report", said), line, as_json=as_json)


@inspection.command()
@case_id
@click.argument("number", type=click.IntRange(1))
@on_day
@click.option("--note", metavar="TEXT", required=True, help="What was seen.")
@database
@as_json
def corrected(  # noqa: PLR0913  # one parameter an option
    *, case: str, number: int, on: str | None, note: str, url: str | None, as_json: bool
) -> None:
    """Say that the finding of that NUMBER of inspection ID was put right."""
    with opened(url) as store:
        from penstock.store.inspections import Inspections  # noqa: PLC0415  # of an extra

        changed = Inspections(store).correct(actor(), case, number, day_of(on), note)
    print_case(changed, line, as_json=as_json)


def _enterprise(case: Case) -> str:
    return f"{case.id}  {case.state}  {case.body['name']}, {case.body['place']}"


def _print_place(place: Place) -> None:
    last = "never inspected" if place.last is None else f"last inspected {place.last}"
    late = ", overdue" if place.is_overdue else ""
    click.echo(f"{place.id}  {place.points:g} points  {place.name}: due {place.due}{late}; {last}")
    for reason in place.reasons:
        click.echo(f"  {reason.points:g}  {reason.why}")
