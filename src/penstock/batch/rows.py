"""Goods items made of the records of one file, or the reason why a record becomes none."""

from __future__ import annotations

from dataclasses import MISSING, fields
from itertools import repeat
from operator import call
from typing import TYPE_CHECKING, Any, NoReturn

from penstock.batch.columns import PARTIES, USABLE
from penstock.batch.fields import CONVERTERS, BadCell, read_id, read_item_no, read_text
from penstock.batch.sources import LONGEST_CELL
from penstock.screening.consignment import GoodsItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.batch.columns import ColumnMap
    from penstock.batch.sources import Source

_KEYS = ("consignment_id", "item_no")
_NEEDED = frozenset((*USABLE, *PARTIES))


class RejectedError(Exception):
    """The row being built cannot become a goods item; never leaves this room."""

    def __init__(self, column: str = "", *, code: str, seen: object, remedy: str) -> None:
        """Name the column by its header as seen (empty when the whole row is meant) and keep the cell uncut."""
        super().__init__(code)
        self.column = column
        self.code = code
        self.seen = seen
        self.remedy = remedy


_DEFAULTS = {one.name: None if one.default is MISSING else one.default for one in fields(GoodsItem)}
_SETTERS = tuple(getattr(GoodsItem, name).__set__ for name in _DEFAULTS)


def make_item(values: dict[str, Any]) -> GoodsItem:
    """Return ``GoodsItem(**values)``, in two thirds of the time its frozen constructor takes.

    The constructor is most of the time of reading a file; this fills the same slots without leaving C.
    """
    item = object.__new__(GoodsItem)
    any(map(call, _SETTERS, repeat(item), (_DEFAULTS | values).values()))
    return item


class Numbers:
    """The item numbers of the consignments read so far: the highest of each, and those that are taken."""

    def __init__(self) -> None:
        """Begin with none."""
        self.last: dict[str, int] = {}
        self.taken: set[tuple[str, int]] = set()


class RowBuilder:
    """Makes goods items of the records of one file; remembers which item numbers are taken."""

    def __init__(self, source: Source, columns: ColumnMap, numbers: Numbers | None = None) -> None:
        """Find the place and the converter of each known column, once a file.

        Args:
            source: The headers, and whether cells have types.
            columns: What the headers mean.
            numbers: The item numbers, where records of other headers count with these.
        """
        self._headers = source.headers
        self._width = len(source.headers)
        self._is_typed = source.is_typed
        self._carried = columns.carried
        self._id_place = columns.known.get("consignment_id", (None, None))[1]
        self._no_place = columns.known.get("item_no", (None, None))[1]
        self._places = {name: place for name, (_, place) in columns.known.items() if name not in _KEYS}
        self._named = tuple(self._places.items())
        plain = read_text if source.is_typed else None
        converters = ((name, CONVERTERS.get(name, plain)) for name in self._places)
        self._converters = [(name, convert) for name, convert in converters if convert is not None]
        self._numbers = numbers or Numbers()

    def item(self, row: int, cells: Sequence[Any]) -> GoodsItem:
        """Return the goods item of one record, or raise why there is none."""
        self.check_shape(cells)
        return self.item_in_shape(row, cells)

    def item_in_shape(self, row: int, cells: Sequence[Any]) -> GoodsItem:
        """Do as ``item`` does with a record that is known to be as wide as the headers, and no cell of it too long."""
        values = self._filled(cells)
        values["consignment_id"], values["item_no"] = self._key(row, cells)
        return self._made(cells, values)

    def check_shape(self, cells: Sequence[Any]) -> None:
        """Raise where a record has another number of cells than the headers, or one too long to be read."""
        if len(cells) != self._width or self._is_too_long(cells):
            self._refuse_shape(cells)

    def item_of(self, key: tuple[str, int], cells: Sequence[Any]) -> GoodsItem:
        """Return the goods item of one record whose key was settled elsewhere, or raise why there is none."""
        values = self._filled(cells)
        values["consignment_id"], values["item_no"] = key
        return self._made(cells, values)

    def refuse_key(self, cells: Sequence[Any]) -> NoReturn:
        """Raise why a record whose key cannot be read has none.

        Raises:
            RejectedError: Always.
        """
        if self._id_place is not None:
            self._id(cells, self._id_place)
        if self._no_place is not None:
            self._number(cells, self._no_place, 1)
        message = "the key of this row can be read"
        raise AssertionError(message)

    def _made(self, cells: Sequence[Any], values: dict[str, Any]) -> GoodsItem:
        for name, convert in self._converters:
            cell = values.get(name)
            if cell is None or (convert is read_text and cell.__class__ is str):
                continue
            try:
                values[name] = convert(cell)
            except BadCell as bad:
                raise self._bad_cell(bad, cells, self._places[name]) from None
        if "quantity" in values:
            self._settle_unit(values)
        if _NEEDED.isdisjoint(values):
            why = "Nothing says what the goods are or who the parties are; fill in one of those columns."
            raise RejectedError(code="nothing_to_screen", seen=values["consignment_id"], remedy=why)
        return make_item(values)

    def _filled(self, cells: Sequence[Any]) -> dict[str, Any]:
        if self._is_typed:
            return {
                name: cell
                for name, place in self._named
                if (cell := cells[place]) is not None and (cell.__class__ is not str or (cell and not cell.isspace()))
            }
        return {name: cell for name, place in self._named if (cell := cells[place]) and not cell.isspace()}

    def carry(self, cells: Sequence[Any]) -> dict[str, str]:
        """Return the cells of unknown columns as text."""
        if not self._is_typed:
            return {name: cells[place] for name, place in self._carried}
        return {name: carried_text(cells[place]) for name, place in self._carried}

    def _is_too_long(self, cells: Sequence[Any]) -> bool:
        if not self._is_typed:
            return len("".join(cells)) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL
        return any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells)

    def _refuse_shape(self, cells: Sequence[Any]) -> NoReturn:
        if len(cells) != self._width:
            why = f"Expected {self._width} fields, saw {len(cells)}; quote fields that hold the delimiter."
            raise RejectedError(code="ragged_row", seen=" | ".join(cells), remedy=why)
        lengths = [len(cell) if isinstance(cell, str) else 0 for cell in cells]
        place = lengths.index(max(lengths))
        why = f"The cell has {lengths[place]} characters; {LONGEST_CELL} is the most that is read."
        raise RejectedError(self._headers[place], code="cell_too_long", seen=cells[place], remedy=why)

    def _bad_cell(self, bad: BadCell, cells: Sequence[Any], place: int) -> RejectedError:
        return RejectedError(self._headers[place], code=bad.code, seen=cells[place], remedy=bad.remedy)

    def _key(self, row: int, cells: Sequence[Any]) -> tuple[str, int]:
        """Return consignment id and item number; a missing number is the one after the highest so far."""
        if self._id_place is None and self._no_place is None:
            return f"row-{row}", 1
        consignment = f"row-{row}" if self._id_place is None else self._id(cells, self._id_place)
        last = self._numbers.last.get(consignment, 0)
        number = last + 1 if self._no_place is None else self._number(cells, self._no_place, last + 1)
        if self._no_place is not None:
            if (consignment, number) in self._numbers.taken:
                why = "The consignment has an item of this number already; number its items anew."
                seen = f"{consignment} item {number}"
                raise RejectedError(self._headers[self._no_place], code="duplicate_item", seen=seen, remedy=why)
            self._numbers.taken.add((consignment, number))
        self._numbers.last[consignment] = max(last, number)
        return consignment, number

    def _id(self, cells: Sequence[Any], place: int) -> str:
        try:
            consignment = "" if cells[place] is None else read_id(cells[place])
        except BadCell as bad:
            raise self._bad_cell(bad, cells, place) from None
        if not consignment:
            why = "Give every row the id of its consignment."
            raise RejectedError(self._headers[place], code="missing_id", seen="", remedy=why)
        return consignment

    def _number(self, cells: Sequence[Any], place: int, following: int) -> int:
        if cells[place] is None or not str(cells[place]).strip():
            return following
        try:
            return read_item_no(cells[place])
        except BadCell as bad:
            raise self._bad_cell(bad, cells, place) from None

    def _settle_unit(self, values: dict[str, Any]) -> None:
        values["quantity"], unit = values["quantity"]
        if unit is not None and "quantity_unit" in values:
            why = "The unit stands in quantity and in quantity_unit; leave it out of quantity."
            header = self._headers[self._places["quantity"]]
            seen = f"{values['quantity']} {unit}"
            raise RejectedError(header, code="unit_twice", seen=seen, remedy=why)
        if unit is not None:
            values["quantity_unit"] = unit


def carried_text(cell: object) -> str:
    """Return a cell of any type as the text it is carried through as."""
    try:
        return "" if cell is None else read_text(cell)
    except BadCell:
        return str(cell)
