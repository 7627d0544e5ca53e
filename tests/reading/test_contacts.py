from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.reading.contacts import contacts


def told(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in contacts(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Mail Sales01@Chem-Sample.EXAMPLE.", "email", "sales01@chem-sample.example"),
        ("sales [at] chem [dot] example", "email", "sales@chem.example"),
        ("call +1 (202) 555-0143 now", "telephone", "+12025550143"),
        ("Tel: 0027 555 0143 22", "telephone", "+27555014322"),
        ("phone no. 202-555-0143", "telephone", "2025550143"),
        ("电话：0571-5550143", "telephone", "05715550143"),
        ("тел. +7 900 555-01-43", "telephone", "+79005550143"),
        ("WhatsApp: +1 202 555 0143", "whatsapp", "+12025550143"),
        ("whatsapp 12025550143", "whatsapp", "+12025550143"),
        ("https://wa.me/12025550143", "whatsapp", "+12025550143"),
        ("Telegram: @Seller_One", "telegram", "seller_one"),
        ("https://t.me/SellerOne", "telegram", "sellerone"),
        ("Wickr me: some.one", "wickr", "some.one"),
        ("signal: +12025550143", "signal", "+12025550143"),
        ("Skype: live:someone1", "skype", "live:someone1"),
        ("skype:someone?chat", "skype", "someone"),
        ("QQ: 2355123456", "qq", "2355123456"),
        ("QQ号2355123456", "qq", "2355123456"),
        ("微信：chemsample88", "wechat", "chemsample88"),
        ("WeChat ID: ChemSample88", "wechat", "chemsample88"),
        ("see https://Shop.Example/A/b?c=1#top.", "url", "https://shop.example/A/b?c=1"),
        ("www.shop.example/", "url", "http://www.shop.example"),
    ],
)
def test_an_identifier_is_found_in_its_plain_form(text: str, kind: str, value: str) -> None:
    assert (kind, value) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "CAS 79099-07-3",
        "2933399090",
        "order 12345678",
        "we use signal processing",
        "in the qq plot 12",
        "telegram is a messenger",
        "user@localhost",
        "the weather is fine at dot",
        "price 1,000,000 - 2,000,000",
    ],
)
def test_other_words_and_numbers_are_none(text: str) -> None:
    assert told(text) == []


def test_a_number_of_a_messenger_is_not_told_as_a_telephone_too() -> None:
    assert told("WhatsApp: +1 202 555 0143") == [("whatsapp", "+12025550143")]


def test_a_wallet_carries_its_currency_and_checksum() -> None:
    (one,) = contacts("BTC bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
    assert (one.kind, one.detail, one.is_valid) == ("wallet", "bitcoin", True)


@given(st.text(alphabet="@.:+ 0123456789abQWw/tel-hatsp微信", max_size=80))
def test_every_span_lies_in_the_text(text: str) -> None:
    for one in contacts(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.value
