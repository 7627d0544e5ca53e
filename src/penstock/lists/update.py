"""Bringing stored lists up to date from their publishers, only when asked; a failed update leaves all as it was."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

from penstock.kernel.errors import PenstockError, UsageError
from penstock.lists.importing import import_path
from penstock.lists.sources import source_of, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from penstock.lists.importing import Imported
    from penstock.lists.store import ListStore

    Fetch = Callable[[str, Path], None]


@dataclass(frozen=True, slots=True)
class Updated:
    """What came of one delivery: the rosters kept, or why none was."""

    delivery: str
    imported: tuple[Imported, ...] = ()
    error: PenstockError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return what came of it as plain values."""
        return {
            "delivery": self.delivery,
            "imported": [one.as_dict() for one in self.imported],
            "error": None if self.error is None else self.error.as_dict(),
        }


def deliveries_for(store: ListStore, asked: Iterable[str]) -> list[str]:
    """Return the deliveries to fetch: those asked for by list or delivery, else those of the lists stored.

    Raises:
        UsageError: A list is not fetched by Penstock, or nothing is stored and nothing asked.
    """
    named = [_delivery(list_id) for list_id in asked]
    for list_id, delivery in zip(asked, named, strict=True):
        if not sources()[delivery].url:
            message = f"Penstock does not fetch {list_id}."
            raise UsageError(message, remedy="Fetch the file from its publisher and import it.")
    found = named or [_delivery(list_id) for list_id in store.lists()]
    wanted = [delivery for delivery in dict.fromkeys(found) if sources()[delivery].url]
    if not wanted:
        fetched = ", ".join(key for key, one in sources().items() if one.url)
        message = "No list is stored that Penstock fetches."
        raise UsageError(message, remedy=f"Name the lists to fetch: {fetched}.")
    return wanted


def _delivery(list_id: str) -> str:
    """Return the delivery a list comes in; its own id unless it comes in a bundle."""
    known = sources().get(list_id)
    if known is not None and known.is_bundle:
        return list_id
    return source_of(list_id).within or list_id.partition(":")[0]


def update(store: ListStore, asked: Iterable[str], *, fetch: Fetch, today: date) -> list[Updated]:
    """Fetch and keep lists; what fails is told and leaves the roster that was kept before.

    Args:
        store: Where to keep them.
        asked: Lists or deliveries; those stored when empty.
        fetch: Fetches an address into a file.
        today: The day of the reader, and of a delivery that does not state its own.

    Raises:
        UsageError: Nothing to fetch.
    """
    return [_update(store, delivery, fetch, today) for delivery in deliveries_for(store, tuple(asked))]


def _update(store: ListStore, delivery: str, fetch: Fetch, today: date) -> Updated:
    try:
        with tempfile.TemporaryDirectory(prefix="penstock-") as scratch:
            folder = Path(scratch) / today.isoformat()
            folder.mkdir()
            for url in sources()[delivery].url:
                fetch(url, folder / Path(urlparse(url).path).name.lower())
            imported = import_path(store, folder, today=today)
    except PenstockError as error:
        return Updated(delivery, error=error)
    return Updated(delivery, tuple(imported))
