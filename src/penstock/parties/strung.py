"""Numbers of words written together, told from the numbers of each: a cyclic redundancy check can be continued."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import numpy as np

from penstock.parties.foreign import consonants

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.uint32]
    Places = NDArray[np.int64]

LONGEST = 20
"""Letters of the longest words that are joined."""

_BYTES = 4
_MOST_BYTES = LONGEST * _BYTES
_BEFORE_H = frozenset("skgtdpc")
"""Letters that make one sound with an h behind them."""


class Strung(NamedTuple):
    """Words, or several written together, in arrays.

    Args:
        letters: How many letters they have.
        size: How many bytes.
        whole: The number of all letters.
        bones: The number of the consonants.
        rest: That of the consonants but the first.
        bone_count: How many consonants there are.
        bone_size: How many bytes they have.
        first_bone: The first consonant, 0 where there is none.
        last_bone: The last.
        has_h: Whether the first letter is an h.
        takes_h: Whether the last makes one sound with an h behind it.
    """

    letters: Places
    size: Places
    whole: Numbers
    bones: Numbers
    rest: Numbers
    bone_count: Places
    bone_size: Places
    first_bone: Numbers
    last_bone: Numbers
    has_h: NDArray[np.bool_]
    takes_h: NDArray[np.bool_]

    def of(self, some: Places | NDArray[np.int32]) -> Strung:
        """Return some of them."""
        return Strung._make(column[some] for column in self)

    def and_more(self, other: Strung) -> Strung:
        """Return these words and then others."""
        return Strung._make(np.concatenate([ours, theirs]) for ours, theirs in zip(self, other, strict=True))

    def put(self, place: int, word: str) -> None:
        """Put a word in the place of one."""
        columns: Iterable[NDArray[Any]] = self
        values: Iterable[NDArray[Any]] = strung([word])
        for column, value in zip(columns, values, strict=True):
            column[place] = value[0]

    def codes(self) -> tuple[Numbers, Numbers]:
        """Return the first two of the ``codes`` of each: whole, and by its consonants."""
        has_bones = self.bone_count > 1
        size = np.where(has_bones, self.bone_size, self.size)
        return self.whole, _after(np.uint32(crc32(b"c")), size) ^ np.where(has_bones, self.bones, self.whole)


def strung(words: Sequence[str]) -> Strung:
    """Return words as they can be joined."""
    bones = [consonants(word) for word in words]
    return Strung(
        np.array([len(word) for word in words], np.int64),
        np.array([len(word.encode()) for word in words], np.int64),
        np.array([crc32(word.encode()) for word in words], np.uint32),
        np.array([crc32(one.encode()) for one in bones], np.uint32),
        np.array([crc32(one[1:].encode()) for one in bones], np.uint32),
        np.array([len(one) for one in bones], np.int64),
        np.array([len(one.encode()) for one in bones], np.int64),
        np.array([ord(one[0]) if one else 0 for one in bones], np.uint32),
        np.array([ord(one[-1]) if one else 0 for one in bones], np.uint32),
        np.array([word.startswith("h") for word in words], np.bool_),
        np.array([word[-1] in _BEFORE_H for word in words], np.bool_),
    )


def written_together(one: Strung, other: Strung) -> tuple[Strung, NDArray[np.bool_]]:
    """Return words written together, and of which the consonants cannot be told so: a letter meets an h."""
    is_twice = (one.last_bone == other.first_bone) & (other.bone_size > 0)
    bones = np.where(is_twice, other.rest, other.bones)
    size = other.bone_size - is_twice * _width(other.first_bone)
    has_more = other.bone_size > 0
    whole = Strung(
        one.letters + other.letters,
        one.size + other.size,
        _after(one.whole, other.size) ^ other.whole,
        _after(one.bones, size) ^ bones,
        one.rest.copy(),  # of no use: nothing is put in front of several words
        one.bone_count + other.bone_count - is_twice,
        one.bone_size + size,
        np.where(one.bone_size > 0, one.first_bone, other.first_bone),
        np.where(has_more, other.last_bone, one.last_bone),
        one.has_h.copy(),
        other.takes_h.copy(),
    )
    return whole, one.takes_h & other.has_h


def _width(letter: Numbers) -> Places:
    """Return how many bytes letters have."""
    return 1 + (letter >= 0x80).astype(np.int64) + (letter >= 0x800) + (letter >= 0x10000)  # noqa: PLR2004  # of UTF-8


def _after(number: Numbers | np.uint32, size: Places) -> Numbers:
    """Return numbers as they are once so many bytes of nought have followed."""
    zeros = _zeros()
    low, high = zeros[size, 0, number & 0xFF], zeros[size, 1, number >> 8 & 0xFF]
    found: Numbers = low ^ high ^ zeros[size, 2, number >> 16 & 0xFF] ^ zeros[size, 3, number >> 24]
    return found


@cache
def _zeros() -> Numbers:
    """Return what each byte of a number becomes after 0 bytes of nought, 1, and so on."""
    one = np.array([crc32(b"\0", byte) ^ crc32(b"\0") for byte in range(256)], np.uint32)
    found = np.empty((_MOST_BYTES + 1, _BYTES, 256), np.uint32)
    found[0] = np.arange(256, dtype=np.uint32) << (8 * np.arange(_BYTES, dtype=np.uint32))[:, None]
    for size in range(1, _MOST_BYTES + 1):
        found[size] = found[size - 1] >> 8 ^ one[found[size - 1] & 0xFF]
    return found
