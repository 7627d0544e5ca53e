"""Prices in a text: an amount beside a currency, and the unit it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CURRENCIES = {
    "usd": "USD", "us$": "USD", "us dollar": "USD", "us dollars": "USD", "dollars": "USD",
    "eur": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR",
    "gbp": "GBP", "£": "GBP", "cny": "CNY", "rmb": "CNY", "元": "CNY", "人民币": "CNY", "美元": "USD",
    "mxn": "MXN", "pesos": "MXN", "cad": "CAD", "c$": "CAD", "hkd": "HKD", "hk$": "HKD", "rub": "RUB", "₽": "RUB",
    "руб": "RUB", "inr": "INR", "₹": "INR", "usdt": "USDT", "btc": "BTC", "eth": "ETH", "xmr": "XMR",
}  # fmt: skip
"""What is written for a currency, and its ISO 4217 code or the sign it trades under."""

_OPEN = frozenset({"$", "¥", "￥"})
"""Signs that several currencies share."""

_WORDS = "|".join(sorted(map(re.escape, _CURRENCIES.keys() | _OPEN), key=len, reverse=True))
_AMOUNT = r"(?:\d{1,3}(?:[,.' \u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,2})?(?!\d)|\d{1,12}(?:[.,]\d{1,8})?(?!\d))"
_RANGE = rf"({_AMOUNT})(?:\s?(?:-|–|—|~|～|to|至)\s?(?:{_WORDS})?\s?({_AMOUNT}))?"
_UNIT = (
    r"(?:\s?(?:/|per|por|pro|每)\s?(kg|kilo(?:gram)?s?|g|grams?|mg|l|litre|liter|ml|t|ton|tons|pcs?|pieces?|sets?|units?|unidad|"
    r"drums?|bags?|bottles?|公斤|千克|克|吨|台|套|件|个|瓶|кг|г|шт))?"
)
_BEFORE = re.compile(rf"(?<![A-Za-z0-9])({_WORDS})\s?{_RANGE}{_UNIT}(?![\w])", re.IGNORECASE)
_BEHIND = re.compile(rf"(?<![\w.,-])(?<!\d ){_RANGE}\s?({_WORDS})(?![A-Za-z0-9]){_UNIT}", re.IGNORECASE)
_CENTS = 2


@dataclass(frozen=True, slots=True)
class PriceTag:
    """A price at ``text[start:end]``: the amount, or the lowest and highest, as plain decimals.

    ``currency`` is ``None`` for a sign that several currencies share; ``unit`` is what the price is for.
    """

    start: int
    end: int
    low: str
    high: str | None
    currency: str | None
    unit: str | None


def prices(text: str) -> Iterator[PriceTag]:
    """Yield the prices of a text in order of appearance."""
    found = [(m.span(), m[1], m[2], m[3], m[4]) for m in _BEFORE.finditer(text)]
    found += [(m.span(), m[3], m[1], m[2], m[4]) for m in _BEHIND.finditer(text)]
    done = 0
    for (start, end), sign, low, high, unit in sorted(found, key=lambda one: (one[0][0], -one[0][1])):
        if start >= done:
            done = end
            code = _CURRENCIES.get(" ".join(sign.lower().split()))
            plain_high = plain_amount(high) if high else None
            yield PriceTag(start, end, plain_amount(low), plain_high, code, unit.lower() if unit else None)


def plain_amount(text: str) -> str:
    """Return an amount with a point before its decimals and no mark of thousands: ``1,250.5`` is ``1250.5``."""
    digits = re.sub(r"[\s'\u00a0\u202f]", "", text)
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return digits.lstrip("0") or "0"
    mark, tail = digits[last], digits[last + 1 :]
    is_decimal = len(tail) <= _CENTS or (mark == "." and digits.count(".") == 1 and len(tail) != _CENTS + 1)
    whole = re.sub(r"[,.]", "", digits[:last] if is_decimal else digits).lstrip("0") or "0"
    return f"{whole}.{tail}" if is_decimal else whole
