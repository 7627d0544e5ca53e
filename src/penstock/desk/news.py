"""What is new in the law since somebody looked last: what began or ended since, and what the register learnt since."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from penstock.law.compare import changes

if TYPE_CHECKING:
    from collections.abc import Container

    from penstock.law.compare import Change
    from penstock.law.register import Register

_LETTERS = 12
"""Hexadecimal letters of a key: among some thousand changes, two of one key are one chance in a hundred million."""


def key_of(change: Change) -> str:
    """Return what stands for a change: its day, its measure, and what it does."""
    told = (change.day.isoformat(), change.measure, change.what, *change.scope)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:_LETTERS]


def law_told(register: Register) -> frozenset[str]:
    """Return the keys of all changes that a register tells of, those to come with them."""
    return frozenset(map(key_of, changes(register, date.min, date.max, register.places(None))))


def news(register: Register, since: date, today: date, seen: Container[str] | None) -> list[Change]:
    """Return the changes up to today that began since a day, or that the register did not tell of then, by day.

    Args:
        register: The register.
        since: The day of the last look.
        today: The last day that counts.
        seen: The keys of the changes it told of then; only days count where that is not known.
    """
    begin = since if seen is None else date.min
    found = changes(register, begin, today, register.places(None))
    return [one for one in found if one.day > since or (seen is not None and key_of(one) not in seen)]
