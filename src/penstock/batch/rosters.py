"""Open the imported lists of a folder for searching; the index over the names is made once and kept beside them."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import penstock.parties
from penstock.kernel.errors import OutputError, UsageError
from penstock.lists.clearings import CLEARINGS, Clearings
from penstock.lists.files import write_whole
from penstock.lists.sources import source_of
from penstock.lists.store import ListStore, folder_for
from penstock.parties.index import PartyIndex
from penstock.screening.asking import Imported
from penstock.screening.books import Indexed
from penstock.screening.rosters import ListHead, Names, RosterBook, amended_names, names_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from types import ModuleType

    from penstock.lists.history import History
    from penstock.lists.packed import OpenedRoster
    from penstock.parties import Kind
    from penstock.screening.books import Search

_FOLDER = "search"


def open_books(store: ListStore, *, lossless: bool = False) -> list[RosterBook]:
    """Return the lists of a store, ready to be asked; they are read as far as they are asked about."""
    found = []
    for list_id, digest in store.digests().items():
        source = source_of(list_id)
        head = ListHead(list_id, source.title, digest, source.url[0] if source.url else None)
        found.append(RosterBook(head, StoredList(store, list_id, state_of(digest)), lossless=lossless))
    return found


@dataclass(frozen=True, slots=True)
class StoredList:
    """The vintages of one list of a store; ``state`` names what the index over their names was made of."""

    store: ListStore
    list_id: str
    state: str

    @property
    def index(self) -> Path:
        """Where the index over the names stands in the folder of the lists."""
        return Path(_FOLDER, f"{self.list_id.replace(':', '+')}-{self.state}.names")

    @property
    def days(self) -> list[date]:
        """The days of the vintages, the oldest first."""
        return self.store.vintages(self.list_id)

    def history(self) -> History:
        """Return who was on the list when.

        Raises:
            ListMissing: A vintage is damaged.
        """
        return self.store.history(self.list_id)

    def opened(self, day: date) -> OpenedRoster:
        """Return one vintage.

        Raises:
            ListMissing: It is damaged.
        """
        return self.store.opened(self.list_id, day)

    def names(self) -> Names:
        """Return the names of all vintages: those made before, or made now and kept where that is allowed.

        Raises:
            ListMissing: A vintage is damaged.
        """
        with suppress(OSError, msgspec.DecodeError):
            return _read(self.store.folder / self.index)
        made = self._amended() or names_of(self.opened(day) for day in self.days)
        with suppress(OutputError):
            write_whole(self.store.folder / self.index, msgspec.msgpack.encode(made))
        return made

    def _amended(self) -> Names | None:
        """Return the names made for the vintages before the latest ones, and those of the latest, where there are."""
        days = self.days
        for nth in range(len(days) - 1, 0, -1):
            before = StoredList(self.store, self.list_id, state_of(self.store.digest_of(self.list_id, days[nth - 1])))
            with suppress(OSError, msgspec.DecodeError):
                names = _read(self.store.folder / before.index)
                last, *newer = (self.opened(day) for day in days[nth - 1 :])
                return amended_names(names, last, newer)
        return None


def _read(path: Path) -> Names:
    return msgspec.msgpack.decode(path.read_bytes(), type=Names)


def kept_search(store: ListStore, *, lossless: bool = False) -> Callable[[list[str], list[Kind | None]], Search]:
    """Return what makes a search over names: its index is made once, and kept beside the lists where there are any.

    Args:
        store: The lists.
        lossless: See `penstock.screening.books.Indexed`.
    """

    def search(names: list[str], kinds: list[Kind | None]) -> Search:
        path = store.folder / _FOLDER / f"names-{state_of(msgspec.json.encode([names, kinds]).decode())}.index"
        with suppress(OSError, msgspec.DecodeError):
            return Indexed(PartyIndex.unpack(path.read_bytes()), lossless=lossless)
        made = PartyIndex.build(names, kinds)
        if path.parent.is_dir():
            with suppress(OutputError):  # a folder that may only be read is read all the same
                write_whole(path, made.pack())
        return Indexed(made, lossless=lossless)

    return search


def copy_lists(store: ListStore, folder: Path) -> None:
    """Copy the lists of a store and what was cleared there into a folder, with all that is made of them once.

    Raises:
        OSError: They cannot be read or written.
        ListMissing: A vintage is damaged.
    """
    shutil.copytree(store.folder / "rosters", folder / "rosters", ignore=shutil.ignore_patterns("*.superseded-*", ".*"))
    with suppress(FileNotFoundError):
        shutil.copyfile(store.folder / CLEARINGS, folder / CLEARINGS)
    copied = ListStore.open(folder)
    for list_id, digest in store.digests().items():
        listed = StoredList(copied, list_id, state_of(digest))
        (folder / listed.index).parent.mkdir(exist_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(store.folder / listed.index, folder / listed.index)
        listed.names()
        listed.history()


def state_of(digest: str) -> str:
    """Return what names the vintages and the way in which names are indexed; another state has another file."""
    return hashlib.sha256(f"{digest} {engine()}".encode()).hexdigest()[:16]


@cache
def engine(*others: ModuleType) -> str:
    """Return a digest of the room that compares names, and of other rooms."""
    digest = hashlib.sha256()
    for room in (penstock.parties, *others):
        for path in sorted(Path(room.__path__[0]).iterdir()):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()


def store_at(folder: Path | None) -> ListStore:
    """Open the rosters of the folder chosen, or of the usual one."""
    return ListStore.open(folder_for(folder, os.environ, Path.home()))


def imported(folder: Path | None, *, lossless: bool = False) -> Imported:
    """Return the lists that were imported into the folder chosen, or into the usual one, and what was cleared there.

    Args:
        folder: The folder chosen.
        lossless: See `penstock.screening.books.Indexed`.

    Raises:
        ListMissing: The file of clearings is damaged.
        UsageError: The folder chosen is not there.
    """
    if folder is not None and not folder.is_dir():
        message = f"The folder of lists {str(folder)!r} is not there."
        remedy = "Check the name, or import lists into it first: penstock lists import FILE --lists FOLDER."
        raise UsageError(message, remedy=remedy)
    store = store_at(folder)
    return Imported(open_books(store, lossless=lossless), Clearings(store.folder))
