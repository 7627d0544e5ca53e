from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.batch import text
from penstock.batch.text import Lines, blocks_of, utf8_of
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.text(st.sampled_from("a\r\n\r\n长é\u2028\x0b\ufeff"), max_size=30)


def blocks(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(content=TEXTS, size=st.integers(1, 7))
def test_lines_end_where_python_ends_them_whatever_the_blocks(content: str, size: int) -> None:
    assert list(Lines("f", iter(blocks(content.encode(), size)))) == list(io.StringIO(content, newline=""))
    fed = list(Lines("f", iter(blocks(content.encode(), size)), ends=b"\n"))
    assert fed == list(io.StringIO(content, newline="\n"))


@given(content=TEXTS, size=st.integers(4, 9), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_blocks_of_any_encoding_become_the_same_utf8(content: str, size: int, encoding: str) -> None:
    found = b"".join(utf8_of(blocks(content.encode(encoding), size), encoding))
    assert found.decode() == content


def test_bytes_may_be_taken_between_two_lines() -> None:
    lines = Lines("f", iter([b"a\nb", b"\nc\nd", b""]))
    assert next(lines) == "a\n"
    assert lines.number == 2
    assert lines.peek(3) == b"b\nc\nd"
    lines.skip(4, 2)
    assert (next(lines), lines.number, list(lines), lines.peek(1)) == ("d", 5, [], b"")


def test_a_row_longer_than_any_that_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LONGEST_ROW", 20)
    lines = Lines("f.csv", iter([b"x" * 9 + b"\n"] * 5))
    assert lines.begin_row() == 1
    assert len(list(zip(range(2), lines, strict=False))) == 2
    assert lines.begin_row() == 3
    with pytest.raises(InputError, match=r"f\.csv has a row of more than 0 MiB that ends on line 2 or later\."):
        list(Lines("f.csv", iter([b"x\n", b"y" * 15, b"y" * 15, b"\n"])))


def test_a_file_that_is_not_there_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    assert list(blocks_of(tmp_path / "f")) == [b"abc"]
    with pytest.raises(InputError, match="cannot be opened"):
        list(blocks_of(tmp_path / "none"))
