"""All pairs of names, always the same: from the lists, rewritten, and made up."""

from __future__ import annotations

import random

from chinese_pairs import chinese, persons
from name_pairs import (
    SEED,
    Pair,
    changed,
    listed_matches,
    listed_others,
    neighbours,
    ofac_parties,
    rewritten,
    un_parties,
    with_initials,
)


def every_pair() -> list[Pair]:
    """Return all pairs, whichever side of the split they are on."""
    rng = random.Random(SEED)  # pairs, not secrets
    ofac, un = ofac_parties(), un_parties()
    near = [*neighbours(ofac)]
    return [
        *listed_matches(ofac),
        *listed_matches(un),
        *listed_others(ofac, rng),
        *listed_others(un, rng),
        *near,
        *rewritten([*ofac, *un], rng),
        *changed([*ofac, *un], rng),
        *chinese(3_000, rng),
        *persons(1_500, rng),
        *with_initials([*listed_others(ofac, rng), *near], rng),
    ]
