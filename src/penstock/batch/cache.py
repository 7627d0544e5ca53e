"""What a run learnt of values, kept for the next: a text or name that said nothing yesterday is not read again today.

A cache holds numbers that stand for values, made with a seed that is the cache's own secret, and of each column one
value that says nothing. What was learnt by one register, one state of the lists and one version of Penstock is never
used by another.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl

from penstock.batch.kept_keys import KeptKeys
from penstock.kernel.errors import OutputError
from penstock.lists.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SEED = "seed"


class Learnt(msgspec.Struct, frozen=True, array_like=True):
    """What is known of the values of one column: their numbers, the sort of each, and a silent one if there is any."""

    numbers: bytes
    sorts: bytes
    silent: str | None


class ValueCache:
    """The cache of a folder, for one stamp."""

    def __init__(self, folder: Path, stamp: Mapping[str, Any]) -> None:
        """Take the folder, made when it is first written, and the stamp of the run."""
        self._folder = folder
        self._stamp = stamp
        self.seed = self._seed()
        self.keys = KeptKeys(folder, self.seed)

    def learnt(self, column: str) -> Learnt | None:
        """Return what is known of the values of a column; ``None`` where nothing is, or the file is damaged."""
        try:
            return msgspec.msgpack.decode(self._path(column).read_bytes(), type=Learnt)
        except (OSError, msgspec.DecodeError):
            return None

    def keep(self, column: str, learnt: Learnt) -> None:
        """Keep what is known of the values of a column.

        Raises:
            OutputError: The folder cannot be written.
        """
        write_whole(self._path(column), msgspec.msgpack.encode(learnt))

    def _path(self, column: str) -> Path:
        asked = ["register", "engine"] + (["rosters"] if column == "names" else [])
        searched = [self._stamp.get("lossless", False)] if column == "names" else []
        told = json.dumps([column, pl.__version__, *(self._stamp[name] for name in asked), *searched], sort_keys=True)
        return self._folder / f"{column}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    def _seed(self) -> int:
        """Return the seed of the cache, made when there is none."""
        path = self._folder / SEED
        try:
            return int(path.read_text(encoding="ascii"))
        except FileNotFoundError:
            pass
        except (OSError, ValueError):
            message = f"{path} is damaged."
            raise OutputError(message, remedy="Remove the folder of the cache; it is made anew.") from None
        seed = secrets.randbits(63)
        write_whole(path, str(seed).encode())
        return seed
