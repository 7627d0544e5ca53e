from __future__ import annotations

import pytest

from penstock.reading.wallets import wallets

VALID = [
    ("bitcoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
    ("bitcoin", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
    ("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
    ("bitcoin", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"),
    ("bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"),
    ("ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
    ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
    ("litecoin", "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1"),
    ("dogecoin", "D7Y55r6Yoc1G8EECxkQ6SuSjTgGJJ7M6yD"),
    (
        "monero",
        "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H",
    ),
]
"""Published examples: BIP 173 and 350, EIP-55, contracts and donation addresses that everybody can look up."""


@pytest.mark.parametrize(("currency", "address"), VALID)
def test_a_checksum_that_holds_is_told(currency: str, address: str) -> None:
    (wallet,) = wallets(f"pay to {address}, thanks")
    assert (wallet.currency, wallet.address, wallet.is_valid) == (currency, address, True)
    assert (wallet.start, wallet.end) == (7, 7 + len(address))


@pytest.mark.parametrize(("currency", "address"), VALID)
def test_one_wrong_sign_is_told_behind_the_word_wallet_and_else_is_no_address(currency: str, address: str) -> None:
    swapped = "q" if address[-1] != "q" else "p"
    wrong = (
        address[:-1] + (swapped.upper() if address.isupper() else swapped)
        if currency != "ethereum"
        else address[:-1] + "D"
    )
    told = list(wallets(f"my wallet: {wrong}"))
    assert [(one.currency, one.is_valid) for one in told] == [(currency, False)]
    assert bool(list(wallets(f"see {wrong}"))) is (currency == "ethereum")


def test_an_address_of_one_case_has_no_checksum() -> None:
    (wallet,) = wallets("0x" + "ab" * 20)
    assert wallet.is_valid is None


@pytest.mark.parametrize("text", ["1" * 34, "0x" + "a" * 41, "x1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "79099-07-3", ""])
def test_what_has_another_shape_is_none(text: str) -> None:
    assert [one for one in wallets(text) if one.is_valid] == []


def test_bech32_of_mixed_case_or_with_foreign_signs_fails() -> None:
    for wrong in ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4", "bc1bbbbbbbbbbbbbbbbbb"):
        (wallet,) = wallets(f"btc {wrong}")
        assert wallet.is_valid is False
