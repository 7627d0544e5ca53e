from __future__ import annotations

from itertools import pairwise

import pytest

from penstock.reading.prices import plain_amount, prices


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "unit"),
    [
        ("US$ 120.50/kg", "120.50", None, "USD", "kg"),
        ("$1,200", "1200", None, None, None),
        ("25-30 USD per kg", "25", "30", "USD", "kg"),
        ("USD 25 - USD 30", "25", "30", "USD", None),
        ("¥3000/公斤", "3000", None, None, "公斤"),
        ("1000元/台", "1000", None, "CNY", "台"),
        ("1.200,50 €", "1200.50", None, "EUR", None),
        ("500 руб", "500", None, "RUB", None),
        ("0.05 BTC", "0.05", None, "BTC", None),
        ("Price: 99 dollars each", "99", None, "USD", None),
    ],
)
def test_a_price_is_read(text: str, low: str, high: str | None, currency: str | None, unit: str | None) -> None:
    (tag,) = prices(text)
    assert (tag.low, tag.high, tag.currency, tag.unit) == (low, high, currency, unit)


@pytest.mark.parametrize("text", ["120 g", "CAS 79099-07-3", "99% pure", "TDP-5", "usdt", "1 2 3", "HKD"])
def test_other_numbers_are_none(text: str) -> None:
    assert list(prices(text)) == []


def test_prices_come_in_order_and_never_overlap() -> None:
    text = "$5, 6 USD 7, 8 EUR"
    found = [(tag.start, tag.end) for tag in prices(text)]
    assert found == sorted(found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1,250.5", "1250.5"),
        ("1.250", "1250"),
        ("1,250", "1250"),
        ("1 250,75", "1250.75"),
        ("0.1255", "0.1255"),
        ("007", "7"),
        ("0", "0"),
        ("1'000", "1000"),
        ("0.0005", "0.0005"),
    ],
)
def test_amounts_are_plain_decimals(text: str, plain: str) -> None:
    assert plain_amount(text) == plain
