"""Tell of many texts at once which of them may mention anything; only those are read one by one.

Texts are joined into one buffer, those in ASCII apart from the others, and folded on it. A name begins where a word
begins: its first characters are looked up there, then its last ones and its end, all over arrays; numbers are looked
up, and what stands before them is looked at, on arrays as well. Nothing that the plain way finds is left out; what
passes without a mention costs time and nothing else.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from penstock.goods.beginnings import Beginnings
from penstock.goods.digits import Digits, Known, counted
from penstock.goods.lonely import MACHINES, NAMES, TRADE, Companies, trade_words
from penstock.goods.near import NearWords
from penstock.goods.spelled import COUNTS
from penstock.goods.units import PART, AsciiReader, WideReader
from penstock.goods.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from penstock.goods.folding import Folded, Folder
    from penstock.goods.matching import Names
    from penstock.goods.units import Read

Array = NDArray[Any]

BLOCK = 1 << 20
"""Characters that are joined into one buffer at most, except for a longer text, which is one of its own."""

_TEXTS = 16384
_OPPOSITE = bytes((1, 0)) + bytes(254)


@dataclass(slots=True)
class Flags:
    """Which of the texts may hold what, by their places among them.

    ``names`` holds for a text the places in its folded form where a name begins; ``all`` are the texts that must be
    looked through for everything, ``hidden`` those that hold a name once disguise is undone. ``folded`` holds the
    folded form of those where it is at hand.
    """

    names: dict[int, list[int]] = field(default_factory=dict)
    slips: set[int] = field(default_factory=set)
    cas: set[int] = field(default_factory=set)
    codes: set[int] = field(default_factory=set)
    disguised: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    all: set[int] = field(default_factory=set)
    folded: dict[int, Folded] = field(default_factory=dict)

    @property
    def any(self) -> set[int]:
        """The texts that may hold anything."""
        return self.all.union(self.names, self.slips, self.cas, self.codes, self.hidden)


class Sieve:
    """The sieve of one vocabulary."""

    def __init__(  # noqa: PLR0913, PLR0917  # the parts of a vocabulary
        self,
        names: Names,
        folder: Folder,
        words: Iterable[str],
        is_near: Callable[[str], bool],
        numbers: Iterable[str],
        codes: Iterable[str],
    ) -> None:
        """Make ready.

        Args:
            names: The names.
            folder: Their folding.
            words: The words in which slips are looked for.
            is_near: Tells whether a word means something with a slip undone, or ends with a controlled name.
            numbers: The CAS numbers that are known, ``digits-2-1``.
            codes: The customs codes that are known, digits only.
        """
        lonely = names.lonely()
        kinds = dict(lonely)
        for company, kind in ((trade_words(folder), TRADE), (names.company(), MACHINES)):
            kinds |= {word: kinds.get(word, COUNTS if word in names else 0) | kind for word in company}
        ordered = sorted([*names.keys, *(word for word in kinds if word not in names)])
        of = np.full(len(ordered), COUNTS, np.uint8)
        for word, kind in kinds.items():
            of[bisect_left(ordered, word)] = kind
        is_plain = np.frombuffer(bytes(map(str.isascii, ordered)), bool)
        longest, reach, slips = max(map(len, lonely), default=0), names.reach(), sorted(words)
        held = counted(numbers)
        self._plain, self._wide = (
            _Block(
                reader,
                Beginnings(reader, list(compress(ordered, some)), of.compress(some)),
                NearWords(reader, slips, is_near),
                Companies(reader, longest, reach),
                Known(reader, held, codes),
            )
            for reader, some in ((AsciiReader(), is_plain), (WideReader(folder), np.ones_like(is_plain)))
        )

    def flag(self, texts: Sequence[str]) -> Flags:
        """Return which of the texts may hold names, numbers, codes, or letters in disguise."""
        flags = Flags()
        odd: list[int] = []
        for begin in range(0, len(texts), _TEXTS):
            some = texts[begin : begin + _TEXTS]
            plain = bytes(map(str.isascii, some))
            for block, chosen in ((self._plain, plain), (self._wide, plain.translate(_OPPOSITE))):
                places = np.flatnonzero(np.frombuffer(chosen, np.uint8)) + begin
                odd += block.flag(list(compress(some, chosen)), places, flags)
        for begin in range(0, len(odd), _TEXTS):
            left = odd[begin : begin + _TEXTS]
            self._wide.flag([texts[place] for place in left], np.array(left), flags, is_odd=True)
        return flags


@dataclass(frozen=True, slots=True)
class _Block:
    """A reader with what it looks for."""

    reader: AsciiReader | WideReader
    beginnings: Beginnings
    near: NearWords
    companies: Companies
    known: Known

    def flag(self, texts: Sequence[str], places: Array, flags: Flags, *, is_odd: bool = False) -> list[int]:
        """Flag the texts of one block, ``places`` are theirs among all; return those that are odd.

        ``is_odd`` says that all of them are, and that it is their turn.
        """
        if not texts:
            return []
        joined = PART.join(texts)
        if len(joined) > BLOCK and len(texts) > 1:
            half = len(texts) // 2
            return [
                place
                for some in (slice(half), slice(half, None))
                for place in self.flag(texts[some], places[some], flags, is_odd=is_odd)
            ]
        read = self.reader.read(joined, len(texts), is_odd=is_odd)
        if read is None:  # a text holds the character that parts them
            flags.all.update(places.tolist())
            return []
        self._flag(read, places, flags, is_odd=is_odd)
        return [] if is_odd else places.take(read.odd).tolist()

    def _flag(self, read: Read, places: Array, flags: Flags, *, is_odd: bool) -> None:
        words = Words(read)
        digits = Digits(words, self.known, is_odd=is_odd)
        glued = digits.glued()
        slips = self.near.hits(words)
        rows = read.rows_of

        def note(flagged: set[int], *found: Array) -> None:
            flagged.update(places.take(np.concatenate(found)).tolist())

        note(flags.slips, rows(words.start.take(slips)), rows(glued))
        cas = np.concatenate((digits.likely_cas(), words.saying_cas(self.reader)))
        cas = np.concatenate((rows(cas), read.counting))
        note(flags.cas, cas)
        note(flags.codes, rows(digits.likely_codes()), read.counting)
        note(flags.disguised, rows(digits.inside_letters()), rows(glued), rows(read.signs), read.disguised)
        found = self.beginnings.hits(words)
        hits = found.of(NAMES).words if is_odd else self.companies.kept(words, digits, found, cas)
        self._note_names(words, hits, places, flags)
        if not is_odd:
            kept = np.unique(rows(words.start.take(np.concatenate((hits, slips)))))
            flags.folded.update(zip(places.take(kept).tolist(), words.folded(kept), strict=True))

    @staticmethod
    def _note_names(words: Words, hits: Array, places: Array, flags: Flags) -> None:
        """Note where in the folded texts names begin."""
        read = words.read
        hits = np.unique(hits)
        rows = read.rows_of(words.start.take(hits))
        first = words.begin.take(words.at(read.parts.take(rows)) + 1)
        starts = words.begin.take(hits) - first
        for place, start in zip(places.take(rows).tolist(), starts.tolist(), strict=True):
            flags.names.setdefault(place, []).append(start)
