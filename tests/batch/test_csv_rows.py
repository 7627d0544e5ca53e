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


@pytest.mark.parametrize("closing", ["", 'd"e\n'])
def test_from_a_quote_that_does_not_close_every_line_is_rejected(closing: str) -> None:
    lines = Lines("f.csv", iter([f'goods\na\n"b\nc\r\n\n{closing}f\n'.encode()]))
    records = list(records_of(lines, ",", has_nul=False))
    good = [(number, cells) for number, cells in records if not isinstance(cells, BadRow)]
    bad = [(number, cells) for number, cells in records if isinstance(cells, BadRow)]
    assert good == [(1, ["goods"]), (2, ["a"])]
    seen = [(number, row.seen) for number, row in bad]
    assert seen == [(3, '"b'), (4, "c"), *([(6, 'd"e'), (7, "f")] if closing else [(6, "f")])]
    assert all("line 3" in row.remedy and row.code == "bad_quote" for _, row in bad)
    assert lines.is_lost


def test_a_quote_that_runs_over_more_than_a_row_may_have_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LONGEST_ROW", 20)
    lines = Lines("f.csv", iter([b'goods\n"b\n' + b"c,d,e,f\n" * 9]))
    found = list(records_of(lines, ",", has_nul=False))
    assert [number for number, row in found if isinstance(row, BadRow)] == list(range(2, 12))


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [("\n\r\ngoods;cas,x\n", ";"), ("goods\tcas\n", "\t"), ("a|b,c\n", ","), ("", ","), ("品名|x,y,z\n", "|")],
)
def test_the_delimiter_is_that_of_the_first_line_whatever_the_blocks(content: str, delimiter: str) -> None:
    assert sniff([content.encode()]) == delimiter
    assert sniff(bytes([one]) for one in content.encode()) == delimiter
