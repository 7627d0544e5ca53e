from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.batch.sorted_values import Distinct, Said, Values, hashed, mixed, numbered
from penstock.screening.alike import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
def test_each_value_is_sorted_once_and_a_silent_one_is_remembered(tables: list[list[str | None]]) -> None:
    sorter = Sorter()
    values = Values(sorter)
    seen: set[str] = set()
    for cells in tables:
        sorts = values.sorts(hashed(pl.Series(cells, dtype=pl.String), 7)).tolist()
        assert sorts == [Sort.SILENT if not cell else SORTS[cell[0]] for cell in cells]
        seen |= {cell for cell in cells if cell is not None}
    assert sorted(sorter.asked) == sorted(seen)
    silent = {cell for cell in seen if cell[:1] in {"s", ""}}
    assert values.silent in silent if silent else values.silent is None


def test_values_of_several_columns_are_sorted_together_while_something_else_is_done() -> None:
    sorter, values = Sorter(), Values(lambda _: [])
    begun: list[list[str]] = []

    def begin(texts: Sequence[str]) -> Callable[[], list[Sort]]:
        begun.append([*texts])
        return lambda: sorter(texts)

    columns = [hashed(pl.Series(cells, dtype=pl.String), 7) for cells in (["s1", "l1", None], ["l1", "q1"], [])]
    learn = values.begin(columns, begin)
    assert (begun, sorter.asked) == ([["s1", "l1", "q1"]], [])
    learn()
    assert [values.sorts(column).tolist() for column in columns] == [[0, 2, 0], [2, 1], []]
    values.begin(columns, begin)()
    assert len(begun) == 1


@settings(max_examples=60)
@given(TEXTS)
def test_the_first_value_of_which_the_same_is_said_stands_for_all(tables: list[list[str | None]]) -> None:
    asked: list[str] = []

    def say(texts: Sequence[str]) -> list[str]:
        asked.extend(texts)
        return [text[:1] for text in texts]

    said, first = Said(7, say), dict[str, str]()
    for cells in tables:
        told = said.tell(pl.Series(cells, dtype=pl.String)).to_list()
        assert told == [None if cell is None else first.setdefault(cell[:1], cell) for cell in cells]
    assert len(asked) == len(set(asked))


def test_values_met_before_are_not_new() -> None:
    distinct = Distinct()
    column = hashed(pl.Series(["a", None, "b", "a"]), 3)
    texts, numbers = distinct.new(column)
    assert texts == ["a", "b"]
    assert numbers.tolist() == [column.hashes[0], column.hashes[2]]
    assert distinct.new(hashed(pl.Series(["b", None, "c"]), 3))[0] == ["c"]


def test_the_numbers_of_a_run_are_not_those_of_another() -> None:
    cells = pl.Series(["a", "b"])
    assert not set(numbered(cells, 1).tolist()) & set(numbered(cells, 2).tolist())


@pytest.mark.parametrize("dtype", [pl.Float64, pl.String, pl.Date])
def test_empty_cells_have_one_number(dtype: type[pl.DataType]) -> None:
    found = numbered(pl.Series([None, None], dtype=dtype), 3).tolist()
    assert found == numbered(pl.Series([None, None], dtype=pl.Boolean), 4).tolist()
    assert len(set(found)) == 1


def test_columns_are_mixed_in_their_order() -> None:
    one, other = np.array([1, 2, 1, 1], np.uint64), np.array([2, 1, 2, 3], np.uint64)
    whole = mixed([one, other]).tolist()
    assert whole[0] == whole[2]
    assert len(set(whole)) == 3
    assert mixed([other, one]).tolist()[0] == whole[1]
    assert mixed([one]).tolist() != whole
    with pytest.raises(ValueError, match="no columns"):
        mixed([])
