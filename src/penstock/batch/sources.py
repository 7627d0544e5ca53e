"""What the reader of a format hands on: headers, records, and what it detected; or the refusal of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from penstock.batch.laid import Frame

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

    ``records`` begins to read from the first one anew each time it is called; so does ``tables``, which gives the same
    laid out in tables of any number of rows, where the format can do so faster. ``is_typed`` tells that cells are
    values of several types, not text alone; ``encoding`` and ``delimiter`` are ``None`` where the format has none;
    ``notices`` say what was detected or left out.
    """

    headers: list[str]
    records: Callable[[], Iterator[Record]]
    place: str
    is_typed: bool
    encoding: str | None = None
    delimiter: str | None = None
    notices: tuple[str, ...] = ()
    tables: Callable[[], Iterator[Frame]] | None = None


def refusal(file: str, what: str, remedy: str) -> InputError:
    """Return the refusal of a whole file: ``what`` completes the sentence that its name begins."""
    return InputError(f"{file} {what}.", remedy=remedy)


def unreadable(file: str, error: OSError) -> InputError:
    """Return the refusal of a file that the machine does not give."""
    return refusal(file, f"cannot be opened ({error.strerror or error})", "Check that you may read it.")


def blank(file: str) -> InputError:
    """Return the refusal of a file that holds nothing, or white space alone."""
    return refusal(file, "is empty", "Export it again, with a line of headers and the rows.")


def read_bytes(path: Path, most: int = -1) -> bytes:
    """Return the first bytes of a file, by default all of them.

    Raises:
        InputError: The file cannot be opened, or is empty.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(most)
    except OSError as error:
        raise unreadable(str(path), error) from error
    if not data.strip():
        raise blank(str(path))
    return data
