"""What the reader of a format hands on: headers, records, and what it detected; or the refusal of the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from penstock.kernel.errors import InputError

LONGEST_CELL = 100_000
"""Characters of the longest cell that is read; a longer one is a reject."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that failed before its cells could be told apart."""

    code: str
    seen: str
    remedy: str


Record = tuple[int, Sequence[Any] | BadRow]
"""Where the record begins (line, sheet row or row, from 1) and its cells."""


@dataclass(frozen=True, slots=True)
class Source:
    """The headers and records of a file; ``place`` is the word for where a record stands.

    ``is_typed`` tells that cells are values of several types, not text alone; ``encoding`` and ``delimiter``
    are ``None`` where the format has none; ``notices`` say what was detected or left out.
    """

    headers: list[str]
    records: Iterator[Record]
    place: str
    is_typed: bool
    encoding: str | None = None
    delimiter: str | None = None
    notices: tuple[str, ...] = ()


def refusal(file: str, what: str, remedy: str) -> InputError:
    """Return the refusal of a whole file: ``what`` completes the sentence that its name begins."""
    return InputError(f"{file} {what}.", remedy=remedy)
