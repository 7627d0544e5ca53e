"""Names of parties sorted by several processes: most of the work of a batch, and no name needs another's answer."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from penstock.batch.collector import collector_paused
from penstock.kernel.errors import EngineError
from penstock.law.register import Register
from penstock.parties.asked import NameKeys, keys_of_names
from penstock.screening.alike import Sort, sorts_of_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from penstock.batch.kept_keys import KeptKeys
    from penstock.parties.asked import Asked
    from penstock.screening.alike import Alike

FEW = 4_000
"""Names that one process sorts as soon: others would have to open the register and the lists first."""

AT_ONCE = 2_000
"""Names that a process sorts at a time."""

Given = TypeVar("Given")
Done = TypeVar("Done")

Read = tuple[list[str], NameKeys]
"""Names that were read, and their keys."""

Place = tuple[str, str, str | None, bool]
"""Where the register, its vocabulary and the imported lists lie, and whether the search is lossless."""


class NamePool:
    """Sorts names in processes of its own, started when there are many names for the first time."""

    def __init__(self, place: Place, processes: int, kept: KeptKeys | None = None) -> None:
        """Take where the processes find what they need, how many there are, and where the keys of names are kept."""
        self._place = place
        self._processes = processes
        self._kept = kept
        self._pool: ProcessPoolExecutor | None = None

    def names(self, alike: Alike, names: Sequence[str]) -> list[Sort]:
        """Return the sort of each name, as ``alike.names`` does.

        Raises:
            EngineError: A process died.
        """
        return self.begin(alike, names)()

    def begin(self, alike: Alike, names: Sequence[str]) -> Callable[[], list[Sort]]:
        """Begin to sort names, and return what waits for the sort of each; several processes go on meanwhile.

        Processes that have next to nothing to do are ended: they hold the register and the lists in memory.
        """
        if self._is_alone(names):
            if len(names) < FEW // 4:
                self.close()
            return lambda: self._alone(alike, names)
        told = ((self._place, some, self._kept is not None) for some in _batches(names))
        coming = self._shared(_sort, told)

        def sorts() -> list[Sort]:
            done = list(coming)
            self._keep([one for _, read in done for one in read])
            return [Sort(one) for sorts, _ in done for one in sorts]

        return sorts

    def keys(self, names: Sequence[str]) -> NameKeys:
        """Return the keys of names, which are kept from now on.

        Raises:
            EngineError: A process died.
            OutputError: The folder of the cache cannot be written.
        """
        is_alone = self._is_alone(names)
        done = list(map(_read, _batches(names)) if is_alone else self._shared(_read, _batches(names)))
        self._keep(done)
        return NameKeys.of([keys for _, keys in done])

    def _is_alone(self, names: Sequence[str]) -> bool:
        return len(names) < FEW or self._processes < 2  # noqa: PLR2004  # one is this one

    def _shared(self, work: Callable[[Given], Done], told: Iterable[Given]) -> Iterator[Done]:
        """Begin some work in the processes, and return what it will have done.

        Raises:
            EngineError: A process died; what is returned raises it as well.
        """
        pool = self._pool = self._pool or ProcessPoolExecutor(self._processes, get_context("spawn"))
        try:
            return _outcome(pool.map(work, told))
        except BrokenProcessPool:
            raise _died() from None

    def _alone(self, alike: Alike, names: Sequence[str]) -> list[Sort]:
        read: list[Read] = []
        sorts = alike.names(names, None if self._kept is None else _into(read))
        self._keep(read)
        return sorts

    def _keep(self, read: Sequence[Read]) -> None:
        if self._kept is not None and read:
            self._kept.keep([name for names, _ in read for name in names], NameKeys.of([keys for _, keys in read]))

    def close(self) -> None:
        """End the processes, if there are any."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _outcome(coming: Iterator[Done]) -> Iterator[Done]:
    try:
        yield from coming
    except BrokenProcessPool:
        raise _died() from None


def _died() -> EngineError:
    message = "A process that looked up names of parties died, probably for want of memory."
    return EngineError(message, remedy="Screen with --processes 1, or on a machine with more memory.")


def _batches(names: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _sort(told: tuple[Place, list[str], bool]) -> tuple[bytes, list[Read]]:
    place, names, is_kept = told
    read: list[Read] = []
    with collector_paused():
        return bytes(_sorter(place)(names, _into(read) if is_kept else None)), read


def _read(names: list[str]) -> Read:
    with collector_paused():
        return names, keys_of_names(names)


def _into(read: list[Read]) -> Callable[[Asked], None]:
    return lambda asked: read.append(([*asked.names], asked.by_name()))


@lru_cache(maxsize=1)
def _sorter(place: Place) -> Callable[[Sequence[str], Callable[[Asked], None] | None], list[Sort]]:
    """Open what a process needs, once."""
    from penstock.batch.run import parties_of_run  # noqa: PLC0415  # in the processes alone

    register = Register.load(Path(place[0]), Path(place[1]))
    parties, _ = parties_of_run(register, None, ("consignor_name",), place[2], lossless=place[3])
    return partial(sorts_of_names, parties)
