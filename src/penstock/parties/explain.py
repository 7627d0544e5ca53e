"""The reasons of a score in words: which words stand for which, what is left over, and what each measure adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from penstock.parties.compare import Part
from penstock.parties.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.parties.compare import Comparison
    from penstock.parties.names import Taken

_BY = {
    "same": "the same word",
    "joined": "the same letters, parted otherwise",
    "initial": "an initial",
    "surname": "spellings of one Chinese surname",
    "name": "spellings of one given or family name",
    "sound": "sound alike",
    "consonants": "have the same consonants",
    "spelling": "spelt alike",
    "letters": "spelt alike in other letters",
    "one letter": "one letter apart: a slip, or another Chinese word",
    "two known words": "spelt alike, but both are known words of their own",
    "meaning": "a place, trade or form of the other name",
}

_NOTES = {
    "base": "where a pair starts, before anything is known of it",
    "covered_whole": "every word of both names is paired",
    "shorter_covered": "how much of the shorter name stands in the other",
    "both_left": "both names have words the other lacks",
    "lone": "the only word of one name stands among several of the other",
    "evidence": "how telling the paired words are",
    "conflict": "words of both names stand against each other",
    "crossed": "one has a word and the other a trade that nothing answers",
    "nothing_near": "no word has more than a likeness in the other name",
    "doubtful": "paired words are alike only in part",
    "known_words": "paired words that are both known words",
    "initial": "paired by an initial alone",
    "same_trade": "the same trades",
    "other_trade": "no trade in common",
    "trades_against": "each names a trade the other does not",
    "more_trades": "one names more trades",
    "same_place": "the same place",
    "other_place": "other places",
    "other_form": "other legal forms",
    "other_number": "other numbers",
    "spelling": "how alike the letters are on the whole",
    "same_letters": "the same letters, parted otherwise",
    "generic": "no word that tells the names from others",
    "chance": "what agrees may be chance: a long list has such a likeness for many a name",
}


def explain(comparison: Comparison, weights: Sequence[float]) -> tuple[Part, ...]:
    """Return the parts of a comparison: its words first, then each measure with what it adds, the strongest first."""
    measured = [
        Part(name, "", "", round(value * weight, 3), _NOTES[name])
        for name, value, weight in zip(FEATURES, comparison.values, weights, strict=True)
        if value and weight
    ]
    return (*_words(comparison), *_meanings(comparison), *sorted(measured, key=lambda part: -abs(part.effect)))


def _words(comparison: Comparison) -> Iterator[Part]:
    left, right = comparison.left, comparison.right
    pairs, left_over, right_over = comparison.aligned
    for pair in pairs:
        note = _BY[pair.by] if pair.alike in {0.0, 1.0} else f"{_BY[pair.by]}: {pair.alike:.2f}"
        yield Part("words", _said(left, pair.left), _said(right, pair.right), 0.0, note)
    if left_over:
        yield Part("words", _said(left, left_over), "", 0.0, "only in the first name")
    if right_over:
        yield Part("words", "", _said(right, right_over), 0.0, "only in the second name")


def _said(name: Taken, places: Sequence[int]) -> str:
    return " ".join(name.han[place] if place < len(name.han) else name.words[place] for place in places)


def _meanings(comparison: Comparison) -> Iterator[Part]:
    for sort, of in (("places", "around"), ("trades", "trades"), ("forms", "forms"), ("numbers", "numbers")):
        ours, theirs = set(getattr(comparison.left, sort)), set(getattr(comparison.right, sort))
        if ours or theirs:
            if ours & set(getattr(comparison.right, of)) or theirs & set(getattr(comparison.left, of)):
                note = f"{sort} in common"
            else:
                note = f"other {sort}" if ours and theirs else f"{sort} in one name alone"
            yield Part(sort, " ".join(sorted(ours)), " ".join(sorted(theirs)), 0.0, note)
