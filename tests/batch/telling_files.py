"""Consignment files made up for tests: few rows of values that tell something, good and bad, in each format."""

from __future__ import annotations

import csv
import io
import json
import math
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl
from hypothesis import strategies as st

from penstock.batch.columns import CONTRACT, PARTIES, USABLE
from penstock.lists.records import Entry, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONG = "长" * 40_000
"""A text of more bytes than the longest cell has characters."""

TOO_LONG = "x" * 100_001
COUNTRIES = ["CN", "MX", "US", "DE", "China", " us ", "HK", "", "", "Nowhere"]
NAMES = [
    "", "Example Chemicals Co Ltd", "Ejemplo Textiles SA de CV", "Ejemplo Alimentos SA de CV", "Maria Example",
    "Example Trading", "Valerian Labs", "Valerian Labs Inc.", "Valerain Labs", "Hebei Example Pharm Co Ltd",
    "HE, Jiaxuan", "张伟", "Botanica 2000", "MADE UP TRADERS LLC", "Made-Up Traders", "Ltd", "\u3000",
    "Example Foods Inc", "深圳示例贸易有限公司",
]  # fmt: skip
POOLS: dict[str, list[str]] = {
    "consignment_id": ["A", "A", "A", "B", " A ", "", "\u2003", "C" * 205],
    "item_no": ["", "", "1", "1", "2", "2.0", "0", "x", "\t", "999999999"],
    "date": [
        "", "2023-06-21", "2019-04-30", "2019-05-01", "2023-11-29", "2023-11-30", "2024-03-31", "2024-04-01",
        "2024-06-19", "2024-06-20", "2025-08-28", "2025-08-29", "2026-06-17", "2026-06-18", "20250404", "03/04/2025",
        "2023-02-30", "0999-01-01", "2026-01-01", "2025-12-31", "2023-10-02", "2023-10-03", "2024-07-01", "2026-03-01",
        "2026-09-01",
    ],
    "consignor_name": NAMES,
    "consignor_address": ["", "1 Example Road", " "],
    "consignor_country": COUNTRIES,
    "consignee_name": NAMES,
    "consignee_address": ["", "Calle Ejemplo 1"],
    "consignee_country": COUNTRIES,
    "notify_party_name": NAMES,
    "export_country": ["CN", "CN", *COUNTRIES],
    "transit_countries": ["", "", "US", "HK; US", "CN,MX", ",", "Nowhere"],
    "destination_country": ["MX", "US", *COUNTRIES],
    "goods_description": [
        "", " ", "urea", "urea ", "steel pipes", "cotton shirts", "4-piperidone", "4-哌啶酮", "fentanyl",
        "f e n t a n y l", "lamps, exit and entry customs clearance", "guaranteed delivery", "chemical",
        "4-p\u0456peridone", "fentanil", "tablet press", "parts, accessories", "gift", "white powder",
        "clearance guaranteed, discreet", "100% customs clearance", "NPP", "lamps HS 9503.00", "urea 41661-47-6",
        "organic 57-13-7", "sample CCCCCCCCC(=O)NCCc1ccccc1 pure", "powder O=C1CCNCC1", "benzylfentanyl hydrochloride",
        "calcium chloride", "toluene", "aspirin tablets", "parts 1", "1,4-dioxane", "二甲苯", "41661-47-5", "xylazine",
        "12345-67-8 reagent", "n-phenethyl-4-piperidone", LONG, TOO_LONG, "goods\0", 'half "quoted',
    ],
    "commodity_code": ["", "2933399073", "2933399090.0", "9503.00", "84798999", "2.93E+09", "3102100000", " "],
    "cas_number": [
        "", "57-13-6", "41661-47-6", "41661-47-5", "2005-07-04", "hello", "437-38-7", "23056-29-3", "79099-07-3",
        "50-78-2", "7732-18-5", "12345-67-8",
    ],
    "smiles": [
        "", "O=C1CCNCC1", "CCCCCCC", "C1CC(=O", "NC(N)=O", "CCN(CC)CCn1c(Cc2ccc(OCC)cc2)nc2cc([N+](=O)[O-])ccc21",
        "O=C1CCN(Cc2ccccc2)CC1", "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "*C1CCNCC1",
        "O=C(c1ccccc1)N(c1ccccc1)C1CCCCC1",
    ],
    "quantity": ["", "20", "20 kg", "5 pcs", "1,000", "-3", "a lot", "0", "2000", "25 l"],
    "quantity_unit": ["", "kg", "g", "pcs", "l", "m", "KG."],
    "net_mass_kg": ["", "20", "0", "1,5", "25 kg", "5 lb", "1,000", "-1", "4.", "٢"],
    "concentration_percent": ["", "100", "99", "99.9", "5%", "101", "0", "0.1"],
    "declared_value": ["", "80", "900", "5000", "0", "-1", "1e400", "1e2"],
    "currency": ["", "USD", "usd", "EUR"],
}  # fmt: skip
"""For each column of the contract, cells as text."""

BAD = frozenset(
    [
        "Nowhere", "x", "03/04/2025", "2023-02-30", TOO_LONG, "goods\0", "2.93E+09", "2005-07-04", "1,000", "-3",
        "a lot", "5 lb", "-1", "101", "1e400",
    ]
)  # fmt: skip
"""Those of the cells that make a reject of their row, wherever they stand."""

CARRIED = ["note", "row", "file", "carried_row", "reasons", "", "consignment_outcome", "place", "decision"]
"""Headers of columns that are carried through, some with the names of result columns."""

COMMON = ["goods_description", "consignment_id", "item_no", "export_country", "destination_country", "date"]
"""Columns that most files have."""

ODD_VALUES: list[Any] = [True, 0, 1, 2, 7, -1, 5.0, 2.5, 20, 1e-07, 57136, [], ["US"], ["HK", None], {"a": 1}, None]
"""Values of other types than text, for JSON Lines."""


class Made(NamedTuple):
    """A file made up: its name and its bytes."""

    name: str
    data: bytes


def write_all(files: list[Made], folder: Path) -> tuple[str, ...]:
    """Write files into a folder, and return their paths."""
    for file in files:
        (folder / file.name).write_bytes(file.data)
    return tuple(str(folder / file.name) for file in files)


@st.composite
def _headers(draw: st.DrawFn) -> list[str]:
    common = draw(st.lists(st.sampled_from(COMMON), unique=True))
    others = draw(st.lists(st.sampled_from(CONTRACT), unique=True, max_size=8))
    said = draw(st.sampled_from((*USABLE, *PARTIES)))
    return list(dict.fromkeys([said, *common, *others]))


def _cells(column: str, *, is_clean: bool) -> st.SearchStrategy[str]:
    cells = POOLS.get(column, ["", "a", "b", " c"])
    unless = {"0", *BAD} if column == "item_no" else BAD
    return st.sampled_from([cell for cell in cells if cell not in unless] if is_clean else cells)


@st.composite
def _rows(draw: st.DrawFn, headers: list[str], *, most: int = 9) -> list[list[str]]:
    """Make rows of which most differ from one of them in a cell or two, so that some are judged alike."""
    cells = [_cells(header, is_clean=is_clean) for is_clean in [draw(st.booleans())] for header in headers]
    base = [draw(cell) for cell in cells]
    rows = [base]
    for _ in range(draw(st.integers(0, most - 1))):
        changed = draw(st.lists(st.integers(0, len(headers) - 1), max_size=2))
        of = base if draw(st.integers(0, 3)) else [draw(cell) for cell in cells]
        rows.append([draw(cells[place]) if place in changed else cell for place, cell in enumerate(of)])
    return rows


@st.composite
def csv_files(draw: st.DrawFn, name: str = "one.csv") -> Made:
    """Make CSV files: blanks, bad cells, rows of another width."""
    known = draw(_headers())
    headers = [*known, *draw(st.lists(st.sampled_from(CARRIED), unique=True, max_size=3))]
    rows = draw(_rows(headers))
    ragged = st.lists(st.sampled_from(["A", "1", "urea"]), min_size=1, max_size=4)
    for row in draw(st.lists(ragged, max_size=1)):
        rows.insert(draw(st.integers(0, len(rows))), row)
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([headers, *rows])
    return Made(name, stream.getvalue().encode())


@st.composite
def jsonl_files(draw: st.DrawFn, name: str = "two.jsonl") -> Made:
    """Make JSON Lines: keys left out, values of several types in one column, lines that are no object."""
    known = draw(_headers())
    headers = [*known, *draw(st.lists(st.sampled_from(CARRIED), unique=True, max_size=2))]
    cells = partial(_cells, is_clean=draw(st.booleans()))
    kinds = {header: draw(st.sampled_from(["text", "text", "any", "float"])) for header in headers}
    values = {
        header: st.sampled_from([2.5, 1.0, 20.0, None])
        if kinds[header] == "float"
        else cells(header)
        if kinds[header] == "text"
        else st.one_of(cells(header), st.sampled_from(ODD_VALUES))
        for header in headers
    }
    others = {header: values[header] for header in headers[1:]}
    objects = st.fixed_dictionaries({known[0]: values[known[0]]}, optional=others).map(json.dumps)
    lines = draw(
        st.lists(
            st.one_of(*([objects] * 9), st.sampled_from(["[1]", "{", '{"a": NaN}', '{"item_no": 1e999}'])), max_size=8
        )
    )
    return Made(name, "\n".join([json.dumps({known[0]: "urea"}), *lines]).encode())


def _date_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    day = _date_of(text)
    return None if day is None or day.year < 1900 else datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)


KINDS: dict[str, tuple[Any, Callable[[str], Any]]] = {
    "text": (pl.String, lambda text: text or None),
    "blank text": (pl.String, lambda text: text),
    "sort": (pl.Categorical, lambda text: text or None),
    "nothing": (pl.Null, lambda _: None),
    "whole": (pl.Int64, lambda text: len(text) % 4 if text else None),
    "small": (pl.UInt8, lambda text: len(text) % 120),
    "below": (pl.Int32, lambda text: len(text) % 5 - 1),
    "float": (pl.Float64, lambda text: {0: None, 7: math.nan, 4: math.inf}.get(len(text), len(text) / 2)),
    "short": (pl.Float32, lambda text: len(text) / 10 - 0.2 if text else None),
    "truth": (pl.Boolean, lambda text: len(text) % 2 == 0),
    "day": (pl.Date, _date_of),
    "moment": (pl.Datetime("us", "UTC"), _moment),
    "exact": (pl.Decimal(12, 2), lambda text: Decimal(len(text)) / 4 if text else None),
    "several": (pl.List(pl.String), lambda text: [text, None] if text else None),
    "bytes": (pl.Binary, lambda text: text.encode()[:9] or None),
    "object": (pl.Struct({"a": pl.String}), lambda text: {"a": text} if text else None),
}
"""Kinds of Parquet columns, each with what makes a value of a text."""


@st.composite
def parquet_files(draw: st.DrawFn, name: str = "three.parquet") -> Made:
    """Make Parquet files: most columns text, some of another type."""
    known = draw(_headers())
    headers = [*known, *draw(st.lists(st.sampled_from(CARRIED), unique=True, max_size=2))]
    kinds = {header: draw(st.sampled_from([*["text"] * 12, "blank text", *KINDS])) for header in headers}
    if "date" in kinds and draw(st.booleans()):
        kinds["date"] = "day"
    rows = draw(_rows(headers))
    columns = {
        header: pl.Series([KINDS[kinds[header]][1](row[place]) for row in rows], dtype=KINDS[kinds[header]][0])
        for place, header in enumerate(headers)
    }
    stream = io.BytesIO()
    pl.DataFrame(columns).write_parquet(stream)
    return Made(name, stream.getvalue())


ANY_FILES = st.one_of(
    st.tuples(csv_files()),
    st.tuples(jsonl_files()),
    st.tuples(parquet_files()),
    st.tuples(csv_files(), csv_files("other.csv")),
    st.tuples(parquet_files(), csv_files()),
    st.tuples(jsonl_files(), parquet_files(), csv_files()),
).map(list)
"""One to three files."""


def keep(folder: Path, *names: str, day: date = date(2026, 3, 1)) -> str:
    """Keep one vintage of an imported list that names some companies."""
    entries = tuple(
        sealed(Entry(list="us-ofac-sdn", uid=str(nth), kind="company", names=(ListedName(text=name, kind="primary"),)))
        for nth, name in enumerate(names)
    )
    told: dict[str, Any] = {"earliest": day, "publisher": "p", "files": ()}
    ListStore.open(folder).save(
        Roster(list="us-ofac-sdn", vintage=day, entries=entries, counts=counts_of(entries), **told)
    )
    return str(folder)


def keep_lists(folder: Path) -> Path:
    """Keep two vintages of an imported list in a folder, and return it; both have a company of their own making."""
    store = ListStore.open(folder)
    name = ListedName(text="MADE UP TRADERS LLC", kind="primary")
    entry = sealed(Entry(list="us-ofac-sdn", uid="1", kind="company", names=(name,)))
    other = sealed(
        Entry(list="us-ofac-sdn", uid="2", kind="company", names=(ListedName(text="Oldco", kind="primary"),))
    )
    for day, kept in ((date(2026, 3, 1), (other,)), (date(2026, 9, 1), (entry, other))):
        told: dict[str, Any] = {"earliest": day, "publisher": "p", "files": ()}
        store.save(Roster(list="us-ofac-sdn", vintage=day, entries=kept, counts=counts_of(kept), **told))
    return folder
