from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from penstock.batch.demo_lots import Stretch, cover, free, generator, often, put


def test_the_same_seed_and_part_give_the_same_numbers() -> None:
    one, same, part, seed = (generator(*told).random(5).tolist() for told in ((1, 2), (1, 2), (1, 3), (2, 2)))
    assert one == same
    assert one not in (part, seed)


def test_low_numbers_come_oftener_and_none_is_out_of_range() -> None:
    drawn = often(generator(1, 1), 100, 20_000, 3)
    assert (drawn >= 0).all()
    assert (drawn < 100).all()
    assert (drawn < 10).sum() > 5 * (drawn >= 90).sum()
    assert set(often(generator(1, 1), 1, 50, 3)) == {0}


@given(rows=st.integers(1, 200), known=st.integers(1, 200), stretch=st.integers(1, 60), taken=st.integers(0, 3))
def test_every_number_comes_where_there_are_places_enough(rows: int, known: int, stretch: int, taken: int) -> None:
    seen: set[int] = set()
    places = 0
    for number, start in enumerate(range(0, rows, stretch)):
        own = Stretch(number, start, min(start + stretch, rows))
        rng = generator(5, number)
        drawn = np.full(own.length, -1, np.int64)
        at = free(own.length, np.arange(min(taken, own.length)))
        cover(rng, drawn, at, known=known, stretch=own, rows=rows)
        assert (drawn[: min(taken, own.length)] == -1).all()
        seen |= set(drawn.tolist()) - {-1}
        places += len(at)
    assert seen <= set(range(known))
    assert len(seen) <= min(known, places)
    if not taken and known <= rows:
        assert seen == set(range(known))


def test_rows_are_put_in_the_place_of_others() -> None:
    table = pl.DataFrame({"a": ["x", "y", "z"], "b": [1, 2, 3]})
    other = pl.DataFrame({"a": [None, "q"], "b": [9, None]}, schema=table.schema)
    at = np.array([2, 0])
    whole = put(table, other, at, where_filled=False)
    assert whole.rows() == [("q", None), ("y", 2), (None, 9)]
    filled = put(table, other, at, where_filled=True)
    assert filled.rows() == [("q", 1), ("y", 2), ("z", 9)]


def test_what_is_not_taken_is_free() -> None:
    assert free(4, np.array([1, 3])).tolist() == [0, 2]
    assert free(2, np.array([], np.int64)).tolist() == [0, 1]
