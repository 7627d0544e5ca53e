"""The one thread that judges, and the warm object it judges by, made anew when the lists on disk change.

Judging is plain Python on one processor, and what it remembers is for one thread: calls take turns, first come first
served, and a call of many items gives way to others between its slices.
"""

from __future__ import annotations

import asyncio
import gc
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, TypeVar

from penstock.desk.answering import state_of
from penstock.desk.problems import Problem
from penstock.kernel.errors import PenstockError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from penstock.desk.answering import Answering, State

T = TypeVar("T")

LOOKS_EVERY = 2.0
"""Seconds between two looks at whether the lists changed."""


class Lane:
    """Has questions judged, one at a time."""

    def __init__(self, make: Callable[[], Answering], clock: Callable[[], float]) -> None:
        """Take what makes the warm object, and a clock in seconds that never goes back."""
        self._make = make
        self._clock = clock
        self._judging = ThreadPoolExecutor(1, thread_name_prefix="judging")
        self._apart = ThreadPoolExecutor(2, thread_name_prefix="apart")
        self._loading = ThreadPoolExecutor(1, thread_name_prefix="loading")
        self._answering: Answering | None = None
        self._state: State = ()
        self._due = 0.0
        self._is_loading = False
        self.trouble: PenstockError | None = None
        """Why the lists of the disk are not those that are answered by."""

    async def start(self) -> None:
        """Make the warm object; what keeps it from being made stands in ``trouble``."""
        await self._renew()

    def stop(self) -> None:
        """End the threads, after what they are at."""
        self._judging.shutdown()
        self._apart.shutdown()
        self._loading.shutdown()

    @property
    def answering(self) -> Answering:
        """The warm object.

        Raises:
            Problem: It is not ready.
        """
        if self._answering is None:
            raise self.trouble or Problem.of(code="not_ready")
        return self._answering

    async def ask(self, work: Callable[[Answering], T]) -> T:
        """Return what a piece of work answers, done in its turn."""
        await self._look()
        return await self._in_turn(work, self.answering)

    async def drive(self, work: Callable[[Answering], Generator[Callable[[], object] | None, None, T]]) -> T:
        """Return what a piece of work answers that others may come into where it yields.

        What it yields, if anything, is done apart before the work goes on: it takes long and needs no turn.
        """
        await self._look()
        steps = work(self.answering)
        while True:
            apart, end = await self._in_turn(_step, steps)
            if end is not None:
                answer: T = end.answer
                return answer
            if apart is not None:
                await asyncio.get_running_loop().run_in_executor(self._apart, apart)

    async def _in_turn(self, work: Callable[..., T], *told: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._judging, work, *told)

    async def _look(self) -> None:
        """See whether the lists changed, now and then; questions go on being answered meanwhile."""
        if self._is_loading or self._clock() < self._due:
            return
        if self._answering is None:
            await self._renew()
            return
        self._is_loading = True
        asyncio.get_running_loop().run_in_executor(self._loading, self._load).add_done_callback(self._loaded)

    async def _renew(self) -> None:
        self._is_loading = True
        loaded = asyncio.get_running_loop().run_in_executor(self._loading, self._load)
        loaded.add_done_callback(self._loaded)
        await loaded

    def _loaded(self, loaded: asyncio.Future[None]) -> None:
        self._due = self._clock() + LOOKS_EVERY
        self._is_loading = False
        if not loaded.cancelled():
            loaded.exception()  # one that is not ours was told of by whoever waited

    def _load(self) -> None:
        """Make the warm object anew where the lists are others than those it was made by."""
        if self._answering is not None and state_of(self._answering.lists.folder) == self._state:
            return
        try:
            made = self._make()
        except PenstockError as error:
            self.trouble = error
            return
        gc.unfreeze()
        gc.collect()
        gc.freeze()  # what stays is not gone through again and again, in the midst of answers
        self._state = made.state
        self._answering, self.trouble = made, None


class _End(Generic[T]):
    """The end of a piece of work, with what it answers."""

    def __init__(self, answer: T) -> None:
        self.answer = answer


def _step(
    steps: Generator[Callable[[], object] | None, None, T],
) -> tuple[Callable[[], object] | None, _End[T] | None]:
    """Go on to where the work yields next, or to its end."""
    try:
        return next(steps), None
    except StopIteration as end:
        return None, _End(end.value)
