"""What a name says of its bearer: which families of business, and whether it looks like a person's."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from penstock.kernel.errors import UnreadableName
from penstock.parties.han import simplified
from penstock.parties.lexicon import HAN, NOTHING, rows
from penstock.parties.names import REMEMBERED, take_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_BUSINESS = frozenset(["quality", "form", "geo", "nil", "trade", "industry", "make", "service", "tech", "finance"])
"""Families of words that tell no line of goods: a trading, technology or holding company may deal in anything."""


_WRITTEN = frozenset(["zh", "en", "es"])
"""The languages whose words are looked for in a business scope."""

_WORD = re.compile(r"[^\W\d_]+")


class Trade(NamedTuple):
    """A word of business in a text: as it stands there, in lower case, its concept and the family that is of."""

    term: str
    concept: str
    family: str


def trades_in(text: str) -> list[Trade]:
    """Return the words of business of a text in Chinese, English or Spanish, each once, the longest that fit.

    Where a word has several readings it is taken by the commonest.
    """
    found = (
        Trade(term, concept, _family_of_all()[concept])
        for term, concepts in _terms_in(text)
        for concept in concepts
        if concept in _family_of_all()
    )
    return list(dict.fromkeys(found))


def _terms_in(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    known, longest_han, longest_words = _terms()
    plain = simplified(text)
    for run in HAN.findall(plain):
        at = 0
        while at < len(run):
            lengths = range(min(longest_han, len(run) - at), 0, -1)
            term = next((run[at : at + length] for length in lengths if run[at : at + length] in known), None)
            if term is not None:
                yield term, known[term]
            at += len(term or "x")
    bare = unicodedata.normalize("NFKD", HAN.sub(" | ", plain)).casefold()
    words = _WORD.findall("".join(letter for letter in bare if not unicodedata.combining(letter)))
    at = 0
    while at < len(words):
        spans = (" ".join(words[at : at + length]) for length in range(min(longest_words, len(words) - at), 0, -1))
        term = next((span for span in spans if span in known), None)
        if term is not None:
            yield term, known[term]
        at += len(term.split()) if term is not None else 1


@cache
def _family_of_all() -> dict[str, str]:
    return {concept: family for concept, _, _, family in rows("concepts.tsv")}


@cache
def _terms() -> tuple[dict[str, tuple[str, ...]], int, int]:
    """Return what each term means, the characters of the longest in hanzi and the words of the longest other."""
    told = {
        term: tuple(one for one in concepts.split("|")[0].split("+") if one != NOTHING)
        for term, language, concepts in rows("trades.tsv")
        if language in _WRITTEN
    }
    return (
        told,
        max(len(term) for term in told if HAN.fullmatch(term)),
        max(len(term.split()) for term in told if not HAN.fullmatch(term)),
    )


@cache
def _family_of() -> dict[str, str]:
    """Return ``{concept: family}`` for the concepts that tell a line of goods."""
    return {concept: family for concept, family in _family_of_all().items() if family not in NO_BUSINESS}


def families() -> frozenset[str]:
    """Return the families of business that a name can state; ``concepts.tsv`` has the words of each."""
    return frozenset(_family_of().values())


@lru_cache(maxsize=REMEMBERED)
def families_of(name: str) -> frozenset[str]:
    """Return the families of business a company's name states; none where it states none or cannot be read."""
    try:
        trades = take_apart(name).trades
    except UnreadableName:
        return frozenset()
    known = _family_of()
    return frozenset([known[trade] for trade in trades if trade in known])


def is_like_a_person(name: str) -> bool | None:
    """Tell whether a name reads as a person's; ``None`` where it says nothing that tells one party from another.

    A name without a trade or a legal form reads as a person's when it has two words or more, or is a Chinese name.
    """
    try:
        taken = take_apart(name)
    except UnreadableName:
        return None
    return taken.kind == "person" and (taken.is_chinese or len(taken.words) > 1)
