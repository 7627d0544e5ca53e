"""``penstock notice``: pre-export notifications, their replies and their clocks."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from penstock.batch.plain_file import text_of, values_of
from penstock.cases.notifications import REASONS, REPLIES, read_notification, subject_of
from penstock.cases.states import TABLES
from penstock.cli.options import as_json
from penstock.cli.printing import print_json
from penstock.cli.store import actor, database, opened
from penstock.kernel.days import parse_day
from penstock.kernel.errors import InputError, UsageError
from penstock.law.register import Register
from penstock.law.routes import read_country

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from penstock.cases.clocks import Answer
    from penstock.cases.notifications import Reason, Result
    from penstock.store.notices import Notice, Notices

WHAT = "the fields of a notification"
STATES = tuple(TABLES["notification"].states)
OTHER_STEPS = ("edit", "authorise", "resume", "lapse", "withdraw", "confirm_arrival")
"""Steps that have no command of their own."""

on_day = click.option("--on", metavar="DATE", help="The day it happened, or is asked about, YYYY-MM-DD; today.")


@click.group()
def notice() -> None:
    """Pre-export notifications: what is missing of one, who answered, how long its clocks run, what silence means."""


@notice.command()
@click.argument("file", type=click.Path(path_type=Path))
@on_day
@database
@as_json
def new(*, file: Path, on: str | None, url: str | None, as_json: bool) -> None:
    """Keep a draft from a FILE of its fields (JSON or YAML), and tell what is missing of it."""
    told = _read(file)
    _do(url, lambda notices, day: notices.draft(actor(), told, day), on, as_json=as_json)


@notice.command()
@click.argument("notice_id", metavar="ID")
@on_day
@database
@as_json
def send(*, notice_id: str, on: str | None, url: str | None, as_json: bool) -> None:
    """Say that a draft was sent; refused while something is missing. Its clocks run from that day."""
    _do(url, lambda notices, day: notices.send(actor(), notice_id, day), on, as_json=as_json)


@notice.command()
@click.argument("notice_id", metavar="ID")
@on_day
@database
@as_json
def receive(*, notice_id: str, on: str | None, url: str | None, as_json: bool) -> None:
    """Say that the importing authority confirmed the receipt."""
    _do(url, lambda notices, day: notices.receive(actor(), notice_id, day), on, as_json=as_json)


@notice.command()
@click.argument("notice_id", metavar="ID")
@click.option("--result", type=click.Choice(tuple(REPLIES)), required=True, help="What the authority answered.")
@click.option("--reason", type=click.Choice(tuple(REASONS)), required=True, help="Why.")
@click.option("--note", default="", help="In its own words.")
@on_day
@database
@as_json
def reply(  # noqa: PLR0913  # one parameter an option
    *, notice_id: str, result: str, reason: str, note: str, on: str | None, url: str | None, as_json: bool
) -> None:
    """Keep what the importing authority answered, with its reason."""

    def replied(notices: Notices, day: date) -> Notice:
        what, why = cast("Result", result), cast("Reason", reason)
        return notices.reply(actor(), notice_id, result=what, reason=why, on=day, note=note)

    _do(url, replied, on, as_json=as_json)


@notice.command()
@click.argument("notice_id", metavar="ID")
@click.option("--note", required=True, help="What was told it.")
@on_day
@database
@as_json
def answer(*, notice_id: str, note: str, on: str | None, url: str | None, as_json: bool) -> None:
    """Keep what the importing authority was told on its question."""
    _do(url, lambda notices, day: notices.answer(actor(), notice_id, day, note), on, as_json=as_json)


@notice.command()
@click.argument("notice_id", metavar="ID")
@click.option("--note", default="", help="What else is to be kept of it.")
@on_day
@database
@as_json
def ship(*, notice_id: str, note: str, on: str | None, url: str | None, as_json: bool) -> None:
    """Say that the goods left; refused until a reply or a silence that lets them go."""
    _do(url, lambda notices, day: notices.ship(actor(), notice_id, day, note), on, as_json=as_json)


@notice.command()
@click.argument("notice_id", metavar="ID")
@click.argument("step", type=click.Choice(OTHER_STEPS))
@click.option("--note", default="", help="Why.")
@click.option("--number", help="The number of the export authorisation, for authorise.")
@click.option("--file", type=click.Path(path_type=Path), help="The fields that edit writes anew (JSON or YAML).")
@on_day
@database
@as_json
def step(  # noqa: PLR0913  # one parameter an option
    *,
    notice_id: str,
    step: str,
    note: str,
    number: str | None,
    file: Path | None,
    on: str | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Take another STEP of the table."""
    fields = {} if file is None else _read(file)
    if fields and step != "edit":
        message = f"{step} writes no fields."
        raise UsageError(message, remedy="Leave out --file.")

    def taken(notices: Notices, day: date) -> Notice:
        said: dict[str, Any] = {"note": note} if note else {}
        if fields:
            told = notices.get(notice_id, day).notification
            said |= _edited(fields, told, notices.register)
        if number is not None:
            said["authorisation"] = number
        if step == "confirm_arrival":
            said["arrived_on"] = day.isoformat()
        return notices.take(actor(), notice_id, step, day, said)

    _do(url, taken, on, as_json=as_json)


@notice.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only those in this state.")
@click.option("--limit", type=click.IntRange(1), default=50, help="At most so many.")
@on_day
@database
@as_json
def list_notices(*, state: str | None, limit: int, on: str | None, url: str | None, as_json: bool) -> None:
    """List notifications, the longest open first."""
    states = None if state is None else [state]
    _list(url, lambda notices, day: notices.all(day, states, limit), on, as_json=as_json)


@notice.command()
@on_day
@database
@as_json
def overdue(*, on: str | None, url: str | None, as_json: bool) -> None:
    """List those whose time is over and nobody has answered, with what silence means."""
    _list(url, lambda notices, day: notices.overdue(day), on, as_json=as_json)


@notice.command()
@click.argument("notice_id", metavar="ID")
@on_day
@database
@as_json
def show(*, notice_id: str, on: str | None, url: str | None, as_json: bool) -> None:
    """Show a notification, what is missing of it, and how its clocks stand on a day."""

    def seen(notices: Notices, day: date) -> Notice:
        found = notices.get(notice_id, day)
        notices.store.saw(actor(), notice_id)
        return found

    _do(url, seen, on, as_json=as_json)


@notice.command()
@click.argument("substance")
@click.option("--from", "origin", metavar="CC", required=True, help="The exporting country.")
@click.option("--sent", metavar="DATE", required=True, help="The day of the notice.")
@click.option("--received", metavar="DATE", help="The day on which its receipt was confirmed.")
@on_day
@as_json
def clock(  # noqa: PLR0913  # one parameter an option
    *, substance: str, origin: str, sent: str, received: str | None, on: str | None, as_json: bool
) -> None:
    """Tell how long a notice for SUBSTANCE runs, and what silence means; nothing is kept."""
    from penstock.cases.calendars import public_holidays  # noqa: PLC0415  # of an extra
    from penstock.cases.clocks import answer as answered  # noqa: PLC0415  # not needed by the others
    from penstock.cases.clocks import applying  # noqa: PLC0415  # as above

    register = Register.load()
    country, first = _exporting(register, origin), parse_day(sent)
    subject = subject_of(register, substance)
    if subject is None:
        message = f"{substance!r} is no one substance that the register knows."
        raise UsageError(message, remedy="Give its CAS number, or the name of the Table.")
    found = [
        answered(
            register,
            one,
            _day(on),
            sent=first,
            received=None if received is None else parse_day(received),
            holidays=partial(public_holidays, country),
        )
        for one in applying(register, country, {subject}, first)
    ]
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    if not found:
        click.echo(f"No clock of the register concerns {register.name_of(subject)} from {country}.")
    for one in found:
        _print_clock(one)


def _exporting(register: Register, code: str) -> str:
    """Return the country whose working days a clock counts.

    Raises:
        UsageError: There is no such country, or it is a union of countries.
    """
    from rigour.territories import get_territory  # noqa: PLC0415  # the others need it not

    country = read_country(code) or ""
    place = register.packed.jurisdictions.get(country)
    if place is not None and place.members:
        message = f"{country} has no working days of its own: each of its members has."
        raise UsageError(message, remedy=f"Name the member state that exports, for example --from {place.members[0]}.")
    if get_territory(country) is None:
        message = f"{country} is no country."
        raise UsageError(message, remedy="Write the ISO 3166 code of the exporting country, for example CN.")
    return country


def _do(url: str | None, act: Callable[[Notices, date], Notice], on: str | None, *, as_json: bool) -> None:
    from penstock.store.notices import Notices as Kept  # noqa: PLC0415  # of an extra

    with opened(url) as store:
        found = act(Kept(store, Register.load()), _day(on))
    if as_json:
        print_json(found.as_dict())
        return
    _print(found)


def _list(url: str | None, find: Callable[[Notices, date], Sequence[Notice]], on: str | None, *, as_json: bool) -> None:
    from penstock.store.notices import Notices as Kept  # noqa: PLC0415  # of an extra

    with opened(url) as store:
        found = find(Kept(store, Register.load()), _day(on))
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    for one in found:
        told = one.notification
        way = f"{told.exporting_country or '?'} to {told.importing_country or '?'}"
        late = f", {one.days_late} days late" if one.days_late else ""
        due = f", due {told.due}" if told.due else ""
        click.echo(f"{one.case.id}  {one.case.state}{due}{late}: {told.substance or 'no substance'}, {way}")
        if one.days_late:
            click.echo(f"    {one.waits_for or 'It may ship.'}")


def _print(found: Notice) -> None:
    told, case = found.notification, found.case
    way = f"{told.exporting_country or '?'} to {told.importing_country or '?'}"
    click.echo(f"{case.id}  {case.state}  {told.substance or 'no substance'}, {told.quantity} {told.unit}, {way}")
    for problem in found.problems:
        click.echo(f"  missing: {problem.message} {problem.remedy}")
    for one in told.replies:
        click.echo(f"  {one.on}: {one.result}, {REASONS[one.reason]}{f' ({one.note})' if one.note else ''}")
    for clock in found.clocks:
        _print_clock(clock)
    if case.state in {"sent", "received", "no_objection"}:
        click.echo(f"  {found.waits_for or 'It may ship.'}")


def _print_clock(one: Answer) -> None:
    click.echo(f"  {one.id}: {one.said} ({one.citation})")
    if one.due is not None:
        kind = "" if one.counts == "calendar" else "working "
        left = "" if one.state == "over" else f", {one.days_left} {kind}days left"
        click.echo(f"    from {one.started}, {one.days} {kind}days, until {one.due} ({one.state}{left})")
    else:
        click.echo(f"    {one.state.replace('_', ' ')}")
    text = f" ({one.silence_citation})" if one.silence_citation else ""
    click.echo(f"    silence: {one.silence.replace('_', ' ')}. {one.silence_said}{text}")
    if one.lapses_on is not None:
        click.echo(f"    lapses on {one.lapses_on}")


def _edited(fields: Mapping[str, Any], before: Any, register: Register) -> dict[str, Any]:  # noqa: ANN401  # a notification
    import msgspec  # noqa: PLC0415  # only edit needs it

    plain: dict[str, Any] = msgspec.to_builtins(before)
    whole = msgspec.to_builtins(read_notification(plain | dict(fields), register))
    return {name: whole[name] for name in (*fields, "subject")}


def _day(on: str | None) -> date:
    return date.today() if on is None else parse_day(on)  # noqa: DTZ011  # the reader's own day


def _read(file: Path) -> dict[str, Any]:
    told = values_of(file, text_of(file, WHAT), WHAT)
    if not isinstance(told, dict):
        message = f"{file} holds no fields."
        raise InputError(message, remedy="Write its fields as JSON or YAML, name by name.")
    return {str(name): value for name, value in told.items()}
