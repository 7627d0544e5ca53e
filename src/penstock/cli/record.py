"""``penstock record``: what was done and said, what people accepted, and claims beside the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from penstock.cli.cases import one_of, pair
from penstock.cli.options import as_json
from penstock.cli.printing import print_json
from penstock.cli.store import actor, database, opened
from penstock.kernel.days import parse_day
from penstock.kernel.errors import InputError, UnknownId, UsageError
from penstock.law.register import Register

if TYPE_CHECKING:
    from penstock.cases.timeline import Event
    from penstock.store.cases import Case
    from penstock.store.store import Store

KINDS = ("statement", "act")
STATES = ("proposed", "accepted", "rejected", "withdrawn")


@click.group()
def record() -> None:
    """Keep the record of measures and statements, and set claims beside the register."""


@record.command(name="list")
@click.option("--since", metavar="DAY", help="From this day on.")
@click.option("--until", metavar="DAY", help="Up to the day before this one.")
@click.option("--subject", "subjects", multiple=True, metavar="ID", help="Show the control spans of a subject too.")
@click.option("--party", "parties", multiple=True, metavar="ID", help="Show the listings of a party too.")
@click.option("--kept", is_flag=True, help="Show what the store keeps too.")
@click.option("--state", type=click.Choice(STATES), help="Of what the store keeps, only what is in this state.")
@database
@as_json
def list_(  # noqa: PLR0913  # one parameter an option
    *,
    since: str | None,
    until: str | None,
    subjects: tuple[str, ...],
    parties: tuple[str, ...],
    kept: bool,
    state: str | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Show the record as a timeline: measures, statements, controls that begin and end."""
    from penstock.cases.timeline import timeline  # noqa: PLC0415  # not needed by the others

    register = Register.load()
    for subject in subjects:
        register.subject(subject)
    for party in parties:
        if party not in register.packed.parties:
            message = f"The register has no party {party!r}."
            raise UnknownId(message, remedy="'penstock check NAME --kind party' prints the ids.")
    entries = _entries(url, state) if kept or state else []
    events = timeline(
        register,
        subjects=subjects,
        parties=parties,
        entries=[(one.kind, one.id, one.state, one.body) for one in entries],
        since=parse_day(since) if since else None,
        until=parse_day(until) if until else None,
    )
    undated = [one for one in entries if one.body["day"] == "unknown"]
    if as_json:
        shown = [{"kind": one.kind, "id": one.id, "state": one.state, "body": one.body} for one in undated]
        print_json({"register": register.digest, "events": [one.as_dict() for one in events], "undated": shown})
        return
    for event in events:
        click.echo(f"{event.day:<10}  {event.kind.replace('_', ' '):<14}  {event.status:<10}  {event.id}")
        click.echo(f"            {event.title}: {event.detail}")
    for one in undated:
        click.echo(f"unknown     {one.kind:<14}  {one.state:<10}  {one.id}")
        click.echo(f"            {one.body.get('speaker') or one.body.get('by')}: {_words(one.body)}")


def _entries(url: str | None, state: str | None) -> list[Case]:
    with opened(url) as store:
        from penstock.store.cases import Cases  # noqa: PLC0415  # of an extra

        states = None if state is None else [state]
        found = [one for kind in KINDS for one in Cases(store).queue(kind, states=states, limit=100_000)]
        store.saw(actor(), *[one.id for one in found])
        return found


def _words(body: dict[str, Any]) -> str:
    return str(body.get("what") or body.get("quote") or body.get("says") or "")


@record.command()
@click.argument("entry", metavar="ID")
@database
@as_json
def show(*, entry: str, url: str | None, as_json: bool) -> None:
    """Show one entry whole: of the register by its id, of the store by the id of its case."""
    found = _found(Register.load(), entry) or _kept(url, entry)
    if as_json:
        print_json(found)
    else:
        click.echo(msgspec.yaml.encode(found).decode().rstrip())


def _found(register: Register, entry: str) -> dict[str, Any] | None:
    from penstock.cases.timeline import act_event, statement_event  # noqa: PLC0415  # not needed by the others

    packed = register.packed
    if entry in packed.acts:
        event: Event = act_event(register, entry, packed.acts[entry])
        return {"entry": msgspec.to_builtins(packed.acts[entry]), "event": event.as_dict()}
    if entry in packed.statements:
        event = statement_event(register, entry, packed.statements[entry])
        return {"entry": msgspec.to_builtins(packed.statements[entry]), "event": event.as_dict()}
    return None


def _kept(url: str | None, entry: str) -> dict[str, Any]:
    with opened(url) as store:
        from penstock.store.cases import Cases  # noqa: PLC0415  # of an extra

        case = Cases(store).get(entry)
        steps = [msgspec.to_builtins(one) for one in Cases(store).history(entry)]
        store.saw(actor(), entry)
    shown = {"id": case.id, "kind": case.kind, "state": case.state, "version": case.version, "body": case.body}
    return {"case": shown, "steps": steps}


@record.command()
@click.argument("file", type=click.Path(path_type=Path))
@database
@as_json
def add(*, file: Path, url: str | None, as_json: bool) -> None:
    """Add the entries of a FILE to the store as proposals: JSON Lines of {"kind", "body"}, as read --out writes."""
    entries = _lines(file)
    with opened(url) as store:
        from penstock.store.record import keep_entry  # noqa: PLC0415  # of an extra

        cases = [keep_entry(store, actor(), kind, body) for kind, body in entries]
    if as_json:
        print_json([{"id": one.id, "kind": one.kind, "state": one.state, "is_new": one.is_new} for one in cases])
        return
    for one in cases:
        click.echo(f"{one.id}  {one.kind}  {one.state}{'' if one.is_new else '  (there already)'}")


def _lines(file: Path) -> list[tuple[str, dict[str, Any]]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file} cannot be read ({error})."
        raise InputError(message, remedy="Name a file of JSON Lines in UTF-8.") from None
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = msgspec.json.decode(line)
        except msgspec.DecodeError as error:
            message = f"{file}:{number}: {error}."
            raise UsageError(message, remedy="Write one JSON object a line.") from None
        if not isinstance(one, dict) or one.get("kind") not in KINDS or not isinstance(one.get("body"), dict):
            message = f'{file}:{number}: found no {{"kind": "statement" or "act", "body": {{...}}}}.'
            raise UsageError(message, remedy="See docs/record.md for the fields of both.")
        found.append((one["kind"], one["body"]))
    return found


def _take(entry: str, step: str, said: dict[str, Any], url: str | None, *, as_json: bool) -> None:
    with opened(url) as store:
        case = _step(store, entry, step, said)
    if as_json:
        print_json({"id": case.id, "kind": case.kind, "state": case.state, "version": case.version})
    else:
        click.echo(f"{case.id} is {case.state}.")


def _noted(note: str | None) -> dict[str, Any]:
    return {"note": note} if note else {}


def _step(store: Store, entry: str, step: str, said: dict[str, Any]) -> Case:
    from penstock.store.cases import Cases  # noqa: PLC0415  # of an extra

    cases = Cases(store)
    before = cases.get(entry)
    if before.kind not in KINDS:
        message = f"{entry!r} is a {before.kind} and no entry of the record."
        raise UsageError(message, remedy="'penstock record list --kept' prints the ids.")
    return cases.take(actor(), entry, step, version=before.version, detail=said)


@record.command()
@click.argument("entry", metavar="ID")
@click.option("--note", help="Why.")
@database
@as_json
def accept(*, entry: str, note: str | None, url: str | None, as_json: bool) -> None:
    """Accept a proposed entry: it is part of the record."""
    _take(entry, "accept", _noted(note), url, as_json=as_json)


@record.command()
@click.argument("entry", metavar="ID")
@click.option("--note", help="Why; has to be said.")
@database
@as_json
def reject(*, entry: str, note: str | None, url: str | None, as_json: bool) -> None:
    """Reject a proposed entry; it is kept, and why."""
    _take(entry, "reject", _noted(note), url, as_json=as_json)


@record.command()
@click.argument("entry", metavar="ID")
@click.option("--note", help="Why; has to be said.")
@database
@as_json
def withdraw(*, entry: str, note: str | None, url: str | None, as_json: bool) -> None:
    """Take an accepted entry out of the record; it is kept, and why."""
    _take(entry, "withdraw", _noted(note), url, as_json=as_json)


@record.command()
@click.argument("entry", metavar="ID")
@click.option("--say", "said", metavar="FIELD=VALUE", multiple=True, help="A field as it should be; may be repeated.")
@click.option("--file", type=click.Path(path_type=Path), help="The fields as they should be (JSON or YAML).")
@click.option("--note", help="Why; has to be said.")
@database
@as_json
def correct(  # noqa: PLR0913  # one parameter an option
    *, entry: str, said: tuple[str, ...], file: Path | None, note: str | None, url: str | None, as_json: bool
) -> None:
    """Put fields of a proposed or accepted entry right; what stood there before stays in its history."""
    fields = {} if file is None else one_of(file, "the corrected fields")
    fields |= dict(pair(one) for one in said)
    if not fields:
        message = "Nothing is corrected."
        raise UsageError(message, remedy="Give --say FIELD=VALUE or --file FILE.")
    _take(entry, "correct", fields | _noted(note), url, as_json=as_json)


@record.command()
@click.argument("entry", metavar="ID")
@click.option("--on", metavar="YYYY-MM-DD", help="The day of law; that of the statement by default.")
@database
@as_json
def beside(*, entry: str, on: str | None, url: str | None, as_json: bool) -> None:
    """Set the claims of a statement beside the register, subject by subject and place by place."""
    from penstock.cases.beside import rows_of  # noqa: PLC0415  # not needed by the others
    from penstock.cli.beside import print_beside  # noqa: PLC0415  # as above

    register = Register.load()
    body = _found(register, entry)
    said = body["entry"] if body else _kept(url, entry)["case"]["body"]
    if "claims" not in said and "speaker" not in said:
        message = f"{entry!r} is no statement."
        raise UsageError(message, remedy="'penstock record list' prints the ids of statements.")
    found = rows_of(register, entry, said, parse_day(on) if on else None)
    if as_json:
        print_json(found)
    else:
        print_beside(found)
