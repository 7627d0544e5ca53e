"""Parties that are taken for one: the same name whatever the legal form, or the same address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import NamedTuple

from penstock.kernel.errors import UnreadableName

_WORD = re.compile(r"\w+")
_SHORTEST = 2
"""Words of an address that names a door, with a number among them; fewer name a town or an estate."""

Key = tuple[Hashable, ...]


class Party(NamedTuple):
    """A party as a row has it."""

    name: str | None
    address: str | None
    country: str | None


class Linked(NamedTuple):
    """Parties linked to each other, each to some other by name or by address."""

    parties: tuple[Party, ...]
    by_name: tuple[str, ...]
    by_address: tuple[str, ...]
    """The names that are the same but for their spelling or legal form, and the addresses shared by several names."""


@lru_cache(maxsize=65_536)
def name_key(name: str) -> Key:
    """Return what tells a company's name from others, whatever its legal form, script of its parts or case."""
    from penstock.parties.names import take_apart  # noqa: PLC0415  # few rows get so far, and its words take time

    try:
        taken = take_apart(name, "company")
    except UnreadableName:
        return ("name", _folded(name))
    return ("name", taken.words, taken.places, taken.trades, taken.numbers)


def address_key(party: Party) -> Key | None:
    """Return what tells an address from others; ``None`` for one that names no door."""
    words = _folded(party.address or "").split()
    if len(words) < _SHORTEST or not any(char.isdigit() for word in words for char in word):
        return None
    return ("address", *words, (party.country or "").upper())


def keys_of(party: Party) -> tuple[Key, ...]:
    """Return the keys by which a party is linked to others, its name first."""
    name = name_key(party.name) if party.name else None
    return tuple(key for key in (name, address_key(party)) if key is not None)


def linked(parties: Iterable[Party]) -> list[Linked]:
    """Part parties into those that are linked to each other; a party without name and address is linked to none."""
    heads: dict[Key, Key] = {}
    keyed = {party: keys for party in parties if (keys := keys_of(party))}
    for keys in keyed.values():
        for key in keys:
            heads[_head(heads, key)] = _head(heads, keys[0])
    found: dict[Key, list[Party]] = {}
    for party, keys in keyed.items():
        found.setdefault(_head(heads, keys[0]), []).append(party)
    return [_linked(some, keyed) for some in found.values()]


def _head(heads: dict[Key, Key], key: Key) -> Key:
    while heads.setdefault(key, key) != key:
        heads[key] = key = heads[heads[key]]
    return key


def _linked(parties: list[Party], keyed: dict[Party, tuple[Key, ...]]) -> Linked:
    names: dict[Key, dict[str, None]] = {}
    doors: dict[Key, tuple[str, set[Key]]] = {}
    for party in parties:
        for key in keyed[party]:
            if key[0] == "name":
                names.setdefault(key, {})[party.name or ""] = None
            else:
                doors.setdefault(key, (party.address or "", set()))[1].add(keyed[party][0])
    by_name = [name for spellings in names.values() if len(spellings) > 1 for name in spellings]
    by_address = [address for address, known in doors.values() if len(known) > 1]
    return Linked(tuple(parties), tuple(by_name), tuple(by_address))


def _folded(text: str) -> str:
    """Return the words of a text without accents, case and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(_WORD.findall("".join(char for char in plain if not unicodedata.combining(char))))
