"""``penstock lead``: draft, test, send, answer, score leads, and give one to a recipient."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import click

from penstock import __version__
from penstock.cases.scores import By
from penstock.cases.verification import read_answer, told_to_sender
from penstock.cli.cases import (
    add_shared,
    as_dict,
    case_id,
    day_of,
    due,
    flat,
    keep_each,
    note,
    on_day,
    one_of,
    print_case,
    take,
)
from penstock.cli.lists import lists_folder
from penstock.cli.options import as_json
from penstock.cli.printing import print_json
from penstock.cli.store import actor, database, opened
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from penstock.cases.extracts import Extract
    from penstock.cases.scores import Score
    from penstock.store.cases import Case


@click.group()
def lead() -> None:
    """Leads: what one authority asks another to look into; tested before they are sent, scored by what came of them."""


def line(case: Case) -> str:
    """Say a lead in one line."""
    body = case.body
    answer = body["verification"]
    came_to = f", {answer['result']}" if answer else ""
    return (
        f"{case.id}  {case.state}{came_to}  {body['reference']}: {body['subject']['name']}, to {body['to_authority']}"
    )


add_shared(lead, "lead", line, due)


@lead.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--matter", metavar="ID", help="The held matter it comes from; it says what FILE does not.")
@database
@as_json
def new(*, file: Path, matter: str | None, url: str | None, as_json: bool) -> None:
    """Keep the leads of a FILE (CSV, JSON, JSON Lines or YAML) as drafts; refuse those about nobody, each by itself."""
    from penstock.batch.plain_records import records_of  # noqa: PLC0415  # PyYAML is slow to import

    records = records_of(file, "leads")
    with opened(url) as store:
        from penstock.store.leads import Leads  # noqa: PLC0415  # of an extra

        leads = Leads(store)
        keep_each(file, records, lambda one: leads.draft(actor(), one, matter=matter), line, as_json=as_json)


@lead.command()
@case_id
@click.option(
    "--extract", "extracts", type=click.Path(path_type=Path), multiple=True, help="What a company register gave."
)
@on_day
@click.option("--fail-on", type=click.Choice(["stopped"]), help="Exit 1 when a test stops it.")
@lists_folder
@database
@as_json
def precheck(  # noqa: PLR0913  # one parameter an option
    *,
    case: str,
    extracts: tuple[Path, ...],
    on: str | None,
    fail_on: str | None,
    folder: Path | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Put lead ID to the tests before sending: it is ready afterwards, or stopped where one failed."""
    from penstock.batch.rosters import imported  # noqa: PLC0415  # the others need no lists
    from penstock.law.register import Register  # noqa: PLC0415  # nor the law

    given = [one for path in extracts for one in _extracts(path)]
    with opened(url) as store:
        from penstock.store.leads import Leads  # noqa: PLC0415  # of an extra

        register = Register.load()
        lists = imported(folder)
        tested = Leads(store).test(
            actor(), case, register, day_of(on), engine=__version__, extracts=given, imported=lists
        )
    if as_json:
        print_json(as_dict(tested))
    else:
        click.echo(line(tested))
        for one in tested.body["precheck"]["tests"]:
            click.echo(f"  {one['result']:<8}{one['test'].replace('_', ' ')}: {one['why']}")
            if one["result"] != "passed":
                click.echo(f"          {one['remedy']}")
    if fail_on is not None and tested.state == fail_on:
        sys.exit(1)


@lead.command()
@case_id
@click.argument("reason")
@database
@as_json
def override(*, case: str, reason: str, url: str | None, as_json: bool) -> None:
    """Let lead ID be sent though a test failed, for a REASON; by another person than who opened it."""
    print_case(take(url, "lead", case, "override", {"override": reason}), line, as_json=as_json)


@lead.command()
@case_id
@on_day
@click.option("--due", metavar="YYYY-MM-DD", help="The day an answer is asked for.")
@note
@database
@as_json
def send(  # noqa: PLR0913  # one parameter an option
    *, case: str, on: str | None, due: str | None, note: str | None, url: str | None, as_json: bool
) -> None:
    """Say that lead ID was sent; refused until it passed the tests or was let through."""
    said = {"sent_on": day_of(on).isoformat()} | ({} if due is None else {"due": day_of(due).isoformat()})
    print_case(take(url, "lead", case, "send", said | ({} if note is None else {"note": note})), line, as_json=as_json)


@lead.command()
@case_id
@click.argument("file", type=click.Path(path_type=Path))
@database
@as_json
def answer(*, case: str, file: Path, url: str | None, as_json: bool) -> None:
    """Keep the answer to lead ID, from a FILE; beside a lead that is closed it is kept as a late one."""
    told = read_answer(one_of(file, "an answer"))
    with opened(url) as store:
        from penstock.store.leads import Leads  # noqa: PLC0415  # of an extra

        answered = Leads(store).answer(actor(), case, told)
    feedback = told_to_sender(answered.case.body["reference"], told)
    if as_json:
        print_json(as_dict(answered.case) | {"is_late": answered.is_late, "for_sender": feedback})
        return
    late = f": the lead was {answered.case.state} already; the answer is kept beside it" if answered.is_late else ""
    click.echo(f"{line(answered.case)}{late}")
    click.echo(f"for the sender: {feedback['result']}, {feedback['means']}. {feedback['text']}")


@lead.command()
@click.option("--by", type=click.Choice(get_args(By)), default="source", show_default=True, help="What to group by.")
@on_day
@database
@as_json
def scores(*, by: str, on: str | None, url: str | None, as_json: bool) -> None:
    """Say how leads fared: the share confirmed with its 95 per cent interval, and how long answers took."""
    with opened(url) as store:
        from penstock.store.leads import Leads  # noqa: PLC0415  # of an extra

        found = Leads(store).scores(cast("By", by), day_of(on))
        store.saw(actor(), "lead.scores")
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    for one in found:
        _print_score(one)
    if not found:
        click.echo("There is no lead yet.")


@lead.command()
@case_id
@click.option("--to", "recipient", metavar="NAME", help="Who is given it; the authority it is addressed to by default.")
@database
@as_json
def disclose(*, case: str, recipient: str | None, url: str | None, as_json: bool) -> None:
    """Print the form of lead ID for its recipient: what is needed to verify it, not who told or what is alleged."""
    with opened(url) as store:
        from penstock.store.leads import Leads  # noqa: PLC0415  # of an extra

        leads = Leads(store)
        wanted = leads.get(case).body["to_authority"] if recipient is None else recipient
        form = leads.disclose(actor(), case, wanted).as_dict()
    if as_json:
        print_json(form)
        return
    for name, value in flat(form):
        click.echo(f"{name}: {value}")


def _extracts(path: Path) -> list[Extract]:
    import msgspec  # noqa: PLC0415  # only a test needs it

    from penstock.batch.plain_records import records_of  # noqa: PLC0415  # PyYAML is slow to import
    from penstock.cases.extracts import Extract as Shape  # noqa: PLC0415  # only a test needs it

    try:
        return msgspec.convert(records_of(path, "extracts"), type=list[Shape], strict=False)
    except msgspec.ValidationError as error:
        message = f"{path} is no extract of a company register: {error}."
        raise InputError(message, remedy="See the shape of an extract in docs/leads.md.") from None


def _print_score(score: Score) -> None:
    told = score.as_dict()
    share, days = told["confirmed"], told["answer_days"]
    click.echo(f"{score.group}: {score.sent} sent, {score.stopped} stopped before, {score.withdrawn} withdrawn")
    came_to = ", ".join(f"{number} {result}" for result, number in score.results.items())
    click.echo(f"  answers: {came_to or 'none'}")
    known = "unknown" if share["share"] is None else f"{share['share']:.0%}"
    click.echo(
        f"  confirmed: {share['hits']} of {share['of']}, {known} (95 %: {share['low']:.0%} to {share['high']:.0%})"
    )
    names = {"quarter": "a quarter", "median": "half", "three_quarters": "three quarters"}
    told_days = [f"{words} {'not known yet' if days[name] is None else days[name]}" for name, words in names.items()]
    click.echo(f"  days until answered: {', '.join(told_days)}")
    click.echo(f"  of {days['answered']} answered and {days['open']} still open, which count for as long as they were")
