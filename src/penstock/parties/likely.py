"""Which of many pairs of names may be a match, told in arrays from the words whose keys they share.

It is the score of ``compare`` as far as arrays can tell it, given the benefit of what they cannot: pairs well below the
alert line are not compared. It follows from the two names alone, whatever else is in an index.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from penstock.parties.compare import weights_of
from penstock.parties.features import FEATURES
from penstock.parties.keys import MOST_WORDS, keyed_words
from penstock.parties.names import FAINT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from penstock.parties.names import Kind, Taken

ROW = np.dtype(
    [
        ("weights", np.float32, (MOST_WORDS,)),
        ("trades", np.uint64),
        ("places", np.uint64),
        ("around", np.uint64),
        ("numbers", np.uint32),
        ("is_person", np.bool_),
        ("said", np.uint8),
    ],
    align=True,
)
"""What is told of a name: the weights of its words, its trades, places and numbers as bits, and its kind as said."""

CODES: dict[Kind | None, int] = {None: 0, "person": 1, "company": 2, "vessel": 3}
"""The number of each kind of party, 0 where none is said."""

BENEFIT = 1.0
"""How far below the alert line the logit of a pair may lie: what spelling and words without keys may add."""


def row_of(name: Taken, said: Kind | None) -> tuple[object, ...]:
    """Return what is told of a name, as a row of ``ROW``; ``said`` is the kind it was given, not what it looks like."""
    _, weights = keyed_words(name)
    return (
        (*weights, *(0.0,) * (MOST_WORDS - len(weights))),
        _bits(name.trades),
        _bits(name.places),
        _bits(name.around),
        crc32(" ".join(name.numbers).encode()) if name.numbers else 0,
        name.kind == "person",
        CODES[said],
    )


def may_match(
    one: NDArray[np.void], words: NDArray[np.uint8], other: NDArray[np.void], their_words: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    """Tell of each pair whether it may be a match.

    Args:
        one: A row of ``ROW`` for the first name of each pair.
        words: Its words whose keys the second shares, as bits.
        other: The row of the second.
        their_words: Its words whose keys the first shares.
    """
    whole, told, alone = _told(one["weights"], words)
    their_whole, their_told, their_alone = _told(other["weights"], their_words)
    shorter = np.minimum(whole, their_whole)
    matched = (told + their_told) / 2
    trades = np.bitwise_count(one["trades"] & other["trades"]).astype(np.float32)
    more = np.bitwise_count(one["trades"] & ~other["trades"]).astype(np.float32)
    their_more = np.bitwise_count(other["trades"] & ~one["trades"]).astype(np.float32)
    are_placed = (one["places"] != 0) & (other["places"] != 0)
    is_elsewhere = ((one["places"] & ~other["around"]) != 0) & ((other["places"] & ~one["around"]) != 0) & are_placed
    measures = {
        "base": 1.0,
        "covered_whole": (alone == 0) & (their_alone == 0),
        "shorter_covered": np.minimum(1, matched / shorter),
        "both_left": np.minimum(2, np.minimum(whole - told, their_whole - their_told)),
        "evidence": np.minimum(3, matched),
        "conflict": np.minimum(2, np.minimum(alone, their_alone)),
        "crossed": np.minimum(2, np.minimum(alone, their_more) + np.minimum(their_alone, more)),
        "same_trade": trades / np.maximum(1, trades + more + their_more),
        "other_trade": (trades == 0) & (more > 0) & (their_more > 0),
        "trades_against": np.minimum(2, np.minimum(more, their_more)),
        "more_trades": np.minimum(2, np.abs(more - their_more)),
        "same_place": are_placed & ~is_elsewhere,
        "other_place": is_elsewhere,
        "other_number": one["numbers"] != other["numbers"],
        "spelling": 1.0,
    }
    are_persons = np.where(  # the kind that is said counts for both, as in ``compare``
        one["said"] != 0,
        one["is_person"],
        other["is_person"] & ((other["said"] != 0) | one["is_person"]),
    )
    logit = np.zeros(len(one), np.float32)
    for name, values in measures.items():
        person, company = _weights("person")[name], _weights("company")[name]
        logit += values * np.where(are_persons, np.float32(person), np.float32(company))
    is_of_a_kind = (one["said"] == other["said"]) | (one["said"] == 0) | (other["said"] == 0)
    may: NDArray[np.bool_] = is_of_a_kind & (logit >= -BENEFIT)
    return may


def _told(
    weights: NDArray[np.float32], words: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return the weight of all words, of those whose bits are set, and how many telling ones are not set."""
    is_told = np.unpackbits(words[:, None], axis=1, bitorder="little").view(np.bool_)
    alone = ((weights > FAINT) & ~is_told).sum(1, dtype=np.float32)
    return weights.sum(1), np.where(is_told, weights, 0).sum(1), alone


def _bits(words: Iterable[str]) -> int:
    bits = 0
    for word in words:
        bits |= 1 << _bit(word)
    return bits


@cache
def _bit(word: str) -> int:
    return crc32(word.encode()) % 64


@cache
def _weights(kind: Kind) -> dict[str, float]:
    return dict(zip(FEATURES, weights_of(kind), strict=True))
