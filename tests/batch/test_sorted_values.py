from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.batch.sorted_values import EMPTY, Said, Values, mixed, numbered
from penstock.screening.alike import Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

SORTS = {"s": Sort.SILENT, "q": Sort.QUIET, "l": Sort.LOUD}
TEXTS = st.lists(st.lists(st.sampled_from([None, "s1", "s2", "q1", "q2", "l1", "l2", ""]), max_size=8), max_size=4)


class Sorter:
    """Sorts texts by their first letter; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> list[Sort]:
        self.asked += texts
        return [SORTS.get(text[:1], Sort.SILENT) for text in texts]


@settings(max_examples=60)
@given(TEXTS)
def test_each_value_is_sorted_once_and_told_by_a_number_of_its_own(tables: list[list[str | None]]) -> None:
    sorter = Sorter()
    values = Values(7, sorter)
    seen: dict[str | None, int] = {}
    for cells in tables:
        told = values.tell(pl.Series(cells, dtype=pl.String))
        for cell, number, sort in zip(cells, told.numbers.tolist(), told.sorts.tolist(), strict=True):
            assert seen.setdefault(cell, number) == number
            assert sort == (Sort.SILENT if cell is None else SORTS.get(cell[:1], Sort.SILENT))
    assert len(set(seen.values())) == len(seen)
    assert seen.get(None, int(EMPTY)) == int(EMPTY)
    assert sorted(sorter.asked) == sorted(cell for cell in seen if cell is not None)


@settings(max_examples=60)
@given(TEXTS)
def test_cells_of_which_the_same_is_said_have_one_number(tables: list[list[str | None]]) -> None:
    asked: list[str] = []

    def say(texts: Sequence[str]) -> list[str]:
        asked.extend(texts)
        return [text[:1] for text in texts]

    said, seen = Said(7, say), dict[str | None, int]()
    for cells in tables:
        for cell, number in zip(cells, said.tell(pl.Series(cells, dtype=pl.String)).tolist(), strict=True):
            assert seen.setdefault(None if cell is None else cell[:1], number) == number
    assert len(set(seen.values())) == len(seen)
    assert len(asked) == len(set(asked))


def test_the_numbers_of_a_run_are_not_those_of_another() -> None:
    cells = pl.Series(["a", "b"])
    assert not set(numbered(cells, 1).tolist()) & set(numbered(cells, 2).tolist())


@pytest.mark.parametrize("dtype", [pl.Float64, pl.String, pl.Date])
def test_an_empty_cell_has_the_number_of_empty_cells(dtype: type[pl.DataType]) -> None:
    assert numbered(pl.Series([None, None], dtype=dtype), 3).tolist() == [int(EMPTY)] * 2


def test_columns_are_mixed_in_their_order() -> None:
    one, other = np.array([1, 2, 1, 1], np.uint64), np.array([2, 1, 2, 3], np.uint64)
    whole = mixed([one, other]).tolist()
    assert whole[0] == whole[2]
    assert len(set(whole)) == 3
    assert mixed([other, one]).tolist()[0] == whole[1]
    assert mixed([one]).tolist() != whole
