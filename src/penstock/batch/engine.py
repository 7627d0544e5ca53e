"""The batch engine: rows that are judged alike are judged once, by the same judge as a single item."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from penstock.batch.cells import LISTED, Cells
from penstock.batch.collector import collector_paused
from penstock.batch.columns import CONTRACT, PARTIES, USABLE
from penstock.batch.keys import Keyed, keys_of
from penstock.batch.kinds import Telling
from penstock.batch.prepared import Prepared, prepare
from penstock.batch.readers import Reject, rejected, whole_row
from penstock.batch.remembered import Remembered
from penstock.batch.rows import RejectedError, RowBuilder, make_item
from penstock.cases.cover import LICENCE, shipment_of
from penstock.screening.decide import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from penstock.batch.frames import Sheet
    from penstock.batch.kinds import Kinds
    from penstock.batch.laid import Frame
    from penstock.batch.sorted_values import Array
    from penstock.batch.sources import BadRow
    from penstock.cases.cover import Shipment
    from penstock.screening.alike import Alike
    from penstock.screening.consignment import GoodsItem
    from penstock.screening.cumulation import Counted
    from penstock.screening.decide import Decision
    from penstock.screening.judge import Judge

    Places = NDArray[np.int64]

MOST_REMEMBERED = 400_000
"""Kinds of rows whose decision is kept for the next table."""

CARRIED = "carried:"
"""What stands before the names of carried columns, so that they are not taken for others."""

_OF_FINDING = attrgetter(*(field.name for field in fields(Finding) if field.name != "limited"))

Taken = tuple[str, int, int, int]
"""The key of a row that was refused later: its item number is used up. Consignment, item, row, place in the file."""


class Judged(NamedTuple):
    """The rows of a frame, judged.

    ``rows`` has the columns ``consignment_id``, ``item_no``, ``as_of``, ``row``, ``place`` (where it stands in the
    file), ``decision`` (a place in ``decisions``), ``said`` (the row's own description where it is judged by another
    that says the same, see `Alike.signatures`) and one for each column carried through, ``CARRIED`` before its name.
    ``counted`` are those that concern a threshold of quantity, with their row. ``shipments`` are those that a licence
    may clear; ``None`` where no authorisations are at hand.
    """

    rows: pl.DataFrame
    decisions: list[Decision]
    rejects: list[Reject]
    taken: list[Taken]
    span: Callable[[str], tuple[int, int]]
    """Where in a description stands what it names."""
    counted: Sequence[tuple[int, Counted]] = ()
    shipments: Sequence[tuple[int, Shipment]] | None = None


class Engine:
    """Judges the frames of one run."""

    def __init__(self, judge: Judge, alike: Alike, day: date, seed: int, *, is_authorised: bool = False) -> None:
        """Prepare for a run.

        Args:
            judge: Who judges.
            alike: What tells which items are judged alike.
            day: The day of law for rows without a date.
            seed: See `penstock.batch.sorted_values.Values`.
            is_authorised: Tell what the rows ship that a licence may clear.
        """
        self._is_authorised = is_authorised
        self._judge = judge
        self._day = day
        self._cells = Cells()
        self.telling = Telling(alike, day, seed)
        self.alike = alike
        self._keys = Cells()
        self._known = Remembered.nothing()
        self._decisions: list[Decision] = []
        self._same: dict[tuple[object, ...], int] = {}

    def prepare(self, sheet: Sheet, frame: Frame) -> Prepared:
        """Make the rows of a frame ready; another thread may do it, one frame after another, while rows are judged."""
        return prepare(sheet, frame, self._cells, self.telling)

    def judge(self, prepared: Prepared, last: Callable[[pl.Series], Mapping[str, int]]) -> Judged:
        """Judge rows, frame by frame in the order in which they were prepared.

        Args:
            prepared: The rows.
            last: Tells the highest item number so far of consignments of the file, see `keys_of`.
        """
        sheet, frame, clean, is_long = prepared.sheet, prepared.frame, prepared.clean, prepared.is_long
        builder = RowBuilder(sheet.source, sheet.columns)
        rejects = [_refused(sheet, builder, *rough) for rough in frame.rough]
        keyed = keys_of(frame, prepared.known, self._keys, is_long, last)
        says = [clean[column].is_not_null() for column in (*USABLE, *PARTIES)]
        odd = is_long | keyed.is_odd | prepared.is_odd
        odd |= ~pl.DataFrame(says).select(pl.any_horizontal(pl.all())).to_series()
        if frame.mixed:
            odd = odd.scatter(list(frame.mixed), True)  # noqa: FBT003  # polars names it values
        table = clean.with_columns(consignment_id=keyed.ids, item_no=keyed.numbers).select(CONTRACT)
        items: dict[int, GoodsItem] = {}
        taken: list[Taken] = []
        for place in odd.arg_true().to_list():
            self._read_plainly(sheet, frame, builder, keyed, place, items=items, rejects=rejects, taken=taken)
        with collector_paused():
            places, decisions, said = self._decide(prepared, table, ~odd, items)
        rows = table.select(
            "consignment_id", "item_no", as_of=pl.col("date").fill_null(self._day), row=frame.rows, place=frame.places
        )
        carried = [self._carried(sheet, frame, name, place) for name, place in sheet.columns.carried]
        rows = rows.with_columns(pl.Series("decision", places), *carried, said=said).filter(pl.col("decision") >= 0)
        rejects.sort(key=lambda reject: reject.row)
        counted = self._counted(table, frame.rows, places, decisions, items)
        shipments = self._shipments(table, frame.rows, places, decisions, items) if self._is_authorised else None
        return Judged(rows, decisions, rejects, taken, self.alike.span, counted, shipments)

    def forget(self) -> None:
        """Forget what is remembered of cells and rows only to save time."""
        self._cells, self._keys = Cells(), Cells()
        self._known = Remembered.nothing()
        self._decisions = []
        self._same = {}

    def _read_plainly(  # noqa: PLR0913  # what a row may become
        self,
        sheet: Sheet,
        frame: Frame,
        builder: RowBuilder,
        keyed: Keyed,
        place: int,
        *,
        items: dict[int, GoodsItem],
        rejects: list[Reject],
        taken: list[Taken],
    ) -> None:
        cells, row, key = frame.row(place), frame.rows[place], (keyed.ids[place], keyed.numbers[place])
        is_keyed = False
        try:
            builder.check_shape(cells)
            if keyed.is_odd[place]:
                builder.refuse_key(cells)
            is_keyed = True
            items[place] = builder.item_of(key, cells)
        except RejectedError as why:
            rejects.append(rejected(sheet.file, row, sheet.source, frame.places[place], why))
            if is_keyed:
                taken.append((*key, row, frame.places[place]))

    def _decide(
        self, prepared: Prepared, table: pl.DataFrame, is_even: pl.Series, items: Mapping[int, GoodsItem]
    ) -> tuple[Places, list[Decision], pl.Series]:
        """Return for each row the place of its decision, -1 for none, the decisions, and the rows' own descriptions."""
        places = np.full(len(table), -1, np.int64)
        said = nothing = table["goods_description"].clear(len(table))
        decisions: list[Decision] = []
        even = is_even.arg_true()
        is_whole = len(even) == len(table)
        some = table if is_whole else table[even]
        own = prepared.own if is_whole else {column: cells.of(even) for column, cells in prepared.own.items()}
        if not len(some):
            prepared.learn_names()
        else:
            kinds = self.telling.kinds(some, own, prepared.learn_names)
            first, found = _firsts(kinds.numbers)
            known = self._of_kinds(some, kinds, first)
            used, nth = np.unique(known.nth, return_inverse=True)
            decisions += [self._decisions[one] for one in used.tolist()]
            more, said = np.flatnonzero(known.is_shown[found]), kinds.said
            found = nth[found]
            if len(more):
                rest = some[more]
                firsts, turned = _firsts(self.telling.whole(rest))
                found[more] = turned + len(decisions)
                decisions += self._judged(rest[firsts])
                said = said.scatter(more, None)
            places[even.to_numpy()] = found
            said = said if is_whole else nothing.scatter(even, said)
        for place, item in items.items():
            places[place] = len(decisions)
            decisions.append(self._judge.item(item, self._day))
        return places, decisions, said

    def _counted(
        self,
        table: pl.DataFrame,
        rows: pl.Series,
        places: Places,
        decisions: Sequence[Decision],
        items: Mapping[int, GoodsItem],
    ) -> list[tuple[int, Counted]]:
        """Return the rows that concern a threshold of quantity: few, so one by one."""
        is_limited = [any(finding.limited for finding in decision.findings) for decision in decisions]
        some = np.flatnonzero(np.array([*is_limited, False])[places])
        found: list[tuple[int, Counted]] = []
        for place, item in zip(some.tolist(), items_of(table[some]), strict=True):
            counted = self._judge.cumulation.counted(items.get(place, item), self._day, decisions[places[place]])
            found += [(rows[place], one) for one in counted]
        return found

    def _shipments(
        self,
        table: pl.DataFrame,
        rows: pl.Series,
        places: Places,
        decisions: Sequence[Decision],
        items: Mapping[int, GoodsItem],
    ) -> list[tuple[int, Shipment]]:
        """Return what the rows ship that a licence may clear, one by one."""
        is_licensed = [decision.outcome == LICENCE for decision in decisions]
        some = np.flatnonzero(np.array([*is_licensed, False])[places])
        return [
            (rows[place], shipment_of(self._judge, items.get(place, item), self._day))
            for place, item in zip(some.tolist(), items_of(table[some]), strict=True)
        ]

    def _of_kinds(self, table: pl.DataFrame, kinds: Kinds, first: Places) -> Remembered:
        """Return what is remembered of each kind; of one that is new, after it is judged.

        Rows whose decision shows values of theirs are judged by all they say. ``first`` has a row of each kind.
        """
        if len(self._known.numbers) > MOST_REMEMBERED:
            self.forget()
        numbers = kinds.numbers[first]
        new = np.flatnonzero(~self._known.has(numbers))
        if len(new):
            rows = first[new]
            told, some = kinds.told.of(rows), table[rows]
            self.alike.know_unlisted(self.telling.unknown_names(some, told))
            words = self.telling.words(some, told)
            decisions = self._judged(words)
            is_shown = map(self._is_shown, decisions, words["date"].to_list(), told.is_loud, told.is_known)
            self._known = self._known.and_also(numbers[new], list(map(self._nth, decisions)), list(is_shown))
        return self._known.of(numbers)

    def _nth(self, decision: Decision) -> int:
        """Return the place of a decision among those that differ in all but for whose they are."""
        nth = self._same.setdefault(_said(decision), len(self._decisions))
        if nth == len(self._decisions):
            self._decisions.append(decision)
        return nth

    def _is_shown(self, decision: Decision, day: date | None, is_loud: np.bool_, is_known: np.bool_) -> bool:
        is_dated = bool(is_loud or is_known) and self.alike.is_dated(decision, day or self._day)
        return is_dated or (not is_loud and self.alike.is_shown(decision))

    def _judged(self, table: pl.DataFrame) -> list[Decision]:
        items = list(items_of(table))
        self.alike.read_items(items)
        return [self._judge.item(item, self._day) for item in items]

    def _carried(self, sheet: Sheet, frame: Frame, name: str, place: int) -> pl.Series:
        cells = frame.table[f"c{place}"]
        if (cells.dtype == pl.String and frame.cells is None) or not sheet.source.is_typed:
            return cells.fill_null("").alias(CARRIED + name)
        builder = RowBuilder(sheet.source, sheet.columns)
        rows = (builder.carry(frame.row(nth)) for nth in range(len(cells)))
        return pl.Series(CARRIED + name, [row[name] for row in rows], pl.String)


def _said(decision: Decision) -> tuple[object, ...]:
    """Return all that a decision says, but for whose it is; a duty is one object as long as the register is open."""
    findings = [(*_OF_FINDING(one), id(one.limited)) for one in decision.findings]
    return decision.outcome, tuple(findings), decision.unknown_in, decision.not_evaluated


def _firsts(numbers: Array) -> tuple[Places, Places]:
    """Return the first row of each number, in their order, and for each row which of them has its number."""
    rows = pl.DataFrame({"number": numbers}).with_row_index("row")
    firsts = rows.unique("number", keep="first", maintain_order=True).with_row_index("nth")
    found = rows.join(firsts.select("number", "nth"), on="number", how="left", maintain_order="left")
    return firsts["row"].to_numpy().astype(np.int64), found["nth"].to_numpy().astype(np.int64)


def items_of(table: pl.DataFrame) -> Iterable[GoodsItem]:
    """Yield the goods items of a table of the contract's columns."""
    for values in table.iter_rows(named=True):
        transit = values["transit_countries"]
        values["transit_countries"] = tuple(transit.split(LISTED)) if transit else ()
        yield make_item(values)


def _refused(sheet: Sheet, builder: RowBuilder, row: int, place: int, cells: Sequence[object] | BadRow) -> Reject:
    """Return the reject of a row that no table can hold."""
    try:
        builder.check_shape(whole_row(cells))
    except RejectedError as why:
        return rejected(sheet.file, row, sheet.source, place, why)
    message = f"{sheet.file}, row {row}, fits its headers"
    raise AssertionError(message)
