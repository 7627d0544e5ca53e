"""Which header of a file means which column of the contract, and which country a name means.

The words themselves are data and stand in ``columns.toml`` beside this module.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from penstock.goods import Folder
from penstock.kernel.errors import InputError
from penstock.screening.consignment import GoodsItem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CONTRACT = tuple(field.name for field in fields(GoodsItem))
"""The columns a file may have, in the order of the contract."""

USABLE = ("goods_description", "commodity_code", "cas_number", "smiles")
"""Columns that say what the goods are."""

PARTIES = ("consignor_name", "consignee_name", "notify_party_name")
"""Columns that say who takes part."""

_LONGEST = 200
"""Characters of a header that are looked at or kept; a longer one is no header."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of ``columns.toml``, folded: header -> column, and country code or name -> alpha-2 code."""

    folder: Folder
    columns: Mapping[str, str]
    countries: Mapping[str, str]
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where the columns of one file stand.

    ``known`` gives for each contract column its header as seen and its place from 0; ``carried`` gives the
    name and place of every other column; ``notices`` say what was renamed.
    """

    known: dict[str, tuple[str, int]]
    carried: list[tuple[str, int]]
    notices: list[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Load the words that ship with the package, once."""
    with Path(__file__).with_name("columns.toml").open("rb") as stream:
        words = tomllib.load(stream)
    folding = words["folding"]
    folder = Folder(dict(zip(folding["traditional"], folding["simplified"], strict=True)))
    columns = {
        folder.key(alias): column for column, aliases in words["columns"].items() for alias in (column, *aliases)
    }
    codes = dict(pair.split(":") for pair in words["countries"]["codes"].split())
    countries = {code.casefold(): code for code in codes}
    countries |= {long.casefold(): code for code, long in codes.items()}
    for code, names in words["countries"]["names"].items():
        countries |= {folder.key(name): code for name in names}
    return Vocabulary(folder, columns, countries, frozenset(codes))


def column_of(header: str) -> str | None:
    """Return the contract column a header means; ``None`` when it means none."""
    words = vocabulary()
    return words.columns.get(words.folder.key(header)) if len(header) <= _LONGEST else None


def count_known(headers: Sequence[str]) -> int:
    """Tell how many of the headers mean a column of the contract."""
    return sum(column_of(header) is not None for header in headers)


def map_headers(file: str, headers: Sequence[str]) -> ColumnMap:
    """Find the contract columns among the headers of a file.

    Raises:
        InputError: Two headers mean one column, or no header says what the goods or who the parties are.
    """
    mapped = ColumnMap({}, [], [])
    taken = {header.strip() for header in headers}
    for place, header in enumerate(headers):
        column = column_of(header)
        if column is None:
            mapped.carried.append((_carried_name(header, place, mapped, taken), place))
        elif column in mapped.known:
            message = f"{file}: the headers {mapped.known[column][0]!r} and {header!r} both mean {column}."
            raise InputError(message, remedy="Rename or remove one of the two columns.")
        else:
            mapped.known[column] = (header, place)
    if not any(column in mapped.known for column in (*USABLE, *PARTIES)):
        raise _unusable(file, headers)
    return mapped


def _carried_name(header: str, place: int, mapped: ColumnMap, taken: set[str]) -> str:
    plain = header.strip()[:_LONGEST]
    used = {name for name, _ in mapped.carried}
    if plain and plain not in used:
        return plain
    base = plain or f"column {place + 1}"
    tries = (base, *(f"{base} ({number})" for number in range(2, len(taken) + len(used) + 3)))
    name = next(one for one in tries if one not in used and one not in taken)
    mapped.notices.append(f"column {place + 1} is carried through as {name!r}")
    return name


def _unusable(file: str, headers: Sequence[str]) -> InputError:
    seen = ", ".join(repr(header) for header in headers)
    message = f"{file}: no column says what the goods are or who the parties are; its headers are {seen[:300]}."
    needed = ", ".join((*USABLE, *PARTIES))
    return InputError(message, remedy=f"Put a line of headers first, with at least one of: {needed}.")
