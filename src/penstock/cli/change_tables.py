"""Tables of what changed between two days, and of what may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from penstock.cli.tables import console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.law.compare import Change
    from penstock.law.unsettled import Unsettled


def print_changes(changes: Sequence[Change]) -> None:
    """Print what changed, a row a change."""
    if not changes:
        console().print("No dated change.")
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


def print_unsettled(spans: Sequence[Unsettled]) -> None:
    """Print the spans that may have begun between the days, with what is known of their first day; nothing if none."""
    if not spans:
        return
    out = console()
    out.print("\nFirst day not settled by any source read; may have begun between these days:")
    table = Table("not before", "in force by", "place", "subject", "list", "citation", box=None, pad_edge=False)
    for one in spans:
        days = (str(one.not_before or "-"), str(one.known_by or "-"))
        table.add_row(*map(Text, (*days, one.jurisdiction, one.subject, one.list_name, one.citation)))
    out.print(table)
