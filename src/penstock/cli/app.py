"""The command line: what it takes, what it prints, how it exits.

Exit status: 0 answered, 1 failed (or ``--fail-on`` met), 2 wrong usage.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from penstock import __version__
from penstock.cli.demo import demo_data
from penstock.cli.law import law
from penstock.cli.lists import lists, lists_folder
from penstock.cli.options import as_json, places
from penstock.cli.printing import is_unicode, print_json, progress_bar, write_text
from penstock.kernel.days import parse_day
from penstock.kernel.errors import PenstockError, UsageError
from penstock.law.check import Answer
from penstock.law.register import Register
from penstock.law.routes import Route
from penstock.screening.asking import EVERY_KIND, About, Kind, ask, read_birth
from penstock.screening.stands import VERDICTS as PARTY_VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.screening.asking import Imported, PartyAnswer

_COUNTRY = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
VERDICTS = tuple(dict.fromkeys(("controlled", "not_controlled", "unknown", "invalid", *PARTY_VERDICTS)))

on_day = click.option("--on", metavar="YYYY-MM-DD", help="The day of law; today by default.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="penstock", message="%(prog)s %(version)s")
def app() -> None:
    """Is it controlled, where, since when, by which text - and what has to happen before it ships?"""


app.add_command(demo_data)
app.add_command(law)
app.add_command(lists)


@app.command()
@click.argument("subject")
@click.option("--kind", type=click.Choice(EVERY_KIND), help="What the subject is; found out by default.")
@places
@on_day
@click.option("--from", "origin", metavar="CC", help="Country the goods leave.")
@click.option("--to", "destination", metavar="CC", help="Country the goods go to.")
@click.option("--country", "of", metavar="CC", help="A party's country, held against what is on record.")
@click.option("--born", metavar="DATE", help="A person's birth date, YYYY-MM-DD, YYYY-MM or YYYY.")
@lists_folder
@as_json
@click.option("--html", metavar="FILE", type=click.Path(path_type=Path), help="Write a page, matched atoms coloured.")
@click.option("--fail-on", metavar="VERDICTS", help="Exit 1 on these verdicts, e.g. controlled,unknown.")
def check(  # noqa: PLR0913  # one parameter an option
    *,
    subject: str,
    kind: Kind | None,
    places: str | None,
    on: str | None,
    origin: str | None,
    destination: str | None,
    of: str | None,
    born: str | None,
    folder: Path | None,
    as_json: bool,
    html: Path | None,
    fail_on: str | None,
) -> None:
    """Answer whether SUBJECT is controlled or listed, where, since when and by which text.

    SUBJECT is a CAS number, name, SMILES, InChI, equipment name, customs code, a line of goods text, or the name of a
    company or person.
    """
    failing = _choices(fail_on, VERDICTS)
    register = Register.load()
    answer = ask(
        register,
        subject,
        kind=kind,
        places=places.split(",") if places is not None else None,
        on=parse_day(on) if on is not None else date.today(),  # noqa: DTZ011  # the reader's own day
        route=route_of(origin, destination),
        engine=__version__,
        about=About(country=country(of), born=read_birth(born), lists=lambda: _imported(folder)),
    )
    if html is not None:
        write_text(html, _page(answer, register))
    if as_json:
        print_json(answer.as_dict())
    else:
        _print(answer)
    if any(one.verdict in failing for one in (*answer.answers, *getattr(answer, "parties", ()))):
        sys.exit(1)


def _imported(folder: Path | None) -> Imported:
    from penstock.batch.rosters import imported  # noqa: PLC0415  # only parties are looked up in lists

    return imported(folder)


def _page(answer: Answer | PartyAnswer, register: Register) -> str:
    if isinstance(answer, Answer):
        from penstock.cli.page import page  # noqa: PLC0415  # few questions are drawn

        return page(answer, register)
    from penstock.cli.party_page import party_page  # noqa: PLC0415  # as above

    return party_page(answer)


def _print(answer: Answer | PartyAnswer) -> None:
    if isinstance(answer, Answer):
        from penstock.cli.tables import print_answer  # noqa: PLC0415  # rich is slow to import

        print_answer(answer)
    else:
        from penstock.cli.party_tables import print_party_answer  # noqa: PLC0415  # as above

        print_party_answer(answer)


@app.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Folder for the results.")
@click.option("--listing", is_flag=True, help="The files are web pages: write referral records. Nothing is fetched.")
@places
@on_day
@click.option("--names", is_flag=True, help="Read systematic names of goods as structures (OPSIN; needs Java).")
@lists_folder
@click.option("--rows", "show_rows", is_flag=True, help="Print every row's decision, not only the counts.")
@as_json
@click.option("--fail-on", metavar="OUTCOME", help="Exit 1 if an item is at least this strict or unread, e.g. hold.")
def screen(  # noqa: PLR0913  # one parameter an option
    *,
    files: tuple[Path, ...],
    out: Path | None,
    listing: bool,
    places: str | None,
    on: str | None,
    names: bool,
    folder: Path | None,
    show_rows: bool,
    as_json: bool,
    fail_on: str | None,
) -> None:
    """Screen CSV, Parquet, JSON Lines or Excel files of consignments or catalogues, or web pages with --listing.

    Writes decisions.parquet, findings.parquet, rejects.csv and run.json; of pages, referrals.jsonl.
    """
    day = parse_day(on) if on is not None else date.today()  # noqa: DTZ011  # the reader's own day
    asked = places.split(",") if places is not None else None
    if listing:
        for option, is_given in (("--names", names), ("--lists", folder is not None), ("--rows", show_rows)):
            if is_given:
                message = f"{option} is not for pages."
                raise UsageError(message, remedy="Leave it out, or leave out --listing.")
        _screen_pages(files, out, asked, day, as_json=as_json, fail_on=fail_on)
        return
    if out is None:
        message = "Missing option '--out'."
        raise UsageError(message, remedy="Name a folder for the results.")
    from penstock.batch.run import screen as run_files  # noqa: PLC0415  # not needed by check

    register = Register.load()
    outcomes = register.packed.decision_table.outcomes
    failing = _choices(fail_on, outcomes)
    with progress_bar() as progress:
        run = run_files(
            files, out, jurisdictions=asked, on=day, register=register, names=names, lists=folder, progress=progress
        )
    if as_json:
        print_json(run.as_dict())
    else:
        from penstock.cli.summary import print_run  # noqa: PLC0415  # rich is slow to import

        print_run(run, out, show_rows=show_rows)
    strict = {o for chosen in failing for o in outcomes[outcomes.index(chosen) :]}
    if any(run.outcomes[outcome] for outcome in strict) or (failing and run.rejects):
        sys.exit(1)


def _screen_pages(  # noqa: PLR0913  # the options that pages take
    files: Sequence[Path], out: Path | None, places: list[str] | None, day: date, *, as_json: bool, fail_on: str | None
) -> None:
    from penstock.batch.pages import screen_pages  # noqa: PLC0415  # only pages need the reading room
    from penstock.reading.referral import OUTCOMES  # noqa: PLC0415  # as above

    failing = _choices(fail_on, OUTCOMES)
    with progress_bar() as progress:
        run = screen_pages(files, out, jurisdictions=places, on=day, progress=progress)
    if as_json:
        print_json(run.as_dict())
    else:
        from penstock.cli.listing import print_pages  # noqa: PLC0415  # rich is slow to import

        print_pages(run, out)
    if any(OUTCOMES.index(one.outcome) >= OUTCOMES.index(least) for one in run.referrals for least in failing):
        sys.exit(1)


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
