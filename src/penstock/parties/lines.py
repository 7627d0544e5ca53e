"""Names taken apart, in arrays: what many pairs of names are weighed by at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import numpy as np

from penstock.parties.spelt import columns, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from penstock.parties.lexicon import Mark
    from penstock.parties.names import Taken
    from penstock.parties.spelt import Words

LINE = np.dtype(
    [
        ("total", np.float32),
        ("letters", np.uint32),
        ("bare", np.uint32),
        ("numbers", np.uint32),
        ("trades", np.uint64),
        ("places", np.uint64),
        ("around", np.uint64),
        ("forms", np.uint64),
        ("count", np.int16),
        ("han", np.int16),
        ("trade_count", np.uint8),
        ("is_marked", np.bool_),
        ("is_slipped", np.bool_),
        ("is_person", np.bool_),
        ("is_chinese", np.bool_),
    ],
    align=True,
)
"""What is told of a name besides its words.

Its trades, places and forms are bits, two of which may be one; ``han`` counts its first words that are hanzi.
``is_marked`` tells whether it has a place, trade or form, ``is_slipped`` whether one of them is spelt wrong.
"""


class Lines(NamedTuple):
    """Several names.

    Args:
        rows: The columns of ``LINE``.
        starts: Where the words of each start.
        numbers: The row of each word in the table.
        weights: How much each word tells.
        mark_starts: Where the places, trades and forms of each start.
        marks: The row of each of those, by its spelling.
        cores: The words of each name in the order of the alphabet, unparted.
        words: The different words.
    """

    rows: dict[str, NDArray[Any]]
    starts: NDArray[np.int64]
    numbers: NDArray[np.int32]
    weights: NDArray[np.float64]
    mark_starts: NDArray[np.int64]
    marks: NDArray[np.int32]
    cores: list[str]
    words: Words


class Meaning(NamedTuple):
    """What a name says besides its words and numbers; many names say the same."""

    trades: frozenset[str]
    places: frozenset[str]
    around: frozenset[str]
    forms: frozenset[str]
    marks: tuple[Mark, ...]
    is_person: bool
    is_chinese: bool

    def line(self) -> tuple[object, ...]:
        """Return the row of ``LINE`` of a name that says this and nothing else."""
        is_slipped = any(mark.spelling.isascii() and mark.spelling not in spellings() for mark in self.marks)
        said = (bits(self.trades), bits(self.places), bits(self.around), bits(self.forms))
        told = (len(self.trades), bool(self.marks), is_slipped, self.is_person, self.is_chinese)
        return (0, 0, 0, 0, *said, 0, 0, *told)


def lines_of(names: Sequence[Taken], words: Words) -> Lines:
    """Lay names out, their words numbered by ``words``."""
    meanings: dict[Meaning, int] = {}
    at = np.array([meanings.setdefault(_meaning(name), len(meanings)) for name in names], np.int64)
    shared = columns(np.array([meaning.line() for meaning in meanings], LINE))
    rows = {name: column[at] for name, column in shared.items()} | _own(names)
    starts = np.zeros(len(names) + 1, np.int64)
    np.cumsum(rows["count"], out=starts[1:])
    mark_starts, marks = _marks(meanings, at, words)
    return Lines(
        rows,
        starts,
        np.array(_numbers(names, words), np.int32),
        np.array([weight for name in names for weight in name.weights], np.float64),
        mark_starts,
        marks,
        [name.core for name in names],
        words,
    )


def _meaning(name: Taken) -> Meaning:
    return Meaning(
        name.trades, name.places, name.around, name.forms, name.marks, name.kind == "person", name.is_chinese
    )


def _own(names: Sequence[Taken]) -> dict[str, NDArray[Any]]:
    """Return the columns that each name has for itself."""
    numbers = [crc32(" ".join(name.numbers).encode()) if name.numbers else 0 for name in names]
    return {
        "total": np.array([name.total for name in names], np.float32),
        "letters": np.array([crc32(name.letters.encode()) for name in names], np.uint32),
        "bare": np.array([crc32(b"=" + name.bare.encode()) for name in names], np.uint32),
        "numbers": np.array(numbers, np.uint32),
        "count": np.array([len(name.words) for name in names], np.int16),
        "han": np.array([len(name.han) for name in names], np.int16),
    }


def _marks(meanings: Iterable[Meaning], at: NDArray[np.int64], words: Words) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """Return where the places, trades and forms of each name start, and the row of each of those."""
    every = [words.numbers(mark.spelling for mark in meaning.marks) for meaning in meanings]
    ends = np.cumsum([0, *map(len, every)])
    flat = np.array([number for marks in every for number in marks], np.int32)
    starts, those = _runs(ends, at)
    return starts, flat[those]


def _runs(starts: NDArray[np.int64], at: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where runs start that are put one behind another, and the places of all that is in them."""
    counts = starts[at + 1] - starts[at]
    found = np.zeros(len(at) + 1, np.int64)
    np.cumsum(counts, out=found[1:])
    return found, np.arange(found[-1]) + np.repeat(starts[at] - found[:-1], counts)


def _numbers(names: Sequence[Taken], words: Words) -> list[int]:
    found: list[int] = []
    for name in names:
        if name.han:
            han = len(name.han)
            found += map(words.number, name.words[:han], name.han)
            found += words.numbers(name.words[han:])
        else:
            found += words.numbers(name.words)
    return found


def some_of(lines: Lines, at: NDArray[np.int64]) -> Lines:
    """Return some names of several."""
    starts, words = _runs(lines.starts, at)
    mark_starts, marks = _runs(lines.mark_starts, at)
    return Lines(
        {name: column[at] for name, column in lines.rows.items()},
        starts,
        lines.numbers[words],
        lines.weights[words],
        mark_starts,
        lines.marks[marks],
        [lines.cores[place] for place in at.tolist()],
        lines.words,
    )


def joined(one: Lines, other: Lines) -> Lines:
    """Return some names and then others, whose words are numbered together."""
    return Lines(
        {name: np.concatenate([column, other.rows[name]]) for name, column in one.rows.items()},
        np.concatenate([one.starts, one.starts[-1] + other.starts[1:]]),
        np.concatenate([one.numbers, other.numbers]),
        np.concatenate([one.weights, other.weights]),
        np.concatenate([one.mark_starts, one.mark_starts[-1] + other.mark_starts[1:]]),
        np.concatenate([one.marks, other.marks]),
        [*one.cores, *other.cores],
        other.words,
    )


def bits(words: Iterable[str]) -> int:
    """Return words as bits, one each of 64; two words may have one bit."""
    found = 0
    for word in words:
        found |= 1 << crc32(word.encode()) % 64
    return found
