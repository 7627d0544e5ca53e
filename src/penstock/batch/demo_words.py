"""The words of ``demo.yaml``: ordinary goods, made-up parties, lanes of trade, and what only looks controlled."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations at run time
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import polars as pl
import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one family of goods in one language; ``nouns`` are goods by their HS subheading."""

    adjectives: list[str]
    nouns: dict[str, list[str]]
    details: list[str]


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Goods sold in one unit; ``price`` in USD from and to, ``mass`` in kilograms, each for one unit."""

    unit: str
    price: tuple[float, float]
    mass: float
    words: dict[str, Words]


class Chemical(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An ordinary chemical."""

    code: str
    cas: str
    names: dict[str, str]
    smiles: str | None = None


class Chemicals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ordinary chemicals, with the words that stand around them."""

    unit: str
    price: tuple[float, float]
    adjectives: dict[str, list[str]]
    details: dict[str, list[str]]
    goods: list[Chemical]


class Lane(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lane of trade, ``weight`` twentieths of it; ``via`` are countries that some consignments pass."""

    origin: str
    destination: str
    weight: int
    via: list[str] = []


class Naming(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of parties' names in one language; ``form`` has the legal forms by country."""

    first: list[str]
    second: list[str]
    trade: list[str]
    streets: list[str]
    form: dict[str, list[str]]


class Parties(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of parties in each language, and cities by country."""

    en: Naming
    zh: Naming
    es: Naming
    cities: dict[str, list[str]]


class Negative(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Goods that resemble controlled ones and are not."""

    text: str
    code: str
    cas: str | None = None


class DemoWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``demo.yaml``.

    ``currencies`` has, by country, those of its invoices and how many there are to the dollar; ``never`` the finding
    codes that a negative must not get.
    """

    days: tuple[date, date]
    families: list[Family]
    chemicals: Chemicals
    lanes: list[Lane]
    currencies: dict[str, dict[str, float]]
    parties: Parties
    neighbours: list[str]
    carriers: list[str]
    never: dict[str, list[str]]
    negatives: dict[str, list[Negative]]

    def every_lane(self) -> list[Lane]:
        """Return the lanes, each as often as it weighs."""
        return [lane for lane in self.lanes for _ in range(lane.weight)]


class Base(NamedTuple):
    """One ordinary good in one language, with all that its rows say."""

    language: str
    noun: str
    code: str
    adjectives: tuple[str, ...]
    details: tuple[str, ...]
    unit: str
    price: tuple[float, float]
    mass: float
    cas: str | None = None
    smiles: str | None = None


@lru_cache(maxsize=1)
def demo_words() -> DemoWords:
    """Load the words that ship with the package, once."""
    told: Any = yaml.safe_load(Path(__file__).with_name("demo.yaml").read_text(encoding="utf-8"))
    return msgspec.convert(told, DemoWords)


def bases(words: DemoWords) -> list[Base]:
    """Return every ordinary good in every language it is named in."""
    found = [
        Base(
            language,
            noun,
            code,
            tuple(told.adjectives),
            tuple(told.details),
            family.unit,
            family.price,
            family.mass,
        )
        for family in words.families
        for language, told in family.words.items()
        for code, nouns in told.nouns.items()
        for noun in nouns
    ]
    own = words.chemicals
    for one in own.goods:
        for language, name in one.names.items():
            around = tuple(own.adjectives[language]), tuple(own.details[language])
            found.append(Base(language, name, one.code, *around, own.unit, own.price, 1.0, one.cas, one.smiles))
    return found


def together(pattern: str, parts: Mapping[str, pl.Expr]) -> pl.Expr:
    """Return the text of a pattern such as ``"{adjective} {noun}"``, each part put in its place."""
    order = [name for _, name, _, _ in Formatter().parse(pattern) if name]
    return pl.format(pattern.format(**dict.fromkeys(order, "{}")), *(parts[name] for name in order))
