"""Are the numbers of a subject sound: what each check digit says, by the standard that defines it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from penstock.reading.wallets import wallets
from penstock.substances.cas import read_cas

if TYPE_CHECKING:
    from collections.abc import Callable

    from penstock.cases.leads import Identifier

_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and letters of a unified social credit code, without I, O, S, V and Z (GB 32100-2015, table 1)."""

_USCC = re.compile(rf"[{_USCC_SIGNS}]{{2}}\d{{6}}[{_USCC_SIGNS}]{{10}}")
_USCC_WEIGHTS = tuple(3**place % 31 for place in range(17))
_LEI = re.compile(r"[0-9A-Z]{18}\d{2}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[0-9A-Z]{11,30}")
_SEPARATORS = re.compile(r"[\s.-]")

Sound = Literal["sound", "unsound", "unchecked"]


class Soundness(NamedTuple):
    """What is known of a number: ``unchecked`` where its kind has no check digit, or is not known here."""

    identifier: Identifier
    state: Sound
    why: str


def soundness(identifier: Identifier) -> Soundness:
    """Say whether a number can be one of its kind."""
    check = _CHECKS.get(identifier.scheme.strip().casefold())
    if check is None:
        return Soundness(identifier, "unchecked", f"nothing here checks numbers of the kind {identifier.scheme!r}")
    state, why = check(identifier.value)
    return Soundness(identifier, state, why)


def _uscc(value: str) -> tuple[Sound, str]:
    """Check a unified social credit code: 18 signs, the last by weights 3**n modulo 31 (GB 32100-2015, 5.2)."""
    plain = _SEPARATORS.sub("", value).upper()
    if not _USCC.fullmatch(plain):
        return "unsound", "it is not 18 signs as GB 32100-2015 has them"
    total = sum(_USCC_SIGNS.index(sign) * weight for sign, weight in zip(plain, _USCC_WEIGHTS, strict=False))
    wanted = _USCC_SIGNS[-total % 31]
    return _digit(plain[-1] == wanted, "its check sign by GB 32100-2015")


def _lei(value: str) -> tuple[Sound, str]:
    """Check a legal entity identifier: 20 signs, modulo 97 they leave 1 (ISO 17442, ISO/IEC 7064 MOD 97-10)."""
    plain = _SEPARATORS.sub("", value).upper()
    if not _LEI.fullmatch(plain):
        return "unsound", "it is not 20 signs as ISO 17442 has them"
    return _digit(_mod_97(plain) == 1, "its check digits by ISO 17442")


def _iban(value: str) -> tuple[Sound, str]:
    """Check an account number: with its first four signs at the end it leaves 1 modulo 97 (ISO 13616)."""
    plain = _SEPARATORS.sub("", value).upper()
    if not _IBAN.fullmatch(plain):
        return "unsound", "it is not 15 to 34 signs as ISO 13616 has them"
    return _digit(_mod_97(plain[4:] + plain[:4]) == 1, "its check digits by ISO 13616")


def _cas(value: str) -> tuple[Sound, str]:
    reading = read_cas(value)
    if reading is None:
        return "unsound", "it has not the shape of a CAS number"
    return _digit(reading.is_valid, "its check digit")


def _wallet(value: str) -> tuple[Sound, str]:
    plain = value.strip()
    found = next((one for one in wallets(f"wallet {plain}") if one.address == plain), None)
    if found is None:
        return "unchecked", "it has the shape of no address known here"
    if found.is_valid is None:
        return "unchecked", f"an address of {found.currency} written so carries no checksum"
    return _digit(found.is_valid, f"its checksum as an address of {found.currency}")


def _digit(holds: bool, what: str) -> tuple[Sound, str]:  # noqa: FBT001  # one of two answers
    return ("sound", f"{what} is right") if holds else ("unsound", f"{what} is wrong")


def _mod_97(text: str) -> int:
    """Return a text modulo 97, its letters as 10 to 35 (ISO/IEC 7064)."""
    return int("".join(str(int(sign, 36)) for sign in text)) % 97


_CHECKS: dict[str, Callable[[str], tuple[Sound, str]]] = {
    "uscc": _uscc,
    "lei": _lei,
    "iban": _iban,
    "cas": _cas,
    "wallet": _wallet,
}
SCHEMES = tuple(_CHECKS)
"""The kinds of numbers that are checked."""
