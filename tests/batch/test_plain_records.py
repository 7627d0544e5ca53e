from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.batch.plain_records import records_of
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

WANTED = [{"a": "1", "b": {"c": "x"}, "d": [{"e": "y", "f": "z"}], "g": ["w"]}]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("one.csv", "a,b.c,d[].e,d[].f,g[]\n1,x,y,z,w\n"),
        ("one.csv", "\ufeffa;b.c;d[].e;d[].f;g[]\r\n1;x;y;z;w\r\n\r\n"),
        ("one.json", '{"a": "1", "b": {"c": "x"}, "d": [{"e": "y", "f": "z"}], "g": ["w"]}'),
        ("one.jsonl", '\n{"a": "1", "b": {"c": "x"}, "d": [{"e": "y", "f": "z"}], "g": ["w"]}\n'),
        ("one.yaml", "- a: 1\n  b: {c: x}\n  d: [{e: y, f: z}]\n  g: [w]\n"),
    ],
)
def test_records_are_the_same_in_every_format(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_bytes(text.encode())
    assert records_of(file, "leads") == WANTED


def test_empty_cells_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text("a,b.c,d\n1, ,\n", encoding="utf-8")
    assert records_of(file, "leads") == [{"a": "1"}]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("one.csv", "a,b\n1\n", "row 2 has 1 cells and the file 2 headers"),
        ("one.csv", "a,a\n1,2\n", "has a header twice"),
        ("one.csv", "a,b\n", "holds no rows"),
        ("one.csv", 'a,b\n"1,2\n', "is no CSV file"),
        ("one.json", "[]", "holds no leads"),
        ("one.json", '["x"]', "holds no leads"),
        ("one.json", "{", "cannot be read"),
        ("one.yaml", "just words", "holds no leads"),
        ("one.jsonl", '{"a": 1}\nx\n', "line 2 is no JSON"),
        ("one.txt", "x", "is no file of leads by its name"),
    ],
)
def test_a_file_that_holds_no_records_is_refused(tmp_path: Path, name: str, text: str, words: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        records_of(file, "leads")


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        records_of(tmp_path / "none.csv", "leads")
    (tmp_path / "bytes.csv").write_bytes(b"a\n\xff\xfe\n")
    with pytest.raises(InputError, match="is not UTF-8 text"):
        records_of(tmp_path / "bytes.csv", "leads")
