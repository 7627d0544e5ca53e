from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from penstock.batch.remembered import Remembered

NUMBERS = st.integers(0, 2**64 - 1)
KINDS = st.dictionaries(NUMBERS, st.tuples(st.integers(0, 9), st.booleans()), max_size=20)


@given(st.lists(KINDS, max_size=4), st.lists(NUMBERS, max_size=5))
def test_what_is_remembered_is_what_a_dictionary_would_remember(
    added: list[dict[int, tuple[int, bool]]], others: list[int]
) -> None:
    known: dict[int, tuple[int, bool]] = {}
    remembered = Remembered.nothing()
    for some in added:
        new = {number: told for number, told in some.items() if number not in known}
        numbers = np.array(list(new), np.uint64)
        assert not remembered.has(numbers).any()
        remembered = remembered.and_also(
            numbers, [nth for nth, _ in new.values()], [shown for _, shown in new.values()]
        )
        known |= new
    asked = np.array([*known, *others], np.uint64)
    assert remembered.has(asked).tolist() == [number in known for number in (*known, *others)]
    found = remembered.of(np.array(list(known), np.uint64))
    assert list(zip(found.nth.tolist(), found.is_shown.tolist(), strict=True)) == list(known.values())
