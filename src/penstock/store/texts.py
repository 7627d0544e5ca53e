"""What may be written into the database: text both databases take, and JSON written one way."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def stamp_of(moment: datetime) -> str:
    """Write a moment as the store does: UTC, to the microsecond, so that text sorts as time does."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def canonical(value: Any) -> str:  # noqa: ANN401  # any JSON value
    """Write a JSON value the one way that is hashed: ASCII, keys sorted, no spaces, no NaN.

    Raises:
        UsageError: It is no JSON value.
    """
    try:
        return _ENCODER.encode(value)
    except (TypeError, ValueError) as error:
        message = f"This cannot be written as JSON ({error})."
        raise UsageError(message, remedy="Give texts, numbers, lists and mappings.") from None


def plain_json(value: Any, what: str, longest: int) -> str:  # noqa: ANN401  # any JSON value
    """Write a JSON value the one way, when all its texts may be kept.

    Raises:
        UsageError: It is no JSON value, nests too deep, is too long, or holds a text that cannot be kept.
    """
    try:
        for text in _texts(value):
            plain(text, what, longest)
        return plain(canonical(value), what, longest)
    except RecursionError:
        message = f"The {what} nests too deep."
        raise UsageError(message, remedy="Write it flatter.") from None


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401  # any JSON value
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def plain(text: str, what: str, longest: int = 10_000) -> str:
    """Return a text that may be kept as it is.

    Args:
        text: What somebody wrote.
        what: What it is, for the error.
        longest: The most characters it may have.

    Raises:
        UsageError: It is too long, holds a NUL character, or half of a surrogate pair, which PostgreSQL keeps not.
    """
    if len(text) > longest:
        message = f"The {what} has {len(text):,} characters."
        raise UsageError(message, remedy=f"Write at most {longest:,}.")
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        message = f"The {what} holds a character that is no text."
        raise UsageError(message, remedy="Take out NUL characters and halves of characters.")
    return text
