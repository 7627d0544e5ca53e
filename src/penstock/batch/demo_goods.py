"""Ordinary goods by number: a number is always the same text of a seed, and no two numbers are one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from penstock.batch.demo_words import bases, together

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from penstock.batch.demo_words import Base, DemoWords

    Numbers = NDArray[np.int64]

_SHOUTED = 4
"""One text of so many in Latin letters is all in capitals."""

_WIDE = 6
"""One Chinese text of so many has its digits and letters in full width."""

_FULL_WIDTH = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_JOINED = {"en": ("{a} {n}, {d}", " item no. K"), "zh": ("{a}{n} {d}", " 货号K"), "es": ("{n} {a}, {d}", " ref. K")}
"""How adjective, noun and detail stand together in a language, and the words before an item number."""


class Goods:
    """The ordinary goods of a seed, made by number."""

    def __init__(self, words: DemoWords, rng: np.random.Generator) -> None:
        """Shuffle the goods and their words."""
        known = bases(words)
        self._bases = [known[place] for place in rng.permutation(len(known))]
        self._offsets = rng.integers(0, 1 << 30, (2, len(known)), dtype=np.int64)
        self._adjectives = _Flat(self._bases, lambda base: base.adjectives)
        self._details = _Flat(self._bases, lambda base: base.details)
        self.price = np.array([base.price for base in self._bases])
        self.mass = np.array([base.mass for base in self._bases])
        self.is_by_mass = np.array([base.unit == "kg" for base in self._bases])
        self._told = pl.DataFrame(
            {
                "noun": [base.noun for base in self._bases],
                "language": [base.language for base in self._bases],
                "commodity_code": [base.code for base in self._bases],
                "quantity_unit": [base.unit for base in self._bases],
                "cas_number": [base.cas for base in self._bases],
                "smiles": [base.smiles for base in self._bases],
            },
            schema_overrides={"cas_number": pl.String, "smiles": pl.String},
        )

    def kind_of(self, numbers: Numbers) -> Numbers:
        """Return which good each text number is about: a place in ``price``, ``mass`` and ``is_by_mass``."""
        return numbers % len(self._bases)

    def describe(self, numbers: Numbers) -> pl.DataFrame:
        """Return ``goods_description, commodity_code, quantity_unit, cas_number, smiles``, one row a number."""
        place = self.kind_of(numbers)
        rest = numbers // len(self._bases)
        rest, adjective = self._adjectives.take(rest, place, self._offsets[0])
        rest, detail = self._details.take(rest, place, self._offsets[1])
        table = self._told[place].with_columns(a=adjective, d=detail, k=pl.Series(rest), t=pl.Series(numbers))
        return table.select(
            _styled(_told()).alias("goods_description"), "commodity_code", "quantity_unit", "cas_number", "smiles"
        )


class _Flat:
    """Lists of words end to end, to be taken from by the place of the list."""

    def __init__(self, known: list[Base], read: Callable[[Base], tuple[str, ...]]) -> None:
        lengths = [len(read(base)) for base in known]
        self._words = pl.Series([word for base in known for word in read(base)], dtype=pl.String)
        self._length = np.array(lengths, np.int64)
        self._start = np.cumsum(self._length) - self._length

    def take(self, rest: Numbers, place: Numbers, offset: Numbers) -> tuple[Numbers, pl.Series]:
        """Take one word a number; return what is left of the numbers, and the words."""
        length = self._length[place]
        word = (rest + offset[place]) % length
        return rest // length, self._words.gather(self._start[place] + word)


def _told() -> pl.Expr:
    """Put adjective, noun, detail and item number together as each language does."""
    told = pl.lit(None, dtype=pl.String)
    parts = {"a": pl.col("a"), "n": pl.col("noun"), "d": pl.col("d")}
    for language, (pattern, item) in _JOINED.items():
        text = together(pattern, parts)
        number = pl.when(pl.col("k") > 0).then(pl.format(item + "{}", pl.col("k"))).otherwise(pl.lit(""))
        told = pl.when(pl.col("language") == language).then(pl.concat_str(text, number)).otherwise(told)
    return told


def _styled(text: pl.Expr) -> pl.Expr:
    is_chinese = pl.col("language") == "zh"
    shouted, wide = pl.col("t") % _SHOUTED == 1, pl.col("t") % _WIDE == 1
    return (
        pl.when(is_chinese & wide)
        .then(text.str.replace_many(_FULL_WIDTH))
        .when(~is_chinese & shouted)
        .then(text.str.to_uppercase())
        .otherwise(text)
    )
