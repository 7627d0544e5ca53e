"""What the names of runs are searched by, kept in a cache: a change of a list is searched for without reading them.

Reading a name costs more than all that is done with it afterwards. Its keys say whom it can match; they depend on the
name and on how Penstock compares names, and on no list.
"""

from __future__ import annotations

import hashlib
import io
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
import polars as pl

from penstock.batch.rosters import engine
from penstock.lists.files import write_whole
from penstock.parties.asked import NameKeys
from penstock.parties.likely import ROW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from penstock.batch.sorted_values import Array

_BYTES = pl.Array(pl.UInt8, ROW.itemsize)


class _File(msgspec.Struct, frozen=True, array_like=True):
    """A file of names: the number, row and count of keys of each, and the keys with the words they stand for."""

    names: bytes
    keys: bytes


class Kept(NamedTuple):
    """Some names that were kept: the number of each, and its keys."""

    numbers: Array
    keys: NameKeys


class KeptKeys:
    """The keys of the names of runs before, in the folder of a cache."""

    def __init__(self, folder: Path, seed: int) -> None:
        """Take the folder, made when it is first written, and the seed of the numbers that stand for names."""
        self._folder = folder
        self._seed = seed
        self._stem = "keys-" + hashlib.sha256(f"{pl.__version__} {engine()}".encode()).hexdigest()[:16]
        self._known: Array | None = None

    @property
    def known(self) -> Array:
        """The numbers of all names that are kept."""
        if self._known is None:
            every = [names["number"].to_numpy() for names, _ in self._files()]
            self._known = np.unique(np.concatenate([np.empty(0, np.uint64), *every]))
        return self._known

    def keep(self, names: Sequence[str], keys: NameKeys) -> None:
        """Keep the keys of names, each once.

        Raises:
            OutputError: The folder cannot be written.
        """
        numbers = pl.Series(names, dtype=pl.String).hash(self._seed).to_numpy()
        if np.isin(numbers, self.known).all():
            return
        counts = np.diff(keys.starts)
        rows = np.frombuffer(keys.rows.tobytes(), np.uint8).reshape(len(counts), ROW.itemsize)
        told = {"number": numbers, "count": counts.astype(np.uint16), "row": pl.Series(rows, dtype=_BYTES)}
        made = _File(_written(pl.DataFrame(told)), _written(pl.DataFrame({"key": keys.keys, "words": keys.words})))
        write_whole(self._folder / f"{self._stem}-{secrets.token_hex(4)}", msgspec.msgpack.encode(made))
        self._known = np.union1d(self.known, numbers)

    def read(self) -> Iterator[Kept]:
        """Yield all names that are kept, some at a time."""
        for names, keys in self._files():
            starts = np.zeros(len(names) + 1, np.int64)
            np.cumsum(names["count"].to_numpy(), out=starts[1:])
            rows = np.frombuffer(names["row"].to_numpy().tobytes(), ROW)
            told = NameKeys(starts, keys["key"].to_numpy(), keys["words"].to_numpy(), rows)
            yield Kept(names["number"].to_numpy(), told)

    def _files(self) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        """Yield what is in the files that are whole."""
        for path in sorted(self._folder.glob(f"{self._stem}-*")):
            with suppress(OSError, msgspec.DecodeError, pl.exceptions.PolarsError):
                file = msgspec.msgpack.decode(path.read_bytes(), type=_File)
                yield _read(file.names), _read(file.keys)


def _written(table: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    table.write_ipc(stream, compression="zstd")
    return stream.getvalue()


def _read(data: bytes) -> pl.DataFrame:
    return pl.read_ipc(io.BytesIO(data))
