"""What is measured on two names taken apart: how much of each stands in the other, and what speaks against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance.JaroWinkler import similarity as jaro_winkler

from penstock.parties.align import MEANING
from penstock.parties.chance import shortfall
from penstock.parties.names import FAINT

if TYPE_CHECKING:
    from penstock.parties.align import Aligned
    from penstock.parties.names import Taken

_DOUBTFUL = 0.72
_NEAR = 0.78
_BY_LETTERS = frozenset({"spelling", "letters"})
_WHOLE = 0.999
_LITTLE = 0.7

FEATURES = (
    "base",
    "covered_whole",
    "shorter_covered",
    "both_left",
    "evidence",
    "lone",
    "conflict",
    "crossed",
    "nothing_near",
    "doubtful",
    "known_words",
    "initial",
    "same_trade",
    "other_trade",
    "trades_against",
    "more_trades",
    "same_place",
    "other_place",
    "other_form",
    "other_number",
    "spelling",
    "same_letters",
    "generic",
    "chance",
)
"""The measures in order; all but the last say how alike two names are, the last whether that is more than chance."""


def features(one: Taken, other: Taken, aligned: Aligned) -> list[float]:  # each measure once, for speed
    """Return the measures of two names, in the order of ``FEATURES``."""
    pairs, left, right = aligned
    ours, theirs = one.weights, other.weights
    total_one, total_other = one.total, other.total
    matched = most_alike = 0.0
    doubtful = known = initial = 0
    for on_left, on_right, alike, by in pairs:
        on_one = on_other = 0.0
        for place in on_left:
            on_one += ours[place]
        for place in on_right:
            on_other += theirs[place]
        if by == MEANING:  # it stands in both names, but among the words of one alone
            total_one += on_other
            total_other += on_one
            matched += on_one + on_other
            continue
        weight = (on_one + on_other) / 2
        matched += alike * weight
        if alike > most_alike and weight > FAINT:
            most_alike = alike
        if alike < 1:
            known += by == "two known words"
            initial += by == "initial"
            doubtful += alike < _DOUBTFUL and by in _BY_LETTERS
    alone_one = alone_other = 0.0
    words_one = words_other = 0
    for place in left:
        alone_one += ours[place]
        words_one += ours[place] > FAINT
    for place in right:
        alone_other += theirs[place]
        words_other += theirs[place] > FAINT
    longer, shorter = (total_one, total_other) if total_one > total_other else (total_other, total_one)
    least, most = (alone_one, alone_other) if alone_one < alone_other else (alone_other, alone_one)
    trades = trades_one = trades_other = 0
    if one.trades or other.trades:
        trades = len(one.trades & other.trades)
        trades_one, trades_other = len(one.trades) - trades, len(other.trades) - trades
    fewer, more = (trades_one, trades_other) if trades_one < trades_other else (trades_other, trades_one)
    crossed = _smaller(words_one, trades_other) + _smaller(words_other, trades_one)
    are_placed = bool(one.places and other.places)
    is_elsewhere = are_placed and not (one.places <= other.around or other.places <= one.around)
    return [
        1.0,
        matched / longer > _WHOLE,
        _smaller(matched / shorter, 1.0),
        _smaller(least, 2.0),
        _smaller(matched, 3.0),
        len(ours) != len(theirs) and (len(ours) == 1 or len(theirs) == 1) and least == 0 and most > FAINT,
        _smaller(_smaller(words_one, words_other), 2),
        _smaller(crossed, 2),
        0 < most_alike < _NEAR,
        _smaller(doubtful, 2),
        _smaller(known, 2),
        _smaller(initial, 2),
        trades / (trades + trades_one + trades_other) if trades else 0.0,
        not trades and trades_one > 0 and trades_other > 0,
        _smaller(fewer, 2),
        _smaller(more - fewer, 2),
        are_placed and not is_elsewhere,
        is_elsewhere,
        bool(one.forms and other.forms and one.forms.isdisjoint(other.forms)),
        one.numbers != other.numbers,
        jaro_winkler(one.core, other.core),
        one.letters == other.letters and bool(left or right),
        longer < _LITTLE,
        shortfall(one, other, aligned),
    ]


def _smaller(one: float, other: float) -> float:
    return min(other, one)
