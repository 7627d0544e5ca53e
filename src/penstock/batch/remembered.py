"""What is remembered of kinds of rows: arrays, so that no frame is gone through kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from numpy.typing import NDArray

    from penstock.batch.sorted_values import Array


class Remembered(NamedTuple):
    """The numbers of kinds, ascending; the place of the decision of each; and whether that shows values of its row."""

    numbers: Array
    nth: NDArray[np.int64]
    is_shown: NDArray[np.bool_]

    @classmethod
    def nothing(cls) -> Self:
        """Remember no kind."""
        return cls(np.empty(0, np.uint64), np.empty(0, np.int64), np.empty(0, np.bool_))

    def has(self, numbers: Array) -> NDArray[np.bool_]:
        """Tell which numbers are of kinds that are remembered."""
        places = np.searchsorted(self.numbers, numbers)
        is_within = places < len(self.numbers)
        found = np.zeros(len(numbers), np.bool_)
        found[is_within] = self.numbers[places[is_within]] == numbers[is_within]
        return found

    def of(self, numbers: Array) -> Self:
        """Return what is remembered of kinds, in their order; all of them are."""
        places = np.searchsorted(self.numbers, numbers)
        return type(self)(numbers, self.nth[places], self.is_shown[places])

    def and_also(self, numbers: Array, nth: Sequence[int], is_shown: Sequence[bool]) -> Self:
        """Return what is remembered with more kinds, of which none was."""
        every = np.concatenate([self.numbers, numbers])
        order = np.argsort(every)
        places = np.concatenate([self.nth, np.array(nth, np.int64)])
        shown = np.concatenate([self.is_shown, np.array(is_shown, np.bool_)])
        return type(self)(every[order], places[order], shown[order])
