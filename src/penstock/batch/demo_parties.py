"""Made-up parties by number: common words, a legal form of the country, an address on a street that is an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from penstock.batch.demo_words import together

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from penstock.batch.demo_words import DemoWords, Naming

    Numbers = NDArray[np.int64]

_CHINESE = 3
"""One party in China of so many is written in Chinese."""

_AWAY = 4
"""One party of so many gives no address."""

_NAMES = {"en": "{f} {s}{k} {t} {form}", "zh": "{f}{s}{k}{t}{form}", "es": "{t} {f} {s}{k}, {form}"}
_ADDRESSES = {"en": "{n} {street}, {city}", "zh": "{street}{n}号, {city}", "es": "{street} {n}, {city}"}


class People:
    """The parties of a seed, made by number: the same number and country give the same party, others another."""

    def __init__(self, words: DemoWords, rng: np.random.Generator) -> None:
        """Shuffle the words of names."""
        told = words.parties
        self._cities = told.cities
        self._namings = {"en": told.en, "zh": told.zh, "es": told.es}
        self._offset = int(rng.integers(0, 1 << 20))

    def tell(self, numbers: Numbers, countries: pl.Series) -> pl.DataFrame:
        """Return ``name, address, country``, one row a number."""
        told = [
            pl.DataFrame(
                {
                    "name": self._names(language, country, numbers[chosen]),
                    "address": self._addresses(language, country, numbers[chosen]),
                    "country": pl.repeat(country, len(chosen), eager=True),
                    "at": chosen,
                }
            )
            for country in self._cities
            for language, chosen in _languages(country, numbers, np.flatnonzero(countries == country))
        ]
        return pl.concat(told).sort("at").drop("at")

    def _names(self, language: str, country: str, numbers: Numbers) -> pl.Series:
        naming = self._namings[language]
        first, second, trade, rest = self._words(naming, numbers)
        form = _taken(naming.form[country], numbers)
        number = pl.Series(np.where(rest > 0, rest, -1))
        table = pl.DataFrame({"f": first, "s": second, "t": trade, "form": form, "k": number})
        space = "" if language == "zh" else " "
        behind = pl.when(pl.col("k") > 0).then(pl.format(space + "{}", pl.col("k"))).otherwise(pl.lit(""))
        parts = {"f": pl.col("f"), "s": pl.col("s"), "t": pl.col("t"), "form": pl.col("form"), "k": behind}
        return table.select(name=together(_NAMES[language], parts))["name"]

    def _words(self, naming: Naming, numbers: Numbers) -> tuple[pl.Series, pl.Series, pl.Series, Numbers]:
        rest, shift = numbers, np.full(len(numbers), self._offset)
        found = []
        for words in (naming.first, naming.second, naming.trade):
            place = (rest + shift) % len(words)
            found.append(_taken(words, place))
            rest, shift = rest // len(words), shift + place
        return found[0], found[1], found[2], rest

    def _addresses(self, language: str, country: str, numbers: Numbers) -> pl.Series:
        naming = self._namings[language]
        mixed = numbers * 7919 + self._offset
        table = pl.DataFrame(
            {
                "n": mixed % 899 + 1,
                "street": _taken(naming.streets, mixed),
                "city": _taken(self._cities[country], mixed // 7),
                "is_away": numbers // 2 % _AWAY == _AWAY - 1,
            }
        )
        address = together(_ADDRESSES[language], {name: pl.col(name) for name in ("n", "street", "city")})
        return table.select(a=pl.when(~pl.col("is_away")).then(address))["a"]


def _languages(country: str, numbers: Numbers, here: Numbers) -> list[tuple[str, Numbers]]:
    """Return the places of the parties that are written in each language."""
    if country != "CN":
        return [("es" if country == "MX" else "en", here)]
    is_chinese = numbers[here] // 2 % _CHINESE == 0
    return [("zh", here[is_chinese]), ("en", here[~is_chinese])]


def _taken(words: list[str], places: Numbers) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(places % len(words))
