"""``penstock dossier`` and ``penstock pack``: documents of a party, a substance or a period, and counting again."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from penstock.cases.document import TLP
from penstock.cases.figures import digest
from penstock.cli.lists import lists_folder
from penstock.cli.options import as_json, places
from penstock.cli.printing import print_json
from penstock.cli.store import actor, database, opened
from penstock.kernel.days import parse_day
from penstock.law.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from penstock.cases.document import Dossier, Tlp, What
    from penstock.cases.verify import Verified
    from penstock.desk.dossiers import Dossiers
    from penstock.desk.words import Language

_LANGUAGES = ("en", "zh-Hans", "es")


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that every document has."""
    options = (
        click.option(
            "--out", required=True, metavar="FILE", type=click.Path(path_type=Path), help="Where it is written."
        ),
        click.option("--on", metavar="YYYY-MM-DD", help="The day of law; the last day of the period, or today."),
        click.option("--known-at", metavar="MOMENT", help="Read the store up to this moment or day; now by default."),
        click.option("--tlp", type=click.Choice(TLP), default="amber", show_default=True, help="How it is marked."),
        click.option("--language", type=click.Choice(_LANGUAGES), default="en", show_default=True, help="Of headings."),
        places,
        lists_folder,
        database,
        as_json,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group()
def dossier() -> None:
    """Put together what is on record of a party, a substance or a period; count a document again."""


@dossier.command()
@click.argument("subject")
@click.option("--from", "since", metavar="DAY", help="Records and events from this day on.")
@click.option("--to", "until", metavar="DAY", help="Up to this day.")
@_shared
def party(*, subject: str, **told: Any) -> None:  # noqa: ANN401  # the options that every document has
    """Write the dossier of a party: SUBJECT is an id of the register, LIST:NUMBER, or a name."""
    _write("party", subject, **told)


@dossier.command()
@click.argument("subject")
@click.option("--from", "since", metavar="DAY", help="Records and events from this day on.")
@click.option("--to", "until", metavar="DAY", help="Up to this day.")
@_shared
def substance(*, subject: str, **told: Any) -> None:  # noqa: ANN401  # the options that every document has
    """Write the dossier of a substance, class or kind of equipment: SUBJECT is an id, a CAS number or a name."""
    _write("substance", subject, **told)


@dossier.command()
@click.option("--from", "since", metavar="DAY", required=True, help="The first day.")
@click.option("--to", "until", metavar="DAY", required=True, help="The last day.")
@_shared
def period(**told: Any) -> None:  # noqa: ANN401  # the options that every document has
    """Write the dossier of a period: what law changed, and what was done."""
    _write("period", None, **told)


@click.command()
@click.option("--from", "since", metavar="DAY", required=True, help="The first day.")
@click.option("--to", "until", metavar="DAY", required=True, help="The last day.")
@_shared
def pack(**told: Any) -> None:  # noqa: ANN401  # the options that every document has
    """Write the meeting pack of a period: situation, web removal, cases, chemical control, anti-money-laundering."""
    _write("pack", None, **told)


@dossier.command()
@click.argument("file", type=click.Path(path_type=Path))
@lists_folder
@database
@as_json
def verify(*, file: Path, folder: Path | None, url: str | None, as_json: bool) -> None:
    """Count every number of a document, a .json or .html FILE, again and say which differ; exit 1 if one does."""
    with _made_by(url, folder) as (_, dossiers):
        from penstock.desk.dossiers import is_as_written, read  # noqa: PLC0415  # of an extra

        then = read(file)
        found, shows = dossiers.verify(actor(), then), is_as_written(file, then)
    if as_json:
        print_json(found.as_dict() | {"page_is_same": shows})
    else:
        _print_verified(found)
        if shows is False:
            click.echo("the page shows something else than the document in it")
    if not found.is_same or shows is False:
        sys.exit(1)


def _write(  # noqa: PLR0913  # one parameter an option
    what: What,
    subject: str | None,
    *,
    since: str | None,
    until: str | None,
    out: Path,
    on: str | None,
    known_at: str | None,
    tlp: Tlp,
    language: Language,
    places: str | None,
    folder: Path | None,
    url: str | None,
    as_json: bool,
) -> None:
    first, last, day = (parse_day(text) if text is not None else None for text in (since, until, on))
    with _made_by(url, folder) as (register, dossiers):
        from penstock.desk.dossiers import Question, ending_of, written  # noqa: PLC0415  # of an extra
        from penstock.lists.files import write_whole  # noqa: PLC0415  # as above

        ending = ending_of(out)
        chosen = None if places is None else tuple(places.split(","))
        made = dossiers.make(actor(), Question(what, subject, first, last, day, known_at, chosen, tlp))
        write_whole(out, written(register, made, ending, language))
    if as_json:
        print_json(_summary(made, out))
    else:
        _print_summary(made, out)


@contextmanager
def _made_by(url: str | None, folder: Path | None) -> Iterator[tuple[Register, Dossiers]]:
    register = Register.load()
    with opened(url) as store:
        from penstock.desk.dossiers import Dossiers  # noqa: PLC0415  # of an extra

        yield register, Dossiers(register, store, folder)


def _summary(made: Dossier, out: Path) -> dict[str, Any]:
    head = made.head
    return {
        "file": str(out),
        "what": head.what,
        "subject": head.subject,
        "title": head.title,
        "as_of": head.as_of,
        "known_at": head.known_at,
        "tlp": head.tlp,
        "digest": digest(made),
        "figures": len(made.figures()),
        "rows": len(made.rows()),
        "records": len(made.records),
        "left_out": [{"kind": one.kind, "tlp": one.limit, "number": one.number} for one in head.left_out],
        "stamp": head.stamp,
    }


def _print_summary(made: Dossier, out: Path) -> None:
    head = made.head
    click.echo(
        f"{out}: {head.what} {head.title}, law of {head.as_of}, known up to {head.known_at}, TLP:{head.tlp.upper()}"
    )
    click.echo(
        f"{len(made.figures())} numbers, {len(made.rows())} rows, {len(made.records)} records, digest {digest(made)}"
    )
    for one in head.left_out:
        click.echo(f"left out: {one.number} of the kind {one.kind}, marked TLP:{one.limit.upper()}", err=True)


def _print_verified(found: Verified) -> None:
    differing = len(found.differences)
    click.echo(f"{found.figures} numbers counted again, {differing} differ")
    for one in found.differences:
        chosen = ", ".join(f"{key} {value}" for key, value in one.of.items())
        why = "" if one.was != one.now else " (counted from other records)"
        click.echo(f"{one.section}: {one.key} {chosen}".rstrip() + f": was {one.was}, is {one.now}{why}")
    for what, ids in (("changed", found.changed), ("missing", found.missing), ("new", found.new)):
        for name in ids:
            click.echo(f"{what}: record {name}")
    for name, (was, now) in found.stamp.items():
        click.echo(f"made by another {name}: was {was}, is {now}")
