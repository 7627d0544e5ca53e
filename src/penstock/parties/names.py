"""A name taken apart, in Latin letters: the words that tell it from others, places, trades, legal forms, numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

import msgspec
from rigour.names import extract_org_types, remove_obj_prefixes, remove_org_types

from penstock.kernel.errors import UnreadableName
from penstock.parties.foreign import latin
from penstock.parties.han import segments
from penstock.parties.lexicon import HAN, Mark, is_pinyin, lexicon, nearly_a_form, nearly_a_trade, rarity, surnames

Kind = Literal["person", "company", "vessel"]
"""What a name belongs to."""

MAX_LENGTH = 1_000
"""Characters of the longest name that is compared."""

REMEMBERED = 131_072
"""How many names are remembered taken apart."""

GENERIC = 0.3
"""Weight of a word of a name that has no word of its own."""
_NONE: frozenset[str] = frozenset()
_WORD = re.compile(r"[a-z]+|[0-9]+")
_NO_LETTERS = bytes({*range(256)} - {*b"abcdefghijklmnopqrstuvwxyz0123456789"})
_APOSTROPHES = re.compile(r"(?<=[a-z])['’‘ʻʼ`´](?=[a-z])")
_DOTTED = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)")
_DOTTED_RUN = re.compile(r"\b(?:[a-z]\.){2,}[a-z]\b")
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sr",
        "jr",
        "hajj",
        "haji",
        "hajji",
        "sheikh",
        "shaykh",
        "sheik",
        "sayyid",
        "general",
        "col",
        "capt",
        "gen",
    ]
)
_PARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "as",
        "ad",
        "ar",
        "bin",
        "ibn",
        "bint",
        "de",
        "del",
        "la",
        "da",
        "do",
        "dos",
        "das",
        "van",
        "von",
        "der",
        "den",
        "di",
        "du",
        "y",
        "e",
        "und",
        "et",
    ]
)
_FILLERS = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "y",
        "e",
        "und",
        "et",
        "der",
        "die",
        "das",
        "da",
        "do",
        "dos",
        "di",
        "du",
        "le",
        "les",
        "i",
        "a",
    ]
)
FAINT = 0.12
"""Weight of an article or a particle."""

_CLASSES = {
    "lp": "LIMITEDPARTNERSHIP",
    "llp": "PARTNERSHIP",
    "gp": "PARTNERSHIP",
    "coop": "COOPERATIVE",
    "soe": "STATEFIRM",
}
"""Classes of rigour under the names that ``forms.tsv`` has for them; the others are the same in capitals."""

_SERVANT = frozenset(["abd", "abdel", "abdal", "abdol", "abdoul", "abdu"])


class Taken(msgspec.Struct, frozen=True, gc=False):
    """A name taken apart.

    Args:
        text: The name as given.
        kind: What it belongs to, as said or as it looks.
        words: The words that tell it from others, in order: a brand, or the parts of a person's name.
        weights: How much each word tells, 0 to 1.
        han: The words that were written in hanzi, simplified; empty where the name has none.
        places: The places it names.
        around: Those places and what they lie in.
        trades: The concepts of business it names.
        forms: Classes of its legal forms.
        numbers: Its numbers, in order.
        marks: What was read as place, trade or form.
        letters: All its Latin letters and numbers, unparted.
        total: The sum of the weights.
        is_chinese: Whether it is a Chinese name, whose words are told apart by each syllable.
        bare: The same without its legal forms.
        core: The words in the order of the alphabet, unparted.
    """

    text: str
    kind: Kind
    words: tuple[str, ...]
    weights: tuple[float, ...]
    han: tuple[str, ...]
    places: frozenset[str]
    around: frozenset[str]
    trades: frozenset[str]
    forms: frozenset[str]
    numbers: tuple[str, ...]
    marks: tuple[Mark, ...]
    letters: str
    total: float
    bare: str
    core: str
    is_chinese: bool


class _Found:
    """What has been found of a name so far."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.han: list[str] = []
        self.numbers: list[str] = []
        self.marks: list[Mark] = []
        self.forms: set[str] = set()
        self.letters = ""
        self.bare = ""


@lru_cache(maxsize=REMEMBERED)
def take_apart(text: str, kind: Kind | None = None) -> Taken:
    """Take a name apart; a name without a kind is a company's where it has a trade or a legal form.

    Raises:
        UnreadableName: It is empty, too long, or says nothing that tells one party from another.
    """
    return taken_apart(text, kind)


def taken_apart(text: str, kind: Kind | None) -> Taken:
    """Return what :func:`take_apart` returns, and do not remember it: one of very many names.

    Raises:
        UnreadableName: It is empty, too long, or says nothing that tells one party from another.
    """
    if len(text) > MAX_LENGTH:
        message = f"The name has {len(text):,} characters."
        raise UnreadableName(message, remedy=f"Give the name alone, in at most {MAX_LENGTH:,} characters.")
    found = _Found()
    if text.isascii():
        low = text.lower()
    else:
        plain = _composed(text)
        for chunk in HAN.findall(plain):
            _take_han(chunk, kind, found)
        low = latin(HAN.sub(" ", plain))
    _take_latin(low, kind, found)
    if kind is None:
        has_meaning = any(mark.sort != "place" and mark.meaning for mark in found.marks)
        kind = "company" if found.forms or has_meaning else "person"
        if kind == "person" and found.marks:
            return taken_apart(text, kind)
    return _finish(text, kind, found)


def has_hanzi(text: str) -> bool:
    """Tell whether a name has hanzi, which are other words in the name of a company than in one of unknown kind."""
    return not text.isascii() and HAN.search(_composed(text)) is not None


def looks_like(text: str) -> Kind | None:
    """Return what a name can hardly fail to belong to: a company by its trade or form, a person by Chinese surname.

    Raises:
        UnreadableName: It says nothing that tells one party from another.
    """
    taken = take_apart(text)
    if taken.kind == "company":
        return "company"
    return "person" if taken.is_chinese else None


def _composed(text: str) -> str:
    """Return a name whose letters are the usual ones; what is no character is a question mark."""
    return unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode())


def _take_han(chunk: str, kind: Kind | None, found: _Found) -> None:
    for segment in segments(chunk, kind):
        if isinstance(segment, Mark):
            found.marks.append(segment)
        else:
            found.words.append(segment.sound)
            found.han.append(segment.hanzi)
    found.letters += chunk
    found.bare += chunk


def _take_latin(low: str, kind: Kind | None, found: _Found) -> None:
    found.letters += low.encode().translate(None, _NO_LETTERS).decode()
    if "'" in low or "`" in low or not low.isascii():
        low = _APOSTROPHES.sub("", low)  # the sa of sa'd is no legal form
    if kind == "vessel":
        low = remove_obj_prefixes(low)  # M/V, SS
    if kind == "person":
        words = _WORD.findall(_DOTTED.sub(" ", low) if "." in low else low)
        plain = ["abdul" if word in _SERVANT else word for word in words]
        found.words += [word for word in plain if word not in _TITLES] or plain
    else:
        words = _words_of_a_company(low, found)
        _take_marks(words, found)
    found.bare += "".join(words)


def _words_of_a_company(low: str, found: _Found) -> list[str]:
    """Return the words of a name without its legal forms, which are taken in."""
    if low.count(".") > 1:
        low = _DOTTED_RUN.sub(lambda run: _undotted(run[0]), low)
    low = _without_forms(low, found)
    words: list[str] = _WORD.findall(_DOTTED.sub("", low) if "." in low else low)
    if any(map(nearly_a_form, words)):
        rights = [nearly_a_form(word) or word for word in words]
        written = dict(zip(rights, words, strict=True))
        rest = _WORD.findall(_without_forms(" ".join(rights), found))
        words = [written.get(word, word) for word in rest]  # Hartung is a family, unless a form was made of it
    return words


def _take_marks(words: list[str], found: _Found) -> None:
    phrases = lexicon().phrases
    place = 0
    while place < len(words):
        word = words[place]
        for phrase, mark, is_first in phrases.get(word, ()):
            size = len(phrase)
            is_there = size == 1 or words[place : place + size] == phrase
            if is_there and not (is_first and (found.words or found.marks)):
                if not mark.meaning and _is_syllable(word, found):
                    found.words.append(word)
                else:
                    found.marks.append(mark)
                place += size
                break
        else:
            mistyped = None if word.isdigit() else nearly_a_trade(word)
            if mistyped is not None:
                found.marks.append(mistyped)
            else:
                (found.numbers if word.isdigit() else found.words).append(word)
            place += 1


def _is_syllable(word: str, found: _Found) -> bool:
    """Tell whether a word that says nothing, such as de, is a syllable of a brand in pinyin behind a Chinese place."""
    chinese = lexicon().chinese
    return (
        is_pinyin(word)
        and any(mark.sort == "place" and mark.meaning[0] in chinese for mark in found.marks)
        and all(map(is_pinyin, found.words))
    )


def _without_forms(low: str, found: _Found) -> str:
    stripped: str = remove_org_types(low)
    if stripped != low:
        found.forms.update(_CLASSES.get(name, name.upper()) for _, name in extract_org_types(low, generic=True))
    return stripped


@lru_cache(maxsize=4_096)
def _undotted(run: str) -> str:
    """Return letters with dots between as one word where a legal form is only part of them: no A.S. in Y.A.S."""
    return run if remove_org_types(f"{run}.").strip(" .") in {"", run} else run.replace(".", "")


def _finish(text: str, kind: Kind, found: _Found) -> Taken:
    faint = _PARTICLES if kind == "person" else _FILLERS
    places, around, trades = _meanings(found) if found.marks else (_NONE, _NONE, _NONE)
    is_chinese = bool(found.han) or _is_chinese(found.words, places, kind)
    if is_chinese and kind != "person" and all(map(is_pinyin, found.words)):
        faint = _NONE  # a syllable of the brand, no French or Spanish article
    if kind != "person":
        written, spelt = found.words[: len(found.han)], found.words[len(found.han) :]
        # a brand in hanzi may sound like an article
        found.words = [*written, *(word for word in spelt if word not in faint)] or spelt
    weights = [FAINT if word in faint else rarity(word) for word in found.words]
    if not found.words:
        found.words = [word for mark in found.marks for word in _meant(mark)] or found.numbers
        weights = [GENERIC] * len(found.words)
    if not found.words:
        message = f"The name {text[:60]!r} says nothing that tells one party from another."
        raise UnreadableName(message, remedy="Give the whole name, not a legal form or a mark alone.")
    return Taken(
        text,
        kind,
        tuple(found.words),
        tuple(weights),
        tuple(found.han),
        places,
        around,
        trades,
        frozenset(found.forms) if found.forms else _NONE,
        tuple(found.numbers),
        tuple(found.marks),
        found.letters,
        sum(weights),
        found.bare,
        "".join(sorted(found.words)),
        is_chinese,
    )


def _meanings(found: _Found) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the places that a name's marks mean, with what these lie in, and the trades; take the forms in."""
    places: set[str] = set()
    around: set[str] = set()
    trades: set[str] = set()
    for _, sort, meaning in found.marks:
        if sort == "trade":
            trades.update(meaning)
        elif sort == "form":
            found.forms.update(meaning)
        else:
            places.add(meaning[0])
            around.update(meaning)
    return frozenset(places), frozenset(around), frozenset(trades)


def _meant(mark: Mark) -> list[str]:
    """Return what a place or trade means as words, the same in every script: 中国银行 is Bank of China."""
    if mark.sort == "form":
        return []
    if mark.sort == "place":
        return [mark.meaning[0].replace(" ", "")]
    return [concept.lower() for concept in mark.meaning]


def _is_chinese(words: list[str], places: frozenset[str], kind: Kind) -> bool:
    if kind == "person":
        return any(surnames(word) for word in words) and all(is_pinyin(word) for word in words)
    return not places.isdisjoint(lexicon().chinese)
