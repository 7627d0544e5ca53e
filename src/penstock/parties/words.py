"""How alike two words of names are, and by what: spelling, sound, one given name, a Chinese surname, an initial."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA
from rigour.text import metaphone

from penstock.parties.foreign import consonants, plainly
from penstock.parties.lexicon import is_common, is_pinyin, same_names, surnames

_SHORT = 4
_SHORT_SLIP = 0.4
_MOST_EDITS = 3
_FOLDED = 0.95
_INITIAL = 0.7
_SURNAME = 0.85
_NAME = 0.92
_SOUND = 0.8
_LONG = 5
_VERY_LONG = 9
_SLIP = 0.6
_CONSONANTS = 0.85
_SAME_CONSONANTS = 0.75
_BOTH_COMMON = 0.6
_LEAST_CONSONANTS = 3


@lru_cache(maxsize=262_144)
def similar(  # noqa: C901, PLR0911  # each way two words can be alike, once
    one: str,
    other: str,
    is_person: bool,  # noqa: FBT001  # a key of the memory
    are_chinese: bool,  # noqa: FBT001  # the same
) -> tuple[float, str]:
    """Return how alike two different words are, 0 to 1, and by what."""
    shorter = min(len(one), len(other))
    if shorter == 1:
        return (_INITIAL, "initial") if is_person and one[0] == other[0] else (0.0, "")
    alike, by = _spelt(one, other), "spelling"
    is_other = are_chinese and is_pinyin(one) and is_pinyin(other)
    if alike < _FOLDED and not is_other:
        folded = _spelt(plainly(one), plainly(other)) * _FOLDED
        if folded > alike:
            alike, by = folded, "letters"
    if is_person:
        if surnames(one) & surnames(other):
            return _SURNAME, "surname"
        if same_names(one) & same_names(other):
            return _NAME, "name"
    if is_other:  # another syllable is another word, but one letter of a long word may be a slip
        is_slip = shorter >= _LONG + is_person and OSA.distance(one, other, score_cutoff=1) == 1
        return (_SLIP, "one letter") if is_slip else (0.0, "")
    if _is_known(one) and _is_known(other):
        alike *= _BOTH_COMMON
        by = "two known words"
    elif shorter >= _SHORT and alike < _SOUND and (metaphone(one) or one) == metaphone(other):
        return _SOUND, "sound"
    if is_person and alike < _CONSONANTS:
        left = consonants(one)
        if len(left) >= _LEAST_CONSONANTS and left == consonants(other):
            is_bare = left in (one, other)
            return _CONSONANTS if is_bare else max(alike, _SAME_CONSONANTS), "consonants"
    return alike, by


def _is_known(word: str) -> bool:
    return is_common(word) or bool(same_names(word))


def _spelt(one: str, other: str) -> float:
    if one == other:
        return 1.0
    edits = OSA.distance(one, other, score_cutoff=_MOST_EDITS)
    if edits > _MOST_EDITS:
        return 0.0
    length = (len(one) + len(other)) / 2
    if length < _SHORT:
        return _SHORT_SLIP if edits == 1 else 0.0
    return max(0.0, 1 - 1.15 * edits / length)


def are_joined(one: str, others: str) -> float:
    """Return how alike a word is to several joined, 0 where they are not."""
    if one == others:
        return 1.0
    if min(len(one), len(others)) >= 2 * _SHORT and not is_pinyin(one):
        edits = OSA.distance(one, others, score_cutoff=1)
        if edits == 1:
            return 0.9
    return 0.0


def are_nearly(one: str, other: str) -> bool:
    """Tell whether two words are the same but for one typing error, or two in a very long word."""
    if one == other:
        return True
    length, longer = len(one), len(other)
    if length > longer:
        length, longer = longer, length
    most = 1 + (length >= _VERY_LONG)
    if length < _SHORT or longer - length > most or (length <= _LONG and one[0] != other[0]):
        return False
    return OSA.distance(one, other, score_cutoff=most) <= most
