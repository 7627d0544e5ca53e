from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.batch.laid import gathered, interleaved, lay_out
from penstock.batch.sources import BadRow

if TYPE_CHECKING:
    from penstock.batch.sources import Record

BAD = BadRow("bad_quote", "", "Close it.")
RECORDS: list[Record] = [(2, ["a", "b"]), (3, ["c"]), (5, BAD), (6, ["d", "e"])]


def test_records_are_laid_out_with_those_no_table_holds_beside_them() -> None:
    frame = lay_out(RECORDS, 2, before=7, is_typed=False)
    assert frame.table.to_dict(as_series=False) == {"c0": ["a", "d"], "c1": ["b", "e"]}
    assert (frame.rows.to_list(), frame.places.to_list(), frame.first) == ([8, 11], [2, 6], 7)
    assert frame.rough == [(9, 3, ["c"]), (10, 5, BAD)]
    assert (len(frame), frame.row(1), frame.cells) == (4, ("d", "e"), None)
    typed = lay_out([(1, [1, "x"]), (2, [None, [1]])], 2, is_typed=True)
    assert (typed.row(0), typed.mixed) == ([1, "x"], [1])


def test_frames_are_cut_and_joined_without_losing_a_row() -> None:
    given = [lay_out(RECORDS, 2, is_typed=False), lay_out([], 2, is_typed=False), lay_out(RECORDS, 2, is_typed=False)]
    for rows in range(1, 10):
        frames = list(gathered(iter(given), rows))
        assert [len(frame) for frame in frames] == [min(rows, 8 - first) for first in range(0, 8, rows)]
        assert [number for frame in frames for number in frame.rows] == [1, 4, 5, 8]
        assert [(row, place) for frame in frames for row, place, _ in frame.rough] == [(2, 3), (3, 5), (6, 3), (7, 5)]
        assert [cell for frame in frames for cell in frame.table["c1"]] == ["b", "e", "b", "e"]


def test_two_frames_are_put_together_in_the_order_of_their_rows() -> None:
    one, other = lay_out(RECORDS, 2, is_typed=False), lay_out([(9, ["x", "y"]), (10, BAD)], 2, before=4, is_typed=False)
    both = interleaved(other, one)
    assert both.table["c0"].to_list() == ["a", "d", "x"]
    assert (both.rows.to_list(), both.places.to_list()) == ([1, 4, 5], [2, 6, 9])
    assert [row for row, *_ in both.rough] == [2, 3, 6]
