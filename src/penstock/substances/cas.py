"""CAS Registry Numbers: reading, check digit, suggestions.

The check digit is the last digit; it equals the sum of the other digits, each times its place counted
from the right, modulo 10 (CAS, "Check Digit Verification of CAS Registry Numbers").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_SHAPE = re.compile(r"(?:CAS)?(?:\s*(?:RN|NO|NUMBER|号))?[\s.:#]*(\d{2,7})\s*-\s*(\d{2})\s*-\s*(\d)", re.IGNORECASE)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－ー"), "-")


@dataclass(frozen=True, slots=True)
class CasReading:
    """What a text says when read as a CAS number.

    ``number`` is the plain form ``digits-2-1``; ``is_valid`` tells whether its check digit is right;
    ``expected_digit`` is the digit that would make it right.
    """

    number: str
    is_valid: bool
    expected_digit: str


def check_digit(body: str) -> str:
    """Return the check digit for the digits that stand before it (hyphens ignored)."""
    digits = [int(c) for c in reversed(body) if c.isdigit()]
    return str(sum(place * digit for place, digit in enumerate(digits, start=1)) % 10)


def read_cas(text: str) -> CasReading | None:
    """Read a CAS number in any punctuation or digit width; ``None`` when the text has another shape."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    match = _SHAPE.fullmatch(plain)
    if match is None:
        return None
    head, middle, last = match.groups()
    head = head.lstrip("0") or head
    expected = check_digit(head + middle)
    return CasReading(f"{head}-{middle}-{last}", last == expected, expected)


def suggest_cas(number: str, known: Container[str]) -> list[str]:
    """Return the known CAS numbers that one slip away from ``number`` explains, likeliest first.

    The slips: a wrong check digit, one wrong digit, two neighbouring digits swapped.
    """
    found: list[str] = []
    for candidate in _one_slip_away(number):
        if candidate in known and candidate not in found:
            found.append(candidate)
    return found


def _one_slip_away(number: str) -> Iterator[str]:
    body, last = number[:-1], number[-1]
    yield body + check_digit(body)
    for place, old in enumerate(number):
        if old != "-":
            yield from (number[:place] + new + number[place + 1 :] for new in "0123456789" if new != old)
    digits = [place for place, c in enumerate(number) if c.isdigit()]
    for left, right in zip(digits, digits[1:], strict=False):
        swapped = list(body + last)
        swapped[left], swapped[right] = swapped[right], swapped[left]
        yield "".join(swapped)
