"""Names as they were read, kept with an index: so that it opens without reading them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from penstock.parties.lines import LINE, Lines
from penstock.parties.names import Kind  # noqa: TC001  # msgspec reads the annotations
from penstock.parties.spelt import WORD, Words, columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


class KeptWords(msgspec.Struct, frozen=True, array_like=True):
    """Words in the order of their numbers, the hanzi of each or an empty text, and the rows of ``WORD``."""

    texts: list[str]
    hanzi: list[str]
    table: bytes

    @classmethod
    def of(cls, words: Words) -> KeptWords:
        """Keep words."""
        return cls(words.texts, words.hanzi, _rows(words.table, WORD).tobytes())

    def words(self) -> Words:
        """Return the words."""
        return Words.known(self.texts, self.hanzi, columns(np.frombuffer(self.table, WORD)))


class KeptLines(msgspec.Struct, frozen=True, array_like=True):
    """Names read as a kind: the arrays of ``Lines`` as bytes."""

    kind: Kind | None
    rows: bytes
    numbers: bytes
    weights: bytes
    mark_starts: bytes
    marks: bytes
    cores: list[str]

    @classmethod
    def of(cls, kind: Kind | None, lines: Lines) -> KeptLines:
        """Keep names."""
        return cls(
            kind,
            _rows(lines.rows, LINE).tobytes(),
            lines.numbers.tobytes(),
            lines.weights.tobytes(),
            lines.mark_starts.astype(np.int32).tobytes(),
            lines.marks.tobytes(),
            lines.cores,
        )

    def lines(self, words: Words) -> Lines:
        """Return the names, whose words are these."""
        rows = columns(np.frombuffer(self.rows, LINE))
        starts = np.zeros(len(self.cores) + 1, np.int64)
        np.cumsum(rows["count"], out=starts[1:])
        return Lines(
            rows,
            starts,
            np.frombuffer(self.numbers, np.int32),
            np.frombuffer(self.weights, np.float64),
            np.frombuffer(self.mark_starts, np.int32).astype(np.int64),
            np.frombuffer(self.marks, np.int32),
            self.cores,
            words,
        )


def _rows(columns: Mapping[str, NDArray[Any]], of: np.dtype[np.void]) -> NDArray[np.void]:
    found = np.zeros(len(next(iter(columns.values()))), of)
    for name, column in columns.items():
        found[name] = column
    return found
