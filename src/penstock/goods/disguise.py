"""Letters that stand for others: look-alikes of other scripts, and digits and signs in the place of letters.

The look-alikes are those of Unicode Technical Standard 39 (confusables.txt, Unicode 15.0) whose skeleton is that of one
Latin letter, from the scripts that fonts draw alike: Greek, Cyrillic, Armenian, Cherokee, Lisu and Latin beyond ASCII.
The last row holds small letters that the standard keeps apart and people use all the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.goods.mention import Undone

_ALIKE = (
    ("ıƄƍƖƦƽǀɑɡɣɩɪɯʋʏͿΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγινορσυϒϜϱϲϳϹϺЅІЈАВЕКМНОРСТУХЬагеорсухѕіјѡѴѵҮүһҽӀӏԁԌԛԜԝՍՏՕագզհոռսցքօ",
     "ibglRslagyiiwuyJABEZHlKMNOPTYXayivopouYFpcjCMSlJABEKMHOPCTYXbareopcyxsijwVvYyhelidGqWwUSOwqqhnnugfo"),
    ("ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᎽᏀᏂᏃᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏳᏴᴄᴏᴑᴜᴠᴡᴢᴦᶃᶌꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴꬲꬵꬽꭇꭈꭎꭒꭚ",
     "DRTiYAJEWMHYGhZbRWSVSLCPKdGBcoouvwzrgyBPdDTGKJCZFMNLSRVHWXYAElOUeforruuy"),
    ("кмнтвфπєηκτεωβƒĸ", "kmhtbpnenktewbfk"),
)  # fmt: skip
LOOK_ALIKES: dict[int, str] = {
    ord(one): other for ones, others in _ALIKE for one, other in zip(ones, others, strict=True)
}
"""``{code point: Latin letter}``."""

_OR_I = LOOK_ALIKES | {ord(char): "I" for char in "ΙІӀ"}
"""The same, with the capital letters that look like both l and I as the other one."""

_SIGNS = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "|": "l"}
_TOKEN = re.compile(r"[A-Za-z0-9@$!|]*[A-Za-z][A-Za-z0-9@$!|]*")
_BETWEEN = re.compile(r"(?<=[A-Za-z])[0134578@$!|]{1,2}(?=[A-Za-z])")
_AT_THE_EDGE = re.compile(r"^[013457](?=[A-Za-z]{5})|(?<=[A-Za-z]{5})[013457]$")
_MAY_BE = re.compile(
    r"[A-Za-z][0134578@$!|]{1,2}[A-Za-z]|(?<![A-Za-z0-9])[013457][A-Za-z]{5}|[A-Za-z]{5}[013457](?![A-Za-z0-9])"
)
_STROKE = re.compile(r"(?<=[0-9A-Za-z])[一ー](?=[\u4e00-\u9fff])(?![一ー])")
"""The character for one, and the Japanese long vowel, in the place of a hyphen behind a locant."""

_LEAST_LETTERS = 2
_LEAST_KEY = 5


def undisguised(text: str) -> Iterator[str]:
    """Yield the text with disguised letters undone, of the same length, in each way it may be read; nothing if none."""
    readings: dict[str, None] = {}
    for table in (LOOK_ALIKES, _OR_I):
        latin = text if text.isascii() else _STROKE.sub("-", text.translate(table))
        readings[latin] = None
        if _MAY_BE.search(latin):
            readings |= dict.fromkeys((_unleet(latin, "i"), _unleet(latin, "l")))
    yield from (reading for reading in readings if reading != text)


def _unleet(text: str, one: str) -> str:
    """Put letters for the digits and signs inside words; ``one`` is what the digit 1 stands for."""
    return _TOKEN.sub(_UNDO[one], text)


@lru_cache(maxsize=16384)
def _undone(word: str, one: str) -> str:
    if sum(map(str.isalpha, word)) < _LEAST_LETTERS or not _MAY_BE.search(word):
        return word
    letters = {**_SIGNS, "1": one}
    for pattern in (_BETWEEN, _AT_THE_EDGE, _BETWEEN):
        word = pattern.sub(lambda m: "".join(letters[char] for char in m[0]), word)
    return word


_UNDO = {one: lambda token, one=one: _undone(token[0], one) for one in ("i", "l")}


STROKES = frozenset("一ー")


def replaced(original: str, undone: str) -> tuple[Undone, ...]:
    """Return what was undone between a piece of text and the same piece as read; nothing if it is no disguise.

    A word of another script is no disguise: somewhere a letter must be Latin, or the piece long.
    """
    kinds: dict[Undone, None] = {}
    for one, other in zip(original, undone, strict=True):
        if one != other:
            kinds["homoglyph" if ord(one) in LOOK_ALIKES or one in STROKES else "leetspeak"] = None
    if "homoglyph" in kinds:
        kept = any(one == other and one.isalpha() for one, other in zip(original, undone, strict=True))
        if not kept and sum(map(str.isalpha, original)) < _LEAST_KEY:
            return ()
    return tuple(kinds)
