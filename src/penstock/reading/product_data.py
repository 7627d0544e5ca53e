"""What the JSON-LD of a page says of a product: names, descriptions, prices, each with its place in the page.

The text of a script is read for a few keys and never run. It need not be well-formed, and its depth does not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.reading.passages import Passage

TEXTS = frozenset({"name", "description", "alternateName", "category", "keywords", "sku", "email", "telephone", "url"})
PRICES = frozenset({"price", "lowPrice", "highPrice"})
CURRENCY = "priceCurrency"

_STRING = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
_PAIR = re.compile(
    rf'"({"|".join(sorted(TEXTS | PRICES | {CURRENCY, "@type"}))})"\s*:\s*(?:{_STRING}|(-?\d[\d.]*))', re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_OFFERED = frozenset({"product", "offer", "aggregateoffer", "individualproduct", "productmodel"})


@dataclass(frozen=True, slots=True)
class Value:
    """One value of product data: its key and ``page[start:end]``, escapes not yet undone."""

    key: str
    start: int
    end: int


def values(page: str, start: int, end: int) -> Iterator[Value]:
    """Yield the values of the keys that matter in the script ``page[start:end]``, in order."""
    for match in _PAIR.finditer(page, start, end):
        group = 2 if match[2] is not None else 3
        yield Value(match[1], *match.span(group))


def is_product(page: str, value: Value) -> bool:
    """Tell whether a value says that the data is about something offered."""
    return value.key == "@type" and page[value.start : value.end].rsplit("/", 1)[-1].lower() in _OFFERED


def unescape_into(passage: Passage, page: str, value: Value) -> None:
    """Add a value to a passage with its escapes undone."""
    at = value.start
    for match in _ESCAPE.finditer(page, value.start, value.end):
        begin, finish = match.span()
        passage.add(page[at:begin], at, begin)
        passage.add(_unescaped(match[0]), begin, finish)
        at = finish
    passage.add(page[at : value.end], at, value.end)


def _unescaped(escape: str) -> str:
    if escape[1] != "u" or len(escape) == len("\\u"):
        return _SHORT.get(escape[1], escape[1])
    codes = [int(part, 16) for part in escape.split("\\u")[1:]]
    if len(codes) == len("ab"):
        return chr(0x10000 + ((codes[0] - 0xD800) << 10) + (codes[1] - 0xDC00))
    return "\ufffd" if 0xD800 <= codes[0] <= 0xDFFF else chr(codes[0])  # noqa: PLR2004  # half of a pair
