"""Tables about party lists. Nothing here decides anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from penstock.cli.tables import console

if TYPE_CHECKING:
    from penstock.lists.diff import EntryChange, RosterDiff
    from penstock.lists.records import Entry

_MOST_ROWS = 40
_LONGEST = 60


def print_diff(found: RosterDiff) -> None:
    """Print how many entries came, went and changed, and the first of each."""
    out = console()
    out.print(
        f"{found.newer.list}: {found.older.vintage} to {found.newer.vintage}: {len(found.added)} added, "
        f"{len(found.gone)} gone, {len(found.changed)} changed"
    )
    if found.not_compared:
        out.print(f"not compared, for one vintage does not have it: {', '.join(found.not_compared)}")
    table = Table("what", "uid", "name", "programme or fields", box=None, pad_edge=False)
    for what, entries in (("added", found.added), ("gone", found.gone)):
        for entry in entries[:_MOST_ROWS]:
            table.add_row(what, *_cells(entry, ", ".join(entry.programmes)))
    for change in found.changed[:_MOST_ROWS]:
        table.add_row("changed", *_cells(change.after, _fields(change)))
    out.print(table)
    if max(len(found.added), len(found.gone), len(found.changed)) > _MOST_ROWS:
        out.print(f"(the first {_MOST_ROWS} of each; --json has all)", style="dim")


def _cells(entry: Entry, last: str) -> tuple[Text, Text, Text]:
    return Text(entry.uid), Text(_cut(entry.name)), Text(last)


def _fields(change: EntryChange) -> str:
    return ", ".join(f"{one.field} (-{len(one.lost)} +{len(one.gained)})" for one in change.fields)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
