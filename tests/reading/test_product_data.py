from __future__ import annotations

import pytest

from penstock.reading.passages import Passage
from penstock.reading.product_data import is_product, unescape_into, values


def read(script: str) -> list[tuple[str, str]]:
    return [(value.key, script[value.start : value.end]) for value in values(script, 0, len(script))]


def test_the_keys_that_matter_are_read_at_any_depth_and_in_broken_json() -> None:
    script = '{"@type":"Product","name":"4-AP","x":1,"offers":[{"price":12.50,"priceCurrency":"USD"},{"lowPrice" : "3"'
    assert read(script) == [
        ("@type", "Product"),
        ("name", "4-AP"),
        ("price", "12.50"),
        ("priceCurrency", "USD"),
        ("lowPrice", "3"),
    ]
    assert read('{"name":' * 1000 + '"x"') == [("name", "x")]


def test_nothing_else_is_read() -> None:
    assert read('{"image":"name","author":{"nickname":"y"},"name":null}') == []


@pytest.mark.parametrize(
    ("kind", "told"), [("Product", True), ("https://schema.org/Offer", True), ("NewsArticle", False)]
)
def test_product_data_is_told_by_its_type(kind: str, *, told: bool) -> None:
    script = f'"@type": "{kind}"'
    (value,) = values(script, 0, len(script))
    assert is_product(script, value) is told


@pytest.mark.parametrize(
    ("escaped", "shown"),
    [
        (r"fen\u0074anyl", "fentanyl"),
        (r"a\"b\\c\/d\n", 'a"b\\c/d\n'),
        (r"\ud83d\ude00", "\U0001f600"),
        (r"\ud83d", "\ufffd"),
        (r"\u12", "u12"),
    ],
)
def test_escapes_are_undone(escaped: str, shown: str) -> None:
    script = f'"name":"{escaped}"'
    (value,) = values(script, 0, len(script))
    passage = Passage("data")
    unescape_into(passage, script, value)
    assert passage.text == shown
    assert passage.span(0, len(shown)) == (value.start, value.end)
