"""Names whose letters are near: exactly those that comparing every pair finds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from penstock.parties.near import NEAR, Letters, folded

if TYPE_CHECKING:
    from penstock.parties import Kind

NAMES = st.lists(
    st.text("ab华é ", max_size=14) | st.sampled_from(["Zephyr Lane Co., Ltd.", "LANE zephir co ltd"]), max_size=6
)


def near(ours: list[str], theirs: list[str]) -> set[tuple[int, int]]:
    """Return the places of every two names that are near."""
    one, other = Letters(ours).near(Letters(theirs))
    return set(zip(one.tolist(), other.tolist(), strict=True))


def plain(ours: list[str], theirs: list[str]) -> set[tuple[int, int]]:
    """Return the same, of every pair compared."""
    return {
        (a, b)
        for a, one in enumerate(map(folded, ours))
        for b, other in enumerate(map(folded, theirs))
        if one and other and fuzz.ratio(one, other) >= NEAR
    }


@given(NAMES, NAMES)
def test_every_near_pair_is_found_and_no_other(ours: list[str], theirs: list[str]) -> None:
    assert near(ours, theirs) == plain(ours, theirs)


def test_the_same_of_real_names(listed: list[tuple[str, Kind]]) -> None:
    rng = random.Random(3)  # noqa: S311  # a sample, no secret
    theirs = [name for name, _ in rng.sample(listed, 900)]
    ours = [name.replace(rng.choice(name or "a"), "", 1) for name in theirs[:300]]
    found = near(ours, theirs)
    assert found == plain(ours, theirs)
    assert len(found) > 250
