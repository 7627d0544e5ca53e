"""Keys of names: two names are compared in a search only where they share some, so keys outlive a slip of the pen.

Each key tells which words of the name it was made of. Two names are candidates where the words whose keys they share
are half of what tells the shorter name from others; that follows from the two names alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np
from rigour.text import metaphone

from penstock.parties.foreign import consonants, plainly
from penstock.parties.han import sounds
from penstock.parties.names import GENERIC
from penstock.parties.strung import LONGEST, Strung, strung, written_together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from penstock.parties.lines import Lines

    Places = NDArray[np.int64]
    Numbers = NDArray[np.uint32]
    Bits = NDArray[np.uint8]

TELLING = 0.55
"""Weight from which a word is a key by itself."""

MOST_WORDS = 8
"""Words of a name that have keys: the most telling."""

_LEAST_TO_SLIP = 4
_LEAST_CONSONANTS = 4
_MIX = np.uint32(0x9E3779B1)


class Keys(NamedTuple):
    """Keys of several names: each with the name it is of and the words of that name it stands for, as bits."""

    keys: Numbers
    owners: Places
    words: Bits


class Coded(NamedTuple):
    """The numbers of words.

    Args:
        codes: The five ``codes`` of each.
        alone: The keys of each by itself, one word after another.
        alone_starts: Where those of each start.
        heard: The keys of every way to say a word in hanzi.
        heard_starts: Where those of each start.
        strung: The words as they can be joined.
    """

    codes: Numbers
    alone: Numbers
    alone_starts: Places
    heard: Numbers
    heard_starts: Places
    strung: Strung

    def and_more(self, other: Coded) -> Coded:
        """Return these words and then others."""
        return Coded(
            np.concatenate([self.codes, other.codes]),
            np.concatenate([self.alone, other.alone]),
            np.concatenate([self.alone_starts, self.alone_starts[-1] + other.alone_starts[1:]]),
            np.concatenate([self.heard, other.heard]),
            np.concatenate([self.heard_starts, self.heard_starts[-1] + other.heard_starts[1:]]),
            self.strung.and_more(other.strung),
        )


def coded(words: Sequence[tuple[str, str]]) -> Coded:
    """Return the numbers of words, each with its hanzi or an empty text."""
    every = [alone(word) for word, _ in words]
    heard = [[crc32(sound.encode()) for sound in sounds(hanzi)] if hanzi else [] for _, hanzi in words]
    return Coded(
        np.array([codes(word) for word, _ in words], np.uint32).reshape(-1, 5),
        *_ragged(every),
        *_ragged(heard),
        strung([word for word, _ in words]),
    )


def _ragged(every: Sequence[Sequence[int]]) -> tuple[Numbers, Places]:
    starts = np.zeros(len(every) + 1, np.int64)
    np.cumsum([len(one) for one in every], out=starts[1:])
    return np.array([number for one in every for number in one], np.uint32), starts


def codes(word: str) -> tuple[int, int, int, int, int]:
    """Return the numbers of a word: whole, by its consonants, its first and last three letters, and its initial."""
    bare = consonants(word)
    return (
        crc32(word.encode()),
        crc32(b"c" + (bare if len(bare) > 1 else word).encode()),
        crc32(b"f" + word[:3].encode()),
        crc32(b"l" + word[-3:].encode()),
        crc32(b"i" + word[:1].encode()),
    )


def alone(word: str) -> tuple[int, ...]:
    """Return the keys of a word that has some by itself: whole, by consonants, by sound, and less any letter."""
    found = {crc32(word.encode())}
    sound = metaphone(word) if len(word) > _LEAST_CONSONANTS else ""
    if len(sound) >= _LEAST_CONSONANTS:
        found.add(crc32(b"m" + sound.encode()))
    bare = consonants(word)
    if len(bare) >= _LEAST_CONSONANTS:
        found.add(crc32(b"c" + bare.encode()))
    for spelling in {word, plainly(word)}:
        found.add(crc32(b"p" + spelling.encode()))
        if len(spelling) >= _LEAST_TO_SLIP:
            shorter = [spelling[:place] + spelling[place + 1 :] for place in range(len(spelling))]
            found.update([crc32(one.encode()) for one in shorter])
    return tuple(found)


class Keyed(NamedTuple):
    """The words of several names that have keys, one name after another.

    Args:
        owner: The name each is of.
        bit: Its place among those of the name.
        number: Its number.
        weight: How much it tells.
        counts: How many each name has.
    """

    owner: Places
    bit: Places
    number: NDArray[np.int32]
    weight: NDArray[np.float64]
    counts: Places

    @property
    def sizes(self) -> Places:
        """Return how many words the name of each word has."""
        return self.counts[self.owner]


def keyed(lines: Lines) -> Keyed:
    """Return the words that have keys: of a name of many, the most telling."""
    counts = np.diff(lines.starts)
    owner = np.repeat(np.arange(len(counts)), counts)
    if counts.max(initial=0) > MOST_WORDS:
        rank = np.empty(len(owner), np.int64)
        order = np.lexsort((-lines.weights, owner))
        rank[order] = np.arange(len(owner)) - lines.starts[owner]
        chosen = np.flatnonzero(rank < MOST_WORDS)
    else:
        chosen = np.arange(len(owner))
    owner = owner[chosen]
    count = np.minimum(counts, MOST_WORDS)
    bit = np.arange(len(owner)) - (np.cumsum(count) - count)[owner]
    return Keyed(owner, bit, lines.numbers[chosen], lines.weights[chosen], count)


def keys_of(lines: Lines) -> Keys:
    """Return the keys of names, numbers of 32 bits.

    A key that two words of a name have stands for both; that of a way to say hanzi, or of a name of places and trades
    alone, stands for the last of them.
    """
    words, codes = keyed(lines), lines.words.coded
    whole = Keys(lines.rows["bare"], np.arange(len(words.counts)), ((1 << words.counts) - 1).astype(np.uint8))
    is_generic = words.weight == GENERIC
    generic = np.flatnonzero(is_generic)
    telling = np.flatnonzero(~is_generic & ((words.weight >= TELLING) | (words.sizes == 1)))
    alone = _spread(words, telling, codes.alone, codes.alone_starts)
    only = Keys(codes.codes[words.number[generic], 0], words.owner[generic], _bits(words.bit[generic]))
    first = _last_of_each(together([whole, alone, only]), len(whole.keys) + len(alone.keys))
    heard = _heard(lines, codes)
    first = _last_of_each(together([first, heard]), len(first.keys))
    return together([first, *_joined(words, lines), *_pairs(words, codes.codes, lines.rows["is_person"])])


def _bits(places: Places) -> Bits:
    return (1 << places).astype(np.uint8)


def together(parts: Sequence[Keys]) -> Keys:
    """Return the keys of all parts."""
    return Keys(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _spread(words: Keyed, some: Places, every: Numbers, starts: Places) -> Keys:
    """Return the keys that some words have by themselves."""
    first = starts[words.number[some]]
    counts = starts[words.number[some] + 1] - first
    at = np.repeat(np.arange(len(some)), counts)
    shift = first - np.cumsum(counts) + counts
    return Keys(every[np.arange(len(at)) + shift[at]], words.owner[some][at], _bits(words.bit[some])[at])


def _heard(lines: Lines, codes: Coded) -> Keys:
    """Return the keys of every way to say the words in hanzi, the first of each name."""
    han = np.minimum(lines.rows["han"], MOST_WORDS).astype(np.int64)
    owner = np.repeat(np.arange(len(han)), han)
    bit = np.arange(len(owner)) - (np.cumsum(han) - han)[owner]
    at = lines.starts[owner] + bit
    words = Keyed(owner, bit, lines.numbers[at], lines.weights[at], han)
    return _spread(words, np.arange(len(owner)), codes.heard, codes.heard_starts)


def _last_of_each(found: Keys, known: int) -> Keys:
    """Leave out what a later key of the same name takes the place of, those from ``known`` on."""
    if known == len(found.keys):
        return found
    has_later = np.zeros(int(found.owners.max()) + 1, np.bool_)
    has_later[found.owners[known:]] = True
    some = np.flatnonzero(has_later[found.owners])
    order = some[np.lexsort((some, found.keys[some], found.owners[some]))]
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = (np.diff(found.keys[order]) != 0) | (np.diff(found.owners[order]) != 0)
    starts = np.flatnonzero(is_first)
    last = np.maximum.reduceat(np.where(order >= known, np.arange(len(order)), 0), starts)
    is_kept = np.ones(len(found.keys), np.bool_)
    is_kept[order] = np.arange(len(order)) >= last[np.cumsum(is_first) - 1]
    return Keys._make(column[is_kept] for column in found)


def _joined(words: Keyed, lines: Lines) -> Iterator[Keys]:
    """Yield the keys of two and three words beside one another, written together."""
    every, texts = lines.words.coded.strung, lines.words.texts
    start = np.arange(len(words.owner))
    so_far = every.of(words.number)
    for size in (2, 3):
        is_able = words.bit[start] + size <= words.sizes[start]
        start, so_far = start[is_able], so_far.of(np.flatnonzero(is_able))
        following = every.of(words.number[start + size - 1])
        able = np.flatnonzero(so_far.letters + following.letters <= LONGEST)
        start = start[able]
        so_far, is_open = written_together(so_far.of(able), following.of(able))
        for place in np.flatnonzero(is_open).tolist():
            run = words.number[start[place] : start[place] + size].tolist()
            so_far.put(place, "".join([texts[number] for number in run]))
        bits = (((1 << size) - 1) << words.bit[start]).astype(np.uint8)
        for keys in so_far.codes():
            yield Keys(keys, words.owner[start], bits)


def _pairs(words: Keyed, codes: Numbers, is_person: NDArray[np.bool_]) -> Iterator[Keys]:
    """Yield the keys of each two words: both by their consonants, and each whole beside the other's ends."""
    counts = words.sizes - 1 - words.bit
    one = np.repeat(np.arange(len(words.owner)), counts)
    other = np.arange(len(one)) - (np.cumsum(counts) - counts)[one] + one + 1
    owner, bits = words.owner[one], _bits(words.bit[one]) | _bits(words.bit[other])
    left, right = codes[words.number[one]], codes[words.number[other]]
    for ours, theirs in ((1, 1), (0, 2), (0, 3), (2, 0), (3, 0)):
        yield Keys(_mixed(left[:, ours], right[:, theirs]), owner, bits)
    two = np.flatnonzero(is_person[owner] & (words.counts[owner] == 2))  # noqa: PLR2004  # a surname and one given name
    for ours, theirs in ((0, 4), (4, 0)):
        yield Keys(_mixed(left[two, ours], right[two, theirs]), owner[two], bits[two])


def _mixed(one: Numbers, other: Numbers) -> Numbers:
    return (one ^ other) * _MIX + (one & other)
