"""Texts as arrays: each character its kind, and the folded text in units of one size.

ASCII is read in bytes; everything else in numbers of 16 bits, one for each folded character the vocabulary uses, the
ASCII ones keeping their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from penstock.goods.disguise import LOOK_ALIKES, STROKES
from penstock.goods.folding import HAN, is_invisible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.goods.folding import Folder

Array = NDArray[Any]

APART, INVISIBLE, SIGN = 0, 2, 4
LETTER, DIGIT, OWN, OTHER = 1, 3, 5, 7
"""Kinds of characters. Even: what parts words, what shows nothing, a sign that may stand for a letter. Odd, and kept
in the folded text: an ASCII letter, a digit, a word of its own, another letter or number."""

SIGNS = "@$!|"
_MANY = 6
_KIND, _KINDS = 16, 15
_ALIKE, _UNSEEN = 1 << 20, 1 << 21
_PARTING = 1
_UNKNOWN = 127
PART = "\0"
"""The character that parts the texts of a block."""

_WORD_BYTES = 8
_LETTERS, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
_FIRST_UNIT = 128


@dataclass(frozen=True, slots=True)
class Read:
    """A block of texts: the kind of each character, the folded text seen through a window, where each text ends.

    ``view[i]`` holds the units of the folded text from ``i`` on, eight bytes of them. ``parts`` are the places that
    part the texts, ``signs`` those of signs between letters, ``disguised`` the texts that hold look-alikes.
    """

    kinds: Array
    units: Array
    view: Array
    parts: Array
    signs: Array
    disguised: Array
    is_wide: bool

    def rows_of(self, places: Array) -> Array:
        """Return the texts of the block in which places stand."""
        rows: Array = np.searchsorted(self.parts, places, side="right") - 1
        return rows

    def spell(self, at: int, length: int) -> str:
        """Return a piece of the folded text; what is not plain ASCII in it comes out as something else."""
        return self.units[at : at + length].astype(np.uint8).tobytes().decode("ascii", "replace")


class _Reader:
    """What both readers share: units of one size and windows of eight bytes over them."""

    def __init__(self, dtype: type[np.uint8 | np.uint16]) -> None:
        self.dtype = dtype
        size = np.dtype(dtype).itemsize
        self.width = _WORD_BYTES // size
        self.masks = {n: np.uint64((1 << (8 * size * n)) - 1) for n in range(1, self.width + 1)}
        self.cas = self._value("cas")

    def _value(self, word: str) -> np.uint64:
        units = np.frombuffer(word[: self.width].encode("ascii"), np.uint8).astype(self.dtype)
        value: np.uint64 = self.viewed(units)[0]
        return value

    def viewed(self, units: Array) -> Array:
        """Return the window of eight bytes at each place of an array of units."""
        padded = np.concatenate((units.astype(self.dtype, copy=False), np.zeros(self.width, self.dtype)))
        return np.ndarray((len(units) + 1,), np.uint64, padded.data, 0, (padded.itemsize,))


class AsciiReader(_Reader):
    """Reads texts that are plain ASCII."""

    def __init__(self) -> None:
        """Make the tables of kinds and of folding."""
        super().__init__(np.uint8)
        kinds = bytearray(256)
        for char in _LETTERS + _LETTERS.upper():
            kinds[ord(char)] = LETTER
        for char in _DIGITS:
            kinds[ord(char)] = DIGIT
        for char in SIGNS:
            kinds[ord(char)] = SIGN
        self._kinds = bytes(kinds)
        self._lower = bytes(range(256)).lower()
        self._dropped = bytes(code for code in range(256) if kinds[code] not in {LETTER, DIGIT})

    def encode(self, words: Sequence[str]) -> tuple[Array, Array]:
        """Return folded words as one array of units, and their lengths."""
        units = np.frombuffer("".join(words).encode("ascii"), np.uint8)
        return units, np.fromiter(map(len, words), np.int64, len(words))

    def read(self, joined: str, count: int) -> Read | None:
        """Read a block of so many texts, joined by ``PART``; ``None`` where one of them holds it."""
        data = f"{PART}{joined}{PART}".encode("ascii")
        content = np.frombuffer(data, np.uint8)
        parts = np.flatnonzero(content == 0)
        if len(parts) != count + 1:
            return None
        kinds = np.frombuffer(data.translate(self._kinds), np.uint8)
        folded = np.frombuffer(data.translate(self._lower, self._dropped), np.uint8)
        none = parts[:0]
        return Read(kinds, folded, self.viewed(folded), parts, _signs(kinds), none, is_wide=False)


class WideReader(_Reader):
    """Reads texts in any script."""

    def __init__(self, folder: Folder, keys: Sequence[str]) -> None:
        """Take the folding and the folded names, whose characters get units of their own."""
        super().__init__(np.uint16)
        self._folder = folder
        used = sorted(set("".join(keys)) - set(_LETTERS + _DIGITS))
        self._unit_of = {char: ord(char) for char in _LETTERS + _DIGITS}
        self._unit_of |= {char: _FIRST_UNIT + place for place, char in enumerate(used)}
        self._mark = np.full(0x110000, _UNSEEN, np.uint32)
        self._many: dict[int, str] = {}

    def encode(self, words: Sequence[str]) -> tuple[Array, Array]:
        """Return folded words as one array of units, and their lengths."""
        codes = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32)
        table = np.zeros(0x110000, np.uint16)
        for char, unit in self._unit_of.items():
            table[ord(char)] = unit
        return table[codes], np.fromiter(map(len, words), np.int64, len(words))

    def read(self, joined: str, count: int) -> Read | None:
        """Read a block of so many texts, joined by ``PART``; ``None`` where one of them holds it."""
        joined = f"{PART}{joined}{PART}"
        marks = self._marks(joined)
        parts = np.flatnonzero(marks == _PARTING)
        if len(parts) != count + 1:
            return None
        disguised = np.unique(np.searchsorted(parts, np.flatnonzero(marks & _ALIKE)) - 1)
        kinds = (marks >> _KIND).astype(np.uint8) & _KINDS
        if (kinds == _MANY).any():
            for char in {joined[place] for place in np.flatnonzero(kinds == _MANY).tolist()}:
                joined = joined.replace(char, self._many[ord(char)])
            marks = self._marks(joined)
            kinds = (marks >> _KIND).astype(np.uint8) & _KINDS
        if (kinds == INVISIBLE).any():
            marks = marks[kinds != INVISIBLE]
            kinds = kinds[kinds != INVISIBLE]
        folded = marks[(kinds & 1).view(bool)].astype(np.uint16)
        parts = np.flatnonzero(marks == _PARTING)
        return Read(kinds, folded, self.viewed(folded), parts, _signs(kinds), disguised, is_wide=True)

    def _marks(self, text: str) -> Array:
        """Return for each character its unit, its kind above it, and above that whether it is a look-alike."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.intp)
        marks = self._mark[codes]
        unseen = codes[marks == _UNSEEN]
        if len(unseen):
            for code in set(unseen.tolist()):
                self._see(code)
            marks = self._mark[codes]
        return marks

    def _see(self, code: int) -> None:
        """Note what a character is, when it is first met."""
        char = chr(code)
        piece = self._folder.char(char)
        unit = 0
        if char == PART:
            kind, unit = APART, _PARTING
        elif not piece:
            kind = INVISIBLE if is_invisible(char) else SIGN if char in SIGNS else APART
        elif len(piece) > 1:
            kind = _MANY
            self._many[code] = piece
        else:
            kind, unit = _kind(piece), self._unit_of.get(piece, _UNKNOWN)
        self._mark[code] = unit | kind << _KIND | (_ALIKE if code in LOOK_ALIKES or char in STROKES else 0)


def _kind(piece: str) -> int:
    if ord(piece) >= HAN:
        return OWN
    return LETTER if piece in _LETTERS else DIGIT if piece in _DIGITS else OTHER


def _signs(kinds: Array) -> Array:
    """Return the places of signs that touch a letter on both sides, alone or two together."""
    found = np.flatnonzero(kinds == SIGN)
    inner = found[(found > 0) & (found < len(kinds) - 1)]
    between: Array = inner[kinds[inner - 1] == LETTER]
    return between
