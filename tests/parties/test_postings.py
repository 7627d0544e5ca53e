"""Which names share keys: the same whether told by one sort or by looking at every pair."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from penstock.parties.keys import Keys
from penstock.parties.postings import Postings

ENTRIES = st.lists(
    st.tuples(st.integers(0, 4) | st.sampled_from([0xFFFFFFFF, 0xFFFFFFFE]), st.integers(0, 3), st.integers(1, 255))
)


@given(ENTRIES, ENTRIES)
def test_the_words_of_all_shared_keys_are_told_of_each_pair(
    listed: list[tuple[int, int, int]], asked: list[tuple[int, int, int]]
) -> None:
    plain: dict[tuple[int, int], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for key, owner, words in asked:
        for other_key, place, other_words in listed:
            if key == other_key:
                ours, theirs = plain[owner, place]
                plain[owner, place] = ours | words, theirs | other_words
    keys, wheres, theirs_of = (np.array([row[column] for row in sorted(listed)], np.int64) for column in range(3))
    postings = Postings(Keys(keys.astype(np.uint32), wheres.astype(np.int32), theirs_of.astype(np.uint8)), 4)
    own, owners, bits = (np.array([row[column] for row in asked], np.int64) for column in range(3))
    found = postings.shared(Keys(own.astype(np.uint32), owners, bits.astype(np.uint8)))
    told = zip(*(column.tolist() for column in (found.asked, found.places, found.ours, found.theirs)), strict=True)
    assert list(told) == [(*pair, *both) for pair, both in sorted(plain.items())]
