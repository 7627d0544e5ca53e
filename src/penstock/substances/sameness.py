"""Whether two structures are drawings of one substance, for fields that stand beside each other.

Structures are compared as everywhere, by the first block of the InChIKey of each component. Of an organic substance
only components with carbon count, so a salt is the same as its parent; an inorganic one is all of its components
but water.
"""

from __future__ import annotations

import re
from functools import lru_cache

from penstock.substances.structure import WATER_BLOCK, Unreadable, components, formula_of, parse

_HAS_CARBON = re.compile(r"C(?![a-z])")  # Hill order writes carbon first


@lru_cache(maxsize=65536)
def _blocks(text: str) -> tuple[frozenset[str], bool]:
    """Return the blocks that count, none where the text is no structure, and whether the structure is organic."""
    try:
        parts = components(parse(text))
    except Unreadable:
        return frozenset(), False
    organic = frozenset(part.block for part in parts if _HAS_CARBON.match(formula_of(part.part)))
    solutes = frozenset(part.block for part in parts if part.block != WATER_BLOCK)
    return organic or solutes or frozenset({WATER_BLOCK}), bool(organic)


def is_same_substance(one: str, other: str) -> bool:
    """Tell whether two structures show one substance, free or as some salt of it; what is unreadable is none."""
    (left, is_organic), (right, _) = _blocks(one), _blocks(other)
    if not left or not right:
        return False
    return left == right or (is_organic and (left < right or right < left))


def is_within(one: str, other: str) -> bool:
    """Tell whether all of one structure that counts is part of another; what is unreadable is part of none."""
    left, right = _blocks(one)[0], _blocks(other)[0]
    return bool(left) and left <= right
