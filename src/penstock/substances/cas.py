"""CAS Registry Numbers: reading, check digit, suggestions.

The check digit is the last digit; it equals the sum of the other digits, each times its place counted
from the right, modulo 10 (CAS, "Check Digit Verification of CAS Registry Numbers").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

MAX_LENGTH = 64
"""Longest text that is read as one CAS number, in characters; a label and a number need less."""

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－ー⁃\u00ad"), "-")
"""Dashes, minus signs and the soft hyphen, each to the plain hyphen, for ``str.translate``."""

_LABEL = r"(?:CAS|RN|NO|NR|N°|NUM|NUMBER|NUMERO|NÚMERO|REGISTRY|号码|号|编号|登记号|登录号)"
_SHAPE = re.compile(
    rf"(?:{_LABEL}[\s.:#/®°º-]*)*#?\s*[(\[]?\s*0{{0,8}}([1-9]\d{{1,6}})\s*-\s*(\d\d)\s*-\s*(\d)\s*[)\]]?",
    re.IGNORECASE,
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))


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
    digits = [int(c) for c in reversed(body) if c.isdecimal()]
    return str(sum(place * digit for place, digit in enumerate(digits, start=1)) % 10)


def read_cas(text: str) -> CasReading | None:
    """Read a CAS number in any dash, digit width or padding, with or without its label ("CAS No. ...").

    Returns ``None`` when the text has another shape, or a number no registry begins with (``00-00-0``).
    """
    text = text.strip()
    if len(text) > MAX_LENGTH:
        return None
    match = _SHAPE.fullmatch(text if text.isascii() else _plain(text))
    if match is None:
        return None
    head, middle, last = match.groups()
    expected = check_digit(head + middle)
    return CasReading(f"{head}-{middle}-{last}", last == expected, expected)


def _plain(text: str) -> str:
    shown = unicodedata.normalize("NFKC", text).translate(DASHES).translate(_INVISIBLE)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in shown).strip()


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
    for left, right in pairwise(digits):
        swapped = list(body + last)
        swapped[left], swapped[right] = swapped[right], swapped[left]
        yield "".join(swapped)
