"""What the commands about cases share: the steps of a table, lists, and one case with its history."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from penstock.cases.states import TABLES
from penstock.cli.options import as_json
from penstock.cli.printing import print_json
from penstock.cli.store import actor, database, opened
from penstock.kernel.days import parse_day
from penstock.kernel.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from penstock.store.cases import Case, CaseStep, Link

_NAMED = {"allegation": "allegation, not a finding"}
"""What stands before a field that a reader might take for something else."""

_LONGEST = 300

on_day = click.option("--on", metavar="YYYY-MM-DD", help="The day it happened, or is asked about; today by default.")
note = click.option("--note", metavar="TEXT", help="In your own words; it stands in the history.")
case_id = click.argument("case", metavar="ID")


def day_of(on: str | None) -> date:
    """Return a day that was given, or today."""
    return date.today() if on is None else parse_day(on)  # noqa: DTZ011  # the reader's own day


def add_shared(group: click.Group, kind: str, line: Callable[[Case], str], late: Callable[[Case, date], str]) -> None:
    """Give a group of commands its ``list``, ``show``, ``overdue`` and ``step``.

    Args:
        group: The group.
        kind: The kind of case it is about.
        line: Says a case in one line.
        late: Says what is overdue in a case on a day.
    """
    _add_lists(group, kind, line, late)
    _add_show(group)
    steps = tuple(step.name for step in TABLES[kind].steps)

    @group.command()
    @case_id
    @click.argument("step", type=click.Choice(steps))
    @click.option("--say", "said", metavar="FIELD=VALUE", multiple=True, help="What the step says, e.g. a day.")
    @click.option("--file", type=click.Path(path_type=Path), help="What the step says, field by field (JSON or YAML).")
    @note
    @database
    @as_json
    def step(  # noqa: PLR0913  # one parameter an option
        *,
        case: str,
        step: str,
        said: tuple[str, ...],
        file: Path | None,
        note: str | None,
        url: str | None,
        as_json: bool,
    ) -> None:
        """Take a STEP of the table in case ID."""
        detail = {} if file is None else one_of(file, "what the step says")
        detail |= dict(pair(one) for one in said) | ({} if note is None else {"note": note})
        print_case(take(url, kind, case, step, detail), line, as_json=as_json)


def _add_lists(group: click.Group, kind: str, line: Callable[[Case], str], late: Callable[[Case, date], str]) -> None:
    @group.command("list")
    @click.option("--state", "states", type=click.Choice(tuple(TABLES[kind].states)), multiple=True, help="Only these.")
    @click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="At most so many.")
    @database
    @as_json
    def list_cases(*, states: tuple[str, ...], limit: int, url: str | None, as_json: bool) -> None:
        """List them, the longest open first."""
        with opened(url) as store:
            from penstock.store.cases import Cases  # noqa: PLC0415  # of an extra

            found = Cases(store).queue(kind, states=states or None, limit=limit)
            store.saw(actor(), *(one.id for one in found))
        print_cases(found, line, as_json=as_json)

    @group.command()
    @on_day
    @database
    @as_json
    def overdue(*, on: str | None, url: str | None, as_json: bool) -> None:
        """List those that were due before a day and are not closed, the longest overdue first."""
        with opened(url) as store:
            from penstock.store.cases import Cases  # noqa: PLC0415  # of an extra

            day = day_of(on)
            found = Cases(store).due_before(kind, day.isoformat())
            store.saw(actor(), *(one.id for one in found))
        print_cases(found, lambda one: f"{line(one)}: {late(one, day)}", as_json=as_json)


def _add_show(group: click.Group) -> None:
    @group.command()
    @case_id
    @database
    @as_json
    def show(*, case: str, url: str | None, as_json: bool) -> None:
        """Show all of case ID: what it says, what it belongs to, what was done. That you saw it is written down."""
        with opened(url) as store:
            from penstock.store.cases import Cases  # noqa: PLC0415  # of an extra

            cases = Cases(store)
            found, history, links = cases.get(case), cases.history(case), cases.links(case)
            store.saw(actor(), found.id)
        if as_json:
            told = {"history": [asdict(one) for one in history], "links": [asdict(one) for one in links]}
            print_json(as_dict(found) | told)
            return
        _print_whole(found, history, links)


def keep_each(
    file: Path,
    records: Sequence[Mapping[str, Any]],
    keep: Callable[[Mapping[str, Any]], Case],
    line: Callable[[Case], str],
    *,
    as_json: bool,
) -> None:
    """Keep the records of a file, each by itself, and tell which were there already and which are refused, and why.

    Exits with 1 where any is refused.
    """
    kept: list[Case] = []
    refused: list[dict[str, Any]] = []
    for number, record in enumerate(records, start=1):
        try:
            kept.append(keep(record))
        except UsageError as error:
            refused.append({"record": number} | error.as_dict())
    if as_json:
        print_json({"kept": [as_dict(one) | {"is_new": one.is_new} for one in kept], "refused": refused})
    else:
        for one in kept:
            click.echo(line(one) if one.is_new else f"{line(one)}: it is there already, and was left as it is")
    for told in refused:
        click.echo(f"penstock: {file}: record {told['record']}: {told['message']} {told['remedy']}", err=True)
    if refused:
        sys.exit(1)


def one_of(path: Path, what: str) -> dict[str, Any]:
    """Return the one record of a file.

    Raises:
        InputError: It cannot be read, or holds several.
    """
    from penstock.batch.plain_records import records_of  # noqa: PLC0415  # PyYAML is slow to import

    found = records_of(path, what)
    if len(found) != 1:
        message = f"{path} holds {len(found)} records."
        raise InputError(message, remedy=f"Let it hold {what}, and nothing else.")
    return found[0]


def take(url: str | None, kind: str, case: str, step: str, detail: Mapping[str, Any]) -> Case:
    """Take a step in a case as it stands now.

    Raises:
        UnknownId: There is no such case.
        UsageError: The case is of another kind, or the step cannot be taken.
        NotAllowed: Another person has to.
    """
    with opened(url) as store:
        from penstock.store.cases import Cases  # noqa: PLC0415  # of an extra

        cases = Cases(store)
        found = cases.get(case)
        if found.kind != kind:
            message = f"The case {case} is of the kind {found.kind}, not {kind}."
            raise UsageError(message, remedy=f"Take the id from 'penstock {kind} list'.")
        return cases.take(actor(), case, step, version=found.version, detail=detail)


def as_dict(case: Case) -> dict[str, Any]:
    """Return a case as plain values."""
    shown = asdict(case)
    del shown["is_new"]
    return shown


def print_case(case: Case, line: Callable[[Case], str], *, as_json: bool) -> None:
    """Print one case, in a line or as JSON."""
    if as_json:
        print_json(as_dict(case))
    else:
        click.echo(line(case))


def print_cases(cases: Sequence[Case], line: Callable[[Case], str], *, as_json: bool) -> None:
    """Print cases, a line each, or as JSON."""
    if as_json:
        print_json([as_dict(one) for one in cases])
        return
    for one in cases:
        click.echo(line(one))
    if not cases:
        click.echo("There is none.")


def _print_whole(case: Case, history: Sequence[CaseStep], links: Sequence[Link]) -> None:
    click.echo(f"{case.id}  {case.kind}  {case.state}: {TABLES[case.kind].states[case.state]}")
    for name, value in flat(case.body):
        click.echo(f"  {_NAMED.get(name, name)}: {cut(value)}")
    for link in links:
        click.echo(f"  belongs to {link.kind} {link.to}")
    for one in history:
        told = f": {one.detail['note']}" if one.detail.get("note") and one.step != "open" else ""
        click.echo(f"  {one.at[:16]} {one.by} {one.step} -> {one.state}{told}")


def flat(value: Any, name: str = "") -> list[tuple[str, Any]]:  # noqa: ANN401  # any JSON value
    """Return the fields that say something, with their path, in order."""
    if isinstance(value, dict):
        if value.keys() == {"test", "result", "why", "remedy"}:
            return [(name, f"{value['result']} {value['test']}: {value['why']}")]
        return [one for key, inner in value.items() for one in flat(inner, f"{name}.{key}" if name else key)]
    if isinstance(value, list | tuple):
        return [one for place, inner in enumerate(value, start=1) for one in flat(inner, f"{name} {place}")]
    return [] if value is None or value == "" else [(name, value)]


def cut(value: object) -> str:
    """Return a value as a text; of a long one the beginning."""
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}... (--json has the whole of it)"


def due(case: Case, _on: date) -> str:
    """Say that an answer was due."""
    return f"due {case.due}"


def pair(text: str) -> tuple[str, str]:
    """Return the field and the value of ``FIELD=VALUE``.

    Raises:
        UsageError: It is no such pair.
    """
    name, sign, value = text.partition("=")
    if not sign or not name:
        message = f"{text!r} says no field."
        raise UsageError(message, remedy="Write FIELD=VALUE, e.g. --say acknowledged_on=2026-05-04.")
    return name, value
