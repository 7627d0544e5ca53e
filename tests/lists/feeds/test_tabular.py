from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import InputError, RosterError
from penstock.lists.feeds.tabular import check_header, records_of, rows_of, text_of

if TYPE_CHECKING:
    from pathlib import Path


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    return path


def test_utf_8_is_read_with_or_without_its_mark_and_end_of_file_byte(tmp_path: Path) -> None:
    assert text_of(written(tmp_path, "é湖\n".encode())) == "é湖\n"
    assert text_of(written(tmp_path, "\ufeffé\n\x1a".encode())) == "é\n"


def test_an_older_encoding_is_read_only_where_the_publisher_used_it(tmp_path: Path) -> None:
    path = written(tmp_path, b"a\nPe\xf1a\n")
    assert text_of(path, "cp1252") == "a\nPeña\n"
    with pytest.raises(RosterError, match=r"list\.csv: line 2: found the byte 0xf1; expected UTF-8 throughout"):
        text_of(path)


def test_bytes_that_no_encoding_knows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="line 2: found the byte 0x81; expected UTF-8 throughout"):
        text_of(written(tmp_path, b"Pe\xf1a\nx\x81\n"), "cp1252")


def test_a_mixture_of_encodings_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "Peña\n".encode() + b"Pe\xf1a\n")
    with pytest.raises(RosterError, match="line 2: found the byte 0xf1 beside UTF-8"):
        text_of(path, "cp1252")


@pytest.mark.parametrize(("content", "found"), [(b"a\nb\x00c\n", "0x00"), (b"a\n\x1ab\n", "0x1a")])
def test_control_characters_are_refused(tmp_path: Path, content: bytes, found: str) -> None:
    with pytest.raises(RosterError, match=f"line 2: found the control character {found}"):
        text_of(written(tmp_path, content))


def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        text_of(tmp_path / "absent.csv")


def test_rows_know_the_line_they_begin_on() -> None:
    text = 'a,b\r\n"two\nlines",c\r\n\r\nd,e\r\n'
    assert list(rows_of("f", "a\u2028b,c\u0085\n")) == [(1, ["a\u2028b", "c\u0085"])]
    assert list(rows_of("f", text)) == [(1, ["a", "b"]), (2, ["two\nlines", "c"]), (5, ["d", "e"])]


@pytest.mark.parametrize(
    ("text", "where"),
    [("a,b\nc,d", "line 2"), ('a,b\n"c,d\n', "line 2"), ('a,b\n"c"x,d\n', "line 2"), ("a,b\nc,", "line 2")],
)
def test_a_file_that_breaks_off_or_misquotes_is_refused(text: str, where: str) -> None:
    with pytest.raises(RosterError, match=f"f: {where}: found"):
        list(rows_of("f", text))


def test_a_cell_of_many_megabytes_is_refused() -> None:
    with pytest.raises(RosterError, match="field larger than field limit"):
        list(rows_of("f", "x" * 1_100_000 + ",b\n"))


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["id", "name", "colour"], "the column 'colour'"),
        (["id", "name", "name"], "the column 'name' twice"),
        (["id", "note"], "no column 'name'"),
        ([], "no column 'id'"),
    ],
)
def test_a_header_with_other_columns_is_refused(header: list[str], found: str) -> None:
    with pytest.raises(RosterError, match=found):
        check_header("f", 1, header, ("id", "name"), ("note",))


def test_columns_are_told_by_name_whatever_their_order() -> None:
    records = list(records_of("f", rows_of("f", "name,note,id\nA,x,1\n"), ("id", "name"), ("note",)))
    assert records == [(2, {"name": "A", "note": "x", "id": "1"})]


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(RosterError, match="f: line 3: found 1 cells; expected 2"):
        list(records_of("f", rows_of("f", "id,name\n1,A\n2\n"), ("id", "name"), ()))
