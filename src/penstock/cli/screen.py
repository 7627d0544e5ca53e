"""``penstock screen``: files of consignments, catalogues or web pages."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from penstock.batch.engines import ENGINES
from penstock.cli.lists import lists_folder
from penstock.cli.options import as_json, chosen, on_day, places
from penstock.cli.printing import file_line, print_json, progress_bar
from penstock.cli.store import database
from penstock.cli.stored import is_store, of_store
from penstock.kernel.days import parse_day
from penstock.kernel.errors import UsageError
from penstock.law.register import Register

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.batch.engines import EngineName
    from penstock.batch.job import Job
    from penstock.batch.readers import Reject


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Folder for the results.")
@click.option("--listing", is_flag=True, help="The files are web pages: write referral records. Nothing is fetched.")
@places
@on_day
@click.option("--names", is_flag=True, help="Read systematic names of goods as structures (OPSIN; needs Java).")
@lists_folder
@click.option("--lossless", is_flag=True, help="Compare names of parties too that share but most letters; slower.")
@click.option("--wide", is_flag=True, help="Write screened.parquet too: the files' own columns beside the decisions.")
@click.option("--rows", "show_rows", is_flag=True, help="Print every row's decision, not only the counts.")
@click.option(
    "--cache", metavar="DIR", type=click.Path(path_type=Path), help="Keep what is learnt of values for the next run."
)
@click.option("--resume", is_flag=True, help="Go on with a run of the same files into DIR that was broken off.")
@click.option(
    "--engine", type=click.Choice(ENGINES), default="local", help="Judge here, or on workers of Daft or Spark."
)
@click.option(
    "--processes", type=click.IntRange(1), default=os.cpu_count() or 1, help="Look up names in so many processes."
)
@click.option("--limit-memory", metavar="SIZE", help="Keep below so much memory, e.g. 2GiB: fewer rows at a time.")
@click.option(
    "--authorisations",
    metavar="FILE",
    help="Hold licences against a file of authorisations (CSV, JSON, YAML), or against those of the 'store'.",
)
@database
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
    lossless: bool,
    wide: bool,
    show_rows: bool,
    cache: Path | None,
    resume: bool,
    engine: EngineName,
    processes: int,
    limit_memory: str | None,
    authorisations: str | None,
    url: str | None,
    as_json: bool,
    fail_on: str | None,
) -> None:
    """Screen CSV, Parquet, JSON Lines or Excel files of consignments or catalogues, or web pages with --listing.

    Writes decisions.parquet, findings.parquet, rejects.csv and run.json; of pages, referrals.jsonl.
    """
    day = parse_day(on) if on is not None else date.today()  # noqa: DTZ011  # the reader's own day
    asked = places.split(",") if places is not None else None
    if listing:
        given = {
            "--names": names,
            "--lists": folder is not None,
            "--lossless": lossless,
            "--wide": wide,
            "--limit-memory": limit_memory is not None,
            "--rows": show_rows,
            "--resume": resume,
            "--cache": cache is not None,
            "--engine": engine != "local",
            "--authorisations": authorisations is not None,
            "--database": url is not None,
        }
        for option in (option for option, is_given in given.items() if is_given):
            message = f"{option} is not for pages."
            raise UsageError(message, remedy="Leave it out, or leave out --listing.")
        _screen_pages(files, out, asked, day, as_json=as_json, fail_on=fail_on)
        return
    if out is None:
        message = "Missing option '--out'."
        raise UsageError(message, remedy="Name a folder for the results.")
    outcomes = Register.load().packed.decision_table.outcomes
    failing = chosen(fail_on, outcomes)
    from penstock.batch.job import Job  # noqa: PLC0415  # not needed by check
    from penstock.batch.memory import size_of  # noqa: PLC0415  # as above

    job = Job(
        tuple(map(str, files)),
        day.isoformat(),
        None if asked is None else tuple(asked),
        names=names,
        lists=None if folder is None else str(folder),
        lossless=lossless,
        cache=None if cache is None else str(cache),
        processes=processes,
        wide=wide,
        memory=None if limit_memory is None else size_of(limit_memory),
        authorisations=of_store(url) if is_store(authorisations, url) else authorisations,
    )
    large = {"--resume": resume, "--engine": engine != "local", "--limit-memory": limit_memory is not None}
    for option, is_given in large.items():
        if show_rows and is_given:
            message = f"{option} is for files that are too large to print every row of."
            raise UsageError(message, remedy=f"Leave out --rows or {option}.")
    is_plain = show_rows and not as_json
    summary, rejects = _screen_plainly(job, out) if is_plain else _screen_files(job, out, engine, resume=resume)
    if as_json:
        print_json(summary)
    else:
        from penstock.cli.summary import print_run  # noqa: PLC0415  # rich is slow to import

        print_run(summary, rejects, out)
    strict = {o for chosen in failing for o in outcomes[outcomes.index(chosen) :]}
    if any(summary["counts"]["outcomes"][outcome] for outcome in strict) or (failing and rejects):
        sys.exit(1)


def _screen_files(job: Job, out: Path, engine: EngineName, *, resume: bool) -> tuple[dict[str, Any], Sequence[Reject]]:
    """Screen files of any size."""
    from penstock.batch.files import screen_files  # noqa: PLC0415  # not needed by check

    if engine != "local":
        done = screen_files(job, out, resume=resume, engine=engine)  # which shows its own progress
        return done.summary, done.rejects
    with progress_bar() as progress:
        done = screen_files(job, out, resume=resume, progress=progress, file_done=file_line())
    return done.summary, done.rejects


def _screen_plainly(job: Job, out: Path) -> tuple[dict[str, Any], Sequence[Reject]]:
    """Screen files that are small enough to print each row of."""
    from penstock.batch.run import screen as screen_rows  # noqa: PLC0415  # not needed by check
    from penstock.cli.summary import print_rows  # noqa: PLC0415  # rich is slow to import

    with progress_bar() as progress:
        done = screen_rows(
            job.files,
            out,
            jurisdictions=job.jurisdictions,
            on=job.on,
            names=job.names,
            lists=job.lists,
            lossless=job.lossless,
            wide=job.wide,
            authorisations=job.authorisations,
            progress=progress,
        )
    print_rows(done)
    return done.as_dict(), done.rejects


def _screen_pages(  # noqa: PLR0913  # the options that pages take
    files: Sequence[Path], out: Path | None, places: list[str] | None, day: date, *, as_json: bool, fail_on: str | None
) -> None:
    from penstock.batch.pages import screen_pages  # noqa: PLC0415  # only pages need the reading room
    from penstock.reading.referral import OUTCOMES  # noqa: PLC0415  # as above

    failing = chosen(fail_on, OUTCOMES)
    with progress_bar() as progress:
        run = screen_pages(files, out, jurisdictions=places, on=day, progress=progress)
    if as_json:
        print_json(run.as_dict())
    else:
        from penstock.cli.listing import print_pages  # noqa: PLC0415  # rich is slow to import

        print_pages(run, out)
    if any(OUTCOMES.index(one.outcome) >= OUTCOMES.index(least) for one in run.referrals for least in failing):
        sys.exit(1)
