"""What a bench yields: one line of the page, and the shortest of several repeats."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 9


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the page: what was measured, beside what, and the goal it was to meet."""

    what: str
    measured: str
    beside: str
    goal: str
    is_met: bool


def best(actions: list[Callable[[], object]], repeats: int = REPEATS) -> list[float]:
    """Return the shortest time of each action in seconds; the actions take turns."""
    shortest = [float("inf")] * len(actions)
    for _ in range(repeats):
        for place, action in enumerate(actions):
            started = time.perf_counter()
            action()
            shortest[place] = min(shortest[place], time.perf_counter() - started)
    return shortest
