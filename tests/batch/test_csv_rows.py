from __future__ import annotations

import pytest

from penstock.batch.csv_rows import records_of, sniff
from penstock.batch.sources import BadRow
from penstock.batch.text import Lines
from penstock.kernel.errors import InputError


def test_others_may_take_lines_between_two_records() -> None:
    lines = Lines("f.csv", iter([b'goods,b\n"two\nlines",b\n\npassed over\n"a"b,c\nx,y']))
    records = records_of("f.csv", lines, ",", has_nul=False)
    assert next(records) == (1, ["goods", "b"])
    assert next(records) == (2, ["two\nlines", "b"])
    lines.skip(len("\npassed over\n"), 2)
    bad, last = records
    assert (bad[0], last) == (6, (7, ["x", "y"]))
    assert isinstance(bad[1], BadRow)


def test_a_quote_that_does_not_close_is_told_by_its_line() -> None:
    lines = Lines("f.csv", iter([b'goods\na\n"b\nc\n']))
    records = records_of("f.csv", lines, ",", has_nul=False)
    assert [next(records), next(records)] == [(1, ["goods"]), (2, ["a"])]
    with pytest.raises(InputError, match=r"f\.csv has a quote opened on line 3 that does not close there\."):
        next(records)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("\n\r\ngoods;cas,x\n", ";"), ("goods\tcas\n", "\t"), ("a|b,c\n", ","), ("", ","), ("品名|x,y,z\n", "|")],
)
def test_the_delimiter_is_that_of_the_first_line_whatever_the_blocks(text: str, delimiter: str) -> None:
    assert sniff([text.encode()]) == delimiter
    assert sniff(bytes([one]) for one in text.encode()) == delimiter
