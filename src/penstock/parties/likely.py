"""Which of many pairs of names may be a match, told in arrays from the words whose keys they share.

It is the score of ``compare`` as far as arrays can tell it, given the benefit of what they cannot: pairs well below the
alert line are not compared. It follows from the two names alone, whatever else is in an index.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from penstock.parties.compare import weights_of
from penstock.parties.features import FEATURES
from penstock.parties.keys import MOST_WORDS, keyed
from penstock.parties.names import FAINT
from penstock.parties.spelt import columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from penstock.parties.lines import Lines
    from penstock.parties.names import Kind
    from penstock.parties.postings import Shared

    Many = NDArray[np.float32]

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

_AT_ONCE = 65_536
BENEFIT = 1.0
"""How far below the alert line the logit of a pair may lie: what spelling and words without keys may add."""


def rows_of(lines: Lines, said: Kind | None) -> NDArray[np.void]:
    """Return rows of ``ROW`` for names; ``said`` is the kind they were given, not what they look like."""
    words = keyed(lines)
    rows = np.zeros(len(words.counts), ROW)
    rows["weights"][words.owner, words.bit] = words.weight
    for column in ("trades", "places", "around", "numbers", "is_person"):
        rows[column] = lines.rows[column]
    rows["said"] = CODES[said]
    return rows


class Rows:
    """Rows of ``ROW`` as many pairs are weighed by them: the weight of every choice of a name's words, once."""

    def __init__(self, rows: NDArray[np.void]) -> None:
        """Take the rows."""
        self._columns = columns(rows)
        weights = self._columns.pop("weights")
        counts = np.count_nonzero(weights, axis=1)
        ends = np.cumsum(1 << counts)
        self._starts = ends - (1 << counts)
        self._last = ends - 1
        size = int(ends[-1]) if len(ends) else 0
        self._told, self._alone = np.zeros(size, np.float32), np.zeros(size, np.float32)
        for count in np.unique(counts).tolist():
            some = np.flatnonzero(counts == count)
            chosen = np.arange(1 << count)
            at = self._starts[some][:, None] + chosen
            is_told = (chosen[:, None] >> np.arange(MOST_WORDS) & 1).astype(np.bool_)
            own = weights[some][:, None, :]
            self._told[at] = np.where(is_told, own, 0).sum(2, dtype=np.float32)
            self._alone[at] = ((own > FAINT) & ~is_told).sum(2, dtype=np.float32)

    def of(self, column: str, names: NDArray[np.int64]) -> NDArray[Any]:
        """Return what is told of names."""
        found: NDArray[Any] = self._columns[column][names]
        return found

    def told(self, names: NDArray[np.int64], words: NDArray[np.uint8]) -> tuple[Many, Many, Many]:
        """Return the weight of all words of names, of those whose bits are set, and how many telling ones are not."""
        at = self._starts[names] + words
        return self._told[self._last[names]], self._told[at], self._alone[at]


def may_match(one: Rows, other: Rows, shared: Shared) -> NDArray[np.bool_]:
    """Tell of each pair whether it may be a match.

    Args:
        one: The rows of the names asked about.
        other: Those of the names of the index.
        shared: The pairs, with the words of each whose keys the other has too.
    """
    found = np.empty(len(shared.asked), np.bool_)
    for start in range(0, len(found), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        found[part] = _may_match(one, other, shared.part(part))
    return found


def _may_match(one: Rows, other: Rows, shared: Shared) -> NDArray[np.bool_]:
    def ours(column: str) -> NDArray[Any]:
        return one.of(column, shared.asked)

    def theirs(column: str) -> NDArray[Any]:
        return other.of(column, shared.places)

    whole, told, alone = one.told(shared.asked, shared.ours)
    their_whole, their_told, their_alone = other.told(shared.places, shared.theirs)
    matched = (told + their_told) / 2
    our_trades, their_trades = ours("trades"), theirs("trades")
    trades = np.bitwise_count(our_trades & their_trades).astype(np.float32)
    more = np.bitwise_count(our_trades & ~their_trades).astype(np.float32)
    their_more = np.bitwise_count(their_trades & ~our_trades).astype(np.float32)
    our_places, their_places = ours("places"), theirs("places")
    are_placed = (our_places != 0) & (their_places != 0)
    is_elsewhere = ((our_places & ~theirs("around")) != 0) & ((their_places & ~ours("around")) != 0) & are_placed
    said, their_said = ours("said"), theirs("said")
    is_person, is_their_person = ours("is_person"), theirs("is_person")
    # the kind that is said counts for both, as in ``compare``
    are_persons = np.where(said != 0, is_person, is_their_person & ((their_said != 0) | is_person)).view(np.int8)
    measures = {
        "base": 1.0,
        "covered_whole": (alone == 0) & (their_alone == 0),
        "shorter_covered": np.minimum(1, matched / np.minimum(whole, their_whole)),
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
        "other_number": ours("numbers") != theirs("numbers"),
        "spelling": 1.0,
    }
    logit = np.zeros(len(told), np.float32)
    for name, values in measures.items():
        logit += values * weights_by_kind()[name][are_persons]
    is_of_a_kind = (said == their_said) | (said == 0) | (their_said == 0)
    may: NDArray[np.bool_] = is_of_a_kind & (logit >= -BENEFIT)
    return may


@cache
def weights_by_kind() -> dict[str, Many]:
    """Return the weight of each measure for companies and for persons."""
    company, person = weights_of("company"), weights_of("person")
    return {name: np.array(both, np.float32) for name, *both in zip(FEATURES, company, person, strict=True)}
