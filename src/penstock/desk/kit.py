"""What the routes of an application share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from penstock.desk.actors import Doors
    from penstock.desk.keeping import Keeper
    from penstock.desk.lane import Lane
    from penstock.desk.watch import Figures


class Kit(NamedTuple):
    """Who judges, who is let in, what is counted, which day it is, and what keeps decisions, if anything does."""

    lane: Lane
    doors: Doors
    figures: Figures
    today: Callable[[], date]
    keeper: Keeper | None = None
