"""Tables for people. Nothing here decides anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from penstock.law.several import merged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from penstock.law.check import Answer
    from penstock.law.compare import Change, First, LagRow

STYLES = {
    "controlled": "bold red",
    "listed": "bold red",
    "charged": "bold yellow",
    "named_in_lead": "bold yellow",
    "delisted": "yellow",
    "not_listed": "green",
    "prohibited": "bold red",
    "licence": "bold yellow",
    "notify": "yellow",
    "hold": "bold magenta",
    "unknown": "bold magenta",
    "invalid": "bold magenta",
    "not_controlled": "green",
    "clear": "green",
    "refer": "bold red",
    "review": "bold yellow",
    "nothing_found": "dim",
}
SHIPPING_STAGES = frozenset({"export", "import", "transit", "transport"})
_NARROWEST = 120
_LONGEST_NOTE = 400


def console() -> Console:
    """Return a console; a pipe gets at least 120 columns so that tables stay readable."""
    made = Console(highlight=False)
    return made if made.is_terminal else Console(highlight=False, width=max(made.width, _NARROWEST))


def print_answer(answer: Answer) -> None:
    """Print the answer to one question: what it is, then one block a jurisdiction."""
    out = console()
    shown = answer.as_dict()
    subject = shown["subject"]
    text = _highlighted(answer.input, subject.get("mentions", []))
    out.print(Text.assemble(text, f"  read as {subject['kind']}, law of {shown['as_of']}"))
    for one in merged([*subject["identified"], *subject.get("candidates", [])]):
        parts = [
            one["name"],
            one["id"] and one["id"] != one["name"] and f"id {one['id']}",
            one["cas"] and f"CAS {one['cas']}",
            one.get("form"),
            "by " + " and ".join(f"{way['by']} ({way['confidence']:.2f})" for way in one["ways"]),
        ]
        out.print(Text("  = " + ", ".join(part for part in parts if part)), soft_wrap=True)
    for clash in subject.get("contradictions", []):
        line(out, 2, f"! {clash['code']}: {clash['message']}", style=STYLES["hold"])
    if not subject["identified"]:
        out.print(f"  {unidentified(shown)}")
    for place in shown["answers"]:
        _print_place(out, place)
    if "parties" in shown:
        from penstock.cli.party_tables import print_lists  # noqa: PLC0415  # few texts may be a party as well

        out.print(Text("\nIt may be the name of a party:"))
        print_lists(out, shown["parties"])
    stamp = shown["stamp"]
    out.print(Text(f"register {stamp['register'][:12]}, penstock {stamp['engine']}", style="dim"))


def unidentified(shown: Mapping[str, Any]) -> str:
    """Say why nothing was identified: what was asked is invalid, a code decides nothing, or nobody knows it."""
    if any(place["verdict"] == "invalid" for place in shown["answers"]):
        return "not identified: what was asked is invalid, see below"
    if shown["subject"].get("candidates"):
        return "not identified: a customs code names candidates and decides nothing"
    return "not identified; --kind party asks for a party of that name"


def _highlighted(text: str, mentions: Sequence[Mapping[str, Any]]) -> Text:
    """Return what was asked with the characters of each mention in a style of its own.

    Controlled or watched: red; a wrong CAS number or part of a longer name: magenta; ordinary: green; a code: cyan.
    """
    shown = Text(text, style="bold")
    for mention in mentions:
        if mention["kind"] == "code":
            style = "cyan"
        elif mention["subject"] is None or mention["stand"] == "part":
            style = "magenta"
        else:
            style = "green" if mention["ordinary"] else "red"
        shown.stylize(f"underline {style}", mention["start"], mention["end"])
    return shown


def _print_place(out: Console, place: Mapping[str, Any]) -> None:
    checked = (f"  checked {place['checked_on']}", "dim") if place["checked_on"] else ""
    verdict = (place["verdict"], STYLES[place["verdict"]])
    out.print(Text.assemble("\n", (place["jurisdiction"], "bold"), "  ", verdict, checked))
    for one in place.get("subjects", ()):
        out.print(Text.assemble(f"    {one['name']}: ", (one["verdict"], STYLES[one["verdict"]])))
    for measure in place["measures"]:
        _print_measure(out, measure)
    for measure in place["watch"]:
        watched = f"watched since {_since(measure)}: {measure['list']} ({measure['citation']})"
        line(out, 4, about(measure) + watched)
    if note := place["note"]:
        line(out, 4, cut(note), style="italic")


def _print_measure(out: Console, measure: Mapping[str, Any]) -> None:
    state = "may hold" if measure["open"] else "holds"
    until = f" until {measure['until']}" if measure["until"] else ""
    line(out, 4, about(measure) + f"{state} since {_since(measure)}{until}: {measure['list']}, {basis_of(measure)}")
    for clause, words in measure["wording"].items():
        line(out, 6, f"{clause}: {cut(words)}", style="dim")
    towards = f" towards {', '.join(measure['counterparties'])}" if measure["counterparties"] else ""
    read = "" if measure["source"] == "official" else f" ({measure['source']})"
    line(out, 6, f"{measure['citation']}{towards}  {measure['url']}{read}", style="dim")
    moving = [duty for duty in measure["obligations"] if duty["stage"] in SHIPPING_STAGES]
    for duty in moving:
        line(out, 6, f"{duty['stage']}: {duty['duty']} - {duty['text']}")
    others = dict.fromkeys(f"{d['stage']} {d['duty']}" for d in measure["obligations"] if d not in moving)
    if others:
        line(out, 6, f"also: {', '.join(others)} (--json has the words)")


def about(measure: Mapping[str, Any]) -> str:
    """Return what a line about a measure begins with: the subject it is about, where a text names several."""
    return f"{measure['about']}: " if "about" in measure else ""


def cut(text: str) -> str:
    """Return the beginning of a long text."""
    return text if len(text) <= _LONGEST_NOTE else f"{text[:_LONGEST_NOTE]}... (--json has the whole of it)"


def basis_of(measure: Mapping[str, Any]) -> str:
    """Return what a measure rests on: by name, by which clauses of which class, or as what of which substance."""
    clauses = f" (clause {', '.join(measure['clauses'])})" if measure["clauses"] else ""
    scope = f" ({', '.join(measure['scope'])})" if measure["scope"] else ""
    of = "" if measure["basis"] == "named" else f" of {measure['subject_name']}"
    return f"{measure['basis']}{scope}{of}{clauses}"


def _since(measure: Mapping[str, Any]) -> str:
    """Return the first day, or what is known of it: not before one day, in force by another."""
    if measure["since"] != "unknown":
        return str(measure["since"])
    known = [
        f"{words} {measure[name]}"
        for name, words in (("not_before", "not before"), ("known_by", "in force by"))
        if measure[name]
    ]
    return f"a day that is not settled ({', '.join(known)})" if known else "a day that is not settled"


def line(out: Console, indent: int, text: str, style: str = "") -> None:
    """Print one line, set in by some columns; what follows where it is broken is set in as well."""
    out.print(Padding(Text(text, style=style), (0, 0, 0, indent), expand=False))


def print_changes(changes: Sequence[Change]) -> None:
    """Print what changed, a row a change."""
    if not changes:
        console().print("No dated change. Spans whose first day is not settled are not shown here.")
        return
    table = Table("day", "place", "what", "subject", "list", "citation", box=None, pad_edge=False)
    for change in changes:
        what = change.what + (f" ({', '.join(change.scope)})" if change.scope else "")
        row = (
            change.day.isoformat(),
            change.jurisdiction,
            what,
            change.subject,
            change.list_name,
            change.citation,
        )
        table.add_row(*map(Text, row))
    console().print(table)


def print_lag(rows: Sequence[LagRow]) -> None:
    """Print the UN's first day beside each place's, with the days between in brackets."""
    places = [first.jurisdiction for first in rows[0].firsts] if rows else []
    table = Table("substance", "UN in force", *places, box=None, pad_edge=False)
    for row in rows:
        cells = [_lag_cell(first, row.lags[first.jurisdiction]) for first in row.firsts]
        table.add_row(row.subject, str(row.un.since or "unknown"), *cells)
    out = console()
    out.print(table)
    out.print("(+n) days under UN control and not under national control, (-n) days ahead of the UN;", style="dim")
    out.print("'by DAY': in force by that day at the latest, the first day is not settled.", style="dim")


def _lag_cell(first: First, days: int | None) -> Text:
    if first.since is not None:
        return Text(f"{first.since} ({days:+d})" if days is not None else str(first.since))
    if first.known_by is not None:
        return Text(f"by {first.known_by}")
    if first.status == "controlled":
        return Text("day unknown")
    return Text(first.status.replace("_", " ") + (f" ({days:+d}...)" if days is not None else ""))


def print_rows(rows: Sequence[Mapping[str, object]]) -> None:
    """Print plain rows under their keys."""
    table = Table(*(rows[0] if rows else ()), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(str(value)) for value in row.values()))
    console().print(table)


def print_flags(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print published red flags: the id, what it says, where it says so, and what it reads."""
    out = console()
    for row in rows:
        until = f" until {row['until']}" if row["until"] else ""
        line(out, 0, f"{row['id']} since {row['since']}{until}", style="bold")
        line(out, 2, row["says"])
        line(
            out, 2, f"{row['citation']}  {row['url']}" + ("" if row["source"] == "official" else f" ({row['source']})")
        )
        line(out, 2, f"reads {', '.join(row['reads'])}; {row['evaluated']}", style="dim")
    ready = sum(row["evaluated"] == "by rule" for row in rows)
    out.print(f"red flags: {len(rows)}; by rule: {ready}; not evaluated, no such field: {len(rows) - ready}")
