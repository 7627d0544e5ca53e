"""Pairs of a name and an entry that somebody looked into and cleared: remembered, reopened when the entry changes.

One JSON line a clearing in ``clearings.jsonl``; lines are only ever added. The last line about a pair counts.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the fields' types
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.kernel.errors import ListMissing, UsageError
from penstock.lists.files import append_line
from penstock.lists.records import Entry, Record

if TYPE_CHECKING:
    from pathlib import Path

CLEARINGS = "clearings.jsonl"
"""The file of what was cleared, in the folder of the lists."""


class Clearing(Record, frozen=True):
    """That a name is not the party of an entry: who says so, when, why, and of which state of the entry."""

    name: str
    list: str
    uid: str
    digest: str
    reason: str
    by: str
    on: date

    def holds_for(self, entry: Entry) -> bool:
        """Tell whether the entry is still what was looked at; if not, the pair is open again."""
        return (self.list, self.uid, self.digest) == (entry.list, entry.uid, entry.digest)

    def as_dict(self) -> dict[str, Any]:
        """Return the clearing as plain values."""
        return {name: str(getattr(self, name)) for name in self.__struct_fields__}


def key_of(name: str) -> str:
    """Return what two spellings of a cleared name share: case and spaces do not count, all else does."""
    return " ".join(name.split()).casefold()


class Clearings:
    """The cleared pairs of a folder of rosters."""

    def __init__(self, folder: Path) -> None:
        """Read what is cleared.

        Raises:
            ListMissing: A line of the file is damaged.
        """
        self._path = folder / CLEARINGS
        self._latest: dict[tuple[str, str, str], Clearing] = {}
        for clearing in _read(self._path):
            self._keep(clearing)

    def _keep(self, clearing: Clearing) -> None:
        self._latest[key_of(clearing.name), clearing.list, clearing.uid] = clearing

    def all(self) -> list[Clearing]:
        """Return the clearing that counts of every pair, in the order of the first of each."""
        return list(self._latest.values())

    def of(self, name: str, entry: Entry) -> Clearing | None:
        """Return the clearing of a pair, also one that no longer holds; see ``Clearing.holds_for``."""
        return self._latest.get((key_of(name), entry.list, entry.uid))

    def is_cleared(self, name: str, entry: Entry) -> bool:
        """Tell whether a pair is cleared and the entry still the one that was looked at."""
        clearing = self.of(name, entry)
        return clearing is not None and clearing.holds_for(entry)

    def clear(self, name: str, entry: Entry, *, reason: str, by: str, on: date) -> Clearing:
        """Remember that a name is not the party of an entry.

        Raises:
            UsageError: The name, the reason or who says so is empty.
            OutputError: It cannot be written.
        """
        for value, what in ((name, "name"), (reason, "reason"), (by, "person")):
            if not value.strip():
                message = f"The {what} is empty."
                raise UsageError(message, remedy="A clearing says which name, why, and who looked into it.")
        clearing = Clearing(name=name, list=entry.list, uid=entry.uid, digest=entry.digest, reason=reason, by=by, on=on)
        append_line(self._path, msgspec.json.encode(clearing))
        self._keep(clearing)
        return clearing


def _read(path: Path) -> list[Clearing]:
    """Read the lines; the last is passed over when a crash tore it, for then it was never confirmed."""
    if not path.is_file():
        return []
    whole, _, _torn = path.read_bytes().rpartition(b"\n")
    found = []
    for number, line in enumerate(whole.split(b"\n"), 1):
        if not line:
            continue
        try:
            found.append(msgspec.json.decode(line, type=Clearing))
        except msgspec.DecodeError as error:
            if number > 1 and not line.endswith(b"}"):  # torn, then closed by the next line
                continue
            message = f"{path}, line {number} is damaged ({error})."
            raise ListMissing(message, remedy="Restore the file from a copy, or take the line out.") from None
    return found
