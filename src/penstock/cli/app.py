"""The command line: what it takes, what it prints, how it exits.

Exit status: 0 answered, 1 failed (or ``--fail-on`` met), 2 wrong usage.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from penstock import __version__
from penstock.cli import law
from penstock.cli.printing import is_unicode, print_json, progress_bar
from penstock.kernel.days import parse_day
from penstock.kernel.errors import PenstockError, UsageError
from penstock.law.check import check as ask
from penstock.law.register import Register
from penstock.law.standing import Route

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNTRY = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
VERDICTS = ("controlled", "not_controlled", "unknown", "invalid")

app = typer.Typer(
    name="penstock",
    help="Is it controlled, where, since when, by which text - and what has to happen before it ships?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(law.app, name="law")

Places = Annotated[
    str | None, typer.Option("--in", metavar="PLACES", help="Jurisdictions, comma-separated: CN,US,UN,MX,CA,CA-BC,EU,HK.")
]
Day = Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="The day of law; today by default.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]


@app.callback(invoke_without_command=True)
def root(*, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Hold the options of the command as a whole."""
    if version:
        typer.echo(f"penstock {__version__}")
        raise typer.Exit


@app.command()
def check(  # noqa: PLR0913  # one parameter an option
    subject: Annotated[
        str, typer.Argument(help="A CAS number, name, SMILES, InChI, equipment name, customs code or goods text.")
    ],
    *,
    kind: Annotated[
        Literal["substance", "structure", "equipment", "code", "text"] | None,
        typer.Option(help="What the subject is; found out by default."),
    ] = None,
    places: Places = None,
    on: Day = None,
    origin: Annotated[str | None, typer.Option("--from", metavar="CC", help="Country the goods leave.")] = None,
    destination: Annotated[str | None, typer.Option("--to", metavar="CC", help="Country the goods go to.")] = None,
    as_json: Json = False,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", metavar="VERDICTS", help="Exit 1 on these verdicts, e.g. controlled,unknown.")
    ] = None,
) -> None:
    """Answer whether a subject is controlled, where, since when and by which text."""
    route = route_of(origin, destination)
    day = parse_day(on) if on is not None else date.today()  # noqa: DTZ011  # the reader's own day
    answer = ask(
        Register.load(),
        subject,
        kind=kind,
        places=places.split(",") if places is not None else None,
        on=day,
        route=route,
        engine=__version__,
    )
    failing = _choices(fail_on, VERDICTS)
    if as_json:
        print_json(answer.as_dict())
    else:
        from penstock.cli.tables import print_answer  # noqa: PLC0415  # rich is slow to import

        print_answer(answer)
    if any(place.verdict in failing for place in answer.answers):
        raise typer.Exit(1)


@app.command()
def screen(  # noqa: PLR0913  # one parameter an option
    files: Annotated[list[Path], typer.Argument(help="CSV, Parquet, JSON Lines or Excel files.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the results.")],
    places: Places = None,
    on: Day = None,
    show_rows: Annotated[bool, typer.Option("--rows", help="Print every row's decision, not only the counts.")] = False,
    as_json: Json = False,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", metavar="OUTCOME", help="Exit 1 if an item is at least this strict or unread, e.g. hold.")
    ] = None,
) -> None:
    """Screen files of consignments or catalogues; write decisions, findings, rejects and run.json."""
    from penstock.batch.run import screen as run_files  # noqa: PLC0415  # not needed by check

    register = Register.load()
    outcomes = register.packed.decision_table.outcomes
    failing = _choices(fail_on, outcomes)
    day = parse_day(on) if on is not None else date.today()  # noqa: DTZ011  # the reader's own day
    asked = places.split(",") if places is not None else None
    with progress_bar() as progress:
        run = run_files(files, out, jurisdictions=asked, on=day, register=register, progress=progress)
    if as_json:
        print_json(run.as_dict())
    else:
        from penstock.cli.summary import print_run  # noqa: PLC0415  # rich is slow to import

        print_run(run, out, show_rows=show_rows)
    strict = {o for chosen in failing for o in outcomes[outcomes.index(chosen) :]}
    if any(run.outcomes[outcome] for outcome in strict) or (failing and run.rejects):
        raise typer.Exit(1)


def _choices(text: str | None, allowed: Sequence[str]) -> tuple[str, ...]:
    """Split a comma-separated option and refuse words that are not allowed."""
    chosen = tuple(word.strip() for word in text.split(",")) if text is not None else ()
    for word in chosen:
        if word not in allowed:
            message = f"{word!r} is nothing --fail-on knows."
            raise UsageError(message, remedy=f"Use {', '.join(allowed)}.")
    return chosen


def route_of(origin: str | None, destination: str | None) -> Route | None:
    """Build a route from two country codes; ``None`` when neither is given."""
    if origin is None and destination is None:
        return None
    return Route(country(origin), country(destination))


def country(code: str | None) -> str | None:
    """Return a country code in capitals.

    Raises:
        UsageError: It is not shaped like an ISO 3166 code.
    """
    if code is None:
        return None
    plain = code.strip().upper()
    if not _COUNTRY.fullmatch(plain):
        message = f"{code!r} is not a country code."
        raise UsageError(message, remedy="Write ISO 3166 codes, for example CN or CA-BC.")
    return plain


def main() -> None:
    """Run the command; turn errors into one line and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not is_unicode(stream):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except PenstockError as error:
        sys.stderr.write(f"penstock: {error}\n")
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


