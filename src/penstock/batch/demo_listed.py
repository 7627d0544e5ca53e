"""Companies of imported lists, to be planted beside those of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from penstock.kernel.errors import UsageError
from penstock.lists.store import ListStore
from penstock.screening.cautions import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from penstock.lists.records import Entry


class Listed(NamedTuple):
    """A company, a country on record, and a day on which its list was read to hold it."""

    name: str
    country: str
    day: date


def listed_companies(folder: Path) -> list[Listed]:
    """Return the companies in the latest vintage of each list of a folder, by their primary names.

    Raises:
        UsageError: The folder is not there, or holds no list.
        ListMissing: A stored list is damaged.
    """
    store = ListStore.open(folder)
    lists = store.lists()
    if not lists:
        message = f"The folder {str(folder)!r} holds no imported list."
        remedy = "Check the name, or import lists into it first: penstock lists import FILE --lists FOLDER."
        raise UsageError(message, remedy=remedy)
    rosters = (store.roster(list_id) for list_id in lists)
    return [one for roster in rosters for entry in roster.entries for one in _companies(entry, roster.vintage)]


def _companies(entry: Entry, day: date) -> Iterator[Listed]:
    """Yield a company once, under the first country on record; a name of one word is left out."""
    written = (*entry.countries, *(address.country for address in entry.addresses if address.country is not None))
    country = next((code for one in written if (code := code_of(one)) is not None), None)
    if entry.kind == "company" and country is not None and len(entry.name.split()) > 1:
        yield Listed(entry.name, country, day)
