"""Readings of articles for people. Nothing here decides anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from penstock.cli.tables import console, cut, line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rich.console import Console

    from penstock.batch.articles import ArticleRun, Read
    from penstock.reading.article import Quotation, Speaker, When


def print_run(run: ArticleRun, out: Path | None, kept: Mapping[str, int] | None) -> None:
    """Print each reading, then how many there are."""
    screen = console()
    for one in run.reads:
        _print_one(screen, one)
    quotations = sum(len(one.article.quotations) for one in run.reads)
    proposed = sum(len(one.statements) + len(one.acts) for one in run.reads)
    screen.print(Text(f"{len(run.reads)} files, {quotations} quotations, {proposed} proposals"))
    written = f"readings in {out}" if out is not None else "nothing written"
    screen.print(Text(f"{written} (register {run.stamp['register'][:12]}, penstock {run.stamp['engine']})"))
    if kept is not None:
        new = ", ".join(f"{kept[name]} {name}" for name in ("readings", "statements", "acts"))
        screen.print(Text(f"kept {new}; {kept['known']} were there already"))


def _print_one(out: Console, one: Read) -> None:
    article = one.article
    head = Text.assemble(
        (article.file, "bold"),
        f"  {article.status.replace('_', ' ')}, {article.language}, published {article.published}",
    )
    out.print(head.append(f"  sha256 {article.sha256[:12]}", style="dim"), soft_wrap=True)
    for reason in article.reasons:
        line(out, 2, cut(reason))
    for quotation in article.quotations:
        line(out, 2, cut(f"{quotation.number}. “{quotation.quote}”"))
        line(out, 5, said_by(quotation), style="dim")
    for claim in article.indirect:
        line(out, 2, cut(f"indirect: {claim.speaker.name} ({_day(claim.day)}): {claim.text}"), style="dim")
    for thing in article.things:
        known = "" if thing.in_register else ", not in the register"
        line(out, 2, f"names {thing.name}{known}: {len(thing.spans)} times")
    for party in article.parties:
        line(out, 2, f"names {party.name} ({party.party}): a name alone never convicts")
    if article.places:
        line(out, 2, f"places: {', '.join(place.place for place in article.places)}")
    for act in one.acts:
        line(out, 2, cut(f"proposes {act.kind} on {act.day} by {act.by}: {act.what}"))
    for notice in article.notices:
        line(out, 2, notice, style="dim")
    out.print()


def said_by(one: Quotation) -> str:
    """Return who said it, for whom, when and where, in one line."""
    where = f", {one.venue}" if one.venue else ""
    title = ", in the title" if one.in_title else ""
    return f"{named(one.speaker)} ({_day(one.day)}{where}{title}; {one.how})"


def named(speaker: Speaker) -> str:
    """Return a speaker with role, body, and whose the words are."""
    parts = [speaker.name]
    if speaker.role and speaker.role != speaker.name:
        parts.append(speaker.role)
    if speaker.spoken_by:
        parts.append(f"the words are those of {speaker.spoken_by}")
    if speaker.candidates:
        parts.append(f"may be {' or '.join(speaker.candidates)}")
    return ", ".join(parts)


def _day(day: When | None) -> str:
    return "day unknown" if day is None else day.value
