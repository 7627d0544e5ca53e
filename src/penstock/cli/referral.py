"""``penstock referral``: web listings that are referred, whether they are down, whether they stand again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from penstock.cli.cases import add_shared, as_dict, case_id, day_of, due, note, on_day, print_case, take
from penstock.cli.options import as_json, places
from penstock.cli.printing import print_json
from penstock.cli.store import actor, database, opened

if TYPE_CHECKING:
    from penstock.store.cases import Case


@click.group()
def referral() -> None:
    """Web listings referred to who can take them down: sent, down, refused, or standing again."""


def line(case: Case) -> str:
    """Say a referral in one line."""
    goods = ", ".join(case.body["goods"]) or "no goods known"
    seen = len(case.body["sightings"])
    again = f", seen again {seen} time{'s' if seen > 1 else ''}" if seen else ""
    return f"{case.id}  {case.state}  {case.body['where']}: {goods} ({case.body['outcome']}){again}"


add_shared(referral, "referral", line, due)


@referral.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--where", metavar="ADDRESS", help="Where the page stood; the name of FILE by default.")
@click.option("--seller", metavar="NAME", help="The name the seller goes by.")
@places
@on_day
@database
@as_json
def add(  # noqa: PLR0913  # one parameter an option
    *,
    file: Path,
    where: str | None,
    seller: str | None,
    places: str | None,
    on: str | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Read a page that was saved as FILE and keep it; one that was seen before is that listing again.

    Nothing is fetched. The page is read as 'penstock screen --listing' reads it.
    """
    from penstock.batch.pages import read_one  # noqa: PLC0415  # the others read no page
    from penstock.cases.referrals import referred  # noqa: PLC0415  # as above

    day = day_of(on)
    record, text = read_one(file, None if places is None else places.split(","), day)
    told = referred(record, text, where=where or file.name, seen_on=day, seller=seller)
    with opened(url) as store:
        from penstock.store.referrals import Referrals  # noqa: PLC0415  # of an extra

        added = Referrals(store).add(actor(), told)
    if as_json:
        again = None if added.again is None else {"id": added.again.id, "by": list(added.again.by)}
        print_json(as_dict(added.case) | {"again": again})
        return
    known = "" if added.again is None else f": the same listing, known by its {', '.join(added.again.by)}"
    click.echo(f"{line(added.case)}{known}")
    for reason in told.reasons:
        click.echo(f"  {reason}")


@referral.command()
@case_id
@click.option("--to", "recipient", metavar="NAME", required=True, help="Who is asked to take it down.")
@on_day
@click.option("--due", metavar="YYYY-MM-DD", help="The day an answer is asked for.")
@note
@database
@as_json
def send(  # noqa: PLR0913  # one parameter an option
    *,
    case: str,
    recipient: str,
    on: str | None,
    due: str | None,
    note: str | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Say that listing ID was referred, to whom and when."""
    said = {"sent_to": recipient, "sent_on": day_of(on).isoformat()}
    said |= {} if due is None else {"due": day_of(due).isoformat()}
    print_case(
        take(url, "referral", case, "send", said | ({} if note is None else {"note": note})), line, as_json=as_json
    )


@referral.command()
@case_id
@on_day
@note
@database
@as_json
def down(*, case: str, on: str | None, note: str | None, url: str | None, as_json: bool) -> None:
    """Say that listing ID is down."""
    said = {"down_on": day_of(on).isoformat()} | ({} if note is None else {"note": note})
    print_case(take(url, "referral", case, "take_down", said), line, as_json=as_json)
