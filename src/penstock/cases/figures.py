"""Numbers that can be counted again: each is made of records, and bears the hash of those it was made of."""

from __future__ import annotations

import hashlib
from statistics import median
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.cases.document import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_encode = msgspec.json.Encoder(order="sorted").encode
_DIGITS = 4


def digest(value: Any) -> str:  # noqa: ANN401  # any JSON value, or record
    """Return the hash of a value: the first 16 hexadecimal digits of the SHA-256 of its JSON, keys sorted."""
    return hashlib.sha256(_encode(value)).hexdigest()[:16]


def figure(key: str, value: float | None, records: Sequence[Any], of: Mapping[str, str] | None = None) -> Figure:
    """Return a number with the hash of what it was made of.

    Args:
        key: What is counted.
        value: The number; ``None`` where it is not known. It is cut to four digits after the point.
        records: What it was made of, in a fixed order.
        of: The choice within what is counted.
    """
    chosen = dict(of or {})
    cut = round(value, _DIGITS) if isinstance(value, float) else value
    return Figure(key=key, value=cut, records=len(records), digest=digest([key, chosen, cut, list(records)]), of=chosen)


def count(key: str, records: Sequence[Any], of: Mapping[str, str] | None = None) -> Figure:
    """Return how many records there are."""
    return figure(key, len(records), records, of)


def counts(key: str, records: Iterable[Any], name: str, told: Callable[[Any], str | None]) -> tuple[Figure, ...]:
    """Return how many records there are of each value that one of them has, the values in order.

    Args:
        key: What is counted.
        records: The records.
        name: What the value is called in ``of``.
        told: Returns the value of a record; those of which it is ``None`` are not counted.
    """
    parted: dict[str, list[Any]] = {}
    for record in records:
        if (value := told(record)) is not None:
            parted.setdefault(value, []).append(record)
    return tuple(count(key, parted[value], {name: value}) for value in sorted(parted))


def middle(key: str, records: Sequence[Any], told: Callable[[Any], float | None]) -> Figure:
    """Return the median of what the records say; ``None`` where none says anything."""
    telling = [record for record in records if told(record) is not None]
    values = [value for record in telling if (value := told(record)) is not None]
    return figure(key, float(median(values)) if values else None, telling)
