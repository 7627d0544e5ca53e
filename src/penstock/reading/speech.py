"""The words by which news says who said what, read from ``speech.toml`` and ``places.toml``, ready for searching."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

Language = Literal["en", "es", "zh"]
Gender = Literal["m", "f", "n"]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The words of one language; the data file says what each list holds."""

    say: list[str]
    roles: list[str]
    bodies: list[str]
    pronouns: dict[str, Gender]
    judge: list[str] = []
    ing: list[str] = []
    nouns: list[str] = []
    documents: list[str] = []
    according: list[str] = []
    passive: list[str] = []
    masculine: list[str] = []
    feminine: list[str] = []
    honorifics: list[str] = []
    body_names: list[str] = []
    modifiers: list[str] = []
    determiners: list[str] = []
    indefinite: list[str] = []
    anonymous: list[str] = []
    adverbs: list[str] = []
    particles: list[str] = []
    joining: list[str] = []
    titles: list[str] = []
    small: list[str] = []
    adjectives: list[str] = []
    generic: list[str] = []
    common: list[str] = []
    weak: list[str] = []
    some: list[str] = []
    transitive: list[str] = []
    venue: list[str] = []
    said_to: list[str] = []
    surnames: str = ""
    ends: str = ""


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How news names one place: its names, words of origin, cities that stand for its government, its agencies."""

    en: list[str]
    of: list[str]
    seat: list[str]
    zh: list[str]
    es: list[str]
    agencies: list[str] = []


class Speech:
    """The words of a language and the patterns made of them."""

    def __init__(self, language: Language, words: Words) -> None:
        """Make the patterns ready."""
        self.language = language
        self.words = words
        self.say = one_of([*words.say])
        self.verbs = one_of([*words.say, *words.judge, *words.ing])
        self.sayings = frozenset(words.say)
        self.plural = frozenset(word for word in words.say if f"{word}s" in self.sayings)
        self.judging = frozenset(words.judge)
        self.hanging = frozenset(words.ing)
        self.according = one_of(words.according)
        self.nouns = frozenset(words.nouns)
        self.documents = frozenset(words.documents)
        self.roles = frozenset(words.roles) | {f"ex-{one}" for one in words.roles}
        self.bodies = frozenset(words.bodies) | self.documents
        self.bodies |= {f"{one[:-1]}ies" if one.endswith("y") else f"{one}s" for one in words.bodies if one[-1:] != "s"}
        self.some = frozenset(words.some)
        self.body_names = frozenset(words.body_names)
        self.modifiers = frozenset(words.modifiers)
        self.determiners = frozenset(words.determiners)
        self.adverbs = frozenset(words.adverbs)
        self.particles = frozenset(words.particles)
        self.joining = frozenset(words.joining)
        self.honorifics = frozenset(words.honorifics)
        self.titles = frozenset(words.titles) | self.roles | self.honorifics
        self.small = frozenset(words.small)
        self.adjectives = frozenset(words.adjectives)
        self.weak = frozenset(words.weak)
        self.common = frozenset(words.common)
        self.generic = frozenset(words.generic)
        self.transitive = frozenset(words.transitive)
        self.passive = frozenset(words.passive)
        self.venue = one_of(sorted(words.venue, key=len, reverse=True))


def one_of(words: list[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of some words or phrases whole, the longest first, whatever their case."""
    longest = sorted(dict.fromkeys(words), key=len, reverse=True)
    inner = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest) or r"(?!)"
    return re.compile(rf"(?<![\w’'-])(?:{inner})(?![\w-]|[’']\w)", re.IGNORECASE)


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.toml.decode(files("penstock.reading").joinpath(name).read_bytes())
    return found


@cache
def speech(language: Language) -> Speech:
    """Return the words of a language."""
    return Speech(language, msgspec.convert(_read("speech.toml")[language], Words))


@cache
def family_names_first() -> frozenset[str]:
    """Return family names that stand before the given name, in lower case."""
    return frozenset(_read("speech.toml")["surnames_first"]["names"])


@cache
def genders_of_first_names() -> dict[str, Gender]:
    """Return ``{first name in lower case: gender}`` of common first names."""
    table = _read("speech.toml")["first_names"]
    return {name: gender for gender in ("m", "f") for name in table[gender]}


@cache
def portfolios() -> frozenset[str]:
    """Return what may stand behind *Secretary of*, *Minister of* and is no name."""
    return frozenset(_read("speech.toml")["common"]["portfolios"])


@cache
def places() -> dict[str, Place]:
    """Return ``{code: how news names the place}``."""
    return {code: msgspec.convert(value, Place) for code, value in _read("places.toml").items()}


@cache
def place_names() -> dict[str, tuple[str, str]]:
    """Return ``{name as written: (code, what it is: name, of or seat)}`` in every language."""
    found: dict[str, tuple[str, str]] = {}
    for code, place in places().items():
        for kind, names in (("of", place.of), ("seat", place.seat), ("name", [*place.en, *place.zh, *place.es])):
            for name in names:
                if kind != "name" or name not in found or name in place.en:
                    found.setdefault(name, (code, kind))
    return found


@cache
def _agencies() -> dict[str, str]:
    return {name: code for code, place in places().items() for name in place.agencies}


@cache
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    longest = sorted(names, key=lambda name: (-len(name), name))
    latin = "|".join(re.escape(name) for name in longest if not "\u3400" <= name[0] <= "\u9fff")
    other = "|".join(re.escape(name) for name in longest if "\u3400" <= name[0] <= "\u9fff")
    return re.compile(rf"(?<![\w.])(?<!\bto )(?:{latin})(?!\w)|{other}")


def place_of(named: str) -> str | None:
    """Return the code of the place whose a body, government or role is; ``None`` where its name does not say.

    A name or word of origin goes before the table of agencies: the *Philippine Justice Department* is none of the US.
    """
    m = _any_of(frozenset(place_names())).search(named)
    if m is not None:
        return place_names()[m[0]][0]
    m = _any_of(frozenset(_agencies())).search(named)
    return None if m is None else _agencies()[m[0]]
