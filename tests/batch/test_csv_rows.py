from __future__ import annotations

import pytest

from penstock.batch import text
from penstock.batch.csv_rows import records_of, sniff
from penstock.batch.sources import BadRow
from penstock.batch.text import Lines


def test_others_may_take_lines_between_two_records() -> None:
    lines = Lines("f.csv", iter([b'goods,b\n"two\nlines",b\n\npassed over\n"a"b,c\nx,y']))
    records = records_of(lines, ",", has_nul=False)
    assert next(records) == (1, ["goods", "b"])
    assert next(records) == (2, ["two\nlines", "b"])
    lines.skip(len("\npassed over\n"), 2)
    bad, last = records
    assert (bad[0], last) == (6, (7, ["x", "y"]))
    assert isinstance(bad[1], BadRow)


def test_a_quote_that_does_not_close_costs_its_line_alone() -> None:
    blocks = [bytes([one]) for one in b'goods\na\n"b\nc\n"d"\n"e'] + [b"\n" + b"f" * 9]
    lines = Lines("f.csv", iter(blocks))
    records = list(records_of(lines, ",", has_nul=False))
    told = [(place, one.code if isinstance(one, BadRow) else one) for place, one in records]
    assert told == [
        (1, ["goods"]), (2, ["a"]), (3, "bad_quote"), (4, ["c"]), (5, ["d"]), (6, "bad_quote"), (7, ["f" * 9]),
    ]  # fmt: skip
    assert [one.seen for _, one in records if isinstance(one, BadRow)] == ['"b', '"e']


def test_a_quote_that_opens_more_than_any_row_costs_its_line_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LONGEST_ROW", 20)
    lines = Lines("f.csv", iter([b'goods\n"b\n', b"urea\n" * 9]))
    records = list(records_of(lines, ",", has_nul=False))
    assert [place for place, one in records if isinstance(one, BadRow)] == [2]
    assert [one for _, one in records[2:]] == [["urea"]] * 9


@pytest.mark.parametrize(
    ("told", "delimiter"),
    [("\n\r\ngoods;cas,x\n", ";"), ("goods\tcas\n", "\t"), ("a|b,c\n", ","), ("", ","), ("品名|x,y,z\n", "|")],
)
def test_the_delimiter_is_that_of_the_first_line_whatever_the_blocks(told: str, delimiter: str) -> None:
    assert sniff([told.encode()]) == delimiter
    assert sniff(bytes([one]) for one in told.encode()) == delimiter
