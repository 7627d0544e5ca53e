"""Read one file of consignments: every row becomes a goods item or a reject, none is lost.

CSV (any of four delimiters, five encodings), Parquet, JSON Lines and Excel give one stream of records; the
assembly into goods items is the same for all. What was detected or assumed stands in ``FileReading.notices``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, dataclass, field, fields
from itertools import repeat
from operator import call
from typing import TYPE_CHECKING, Any, NoReturn

from penstock.batch.collector import collector_paused
from penstock.batch.columns import PARTIES, USABLE, ColumnMap, count_known, map_headers
from penstock.batch.fields import CONVERTERS, BadCell, read_id, read_item_no, read_text
from penstock.kernel.errors import InputError
from penstock.screening.consignment import GoodsItem

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_CELL = 100_000
"""Characters of the longest cell that is read; a longer one is a reject."""

_SEEN = 200
_WIDE = 4  # columns from which a cell whose every line counts as a row gives a swallowed row away
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 with a byte order mark"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_NAMES = {"gb18030": "GB18030", "latin-1": "Latin-1", "cp1252": "Windows-1252 (Latin-1)"}
_SAVE_UTF8 = "Save the file as UTF-8 and try again."
_ENOUGH_RUNS = 5  # of high bytes, to believe that a mixed file is Chinese
_KEYS = ("consignment_id", "item_no")
_NEEDED = frozenset((*USABLE, *PARTIES))


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read.

    ``row`` counts the rows of data from 1, ``column`` is the header as seen (empty when the whole row is
    meant), ``seen`` is cut at 200 characters, ``remedy`` says what to do and, where the file has lines,
    on which.
    """

    file: str
    row: int
    column: str
    code: str
    seen: str
    remedy: str


@dataclass(slots=True)
class FileReading:
    """What one file held: ``row_count == len(rows) + len(rejects)``, always.

    ``row_numbers`` and ``carried`` (the cells of unknown columns) are parallel to ``rows``; ``columns`` gives
    the header as seen for each contract column found; ``encoding`` and ``delimiter`` are ``None`` where the
    format has none.
    """

    file: str
    format: str
    encoding: str | None = None
    delimiter: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    unknown_columns: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    rows: list[GoodsItem] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)
    carried: list[dict[str, str]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    row_count: int = 0


@dataclass(frozen=True, slots=True)
class _BadRow:
    """A row that failed before its cells could be told apart."""

    code: str
    seen: str
    remedy: str


_Record = tuple[int, Sequence[Any] | _BadRow]
"""Where the record begins (line, sheet row or row, from 1) and its cells."""


@dataclass(frozen=True, slots=True)
class _Source:
    """The headers and records of a file; ``place`` is the word for where a record stands."""

    headers: list[str]
    records: Iterator[_Record]
    place: str
    is_typed: bool


def read_file(path: Path) -> FileReading:
    """Read a CSV, Parquet, JSON Lines or Excel file.

    Args:
        path: The file; its ending says the format.

    Raises:
        InputError: The file cannot be read at all; the sentence says why and what to do.
    """
    file = str(path)
    known = _FORMATS.get(path.suffix.lower())
    if path.is_dir():
        _refuse(file, "is a folder", "Name the files in it.")
    if not path.exists():
        _refuse(file, "does not exist", "Check the name and the folder.")
    if known is None:
        ending = f"has the unknown ending {path.suffix!r}" if path.suffix else "has no ending"
        _refuse(file, ending, f"Use one of {' '.join(_FORMATS)}; for JSON write one object a line.")
    kind, open_source = known
    try:
        data = path.read_bytes()
    except OSError as error:
        _refuse(file, f"cannot be opened ({error.strerror})", "Check that you may read it.")
    if not data.strip():
        _refuse(file, "is empty", "Export it again, with a line of headers and the rows.")
    reading = FileReading(file, kind)
    _assemble(reading, open_source(reading, data))
    if reading.row_count == 0:
        _refuse(file, "holds no rows", "Add the rows below the line of headers.")
    return reading


def _refuse(file: str, what: str, remedy: str) -> NoReturn:
    message = f"{file} {what}."
    raise InputError(message, remedy=remedy)


# --- text: encoding, CSV, JSON Lines


def _decode(reading: FileReading, data: bytes) -> str:
    for mark, encoding, name in _BOMS:
        if data.startswith(mark):
            reading.notices.append(f"encoding read as {name} (byte order mark)")
            return _decode_as(reading, data, encoding)
    if data.count(0) * 10 > len(data):
        _refuse(reading.file, "is no text, or UTF-16 without a byte order mark", _SAVE_UTF8)
    try:
        reading.encoding = "utf-8"
        return data.decode()
    except UnicodeDecodeError:
        encoding = _detect(reading.file, data)
    reading.notices.append(f"encoding read as {_NAMES[encoding]} (detected)")
    return _decode_as(reading, data, encoding)


def _decode_as(reading: FileReading, data: bytes, encoding: str) -> str:
    reading.encoding = encoding
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        _refuse(reading.file, f"breaks off being {encoding} at byte {error.start + 1}", _SAVE_UTF8)


def _detect(file: str, data: bytes) -> str:
    """Choose between GB18030 and Latin-1 by the lines that are not plain ASCII; refuse when they fit both."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  # slow to import, and few files need it

    telling = b"\n".join([line for line in data.split(b"\n") if not line.isascii()][:2000])
    matches = list(from_bytes(telling, cp_isolation=["gb18030", "cp1252", "latin_1"]))
    best = {m.encoding for m in matches if (m.chaos, m.coherence) == (matches[0].chaos, matches[0].coherence)}
    western = "cp1252" if re.search(rb"[\x80-\x9f]", telling) else "latin-1"
    fitting = {"gb18030" if name == "gb18030" else western for name in best}
    # Chinese characters are pairs of high bytes; accented letters stand alone among plain ones.
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", telling)]
    even = sum(length % 2 == 0 for length in runs) / len(runs)
    by_runs = "gb18030" if even >= 0.9 else western if even <= 0.1 else None  # noqa: PLR2004  # shares of the runs
    if by_runs is not None and (by_runs in fitting or not fitting):
        return by_runs
    if by_runs is None and (fitting == {western} or (len(fitting) == 1 and len(runs) >= _ENOUGH_RUNS)):
        return fitting.pop()
    _refuse(file, "is not UTF-8, and its encoding cannot be told", _SAVE_UTF8)


def _open_csv(reading: FileReading, data: bytes) -> _Source:
    text = _decode(reading, data)
    delimiter = _sniff(text)
    reading.delimiter = delimiter
    if delimiter != ",":
        reading.notices.append(f"delimiter read as {_DELIMITERS[delimiter]} (detected)")
    records = _csv_records(reading.file, text, delimiter)
    for _, headers in records:
        if isinstance(headers, _BadRow):
            _refuse(reading.file, "has a line of headers with a stray quote", headers.remedy)
        return _Source([str(header) for header in headers], records, "line", is_typed=False)
    _refuse(reading.file, "holds no rows", "Export it again, with a line of headers and the rows.")


def _sniff(text: str) -> str:
    """Return the delimiter under which the first line gives most known columns, then most columns."""
    first = text.lstrip("\r\n")[:LONGEST_CELL]

    def worth(delimiter: str) -> tuple[int, int]:
        headers = next(csv.reader(io.StringIO(first, newline=""), delimiter=delimiter), [])
        return count_known(headers), len(headers)

    return max(_DELIMITERS, key=worth)


def _csv_records(file: str, text: str, delimiter: str) -> Iterator[_Record]:
    csv.field_size_limit(2**31 - 1)  # a long cell is rejected with its row; csv itself would lose its place
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    has_nul = "\0" in text
    width = 0
    start = 1
    while True:
        try:
            for cells in reader:
                width = width or len(cells)
                if reader.line_num > start and _swallows(cells, delimiter, width):
                    yield start, _bad_quote(delimiter.join(cells))
                elif has_nul and "\0" in "".join(cells):
                    remedy = "The row holds NUL bytes; export the file again as text."
                    yield start, _BadRow("nul_byte", delimiter.join(cells), remedy)
                elif cells:
                    yield start, cells
                start = reader.line_num + 1
        except csv.Error:
            if reader.line_num > start:  # the cell ran over the rows behind it, nobody knows how many
                what = f"has a quote opened on line {start} that does not close there"
                _refuse(file, what, "Close the quote, or double the quotes inside the cell.")
            yield start, _bad_quote("")
            start = reader.line_num + 1
        else:
            return


def _swallows(cells: list[str], delimiter: str, width: int) -> bool:
    lines = re.split(r"\r\n|\r|\n", delimiter.join(cells))
    return width >= _WIDE and len(lines) > 1 and all(line.count(delimiter) + 1 == width for line in lines)


def _bad_quote(seen: str) -> _BadRow:
    return _BadRow("bad_quote", seen, "A quote is open or stray here; double the quotes inside a quoted cell.")


def _open_jsonl(reading: FileReading, data: bytes) -> _Source:
    lines = enumerate(_decode(reading, data).split("\n"), start=1)
    parsed = [(number, _parse_line(line)) for number, line in lines if line.strip()]
    headers = list(dict.fromkeys(key for _, row in parsed if isinstance(row, dict) for key in row))
    if not headers:
        _refuse(reading.file, "holds no JSON object", "Write one JSON object a line, without a list around them.")
    records = (
        (number, row if isinstance(row, _BadRow) else [row.get(header) for header in headers]) for number, row in parsed
    )
    return _Source(headers, records, "line", is_typed=True)


def _parse_line(line: str) -> dict[str, Any] | _BadRow:
    try:
        value = json.loads(line, object_pairs_hook=_unique_keys, parse_constant=_no_constant)
        if "\\u" in line:
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair cannot be written anywhere
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", None) or "not plain JSON"
        return _BadRow("bad_json", line, f"The line is not JSON ({reason}); write one object a line.")
    if not isinstance(value, dict):
        return _BadRow("bad_json", line, "The line is not a JSON object; write the columns as keys of one object.")
    return value


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        message = "a key stands twice"
        raise ValueError(message)
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


# --- tables: Parquet, Excel


def _open_parquet(reading: FileReading, data: bytes) -> _Source:
    import polars as pl  # noqa: PLC0415  # slow to import, and CSV does without

    try:
        table = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError):
        _refuse(reading.file, "is damaged, or no Parquet file", "Write it again; CSV is read as well.")
    return _Source(table.columns, enumerate(table.iter_rows(), start=1), "row", is_typed=True)


def _open_excel(reading: FileReading, data: bytes) -> _Source:
    import fastexcel  # noqa: PLC0415  # slow to import, and CSV does without

    try:
        book = fastexcel.read_excel(data)
        sheets = book.sheet_names
        # As text: a column may hold text, numbers and dates; no row or column is dropped for being blank.
        table = book.load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except fastexcel.FastExcelError:
        _refuse(
            reading.file,
            "is damaged, locked by a password or no Excel file",
            "Save it again as .xlsx or CSV.",
        )
    if len(sheets) > 1:
        others = ", ".join(repr(name) for name in sheets[1:])
        reading.notices.append(f"only the first sheet, {sheets[0]!r}, was read; not read: {others}")
    cells = enumerate(table.iter_rows(), start=1)
    rows = ((number, [cell or "" for cell in row]) for number, row in cells if any(row))
    _, headers = next(rows, (0, None))
    if headers is None:
        _refuse(reading.file, "holds no rows", "Put the headers and rows on the first sheet.")
    return _Source(headers, rows, "sheet row", is_typed=False)


# --- assembly: records to goods items


def _assemble(reading: FileReading, source: _Source) -> None:
    columns = map_headers(reading.file, source.headers)
    reading.columns = {column: header for column, (header, _) in columns.known.items()}
    reading.unknown_columns = [name for name, _ in columns.carried]
    reading.notices += columns.notices
    if "consignment_id" not in columns.known:
        reading.notices.append("no consignment_id column: each row is a consignment of its own, row-1, row-2, ...")
    with collector_paused():
        _fill(reading, source, _Builder(source, columns))


def _fill(reading: FileReading, source: _Source, build: _Builder) -> None:
    row = 0
    for row, (place, cells) in enumerate(source.records, start=1):
        try:
            whole = _whole(cells)
            item, extra = build.item(row, whole), build.carry(whole)
        except _RejectedError as why:
            where = "" if source.place == "row" else f"{source.place.capitalize()} {place}: "
            seen = _shorten(why.seen)
            reading.rejects.append(Reject(reading.file, row, why.column, why.code, seen, where + why.remedy))
        else:
            reading.rows.append(item)
            reading.row_numbers.append(row)
            reading.carried.append(extra)
    reading.row_count = row


def _whole(cells: Sequence[Any] | _BadRow) -> Sequence[Any]:
    if isinstance(cells, _BadRow):
        raise _RejectedError(code=cells.code, seen=cells.seen, remedy=cells.remedy)
    return cells


def _shorten(seen: object) -> str:
    text = seen if isinstance(seen, str) else "" if seen is None else str(seen)
    return text if len(text) <= _SEEN else text[: _SEEN - 1] + "…"


class _RejectedError(Exception):
    """The row being built cannot become a goods item; never leaves this module."""

    def __init__(self, column: str = "", *, code: str, seen: object, remedy: str) -> None:
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


class _Builder:
    """Makes goods items of the records of one file; remembers which item numbers are taken."""

    def __init__(self, source: _Source, columns: ColumnMap) -> None:
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
        self._last: dict[str, int] = {}
        self._taken: set[tuple[str, int]] = set()

    def item(self, row: int, cells: Sequence[Any]) -> GoodsItem:
        """Return the goods item of one record, or raise why there is none."""
        if len(cells) != self._width or self._is_too_long(cells):
            self._refuse_shape(cells)
        values = self._filled(cells)
        values["consignment_id"], values["item_no"] = self._key(row, cells)
        for name, convert in self._converters:
            if name in values:
                try:
                    values[name] = convert(values[name])
                except BadCell as bad:
                    raise self._bad_cell(bad, cells, self._places[name]) from None
        if "quantity" in values:
            self._settle_unit(values)
        if _NEEDED.isdisjoint(values):
            why = "Nothing says what the goods are or who the parties are; fill in one of those columns."
            raise _RejectedError(code="nothing_to_screen", seen=values["consignment_id"], remedy=why)
        return make_item(values)

    def _filled(self, cells: Sequence[Any]) -> dict[str, Any]:
        if self._is_typed:
            found = {name: cells[place] for name, place in self._named if cells[place] is not None}
            return {name: cell for name, cell in found.items() if not isinstance(cell, str) or cell.strip()}
        return {name: cell for name, place in self._named if (cell := cells[place]) and not cell.isspace()}

    def carry(self, cells: Sequence[Any]) -> dict[str, str]:
        """Return the cells of unknown columns as text."""
        if not self._is_typed:
            return {name: cells[place] for name, place in self._carried}
        return {name: _carry(cells[place]) for name, place in self._carried}

    def _is_too_long(self, cells: Sequence[Any]) -> bool:
        if not self._is_typed:
            return len("".join(cells)) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL
        return any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells)

    def _refuse_shape(self, cells: Sequence[Any]) -> NoReturn:
        if len(cells) != self._width:
            why = f"Expected {self._width} fields, saw {len(cells)}; quote fields that hold the delimiter."
            raise _RejectedError(code="ragged_row", seen=" | ".join(cells), remedy=why)
        lengths = [len(cell) if isinstance(cell, str) else 0 for cell in cells]
        place = lengths.index(max(lengths))
        why = f"The cell has {lengths[place]} characters; {LONGEST_CELL} is the most that is read."
        raise _RejectedError(self._headers[place], code="cell_too_long", seen=cells[place], remedy=why)

    def _bad_cell(self, bad: BadCell, cells: Sequence[Any], place: int) -> _RejectedError:
        return _RejectedError(self._headers[place], code=bad.code, seen=cells[place], remedy=bad.remedy)

    def _key(self, row: int, cells: Sequence[Any]) -> tuple[str, int]:
        """Return consignment id and item number; a missing number is the one after the highest so far."""
        if self._id_place is None and self._no_place is None:
            return f"row-{row}", 1
        consignment = f"row-{row}" if self._id_place is None else self._id(cells, self._id_place)
        last = self._last.get(consignment, 0)
        number = last + 1 if self._no_place is None else self._number(cells, self._no_place, last + 1)
        if self._no_place is not None:
            if (consignment, number) in self._taken:
                why = "The consignment has an item of this number already; number its items anew."
                seen = f"{consignment} item {number}"
                raise _RejectedError(self._headers[self._no_place], code="duplicate_item", seen=seen, remedy=why)
            self._taken.add((consignment, number))
        self._last[consignment] = max(last, number)
        return consignment, number

    def _id(self, cells: Sequence[Any], place: int) -> str:
        try:
            consignment = "" if cells[place] is None else read_id(cells[place])
        except BadCell as bad:
            raise self._bad_cell(bad, cells, place) from None
        if not consignment:
            why = "Give every row the id of its consignment."
            raise _RejectedError(self._headers[place], code="missing_id", seen="", remedy=why)
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
            raise _RejectedError(header, code="unit_twice", seen=seen, remedy=why)
        if unit is not None:
            values["quantity_unit"] = unit


def _carry(cell: object) -> str:
    try:
        return "" if cell is None else read_text(cell)
    except BadCell:
        return str(cell)


_FORMATS: dict[str, tuple[str, Callable[[FileReading, bytes], _Source]]] = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), ("csv", _open_csv)),
    **dict.fromkeys((".parquet", ".pq"), ("parquet", _open_parquet)),
    **dict.fromkeys((".jsonl", ".ndjson"), ("jsonl", _open_jsonl)),
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), ("excel", _open_excel)),
}
