"""How much of a likeness is more than chance: what two names have in common, in bits, beside what a long list asks for.

On a list of tens of thousands of names some name is always a little like any other: SONY is spelt almost as SUNNY. So
what agrees is counted in bits, the binary logarithm of how few names would agree as well by chance: a word by its
letters as names are spelt, or by how many names have it where that is known, less for every letter that differs. A
word of the language, such as apple or target, is a brand of many firms and tells little. A pair that has fewer bits
than a long list asks for is short of them; how many depends on the two names alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache, lru_cache
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from penstock.parties.align import MEANING
from penstock.parties.foreign import consonants, plainly
from penstock.parties.lexicon import is_pinyin, lexicon, rows, same_names
from penstock.parties.names import FAINT, GENERIC

if TYPE_CHECKING:
    from penstock.parties.align import Aligned, Pair
    from penstock.parties.names import Taken

ENOUGH = 29.0
"""Bits from which a pair is short of nothing: 2 to the 15th is a list of 33,000 names, and as much again on top."""

_PARTIES = 17_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz$"
_RARE = 5.0
"""Bits of a letter no name has there, and of a figure."""
_MOST = 45.0
_ORDINARY = 11.0
"""Bits of a word of the language."""
_SYLLABLE = 2.0
"""Bits of a letter of a Chinese person's name: there are few syllables."""
_HANZI = 9.0
_EDIT = {"person": 6.0, "company": 9.0, "vessel": 9.0}
"""What a letter that differs takes away; the names of persons are spelt in more ways."""
_SINGLE = {"person": 2.0, "company": 1.0, "vessel": 1.0}
"""How much more what is short counts where a single word stands beside a single one: nothing else can agree."""
_CONSONANT = 3.5
"""Bits of a consonant, where words agree in these alone."""
_SLIP = 0.5
"""What two letters turned, or another usual spelling of the same sound, count of an edit."""
_OF_FIRMS = 10.0
_INITIAL = 4.0
_NAME = 2.0
_TRADE, _PLACE, _FORM, _NUMBER = 6.0, 9.0, 3.0, 6.0
_OTHER_TRADE, _MORE_TRADES, _OTHER_PLACE, _MORE_PLACES = 5.0, 2.0, 4.0, 2.0
_GENERIC = 6.0
_KNOWN = frozenset({"name", "surname", "initial"})
_SEVERAL = 3
_SLIP_OF = 5
_LONG = 9
_SHORTEST = 3
"""Letters of the shortest brand that tells a name by itself: E. X. Co. is not X Ltd."""


@cache
def _spelt() -> dict[str, dict[str, float]]:
    """Return the bits of each letter behind another, as the words of names have them; ^ and $ are the ends."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word in [*lexicon().counts, *(row[0] for row in rows("spellings.tsv"))]:
        if word.isalpha():
            for one, other in pairwise(f"^{word}$"):
                counts[one][other] += 1
    return {
        one: {other: log2((sum(found.values()) + len(_LETTERS)) / (found[other] + 1)) for other in _LETTERS}
        for one, found in counts.items()
    }


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(row[0] for row in rows("ordinary.tsv"))


@lru_cache(maxsize=65_536)
def bits(word: str) -> float:
    """Return how much a word tells, in bits: how few names have it, by its letters or as counted."""
    spelt = _spelt()
    found = sum(spelt.get(one, {}).get(other, _RARE) for one, other in pairwise(f"^{word}$"))
    count = lexicon().counts.get(word, 0)
    if count:
        found = min(found, log2(_PARTIES / count) + (0 if same_names(word) else _OF_FIRMS))
    return min(found, _MOST)


@lru_cache(maxsize=65_536)
def _edits(one: str, other: str) -> float:
    """Return how many letters two words differ by; letters turned or another spelling of a sound count half in all."""
    edits = OSA.distance(one, other)
    if edits == 1 and len(one) == len(other) and sorted(one) == sorted(other):
        return _SLIP
    return min(edits, OSA.distance(plainly(one), plainly(other)) + _SLIP)


def shortfall(one: Taken, other: Taken, aligned: Aligned) -> float:
    """Return by how many bits what two names have in common falls short of enough, in tens; 0 for equal names.

    Args:
        one: A name.
        other: Another.
        aligned: Which words of the first stand for which of the second.
    """
    if _are_whole(one, other) or _are_one_person(one, other, aligned):
        return 0.0
    found = sum(_shared(one, other, pair) for pair in aligned.pairs) if aligned.pairs else 0.0
    found += _around(one, other)
    short = max(0.0, ENOUGH - max(0.0, found)) / 10
    return short * (_SINGLE[one.kind] if len(one.words) == len(other.words) == 1 else 1)


def _are_one_person(one: Taken, other: Taken, aligned: Aligned) -> bool:
    """Tell whether every word of two persons' names is the same, a spelling of one name, or its initial."""
    if one.kind != "person" or other.kind != "person" or aligned.left or aligned.right:
        return False
    return all(pair.alike == 1 or pair.by in _KNOWN for pair in aligned.pairs)


def _are_whole(one: Taken, other: Taken) -> bool:
    """Tell whether two names are the same but for their order, their legal form or a slip in many letters."""
    if one.letters == other.letters or one.bare == other.bare or _are_nearly(one.letters, other.letters):
        return True
    parts = ("core", "trades", "places", "numbers", "han")
    return len(one.core) >= _SHORTEST and all(getattr(one, part) == getattr(other, part) for part in parts)


def _are_nearly(one: str, other: str) -> bool:
    """Tell whether unparted names are turned, or differ by one letter in some of many."""
    size, other_size = len(one), len(other)
    if size == other_size and one in other * 2:
        return True
    longer = max(size, other_size)
    slips = longer // _SLIP_OF
    if longer < _LONG or abs(size - other_size) > slips:
        return False
    return OSA.distance(one, other, score_cutoff=slips) <= slips


def _shared(one: Taken, other: Taken, pair: Pair) -> float:
    """Return the bits of two words that stand for one another."""
    left, right, alike, by = pair
    if by == MEANING or _is_faint(one, left) or _is_faint(other, right):
        return 0.0
    if by == "initial":
        return _INITIAL
    found = min(_of(one, left, other), _of(other, right, one))
    if alike == 1:
        return found
    if by in _KNOWN:
        return max(0.0, found - _NAME)
    ours, theirs = ("".join(name.words[place] for place in places) for name, places in ((one, left), (other, right)))
    if by == "consonants":
        return min(found, _CONSONANT * len(consonants(ours)))
    return max(0.0, found - _EDIT[one.kind] * _edits(ours, theirs))


def _is_faint(name: Taken, places: tuple[int, ...]) -> bool:
    return max(name.weights[place] for place in places) <= FAINT


def _of(name: Taken, places: tuple[int, ...], other: Taken) -> float:
    found, ordinary = 0.0, _ordinary()
    is_chinese = name.kind == "person" and name.is_chinese and other.is_chinese
    for place in places:
        word = name.words[place]
        if place < len(name.han) and other.han:
            found += _HANZI * len(name.han[place])
        elif name.weights[place] == GENERIC and name.marks:
            found += _GENERIC
        elif is_chinese and is_pinyin(word):
            found += min(bits(word), _SYLLABLE * len(word))
        elif word in ordinary and not (name.kind == "person" and same_names(word)):
            found += min(bits(word), _ORDINARY)
        else:
            found += bits(word)
    return found


def _around(one: Taken, other: Taken) -> float:
    """Return the bits of places, trades, forms and numbers, less what one name alone has."""
    found = 0.0
    if one.trades or other.trades:
        found += _TRADE * min(_SEVERAL, len(one.trades & other.trades))
        each = _OTHER_TRADE if one.trades - other.trades and other.trades - one.trades else _MORE_TRADES
        found -= each * min(_SEVERAL, len(one.trades ^ other.trades))
    if one.places or other.places:
        found += _PLACE if one.places & other.places else 0.0
        if one.places != other.places:
            found -= _OTHER_PLACE if one.places and other.places else _MORE_PLACES
    if one.forms and other.forms and one.forms & other.forms:
        found += _FORM
    if one.numbers and one.numbers == other.numbers:
        found += _NUMBER
    return found
