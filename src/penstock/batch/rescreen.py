"""Screen a file of parties again after a list has changed: which answers differ, at the cost of the change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  # a field's type
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from penstock.batch.kept_parties import KeptParties, kept_parties
from penstock.batch.past_list import PastList, book_of, past_list
from penstock.batch.rescreen_report import ABSENCE, PartyOutcome, RescreenReport
from penstock.batch.rosters import store_at
from penstock.kernel.days import parse_day
from penstock.kernel.errors import UsageError
from penstock.law.register import Register
from penstock.lists.clearings import Clearings
from penstock.lists.touched import touched
from penstock.screening.parties import PartyJudge
from penstock.screening.rescreening import Recorded, Rescreened, Rescreening, Seen, Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.lists.packed import OpenedRoster
    from penstock.lists.store import ListStore
    from penstock.screening.rescreening import Name


def rescreen(  # noqa: PLR0913  # the parts of a question
    parties: Path | str,
    list_id: str,
    *,
    older: date | str | None = None,
    newer: date | str | None = None,
    lists: Path | str | None = None,
    register: Register | None = None,
) -> RescreenReport:
    """Tell which answers about the parties of a file differ between two vintages of a list.

    Args:
        parties: CSV, Parquet, JSON Lines or Excel with a column ``name``, and ``id``, ``kind``, ``country`` if known.
        list_id: The list, e.g. ``us-ofac-sdn``.
        older: The day before the change: the latest vintage up to it. By default the vintage before ``newer``.
        newer: The day after it; by default the latest vintage.
        lists: Folder of the lists; the usual one when ``None``.
        register: The register to judge by; the shipped one when ``None``.

    Raises:
        UsageError: The two days mean one vintage.
        ListMissing: The list was never imported, or is damaged.
        InputError: The file cannot be read at all.
    """
    store = store_at(None if lists is None else Path(lists))
    days = pair(store, list_id, older, newer)
    kept = kept_parties(Path(parties), store.folder)
    change = Change(store, list_id, *days, register or Register.load())
    return change.report(kept, Rescreening(list_id, kept.parties(), *change.sides).by_change(change.names()))


def pair(store: ListStore, list_id: str, older: date | str | None, newer: date | str | None) -> tuple[date, date]:
    """Return the two vintages that two days mean, by default the last two.

    Raises:
        UsageError: They mean one vintage.
        ListMissing: The list was never imported as of such a day.
    """
    first, last = (parse_day(day) if isinstance(day, str) else day for day in (older, newer))
    after = store.vintage_for(list_id, last)
    earlier = [day for day in store.vintages(list_id) if day < after]
    before = store.vintage_for(list_id, first) if first is not None else earlier[-1] if earlier else after
    if before >= after:
        message = f"That is one vintage of {list_id}, of {after}." if before == after else "The days are turned round."
        raise UsageError(message, remedy="Import another vintage, or give the earlier day first.")
    return before, after


@dataclass
class Change:
    """A list before newer vintages came and after: who judges on each side, and the names it can touch."""

    store: ListStore
    list_id: str
    older: date
    newer: date
    register: Register

    @cached_property
    def lists(self) -> tuple[PastList, PastList]:
        """The list as it was known on each day."""
        opened: dict[date, OpenedRoster] = {}
        before, after = (past_list(self.store, self.list_id, day, opened) for day in (self.older, self.newer))
        return before, after

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """Who judges before, and who after."""
        clearings = Clearings(self.store.folder)
        before, after = (Side(day, PartyJudge(self.register, [book], clearings)) for day, book in self.seen)
        return before, after

    @cached_property
    def seen(self) -> tuple[Seen, Seen]:
        """The list on each side, ready to be asked."""
        before, after = self.lists
        return Seen(self.older, book_of(before)), Seen(self.newer, book_of(after))

    def names(self) -> list[Name]:
        """Return the names by which the change can touch an answer: of the list's entries, and of the register."""
        recorded = Recorded(self.register, self.list_id, *self.seen)
        cleared = [(one.uid, one.digest) for one in Clearings(self.store.folder).all() if one.list == self.list_id]
        after = self.lists[1]
        found = touched(
            {day: after.opened(day) for day in after.days},
            self.older,
            self.newer,
            cleared=cleared,
            others=recorded.uids(),
        )
        names = [name for one in found for name in one.names]
        return list(dict.fromkeys([*names, *recorded.names({one.uid for one in found})]))

    def report(self, kept: KeptParties, found: Rescreened) -> RescreenReport:
        """Put together what was found, by the rows of the file."""
        rows = kept.rows_of(found.outcomes)
        outcomes = tuple(PartyOutcome(row, own_id, found.outcomes[place]) for row, own_id, place in rows)
        return RescreenReport(
            list=self.list_id,
            title=self.seen[1].book.title,
            older=self.older,
            newer=self.newer,
            outcomes=outcomes,
            rejects=tuple(kept.rejects),
            notices=(*kept.notices, *self._notices(outcomes)),
            rows=len(kept.ids),
            searched=found.searched,
            judged=found.judged,
            stamp=self._stamp(),
        )

    def _notices(self, outcomes: tuple[PartyOutcome, ...]) -> Iterator[str]:
        after = self.lists[1]
        for day in after.days:
            if self.older < day and (lacks := after.opened(day).head.lacks):
                yield f"The list of {day} came without {', '.join(lacks)}: those of earlier lists still count."
        moves = (move for one in outcomes for move in one.outcome.moves)
        if any(move.after is not None and move.after.stand.verdict == "not_listed" for move in moves):
            yield ABSENCE

    def _stamp(self) -> dict[str, Any]:
        from penstock import __version__  # noqa: PLC0415  # the package imports rooms on first use

        before, after = (self.store.digest_of(self.list_id, day) for day in (self.older, self.newer))
        return {"register": self.register.digest, "older": before, "newer": after, "engine": __version__}
