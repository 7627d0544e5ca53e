from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from penstock.batch.party_file import HEADERS, Party, PartyRows, read_parties
from penstock.batch.readers import format_of
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = [
    ("7", "Kestrel Bay Shipping", "company", "PA"),
    ("8", "Zhang Wei", "person", "CN"),
    ("9", "雅新餐饮", None, None),
]
PARTIES = [
    Party("Kestrel Bay Shipping", "company", "PA"),
    Party("Zhang Wei", "person", "CN"),
    Party("雅新餐饮", None, None),
]


@pytest.fixture
def parties(tmp_path: Path) -> Callable[..., PartyRows]:
    """Return ``parties(content, name)``, which reads a file of this content and sees that no row is lost."""

    def reading_of(content: str | bytes, name: str = "p.csv") -> PartyRows:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        _, open_source = format_of(path)
        read = read_parties(str(path), open_source(path))
        assert read.row_count == len(read.parties) + len(read.rejects)
        assert len(read.parties) == len(read.ids) == len(read.rows)
        return read

    return reading_of


def as_csv() -> bytes:
    lines = ["id,name,kind,country", *(",".join(cell or "" for cell in row) for row in ROWS)]
    return "\n".join(lines).encode()


def as_jsonl() -> bytes:
    columns = ("id", "name", "kind", "country")
    return "\n".join(json.dumps(dict(zip(columns, row, strict=True))) for row in ROWS).encode()


def as_parquet(tmp_path: Path) -> bytes:
    table = pl.DataFrame(
        {"id": [7, 8, 9], **{name: [row[i] for row in ROWS] for i, name in ((1, "name"), (2, "kind"))}}
    )
    table.with_columns(country=pl.Series([row[3] for row in ROWS])).write_parquet(tmp_path / "made.parquet")
    return (tmp_path / "made.parquet").read_bytes()


def as_excel(tmp_path: Path) -> bytes:
    pl.DataFrame(ROWS, schema=["id", "name", "kind", "country"], orient="row").write_excel(tmp_path / "made.xlsx")
    return (tmp_path / "made.xlsx").read_bytes()


def test_every_format_gives_the_same_parties(parties: Callable[..., PartyRows], tmp_path: Path) -> None:
    made = {
        "p.csv": as_csv(),
        "p.jsonl": as_jsonl(),
        "p.parquet": as_parquet(tmp_path),
        "p.xlsx": as_excel(tmp_path),
    }
    for name, content in made.items():
        read = parties(content, name)
        assert (read.parties, read.ids, read.rows) == (PARTIES, ["7", "8", "9"], [1, 2, 3]), name


def test_a_column_of_names_is_enough(parties: Callable[..., PartyRows]) -> None:
    read = parties("name\n Kestrel Bay \nAmber Ridge\n")
    assert (read.parties, read.ids) == ([Party("Kestrel Bay"), Party("Amber Ridge")], [None, None])


@pytest.mark.parametrize("column", HEADERS)
def test_a_column_may_have_other_headers(parties: Callable[..., PartyRows], column: str) -> None:
    cells = {"name": "Kestrel Bay", "id": "7", "kind": "company", "country": "PA"}
    for header in HEADERS[column]:
        headers = [header if name == column else name for name in cells]
        read = parties(",".join([*headers, "more"]) + "\n" + ",".join([*cells.values(), "x"]) + "\n")
        assert (read.parties, read.ids) == ([Party("Kestrel Bay", "company", "PA")], ["7"])


@pytest.mark.parametrize(
    ("word", "kind"), [("Individual", "person"), ("ENTITY", "company"), ("ship", "vessel"), ("", None), (" ", None)]
)
def test_kinds_have_several_words(parties: Callable[..., PartyRows], word: str, kind: str | None) -> None:
    assert parties(f"name,kind\nKestrel Bay,{word}\n").parties == [Party("Kestrel Bay", kind)]  # type: ignore[arg-type]


LONG = "Kestrel " * 200


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("1,,company,PA", "missing_name", "name"),
        ("1,   ,company,PA", "missing_name", "name"),
        ("1,CO LTD,,", "unreadable_name", "name"),
        ("1,有限公司,,", "unreadable_name", "name"),
        (f"1,{LONG},,", "unreadable_name", "name"),
        ("1,...,,", "unreadable_name", "name"),
        ("1,Kestrel Bay,aircraft,", "bad_kind", "kind"),
        ("1,Kestrel Bay,,Atlantis", "bad_country", "country"),
        ("1,Kestrel Bay", "ragged_row", ""),
        ("1,Kestrel, Bay,company,PA", "ragged_row", ""),
    ],
)
def test_what_cannot_be_read_is_a_reject_with_its_reason(
    parties: Callable[..., PartyRows], row: str, code: str, column: str
) -> None:
    read = parties(f"id,name,kind,country\n{row}\n2,Amber Ridge,,\n")
    (reject,) = read.rejects
    assert (reject.code, reject.column, reject.row) == (code, column, 1)
    assert reject.remedy.startswith("Line 2: ")
    assert len(reject.seen) <= 200
    assert (read.parties, read.rows) == ([Party("Amber Ridge")], [2])


def test_a_name_that_is_a_person_s_is_read_as_that(parties: Callable[..., PartyRows]) -> None:
    read = parties("name,kind\nLtd,person\nLtd,\n")
    assert (read.parties, [reject.code for reject in read.rejects]) == ([Party("Ltd", "person")], ["unreadable_name"])


def test_a_typed_cell_that_holds_no_text_is_a_reject(parties: Callable[..., PartyRows]) -> None:
    read = parties('{"name": ["A", "B"]}\n{"name": 77}\nnot json\n{"name": null}\n', "p.jsonl")
    assert [reject.code for reject in read.rejects] == ["nested_value", "bad_json", "missing_name"]
    assert read.parties == [Party("77")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("goods,price\na,1\n", r"no column holds the names of parties; its headers are 'goods', 'price'\. Put a line"),
        ("name,Company\na,b\n", r"the headers 'name' and 'Company' both mean name\. Rename or remove"),
        ("id,name\n", "holds no rows"),
        ("  \n", "is empty"),
    ],
)
def test_a_file_that_is_none_is_refused(parties: Callable[..., PartyRows], content: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parties(content)


def test_what_was_detected_is_told(parties: Callable[..., PartyRows]) -> None:
    read: Any = parties("id;name\n1;Kestrel Bay\n")
    assert read.notices == ("delimiter read as semicolon (detected)",)
