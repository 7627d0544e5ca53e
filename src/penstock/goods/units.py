"""Texts as arrays: each character its kind, and the folded text in units of one size.

ASCII is read in bytes; everything else in numbers of 16 bits, the code points of the folded characters.
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
_STROKES = np.array(sorted(map(ord, STROKES)))
_MANY = 6
_KINDS = 15
_ALIKE, _ODD, _PARTING, _COUNTING, _UNSEEN = 16, 32, 64, 128, 255
"""Beside the kind of a character: whether it is a look-alike, is read in a way of its own, parts texts, is an odd one
that counts something, is not known yet."""

PART = "\0"
"""The character that parts the texts of a block."""

_WORD_BYTES = 8
_LETTERS, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
_PLAIN_DIGITS = f"{_DIGITS}０１２３４５６７８９²³"
"""Digits whose last four bits are what they count, and which are read alike wherever numbers are looked for."""

_CODES, _UNITS = 0x110000, 0x10000
_PRIVATE, _PRIVATE_BITS = 0xE000, 0xFFF
_AS_UNITS = {1: "ascii", 2: "utf-16-le"}
_SPELLED = {1: "ascii", 2: "utf-16"}


@dataclass(frozen=True, slots=True)
class Read:
    """A block of texts: the kind of each character, the folded text seen through a window, where each text ends.

    ``raw`` holds the characters as they are, those that show nothing left out. ``view[i]`` holds the units of the
    folded text from ``i`` on, eight bytes of them. ``parts`` are the places that part the texts, ``signs`` those of
    signs between letters, ``disguised`` the texts that hold look-alikes. ``odd`` are the texts that hold characters
    which show nothing, fold to several, or are letters or digits of a rare sort: read with others they are left empty,
    and read by themselves their places are not those of the original. ``counting`` are those with rare digits.
    """

    raw: Array
    kinds: Array
    units: Array
    view: Array
    parts: Array
    signs: Array
    disguised: Array
    odd: Array
    counting: Array
    is_wide: bool

    def rows_of(self, places: Array) -> Array:
        """Return the texts of the block in which places stand."""
        rows: Array = np.searchsorted(self.parts, places, side="right") - 1
        return rows

    def spell(self, at: int, end: int) -> str:
        """Return a piece of the folded text; a character beyond 16 bits comes out as something else."""
        return self.spelled(self.units[at:end])

    def spelled(self, units: Array) -> str:
        """Return units as text, a character for each."""
        return units.tobytes().decode(_SPELLED[units.itemsize], "replace")


class _Reader:
    """What both readers share: units of one size and windows of eight bytes over them."""

    is_wide = False

    def __init__(self, dtype: type[np.uint8 | np.uint16]) -> None:
        self.dtype = dtype
        size = np.dtype(dtype).itemsize
        self.width = _WORD_BYTES // size
        self.masks = {n: np.uint64((1 << (8 * size * n)) - 1) for n in range(1, self.width + 1)}
        self.cas = self.values(["cas"])[0]

    def values(self, words: Sequence[str]) -> Array:
        """Return the windows that show some words in ASCII and nothing else, none longer than a window."""
        encoded = (word.encode(_AS_UNITS[np.dtype(self.dtype).itemsize]) for word in words)
        return np.array([int.from_bytes(code, "little") for code in encoded], np.uint64)

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

    def read(self, joined: str, count: int, *, is_odd: bool = False) -> Read | None:  # noqa: ARG002  # none is
        """Read a block of so many texts, joined by ``PART``; ``None`` where one of them holds it."""
        data = f"{PART}{joined}{PART}".encode("ascii")
        content = np.frombuffer(data, np.uint8)
        parts = np.flatnonzero(content == 0)
        if len(parts) != count + 1:
            return None
        kinds = np.frombuffer(data.translate(self._kinds), np.uint8)
        folded = np.frombuffer(data.translate(self._lower, self._dropped), np.uint8)
        none = parts[:0]
        signs = _signs(kinds) if _has_sign(joined) else none
        return Read(content, kinds, folded, self.viewed(folded), parts, signs, none, none, none, is_wide=False)


class WideReader(_Reader):
    """Reads texts in any script."""

    is_wide = True

    def __init__(self, folder: Folder) -> None:
        """Take the folding; what a character is, is noted when it is first met."""
        super().__init__(np.uint16)
        self._folder = folder
        self._marks = np.full(_CODES, _UNSEEN, np.uint8)
        self._units = np.zeros(_CODES, np.uint16)
        self._many: dict[int, str] = {}

    def encode(self, words: Sequence[str]) -> tuple[Array, Array]:
        """Return folded words as one array of units, and their lengths."""
        codes = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32)
        units = codes.astype(np.uint16)
        if len(codes) and codes.max() >= _UNITS:
            units[codes >= _UNITS] = _PRIVATE | codes[codes >= _UNITS] & _PRIVATE_BITS
        return units, np.fromiter(map(len, words), np.int64, len(words))

    def read(self, joined: str, count: int, *, is_odd: bool = False) -> Read | None:
        """Read a block of so many texts, joined by ``PART``; ``None`` where one of them holds it.

        ``is_odd`` says that all of them are odd.
        """
        joined = f"{PART}{joined}{PART}"
        codes, marks = self._marked(joined)
        parts = np.flatnonzero(marks == _PARTING)
        if len(parts) != count + 1:
            return None
        disguised = odd = counting = parts[:0]
        strange = np.flatnonzero((marks & (_ALIKE | _ODD)).astype(bool))
        if len(strange):
            what, code = marks.take(strange), codes.take(strange)
            is_stroke = np.isin(code, _STROKES) & ~np.isin(marks.take(strange - 1) & _KINDS, (LETTER, DIGIT, OTHER))
            strange, what = strange.compress(~is_stroke), what.compress(~is_stroke)
            rows = np.searchsorted(parts, strange) - 1
            disguised, odd, counting = (np.unique(rows[(what & one) > 0]) for one in (_ALIKE, _ODD, _COUNTING))
        if is_odd:
            for char in {chr(code) for code in codes[marks & _KINDS == _MANY].tolist()}:
                joined = joined.replace(char, self._many[ord(char)])
            codes, marks = self._marked(joined)
            shown = marks & _KINDS != INVISIBLE
            codes, marks = codes.compress(shown), marks.compress(shown)
            parts = np.flatnonzero(marks == _PARTING)
        else:
            for start, end in zip(parts[odd].tolist(), parts[odd + 1].tolist(), strict=True):
                marks[start:end] = APART
        kinds = marks & _KINDS
        folded = self._units.take(codes.compress((kinds & 1).view(bool)))
        signs = _signs(kinds) if _has_sign(joined) else parts[:0]
        return Read(codes, kinds, folded, self.viewed(folded), parts, signs, disguised, odd, counting, is_wide=True)

    def _marked(self, text: str) -> tuple[Array, Array]:
        """Return the code points of a text, and for each its kind with what else is noted of it."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.intp)
        marks = self._marks.take(codes)
        unseen = codes[marks == _UNSEEN]
        if len(unseen):
            for code in set(unseen.tolist()):
                self._see(code)
            marks = self._marks.take(codes)
        return codes, marks

    def _see(self, code: int) -> None:
        """Note what a character is, when it is first met."""
        char = chr(code)
        piece = self._folder.char(char)
        kind, is_odd = APART, False
        if not piece:
            kind = INVISIBLE if is_invisible(char) else SIGN if char in SIGNS else APART
            is_odd = kind == INVISIBLE
        elif len(piece) > 1:
            kind, is_odd = _MANY, True
            self._many[code] = piece
        else:
            kind = _kind(piece)
            is_odd = ord(piece) >= _UNITS or not char.isalnum() or (code >= HAN) != (kind == OWN)
            is_odd = is_odd or (kind == DIGIT and char not in _PLAIN_DIGITS)
            self._units[code] = self.encode([piece])[0][0]
        is_alike = code in LOOK_ALIKES or char in STROKES
        counts = is_odd and char not in _PLAIN_DIGITS and any(map(str.isnumeric, char + piece))
        self._marks[code] = kind | is_alike * _ALIKE | is_odd * _ODD | counts * _COUNTING
        if char == PART:
            self._marks[code] = _PARTING


def _kind(piece: str) -> int:
    if ord(piece) >= HAN:
        return OWN
    return LETTER if piece in _LETTERS else DIGIT if piece.isdecimal() else OTHER


def _has_sign(text: str) -> bool:
    return any(sign in text for sign in SIGNS)


def _signs(kinds: Array) -> Array:
    """Return the places of signs that touch a letter or a digit before them, and behind them what may be one."""
    found = np.flatnonzero(kinds == SIGN)
    inner = found[(found > 0) & (found < len(kinds) - 1)]
    before = kinds[inner - 1]
    between: Array = inner[((before == LETTER) | (before == DIGIT)) & (kinds[inner + 1] != APART)]
    return between
