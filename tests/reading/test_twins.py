from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from penstock.reading.twins import NEAR, Shingles

STORY = (
    "The port authority opened four hundred boxes on Monday and found nothing but tablets of chalk in every one of them"
)


def test_a_text_with_a_few_words_changed_is_near_and_another_is_not() -> None:
    own = Shingles.of(STORY)
    assert own.share(Shingles.of(STORY.replace("chalk", "sugar"))) > NEAR
    assert own.share(Shingles.of(STORY.upper() + "!")) == 1
    assert (
        own.share(Shingles.of("A wholly different story about a minister who spoke of tariffs and of a white paper"))
        == 0
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_share_is_the_same_both_ways_and_within_bounds(one: str, other: str) -> None:
    a, b = Shingles.of(one), Shingles.of(other)
    assert 0 <= a.share(b) == b.share(a) <= 1
