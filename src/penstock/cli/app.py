"""The command line: what it takes, what it prints, how it exits.

Exit status: 0 answered, 1 failed (or ``--fail-on`` met), 2 wrong usage.
"""

from __future__ import annotations

import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from penstock import __version__
from penstock.cli.again import rescreen
from penstock.cli.audit import audit
from penstock.cli.authorisation import authorisation
from penstock.cli.demo import demo_data
from penstock.cli.dossier import dossier, pack
from penstock.cli.inspection import inspection
from penstock.cli.law import law
from penstock.cli.lead import lead
from penstock.cli.lists import lists, lists_folder
from penstock.cli.notice import notice
from penstock.cli.options import as_json, chosen, on_day, places
from penstock.cli.printing import is_unicode, print_json, write_text
from penstock.cli.read import read
from penstock.cli.record import record
from penstock.cli.referral import referral
from penstock.cli.screen import screen
from penstock.cli.serve import serve
from penstock.cli.store import store
from penstock.cli.user import user
from penstock.kernel.days import parse_day
from penstock.kernel.errors import PenstockError, UsageError
from penstock.law.check import Answer
from penstock.law.register import Register
from penstock.law.routes import read_country, read_route
from penstock.screening.asking import EVERY_KIND, About, Kind, ask, read_birth
from penstock.screening.stands import VERDICTS as PARTY_VERDICTS

if TYPE_CHECKING:
    from penstock.screening.asking import Imported, PartyAnswer

VERDICTS = tuple(dict.fromkeys(("controlled", "not_controlled", "unknown", "invalid", *PARTY_VERDICTS)))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="penstock", message="%(prog)s %(version)s")
def app() -> None:
    """Is it controlled, where, since when, by which text - and what has to happen before it ships?"""


app.add_command(demo_data)
app.add_command(law)
app.add_command(lists)
app.add_command(screen)
app.add_command(rescreen)
app.add_command(read)
app.add_command(record)
app.add_command(serve)
app.add_command(store)
app.add_command(user)
app.add_command(audit)
app.add_command(dossier)
app.add_command(pack)
app.add_command(notice)
app.add_command(authorisation)
app.add_command(lead)
app.add_command(inspection)
app.add_command(referral)


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
    failing = chosen(fail_on, VERDICTS)
    register = Register.load()
    answer = ask(
        register,
        subject,
        kind=kind,
        places=places.split(",") if places is not None else None,
        on=parse_day(on) if on is not None else date.today(),  # noqa: DTZ011  # the reader's own day
        route=read_route(origin, destination),
        engine=__version__,
        about=About(country=read_country(of), born=read_birth(born), lists=lambda: _imported(folder)),
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
