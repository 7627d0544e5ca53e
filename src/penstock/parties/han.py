"""Names in hanzi taken apart: a company's into place, brand, trade and form, a person's into surname and given."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import combining, normalize

from penstock.parties.lexicon import Mark, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    import opencc

_UNITS = frozenset("省市县区镇乡州")
_MOST_OF_A_PERSON = 4


class Said(NamedTuple):
    """A word in hanzi, simplified, and its sound in pinyin without tones."""

    hanzi: str
    sound: str


def segments(chunk: str, kind: Literal["person", "company", "vessel"] | None) -> list[Said | Mark]:
    """Take a run of hanzi apart.

    Args:
        chunk: The run, simplified or traditional.
        kind: What it names; where ``None``, a short run that begins with a surname and has no trade is a person.
    """
    plain = simplified(chunk)
    if kind != "person":
        found = list(_of_a_company(plain))
        has_meaning = any(isinstance(one, Mark) and one.sort != "place" for one in found)
        if kind is not None or has_meaning or len(plain) > _MOST_OF_A_PERSON:
            return found
    return list(_of_a_person(plain))


def _of_a_company(plain: str) -> Iterator[Said | Mark]:
    """Yield the longest terms with a meaning, and what stands between them as words."""
    terms, longest = lexicon().han, lexicon().longest
    brand = ""
    place = 0
    is_place_due = True
    while place < len(plain):
        for size in range(min(longest, len(plain) - place), 1, -1):
            mark = terms.get(plain[place : place + size])
            if mark is not None and (is_place_due or mark.sort != "place"):
                break
        else:
            brand += plain[place]
            place += 1
            is_place_due = False
            continue
        if brand:
            yield Said(brand, sound(brand))
            brand = ""
        yield mark
        place += size
        is_place_due = mark.sort == "place"
        if is_place_due and plain[place : place + 1] in _UNITS and len(plain) > place + 1:
            place += 1
    if brand:
        yield Said(brand, sound(brand))


def _of_a_person(plain: str) -> Iterator[Said]:
    known = lexicon().surnames
    size = 2 if plain[:2] in known and len(plain) > 2 else 1  # noqa: PLR2004  # a compound surname and a given name
    surname = known.get(plain[:size])
    yield Said(plain[:size], surname[0] if surname else sound(plain[:size]))
    if plain[size:]:
        yield Said(plain[size:], sound(plain[size:]))


@lru_cache(maxsize=16_384)
def sound(hanzi: str) -> str:
    """Return hanzi in pinyin, joined, without tones; each character by its commonest reading."""
    return "".join(_readings(one)[0] for one in hanzi)


@lru_cache(maxsize=16_384)
def sounds(hanzi: str) -> frozenset[str]:
    """Return every way to say some hanzi; only the commonest where there are very many."""
    every = {""}
    for one in hanzi:
        every = {before + after for before in every for after in _readings(one)}
        if len(every) > 64:  # noqa: PLR2004  # a brand has two or three characters
            return frozenset({sound(hanzi)})
    return frozenset(every)


@cache
def _readings(hanzi: str) -> tuple[str, ...]:
    told = _dictionary().get(ord(hanzi))
    if told is None:
        return (hanzi,)  # nobody knows how it is said
    return tuple(dict.fromkeys(map(_without_tone, told.split(","))))


def _without_tone(syllable: str) -> str:
    return "".join(letter for letter in normalize("NFD", syllable) if not combining(letter))


@cache
def _dictionary() -> dict[int, str]:
    """Load the readings of each character from pypinyin's file of them alone.

    The package would load its phrases as well, which nothing here asks for: half a second, and 44 MiB a process.
    """
    package = find_spec("pypinyin")
    if package is None or package.origin is None:
        message = "pypinyin, which says hanzi in pinyin, is not installed."
        raise ModuleNotFoundError(message, name="pypinyin")
    told: dict[int, str] = run_path(str(Path(package.origin).with_name("pinyin_dict.py")))["pinyin_dict"]
    return told


def simplified(text: str) -> str:
    """Return a text with its traditional hanzi simplified."""
    return str(_converter().convert(text))


@cache
def _converter() -> opencc.OpenCC:
    import opencc  # noqa: PLC0415  # takes a while to start, and most names need none

    return opencc.OpenCC("t2s")
