"""What a name says of its bearer: which families of business, and whether it looks like a person's."""

from __future__ import annotations

from functools import cache, lru_cache

from penstock.kernel.errors import UnreadableName
from penstock.parties.lexicon import rows
from penstock.parties.names import REMEMBERED, take_apart

NO_BUSINESS = frozenset(["quality", "form", "geo", "nil", "trade", "industry", "make", "service", "tech", "finance"])
"""Families of words that tell no line of goods: a trading, technology or holding company may deal in anything."""


@cache
def _family_of() -> dict[str, str]:
    """Return ``{concept: family}`` for the concepts that tell a line of goods."""
    told = {concept: family for concept, _, _, family in rows("concepts.tsv")}
    return {concept: family for concept, family in told.items() if family not in NO_BUSINESS}


def families() -> frozenset[str]:
    """Return the families of business that a name can state; ``concepts.tsv`` has the words of each."""
    return frozenset(_family_of().values())


@lru_cache(maxsize=REMEMBERED)
def families_of(name: str) -> frozenset[str]:
    """Return the families of business a company's name states; none where it states none or cannot be read."""
    try:
        trades = take_apart(name).trades
    except UnreadableName:
        return frozenset()
    known = _family_of()
    return frozenset([known[trade] for trade in trades if trade in known])


def is_like_a_person(name: str) -> bool | None:
    """Tell whether a name reads as a person's; ``None`` where it says nothing that tells one party from another.

    A name without a trade or a legal form reads as a person's when it has two words or more, or is a Chinese name.
    """
    try:
        taken = take_apart(name)
    except UnreadableName:
        return None
    return taken.kind == "person" and (taken.is_chinese or len(taken.words) > 1)
