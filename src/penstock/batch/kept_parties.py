"""The parties of a file with the index over their names, kept beside the lists: made once, read by every change.

The file is known by its bytes and by the program that read it, so that its names are taken apart only once.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
import numpy as np

import penstock.batch
from penstock.batch.party_file import read_parties
from penstock.batch.readers import Reject, format_of
from penstock.batch.rosters import engine
from penstock.batch.text import blocks_of
from penstock.kernel.errors import OutputError
from penstock.lists.files import write_whole
from penstock.parties.index import PartyIndex
from penstock.screening.rescreening import Parties

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "parties"
_LAYOUT = 1


class KeptParties(msgspec.Struct, frozen=True, array_like=True):
    """The rows of a file of parties: ids, row numbers, which party each is; the parties; what was rejected."""

    ids: list[str | None]
    rows: bytes
    places: bytes
    countries: list[str | None]
    index: bytes
    rejects: list[Reject]
    notices: list[str]

    def parties(self) -> Parties:
        """Return the parties, each different one once."""
        return Parties(PartyIndex.unpack(self.index), self.countries)

    def rows_of(self, places: Iterable[int]) -> list[tuple[int, str | None, int]]:
        """Return the row number, id and party of the rows of several parties, in the order of the file."""
        parties, rows = np.frombuffer(self.places, np.int32), np.frombuffer(self.rows, np.int32)
        found = np.flatnonzero(np.isin(parties, np.fromiter(places, np.int32))).tolist()
        return [(int(rows[one]), self.ids[one], int(parties[one])) for one in found]


def kept_parties(path: Path, folder: Path) -> KeptParties:
    """Return the parties of a file: as they were kept before, or read now and kept where that is allowed.

    Args:
        path: CSV, Parquet, JSON Lines or Excel.
        folder: The folder of the lists.

    Raises:
        InputError: The file cannot be read at all.
    """
    _, open_source = format_of(path)
    digest = hashlib.sha256(f"{_LAYOUT} {path.suffix} {engine(penstock.batch)} ".encode())
    for block in blocks_of(path):
        digest.update(block)
    kept = folder / FOLDER / f"{digest.hexdigest()[:32]}.parties"
    with suppress(OSError, msgspec.DecodeError):
        return _named(msgspec.msgpack.decode(kept.read_bytes(), type=KeptParties), str(path))
    read = read_parties(str(path), open_source(path))
    found = {party: place for place, party in enumerate(dict.fromkeys(read.parties))}
    made = KeptParties(
        ids=read.ids,
        rows=np.array(read.rows, np.int32).tobytes(),
        places=np.array([found[party] for party in read.parties], np.int32).tobytes(),
        countries=[party.country for party in found],
        index=PartyIndex.build([party.name for party in found], [party.kind for party in found]).pack(),
        rejects=read.rejects,
        notices=[*read.notices],
    )
    with suppress(OutputError):
        write_whole(kept, msgspec.msgpack.encode(made))
    return made


def _named(kept: KeptParties, file: str) -> KeptParties:
    """Return what was kept with the name its file has now."""
    rejects = [Reject(file, one.row, one.column, one.code, one.seen, one.remedy) for one in kept.rejects]
    return msgspec.structs.replace(kept, rejects=rejects)
