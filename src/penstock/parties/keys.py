"""Keys of a name: two names are compared in a search only where they share some, so keys outlive a slip of the pen.

Each key tells which words of the name it was made of. Two names are candidates where the words whose keys they share
are half of what tells the shorter name from others; that follows from the two names alone.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING
from zlib import crc32

from rigour.text import metaphone

from penstock.parties.foreign import consonants, plainly
from penstock.parties.han import sounds
from penstock.parties.names import GENERIC

if TYPE_CHECKING:
    from penstock.parties.names import Taken

TELLING = 0.55
"""Weight from which a word is a key by itself."""

MOST_WORDS = 8
"""Words of a name that have keys: the most telling."""

_LEAST_TO_SLIP = 4
_LEAST_CONSONANTS = 4
_LONGEST_JOINED = 20
_MIX = 0x9E3779B1
_MASK = 0xFFFFFFFF


@lru_cache(maxsize=262_144)
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


@lru_cache(maxsize=262_144)
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
            found.update(crc32((spelling[:place] + spelling[place + 1 :]).encode()) for place in range(len(spelling)))
    return tuple(found)


def keys(name: Taken) -> dict[int, int]:
    """Return the keys of a name, numbers of 32 bits, with the words each stands for as bits: ``{key: words}``."""
    words, weights = keyed_words(name)
    found = {crc32(b"=" + name.bare.encode()): (1 << len(words)) - 1}
    for place, word in enumerate(words):
        if weights[place] == GENERIC:  # a name of places and trades alone
            found[crc32(word.encode())] = 1 << place
        elif weights[place] >= TELLING or len(words) == 1:
            bit = 1 << place
            for key in alone(word):
                found[key] = found.get(key, 0) | bit
    for place, hanzi in enumerate(name.han[:MOST_WORDS]):
        for sound in sounds(hanzi):
            found[crc32(sound.encode())] = 1 << place
    if len(words) > 1:
        _add_joined(words, found)
        _add_pairs(words, found, is_person=name.kind == "person")
    return found


def keyed_words(name: Taken) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the words that have keys, in the order of their bits, and their weights: the most telling."""
    words, weights = name.words, name.weights
    if len(words) <= MOST_WORDS:
        return words, weights
    chosen = sorted(sorted(range(len(words)), key=lambda place: (-weights[place], place))[:MOST_WORDS])
    return tuple([words[place] for place in chosen]), tuple([weights[place] for place in chosen])


def _add_joined(words: tuple[str, ...], found: dict[int, int]) -> None:
    for size in (2, 3):
        for start in range(len(words) - size + 1):
            whole = "".join(words[start : start + size])
            if len(whole) <= _LONGEST_JOINED:
                bits = ((1 << size) - 1) << start
                for key in codes(whole)[:2]:
                    found[key] = found.get(key, 0) | bits


def _add_pairs(words: tuple[str, ...], found: dict[int, int], *, is_person: bool) -> None:
    """Add keys of each two words: both by their consonants, and each whole beside the other's ends."""
    for one, other in combinations(range(len(words)), 2):
        bits = 1 << one | 1 << other
        left, right = codes(words[one]), codes(words[other])
        pairs = [
            (left[1], right[1]),
            (left[0], right[2]),
            (left[0], right[3]),
            (right[0], left[2]),
            (right[0], left[3]),
        ]
        if is_person and len(words) == 2:  # noqa: PLR2004  # a surname and one given name
            pairs += [(left[0], right[4]), (right[0], left[4])]
        for a, b in pairs:
            key = ((a ^ b) * _MIX + (a & b)) & _MASK
            found[key] = found.get(key, 0) | bits
