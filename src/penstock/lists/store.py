"""Rosters kept on disk: every vintage of every list, written whole or not at all, nothing deleted.

``<folder>/rosters/<list>/<vintage>.roster``; a vintage that is delivered again with another content moves to
``<vintage>.superseded-<digest>`` and stays.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from penstock.kernel.errors import ListMissing, OutputError
from penstock.lists.files import write_whole
from penstock.lists.history import History, Sight
from penstock.lists.packed import digest_in, open_roster, pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from penstock.lists.packed import Line, OpenedRoster
    from penstock.lists.records import Entry, Roster

Saved = Literal["added", "unchanged", "replaced"]

VARIABLE = "PENSTOCK_LISTS"
"""Environment variable that names the folder of rosters."""

_SUFFIX = ".roster"
_HISTORY = "history.bin"


def folder_for(chosen: Path | None, environ: Mapping[str, str], home: Path, platform: str = sys.platform) -> Path:
    """Return the folder of rosters: the one chosen, that of ``PENSTOCK_LISTS``, or the platform's for data."""
    if chosen is not None:
        return chosen
    if environ.get(VARIABLE):
        return Path(environ[VARIABLE])
    return platform_folder(environ, home, platform) / "lists"


def platform_folder(environ: Mapping[str, str], home: Path, platform: str = sys.platform) -> Path:
    """Return the folder of Penstock under the platform's folder for data."""
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Penstock"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "Penstock"
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "penstock"


@dataclass(frozen=True, slots=True)
class ListStore:
    """The rosters of one folder. Nothing is kept in memory: two processes may share a folder."""

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> ListStore:
        """Return the store of a folder; one that does not exist yet holds no lists."""
        return cls(folder)

    def lists(self) -> list[str]:
        """Return the ids of the lists of which some vintage is stored, sorted."""
        found = (_id_of(path.name) for path in (self.folder / "rosters").glob("*") if path.is_dir())
        return sorted(list_id for list_id in found if self.vintages(list_id))

    def vintages(self, list_id: str) -> list[date]:
        """Return the days of a list's vintages, the oldest first."""
        found = []
        for path in self._folder(list_id).glob(f"*{_SUFFIX}"):
            with suppress(ValueError):
                found.append(date.fromisoformat(path.stem))
        return sorted(found)

    def opened(self, list_id: str, vintage: date) -> OpenedRoster:
        """Return one stored vintage, opened but not decoded.

        Raises:
            ListMissing: That vintage is not stored, or damaged.
        """
        return open_roster(self._path(list_id, vintage))

    def vintage_for(self, list_id: str, as_of: date | None = None) -> date:
        """Return the latest vintage of a list, or the latest on or before a day.

        Raises:
            ListMissing: There is none.
        """
        stored = self.vintages(list_id)
        fitting = [day for day in stored if as_of is None or day <= as_of]
        if not fitting:
            message = f"The list {list_id} was never imported" + (f" as of {as_of}." if stored else ".")
            raise ListMissing(message, remedy="Import it with 'penstock lists import', or see 'penstock lists status'.")
        return fitting[-1]

    def roster(self, list_id: str, as_of: date | None = None) -> Roster:
        """Return the latest roster of a list, or the latest on or before a day.

        Raises:
            ListMissing: There is none, or it is damaged.
        """
        return self.opened(list_id, self.vintage_for(list_id, as_of)).roster()

    def history(self, list_id: str) -> History:
        """Return the history of a list over all its vintages; it is kept beside them until one is added.

        Raises:
            ListMissing: A vintage is damaged.
        """
        key, path = self.digest_of(list_id).encode(), self._folder(list_id) / _HISTORY
        with suppress(OSError, msgspec.DecodeError):
            stored = path.read_bytes()
            if stored.startswith(key):
                return History.unpack(stored.removeprefix(key))
        heads = ((day, self.opened(list_id, day).head) for day in self.vintages(list_id))
        history = History(Sight(head.earliest, head.vintage, _Lines(self, list_id, day)) for day, head in heads)
        if history.sights:
            with suppress(OutputError):  # a folder that may only be read is read all the same
                write_whole(path, key + history.pack())
        return history

    def ever(self, list_id: str) -> list[Entry]:
        """Return every entry that some vintage of a list has, as the latest that has it words it.

        Entries of the latest vintage come first, in its order, then those that left, the last to leave first.

        Raises:
            ListMissing: A vintage is damaged.
        """
        found: dict[str, Entry] = {}
        for day in reversed(self.vintages(list_id)):
            opened = self.opened(list_id, day)
            for place, line in enumerate(opened.lines()):
                if line.uid not in found:
                    found[line.uid] = opened.entry(place)
        return list(found.values())

    def save(self, roster: Roster) -> Saved:
        """Keep a roster. One of the same day with another content is kept beside it, superseded.

        Raises:
            OutputError: It cannot be written; what was stored before still stands.
        """
        path = self._path(roster.list, roster.vintage)
        content = pack(roster)
        if not path.is_file():
            write_whole(path, content)
            return "added"
        before = path.read_bytes()
        if before == content:
            return "unchanged"
        write_whole(path.with_suffix(f".superseded-{digest_in(before)[:12]}"), before)
        write_whole(path, content)
        return "replaced"

    def digests(self) -> dict[str, str]:
        """Return a digest a list, over all its vintages: the same digest, the same answers."""
        return {list_id: self.digest_of(list_id) for list_id in self.lists()}

    def digest(self) -> str:
        """Return one digest over all lists and vintages."""
        told = "".join(f"{list_id} {digest}\n" for list_id, digest in self.digests().items())
        return hashlib.sha256(told.encode()).hexdigest()

    def digest_of(self, list_id: str, until: date | None = None) -> str:
        """Return the digest of a list over all its vintages, or over those up to a day: as it was before the others."""
        days = (day for day in self.vintages(list_id) if until is None or day <= until)
        told = "".join(f"{day} {self.carried_digest(list_id, day)}\n" for day in days)
        return hashlib.sha256(told.encode()).hexdigest()

    def carried_digest(self, list_id: str, vintage: date) -> str:
        """Return the digest a stored vintage carries, without reading all of it."""
        with self._path(list_id, vintage).open("rb") as stream:
            return digest_in(stream.read(64))

    def _folder(self, list_id: str) -> Path:
        return self.folder / "rosters" / list_id.replace(":", "+")

    def _path(self, list_id: str, vintage: date) -> Path:
        return self._folder(list_id) / f"{vintage.isoformat()}{_SUFFIX}"


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one stored vintage, read when they are gone through."""

    store: ListStore
    list_id: str
    vintage: date

    def __iter__(self) -> Iterator[Line]:
        return iter(self.store.opened(self.list_id, self.vintage).lines())


def _id_of(folder: str) -> str:
    return folder.replace("+", ":")
