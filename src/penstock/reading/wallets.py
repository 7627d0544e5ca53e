"""Addresses of cryptocurrencies, and whether their checksums hold."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from penstock.reading.keccak import keccak_256

if TYPE_CHECKING:
    from collections.abc import Iterator

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BEGINS = r"(?<![A-Za-z0-9])"
_ENDS = r"(?![A-Za-z0-9])"
_SHAPES = {
    "base58": re.compile(rf"{_BEGINS}[13LMDT9A][1-9A-HJ-NP-Za-km-z]{{25,34}}{_ENDS}"),
    "bech32": re.compile(rf"{_BEGINS}(?:bc1|ltc1|BC1|LTC1)[0-9A-Za-z]{{11,87}}{_ENDS}"),
    "hex": re.compile(rf"{_BEGINS}0x[0-9a-fA-F]{{40}}{_ENDS}"),
    "monero": re.compile(rf"{_BEGINS}[48][1-9A-HJ-NP-Za-km-z]{{94}}(?:[1-9A-HJ-NP-Za-km-z]{{11}})?{_ENDS}"),
}
_VERSIONS = {0x00: "bitcoin", 0x05: "bitcoin", 0x30: "litecoin", 0x32: "litecoin", 0x1E: "dogecoin", 0x16: "dogecoin"}
_TRON = 0x41
_BEGINNINGS = (
    dict.fromkeys("13", "bitcoin") | dict.fromkeys("LM", "litecoin") | dict.fromkeys("D9A", "dogecoin") | {"T": "tron"}
)
_MONERO = {18, 19, 42}
_MONERO_SIZES = {11: 8, 7: 5}
_BECH32_SUMS = {0: 1, 1: 0x2BC830A3}
"""Checksum constants: BIP 173 for version 0, BIP 350 for later versions."""

_NAMED = re.compile(
    r"\b(?:btc|bitcoin|usdt|trc-?20|tron|trx|ltc|litecoin|doge(?:coin)?|xmr|monero|crypto|wallet|bech32)\b|钱包|比特币|泰达币",
    re.IGNORECASE,
)
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Wallet:
    """An address at ``text[start:end]``; ``is_valid`` is ``None`` where the address carries no checksum."""

    currency: str
    address: str
    start: int
    end: int
    is_valid: bool | None


def wallets(text: str) -> Iterator[Wallet]:
    """Yield the addresses of a text in order of appearance.

    One whose checksum fails is yielded where the words before it name a currency or a wallet, or where nothing else
    has its shape (``0x`` and 40 digits).
    """
    found = [(match.start(), kind, match) for kind, shape in _SHAPES.items() for match in shape.finditer(text)]
    for start, kind, match in sorted(found, key=lambda one: one[0]):
        currency, is_valid = _read(kind, match[0])
        if is_valid is False and kind != "hex" and not _NAMED.search(text, max(0, start - _BEFORE), start):
            continue
        yield Wallet(currency, match[0], start, match.end(), is_valid)


def _read(kind: str, address: str) -> tuple[str, bool | None]:
    if kind == "hex":
        return "ethereum", _is_ethereum(address[2:])
    if kind == "monero":
        return "monero", _is_monero(address)
    if kind == "bech32":
        return ("litecoin" if address[0] in "lL" else "bitcoin"), _is_bech32(address)
    data = _base58(address, 25)
    currency = _BEGINNINGS[address[0]]
    if data is None or hashlib.sha256(hashlib.sha256(data[:21]).digest()).digest()[:4] != data[21:]:
        return currency, False
    named = "tron" if data[0] == _TRON else _VERSIONS.get(data[0])
    return (named, True) if named is not None else (currency, False)


def _base58(text: str, size: int) -> bytes | None:
    number = 0
    for char in text:
        number = number * 58 + _BASE58.index(char)
    return number.to_bytes(size, "big") if number < 1 << (8 * size) else None


def _is_ethereum(digits: str) -> bool | None:
    """Check the capitals that EIP-55 makes a checksum of; digits of one case carry none."""
    if digits in {digits.lower(), digits.upper()}:
        return None
    digest = keccak_256(digits.lower().encode()).hex()
    return all(
        char == (char.upper() if int(nibble, 16) > 7 else char.lower())  # noqa: PLR2004  # the upper half of a nibble
        for char, nibble in zip(digits, digest, strict=False)
    )


def _is_monero(address: str) -> bool:
    """Check the last four bytes, a Keccak-256 of those before; the text is blocks of 11 signs for 8 bytes."""
    blocks = [address[place : place + 11] for place in range(0, len(address), 11)]
    data = b""
    for block in blocks:
        part = _base58(block, _MONERO_SIZES.get(len(block), 0)) if len(block) in _MONERO_SIZES else None
        if part is None:
            return False
        data += part
    return data[0] in _MONERO and keccak_256(data[:-4])[:4] == data[-4:]


def _is_bech32(address: str) -> bool:
    if address not in {address.lower(), address.upper()}:
        return False
    human, _, rest = address.lower().rpartition("1")
    if human not in {"bc", "ltc"} or any(char not in _BECH32 for char in rest):
        return False
    values = [_BECH32.index(char) for char in rest]
    expanded = [ord(char) >> 5 for char in human] + [0] + [ord(char) & 31 for char in human]
    return _polymod(expanded + values) == _BECH32_SUMS[min(values[0], 1)]


def _polymod(values: list[int]) -> int:
    """Return the checksum of BIP 173."""
    generators = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
    total = 1
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(generators):
            total ^= generator if top >> bit & 1 else 0
    return total
