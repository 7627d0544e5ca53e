"""Many small writes in one commit: whoever gets the turn writes for all who wait, and each returns when it is done."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from penstock.kernel.errors import StoreError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence

    from penstock.store.trail import Entry


@dataclass(slots=True)
class _Waiting:
    entries: Sequence[Entry]
    is_done: bool = False
    error: StoreError | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that threads wait to see written.

    Args:
        turn: The lock that writers of this process take in turn.
    """

    turn: threading.Lock
    _queue: deque[_Waiting] = field(default_factory=deque)

    def write(self, entries: Sequence[Entry], commit: Callable[[Sequence[Entry]], None]) -> None:
        """Return when the entries are on the disk, with those of the other threads that waited as well.

        Args:
            entries: What this thread wants written.
            commit: Writes entries in one transaction; it is called by one thread at a time.

        Raises:
            StoreError: They were not written, nor were those they were with.
        """
        mine = _Waiting(entries)
        self._queue.append(mine)
        with self.turn:
            if not mine.is_done:
                self._commit(commit)
        if mine.error is not None:
            raise mine.error

    def _commit(self, commit: Callable[[Sequence[Entry]], None]) -> None:
        together = [self._queue.popleft() for _ in range(len(self._queue))]
        try:
            commit([entry for one in together for entry in one.entries])
        except StoreError as error:
            for one in together:  # each thread raises its own
                one.error = StoreError(error.message, remedy=error.remedy)
        except BaseException:
            for one in together:
                one.error = StoreError("Writing the trail was interrupted.", remedy="Try again.")
            raise
        finally:
            for one in together:
                one.is_done = True
