"""Names taken apart, in arrays: what many pairs of names are weighed by at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import numpy as np

from penstock.parties.spelt import columns, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

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


def lines_of(names: Sequence[Taken], words: Words) -> Lines:
    """Lay names out, their words numbered by ``words``."""
    rows = np.zeros(len(names), LINE)
    for place, name in enumerate(names):
        rows[place] = _line(name)
    starts = np.zeros(len(names) + 1, np.int64)
    np.cumsum(rows["count"], out=starts[1:])
    numbers = [number for name in names for number in _numbers(name, words)]
    weights = [weight for name in names for weight in name.weights]
    mark_starts = np.cumsum([0, *(len(name.marks) for name in names)])
    marks = [words.number(mark.spelling) for name in names for mark in name.marks]
    return Lines(
        columns(rows),
        starts,
        np.array(numbers, np.int32),
        np.array(weights, np.float64),
        mark_starts,
        np.array(marks, np.int32),
        [name.core for name in names],
        words,
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


def _numbers(name: Taken, words: Words) -> Iterable[int]:
    if not name.han:
        return map(words.number, name.words)
    han = len(name.han)
    return [*map(words.number, name.words[:han], name.han), *map(words.number, name.words[han:])]


def _line(name: Taken) -> tuple[object, ...]:
    return (
        name.total,
        crc32(name.letters.encode()),
        crc32(b"=" + name.bare.encode()),
        crc32(" ".join(name.numbers).encode()) if name.numbers else 0,
        bits(name.trades),
        bits(name.places),
        bits(name.around),
        bits(name.forms),
        len(name.words),
        len(name.han),
        len(name.trades),
        bool(name.marks),
        any(mark.spelling.isascii() and mark.spelling not in spellings() for mark in name.marks),
        name.kind == "person",
        name.is_chinese,
    )


def bits(words: Iterable[str]) -> int:
    """Return words as bits, one each of 64; two words may have one bit."""
    found = 0
    for word in words:
        found |= 1 << crc32(word.encode()) % 64
    return found
