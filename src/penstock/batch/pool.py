"""Names of parties sorted by several processes: most of the work of a batch, and no name needs another's answer."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from penstock.batch.collector import collector_paused
from penstock.kernel.errors import EngineError
from penstock.law.register import Register
from penstock.screening.alike import Sort, sorts_of_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from penstock.screening.alike import Alike

FEW = 4_000
"""Names that one process sorts as soon: others would have to open the register and the lists first."""

AT_ONCE = 2_000
"""Names that a process sorts at a time."""

Place = tuple[str, str, str | None, bool]
"""Where the register, its vocabulary and the imported lists lie, and whether the search is lossless."""


class NamePool:
    """Sorts names in processes of its own, started when there are many names for the first time."""

    def __init__(self, place: Place, processes: int) -> None:
        """Take where the processes find what they need, and how many there are."""
        self._place = place
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def names(self, alike: Alike, names: Sequence[str]) -> list[Sort]:
        """Return the sort of each name, as ``alike.names`` does.

        Raises:
            EngineError: A process died.
        """
        if len(names) < FEW or self._processes < 2:  # noqa: PLR2004  # one is this one
            return alike.names(names)
        pool = self._pool = self._pool or ProcessPoolExecutor(self._processes, get_context("spawn"))
        try:
            done = pool.map(_sort, ((self._place, some) for some in _batches(names)))
            return [Sort(one) for sorts in done for one in sorts]
        except BrokenProcessPool:
            message = "A process that looked up names of parties died, probably for want of memory."
            raise EngineError(message, remedy="Screen with --processes 1, or on a machine with more memory.") from None

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _batches(names: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _sort(told: tuple[Place, list[str]]) -> bytes:
    place, names = told
    with collector_paused():
        return bytes(_sorter(place)(names))


@lru_cache(maxsize=1)
def _sorter(place: Place) -> Callable[[Sequence[str]], list[Sort]]:
    """Open what a process needs, once."""
    from penstock.batch.run import parties_of_run  # noqa: PLC0415  # in the processes alone

    register = Register.load(Path(place[0]), Path(place[1]))
    parties, _ = parties_of_run(register, None, ("consignor_name",), place[2], lossless=place[3])
    return partial(sorts_of_names, parties)
