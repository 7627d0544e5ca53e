"""Which word of one name stands for which of another, how alike the two are, and by what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from penstock.parties.han import sounds
from penstock.parties.words import are_joined, are_nearly, similar

if TYPE_CHECKING:
    from penstock.parties.names import Taken

SAME = "same"
MEANING = "meaning"
_LEAST = 0.4
_MOST_WORDS = 10


class Pair(NamedTuple):
    """Words of one name that stand for words of the other: their places, how alike they are (0 to 1), and by what."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    alike: float
    by: str


class Aligned(NamedTuple):
    """The pairs, and the places of the words without one."""

    pairs: list[Pair]
    left: list[int]
    right: list[int]


def align(one: Taken, other: Taken) -> Aligned:
    """Pair the words of two names: the same word, then words joined or parted, then the most alike."""
    pairs: list[Pair] = []
    left, right = [], list(range(len(other.words)))
    ours, theirs = one.words, list(other.words)
    if one.han and other.han:  # the same sound is not the same character
        ours, theirs = (*one.han, *ours[len(one.han) :]), [*other.han, *theirs[len(other.han) :]]
    for place, word in enumerate(ours):
        if word in theirs:
            found = theirs.index(word)
            theirs[found] = ""
            right.remove(found)
            pairs.append(Pair((place,), (found,), 1.0, SAME))
        else:
            left.append(place)
    if left and right:
        _pair_rest(one, other, pairs, left, right)
    if left and other.marks:
        pairs += [Pair((place,), (), 1.0, MEANING) for place in _with_marks(one, left, other)]
    if right and one.marks:
        pairs += [Pair((), (place,), 1.0, MEANING) for place in _with_marks(other, right, one)]
    return Aligned(pairs, left, right)


def _pair_rest(one: Taken, other: Taken, pairs: list[Pair], left: list[int], right: list[int]) -> None:
    han_one, han_other = len(one.han), len(other.han)
    if len(left) > 1 or len(right) > 1 or han_one or han_other:
        _join(one, other, pairs, left, right)
    is_person = one.kind == "person" and other.kind == "person"
    are_chinese = one.is_chinese and other.is_chinese
    are_hanzi = han_one and han_other
    found = []
    theirs = [(b, other.words[b]) for b in right[:_MOST_WORDS]]
    for a in left[:_MOST_WORDS]:
        word = one.words[a]
        for b, their in theirs:
            if are_hanzi and a < han_one and b < han_other:
                continue
            alike, by = similar(word, their, is_person, are_chinese)
            if alike >= _LEAST and not (by == "one letter" and (han_one or han_other)):  # hanzi have no such slips
                found.append((-alike, a, b, by))
    for alike, a, b, by in sorted(found) if len(found) > 1 else found:
        if a in left and b in right:
            left.remove(a)
            right.remove(b)
            pairs.append(Pair((a,), (b,), -alike, by))


def _join(one: Taken, other: Taken, pairs: list[Pair], left: list[int], right: list[int]) -> None:
    """Pair a word with words beside one another that spell it together, or with the sound of hanzi."""
    for single, several, ones, others, is_turned in ((left, right, one, other, False), (right, left, other, one, True)):
        for a in list(single):
            hanzi = ones.han[a] if a < len(ones.han) and not others.han else ""
            run, alike = _run(ones.words[a], hanzi, others.words, several)
            if alike:
                single.remove(a)
                for b in run:
                    several.remove(b)
                pairs.append(Pair(run, (a,), alike, "joined") if is_turned else Pair((a,), run, alike, "joined"))


def _run(word: str, hanzi: str, words: tuple[str, ...], able: list[int]) -> tuple[tuple[int, ...], float]:
    """Return the places beside one another whose words spell a word together, three at most, and how nearly."""
    for start in able:
        if words[start][0] != word[0] and not hanzi:
            continue
        whole = words[start]
        for end in range(start + 1, start + 4):
            if end > start + 1 or hanzi:
                alike = float(whole in sounds(hanzi)) if hanzi else are_joined(word, whole)
                if alike:
                    return tuple(range(start, end)), alike
            if end not in able:
                break
            whole += words[end]
    return (), 0.0


def _with_marks(name: Taken, alone: list[int], other: Taken) -> list[int]:
    """Take the words left over that are spelt, or nearly, as a place, trade or form of the other name."""
    found = []
    for place in alone:
        word = name.words[place]
        for mark in other.marks:
            if are_nearly(word, mark.spelling) or _is_joined_to(word, mark.spelling, other.words):
                found.append(place)
                break
    for place in found:
        alone.remove(place)
    return found


def _is_joined_to(word: str, mark: str, words: tuple[str, ...]) -> bool:
    return (word.startswith(mark) and word[len(mark) :] in words) or (
        word.endswith(mark) and word[: -len(mark)] in words
    )
