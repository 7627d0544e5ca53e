"""Referral records for people. Nothing here decides anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from penstock.cli.tables import STYLES, console, cut, line
from penstock.reading.referral import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from penstock.batch.pages import PageRun
    from penstock.reading.referral import Goods, Identifier, Referral, Span

_MOST_SPANS = 3


def print_pages(run: PageRun, out: Path | None) -> None:
    """Print the record of each page, then how many have each outcome."""
    screen = console()
    for referral in run.referrals:
        _print_page(screen, referral)
    counted = ", ".join(f"{run.outcomes[name]} {_said(name)}" for name in reversed(OUTCOMES) if run.outcomes[name])
    screen.print(Text(f"{len(run.referrals)} pages: {counted}, law of {run.stamp['as_of']}"))
    written = f"records in {out}" if out is not None else "no records written"
    screen.print(Text(f"{written} (register {run.stamp['register'][:12]}, penstock {run.stamp['engine']})"))


def _said(outcome: str) -> str:
    return outcome.replace("_", " ")


def _print_page(out: Console, referral: Referral) -> None:
    head = Text.assemble((referral.page, "bold"), "  ", (_said(referral.outcome), STYLES[referral.outcome]))
    out.print(head.append(f"  sha256 {referral.sha256[:12]}", style="dim"), soft_wrap=True)
    if referral.title is not None:
        line(out, 2, f"title: {cut(referral.title)}")
    for reason in referral.reasons:
        line(out, 2, cut(reason))
    for goods in referral.goods:
        _print_goods(out, goods)
    for phrase in referral.phrases:
        line(out, 2, f"phrase {phrase.phrase}: {_places(phrase.spans)}")
        for source in phrase.sources:
            line(out, 4, f"{phrase.shown} in {source.citation}: {cut(source.quote)}", style="dim")
    if referral.prices:
        line(out, 2, f"prices: {_places([price.span for price in referral.prices])}")
    for contact in referral.contacts:
        line(out, 2, _contact(contact))
    for party in referral.parties:
        line(out, 2, f"party {party.party} ({party.score:.2f}): {_places(party.spans)}")
    for notice in referral.notices:
        line(out, 2, notice, style="dim")
    out.print()


def _print_goods(out: Console, goods: Goods) -> None:
    marks = [goods.standing.replace("_", " ")]
    marks += ["near"] if goods.near else []
    marks += ["hidden"] if goods.hidden else []
    cas = f", CAS {goods.cas}" if goods.cas else ""
    line(out, 2, f"{goods.name}{cas}: {', '.join(marks)}: {_places(goods.spans)}")
    for place in goods.law:
        for measure in (*place.measures[:1], *place.watch[:1]):
            line(out, 4, f"{place.jurisdiction} {place.verdict} since {measure.since}: {measure.citation}", style="dim")


def _places(spans: Sequence[Span]) -> str:
    shown = [f"{span.quote!r} at {span.start}-{span.end} ({span.part})" for span in spans[:_MOST_SPANS]]
    more = f" and {len(spans) - _MOST_SPANS} more" if len(spans) > _MOST_SPANS else ""
    return cut(", ".join(shown)) + more


def _contact(contact: Identifier) -> str:
    checked = {True: ", checksum holds", False: ", checksum fails", None: ""}[contact.checksum]
    detail = f" {contact.detail}" if contact.detail else ""
    return f"{contact.kind}{detail}: {contact.value}{checked} ({_places(contact.spans[:1])})"
