"""Whether two texts are one: the same words, or most of their runs of words in common."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_]+")
_RUN = 5
NEAR = 0.5
"""From which share of common runs of words on a text is called a near-duplicate of another."""


@dataclass(frozen=True, slots=True)
class Shingles:
    """The runs of five words of a text, as digests; of a shorter text, all of it as one run."""

    runs: frozenset[bytes]

    @classmethod
    def of(cls, text: str) -> Shingles:
        """Return the runs of a text; case, marks and space count for nothing."""
        words = _WORD.findall(text.lower())
        size = min(_RUN, len(words))
        pieces = (" ".join(words[at : at + size]) for at in range(len(words) - size + 1)) if size else iter(())
        return cls(frozenset(blake2b(piece.encode(), digest_size=8).digest() for piece in pieces))

    def share(self, other: Shingles) -> float:
        """Return the share of the smaller text's runs that stand in the other too, 0 to 1; 0 where one has none."""
        smaller = min(len(self.runs), len(other.runs))
        return len(self.runs & other.runs) / smaller if smaller else 0.0
