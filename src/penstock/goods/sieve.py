"""Tell of many texts at once which of them may mention anything; only those are read one by one.

Texts are joined into one buffer, those in ASCII apart from the others, and folded on it. A name begins where a word
begins: its first characters are looked up there, then its last ones and its end, all over arrays. Nothing that the
plain way finds is left out; what passes without a mention costs time and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from penstock.goods.slips import LONG
from penstock.goods.units import DIGIT, LETTER, OWN, PART, AsciiReader, Read, WideReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from penstock.goods.folding import Folder

Array = NDArray[Any]

BLOCK = 1 << 20
"""Characters that are joined into one buffer at most, except for a longer text, which is one of its own."""

_TEXTS = 4096
_OPPOSITE = bytes((1, 0)) + bytes(254)
_FACTOR, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_TABLE_BITS = 20
_SMALL_BITS = 17
_FULL = 64
_SHIFT, _SMALL_SHIFT = np.uint64(_FULL - _TABLE_BITS), np.uint64(_FULL - _SMALL_BITS)
_WINDOW = 8
_GLUED = 5
_HEADING = 4
_GAP = 4
_LONGEST = 6
_CODE_LENGTHS = (6, 8, 10, 11, 12, 13)
_CAS_LABELS = (3, 5, 6)
_CAS_LEAST = 8


@dataclass(slots=True)
class Flags:
    """Which of the texts may hold what, by their places among them.

    ``names`` holds for a text the places in its folded form where a name begins; ``all`` are the texts that must be
    looked through for everything, ``hidden`` those that hold a name once disguise is undone.
    """

    names: dict[int, list[int]] = field(default_factory=dict)
    slips: set[int] = field(default_factory=set)
    cas: set[int] = field(default_factory=set)
    codes: set[int] = field(default_factory=set)
    disguised: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    all: set[int] = field(default_factory=set)

    @property
    def any(self) -> set[int]:
        """The texts that may hold anything."""
        return self.all.union(self.names, self.slips, self.cas, self.codes, self.hidden)


class Sieve:
    """The sieve of one vocabulary."""

    def __init__(
        self, keys: Iterable[str], folder: Folder, words: Iterable[str], is_slip: Callable[[str], bool]
    ) -> None:
        """Make ready.

        Args:
            keys: The folded names.
            folder: Their folding.
            words: The words in which slips are looked for.
            is_slip: Tells whether a word means something with a slip undone.
        """
        ordered = sorted(key for key in keys if key)
        slips = sorted(words)
        plain, wide = AsciiReader(), WideReader(folder, ordered)
        ascii_keys = [key for key in ordered if key.isascii()]
        self._plain = _Block(plain, _Prefixes(plain, ascii_keys), _Slips(plain, slips, is_slip))
        self._wide = _Block(wide, _Prefixes(wide, ordered), _Slips(wide, slips, is_slip))

    def flag(self, texts: Sequence[str]) -> Flags:
        """Return which of the texts may hold names, numbers, codes, or letters in disguise."""
        flags = Flags()
        for begin in range(0, len(texts), _TEXTS):
            some = texts[begin : begin + _TEXTS]
            plain = bytes(map(str.isascii, some))
            for block, chosen in ((self._plain, plain), (self._wide, plain.translate(_OPPOSITE))):
                places = np.flatnonzero(np.frombuffer(chosen, np.uint8)) + begin
                block.flag(list(compress(some, chosen)), places, flags)
        return flags


@dataclass(frozen=True, slots=True)
class _Block:
    """A reader with what it looks for."""

    reader: AsciiReader | WideReader
    prefixes: _Prefixes
    slips: _Slips

    def flag(self, texts: Sequence[str], places: Array, flags: Flags) -> None:
        """Flag the texts of one block; ``places`` are theirs among all."""
        if not texts:
            return
        joined = PART.join(texts)
        if len(joined) > BLOCK and len(texts) > 1:
            half = len(texts) // 2
            self.flag(texts[:half], places[:half], flags)
            self.flag(texts[half:], places[half:], flags)
            return
        read = self.reader.read(joined, len(texts))
        if read is None:  # a text holds the character that parts them
            flags.all.update(places.tolist())
            return
        words, digits = _Words(read), _Digits(read)

        def note(flagged: set[int], *found: Array) -> None:
            flagged.update(places[read.rows_of(np.concatenate(found))].tolist())

        hits = self.prefixes.hits(words)
        if len(hits):
            rows = read.rows_of(words.start[hits])
            first = words.begin[np.searchsorted(words.start, read.parts[rows])]
            for place, start in zip(places[rows].tolist(), (words.begin[hits] - first).tolist(), strict=True):
                flags.names.setdefault(place, []).append(start)
        note(flags.slips, words.start[self.slips.hits(words)])
        note(flags.all, digits.glued())
        note(flags.cas, digits.cas(), words.start[words.saying_cas(self.reader)])
        note(flags.codes, digits.codes())
        note(flags.disguised, digits.inside_letters(), read.signs)
        flags.disguised.update(places[read.disguised].tolist())


class _Words:
    """The words of a block: what no space or other mark parts, and each Chinese character for itself.

    ``start`` is where a word stands in what was read, ``begin`` where in the folded text, ``length`` its length there,
    ``first`` its first units. ``is_bound`` tells of each place in the folded text whether a word begins there.
    """

    def __init__(self, read: Read) -> None:
        kinds = read.kinds
        kept = (kinds & 1).view(bool)
        self.read = read
        starts, ends = kept[1:] > kept[:-1], kept[1:] < kept[:-1]
        if read.is_wide:
            own = kinds == OWN
            between = kept[1:] & kept[:-1] & (own[1:] | own[:-1])
            starts |= between
            ends |= between
        self.start = np.flatnonzero(starts) + 1
        self.length = np.flatnonzero(ends) + 1 - self.start
        last = np.cumsum(self.length)
        self.begin = last - self.length
        self.total = int(last[-1]) if len(last) else 0
        self.is_bound = np.zeros(self.total + _WINDOW, bool)
        self.is_bound[self.begin] = True
        self.is_bound[self.total] = True
        self.first = read.view[self.begin]

    def saying_cas(self, reader: AsciiReader | WideReader) -> Array:
        """Return the words that say CAS, with or without more of a label glued to it."""
        said = np.flatnonzero((self.first & reader.masks[3]) == reader.cas)
        size = self.length[said]
        return said[np.isin(size, _CAS_LABELS) | (size >= _CAS_LEAST)]


class _Digits:
    """The runs of digits of a block: where each starts and ends in what was read, and its length."""

    def __init__(self, read: Read) -> None:
        self.read = read
        is_digit = read.kinds == DIGIT
        self.start = np.flatnonzero(is_digit[1:] > is_digit[:-1]) + 1
        self.end = np.flatnonzero(is_digit[1:] < is_digit[:-1]) + 1
        self.length = self.end - self.start
        self.gap = np.append(self.start[1:] - self.end[:-1], _GAP + 1)

    def cas(self) -> Array:
        """Return where a CAS number may begin: two or more digits, two, one, hardly apart."""
        length, gap = self.length, self.gap
        if len(length) < 3:  # noqa: PLR2004  # its three parts
            return self.start[:0]
        found = (length[2:] == 1) & (length[1:-1] == 2) & (gap[:-2] <= _GAP) & (gap[1:-1] <= _GAP)  # noqa: PLR2004
        starts: Array = self.start[:-2][found]
        return starts

    def codes(self) -> Array:
        """Return where a customs code may begin: pairs of digits, four and more, or as many as a code has."""
        length, gap = self.length, self.gap
        found = np.isin(length, _CODE_LENGTHS)
        found[:-1] |= (length[:-1] == _HEADING) & (gap[:-1] <= 2) & (length[1:] >= 2) & (length[1:] <= _LONGEST)  # noqa: PLR2004
        pair = length == 2  # noqa: PLR2004
        found[:-2] |= pair[:-2] & pair[1:-1] & pair[2:] & (gap[:-2] == 1) & (gap[1:-1] == 1)
        return self.start[found]

    def glued(self) -> Array:
        """Return where digits touch letters that may be a name glued to an amount: five letters on either side."""
        kinds = self.read.kinds
        before, behind = kinds[self.start - 1] == LETTER, kinds[self.end] == LETTER
        touching = np.flatnonzero(before | behind)
        found = np.zeros(len(touching), bool)
        start, end = self.start[touching], self.end[touching]
        for sign, edge in ((-1, start - 1), (1, end)):
            letters = np.ones(len(touching), bool)
            for step in range(_GLUED):
                letters &= kinds[np.clip(edge + sign * step, 0, len(kinds) - 1)] == LETTER
            found |= letters
        starts: Array = start[found]
        return starts

    def inside_letters(self) -> Array:
        """Return where one or two digits stand between letters."""
        kinds = self.read.kinds
        found = (self.length <= 2) & (kinds[self.start - 1] == LETTER) & (kinds[self.end] == LETTER)  # noqa: PLR2004
        kept: Array = self.start[found]
        return kept


class _Prefixes:
    """The keys of a vocabulary, by their first and last units."""

    def __init__(self, reader: AsciiReader | WideReader, keys: Sequence[str]) -> None:
        width = reader.width
        self._width = width
        self._bits = _FULL // width
        units, lengths = reader.encode(keys)
        view = reader.viewed(units)
        offsets = np.cumsum(lengths) - lengths
        first = view[offsets]
        self._short = np.zeros(1 << _TABLE_BITS, bool)
        short = lengths < width
        self._short[_hash(first[short] << (_FULL - self._bits * lengths[short]).view(np.uint64))] = True
        self._may = np.zeros(1 << _TABLE_BITS, bool)
        self._may[_hash(first[lengths >= width])] = True
        self._long = tuple(
            _Long(view, offsets[some], lengths[some], width, wide=number)
            for number, some in enumerate(((lengths >= width) & (lengths < 2 * width), lengths >= 2 * width))
            if some.any()
        )

    def hits(self, words: _Words) -> Array:
        """Return the words at which a key begins that ends with a word."""
        may = np.flatnonzero(self._may[_hash(words.first)])
        found = [one.hits(words, may) for one in self._long]
        return np.concatenate((*found, *self._short_hits(words)))

    def _short_hits(self, words: _Words) -> Iterator[Array]:
        """Yield the words at which a short key begins: one of one word, of two, and so on."""
        some = np.flatnonzero(words.length < self._width)
        length = words.length[some]
        for more in range(1, self._width):
            yield some[self._short[_hash(words.first[some] << (_FULL - self._bits * length).view(np.uint64))]]
            last = np.searchsorted(some, len(words.length) - more)
            some = some[:last]
            length = length[:last] + words.length[some + more]
            kept = length < self._width
            some, length = some[kept], length[kept]


class _Long:
    """Keys longer than a window: one window of their first units or two, then their end and their last units."""

    def __init__(self, view: Array, offsets: Array, lengths: Array, width: int, *, wide: int) -> None:
        self._width, self._wide = width, wide
        first = self._first(view, offsets)
        order = np.argsort(first, kind="stable")
        self._lengths = lengths[order]
        self._tails = view[(offsets + lengths - width)][order]
        self._prefixes, self._from, self._counts = np.unique(first[order], return_index=True, return_counts=True)
        self._may = np.zeros(1 << _TABLE_BITS, bool)
        self._may[_hash(self._prefixes)] = True

    def _first(self, view: Array, places: Array) -> Array:
        first: Array = view[places]
        if self._wide:
            first = first * _FACTOR + view[np.minimum(places + self._width, len(view) - 1)]
        return first

    def hits(self, words: _Words, some: Array) -> Array:
        """Return those of some words at which a key begins that ends with a word."""
        first = self._first(words.read.view, words.begin[some])
        may = self._may[_hash(first)]
        some, first = some[may], first[may]
        place = np.minimum(np.searchsorted(self._prefixes, first), len(self._prefixes) - 1)
        same = self._prefixes[place] == first
        some, place = some[same], place[same]
        counts = self._counts[place]
        pairs = np.repeat(np.arange(len(some)), counts)
        nth = np.arange(len(pairs)) - np.repeat(np.cumsum(counts) - counts, counts)
        keys = self._from[place][pairs] + nth
        ends = words.begin[some][pairs] + self._lengths[keys]
        fits = ends <= words.total
        fits[fits] = words.is_bound[ends[fits]]
        pairs, keys, ends = pairs[fits], keys[fits], ends[fits]
        alike = words.read.view[ends - self._width] == self._tails[keys]
        hits: Array = some[pairs[alike]]
        return hits


class _Slips:
    """The long words of controlled names, by what one slip leaves of them, and by their ends."""

    def __init__(self, reader: AsciiReader | WideReader, words: Sequence[str], is_slip: Callable[[str], bool]) -> None:
        self._is_slip = is_slip
        self._width = reader.width
        self._two, self._three, self._four = (reader.masks[n] for n in (2, 3, 4))
        self._starts = np.zeros(1 << _SMALL_BITS, bool)
        self._frames = np.zeros(1 << _SMALL_BITS, bool)
        self._ends = np.zeros(1 << _SMALL_BITS, bool)
        if words:
            units, lengths = reader.encode(words)
            view = reader.viewed(units)
            offsets = np.cumsum(lengths) - lengths
            self._starts[_small_hash(view[offsets] & self._four)] = True
            self._frames[self._frame(view[offsets], view[offsets + lengths - 3])] = True
            self._ends[_small_hash(view[offsets + lengths - self._width])] = True

    def _frame(self, first: Array, last: Array) -> Array:
        return _small_hash((first & self._two) * _FACTOR + (last & self._three))

    def hits(self, words: _Words) -> Array:
        """Return the words that mean something with a slip undone, or that end with a controlled name."""
        some = np.flatnonzero(words.length >= LONG - 1)
        first, begin, length = words.first[some], words.begin[some], words.length[some]
        view = words.read.view
        kept = self._starts[_small_hash(first & self._four)]
        kept |= self._frames[self._frame(first, view[begin + length - 3])]
        kept |= (length > LONG) & self._ends[_small_hash(view[begin + np.maximum(length, LONG) - self._width])]
        some, begin, length = some[kept], begin[kept], length[kept]
        size = length.astype(np.uint64)
        if self._width < _WINDOW:
            marks = np.arange(len(size), dtype=np.uint64)
        else:
            marks = (
                first[kept] * (length >= _WINDOW) + view[np.maximum(begin + length - _WINDOW, begin)] * _FACTOR + size
            )
            long = np.flatnonzero(length > 2 * _WINDOW)
            marks[long] += view[begin[long] + _WINDOW] * _SECOND + long.astype(np.uint64)
        _, one, of = np.unique(marks, return_index=True, return_inverse=True)
        spelled = (
            words.read.spell(at, size) for at, size in zip(begin[one].tolist(), length[one].tolist(), strict=True)
        )
        meant: Array = np.fromiter(map(self._is_slip, spelled), bool, len(one))
        return some[meant[of]]


def _hash(values: Array) -> Array:
    return ((values * _FACTOR) >> _SHIFT).view(np.int64)


def _small_hash(values: Array) -> Array:
    return ((values * _FACTOR) >> _SMALL_SHIFT).view(np.int64)
