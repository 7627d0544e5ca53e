"""The words of names that are no brand: places, trades, legal forms, surnames; and how rare any other word is."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
NOTHING = "NIL"
"""The concept of words that say nothing: and, of, the."""

Sort = Literal["place", "trade", "form"]

_WIDE = frozenset({"country", "region", "province", "prefecture", "city"})
"""Levels of places that count wherever they stand in a name; a county counts as its first word alone."""
_ABROAD = frozenset({"country", "city"})
_OF = 17_000
_SEVERAL = 3
_LONG = 7
_END = 3
_LONGEST_SYLLABLE = 6
_UNSEEN = 1.0
_LEAST_RARITY = 0.25
_SHORT = {1: 0.3, 2: 0.7}


class Mark(NamedTuple):
    """A word or phrase with a meaning: how it was spelt, what sort it is, and what it stands for.

    A place stands for itself and then for what it lies in; a trade for its concepts in order.
    """

    spelling: str
    sort: Sort
    meaning: tuple[str, ...]


class Phrase(NamedTuple):
    """Latin words with a meaning, and whether only the first words of a name have it."""

    words: list[str]
    mark: Mark
    is_first: bool


@dataclass
class Lexicon:
    """Everything known of words.

    Args:
        phrases: By first word, the Latin phrases with a meaning, longest first.
        han: The same for hanzi, by the whole term.
        surnames: Chinese surnames in hanzi, with their Latin spellings, pinyin first.
        spelt: Latin spellings of Chinese surnames, with the hanzi they may stand for.
        counts: How many of 17,000 listed parties have a word; rare words are left out.
        syllables: The syllables of pinyin without tones.
        chinese: The places of China.
        long_trades: Trades of one long Latin word, but those in pinyin, which is told apart by each letter.
        long_forms: Long Latin words of legal forms, without pinyin.
    """

    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    han: dict[str, Mark] = field(default_factory=dict)
    surnames: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spelt: dict[str, frozenset[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    syllables: frozenset[str] = frozenset()
    chinese: set[str] = field(default_factory=set)
    long_trades: list[str] = field(default_factory=list)
    long_forms: list[str] = field(default_factory=list)
    longest: int = 0
    """Characters of the longest term in hanzi."""

    def add(self, spelling: str, mark: Mark, *, is_first: bool = False) -> None:
        """Take a Latin spelling in; what counts at the start of a name alone stands first, else the first meaning."""
        words = spelling.split(" ")
        known = self.phrases.get(words[0])
        mark = Mark("".join(words), mark.sort, mark.meaning)
        if known is None:
            self.phrases[words[0]] = [Phrase(words, mark, is_first)]
        elif all(one.words != words or (one.is_first and not is_first) for one in known):
            known.append(Phrase(words, mark, is_first))
            known.sort(key=_by_length)


def _by_length(phrase: Phrase) -> int:
    return -len(phrase.words)


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table of this room, cut into cells; its comments and its header are left out."""
    lines = iter((FOLDER / name).read_text(encoding="utf-8").splitlines())
    for line in lines:
        if not line.startswith("#"):
            break
    for line in lines:
        yield line.split("\t")


def _several(cell: str) -> list[str]:
    return [] if cell == "-" else cell.split(";")


@cache
def lexicon() -> Lexicon:
    """Return the words this package ships, read once."""
    known = Lexicon()
    for hanzi, pinyin, others, level, within, brandlike in rows("places.tsv"):
        spellings = _several(pinyin) + _several(others)
        mark = Mark(spellings[0], "place", (spellings[0], *([] if within == "-" else within.split(","))))
        is_first = level not in _WIDE or brandlike == "yes"
        if level not in _ABROAD or pinyin == "zhongguo":
            known.chinese.add(mark.meaning[0])
        if hanzi != "-":
            known.han.setdefault(hanzi, Mark(hanzi, "place", mark.meaning))
        for spelling in spellings:
            known.add(spelling, mark, is_first=is_first)
    _take_forms(known)
    for term, language, concepts in rows("trades.tsv"):
        if language not in {"zh", "pinyin", "ru"} and len(term) >= _LONG and " " not in term:
            known.long_trades.append(term)
        first = concepts.split("|", 1)[0]  # a spelling of several trades is taken for the commonest
        _take(known, term, "trade", () if first == NOTHING else tuple(first.split("+")))
    spelt: dict[str, list[str]] = {}
    for hanzi, pinyin, others, _ in rows("surnames.tsv"):
        known.surnames[hanzi] = (pinyin, *_several(others))
        for spelling in known.surnames[hanzi]:
            spelt.setdefault(spelling, []).append(hanzi)
    known.spelt = {spelling: frozenset(hanzi) for spelling, hanzi in spelt.items()}
    known.counts = {word: int(parties) for word, parties in rows("common.tsv")}
    known.syllables = frozenset(
        word for word in (FOLDER / "syllables.txt").read_text("utf-8").split() if word[0] != "#"
    )
    known.longest = max(map(len, known.han))
    return known


def _take_forms(known: Lexicon) -> None:
    for term, language, meaning in rows("forms.tsv"):
        if language not in {"zh", "pinyin", "ru"}:
            known.long_forms += [word for word in term.split(" ") if len(word) >= _LONG]
        _take(known, term, "form", (meaning,))


def _take(known: Lexicon, term: str, sort: Sort, meaning: tuple[str, ...]) -> None:
    mark = Mark(term, sort, meaning)
    if term.isascii():
        known.add(term, mark)
    elif HAN.fullmatch(term):
        known.han.setdefault(term, mark)


@lru_cache(maxsize=65_536)
def rarity(word: str) -> float:
    """Return how much a word tells one name from another: 1 where no listed name has it, 0.25 where very many do."""
    count = lexicon().counts.get(word, 0)
    if not count:
        return _SHORT.get(len(word), _UNSEEN)
    return max(_LEAST_RARITY, _SHORT.get(len(word), 1.0) * math.log(_OF / count) / math.log(_OF))


@lru_cache(maxsize=65_536)
def is_common(word: str) -> bool:
    """Tell whether several listed names have a word, so that it is no mistyping of another."""
    return lexicon().counts.get(word, 0) >= _SEVERAL


@lru_cache(maxsize=65_536)
def is_pinyin(word: str) -> bool:
    """Tell whether a word can be cut into syllables of pinyin."""
    syllables, size = lexicon().syllables, len(word)
    ends, last = {0}, 0
    for start in range(size):
        if start in ends:
            for end in range(start + 1, min(start + _LONGEST_SYLLABLE, size) + 1):
                if word[start:end] in syllables:
                    ends.add(end)
                    last = max(last, end)
        elif start > last:
            return False
    return size in ends


@lru_cache(maxsize=65_536)
def nearly_a_trade(word: str) -> Mark | None:
    """Return the trade that a word no listed name has is one slip away from; a long word alone, read as that trade."""
    if len(word) < _LONG or is_common(word):
        return None
    trade = _slips_of_trades().right(word)
    if trade is None:
        return None
    mark = lexicon().phrases[trade][-1].mark
    return Mark(word, mark.sort, mark.meaning)


@lru_cache(maxsize=65_536)
def nearly_a_form(word: str) -> str | None:
    """Return the long word of a legal form that a word no listed name has is one slip away from."""
    if len(word) < _LONG - 1 or is_common(word) or word in lexicon().phrases:
        return None
    return _slips_of_forms().right(word)


class _Slips(NamedTuple):
    """Long words, whole and without any one letter; the first letters and the last that they have."""

    words: dict[str, str]
    first: frozenset[str]
    last: frozenset[str]

    def right(self, word: str) -> str | None:
        """Return the word that another is one slip away from; a slip leaves its first letters or its last."""
        if word[:_END] not in self.first and word[-_END:] not in self.last:
            return None
        spellings = [word, *[word[:place] + word[place + 1 :] for place in range(len(word))]]
        if self.words.keys().isdisjoint(spellings):
            return None
        for spelling in spellings:
            right = self.words.get(spelling)
            if right is not None and word[0] == right[0] and OSA.distance(word, right, score_cutoff=1) == 1:
                return right
        return None


@cache
def _slips_of_trades() -> _Slips:
    return _slips(lexicon().long_trades)


@cache
def _slips_of_forms() -> _Slips:
    return _slips(lexicon().long_forms)


def _slips(words: list[str]) -> _Slips:
    found: dict[str, str] = {}
    for word in words:
        for place in range(len(word)):
            found.setdefault(word[:place] + word[place + 1 :], word)
        found[word] = word
    return _Slips(found, frozenset(word[:_END] for word in words), frozenset(word[-_END:] for word in words))


def surnames(word: str) -> frozenset[str]:
    """Return the Chinese surnames, in hanzi, that a Latin word may be a spelling of."""
    return lexicon().spelt.get(word, frozenset())


def same_names(word: str) -> frozenset[str]:
    """Return the numbers of the given and family names that a word is a spelling of."""
    return _spellings().get(word, frozenset())


@cache
def _spellings() -> dict[str, frozenset[str]]:
    return {word: frozenset(names.split(" ")) for word, names in rows("spellings.tsv")}
