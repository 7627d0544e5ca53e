"""Consignments of a stretch of rows: which rows belong together, who sends and receives them, when and which way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from penstock.batch.demo_lots import cover, free, often, put
from penstock.batch.demo_parties import People

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from penstock.batch.demo_cases import Case
    from penstock.batch.demo_lots import Planted, Size, Stretch
    from penstock.batch.demo_words import DemoWords

    Numbers = NDArray[np.int64]

_BEGINS = 0.6
"""Share of rows with which a consignment begins."""

_SENDERS = 0.2
"""Share of the parties that send; the others receive."""

_NOTIFIED, _BY_A_THIRD = 0.12, 0.06
_BETWEEN = 9
"""Days between two parts of a split consignment: four of them stay within one month."""

_LATEST = 3
"""The first part is sent within so many days of the month."""


class Consigned(NamedTuple):
    """The consignments of a stretch: of each row the consignment, its lane and item number; what each one says."""

    of_row: Numbers
    lane: Numbers
    item: Numbers
    told: pl.DataFrame


class Consignments:
    """The consignments of a seed."""

    def __init__(self, words: DemoWords, cases: Sequence[Case], size: Size, rng: np.random.Generator) -> None:
        """Make the lanes and the words of names ready."""
        self._people, self._size = People(words, rng), size
        self._first, last = words.days
        self._span = (last - self._first).days + 1
        self._months = _months(self._first, self._span)
        lanes = words.every_lane()
        ends = [(lane.origin, lane.destination) for lane in lanes]
        self._origins, self._destinations = (pl.Series(side) for side in zip(*ends, strict=True))
        self._via = pl.Series([lane.via for lane in lanes], dtype=pl.List(pl.String))
        self._lane_of = np.array([ends.index(case.lane) for case in cases], np.int64)
        self._group_of = np.array([-1 if case.group is None else case.group for case in cases], np.int64)
        self._part_of = np.array([case.part for case in cases], np.int64)
        self._sending = max(1, round(size.parties * _SENDERS / len(lanes)))
        self._groups = int(self._group_of.max(initial=-1)) + 1

    def make(self, rng: np.random.Generator, stretch: Stretch, planted: Planted, fields: pl.DataFrame) -> Consigned:
        """Part a stretch into consignments; a planted row is one by itself, and says of itself what ``fields`` hold."""
        of_row, first = self._part(rng, stretch, planted.at)
        own = of_row[planted.at]
        senders, receivers, lanes = self._parties(rng, stretch, len(first), own)
        senders[own] = np.where(self._group_of[planted.case] < 0, senders[own], self.group(planted) % self._sending)
        lanes[own] = self._lane_of[planted.case]
        groups, wide = self._group_of[planted.case], len(self._origins)
        at_its_lane = receivers[own] // wide * wide + lanes[own]
        receivers[own] = np.where(groups < 0, at_its_lane, self.group(planted))
        days = rng.integers(0, self._span, len(first))
        days[own] = np.where(groups < 0, days[own], self._day_of_part(planted))
        told = self._told(rng, senders * wide + lanes, receivers, lanes).with_columns(
            consignment_id=_ids(first + stretch.start), date=self._dates(days)
        )
        told = put(told, _unaddressed(fields.select(told.columns)), own, where_filled=True)
        return Consigned(of_row, lanes[of_row], np.arange(stretch.length) - first[of_row] + 1, told)

    def group(self, planted: Planted) -> Numbers:
        """Return the number of the consignee of a group of cases: one that receives nothing else."""
        beyond = self._size.parties + len(self._origins)
        return beyond + planted.turn * self._groups + self._group_of[planted.case]

    def _day_of_part(self, planted: Planted) -> Numbers:
        """Return the day of each part of a group, counted from the first of the data; all are of one month."""
        turn, month = np.divmod(self.group(planted), len(self._months))
        day: Numbers = self._months[month] + turn % _LATEST + self._part_of[planted.case] * _BETWEEN
        return day

    @staticmethod
    def _part(rng: np.random.Generator, stretch: Stretch, at: Numbers) -> tuple[Numbers, Numbers]:
        """Return the consignment of each row, and the first row of each consignment."""
        begins = rng.random(stretch.length) < _BEGINS
        begins[0] = True
        begins[at] = True
        begins[at[at + 1 < stretch.length] + 1] = True
        return np.cumsum(begins) - 1, np.flatnonzero(begins)

    def _parties(
        self, rng: np.random.Generator, stretch: Stretch, count: int, own: Numbers
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Draw a sender among those of a lane, a receiver and the lane of each consignment."""
        wide = len(self._origins)
        receiving = max(1, round(self._size.parties * (1 - _SENDERS)))
        receivers = often(rng, receiving, count, 2)
        cover(rng, receivers, free(count, own), known=receiving, stretch=stretch, rows=self._size.rows)
        return often(rng, self._sending, count, 3), receivers, receivers % wide

    def _told(self, rng: np.random.Generator, senders: Numbers, receivers: Numbers, lanes: Numbers) -> pl.DataFrame:
        """Say who sends and receives, whom to notify, and which way; even numbers send, odd ones receive."""
        origins, ends = self._origins.gather(lanes), self._destinations.gather(lanes)
        sides = {"consignor": self._once(senders * 2, origins), "consignee": self._once(receivers * 2 + 1, ends)}
        columns = {f"{side}_{name}": told[name] for side, told in sides.items() for name in told.columns}
        notified, passing, which = rng.random((3, len(lanes)))
        table = pl.DataFrame(
            {**columns, "export_country": origins, "destination_country": ends, "notified": notified, "at": passing}
        ).with_columns(via=self._via.gather(lanes), which=which)
        return table.select(
            *columns,
            "export_country",
            "destination_country",
            notify_party_name=pl.when(pl.col("notified") < _NOTIFIED).then("consignee_name"),
            transit_countries=pl.when(pl.col("at") < _BY_A_THIRD).then(
                pl.col("via").list.get((pl.col("which") * pl.col("via").list.len()).cast(pl.Int64), null_on_oob=True)
            ),
        )

    def _once(self, numbers: Numbers, countries: pl.Series) -> pl.DataFrame:
        """Make each party once, however often it comes."""
        _, first, back = np.unique(numbers, return_index=True, return_inverse=True)
        return self._people.tell(numbers[first], countries.gather(first))[back]

    def _dates(self, days: Numbers) -> pl.Series:
        return pl.Series(np.datetime64(self._first, "D") + days).cast(pl.Date).cast(pl.String)


def _months(first: date, span: int) -> Numbers:
    """Return the day on which each whole month of the data begins, counted from the first day."""
    begin = np.datetime64(first, "D")
    months = np.arange(begin.astype("datetime64[M]"), (begin + span).astype("datetime64[M]"))
    days = (months.astype("datetime64[D]") - begin).astype(np.int64)
    whole: Numbers = days[days >= 0]
    return whole


def _ids(first: Numbers) -> pl.Series:
    """Return an id for each consignment: the number of its first row in the whole data, from 1."""
    return "DEMO" + pl.Series(first + 1).cast(pl.String).str.zfill(9)


def _unaddressed(fields: pl.DataFrame) -> pl.DataFrame:
    """Take the made-up address from a party that is named."""
    sides = ("consignor", "consignee")
    told = {f"{side}_address": pl.when(pl.col(f"{side}_name").is_not_null()).then(pl.lit("")) for side in sides}
    return fields.with_columns(**told)
