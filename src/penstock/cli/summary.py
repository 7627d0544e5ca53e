"""The summary of a screening run, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from penstock.batch.authorised import STORE
from penstock.cli.tables import STYLES, console

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from penstock.batch.readers import Reject
    from penstock.batch.run import Judged, Run

_LONGEST = 120


def print_run(summary: dict[str, Any], rejects: Sequence[Reject], out: Path) -> None:
    """Print the counts of a run, its first rejects and where the results are; ``summary`` is the object of run.json."""
    screen, counts, stamp = console(), summary["counts"], summary["stamp"]
    table = Table("outcome", "items", box=None, pad_edge=False)
    for outcome, times in reversed(counts["outcomes"].items()):
        table.add_row(Text(outcome, style=STYLES[outcome]), str(times))
    screen.print(table)
    decisions = f"{counts['decisions']} decisions + {counts['rejects']} rejects"
    screen.print(f"{counts['rows']} rows = {decisions}, law of {stamp['as_of']}")
    flags = summary["red_flags"]
    screen.print(
        f"red flags: {sum(flags['raised'].values())} raised, {_times(flags)} times not evaluated for want of a column, "
        f"{len(flags['no_such_field'])} read what no row has"
    )
    for reject in rejects[:10]:
        where = f"{reject.file} row {reject.row}, {reject.column}: {reject.code}, seen {reject.seen!r}."
        screen.print(Text(f"  {where} {reject.remedy}", style="magenta"))
    for described in summary["inputs"]:
        for notice in described["notices"]:
            screen.print(Text(f"  {described['file']}: {notice}", style="dim"))
    authorised = summary.get("authorisations")
    if authorised is not None and authorised["from"] == STORE:
        how = f"draw them with: penstock authorisation draw-run {out}"
        screen.print(f"{authorised['draws']} draws on authorisations of the store, none of them made; {how}")
    memory = summary.get("memory")
    if memory is not None and memory["peak"] > memory["limit"]:
        over = f"  {memory['peak'] >> 20} MiB of memory were held, more than the limit of {memory['limit'] >> 20} MiB"
        screen.print(Text(over, style="magenta"))
    screen.print(f"results in {out} (register {stamp['register'][:12]}, penstock {stamp['engine']})")


def _times(flags: dict[str, Any]) -> int:
    return sum(kept["items"] for kept in flags["not_evaluated"].values())


def print_rows(run: Run) -> None:
    """Print each row's decision."""
    table = Table("item", "day, route", "goods", "outcome", "first reason and text", box=None, pad_edge=False)
    for column, width in zip(table.columns, (None, 12, 34, 10, None), strict=True):
        column.max_width = width
    for judged in run.judged:
        outcome = judged.decision.outcome
        table.add_row(
            Text(f"{judged.decision.consignment_id}/{judged.decision.item_no}"),
            Text(_day_and_route(run, judged)),
            Text(_goods(judged)),
            Text(outcome, style=STYLES[outcome]),
            _reason(judged),
        )
    console().print(table)


def _day_and_route(run: Run, judged: Judged) -> str:
    item = judged.item
    route = "-".join(filter(None, (item.export_country, *item.transit_countries, item.destination_country)))
    return f"{item.date or run.stamp['as_of']} {route}"


def _goods(judged: Judged) -> str:
    item = judged.item
    return ", ".join(filter(None, (item.goods_description, item.cas_number, item.smiles, item.commodity_code)))


def _reason(judged: Judged) -> Text:
    first = judged.decision.findings[0]
    if first.measure is None or first.code.startswith("party_"):
        return (_where(judged) if first.code == "open" else Text()).append(_cut(first.message))
    if first.code == "open":  # in one place; where it is surely controlled is of more use
        return _where(judged).append(f"{_cut(first.message)} ").append(f"[{_cut(first.citation or '')}]", style="dim")
    if first.code in {"red_flag", "split_consignment"}:  # what it says is more than which measure it is
        return Text(f"{_cut(first.message)} ").append(f"[{_cut(first.citation or '')}]", style="dim")
    what = f"{first.duty} to {first.stage}" if first.duty else first.code.replace("_", " ")
    basis = f" ({first.basis})" if first.basis != "named" else ""
    text = Text(f"{first.jurisdiction}: {what}, {first.measure}{basis} since {first.since} ")
    return text.append(f"[{_cut(first.citation or '')}]", style="dim")


def _where(judged: Judged) -> Text:
    """Begin with the places whose lists name the goods, for an item that is held for another, where that is open."""
    told = (one.jurisdiction for one in judged.decision.findings if one.code in {"obligation", "controlled"})
    places = ", ".join(dict.fromkeys(place for place in told if place))
    return Text(f"Controlled in {places}. " if places else "")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
