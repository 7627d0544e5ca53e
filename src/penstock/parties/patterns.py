"""Names taken apart by their pattern: what ``take_apart`` finds in one name it finds in every other of that pattern.

A pattern is the words of a name in order, its legal forms left out, with one sign for each word that is nothing but a
word: no place, trade, title or article, no part of one and no slip of one. All that is asked of such a word is whether
it is a number, pinyin, or a Chinese surname, and the sign tells it. The first name of a pattern is taken apart; of the
others the words are put in its places.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from penstock.kernel.errors import UnreadableName
from penstock.parties.faint import ARTICLES, PARTICLES, SERVANT, SERVANTS, TITLES
from penstock.parties.foreign import latin
from penstock.parties.lexicon import HAN, is_pinyin, lexicon, nearly_a_trade, rarity, surnames
from penstock.parties.names import MAX_LENGTH, Taken, composed, letters_of, take_apart, take_words, words_and_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.parties.names import Kind

    Sign = int | str
    Key = tuple[Kind | None, frozenset[str], tuple[Sign, ...]]

MOST = 131_072
"""Patterns, and words, that are remembered."""

_NUMBER, _WORD, _PINYIN, _SURNAME = range(4)
"""The signs of words that are nothing but words; the sign of any other word is the word."""

_NONE: frozenset[str] = frozenset()


class Word(NamedTuple):
    """A word: its sign, and how much it tells."""

    sign: Sign
    weight: float


class Pattern(NamedTuple):
    """What is found in every name of a pattern.

    Args:
        first: The first name of the pattern, taken apart; ``None`` where such a name is read again, as a person's.
        words: The places of its words among those of the text.
        always: Words that are the same in every name of the pattern, each with its place and its weight.
        numbers: The places of its numbers.
    """

    first: Taken | None
    words: tuple[int, ...] = ()
    always: tuple[tuple[int, str, float], ...] = ()
    numbers: tuple[int, ...] = ()


class Patterns:
    """Takes names apart by what it remembers of others."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._words: dict[str, Word] = {}
        self._patterns: dict[Key, Pattern | None] = {}

    def take_apart(self, text: str, kind: Kind | None = None) -> Taken:
        """Return what ``names.take_apart`` returns.

        Raises:
            UnreadableName: It is empty, too long, or says nothing that tells one party from another.
        """
        low = _latin(text)
        if low is None:
            return take_apart(text, kind)
        words, forms = words_and_forms(low, kind)
        known = self._words
        told = [known.get(word) or self._tell(word) for word in words]
        key = kind, frozenset(forms) if forms else _NONE, tuple([word.sign for word in told])
        pattern = self._patterns.get(key, _UNKNOWN)
        if pattern is _UNKNOWN:
            pattern = self._find(key, text, words)
        if pattern is None:
            return take_apart(text, kind)
        if pattern.first is None:
            return self.take_apart(text, "person")
        return _filled(pattern, pattern.first, (text, letters_of(low)), words, told)

    def _tell(self, word: str) -> Word:
        if len(self._words) >= MOST:
            self._words.clear()
        told = self._words[word] = Word(_sign(word), rarity(word))
        return told

    def _find(self, key: Key, text: str, words: list[str]) -> Pattern | None:
        """Take the first name of a pattern apart; ``None`` where its words are not all accounted for."""
        if len(self._patterns) >= MOST:
            self._patterns.clear()
        kind, forms, signs = key
        try:
            pattern = _pattern(take_words(text, kind, words, forms), words, signs, are_numbers_words=kind == "person")
        except UnreadableName:
            pattern = None
        self._patterns[key] = pattern
        return pattern


_UNKNOWN = Pattern(None, (-1,))


@cache
def patterns() -> Patterns:
    """Return what is remembered of all names that were read."""
    return Patterns()


def has_hanzi(text: str) -> bool:
    """Tell whether a name has hanzi, so that what they mean depends on what they are read as."""
    return not text.isascii() and HAN.search(composed(text)) is not None


def _latin(text: str) -> str | None:
    """Return a name in small Latin letters; ``None`` where it has hanzi, or is too long."""
    if len(text) > MAX_LENGTH:
        return None
    if text.isascii():
        return text.lower()
    plain = composed(text)
    return None if HAN.search(plain) else latin(plain)


def _sign(word: str) -> Sign:
    if word in _told() or nearly_a_trade(word):
        return word
    if word.isdigit():
        return _NUMBER
    if not is_pinyin(word):
        return _WORD
    return _SURNAME if surnames(word) else _PINYIN


@cache
def _told() -> frozenset[str]:
    """Return every word that says something by itself or as part of a phrase."""
    parts = {part for phrases in lexicon().phrases.values() for phrase in phrases for part in phrase.words}
    return frozenset(parts | ARTICLES | PARTICLES | SERVANTS | TITLES | {SERVANT})


def _pattern(
    first: Taken | None, words: list[str], signs: Sequence[Sign], *, are_numbers_words: bool
) -> Pattern | None:
    if first is None:
        return Pattern(None)
    is_number = [sign == _NUMBER and not are_numbers_words for sign in signs]
    plain = [place for place, sign in enumerate(signs) if isinstance(sign, int) and not is_number[place]]
    numbers = tuple([place for place, is_one in enumerate(is_number) if is_one])
    if not plain or tuple([words[place] for place in numbers]) != first.numbers:
        return None
    places, always, left = [], [], list(reversed(plain))
    for at, (word, weight) in enumerate(zip(first.words, first.weights, strict=True)):
        if left and words[left[-1]] == word:
            places.append(left.pop())
        else:
            places.append(0)
            always.append((at, word, weight))
    return None if left else Pattern(first, tuple(places), tuple(always), numbers)


def _filled(pattern: Pattern, first: Taken, name: tuple[str, str], words: list[str], told: list[Word]) -> Taken:
    """Put the words of a name, given with its letters, in the places of its pattern."""
    own = [words[place] for place in pattern.words]
    weights = [told[place].weight for place in pattern.words]
    for at, word, weight in pattern.always:
        own[at], weights[at] = word, weight
    text, letters = name
    return Taken(
        text,
        first.kind,
        tuple(own),
        tuple(weights),
        (),
        first.places,
        first.around,
        first.trades,
        first.forms,
        tuple([words[place] for place in pattern.numbers]) if pattern.numbers else (),
        first.marks,
        letters,
        sum(weights),
        "".join(words),
        "".join(sorted(own)),
        first.is_chinese,
    )
